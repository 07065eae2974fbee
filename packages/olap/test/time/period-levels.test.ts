import { day, formatDay, KernelError } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';
import { OlapError } from '../../src/errors.ts';
import {
  type PeriodDefinition,
  type PeriodLevelName,
  periodLevelNames,
} from '../../src/time/period-definition.ts';
import { type PeriodLevels, periodLevels } from '../../src/time/period-levels.ts';

const make = (
  definition: PeriodDefinition,
  levels: readonly string[],
  from: string,
  to: string,
): PeriodLevels =>
  periodLevels({
    definition,
    levels: levels as readonly PeriodLevelName[],
    from: day(from),
    to: day(to),
  });

/** Each period as `key first-day parent`. */
const listed = ({ levels }: PeriodLevels, level: number): string[] =>
  levels[level]!.keys.map((key, position) => {
    const { firstDay, parent } = levels[level]!;
    const above = levels[level - 1]?.keys[parent[position]!] ?? '';
    return `${key} ${formatDay(firstDay[position]!)} ${above}`.trimEnd();
  });

describe('periodLevels: keys, first days and parents', () => {
  test('a calendar year has halves, quarters, months and days', () => {
    const time = make({ kind: 'calendar' }, periodLevelNames.calendar, '1997-03-05', '1997-03-05');
    expect(listed(time, 0)).toEqual(['1997 1997-01-01']);
    expect(listed(time, 1)).toEqual(['1997-H1 1997-01-01 1997', '1997-H2 1997-07-01 1997']);
    expect(listed(time, 2)).toEqual([
      '1997-Q1 1997-01-01 1997-H1',
      '1997-Q2 1997-04-01 1997-H1',
      '1997-Q3 1997-07-01 1997-H2',
      '1997-Q4 1997-10-01 1997-H2',
    ]);
    expect(listed(time, 3).slice(0, 4)).toEqual([
      '1997-01 1997-01-01 1997-Q1',
      '1997-02 1997-02-01 1997-Q1',
      '1997-03 1997-03-01 1997-Q1',
      '1997-04 1997-04-01 1997-Q2',
    ]);
    expect(listed(time, 4)).toHaveLength(365);
    expect(listed(time, 4)[59]).toBe('1997-03-01 1997-03-01 1997-03');
  });

  test('a fiscal year from April is named by its end, its months count from April', () => {
    const levels = ['fiscalYear', 'fiscalHalf', 'fiscalQuarter', 'fiscalMonth'];
    const time = make({ kind: 'fiscal', startMonth: 4 }, levels, '1997-01-01', '1997-12-31');
    expect(listed(time, 0)).toEqual(['FY1997 1996-04-01', 'FY1998 1997-04-01']);
    expect(listed(time, 1)[2]).toBe('FY1998-H1 1997-04-01 FY1998');
    expect(listed(time, 2)[3]).toBe('FY1997-Q4 1997-01-01 FY1997-H2');
    expect(listed(time, 3)[12]).toBe('FY1998-P01 1997-04-01 FY1998-Q1');
  });

  test('named by its start, the same year is one earlier', () => {
    const definition = { kind: 'fiscal', startMonth: 4, yearNamedBy: 'start' } as const;
    const time = make(definition, ['fiscalYear'], '1997-01-01', '1997-12-31');
    expect(listed(time, 0)).toEqual(['FY1996 1996-04-01', 'FY1997 1997-04-01']);
  });

  // ISO 8601: 2020 has 53 weeks, from Monday 30 December 2019 to Sunday 3 January 2021.
  test('an ISO year of 53 weeks', () => {
    const time = make({ kind: 'iso' }, ['isoYear', 'isoWeek'], '2020-06-01', '2020-06-01');
    expect([time.from, time.to].map(formatDay)).toEqual(['2019-12-30', '2021-01-03']);
    expect(listed(time, 1)).toHaveLength(53);
    expect(listed(time, 1)[0]).toBe('2020-W01 2019-12-30 2020');
    expect(listed(time, 1)[52]).toBe('2020-W53 2020-12-28 2020');
  });

  // National Retail Federation, "4-5-4 Calendar": 2023 has 53 weeks.
  test('the retail year 2023: periods of 4, 5 and 4 weeks, the last with five', () => {
    const levels = ['fiscalYear', 'fiscalPeriod', 'fiscalWeek'];
    const time = make({ kind: 'nrf' }, levels, '2023-06-01', '2023-06-01');
    expect(listed(time, 0)).toEqual(['FY2023 2023-01-29']);
    expect(listed(time, 1)[1]).toBe('FY2023-P02 2023-02-26 FY2023');
    expect(listed(time, 2)[52]).toBe('FY2023-W53 2024-01-28 FY2023-P12');
    const weeks = Array.from({ length: 12 }, (_, period) =>
      time.levels[2]!.parent.reduce((count, parent) => count + Number(parent === period), 0),
    );
    expect(weeks).toEqual([4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 5]);
  });

  test('4-4-5 to the last Saturday of September, a 53rd week in period 6', () => {
    const definition = {
      kind: 'weeks',
      pattern: '4-4-5',
      yearEnd: { weekday: 6, month: 9, rule: 'last' },
      week53In: 6,
    } as const;
    const time = make(definition, ['fiscalYear', 'fiscalPeriod'], '2017-01-01', '2017-01-01');
    expect(listed(time, 0)).toEqual(['FY2017 2016-09-25']);
    const [period6, period7] = [time.levels[1]!.firstDay[5]!, time.levels[1]!.firstDay[6]!];
    expect((period7 - period6) / 7).toBe(6);
  });
});

describe('periodLevels: days', () => {
  test('positionOfDay tells the period of each day, and −1 outside the years', () => {
    const time = make({ kind: 'calendar' }, ['year', 'month'], '2023-06-01', '2024-01-31');
    expect(time.positionOfDay(0, day('2023-01-01'))).toBe(0);
    expect(time.positionOfDay(1, day('2024-02-29'))).toBe(13);
    expect(time.positionOfDay(1, time.to)).toBe(23);
    expect(time.positionOfDay(1, time.to + 1)).toBe(-1);
    expect(time.positionOfDay(1, time.from - 1)).toBe(-1);
    expect(time.positionOfDay(1, Number.NaN)).toBe(-1);
    expect(time.positionOfDay(2, time.from)).toBe(-1);
  });

  test('days before 1970 are days like others', () => {
    const time = make({ kind: 'calendar' }, ['year', 'quarter'], '1958-03-29', '1970-01-01');
    expect(time.levels[1]!.keys[time.positionOfDay(1, day('1958-03-29'))]).toBe('1958-Q1');
    expect(time.levels[0]!.keys).toHaveLength(13);
  });
});

describe('periodLevels: refusals', () => {
  const refused = (act: () => unknown): unknown => {
    try {
      act();
    } catch (error) {
      if (OlapError.is(error, 'OLAP_INVALID_CUBE')) return error.details.issues;
      if (KernelError.is(error)) return error.code;
      throw error;
    }
    return 'nothing';
  };
  const calendar = (levels: readonly string[]): unknown =>
    refused(() => make({ kind: 'calendar' }, levels, '2024-01-01', '2024-01-01'));

  test.each([
    [[], 'INVALID_VALUE', ['levels']],
    [['year', 'week'], 'UNKNOWN_LEVEL', ['levels', 1]],
    [['month', 'year'], 'INVALID_VALUE', ['levels', 1]],
    [['year', 'month', 'month'], 'DUPLICATE_NAME', ['levels', 2]],
  ])('levels %j: %s at %j', (levels, code, path) => {
    expect(calendar(levels)).toMatchObject([{ code, path }]);
  });

  test('every level at fault is named at once', () => {
    expect(calendar(['quarter', 'year', 'isoWeek'])).toMatchObject([
      { path: ['levels', 1], message: expect.stringContaining('year, half, quarter') as string },
      { path: ['levels', 2] },
    ]);
  });

  test.each([
    [{ kind: 'lunar' }, [{ code: 'INVALID_VALUE', path: ['kind'] }]],
    [{ kind: 'toString' }, [{ code: 'INVALID_VALUE', path: ['kind'] }]],
    [{ kind: 'fiscal', startMonth: 13 }, 'KERNEL_BAD_FISCAL_CALENDAR'],
  ])('the definition %j', (definition, expected) => {
    const made = refused(() =>
      make(definition as PeriodDefinition, ['fiscalYear'], '2024-01-01', '2024-01-01'),
    );
    if (typeof expected === 'string') expect(made).toBe(expected);
    else expect(made).toMatchObject(expected);
  });

  test.each([
    [2, 1],
    [0.5, 3],
    [Number.NaN, 1],
    [0, Number.POSITIVE_INFINITY],
  ])('days from %d to %d', (from, to) => {
    const definition = { kind: 'calendar' } as const;
    const made = refused(() => periodLevels({ definition, levels: ['year'], from, to }));
    expect(made).toBe('KERNEL_BAD_DAY');
  });
});
