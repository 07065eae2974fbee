/**
 * Steps in time by period: months are never so many days.
 */
import { describe, expect, test } from 'vitest';
import { calendar, cubeOf, periods, shift, sum, toDate, window } from '@kontor/olap';
import { expectGrid } from './grid.ts';

const DAY_2023 = Math.floor(Date.UTC(2023, 0, 1) / 86_400_000);

/** One unit a day of 2023 and 2024. */
const days = Array.from({ length: 731 }, (_, index) => ({ day: DAY_2023 + index, units: 1 }));

test('the month before has its own number of days, and February a year ago, too', () => {
  const cube = cubeOf<{ day: number; units: number }>()({
    dimensions: { time: calendar((row) => row.day, ['year', 'quarter', 'month']) },
    measures: { units: sum((row) => row.units) },
    calculated: {
      before: shift('units', { along: 'time', by: -1 }),
      lastYear: shift('units', { along: 'time', level: 'year', by: -1 }),
    },
  });
  cube.add(days);
  expectGrid(
    cube.query({
      by: ['time.month'],
      measures: ['units', 'before', 'lastYear'],
      where: { 'time.month': ['2023-01', '2024-01', '2024-02', '2024-04'] },
    }),
    `
    time.month  units  before  lastYear
    2023-01        31       -         -
    2024-01        31      31        31
    2024-02        29      31        28
    2024-04        30      31        30
    `,
  );
});

describe('periods', () => {
  const cube = cubeOf<{ day: number; units: number }>()({
    dimensions: {
      time: periods((row) => row.day, {
        calendar: { years: { kind: 'calendar' }, levels: ['year', 'month'] },
        weeks: { years: { kind: 'iso' }, levels: ['isoYear', 'isoWeek'] },
        fiscal: { years: { kind: 'fiscal', startMonth: 4 }, levels: ['fiscalYear', 'fiscalMonth'] },
      }),
    },
    measures: { units: sum((row) => row.units) },
    calculated: {
      lastYear: shift('units', { along: 'time', level: 'isoYear', by: -1 }),
      three: window('units', { along: 'time', periods: 3, as: 'total' }),
      threeLastYear: shift('three', { along: 'time', level: 'year', by: -1 }),
      fytd: toDate('units', { along: 'time', level: 'fiscalYear' }),
    },
  });
  const DAY_2019 = Math.floor(Date.UTC(2019, 0, 1) / 86_400_000);
  cube.add(Array.from({ length: 731 }, (_, index) => ({ day: DAY_2019 + index, units: 1 })));

  test('week 53 has no partner in a year of 52 weeks, and the cell says so', () => {
    const cells = cube.query({
      by: ['time.isoWeek'],
      measures: ['units', 'lastYear'],
      where: { 'time.isoWeek': ['2020-W52', '2020-W53'] },
    });
    expectGrid(
      cells,
      `
      time.isoWeek  units  lastYear
      2020-W52          7         7
      2020-W53          4         -
      `,
    );
    expect(cells.flag(1, 'lastYear')).toBe('noPartner');
  });

  test('a window is moved as a whole', () => {
    expectGrid(
      cube.query({
        by: ['time.month'],
        measures: ['three', 'threeLastYear'],
        where: { 'time.month': ['2020-02', '2020-03'] },
      }),
      `
      time.month  three  threeLastYear
      2020-02        91              -
      2020-03        91             90
      `,
    );
  });

  test('the fiscal year to date of its last month is the fiscal year', () => {
    const year = cube.query({ by: ['time.fiscalYear'], measures: ['units'] }).rows[1]!.units;
    const cells = cube.query({ by: ['time.fiscalMonth'], measures: ['fytd'] });
    const last = cells.rows.findIndex((row) => row['time.fiscalMonth'] === 'FY2020-P12');
    expect(cells.value(last, 'fytd')).toEqual(year);
  });
});
