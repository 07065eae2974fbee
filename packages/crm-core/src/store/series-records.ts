/**
 * Series in the store, and their occurrences as activities.
 *
 * An occurrence of which nothing was said has no record: it is shown as the activity that it would
 * be, with the id `<series>@<day>` and revision 0. What is said of it (done, changed, cancelled)
 * makes it a record of that id, with its own log, and the series stays as it is. A series that was
 * split shares the ids of its root, whose parts never have a day in common.
 */
import { type Calendar, day } from '@kontor/kernel';
import * as z from 'zod';
import { CrmError } from '../errors.ts';
import { activitySchedule, type ActivitySchedule } from '../recurrence/activity-schedule.ts';
import { type Occurrence, occurrenceOn } from '../recurrence/occurrences.ts';
import { topicFields } from '../record/activity-objects.ts';
import { checkedFields, fieldsOf, type GivenValues, withFields } from '../record/check-record.ts';
import { valueOf } from '../record/fold-events.ts';
import type { CrmRecord } from '../record/record.ts';
import { removedRows, subjectOf } from './crm-collections.ts';
import { type CrmCore, type CrmWork, objectOf } from './crm-core.ts';
import { recordOf } from './record-collection.ts';
import { readRecord } from './save-record.ts';

/** The object of series. */
export const SERIES = 'activitySeries';

/** An occurrence with the series that it is of. */
export interface SeriesOccurrence {
  readonly series: CrmRecord;
  readonly occurrence: Occurrence;
}

/** The schedule of a series; the store holds what was checked. */
export const scheduleOf = (series: CrmRecord): ActivitySchedule => activitySchedule.parse(series);

/**
 * The calendar that a series names.
 *
 * @throws CrmError CRM_INVALID_INPUT — the CRM was given none of that name
 */
export function calendarOf(core: CrmCore, series: GivenValues): Calendar | undefined {
  const name = series['calendar'];
  if (typeof name !== 'string') return undefined;
  const calendar = core.calendars.get(name);
  if (calendar !== undefined) return calendar;
  const known = [...core.calendars.keys()].join(', ') || 'none';
  const message = `'${name}' is none of the CRM's calendars: ${known}. Add it to its options`;
  const issues = [{ path: 'calendar', message }];
  throw new CrmError('CRM_INVALID_INPUT', { what: 'The series', issues });
}

/** The id of an occurrence, as a record or not. */
export const occurrenceId = (series: CrmRecord, of: string): string =>
  `${textOf(series, 'root') ?? series.id}@${of}`;

/** The text in a field; undefined for none. */
export function textOf(record: CrmRecord, field: string): string | undefined {
  const value = valueOf(record, field);
  return typeof value === 'string' ? value : undefined;
}

/** Fields that go over from a series to each of its occurrences. */
const TAKEN_OVER = ['kind', ...Object.keys(topicFields), 'owner', 'team', 'region', 'tags'];

/** What an activity that is an occurrence begins with. */
export function occurrenceValues(
  { core }: Pick<CrmWork, 'core'>,
  { series, occurrence }: SeriesOccurrence,
): GivenValues {
  const taken = TAKEN_OVER.filter((field) => series[field] !== undefined);
  const custom = Object.keys(objectOf(core, 'activity').object.ext.shape);
  const ext = custom.filter((field) => series.ext[field] !== undefined);
  const isTimed = textOf(series, 'startTime') !== undefined;
  const { startsAt, endsAt, heldOn } = occurrence;
  const times = isTimed ? { startsAt, endsAt } : { dueOn: heldOn };
  return {
    ...Object.fromEntries(taken.map((field) => [field, series[field]])),
    ext: Object.fromEntries(ext.map((field) => [field, series.ext[field]])),
    ...times,
    ...remindValues(series, occurrence),
    series: series.id,
    occurrence: occurrence.day,
  };
}

/** When its owner is reminded of an occurrence; undefined where he was, or is not to be. */
export function remindInstant(series: CrmRecord, startsAt: string): string | undefined {
  const minutes = valueOf(series, 'remindMinutes');
  if (typeof minutes !== 'number') return undefined;
  return new Date(Date.parse(startsAt) - minutes * 60_000).toISOString();
}

function remindValues(series: CrmRecord, { day: of, startsAt }: Occurrence): GivenValues {
  if (of <= (textOf(series, 'remindedThrough') ?? '')) return {};
  const remindAt = remindInstant(series, startsAt);
  return remindAt === undefined ? {} : { remindAt };
}

/** The activity that an occurrence would be: no record yet, revision 0. */
export function activityOf(work: Pick<CrmWork, 'core'>, of: SeriesOccurrence): CrmRecord {
  const { series } = of;
  const fields = checkedFields(
    objectOf(work.core, 'activity').object,
    undefined,
    occurrenceValues(work, of),
  );
  const told = {
    id: occurrenceId(series, of.occurrence.day),
    object: 'activity',
    revision: 0,
    createdAt: series.createdAt,
    createdBy: series.createdBy,
    updatedAt: series.updatedAt,
    updatedBy: series.updatedBy,
  };
  return withFields({ ...told, tags: [], ext: {} }, fields);
}

/** Those among occurrences of which nothing was said, as activities. */
export async function untouched(
  work: CrmWork,
  found: readonly SeriesOccurrence[],
): Promise<CrmRecord[]> {
  const { rows } = objectOf(work.core, 'activity');
  const ids = found.map(({ series, occurrence }) => occurrenceId(series, occurrence.day));
  const records = await work.tx.getMany(rows, ids);
  const subjects = ids.map((id) => subjectOf({ object: 'activity', id }));
  const removed = await work.tx.getMany(removedRows, subjects);
  return found
    .filter((_, at) => records[at] === undefined && removed[at] === undefined)
    .map((one) => activityOf(work, one));
}

const OCCURRENCE_ID = /^(.+)@(\d{4}-\d{2}-\d{2})$/;

/**
 * The occurrence of an id, whether something was said of it or not.
 *
 * @throws CrmError CRM_UNKNOWN_RECORD — there is none, or none that this user may see
 */
export async function findOccurrence(work: CrmWork, id: string): Promise<SeriesOccurrence> {
  const [, root, of] = OCCURRENCE_ID.exec(id) ?? [];
  if (root !== undefined && z.iso.date().safeParse(of).success && work.core.objects.has(SERIES)) {
    for (const series of await partsOf(work, root)) {
      const calendar = calendarOf(work.core, series);
      const occurrence = occurrenceOn(scheduleOf(series), calendar, day(of!));
      if (occurrence !== undefined && isSeen(work, { series, occurrence })) {
        return { series, occurrence };
      }
    }
  }
  throw new CrmError('CRM_UNKNOWN_RECORD', { object: 'activity', id });
}

/**
 * The occurrence of an id, of which nothing was said yet.
 *
 * @throws CrmError CRM_UNKNOWN_RECORD — there is none, or none that this user may see
 */
export async function requireOccurrence(work: CrmWork, id: string): Promise<SeriesOccurrence> {
  const found = await findOccurrence(work, id);
  if ((await untouched(work, [found])).length > 0) return found;
  throw new CrmError('CRM_UNKNOWN_RECORD', { object: 'activity', id });
}

/** Who may see the series, and an activity such as this one. */
function isSeen(work: CrmWork, of: SeriesOccurrence): boolean {
  const { policy } = work.core;
  return (
    policy.allows(work.actor, 'read', of.series) &&
    policy.allows(work.actor, 'read', activityOf(work, of))
  );
}

/** A series and those that were split from it. */
async function partsOf({ tx, core }: CrmWork, root: string): Promise<CrmRecord[]> {
  const stored = objectOf(core, SERIES);
  const first = await readRecord(tx, stored, root);
  const index = stored.indexOf.get('root')!;
  const others = await tx.scan(stored.rows, { index, equals: [root] });
  return [...(first === undefined ? [] : [first]), ...others.map((one) => recordOf(stored, one))];
}

/** The values of a record, as a command would give them. */
export const valuesOf = (record: CrmRecord): GivenValues => Object.fromEntries(fieldsOf(record));
