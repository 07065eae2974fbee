import { day, KernelError } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';
import type { PeriodDefinition, PeriodLevelName } from '../../src/time/period-definition.ts';
import { type PeriodLevels, periodLevels } from '../../src/time/period-levels.ts';
import {
  ancestorPosition,
  childrenRange,
  closingPeriod,
  descendantsRange,
  lag,
  openingPeriod,
  parallelPeriod,
  type PeriodRange,
  rollingWindow,
  shiftedWindow,
  toDate,
} from '../../src/time/period-math.ts';

/** A time hierarchy that is asked by names and keys. */
function named(
  definition: PeriodDefinition,
  names: readonly PeriodLevelName[],
  from: string,
  to: string,
) {
  const time: PeriodLevels = periodLevels({
    definition,
    levels: names,
    from: day(from),
    to: day(to),
  });
  const { levels } = time;
  const at = (name: PeriodLevelName): number => names.indexOf(name);
  const level = (name: PeriodLevelName) => levels[at(name)]!;
  const position = (name: PeriodLevelName, key: string | number): number => {
    const found = level(name).keys.indexOf(key);
    expect(found, `${key} is a ${name}`).toBeGreaterThanOrEqual(0);
    return found;
  };
  const show = (name: PeriodLevelName, range: PeriodRange | undefined): string =>
    range === undefined
      ? 'nothing'
      : `${level(name).keys[range.from]} … ${level(name).keys[range.to]}`;
  return {
    levels,
    at,
    level,
    position,
    show,
    parallel(name: PeriodLevelName, key: string | number, upper: PeriodLevelName, count = 1) {
      const found = parallelPeriod(levels, at(name), position(name, key), at(upper), count);
      return found.reason ?? level(name).keys[found.position];
    },
    toDate(name: PeriodLevelName, key: string | number, upper: PeriodLevelName): string {
      return show(name, toDate(levels, at(name), position(name, key), at(upper)));
    },
  };
}

/** Σ of `values` over the positions of a range. */
const sumOf = (values: readonly number[], range: PeriodRange | undefined): number =>
  range === undefined ? 0 : values.slice(range.from, range.to + 1).reduce((a, b) => a + b, 0);

/** Units by month of FoodMart 1997 (dossier, TI1). */
const UNITS_1997 = [
  21628, 20957, 23706, 20179, 21081, 21350, 23763, 21697, 20388, 19958, 25270, 26796,
];

describe('toDate', () => {
  const time = named(
    { kind: 'calendar' },
    ['year', 'quarter', 'month'],
    '1997-01-01',
    '1998-12-31',
  );

  // TI8: Mondrian FunctionTest.testYtd and testMtd.
  test.each([
    ['quarter', '1997-Q3', 'year', '1997-Q1 … 1997-Q3'],
    ['month', '1997-04', 'year', '1997-01 … 1997-04'],
    ['month', '1997-05', 'month', '1997-05 … 1997-05'],
    ['month', '1997-05', 'quarter', '1997-04 … 1997-05'],
    ['quarter', '1997-Q2', 'month', 'nothing'],
    ['year', 1997, 'month', 'nothing'],
    ['month', '1998-01', 'year', '1998-01 … 1998-01'],
  ] as const)('of the %s %s within its %s is %s', (level, key, upper, expected) => {
    expect(time.toDate(level, key, upper)).toBe(expected);
  });

  // TI2: Mondrian MultipleHierarchyTest.testCalcMember.
  test.each([
    ['1997-03', 66_291],
    ['1997-04', 86_470],
    ['1997-05', 107_551],
    ['1997-06', 128_901],
    ['1997-12', 266_773],
  ])('units of FoodMart, the year to %s: %d', (key, expected) => {
    const range = toDate(time.levels, 2, time.position('month', key), 0);
    expect(sumOf(UNITS_1997, range)).toBe(expected);
  });

  // TI3, from the CSV.
  test('a fiscal year from April: June 62,610, December 200,482, January to March the year before', () => {
    const fiscal = named(
      { kind: 'fiscal', startMonth: 4 },
      ['fiscalYear', 'fiscalMonth'],
      '1997-01-01',
      '1997-12-31',
    );
    const units = fiscal.level('fiscalMonth').keys.map((_, month) => UNITS_1997[month - 9] ?? 0);
    const upTo = (key: string): number => {
      const range = toDate(fiscal.levels, 1, fiscal.position('fiscalMonth', key), 0);
      return sumOf(units, range);
    };
    expect(upTo('FY1998-P03')).toBe(62_610);
    expect(upTo('FY1998-P09')).toBe(200_482);
    expect(upTo('FY1997-P12')).toBe(66_291);
  });
});

describe('parallelPeriod and lag', () => {
  const time = named(
    { kind: 'calendar' },
    ['year', 'quarter', 'month', 'day'],
    '2023-01-01',
    '2024-12-31',
  );
  const days = (month: string): number => {
    const range = descendantsRange(time.levels, 2, time.position('month', month), 3)!;
    return range.to - range.from + 1;
  };

  // TI4: Mondrian FunctionTest.testParallelperiodOnLevelsString.
  test('May beside the month before: 21,081 and 20,179', () => {
    const may = time.position('month', '2023-05');
    expect([may, lag(time.level('month'), may, 1)].map((month) => UNITS_1997[month])).toEqual([
      21_081, 20_179,
    ]);
  });

  // TI7, of dbt-labs/metricflow#1758: one unit a day.
  test('the month before April has 31 days, shifting 30 days would lose one', () => {
    const before = lag(time.level('month'), time.position('month', '2024-04'), 1);
    expect(days(String(time.level('month').keys[before]))).toBe(31);
  });

  test('February 2024 over last year is 29 days over 28; January has December before it', () => {
    expect(time.parallel('month', '2024-02', 'year')).toBe('2023-02');
    expect([days('2024-02'), days('2023-02')]).toEqual([29, 28]);
    const december = lag(time.level('month'), time.position('month', '2024-01'), 1);
    expect(days(String(time.level('month').keys[december]))).toBe(31);
  });

  test.each([
    ['month', '2024-05', 'quarter', 1, '2024-02'],
    ['month', '2024-05', 'quarter', 4, '2023-05'],
    ['quarter', '2024-Q3', 'year', 1, '2023-Q3'],
    ['quarter', '2023-Q3', 'year', -1, '2024-Q3'],
    ['quarter', '2024-Q3', 'quarter', 2, '2024-Q1'],
    ['month', '2023-05', 'year', 1, 'outside'],
    ['month', '2024-05', 'year', -1, 'outside'],
    ['year', 2024, 'month', 1, 'noPartner'],
    ['day', '2024-03-01', 'year', 1, '2023-03-01'],
    ['day', '2024-12-31', 'year', 1, '2023-12-31'],
    ['day', '2024-02-29', 'year', 1, 'noPartner'],
    ['day', '2024-03-30', 'month', 1, 'noPartner'],
    ['day', '2024-05-31', 'quarter', 1, 'noPartner'],
    ['day', '2024-05-31', 'month', 2, '2024-03-31'],
  ] as const)('of the %s %s, %s earlier by %d: %s', (level, key, upper, count, expected) => {
    expect(time.parallel(level, key, upper, count)).toBe(expected);
  });

  test('days keep their date also where no month stands above them', () => {
    const plain = named({ kind: 'calendar' }, ['year', 'day'], '2023-01-01', '2024-12-31');
    expect(plain.parallel('day', '2024-03-01', 'year')).toBe('2023-03-01');
    expect(plain.parallel('day', '2024-02-29', 'year')).toBe('noPartner');
  });

  test('week 53 of ISO 2020 has no partner in 2019, and is the week before the first of 2021', () => {
    const iso = named({ kind: 'iso' }, ['isoYear', 'isoWeek', 'day'], '2019-06-01', '2021-06-01');
    expect(iso.parallel('isoWeek', '2020-W53', 'isoYear')).toBe('noPartner');
    expect(iso.parallel('isoWeek', '2020-W52', 'isoYear')).toBe('2019-W52');
    expect(iso.parallel('isoWeek', '2021-W01', 'isoYear')).toBe('2020-W01');
    expect(iso.parallel('isoWeek', '2021-W01', 'isoWeek')).toBe('2020-W53');
    expect(iso.parallel('day', '2020-12-28', 'isoYear')).toBe('noPartner');
    expect(iso.parallel('day', '2021-01-04', 'isoYear')).toBe('2019-12-30');
  });

  test('the retail week 53 of 2023 has a partner in 2017 only', () => {
    const levels = ['fiscalYear', 'fiscalPeriod', 'fiscalWeek'] as const;
    const nrf = named({ kind: 'nrf' }, levels, '2017-06-01', '2024-06-01');
    expect(nrf.parallel('fiscalWeek', 'FY2023-W53', 'fiscalYear')).toBe('noPartner');
    expect(nrf.parallel('fiscalWeek', 'FY2023-W53', 'fiscalYear', 6)).toBe('FY2017-W53');
    expect(nrf.parallel('fiscalWeek', 'FY2024-W01', 'fiscalYear')).toBe('FY2023-W01');
    expect(nrf.parallel('fiscalPeriod', 'FY2023-P12', 'fiscalYear')).toBe('FY2022-P12');
  });

  test('after a 53rd week within the year, weeks are compared by their place in the period', () => {
    const definition = {
      kind: 'weeks',
      yearEnd: { weekday: 6, month: 9, rule: 'last' },
      week53In: 6,
    } as const;
    const levels = ['fiscalYear', 'fiscalWeek'] as const;
    const weeks = named(definition, levels, '2016-06-01', '2017-06-01');
    // Fiscal 2017 is the long one: its period 6 has the weeks 22 to 27.
    expect(weeks.parallel('fiscalWeek', 'FY2017-W27', 'fiscalYear')).toBe('noPartner');
    expect(weeks.parallel('fiscalWeek', 'FY2017-W28', 'fiscalYear')).toBe('FY2016-W27');
  });
});

describe('windows', () => {
  const time = named({ kind: 'calendar' }, ['year', 'month'], '2023-01-01', '2024-12-31');
  const month = (key: string): number => time.position('month', key);

  test.each([
    [5, 3, { from: 3, to: 5, isPartial: false }],
    [2, 3, { from: 0, to: 2, isPartial: false }],
    [1, 3, { from: 0, to: 1, isPartial: true }],
    [4, 1, { from: 4, to: 4, isPartial: false }],
  ])('at position %d, %d periods', (position, count, expected) => {
    expect(rollingWindow(position, count)).toEqual(expected);
  });

  test('three months moved by a year are the same three months, ends of months and all', () => {
    const shift = { count: 3, upper: 0, shift: 1 };
    const moved = shiftedWindow(time.levels, 1, month('2024-03'), shift);
    expect(moved).toEqual({ from: 0, to: 2, isPartial: false });
    expect(shiftedWindow(time.levels, 1, month('2024-02'), shift)).toMatchObject({
      isPartial: true,
    });
    expect(shiftedWindow(time.levels, 1, month('2023-02'), shift)).toEqual({
      position: -1,
      reason: 'outside',
    });
  });

  test('counts that are no whole numbers are refused, and windows of nothing', () => {
    const code = (act: () => unknown): string => {
      try {
        act();
      } catch (error) {
        return KernelError.is(error) ? error.code : 'another error';
      }
      return 'none';
    };
    expect(code(() => rollingWindow(3, 0))).toBe('KERNEL_BAD_COUNT');
    expect(code(() => rollingWindow(3, 1.5))).toBe('KERNEL_BAD_COUNT');
    expect(code(() => lag(time.level('month'), 3, Number.NaN))).toBe('KERNEL_BAD_COUNT');
    expect(code(() => parallelPeriod(time.levels, 1, 3, 0, 0.5))).toBe('KERNEL_BAD_COUNT');
  });
});

describe('family', () => {
  const time = named(
    { kind: 'calendar' },
    ['year', 'quarter', 'month'],
    '2023-01-01',
    '2024-12-31',
  );
  const { levels } = time;

  test('children and descendants are ranges; a leaf has no children', () => {
    const q2 = time.position('quarter', '2024-Q2');
    expect(time.show('month', childrenRange(levels, 1, q2))).toBe('2024-04 … 2024-06');
    expect(time.show('quarter', childrenRange(levels, 0, 1))).toBe('2024-Q1 … 2024-Q4');
    expect(time.show('month', descendantsRange(levels, 0, 0, 2))).toBe('2023-01 … 2023-12');
    expect(time.show('quarter', descendantsRange(levels, 1, q2, 1))).toBe('2024-Q2 … 2024-Q2');
    expect(childrenRange(levels, 2, 0)).toBeUndefined();
    expect(descendantsRange(levels, 2, 0, 1)).toBeUndefined();
  });

  test('opening and closing period, ancestor', () => {
    const q3 = time.position('quarter', '2024-Q3');
    expect(time.level('month').keys[openingPeriod(levels, 1, q3, 2)]).toBe('2024-07');
    expect(time.level('month').keys[closingPeriod(levels, 1, q3, 2)]).toBe('2024-09');
    expect(closingPeriod(levels, 2, 0, 1)).toBe(-1);
    expect(ancestorPosition(levels, 2, time.position('month', '2024-07'), 0)).toBe(1);
    expect(ancestorPosition(levels, 0, 1, 2)).toBe(-1);
  });
});
