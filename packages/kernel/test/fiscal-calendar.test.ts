import {
  createFiscalCalendar,
  day,
  type FiscalCalendarDefinition,
  type FiscalUnit,
  formatDay,
  formatFiscalPeriod,
  KernelError,
} from '@kontor/kernel';
import { UTCDate } from '@date-fns/utc';
import { getISOWeek, getISOWeeksInYear, getISOWeekYear } from 'date-fns';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const nrf = createFiscalCalendar({ kind: 'nrf' });
const iso = createFiscalCalendar({ kind: 'iso' });
const april = createFiscalCalendar({ kind: 'months', startMonth: 4 });
const dateOf = (value: number): UTCDate => new UTCDate(value * 86_400_000);

describe('the retail 4-5-4 calendar', () => {
  // National Retail Federation, "4-5-4 Calendar": the 53-week years, and the days of 2022 to 2024.
  test('has 53 weeks in 2000, 2006, 2012, 2017, 2023 and no other year to 2023', () => {
    const long = Array.from({ length: 24 }, (_, index) => 2000 + index).filter(
      (year) => nrf.weeksOfYear(year) === 53,
    );
    expect(long).toEqual([2000, 2006, 2012, 2017, 2023]);
  });

  test.each([
    ['2022', '2022-01-30', '2023-01-28'],
    ['2023', '2023-01-29', '2024-02-03'],
    ['2024', '2024-02-04', '2025-02-01'],
    ['2023-P01', '2023-01-29', '2023-02-25'],
    ['2023-P02', '2023-02-26', '2023-04-01'],
    ['2023-P12', '2023-12-31', '2024-02-03'],
    ['2024-P12', '2025-01-05', '2025-02-01'],
    ['2023-Q4', '2023-10-29', '2024-02-03'],
    ['2023-W53', '2024-01-28', '2024-02-03'],
    ['2024-W01', '2024-02-04', '2024-02-10'],
  ])('%s goes from %s to %s', (id, first, last) => {
    expect(formatFiscalPeriod(nrf.period(id))).toBe(`${id} (${first} to ${last})`);
  });

  test('week 53 has no partner in a year of 52; weeks by date are those 52 weeks before', () => {
    expect(nrf.samePeriodLastYear('2023-W53')).toBeUndefined();
    expect(nrf.samePeriodLastYear('2024-W01')?.id).toBe('2023-W01');
    expect(nrf.shift('2024-W01', -52).id).toBe('2023-W02');
    expect(nrf.samePeriodLastYear('2023-P12')?.id).toBe('2022-P12');
    expect(nrf.samePeriodLastYear('2023-W53', 6)?.id).toBe('2017-W53');
  });
});

describe('ISO weeks', () => {
  test.each([
    [2004, 53],
    [2009, 53],
    [2015, 53],
    [2019, 52],
    [2020, 53],
    [2021, 52],
    [2025, 52],
    [2026, 53],
  ])('%i has %i', (year, weeks) => {
    expect(iso.weeksOfYear(year)).toBe(weeks);
  });

  test('every day of 1990 to 2050 is in the week that date-fns says', () => {
    for (let value = day('1990-01-01'); value <= day('2050-12-31'); value++) {
      const { year, ordinal } = iso.periodOf(value, 'week');
      const date = dateOf(value);
      if (year !== getISOWeekYear(date) || ordinal !== getISOWeek(date)) {
        expect.fail(`${formatDay(value)} is not in week ${ordinal} of ${year}`);
      }
    }
    for (let year = 1990; year <= 2050; year++) {
      expect(iso.weeksOfYear(year)).toBe(getISOWeeksInYear(new UTCDate(year, 5, 1)));
    }
  });
});

describe('a year that ends on the last Saturday of September', () => {
  // Apple's fiscal years end so; a long one has its extra week at the end of the first quarter.
  // Dates: annual reports, as listed by rigelkent.blogspot.com, "The 544 fiscal calendar" (2024).
  const apple = createFiscalCalendar({
    kind: 'weeks',
    pattern: '5-4-4',
    yearEnd: { weekday: 6, month: 9, rule: 'last' },
    week53In: 3,
  });

  test.each([
    ['1999', '1998-09-27', '1999-09-25'],
    ['2000', '1999-09-26', '2000-09-30'],
    ['2006', '2005-09-25', '2006-09-30'],
    ['2012', '2011-09-25', '2012-09-29'],
    ['2017', '2016-09-25', '2017-09-30'],
    ['2018', '2017-10-01', '2018-09-29'],
    ['2023', '2022-09-25', '2023-09-30'],
    ['2024', '2023-10-01', '2024-09-28'],
    ['2017-Q1', '2016-09-25', '2016-12-31'],
    ['2018-Q1', '2017-10-01', '2017-12-30'],
    ['2017-P03', '2016-11-27', '2016-12-31'],
  ])('%s goes from %s to %s', (id, first, last) => {
    expect(formatFiscalPeriod(apple.period(id))).toBe(`${id} (${first} to ${last})`);
  });

  test('is long in 2000, 2006, 2012, 2017 and 2023, and in no other year of 1999 to 2024', () => {
    const long = Array.from({ length: 26 }, (_, index) => 1999 + index).filter(
      (year) => apple.weeksOfYear(year) === 53,
    );
    expect(long).toEqual([2000, 2006, 2012, 2017, 2023]);
  });
});

describe('calendar months', () => {
  test.each<[FiscalCalendarDefinition, string, string]>([
    [{ kind: 'months' }, '2026-03-31', '2026-P03 (2026-03-01 to 2026-03-31)'],
    [{ kind: 'months', startMonth: 4 }, '2026-03-31', '2026-P12 (2026-03-01 to 2026-03-31)'],
    [{ kind: 'months', startMonth: 4 }, '2026-04-01', '2027-P01 (2026-04-01 to 2026-04-30)'],
    [
      { kind: 'months', startMonth: 4, yearNamedBy: 'start' },
      '2026-03-31',
      '2025-P12 (2026-03-01 to 2026-03-31)',
    ],
    [{ kind: 'months', startMonth: 10 }, '2024-02-29', '2024-P05 (2024-02-01 to 2024-02-29)'],
    [{ kind: 'months', startMonth: 12 }, '2026-12-31', '2027-P01 (2026-12-01 to 2026-12-31)'],
    [{ kind: 'months', yearNamedBy: 'start' }, '2026-12-31', '2026-P12 (2026-12-01 to 2026-12-31)'],
  ])('%o has %s in %s', (definition, at, expected) => {
    expect(formatFiscalPeriod(createFiscalCalendar(definition).periodOf(day(at)))).toBe(expected);
  });

  test('a shift by a year takes the whole February, 28 days or 29', () => {
    const plain = createFiscalCalendar({ kind: 'months' });
    const { first, last } = plain.samePeriodLastYear('2025-P02')!;
    expect([formatDay(first), formatDay(last)]).toEqual(['2024-02-01', '2024-02-29']);
  });

  test('quarters and years by start month', () => {
    expect(april.periodOf(day('2026-12-31'), 'quarter').id).toBe('2027-Q3');
    expect(april.periodOf(day('2026-12-31'), 'year').id).toBe('2027');
    expect(formatFiscalPeriod(april.period('2027'))).toBe('2027 (2026-04-01 to 2027-03-31)');
    expect(april.shift('2027-P01', -1).id).toBe('2026-P12');
    expect(april.shift('2027', 2).id).toBe('2029');
    expect(april.periodsBetween(day('2026-03-15'), day('2026-05-01')).map(({ id }) => id)).toEqual([
      '2026-P12',
      '2027-P01',
      '2027-P02',
    ]);
  });

  test('have no weeks', () => {
    expect(april.weeksOfYear(2026)).toBe(0);
    expect(codeOf(() => april.periodOf(0, 'week'))).toBe('KERNEL_UNKNOWN_PERIOD');
    expect(codeOf(() => april.period('2026-W01'))).toBe('KERNEL_UNKNOWN_PERIOD');
  });
});

describe('what is refused', () => {
  test.each([
    '',
    '26-P01',
    '2026-P13',
    '2026-P00',
    '2026-P1',
    '2026-Q5',
    '2025-W53',
    '2026-X01',
    '0000',
  ])("the id '%s'", (id) => {
    expect(codeOf(() => iso.period(id))).toBe('KERNEL_UNKNOWN_PERIOD');
  });

  test.each<[string, () => unknown, string]>([
    ['a year of five digits', () => iso.periodsOfYear(10_000), 'KERNEL_UNKNOWN_PERIOD'],
    ['a shift past the last year', () => iso.shift('9998', 1), 'KERNEL_UNKNOWN_PERIOD'],
    ['a step of half a period', () => iso.shift('2026-P01', 0.5), 'KERNEL_BAD_COUNT'],
    ['no day', () => iso.yearOf(Number.NaN), 'KERNEL_BAD_DAY'],
    [
      'month 13',
      () => createFiscalCalendar({ kind: 'months', startMonth: 13 }),
      'KERNEL_BAD_FISCAL_CALENDAR',
    ],
  ])('%s', (_, ask, code) => {
    expect(codeOf(ask)).toBe(code);
  });
});

const anyDefinition: fc.Arbitrary<FiscalCalendarDefinition> = fc.oneof(
  fc.record({
    kind: fc.constant('months' as const),
    startMonth: fc.integer({ min: 1, max: 12 }),
    yearNamedBy: fc.constantFrom('start', 'end'),
  }),
  fc.record({
    kind: fc.constant('weeks' as const),
    pattern: fc.constantFrom('4-4-5', '4-5-4', '5-4-4'),
    yearEnd: fc.record({
      weekday: fc.integer({ min: 0, max: 6 }),
      month: fc.integer({ min: 1, max: 12 }),
      rule: fc.constantFrom('last', 'nearest'),
    }),
    yearNamedBy: fc.constantFrom('start', 'end'),
    week53In: fc.integer({ min: 1, max: 12 }),
  }),
);
const anyUnit = fc.constantFrom<FiscalUnit>('year', 'quarter', 'period', 'week');
const anyDay = fc.integer({ min: day('1950-01-01'), max: day('2150-01-01') });

describe('laws', () => {
  test('property: units of a year follow each other without gap, and fill it', () => {
    fc.assert(
      fc.property(
        anyDefinition,
        anyUnit,
        fc.integer({ min: 1950, max: 2150 }),
        (rule, unit, year) => {
          const calendar = createFiscalCalendar(rule);
          fc.pre(unit !== 'week' || calendar.weeksOfYear(year) > 0);
          const whole = calendar.period(`${year}`);
          let next = whole.first;
          for (const { first, last } of calendar.periodsOfYear(year, unit)) {
            expect(first).toBe(next);
            next = last + 1;
          }
          expect(next).toBe(whole.last + 1);
          expect(calendar.period(`${year + 1}`).first).toBe(next);
        },
      ),
    );
  });

  test('property: a day lies in its period, whose id names it again', () => {
    fc.assert(
      fc.property(anyDefinition, anyUnit, anyDay, (rule, unit, at) => {
        const calendar = createFiscalCalendar(rule);
        fc.pre(unit !== 'week' || calendar.weeksOfYear(2000) > 0);
        const found = calendar.periodOf(at, unit);
        expect(found.first).toBeLessThanOrEqual(at);
        expect(found.last).toBeGreaterThanOrEqual(at);
        expect(found.year).toBe(calendar.yearOf(at));
        expect(calendar.period(found.id)).toEqual(found);
      }),
    );
  });

  test('property: a step on and back is none, steps add up, and neighbours touch', () => {
    const steps = fc.integer({ min: -120, max: 120 });
    fc.assert(
      fc.property(anyDefinition, anyUnit, anyDay, steps, steps, (rule, unit, at, one, two) => {
        const calendar = createFiscalCalendar(rule);
        fc.pre(unit !== 'week' || calendar.weeksOfYear(2000) > 0);
        const from = calendar.periodOf(at, unit);
        const to = calendar.shift(from.id, one);
        expect(calendar.shift(to.id, -one)).toEqual(from);
        expect(calendar.shift(to.id, two)).toEqual(calendar.shift(from.id, one + two));
        expect(calendar.shift(from.id, 1).first).toBe(from.last + 1);
      }),
    );
  });

  test('property: years of weeks end on their weekday, last or nearest', () => {
    fc.assert(
      fc.property(anyDefinition, fc.integer({ min: 1950, max: 2150 }), (rule, year) => {
        fc.pre(rule.kind === 'weeks');
        if (rule.kind !== 'weeks') return;
        const { last, first } = createFiscalCalendar(rule).period(`${year}`);
        expect(dateOf(last).getDay()).toBe(rule.yearEnd.weekday);
        expect([364, 371]).toContain(last - first + 1);
        const about = dateOf(rule.yearEnd.rule === 'nearest' ? last - 3 : last);
        expect(about.getMonth() + 1).toBe(rule.yearEnd.month);
        const reach = dateOf(rule.yearEnd.rule === 'nearest' ? last + 4 : last + 7);
        expect(reach.getMonth() + 1).toBe((rule.yearEnd.month % 12) + 1);
      }),
    );
  });
});

function codeOf(ask: () => unknown): string {
  try {
    ask();
  } catch (error) {
    if (KernelError.is(error)) return error.code;
    throw error;
  }
  return 'no error';
}
