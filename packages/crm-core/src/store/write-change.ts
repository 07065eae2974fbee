/**
 * What a change writes: the record, its event, the words that it is found by, the timelines that it
 * stands on, and what is told of it.
 */
import { createEvent } from '@kontor/kernel';
import { nameOf } from '../actor.ts';
import type { RecordChange } from '../decision.ts';
import type { RecordEvent } from '../record-event.ts';
import { fieldsOf } from '../record/check-record.ts';
import type { CrmRecord } from '../record/record.ts';
import { searchWords } from '../record/search-tokens.ts';
import { checkPolicy, checkRelations, checkUnique } from './check-change.ts';
import {
  outboxRows,
  removedRows,
  searchId,
  searchRows,
  type StoredEvent,
  storedEvents,
  subjectOf,
  timelineRows,
} from './crm-collections.ts';
import type { CrmWork } from './crm-core.ts';
import { documentOf, type StoredObject } from './record-collection.ts';
import { subjectsAbout } from './timeline.ts';
import { dispatchRows } from './webhook-deliveries.ts';

/** Writes what a change comes to, once it may be. */
export async function writeChange(
  work: CrmWork,
  stored: StoredObject,
  before: CrmRecord | undefined,
  after: CrmRecord,
  change: Omit<RecordChange, 'values'>,
  changes: RecordEvent['data']['changes'],
): Promise<void> {
  checkPolicy(work, before, after, change.verb);
  if (change.verb !== 'removed') {
    const fields = before === undefined ? [...fieldsOf(after).keys()] : Object.keys(changes);
    await checkRelations(work, stored, after, fields);
    await checkUnique(work, stored, after, fields);
  }
  const event = eventOf(work, after, change, changes);
  saveRow(work, stored, after, change.verb);
  saveWords(work, stored, before, change.verb === 'removed' ? undefined : after);
  await tell(work, stored, before, after, event);
}

function saveRow({ tx }: CrmWork, stored: StoredObject, after: CrmRecord, verb: string): void {
  const subject = subjectOf(after);
  if (verb === 'removed') {
    tx.remove(stored.rows, after.id);
    tx.put(removedRows, { id: subject, removedAt: after.updatedAt, record: after });
    return;
  }
  if (verb === 'restored') tx.remove(removedRows, subject);
  tx.put(stored.rows, documentOf(stored, after));
}

function saveWords(
  { tx }: CrmWork,
  stored: StoredObject,
  before: CrmRecord | undefined,
  after: CrmRecord | undefined,
): void {
  const subject = subjectOf((after ?? before)!);
  const old = before === undefined ? new Map<string, number>() : searchWords(stored.object, before);
  const words = after === undefined ? new Map<string, number>() : searchWords(stored.object, after);
  for (const word of old.keys()) {
    if (!words.has(word)) tx.remove(searchRows, searchId(word, subject));
  }
  for (const [word, weight] of words) {
    if (old.get(word) === weight) continue;
    const thousandths = Math.round(weight * 1000);
    tx.put(searchRows, { id: searchId(word, subject), word, subject, weight: thousandths });
  }
}

/** The event, the outbox, and the timelines of all that it is about. */
async function tell(
  work: CrmWork,
  stored: StoredObject,
  before: CrmRecord | undefined,
  after: CrmRecord,
  event: RecordEvent,
): Promise<void> {
  const { tx } = work;
  const subject = subjectOf(after);
  const row: StoredEvent = {
    id: event.id,
    subject,
    object: after.object,
    revision: after.revision,
    recordedAt: event.time,
    event,
  };
  tx.insert(storedEvents, row);
  tx.insert(outboxRows, { id: event.id, recordedAt: event.time, event });
  if (work.core.hasWebhooks) tx.insert(dispatchRows, { id: event.id, event });
  const about = await subjectsAbout(work, stored, after);
  const wasAbout = before === undefined ? about : await subjectsAbout(work, stored, before);
  const { at } = event.data;
  for (const one of new Set([...about, ...wasAbout])) {
    tx.put(timelineRows, {
      id: `${one}|${event.id}`,
      subject: one,
      at,
      event: event.id,
      of: subject,
    });
  }
  const news = about.filter((one) => !wasAbout.includes(one));
  if (news.length === 0) return;
  for (const past of await tx.scan(timelineRows, { index: 'bySubject', equals: [subject] })) {
    for (const one of news)
      tx.put(timelineRows, { ...past, id: `${one}|${past.event}`, subject: one });
  }
}

function eventOf(
  { core, actor }: CrmWork,
  after: CrmRecord,
  change: Omit<RecordChange, 'values'>,
  changes: RecordEvent['data']['changes'],
): RecordEvent {
  const { object, id, revision, updatedAt: time } = after;
  const { tenant } = core.store;
  return createEvent(
    {
      type: `crm.${object}.${change.verb}` as const,
      source: 'crm',
      subject: subjectOf(after),
      ...(tenant !== '' && { tenant }),
      data: {
        object,
        id,
        revision,
        by: nameOf(actor),
        at: change.at ?? time,
        ...(change.reason !== undefined && { reason: change.reason }),
        changes,
        ...(change.details !== undefined && { details: change.details }),
      },
    },
    { clock: { now: () => Date.parse(time) }, ids: core.ids },
  );
}
