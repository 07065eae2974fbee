import {
  dateParts,
  day,
  dayOf,
  daysInMonth,
  formatDay,
  KernelError,
  startOfIsoWeek,
  weekday,
} from '@kontor/kernel';
import { UTCDate } from '@date-fns/utc';
import { addMonths, formatISO, getDay, getDaysInMonth, startOfISOWeek } from 'date-fns';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const dateOf = (value: number): UTCDate => new UTCDate(value * 86_400_000);
/** Days from 0001-01-01 to 9999-12-31: the years `YYYY` can write, less year 0. */
const anyDay = fc.integer({ min: -719_162, max: 2_932_896 });

describe('day and formatDay', () => {
  test.each([
    ['1899-12-30', -25_569], // Day 0 of a spreadsheet.
    ['1969-12-31', -1],
    ['1970-01-01', 0],
    ['2000-02-29', 11_016],
    ['2026-01-01', 20_454],
    ['2038-01-19', 24_855],
    ['9999-12-31', 2_932_896],
  ])('%s is day %i', (text, value) => {
    expect(day(text)).toBe(value);
    expect(formatDay(value)).toBe(text);
  });

  test.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-01-00', '26-01-01', '', '2026-1-1'])(
    "'%s' is refused and named",
    (text) => {
      try {
        day(text);
        expect.unreachable();
      } catch (error) {
        expect(KernelError.is(error, 'KERNEL_BAD_DAY')).toBe(true);
        expect((error as KernelError<'KERNEL_BAD_DAY'>).details.value).toBe(text);
      }
    },
  );

  test('property: reading what was written gives the day back', () => {
    fc.assert(fc.property(anyDay, (value) => day(formatDay(value)) === value));
  });

  test('property: text, weekday, week and month length are those of date-fns', () => {
    fc.assert(
      fc.property(anyDay, (value) => {
        const date = dateOf(value);
        const { year, month, dayOfMonth } = dateParts(value);
        expect(formatDay(value)).toBe(date.toISOString().slice(0, 10));
        expect(dayOf(year, month, dayOfMonth)).toBe(value);
        expect(weekday(value)).toBe(getDay(date));
        expect(startOfIsoWeek(value)).toBe(startOfISOWeek(date).getTime() / 86_400_000);
        expect(daysInMonth(year, month)).toBe(getDaysInMonth(date));
      }),
      { numRuns: 500 },
    );
  });

  test('every day of 1900 to 2200 follows the one before, as date-fns writes it', () => {
    for (let month = 0; month < 3612; month++) {
      const date = addMonths(new UTCDate(1900, 0, 1), month);
      expect(formatDay(date.getTime() / 86_400_000)).toBe(
        formatISO(date, { representation: 'date' }),
      );
    }
    for (let value = day('1900-01-01'); value < day('2200-01-01'); value++) {
      if (day(formatDay(value)) !== value) expect(formatDay(value)).toBe(`day ${value}`);
    }
  });
});
