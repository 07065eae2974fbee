/**
 * Drawn recurrence rules and schedules.
 */
import fc from 'fast-check';
import type { NthWeekday, RecurrenceRule, WeekdayCode } from '@kontor/crm-core';

const code = fc.constantFrom<WeekdayCode>('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU');
const nth = (max: number) =>
  fc
    .tuple(fc.integer({ min: -max, max }), code)
    .map(([n, of]): NthWeekday => (n === 0 ? of : `${n}${of}`));
const some = <T>(one: fc.Arbitrary<T>) =>
  fc.option(fc.uniqueArray(one, { minLength: 1, maxLength: 3 }), { nil: undefined });
const place = (max: number) => fc.integer({ min: -max, max }).filter((value) => value !== 0);

const day = fc
  .date({
    min: new Date('2023-01-01T00:00:00Z'),
    max: new Date('2026-12-31T00:00:00Z'),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString().slice(0, 10));

const always = {
  interval: fc.integer({ min: 1, max: 4 }),
  count: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined, freq: 1 }),
  byMonth: some(fc.integer({ min: 1, max: 12 })),
};

// Days up to the 28th: each rule gives some, and its oracle need not walk for decades.
const monthDays = fc.oneof(fc.integer({ min: 1, max: 28 }), place(31));

/** A rule of any frequency; an end by day is set by the caller. */
const rule: fc.Arbitrary<RecurrenceRule> = fc.oneof(
  fc.record({
    frequency: fc.constant('daily' as const),
    ...always,
    byMonthDay: some(monthDays),
    byDay: some(code),
  }),
  fc.record({
    frequency: fc.constant('weekly' as const),
    ...always,
    byDay: some(code),
    bySetPos: some(fc.constantFrom(1, -1)),
    weekStart: code,
  }),
  fc.record({
    frequency: fc.constant('monthly' as const),
    ...always,
    byMonthDay: some(monthDays),
    byDay: some(nth(4)),
    bySetPos: some(place(2)),
  }),
  fc.record({
    frequency: fc.constant('yearly' as const),
    ...always,
    byMonthDay: some(monthDays),
    byDay: some(nth(5)),
    bySetPos: some(place(2)),
  }),
);

/** A schedule that ends within six years of its start. */
export const scheduleArbitrary = fc.record({
  startsOn: day,
  startTime: fc.constantFrom('00:00', '02:30', '09:00', '23:45', undefined),
  durationMinutes: fc.integer({ min: 0, max: 3000 }),
  zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'),
  recurrence: fc.tuple(rule, fc.boolean()).map(([one, isEnding]): RecurrenceRule => {
    return isEnding && one.count === undefined ? { ...one, until: '2028-06-30' } : one;
  }),
});
