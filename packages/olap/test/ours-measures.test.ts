/**
 * Measures of small cubes whose every figure can be worked out by hand.
 */
import { decimal } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';
import {
  calendar,
  closing,
  constant,
  convert,
  cubeOf,
  deviation,
  favourable,
  growth,
  last,
  levels,
  money,
  OlapError,
  percentile,
  subtract,
  sum,
} from '@kontor/olap';
import { expectGrid } from './grid.ts';

test('percentiles are continuous or discrete, and spreads of a sample or a population', () => {
  const cube = cubeOf<{ value: number }>()({
    dimensions: {},
    measures: {
      p25: percentile((row) => row.value, { at: '0.25' }),
      p50: percentile((row) => row.value, { at: '0.5' }),
      p90: percentile((row) => row.value, { at: '0.9' }),
      d25: percentile((row) => row.value, { at: '0.25', method: 'discrete' }),
      d50: percentile((row) => row.value, { at: '0.5', method: 'discrete' }),
      d90: percentile((row) => row.value, { at: '0.9', method: 'discrete' }),
      population: deviation((row) => row.value, { of: 'population', decimals: 4 }),
      sample: deviation((row) => row.value, { of: 'sample', decimals: 4 }),
    },
  });
  cube.add([10, 20, 30, 50].map((value) => ({ value })));
  expectGrid(
    cube.query({
      measures: ['p25', 'p50', 'p90', 'd25', 'd50', 'd90', 'population', 'sample'],
    }),
    `
    p25   p50  p90  d25  d50  d90  population   sample
    17.5   25   44   10   20   50     14.7902  17.0783
    `,
  );
});

describe('an amount that counts once', () => {
  interface Line {
    readonly order: string;
    readonly product: string;
    readonly amount: number;
    readonly freight: number | null;
  }
  const cube = cubeOf<Line>()({
    dimensions: { product: levels({ name: (row) => row.product }) },
    measures: {
      amount: sum((row) => row.amount),
      freight: sum((row) => row.freight, { once: (row) => row.order }),
    },
    key: (row) => `${row.order}/${row.product}`,
  });
  cube.add([
    { order: 'O1', product: 'A', amount: 7, freight: 5 },
    { order: 'O1', product: 'B', amount: 8, freight: 5 },
    { order: 'O2', product: 'A', amount: 1, freight: 2 },
  ]);

  test('is not inflated by the lines that repeat it', () => {
    expectGrid(
      cube.query({ by: ['product.name'], measures: ['amount', 'freight'], totals: 'rollup' }),
      `
      product.name  amount  freight
      A                  8        7
      B                  8        5
      All               16        7
      `,
    );
  });

  test('stays while one of its lines does, also in aggregates that are kept', () => {
    cube.materialize(['product.name']);
    cube.remove(['O1/A']);
    expect(
      cube
        .query({ measures: ['freight'] })
        .column('freight')
        .map(String),
    ).toEqual(['7']);
    cube.remove(['O1/B']);
    expect(
      cube
        .query({ measures: ['freight'] })
        .column('freight')
        .map(String),
    ).toEqual(['2']);
  });

  test('is refused where the rows of one key differ', () => {
    cube.add([{ order: 'O2', product: 'C', amount: 1, freight: 3 }]);
    try {
      cube.query({ measures: ['freight'] }).column('freight');
      expect.unreachable();
    } catch (error) {
      expect(OlapError.is(error, 'OLAP_WRONG_GRAIN')).toBe(true);
      expect(String(error)).toContain(`it counts once for 'O2', but rows give both 2 and 3`);
    }
  });
});

test('a balance of several holders counts fully for each and once in total, or by weights', () => {
  const cube = cubeOf<{ account: string; holder: string; balance: number; weight: string }>()({
    dimensions: { holder: levels({ name: (row) => row.holder }) },
    measures: {
      balance: sum((row) => row.balance, { once: (row) => row.account }),
      weighted: sum((row) => decimal(row.balance).times(row.weight), { scale: 2 }),
    },
  });
  cube.add([
    { account: 'K1', holder: 'Ada', balance: 100, weight: '0.5' },
    { account: 'K1', holder: 'Bo', balance: 100, weight: '0.5' },
  ]);
  expectGrid(
    cube.query({ by: ['holder.name'], measures: ['balance', 'weighted'], totals: 'rollup' }),
    `
    holder.name  balance  weighted
    Ada              100        50
    Bo               100        50
    All              100       100
    `,
  );
});

describe('money in another currency', () => {
  const rates: Readonly<Record<string, string>> = { '2026-01': '1.10', '2026-02': '1.20' };
  const cube = cubeOf<{ day: string; amount: number; shop: string }>()({
    dimensions: {
      time: calendar((row) => row.day, ['year', 'quarter', 'month']),
      shop: levels({ name: (row) => row.shop }),
    },
    measures: { amount: money((row) => row.amount, { currency: 'EUR' }) },
    calculated: {
      flow: convert('amount', { to: 'USD', rates: 'monthly', at: 'own' }),
      closing: convert('amount', { to: 'USD', rates: 'monthly', at: 'shown' }),
      average: convert('amount', { to: 'USD', rates: 'average', at: 'own' }),
      gap: subtract('closing', 'flow'),
    },
    rates: {
      monthly: (_from, _to, { key }) =>
        rates[String(key)] ? decimal(rates[String(key)]!) : undefined,
      average: () => decimal('1.15'),
    },
  });
  cube.add([
    { day: '2026-01-31', amount: 100, shop: 'a' },
    { day: '2026-02-28', amount: 300, shop: 'a' },
    { day: '2026-03-15', amount: 50, shop: 'b' },
  ]);

  test('flows take the rate of their own month, balances that of the last one shown', () => {
    expectGrid(
      cube.query({
        measures: ['flow', 'average', 'closing', 'gap'],
        where: { 'time.month': ['2026-01', '2026-02'] },
      }),
      `
      flow  average  closing  gap
      470       460      480   10
      `,
    );
  });

  test('a rate that is missing leaves the cell empty and says so, in its totals too', () => {
    const cells = cube.query({ by: ['shop.name'], measures: ['flow'], totals: 'rollup' });
    expectGrid(
      cells,
      `
      shop.name  flow
      a           470
      b             -
      All           -
      `,
    );
    expect([0, 1, 2].map((row) => cells.flag(row, 'flow'))).toEqual([
      undefined,
      'missingRate',
      'missingRate',
    ]);
  });
});

test('a variance is actual less plan, in percent of the size of the plan; of plan 0 there is none', () => {
  const cube = cubeOf<{ shop: string; revenue: number; cost: number; fees: number }>()({
    dimensions: { shop: levels({ name: (row) => row.shop }) },
    measures: {
      revenue: sum((row) => row.revenue),
      cost: sum((row) => row.cost),
      fees: sum((row) => row.fees),
    },
    calculated: {
      revenueGap: subtract('revenue', constant(100)),
      revenuePart: growth('revenue', constant(100)),
      revenueIs: favourable('revenue', constant(100), 'more'),
      costGap: subtract('cost', constant(80)),
      costPart: growth('cost', constant(80)),
      costIs: favourable('cost', constant(80), 'less'),
      feesPart: growth('fees', constant(0)),
    },
  });
  cube.add([{ shop: 'a', revenue: 90, cost: 70, fees: 5 }]);
  const cells = cube.query({
    measures: [
      'revenueGap',
      'revenuePart',
      'revenueIs',
      'costGap',
      'costPart',
      'costIs',
      'feesPart',
    ],
  });
  expectGrid(
    cells,
    `
    revenueGap  revenuePart     revenueIs  costGap  costPart      costIs  feesPart
           -10         -0.1  unfavourable      -10    -0.125  favourable         -
    `,
  );
  expect(cells.flag(0, 'feesPart')).toBe('divideByZero');
});

test('a balance is carried forward to a month without one, the value of the month is not', () => {
  const cube = cubeOf<{ warehouse: string; day: string; quantity: number }>()({
    dimensions: {
      warehouse: levels({ name: (row) => row.warehouse }),
      time: calendar((row) => row.day, ['year', 'quarter', 'month']),
    },
    measures: {
      carried: closing((row) => row.quantity, { along: 'time' }),
      ofMonth: last((row) => row.quantity, { along: 'time' }),
    },
  });
  cube.add([
    { warehouse: 'W1', day: '2026-01-31', quantity: 10 },
    { warehouse: 'W1', day: '2026-02-28', quantity: 20 },
    { warehouse: 'W2', day: '2026-01-31', quantity: 5 },
    { warehouse: 'W2', day: '2026-03-31', quantity: 7 },
  ]);
  expectGrid(
    cube.query({
      by: ['warehouse.name'],
      measures: ['carried', 'ofMonth'],
      where: { 'time.month': '2026-02' },
      totals: 'rollup',
      nonEmpty: false,
    }),
    `
    warehouse.name  carried  ofMonth
    W1                   20       20
    W2                    5        -
    All                  25       20
    `,
  );
});
