/**
 * A CRM of a small sales office, in memory or in a database, with a clock that is set by hand.
 */
import { manualClock, type ManualClock, sequentialIds } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import type { Store } from '@kontor/kernel/store';
import {
  accountObject,
  activityObject,
  contactObject,
  Crm,
  defineObject,
  leadObject,
  type PolicyRule,
  teamObject,
  userObject,
} from '@kontor/crm-core';
import { z } from 'zod';

/** Machines that customers have: an object of one's own. */
export const machine = defineObject({
  name: 'machine',
  fields: { serial: z.string().min(1), account: z.string(), boughtOn: z.iso.date().optional() },
  relations: { account: { object: 'account' } },
  unique: ['serial'],
  search: ['serial'],
});

/** The objects of the office; contacts have a custom field that is looked up. */
export const objects = [
  accountObject(),
  contactObject({ ext: { shoeSize: z.int().optional(), hobby: z.string().optional() } }),
  leadObject(),
  activityObject(),
  userObject(),
  teamObject(),
  machine,
] as const;

/** The office. */
export interface Office {
  readonly crm: Crm<typeof objects>;
  readonly clock: ManualClock;
  readonly store: Store;
}

/** Opens the office on 2 March 2026, 8:00 UTC. */
export async function openOffice({
  policy,
  store = memoryStore(),
  hasWebhooks = false,
}: {
  readonly policy?: readonly PolicyRule[];
  readonly store?: Store;
  readonly hasWebhooks?: boolean;
} = {}): Promise<Office> {
  const clock = manualClock(Date.parse('2026-03-02T08:00:00Z'));
  const crm = new Crm({ store, clock, ids: sequentialIds('r'), objects, policy, hasWebhooks });
  await crm.prepare();
  return { crm, clock, store };
}

/** Sets the clock to a local time of March 2026, UTC: '05 09:30'. */
export function at(clock: ManualClock, dayAndTime: string): void {
  clock.set(Date.parse(`2026-03-${dayAndTime.replace(' ', 'T')}:00Z`));
}
