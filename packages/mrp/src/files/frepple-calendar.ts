/**
 * frePPLe's calendars → working days: which days work, and how many minutes a day has.
 *
 * A frePPLe calendar is a value over time: of the buckets in force at a moment the one with the
 * lowest priority number gives it, else the default value. More than 0 means that work goes on.
 * Over a horizon each day's working minutes are added up; the week that most weeks show becomes the
 * working weekdays, and days that differ become holidays and extra working days.
 *
 * @source frePPLe documentation, "Calendars" and "Calendar buckets"
 */
import { type Day, day, formatDay, weekday } from '@kontor/kernel';
import type { ModelInput } from '../model.ts';
import type { FreppleFile, FreppleRow } from './frepple-file.ts';

type CalendarInput = NonNullable<ModelInput['calendars']>[number];

/** The days over which calendars are read: `first … last`. */
export interface FreppleHorizon {
  readonly first: Day;
  readonly last: Day;
}

/** A calendar of the model, and the working minutes of its usual day. */
export type FreppleCalendar = CalendarInput & { readonly minutesPerDay: number };

const WEEKDAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;

const DAY_MINUTES = 1440;

interface Bucket {
  readonly value: number;
  readonly priority: number;
  readonly from: Day;
  readonly until: Day;
  readonly weekdays: readonly boolean[];
  /** Minutes of the day: in force in [start, end). */
  readonly start: number;
  readonly end: number;
}

/** The day of a frePPLe date; its time of day is dropped. */
export function freppleDay(moment: string): Day {
  return day(moment.slice(0, 10));
}

/** Reads the calendars that sites and suppliers name; those of resources' capacity are left. */
export function readCalendars(
  file: FreppleFile,
  named: ReadonlySet<string>,
  horizon: FreppleHorizon,
): FreppleCalendar[] {
  const buckets = bucketsByCalendar(file);
  return file.rowsOf('input.calendar').flatMap(({ row, fields }) => {
    if (!named.has(fields.name)) {
      file.note('input.calendar: calendars of no site and no supplier are left out');
      return [];
    }
    const own = buckets.get(fields.name) ?? [];
    const minutes = workingMinutes(own, Number(fields.defaultvalue ?? 0), horizon);
    if (minutes.every((worked) => worked === 0)) {
      file.fault(
        'input.calendar',
        row,
        `'${fields.name}' never works: give it a bucket of value 1`,
      );
      return [];
    }
    return [asWorkingDays(file, fields.name, minutes, horizon)];
  });
}

function bucketsByCalendar(file: FreppleFile): Map<string, Bucket[]> {
  const known = new Set(file.rowsOf('input.calendar').map(({ fields }) => fields.name));
  const buckets = new Map<string, Bucket[]>();
  for (const row of file.rowsOf('input.calendarbucket')) {
    const { calendar_id: calendar } = row.fields;
    if (!known.has(calendar)) {
      file.fault(
        'input.calendarbucket',
        row.row,
        `calendar '${calendar}' is not in the file: add it`,
      );
    }
    const own = buckets.get(calendar) ?? [];
    buckets.set(calendar, own);
    own.push(bucketOf(row));
  }
  // The lowest number wins; where two are equal the one that starts later, the more special one.
  for (const own of buckets.values()) {
    own.sort((a, b) => a.priority - b.priority || b.from - a.from);
  }
  return buckets;
}

function bucketOf({ fields }: FreppleRow<'input.calendarbucket'>): Bucket {
  return {
    value: Number(fields.value),
    priority: fields.priority ?? 0,
    from: fields.startdate == null ? Number.NEGATIVE_INFINITY : freppleDay(fields.startdate),
    until: fields.enddate == null ? Number.POSITIVE_INFINITY : freppleDay(fields.enddate),
    weekdays: WEEKDAYS.map((name) => fields[name] ?? true),
    start: minuteOf(fields.starttime ?? '00:00:00'),
    end: minuteOf(fields.endtime ?? '23:59:59') || DAY_MINUTES,
  };
}

/** A time of day in minutes, the last second of a minute counting as its end. */
function minuteOf(clock: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes + (seconds >= 59 ? 1 : 0);
}

/** Working minutes of each day of the horizon. */
function workingMinutes(
  buckets: readonly Bucket[],
  defaultValue: number,
  { first, last }: FreppleHorizon,
): Int32Array {
  return Int32Array.from({ length: last - first + 1 }, (_, at) => {
    const date = first + at;
    const inForce = buckets.filter(
      (bucket) => bucket.from <= date && date < bucket.until && bucket.weekdays[weekday(date)],
    );
    return minutesOfDay(inForce, defaultValue);
  });
}

/** @param inForce - by falling rank */
function minutesOfDay(inForce: readonly Bucket[], defaultValue: number): number {
  const cuts = new Set([0, DAY_MINUTES, ...inForce.flatMap(({ start, end }) => [start, end])]);
  const sorted = [...cuts].toSorted((a, b) => a - b);
  let worked = 0;
  for (let at = 0; at + 1 < sorted.length; at++) {
    const [start, end] = [sorted[at]!, sorted[at + 1]!];
    const rules = inForce.find((bucket) => bucket.start <= start && end <= bucket.end);
    if ((rules?.value ?? defaultValue) > 0) worked += end - start;
  }
  return worked;
}

function asWorkingDays(
  file: FreppleFile,
  id: string,
  minutes: Int32Array,
  { first }: FreppleHorizon,
): FreppleCalendar {
  const seen = WEEKDAYS.map(() => 0);
  const works = WEEKDAYS.map(() => 0);
  minutes.forEach((worked, at) => {
    seen[weekday(first + at)]!++;
    if (worked > 0) works[weekday(first + at)]!++;
  });
  const isUsual = seen.map((days, at) => works[at]! * 2 > days);
  const minutesPerDay = mostFrequent(minutes.filter((worked) => worked > 0));
  const dates = Array.from(minutes, (_, at) => first + at);
  const other = minutes.filter((worked) => worked > 0 && worked !== minutesPerDay).length;
  if (other > 0) {
    file.note(
      `input.calendar: '${id}' has other hours on ${other} days; each counts as a whole day`,
    );
  }
  return {
    id,
    workingWeekdays: isUsual.flatMap((usual, at) => (usual ? [at] : [])),
    holidays: dates
      .filter((date) => isUsual[weekday(date)] && minutes[date - first] === 0)
      .map(formatDay),
    extraWorkingDays: dates
      .filter((date) => !isUsual[weekday(date)] && minutes[date - first]! > 0)
      .map(formatDay),
    minutesPerDay,
  };
}

function mostFrequent(values: Int32Array): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0]![0];
}
