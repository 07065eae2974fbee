/**
 * The laws of the CRM, held when the faults have stopped: a command that was acknowledged is in the
 * log once, none is there twice; the fold of the log is the stored record; revisions have no gaps;
 * the timeline is the log; every event was delivered, and nothing else.
 */
import { isDeepStrictEqual } from 'node:util';
import {
  type accountObject,
  type Crm,
  type CrmRecord,
  type leadObject,
  recordAt,
  type RecordEvent,
} from '@kontor/crm-core';
import { law } from './simulation.ts';

/** A CRM of accounts and leads. */
export type SimulatedCrm = Crm<
  readonly [ReturnType<typeof accountObject>, ReturnType<typeof leadObject>]
>;

/** What users and the messenger were told. */
export interface CrmTold {
  /** Commands that were given, by their reasons. */
  readonly given: Set<string>;
  /** Those that were acknowledged; a change to what is there already leaves no event. */
  readonly done: Set<string>;
  /** Leads that came in, until it was acknowledged. */
  readonly captured: Set<string>;
  /** How often each event was told outside, by its id. */
  readonly delivered: Map<string, number>;
}

/** Checks every law; throws when one is broken. */
export async function checkCrmLaws(crm: SimulatedCrm, told: CrmTold): Promise<void> {
  const session = crm.system('laws');
  const logs = [...(await session.log('account')), ...(await session.log('lead'))];
  checkCommands(logs, told);
  checkDelivered(logs, told);
  const byRecord = new Map<string, RecordEvent[]>();
  for (const event of logs) {
    const subject = `${event.data.object}/${event.data.id}`;
    byRecord.set(subject, [...(byRecord.get(subject) ?? []), event]);
  }
  for (const events of byRecord.values()) {
    const { object, id } = events[0]!.data;
    await checkRecord(crm, object as 'account' | 'lead', id, events);
  }
  const stored = (await session.count('account')) + (await session.count('lead'));
  const living = [...byRecord.values()].filter((events) => recordAt(events) !== undefined);
  law(stored === living.length, `${stored} records are stored, ${living.length} by the log`);
}

/** Acknowledged ones are there once; the others once at most. */
function checkCommands(logs: readonly RecordEvent[], { given, done, captured }: CrmTold): void {
  const counts = new Map<string, number>();
  for (const { data } of logs) {
    const { reason = '' } = data;
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  for (const deed of given) law((counts.get(deed) ?? 0) <= 1, `${deed} happened more than once`);
  for (const deed of done)
    law(counts.get(deed) === 1, `${deed} was acknowledged, and is in no log`);
  const leads = logs.filter(({ data }) => data.object === 'lead');
  for (const deed of captured) {
    const made = leads.filter(({ data }) => data.changes['surname']?.[1] === deed);
    law(made.length === 1, `${deed} came in, and made ${made.length} leads`);
  }
}

function checkDelivered(logs: readonly RecordEvent[], { delivered }: CrmTold): void {
  for (const { id } of logs) law(delivered.has(id), `event ${id} was never delivered`);
  law(delivered.size === logs.length, `${delivered.size} events were delivered of ${logs.length}`);
}

async function checkRecord(
  crm: SimulatedCrm,
  object: 'account' | 'lead',
  id: string,
  events: readonly RecordEvent[],
): Promise<void> {
  const session = crm.system('laws');
  const folded = recordAt(events);
  const stored = (await session.get(object, id)) as CrmRecord | undefined;
  law(
    isDeepStrictEqual(folded, stored),
    `the log of ${id} gives ${text(folded)}, not ${text(stored)}`,
  );
  const revisions = events.map(({ data }) => data.revision).toSorted((a, b) => a - b);
  law(
    revisions.every((revision, at) => revision === at + 1),
    `revisions of ${id} are ${revisions.join()}`,
  );
  const timeline = await session.timeline(object, id, { limit: 1000 });
  const told = new Set(timeline.map((event) => event.id));
  law(
    events.every((event) => told.has(event.id)) && told.size === timeline.length,
    `the timeline of ${id} has ${timeline.length} events, its log ${events.length}`,
  );
}

const text = (value: unknown): string => JSON.stringify(value);
