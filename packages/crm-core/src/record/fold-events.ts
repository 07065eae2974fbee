/**
 * From events to records: as they are, as they were, and as they were known to be.
 *
 * A change holds from its instant (`at`), which may lie before the instant that it was recorded at:
 * a late correction. Where two changes set one field, the one that holds from later on wins,
 * whichever was recorded first; of two that hold from the same instant, the later revision.
 */
import type { Json } from '@kontor/kernel';
import type { RecordEvent } from '../record-event.ts';
import type { CrmRecord } from './record.ts';

/** Which past is meant. */
export interface PastQuery {
  /** What held then, UTC ISO; none = at the end of the log. */
  readonly asOf?: string | undefined;
  /** Only what had been recorded by then, UTC ISO; none = all that is known today. */
  readonly knownAt?: string | undefined;
}

/** The order in which changes hold. */
export const byHolding = (a: RecordEvent, b: RecordEvent): number =>
  a.data.at < b.data.at ? -1 : a.data.at > b.data.at ? 1 : a.data.revision - b.data.revision;

/** The events of a log that hold, and were recorded, by then; in the order in which they hold. */
export function eventsUpTo(
  events: readonly RecordEvent[],
  { asOf, knownAt }: PastQuery,
): RecordEvent[] {
  return events
    .filter(({ time, data }) => {
      if (knownAt !== undefined && time > knownAt) return false;
      return asOf === undefined || data.at <= asOf;
    })
    .sort(byHolding);
}

/**
 * The record that a log makes, at its end or at an instant of the past.
 *
 * @param events of one record, in any order
 * @returns undefined where it was not there: not yet, or not any more
 * @example
 * recordAt(log, { asOf: '2026-03-31T23:59:59.999Z' })?.['amount'] // what it was in March
 */
export function recordAt(
  events: readonly RecordEvent[],
  query: PastQuery = {},
): CrmRecord | undefined {
  let record: Draft | undefined;
  for (const event of eventsUpTo(events, query)) record = applyEvent(record, event);
  return record === undefined || record.isRemoved ? undefined : record.values;
}

/** A record under way: removed ones keep their values, so that they can be restored. */
export interface Draft {
  readonly values: CrmRecord;
  readonly isRemoved: boolean;
}

/** The record after one more event, in the order in which they hold. */
export function applyEvent(before: Draft | undefined, event: RecordEvent): Draft {
  const { object, id, revision, by, changes } = event.data;
  const verb = verbOf(event);
  const from: CrmRecord = before?.values ?? {
    id,
    object,
    revision,
    createdAt: event.data.at,
    createdBy: by,
    updatedAt: event.time,
    updatedBy: by,
    tags: [],
    ext: {},
  };
  // A late correction tells of an earlier instant, but it is the newest thing that is known.
  const isNewest = revision >= from.revision;
  const set = {
    ...from,
    ...(isNewest && { revision, updatedAt: event.time, updatedBy: by }),
  };
  const after = Object.entries(changes).map(([field, [, value]]) => [field, value] as const);
  const isRemoved = verb === 'removed' || (before?.isRemoved === true && verb !== 'restored');
  return { values: withValues(set, after), isRemoved };
}

/** The verb of an event: `stageMoved` of `crm.opportunity.stageMoved`. */
export const verbOf = (event: RecordEvent): string =>
  event.type.slice(event.type.lastIndexOf('.') + 1);

/** A record with other values; null empties a field. */
export function withValues(
  record: CrmRecord,
  values: Iterable<readonly [field: string, value: Json]>,
): CrmRecord {
  const fields = new Map(Object.entries(record));
  const ext = new Map(Object.entries(record.ext));
  for (const [field, value] of values) {
    const isExt = field.startsWith('ext.');
    const [part, key] = isExt ? [ext, field.slice('ext.'.length)] : [fields, field];
    if (value === null) part.delete(key);
    else part.set(key, value);
  }
  const tags = fields.get('tags') ?? [];
  return { ...Object.fromEntries(fields), tags, ext: Object.fromEntries(ext) } as CrmRecord;
}

/** The value of a field, `ext.size` too; null for none. */
export function valueOf(record: CrmRecord | undefined, field: string): Json {
  if (record === undefined) return null;
  if (field.startsWith('ext.')) return record.ext[field.slice('ext.'.length)] ?? null;
  return record[field] ?? null;
}
