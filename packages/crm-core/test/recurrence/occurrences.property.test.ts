/**
 * Laws of occurrences: those of a walk from day to day, the same however time is cut, and the same
 * when the series is.
 */
import { createCalendar, dateParts, day, formatDay, weekday } from '@kontor/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ActivityScheduleInput,
  CrmError,
  type Occurrence,
  type OccurrenceQuery,
  occurrences,
  splitSeries,
} from '@kontor/crm-core';
import { walkedDays } from '../oracle/day-walk.ts';
import { scheduleArbitrary } from './random-schedule.ts';

const numRuns = process.env['KONTOR_FULL'] === '1' ? 3000 : 50;
const LAST = '2029-01-01';
const all = { from: '2020-01-01T00:00:00.000Z', to: '2029-01-02T00:00:00.000Z', limit: 10_000 };

const found = (schedule: ActivityScheduleInput, query: OccurrenceQuery = all): Occurrence[] =>
  occurrences(schedule, query);

describe('occurrences', () => {
  test('property: are the days that a walk from day to day finds', () => {
    fc.assert(
      fc.property(scheduleArbitrary, (schedule) => {
        const walked = walkedDays(schedule.recurrence, schedule.startsOn, LAST);
        const days = found(schedule).map((one) => one.day);
        expect(days.filter((one) => one <= LAST)).toEqual(walked);
      }),
      { numRuns },
    );
  });

  test('property: of two times that meet are those of both together', () => {
    const cut = fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse(all.to) });
    fc.assert(
      fc.property(scheduleArbitrary, cut, (schedule, instant) => {
        const at = new Date(instant).toISOString();
        const parts = [
          ...found(schedule, { ...all, to: at }),
          ...found(schedule, { ...all, from: at }),
        ];
        expect(parts).toEqual(found(schedule));
      }),
      { numRuns },
    );
  });

  test('property: of days off move to the working day beside them, and the rest stay', () => {
    const calendar = createCalendar({
      week: { 'mon-thu': ['09:00-17:00'] },
      holidays: ['2026-04-06', '2026-12-31', '2027-01-04'],
    });
    const works = (of: number): boolean => {
      const { month, dayOfMonth, year } = dateParts(of);
      const isHoliday = ['2026-4-6', '2026-12-31', '2027-1-4'].includes(
        `${year}-${month}-${dayOfMonth}`,
      );
      return [1, 2, 3, 4].includes(weekday(of)) && !isHoliday;
    };
    const held = (of: string, step: number): string => {
      let on = day(of);
      while (!works(on)) on += step;
      return formatDay(on);
    };
    const seen = (some: readonly Occurrence[]) => some.map((one) => [one.day, one.heldOn]);
    const policy = fc.constantFrom('skip', 'next', 'previous');
    fc.assert(
      fc.property(scheduleArbitrary, policy, (given, offDays) => {
        const schedule = { ...given, recurrence: { ...given.recurrence, until: '2028-06-30' } };
        delete (schedule.recurrence as { count?: number }).count;
        const days = found(schedule).map((one) => one.day);
        const expected =
          offDays === 'skip'
            ? days.filter((of) => works(day(of))).map((of) => [of, of])
            : days.map((of) => [of, held(of, offDays === 'next' ? 1 : -1)]);
        expect(seen(found({ ...schedule, offDays }, { ...all, calendar }))).toEqual(expected);
      }),
      { numRuns },
    );
  });
});

describe('splitSeries', () => {
  test('property: at any occurrence leaves the occurrences as they were', () => {
    fc.assert(
      fc.property(scheduleArbitrary, fc.nat(), (schedule, nth) => {
        const whole = found(schedule);
        if (whole.length === 0) return;
        const at = whole[nth % whole.length]!.day;
        const { before, following } = splitSeries(schedule, at);
        const earlier = before === undefined ? [] : found(before);
        expect([...earlier, ...found(following)]).toEqual(whole);
        expect(earlier.every((one) => one.day < at)).toBe(true);
      }),
      { numRuns },
    );
  });

  test('at a day that the rule has not is refused', () => {
    const schedule = {
      startsOn: '2026-03-02',
      zone: 'UTC',
      recurrence: { frequency: 'weekly' },
    } as const;
    expect(() => splitSeries(schedule, '2026-03-10')).toThrow(/the rule has no 2026-03-10/);
    expect(() => splitSeries(schedule, '2026-02-30')).toThrow(CrmError);
  });
});
