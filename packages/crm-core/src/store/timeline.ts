/**
 * Timelines: what happened to a record and to all that hangs on it, in the order in which it
 * happened.
 *
 * Written with each event, so that reading one is reading a stretch of an index: the event stands
 * on the timeline of its record, of the records that it names, and of those that they name. What
 * happened before a record was attached to another one comes with it.
 */
import type { RecordEvent } from '../record-event.ts';
import { valueOf } from '../record/fold-events.ts';
import type { CrmRecord } from '../record/record.ts';
import { removedRows, storedEvents, subjectOf, timelineRows } from './crm-collections.ts';
import { type CrmCore, type CrmWork, objectOf, type Reader } from './crm-core.ts';
import type { Actor, System } from '../actor.ts';
import { recordOf, type StoredObject } from './record-collection.ts';

/** How far an event is seen: that of an activity at its contact, its account and its concern. */
const STEPS_MAX = 3;

/** The records on whose timelines an event of this one stands, itself first. */
export async function subjectsAbout(
  { tx, core }: Pick<CrmWork, 'tx' | 'core'>,
  stored: StoredObject,
  record: CrmRecord,
): Promise<string[]> {
  const found = new Set([subjectOf(record)]);
  let edge: { readonly of: StoredObject; readonly record: CrmRecord }[] = [{ of: stored, record }];
  for (let step = 0; step < STEPS_MAX && edge.length > 0; step++) {
    const next: typeof edge = [];
    for (const { of, record: from } of edge) {
      for (const [field, relation] of Object.entries(of.object.relations)) {
        const id = valueOf(from, field);
        const target = core.objects.get(relation.object);
        if (relation.isOnTimeline === false || typeof id !== 'string' || !target) continue;
        const subject = `${relation.object}/${id}`;
        if (found.has(subject)) continue;
        found.add(subject);
        const document = await tx.get(target.rows, id);
        if (document !== undefined) next.push({ of: target, record: recordOf(target, document) });
      }
    }
    edge = next;
  }
  return [...found];
}

/** Which part of a timeline. */
export interface TimelineQuery {
  /** From this instant on, UTC ISO. */
  readonly from?: string | undefined;
  /** Before this one. */
  readonly to?: string | undefined;
  /** At most so many; 100 when left out. */
  readonly limit?: number | undefined;
  /** The newest first. */
  readonly isNewestFirst?: boolean | undefined;
}

/**
 * The events of a timeline that the user may see, in the order of the instants that they hold from.
 */
export async function readTimeline(
  reader: Reader,
  core: CrmCore,
  actor: Actor | System,
  subject: string,
  { from, to, limit = 100, isNewestFirst = false }: TimelineQuery = {},
): Promise<RecordEvent[]> {
  const range = {
    index: 'bySubject',
    equals: [subject],
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
  const isVisible = visibleSubjects(reader, core, actor);
  const ids: string[] = [];
  for await (const row of reader.each(timelineRows, range, { reverse: isNewestFirst })) {
    if (ids.length >= limit) break;
    if (await isVisible(row.of)) ids.push(row.event);
  }
  const events = await reader.getMany(storedEvents, ids);
  return events.map((row) => row!.event);
}

/** The log of an object: events of records that the user may see, in order of their recording. */
export async function readObjectLog(
  reader: Reader,
  core: CrmCore,
  actor: Actor | System,
  object: string,
): Promise<RecordEvent[]> {
  objectOf(core, object);
  const isVisible = visibleSubjects(reader, core, actor);
  const events: RecordEvent[] = [];
  for await (const row of reader.each(storedEvents, { index: 'byObject', equals: [object] })) {
    if (await isVisible(row.subject)) events.push(row.event);
  }
  return events;
}

/** Whether the user may see a record, each record looked up once; a removed one as it was. */
function visibleSubjects(
  reader: Reader,
  core: CrmCore,
  actor: Actor | System,
): (subject: string) => Promise<boolean> {
  const seen = new Map<string, boolean>();
  return async (subject) => {
    const known = seen.get(subject);
    if (known !== undefined) return known;
    const [object, id] = subject.split('/', 2) as [string, string];
    const stored = objectOf(core, object);
    const document = await reader.get(stored.rows, id);
    const record =
      document === undefined
        ? (await reader.get(removedRows, subject))?.record
        : recordOf(stored, document);
    const isVisible = record !== undefined && core.policy.allows(actor, 'read', record);
    seen.set(subject, isVisible);
    return isVisible;
  };
}
