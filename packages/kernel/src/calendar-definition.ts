/**
 * What a user writes down about working time: plain JSON, and the schema is the type.
 *
 * A week of shifts, days off, and days that are different. Shifts are wall times of the calendar's
 * zone; one that ends at or before the hour it starts runs past midnight and belongs to the day it
 * starts on. Rules between the fields (overlaps, duplicates) are checked in calendar-pattern.ts.
 */
import * as z from 'zod';
import { daysInMonth } from './day.ts';
import { isKnownZone } from './zone.ts';

const isDay = (text: string): boolean => {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, dayOfMonth] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12) return false;
  return dayOfMonth >= 1 && dayOfMonth <= daysInMonth(year, month);
};

const date = z.string().refine(isDay, 'not a day of the calendar; give YYYY-MM-DD');
const minutes = z.number().int().min(1).max(1440);
const clockTime = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'not a time; give HH:MM from 00:00 to 24:00');

/** One stretch of work, in wall time: an object, or the short text `'06:00-14:00'`. */
export const shift = z.union([
  z
    .string()
    .regex(
      /^(([01]\d|2[0-3]):[0-5]\d|24:00)-(([01]\d|2[0-3]):[0-5]\d|24:00)$/,
      "not a shift; give { from, to } or a text such as '06:00-14:00'",
    ),
  z.strictObject({
    from: clockTime,
    /** `24:00` is the end of the day; an hour before `from` is on the next day. */
    to: clockTime,
  }),
]);

/** A day that differs from its week: other shifts, or none. It wins over a holiday. */
export const calendarException = z.strictObject({
  day: date,
  /** Its shifts; `[]` is a day off. Left out, with `minutes` left out too: the calendar's own. */
  shifts: z.array(shift).optional(),
  /** Instead of shifts: working minutes, counted from midnight. */
  minutes: minutes.optional(),
});

const weekdayKey = /^(sun|mon|tue|wed|thu|fri|sat)(-(sun|mon|tue|wed|thu|fri|sat))?$/;

/**
 * A calendar of working time. Give either `week`, or `workingWeekdays` with one pattern for all.
 */
export const calendarDefinition = z.strictObject({
  /** IANA zone of all wall times. */
  zone: z
    .string()
    .refine(isKnownZone, "unknown time zone; give an IANA name such as 'Europe/Berlin'")
    .default('UTC'),
  /** Shifts by weekday, `mon`, or by a run of them, `mon-fri`. Weekdays not named are free. */
  week: z
    .record(
      z.string().regex(weekdayKey, "not a weekday; give 'mon' or a run such as 'mon-fri'"),
      z.array(shift),
    )
    .optional(),
  /** 0 = Sunday … 6 = Saturday; Monday to Friday when there is no `week` either. */
  workingWeekdays: z.array(z.number().int().min(0).max(6)).optional(),
  /** The shifts of each working weekday; 00:00 to 24:00 when `minutesPerDay` is left out too. */
  shifts: z.array(shift).optional(),
  /** Instead of shifts: working minutes of each working weekday, counted from midnight. */
  minutesPerDay: minutes.optional(),
  /** Days off. A night shift of the day before still runs to its end. */
  holidays: z.array(date).default([]),
  exceptions: z.array(calendarException).default([]),
  /** First day the calendar speaks of; a question before it is refused. Else 1900-01-01. */
  first: date.optional(),
  /** Last day the calendar speaks of, e.g. of the holidays known. Else 2199-12-31. */
  last: date.optional(),
});

/** A calendar as written, defaults left out. */
export type CalendarDefinition = z.input<typeof calendarDefinition>;
/** One shift as written. */
export type ShiftDefinition = z.input<typeof shift>;
/** One differing day as written. */
export type CalendarException = z.input<typeof calendarException>;
