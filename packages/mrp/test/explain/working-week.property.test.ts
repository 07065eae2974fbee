/**
 * Days counted on the fingers, as explanations show them, against the calendar that plans count by.
 */
import { day, formatDay } from '@kontor/kernel';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  countDays,
  daysOfMinutes,
  lastWorkingDay,
  weekWithin,
} from '../../src/explain/working-week.ts';
import { siteCalendar } from '../../src/site-calendar.ts';

const start = day('2026-03-20');
const date = fc.integer({ min: -60, max: 60 }).map((offset) => formatDay(start + offset));

const week = fc.record({
  calendar: fc.constant('shop'),
  workingWeekdays: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
  holidays: fc.uniqueArray(date, { maxLength: 12 }),
  extraWorkingDays: fc.uniqueArray(date, { maxLength: 6 }),
  minutesPerDay: fc.constantFrom(480, 1440),
});

const direction = fc.constantFrom(-1 as const, 1 as const);

test('property: so many working days before and after, whatever of the calendar is shown', () => {
  fc.assert(
    fc.property(week, date, fc.nat({ max: 40 }), direction, (shop, from, days, way) => {
      const planned = siteCalendar({ ...shop, id: 'shop' });
      const to = countDays(shop, from, days, way);
      const expected =
        way === -1 ? planned.before(day(from), days) : planned.after(day(from), days);
      expect(to).toBe(formatDay(expected));
      // What lies between the two days is all that it takes to count again.
      expect(countDays(weekWithin(shop, from, to).week, from, days, way)).toBe(to);
    }),
  );
});

test('property: the last working day, and days of minutes', () => {
  fc.assert(
    fc.property(week, date, fc.nat({ max: 9000 }), (shop, from, minutes) => {
      const planned = siteCalendar({ ...shop, id: 'shop' });
      expect(lastWorkingDay(shop, from)).toBe(formatDay(planned.lastWorkingDay(day(from))));
      const days = daysOfMinutes(shop, minutes);
      const begun = planned.beforeMinutes(day(from), minutes);
      expect(countDays(shop, from, days, -1)).toBe(formatDay(begun));
    }),
  );
});
