/**
 * Totals, best members, calculated members: where their rows stand and what they are made of.
 */
import { describe, expect, test } from 'vitest';
import {
  cubeOf,
  distinct,
  drillDown,
  drillUp,
  levels,
  OlapError,
  ratio,
  rows,
  sum,
} from '@kontor/olap';
import { expectGrid } from './grid.ts';

interface Sale {
  readonly region: string;
  readonly shop: string;
  readonly year: number;
  readonly units: number;
  readonly buyer: string;
}

function salesCube() {
  const cube = cubeOf<Sale>()({
    dimensions: {
      shop: levels({ region: (row) => row.region, name: (row) => row.shop }),
      year: levels({ year: (row) => row.year }),
    },
    measures: {
      units: sum((row) => row.units),
      buyers: distinct((row) => row.buyer),
      facts: rows(),
    },
    calculated: { perFact: ratio('units', 'facts') },
  });
  cube.add([
    { region: 'North', shop: 'a', year: 1, units: 5, buyer: 'Ada' },
    { region: 'North', shop: 'a', year: 2, units: 1, buyer: 'Ada' },
    { region: 'North', shop: 'b', year: 1, units: 2, buyer: 'Ada' },
    { region: 'North', shop: 'b', year: 2, units: 7, buyer: 'Bo' },
    { region: 'South', shop: 'c', year: 1, units: 4, buyer: 'Cy' },
    { region: 'South', shop: 'd', year: 2, units: 3, buyer: 'Ada' },
  ]);
  return cube;
}

const cube = salesCube();

describe('totals', () => {
  test('stand behind all members, however few of them are shown', () => {
    // Two rows, of the third and the fourth member: the place of neither is that of the total.
    const cells = cube.query({
      by: ['shop.name'],
      measures: ['units'],
      where: { 'shop.name': ['c', 'd'] },
      totals: 'rollup',
    });
    expect(cells.rows.map((row) => row['shop.name'])).toEqual(['c', 'd', null]);
  });

  test('stand apart from their rows in sets, and all have their values as doubles', () => {
    const cells = cube.query({
      by: ['shop.region', 'year.year'],
      measures: ['units', 'perFact'],
      totals: 'rollup',
    });
    expect([...cells.numbers('units')]).toEqual([7, 8, 15, 4, 3, 7, 22]);
    expect(cells.sets.map((set) => [...set.numbers('units')])).toEqual([
      [7, 8, 4, 3],
      [15, 7],
      [22],
    ]);
    expect(cells.sets[1]!.rows.map((row) => row.units?.toNumber())).toEqual([15, 7]);
    expect([...cells.numbers('perFact')]).toEqual(cells.column('perFact').map(Number));
    const two = cube.query({ by: ['shop.region'], measures: ['units'], offset: 1, limit: 1 });
    expect([...two.numbers('units')]).toEqual([7]);
  });

  test('are not a number where they are empty', () => {
    const sparse = cubeOf<{ shop: string; units: number | null }>()({
      dimensions: { shop: levels({ name: (row) => row.shop }) },
      measures: { units: sum((row) => row.units), facts: rows() },
      calculated: { each: ratio('units', 'facts') },
    });
    sparse.add([
      { shop: 'a', units: null },
      { shop: 'b', units: 4 },
    ]);
    const cells = sparse.query({ by: ['shop.name'], measures: ['units', 'facts', 'each'] });
    expect([...cells.numbers('units')]).toEqual([Number.NaN, 4]);
    expect([...cells.numbers('facts')]).toEqual([1, 1]);
    expect([...cells.numbers('each')]).toEqual([Number.NaN, 4]);
  });

  test('stand before their rows where that is asked for', () => {
    expectGrid(
      cube.query({
        by: ['shop.region', 'shop.name'],
        measures: ['units'],
        totals: 'rollup',
        totalsFirst: true,
      }),
      `
      shop.region  shop.name  units
      All          All           22
      North        All           15
      North        a              6
      North        b              9
      South        All            7
      South        c              4
      South        d              3
      `,
    );
  });

  test('of sets of levels keep the row of others with its group', () => {
    expectGrid(
      cube.query({
        by: ['shop.region', 'shop.name'],
        measures: ['units', 'buyers'],
        totals: [['shop.region'], ['shop.region', 'shop.name']],
        top: { count: 1, by: 'units', within: 'shop.region', others: true },
      }),
      `
      shop.region  shop.name  units  buyers
      North        b              9       2
      North        others         6       1
      North        All           15       2
      South        c              4       1
      South        others         3       1
      South        All            7       2
      `,
    );
  });

  test('of no set at all are no rows', () => {
    expect(cube.query({ by: ['shop.name'], measures: ['units'], totals: [] }).length).toBe(0);
  });
});

describe('the best members of a level', () => {
  test('show all their rows, chosen by their totals', () => {
    expectGrid(
      cube.query({
        by: ['shop.name', 'year.year'],
        measures: ['units'],
        top: { count: 1, by: 'units', of: 'shop.name' },
        order: [{ by: 'shop.name' }],
      }),
      `
      shop.name  year.year  units
      b          1              2
      b          2              7
      `,
    );
  });

  test('are chosen anew within a level', () => {
    const cells = cube.query({
      by: ['shop.name', 'year.year'],
      measures: ['units'],
      top: { count: 1, by: 'units', of: 'shop.name', within: 'shop.region' },
      order: [{ by: 'shop.name' }],
    });
    expect(cells.rows.map((row) => row['shop.name'])).toEqual(['b', 'b', 'c']);
  });

  test('are refused for a level that is not shown', () => {
    expect(() =>
      cube.query({
        by: ['year.year'],
        measures: ['units'],
        top: { count: 1, by: 'units', of: 'shop.name' },
      }),
    ).toThrow(/the rows do not show 'shop.name'/);
  });
});

describe('calculated members', () => {
  const growth = {
    in: 'year.year',
    name: 'change',
    formula: {
      op: 'subtract',
      of: [
        { op: 'at', of: { op: 'value' }, where: { 'year.year': 2 } },
        { op: 'at', of: { op: 'value' }, where: { 'year.year': 1 } },
      ],
    },
  } as const;

  test('are formulas over other members of whatever measure is shown', () => {
    expectGrid(
      cube.query({
        by: ['shop.region', 'year.year'],
        measures: ['units', 'buyers'],
        calculatedMembers: [growth],
      }),
      `
      shop.region  year.year  units  buyers
      North        1              7       1
      North        2              8       2
      North        change         1       1
      South        1              4       1
      South        2              3       1
      South        change        -1       0
      `,
    );
  });

  test('cross a ratio by solve order: a difference of ratios, or a ratio of differences', () => {
    const ask = (solveOrder: Record<string, number>) =>
      cube
        .query({
          by: ['shop.region', 'year.year'],
          measures: ['perFact'],
          where: { 'shop.region': 'North' },
          calculatedMembers: [growth],
          solveOrder,
        })
        .column('perFact')
        .at(-1)
        ?.toString();
    // North: 7 of 2 rows, then 8 of 2 rows.
    expect(ask({})).toBe('0.5');
    expect(ask({ perFact: 1 })).toBeUndefined();
  });

  test('have a place in a pivot', () => {
    const pivot = cube
      .query({ by: ['shop.region', 'year.year'], measures: ['units'], calculatedMembers: [growth] })
      .pivot(['year.year']);
    expect(pivot.columns).toEqual([[1], [2], ['change']]);
    expect(Number(pivot.at(1, 2, 'units'))).toBe(-1);
  });

  test('are refused at a level that is not shown, and so is a value without a measure', () => {
    expect(() => cube.query({ measures: ['units'], calculatedMembers: [growth] })).toThrow(
      /'change' stands at 'year.year', which is not among the levels of 'by'/,
    );
    const request = { measures: ['own'], calculated: { own: { op: 'value' } } } as never;
    expect(() => cube.query(request)).toThrow(/only the formula of a calculated member/);
  });
});

describe('a request', () => {
  const request = { by: ['shop.region', 'year.year'], measures: ['units'] };

  test('goes down beside the level that it shows, into the members named', () => {
    expect(drillDown(request, 'shop.name', { 'shop.region': 'North' })).toEqual({
      by: ['shop.region', 'shop.name', 'year.year'],
      measures: ['units'],
      where: { 'shop.region': 'North' },
    });
    const twice = drillDown({ ...request, where: { 'year.year': 1 } }, 'shop.name', {
      'shop.region': 'North',
    });
    expect(twice.where).toEqual({ and: [{ 'year.year': 1 }, { 'shop.region': 'North' }] });
  });

  test('goes up by the lowest level of a dimension', () => {
    expect(drillUp(drillDown(request, 'shop.name'), 'shop')).toEqual(request);
    try {
      drillUp({ measures: ['units'] }, 'shop');
      expect.unreachable();
    } catch (error) {
      expect(OlapError.is(error, 'OLAP_INVALID_QUERY')).toBe(true);
    }
  });
});

test('an explanation says what answered, and why what is kept did not', () => {
  const kept = salesCube();
  kept.materialize(['shop.region', 'year.year'], ['units']);
  const regions = kept.query({ by: ['shop.region'], measures: ['units'] }).explain();
  expect(regions).toEqual({
    answeredBy: ['cuboid shop.region × year.year'],
    scanned: 4,
    notUsed: [],
  });
  const shops = kept.query({ by: ['shop.name'], measures: ['units'] }).explain();
  expect(shops.answeredBy).toEqual(['facts']);
  expect(shops.notUsed).toContainEqual({
    grain: ['shop.region', 'year.year'],
    why: 'has no shop.name',
  });
  const buyers = kept.query({ by: ['year.year'], measures: ['buyers'] }).explain();
  expect(buyers.notUsed[0]!.why).toBe('lacks distinct:buyers');
});
