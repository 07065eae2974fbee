/**
 * Small cubes whose every figure can be worked out by hand.
 */
import { describe, expect, test } from 'vitest';
import {
  averageOverTime,
  calendar,
  closing,
  count,
  cubeOf,
  firstNonEmpty,
  last,
  lastNonEmpty,
  levels,
  opening,
  rank,
  rows,
  sum,
  tree,
  weightedAverage,
} from '@kontor/olap';
import { expectGrid } from './grid.ts';

describe('semi-additive measures', () => {
  // Stock: W1 has 10 in January and 20 in February, W2 has 5 in January and 7 in March.
  const stock = cubeOf<{ warehouse: string; day: string; quantity: number }>()({
    dimensions: {
      warehouse: levels({ name: (row) => row.warehouse }),
      time: calendar((row) => row.day, ['year', 'quarter', 'month']),
    },
    measures: {
      sum: sum((row) => row.quantity),
      last: last((row) => row.quantity, { along: 'time' }),
      lastNonEmpty: lastNonEmpty((row) => row.quantity, { along: 'time' }),
      lastOfCell: lastNonEmpty((row) => row.quantity, { along: 'time', scope: 'cell' }),
      firstOfCell: firstNonEmpty((row) => row.quantity, { along: 'time', scope: 'cell' }),
      mean: averageOverTime((row) => row.quantity, { along: 'time', over: 'nonEmpty' }),
      meanOfCalendar: averageOverTime((row) => row.quantity, { along: 'time', over: 'calendar' }),
      closing: closing((row) => row.quantity, { along: 'time' }),
      opening: opening((row) => row.quantity, { along: 'time' }),
    },
  });
  stock.add([
    { warehouse: 'W1', day: '2026-01-31', quantity: 10 },
    { warehouse: 'W1', day: '2026-02-28', quantity: 20 },
    { warehouse: 'W2', day: '2026-01-31', quantity: 5 },
    { warehouse: 'W2', day: '2026-03-31', quantity: 7 },
  ]);

  test('a quarter shows stock by the rule that is named', () => {
    const cells = stock.query({
      by: ['warehouse.name'],
      measures: [
        'sum',
        'last',
        'lastNonEmpty',
        'lastOfCell',
        'firstOfCell',
        'mean',
        'meanOfCalendar',
      ],
      where: { 'time.quarter': '2026-Q1' },
      totals: 'rollup',
    });
    expectGrid(
      cells,
      `
      warehouse.name  sum  last  lastNonEmpty  lastOfCell  firstOfCell  mean  meanOfCalendar
      W1               30     -            20          20           10    15              10
      W2               12     7             7           7            5     6               4
      All              42     7            27           7           15    14              14
      `,
    );
  });

  test('balances are carried forward to the end of a month, and open the next', () => {
    const cells = stock.query({
      by: ['time.month', 'warehouse.name'],
      measures: ['closing', 'opening'],
      totals: [['time.month']],
      nonEmpty: false,
      where: { 'time.month': { from: '2026-01', to: '2026-03' } },
    });
    expect(
      cells.rows.map((row) => [
        row['time.month'],
        row.closing?.toNumber() ?? null,
        row.opening?.toNumber() ?? null,
      ]),
    ).toEqual([
      ['2026-01', 15, null],
      ['2026-02', 25, 15],
      ['2026-03', 27, 25],
    ]);
  });
});

test('a total row is no row of the member (none), and CUBE has all of both', () => {
  const cube = cubeOf<{ m: number; s: string | null; q: number | null }>()({
    dimensions: { m: levels({ m: (row) => row.m }), s: levels({ s: (row) => row.s }) },
    measures: { q: sum((row) => row.q), values: count((row) => row.q), facts: rows() },
  });
  cube.add([
    { m: 1, s: 'A', q: 10 },
    { m: 1, s: 'A', q: 20 },
    { m: 1, s: 'B', q: 30 },
    { m: 2, s: 'A', q: 40 },
    { m: 2, s: 'B', q: 50 },
    { m: 2, s: null, q: null },
  ]);
  const cells = cube.query({
    by: ['m.m', 's.s'],
    measures: ['q', 'values', 'facts'],
    totals: 'cube',
  });
  expectGrid(
    cells,
    `
    m.m  s.s      q  values  facts
    1    A       30       2      2
    1    B       30       1      1
    1    All     60       3      3
    2    A       40       1      1
    2    B       50       1      1
    2    (none)   -       0      1
    2    All     90       2      3
    All  A       70       3      3
    All  B       80       2      2
    All  (none)   -       0      1
    All  All    150       5      6
    `,
  );
});

test('accounts enter their parents by their operators and are never negated by themselves', () => {
  const accounts = [
    { id: 'Result', parent: null, operator: '+' },
    { id: 'Revenue', parent: 'Result', operator: '+' },
    { id: 'Cost', parent: 'Result', operator: '-' },
    { id: 'Wages', parent: 'Cost', operator: '+' },
    { id: 'Refund', parent: 'Cost', operator: '-' },
    { id: 'Memo', parent: 'Cost', operator: '~' },
    { id: 'Headcount', parent: null, operator: '~' },
  ];
  const cube = cubeOf<{ account: string; amount: number }>()({
    dimensions: {
      account: tree((row) => row.account, accounts, {
        level: 'account',
        key: (one) => one.id,
        parent: (one) => one.parent,
        operator: (one) => one.operator,
      }),
    },
    measures: { amount: sum((row) => row.amount) },
  });
  cube.add([
    { account: 'Revenue', amount: 900 },
    { account: 'Wages', amount: 500 },
    { account: 'Refund', amount: 60 },
    { account: 'Memo', amount: 25 },
    { account: 'Headcount', amount: 7 },
  ]);
  const cells = cube.query({ by: ['account.account'], measures: ['amount'], totals: 'rollup' });
  expect(
    Object.fromEntries(
      cells.rows.map((row) => [String(row['account.account']), Number(row.amount)]),
    ),
  ).toEqual({
    Result: 460,
    Revenue: 900,
    Cost: 440,
    Wages: 500,
    Refund: 60,
    Memo: 25,
    Headcount: 7,
    null: 460,
  });
  const memo = cube.query({ measures: ['amount'], where: { 'account.account': 'Memo' } });
  expect(memo.rows[0]!.amount?.toNumber()).toBe(25);
});

test('a weight of null counts 0, and the mean is of the weighted sums', () => {
  const cube = cubeOf<{ value: number; weight: number | null }>()({
    dimensions: {},
    measures: {
      mean: weightedAverage(
        (row) => row.value,
        (row) => row.weight,
      ),
    },
  });
  cube.add([
    { value: 10, weight: 1 },
    { value: 20, weight: 3 },
    { value: 90, weight: null },
  ]);
  expect(cube.query({ measures: ['mean'] }).rows[0]!.mean?.toFixed()).toBe('17.5');
});

test('ranks are of siblings or of all, and ties share one', () => {
  const cube = cubeOf<{ region: string; shop: string; sales: number }>()({
    dimensions: { shop: levels({ region: (row) => row.region, name: (row) => row.shop }) },
    measures: { sales: sum((row) => row.sales) },
    calculated: { among: rank('sales', { within: 'shop.region' }), overall: rank('sales') },
  });
  cube.add([
    { region: 'North', shop: 'a', sales: 5 },
    { region: 'North', shop: 'b', sales: 9 },
    { region: 'North', shop: 'c', sales: 5 },
    { region: 'South', shop: 'd', sales: 7 },
  ]);
  const cells = cube.query({ by: ['shop.name'], measures: ['sales', 'among', 'overall'] });
  expectGrid(
    cells,
    `
    shop.name  sales  among  overall
    a              5      2        3
    b              9      1        1
    c              5      2        3
    d              7      1        2
    `,
  );
});
