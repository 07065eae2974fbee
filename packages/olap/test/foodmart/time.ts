/**
 * Periods of FoodMart: to date, before, moving, fiscal.
 */
import type { Oracle } from './oracle.ts';

const UNITS = [21628, 20957, 23706, 20179, 21081, 21350, 23763, 21697, 20388, 19958, 25270, 26796];

const month = (index: number): string => `1997-${String(index + 1).padStart(2, '0')}`;

const to = (level: string) => ({ op: 'toDate', of: 'units', along: 'time', level }) as const;

/** Figures along time. */
export const time: readonly Oracle[] = [
  {
    id: 'TI1',
    what: 'units by month',
    request: { by: ['time.month'], measures: ['units'] },
    expected: UNITS.map((units, index) => `${month(index)} | ${String(units)}`),
    source: 'CSV',
  },
  {
    id: 'TI2',
    what: 'the year to date; in December it is the year',
    request: {
      by: ['time.month'],
      measures: ['ytd'],
      calculated: { ytd: to('year') },
    },
    expected: [
      '1997-01 | 21628',
      '1997-02 | 42585',
      '1997-03 | 66291',
      '1997-04 | 86470',
      '1997-05 | 107551',
      '1997-06 | 128901',
      '1997-07 | 152664',
      '1997-08 | 174361',
      '1997-09 | 194749',
      '1997-10 | 214707',
      '1997-11 | 239977',
      '1997-12 | 266773',
    ],
    source: 'Mondrian MultipleHierarchyTest.testCalcMember; other months: CSV',
  },
  {
    id: 'TI3',
    what: 'the fiscal year from April to date; January to March end the year before',
    request: {
      by: ['time.fiscalMonth'],
      measures: ['fytd'],
      calculated: { fytd: to('fiscalYear') },
      where: { 'time.month': ['1997-03', '1997-06', '1997-12'] },
    },
    // What is to date is not cut by the filter on months: periods are the formula's own.
    expected: ['FY1997-P12 | 66291', 'FY1998-P03 | 62610', 'FY1998-P09 | 200482'],
    source: 'CSV',
  },
  {
    id: 'TI4',
    what: 'May beside the month before, by gender',
    request: {
      by: ['customer.gender'],
      measures: ['units', 'before'],
      calculated: { before: { op: 'shift', of: 'units', along: 'time', by: -1 } },
      where: { 'time.month': '1997-05' },
      totals: 'rollup',
    },
    expected: ['F | 10536 | 9990', 'M | 10545 | 10189', 'All | 21081 | 20179'],
    source: 'Mondrian FunctionTest.testParallelperiodOnLevelsString',
  },
  {
    id: 'TI5',
    what: 'the mean of three months; none before there are three',
    decimals: 1,
    request: {
      by: ['time.month'],
      measures: ['mean', 'partial'],
      calculated: {
        mean: { op: 'window', of: 'units', along: 'time', periods: 3, as: 'mean' },
        partial: {
          op: 'window',
          of: 'units',
          along: 'time',
          periods: 3,
          as: 'mean',
          partial: true,
        },
      },
      where: { 'time.month': ['1997-01', '1997-02', '1997-03', '1997-06', '1997-12'] },
    },
    expected: [
      '1997-01 | - | 21628',
      '1997-02 | - | 21292.5',
      '1997-03 | 22097 | 22097',
      '1997-06 | 20870 | 20870',
      '1997-12 | 24008 | 24008',
    ],
    source: 'CSV',
  },
  {
    id: 'TI6',
    what: 'growth over the month before; over last year there is none',
    request: {
      by: ['time.month'],
      measures: ['percent', 'overYear'],
      calculated: {
        before: { op: 'shift', of: 'units', along: 'time', by: -1 },
        lastYear: { op: 'shift', of: 'units', along: 'time', level: 'year', by: -1 },
        percent: {
          op: 'multiply',
          of: [{ op: 'growth', of: 'units', from: 'before' }, { number: 100 }],
        },
        overYear: { op: 'growth', of: 'units', from: 'lastYear' },
      },
      where: { 'time.month': '1997-12' },
    },
    decimals: 4,
    expected: ['1997-12 | 6.0388 | -'],
    source: 'CSV',
  },
  {
    id: 'TI8a',
    what: 'the year to date of the third quarter is three quarters',
    request: {
      by: ['time.quarter'],
      measures: ['ytd', 'mtd'],
      calculated: { ytd: to('year'), mtd: to('month') },
      where: { 'time.quarter': '1997-Q3' },
    },
    expected: ['1997-Q3 | 194749 | -'],
    source: 'Mondrian FunctionTest.testYtd, testMtd',
  },
  {
    id: 'TI8b',
    what: 'the month to date of a month is the month',
    request: {
      by: ['time.month'],
      measures: ['ytd', 'mtd'],
      calculated: { ytd: to('year'), mtd: to('month') },
      where: { 'time.month': ['1997-04', '1997-05'] },
    },
    expected: ['1997-04 | 86470 | 20179', '1997-05 | 107551 | 21081'],
    source: 'Mondrian FunctionTest.testYtd, testMtd',
  },
  {
    id: 'TI8c',
    what: 'the month to date of a year is nothing',
    request: { by: ['time.year'], measures: ['mtd'], calculated: { mtd: to('month') } },
    expected: ['1997 | -'],
    source: 'Mondrian FunctionTest.testMtd',
  },
];
