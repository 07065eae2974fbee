/**
 * Recurrence rules as data: how often an activity repeats, in the terms of iCalendar.
 *
 * An activity happens at most once a day, so a rule gives days; the time of day stands beside it
 * (activity-schedule.ts). Parts that would give several times a day (BYHOUR, SECONDLY, …), and
 * those that no calendar for people offers (BYYEARDAY, BYWEEKNO), are refused.
 *
 * @source RFC 5545, section 3.3.10
 */
import * as z from 'zod';

/** The weekdays in the order of `weekday()` of the kernel: Sunday is 0. */
export const weekdayCodes = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;

/** A weekday in two letters, such as `MO`. */
export type WeekdayCode = (typeof weekdayCodes)[number];

/** A weekday, or the nth of its kind from the start or the end: `2TU`, `-1FR`. */
export type NthWeekday = WeekdayCode | `${number}${WeekdayCode}`;

const weekdayCode = z.enum(weekdayCodes);

const nthWeekday = z
  .string()
  .regex(
    /^(-?([1-9]|[1-4]\d|5[0-3]))?(SU|MO|TU|WE|TH|FR|SA)$/,
    "must be a weekday such as 'MO', the second one '2MO', or the last one '-1MO'",
  ) as unknown as z.ZodType<NthWeekday, NthWeekday>;

const listOf = <Schema extends z.ZodType>(schema: Schema) => z.array(schema).min(1).max(100);

/** Counts from the end where it is below 0: -1 is the last one. */
const place = (max: number) =>
  z
    .int()
    .min(-max)
    .max(max)
    .refine((value) => value !== 0, 'counts from 1, or from the end: -1');

const always = {
  /** Every so many days, weeks, months, years. */
  interval: z.int().min(1).max(1000).default(1),
  /** It ends after so many days of the rule. */
  count: z.int().min(1).max(10_000).optional(),
  /** It ends on this day, which still counts; in the zone of the activity. */
  until: z.iso.date().optional(),
  /** 1 = January. */
  byMonth: listOf(z.int().min(1).max(12)).optional(),
};

const byMonthDay = listOf(place(31)).optional();
/** Of the days that a period gives, only the nth: [-1] with weekdays is the last one of them. */
const bySetPos = listOf(place(366)).optional();

const rules = z.discriminatedUnion('frequency', [
  z.strictObject({
    frequency: z.literal('daily'),
    ...always,
    byMonthDay,
    byDay: listOf(weekdayCode).optional(),
  }),
  z.strictObject({
    frequency: z.literal('weekly'),
    ...always,
    byDay: listOf(weekdayCode).optional(),
    bySetPos,
    /** Which weeks a rule of every second week means hangs on where a week begins. */
    weekStart: weekdayCode.default('MO'),
  }),
  z.strictObject({
    frequency: z.literal('monthly'),
    ...always,
    byMonthDay,
    byDay: listOf(nthWeekday).optional(),
    bySetPos,
  }),
  z.strictObject({
    frequency: z.literal('yearly'),
    ...always,
    byMonthDay,
    /** The nth of a month where months are named, else of the year. */
    byDay: listOf(nthWeekday).optional(),
    bySetPos,
  }),
]);

/** A recurrence rule, checked. */
export const recurrenceRule = rules.refine(
  ({ count, until }) => count === undefined || until === undefined,
  { path: ['until'], message: 'a rule ends by count or by until: leave one of them out' },
);

/** How often an activity repeats; every part as RFC 5545 names it. */
export type RecurrenceRule = z.output<typeof recurrenceRule>;
