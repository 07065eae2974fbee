/**
 * A CRM of a small sales office, in memory or in a database, with a clock that is set by hand.
 */
import { manualClock, type ManualClock, sequentialIds } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import type { Store, TryOptions } from '@kontor/kernel/store';
import {
  accountObject,
  activityObject,
  contactObject,
  Crm,
  defineObject,
  definePipeline,
  leadObject,
  opportunityObject,
  type PolicyRule,
  required,
  teamObject,
  userObject,
} from '@kontor/crm-core';
import { z } from 'zod';
import { checkedStore } from '../../../tools/schemas/checked-store.ts';

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
  opportunityObject({ ext: { seats: z.int().optional() } }),
  activityObject(),
  userObject(),
  teamObject(),
  machine,
] as const;

/** How the office sells. */
export const sales = definePipeline({
  id: 'sales',
  stages: [
    { id: 'qualify', kind: 'open', probability: 20, forecastCategory: 'pipeline' },
    {
      id: 'propose',
      kind: 'open',
      probability: 60,
      forecastCategory: 'best-case',
      entryGuards: [required('amount', 'closeDate')],
    },
    { id: 'won', kind: 'won' },
    { id: 'lost', kind: 'lost' },
  ],
  lostReasons: [{ id: 'price' }, { id: 'other', needsText: true }],
});

/** The office. */
export interface Office {
  readonly crm: Crm<typeof objects, readonly [typeof sales]>;
  readonly clock: ManualClock;
  readonly store: Store;
}

/** Opens the office on 2 March 2026, 8:00 UTC. */
export async function openOffice({
  policy,
  store = memoryStore(),
  hasWebhooks = false,
  trying,
}: {
  readonly policy?: readonly PolicyRule[];
  readonly store?: Store;
  readonly hasWebhooks?: boolean;
  readonly trying?: TryOptions;
} = {}): Promise<Office> {
  const clock = manualClock(Date.parse('2026-03-02T08:00:00Z'));
  // What every story tells is as it was published.
  const doors = { store: checkedStore(store), clock, ids: sequentialIds('r') };
  const crm = new Crm({ ...doors, objects, pipelines: [sales], policy, hasWebhooks, trying });
  await crm.prepare();
  return { crm, clock, store };
}

/** Sets the clock to a local time of March 2026, UTC: '05 09:30'. */
export function at(clock: ManualClock, dayAndTime: string): void {
  clock.set(Date.parse(`2026-03-${dayAndTime.replace(' ', 'T')}:00Z`));
}
