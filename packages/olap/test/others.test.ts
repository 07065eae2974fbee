/**
 * The row of others: what formulas say of members that are taken together.
 */
import { describe, expect, test } from 'vitest';
import { at, classes, cubeOf, levels, rank, running, share, sum } from '@kontor/olap';
import { expectGrid } from './grid.ts';

interface Sale {
  readonly region: string;
  readonly shop: string;
  readonly year: number;
  readonly units: number;
}

const sales = cubeOf<Sale>()({
  dimensions: {
    shop: levels({ region: (row) => row.region, name: (row) => row.shop }),
    year: levels({ year: (row) => row.year }),
  },
  measures: { units: sum((row) => row.units) },
  calculated: {
    ofAll: share('units', { total: 'grand', members: 'all' }),
    ofShown: share('units', { total: 'grand', members: 'visible' }),
    ofParent: share('units', { total: { parentOn: 'shop' }, members: 'all' }),
    ofShops: share('units', { total: { allOf: 'shop' }, members: 'all' }),
    ofAllThen: at('ofAll', { 'year.year': 1 }),
  },
});
sales.add([
  { region: 'North', shop: 'a', year: 1, units: 40 },
  { region: 'North', shop: 'b', year: 2, units: 12 },
  { region: 'North', shop: 'c', year: 2, units: 8 },
  { region: 'South', shop: 'd', year: 1, units: 25 },
  { region: 'South', shop: 'e', year: 2, units: 10 },
  { region: 'South', shop: 'f', year: 1, units: 5 },
]);

describe('the share of others', () => {
  test('is of the total that the other rows are shares of', () => {
    expectGrid(
      sales.query({
        by: ['shop.name'],
        measures: ['units', 'ofAll', 'ofShown', 'ofShops'],
        top: { count: 2, by: 'units', others: true },
        totals: 'rollup',
      }),
      `
      shop.name  units  ofAll  ofShown  ofShops
      a             40    0.4      0.4      0.4
      d             25   0.25     0.25     0.25
      others        35   0.35     0.35     0.35
      All          100      1        1        1
      `,
    );
  });

  test('keeps the filter of the query apart from the choice of the best', () => {
    expectGrid(
      sales.query({
        by: ['shop.name'],
        measures: ['units', 'ofAll', 'ofShown'],
        where: { 'shop.region': 'South' },
        top: { count: 1, by: 'units', others: true },
      }),
      `
      shop.name  units  ofAll  ofShown
      d             25   0.25    0.625
      others        15   0.15    0.375
      `,
    );
  });

  test('is of the parent under which they stand', () => {
    expectGrid(
      sales.query({
        by: ['shop.region', 'shop.name'],
        measures: ['units', 'ofParent'],
        top: { count: 1, by: 'units', within: 'shop.region', others: true },
      }),
      `
      shop.region  shop.name  units  ofParent
      North        a             40  0.6666666666666666666666666666666666666667
      North        others        20  0.3333333333333333333333333333333333333333
      South        d             25     0.625
      South        others        15     0.375
      `,
    );
  });

  test('at another member is of the total there', () => {
    expectGrid(
      sales.query({
        by: ['shop.name'],
        measures: ['ofAllThen'],
        where: { 'shop.region': 'South' },
        top: { count: 1, by: 'units', others: true },
      }),
      `
      shop.name  ofAllThen
      d          0.3571428571428571428571428571428571428571
      others     0.07142857142857142857142857142857142857143
      `,
    );
  });
});

test('others have no rank, no class and no place in a running total', () => {
  const cells = sales.query({
    by: ['shop.name'],
    measures: ['place', 'sofar', 'abc'],
    calculated: {
      place: rank('units'),
      sofar: running('units'),
      abc: classes('units', [{ name: 'A', upTo: '1' }]),
    },
    top: { count: 1, by: 'units', others: true },
  });
  expect(cells.rows.map(({ place, sofar, abc }) => [place, sofar?.toNumber(), abc])).toEqual([
    [1, 40, 'A'],
    [null, undefined, null],
  ]);
});
