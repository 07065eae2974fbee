/**
 * Laws that every cube keeps, whatever its facts.
 */
import { fc, test } from '@fast-check/vitest';
import {
  average,
  calendar,
  type CellSet,
  count,
  cubeOf,
  distinct,
  floatSum,
  levels,
  max,
  median,
  min,
  rows,
  sum,
  toDate,
  variance,
} from '@kontor/olap';
import { describe, expect } from 'vitest';

interface Fact {
  readonly id: number;
  readonly day: string;
  readonly family: string;
  readonly product: string | null;
  readonly shop: number;
  readonly who: string;
  readonly amount: string | null;
  readonly rate: number | null;
}

const DAYS = ['2023-12-31', '2024-02-29', '2024-03-01', '2024-12-31', '2025-01-01', '2025-06-15'];

const fact = fc.record({
  day: fc.constantFrom(...DAYS),
  family: fc.constantFrom('Food', 'Drink'),
  // A product of one name stands in both families.
  product: fc.constantFrom('a', 'b', 'c', null),
  shop: fc.nat(3),
  who: fc.constantFrom('p', 'q', 'r', 's', 't'),
  amount: fc.option(
    fc.integer({ min: -999_999, max: 999_999 }).map((cents) => (cents / 100).toFixed(2)),
    { freq: 8 },
  ),
  // Of magnitudes so far apart that a plain sum loses the small ones.
  rate: fc.option(fc.constantFrom(0.1, 0.3, -0.7, 1e17, -1e17, 3e-20, 123_456.789), { freq: 8 }),
});

const factList = fc
  .array(fact, { maxLength: 40 })
  .map((list) => list.map((one, id): Fact => ({ ...one, id })));

type ProductKeys = { family: (row: Fact) => string; name: (row: Fact) => string | null };
type ShopKeys = { shop: (row: Fact) => number };

/** Each run asks cubes of sixteen sets; a full run asks many more. */
const few = { numRuns: process.env['KONTOR_FULL'] === '1' ? 400 : 7 };

type Order = readonly ('time' | 'product' | 'shop')[];

/** A cube whose dimensions are declared in the order given. */
function openCube(order: Order = ['time', 'product', 'shop']) {
  const all = {
    time: calendar((row: Fact) => row.day, ['year', 'quarter', 'month']),
    product: levels<Fact, ProductKeys>({ family: (row) => row.family, name: (row) => row.product }),
    shop: levels<Fact, ShopKeys>({ shop: (row) => row.shop }),
  };
  const dimensions = Object.fromEntries(order.map((name) => [name, all[name]])) as typeof all;
  return cubeOf<Fact>()({
    key: (row) => row.id,
    dimensions,
    measures: {
      amount: sum((row) => row.amount, { scale: 2 }),
      values: count((row) => row.amount),
      rows: rows(),
      least: min((row) => row.amount, { scale: 2 }),
      most: max((row) => row.amount, { scale: 2 }),
      mean: average((row) => row.amount, { scale: 2 }),
      spread: variance((row) => row.amount, { scale: 2, of: 'sample' }),
      people: distinct((row) => row.who),
      rates: floatSum((row) => row.rate),
      middle: median((row) => row.amount, { scale: 2 }),
    },
    calculated: { sinceJanuary: toDate('amount', { along: 'time', level: 'year' }) },
  });
}

const MEASURES = [
  'amount',
  'values',
  'rows',
  'least',
  'most',
  'mean',
  'spread',
  'people',
  'rates',
  'middle',
] as const;
const CUBE = {
  by: ['time.year', 'product.family', 'product.name', 'shop.shop'],
  measures: MEASURES,
  totals: 'cube',
} as const;

function filled(facts: readonly Fact[], order?: Order) {
  const cube = openCube(order);
  cube.add(facts);
  return cube;
}

type LawCube = ReturnType<typeof openCube>;

const cells = (cube: LawCube): unknown => JSON.parse(JSON.stringify(cube.query(CUBE)));

const numberIn = (set: CellSet<object>, row: number, measure: string): number =>
  Number(set.value(row, measure));

describe('laws of cubes', () => {
  test.prop([factList, fc.nat(), fc.nat(40)], few)(
    'property: neither the order of rows, nor batches, nor the order of dimensions matter',
    (facts, seed, split) => {
      const expected = cells(filled(facts));
      const shuffled = facts.toSorted(
        (a, b) => ((a.id * 7919 + seed) % 97) - ((b.id * 7919 + seed) % 97),
      );
      const batched = openCube(['shop', 'product', 'time']);
      batched.add(shuffled.slice(0, split));
      batched.query(CUBE);
      batched.add(shuffled.slice(split));
      expect(cells(batched)).toEqual(expected);
    },
  );

  test.prop([factList, factList], few)(
    'property: facts that were added and removed again leave every cell as it was',
    (facts, others) => {
      const cube = filled(facts);
      cube.materialize(CUBE.by);
      const extra = others.map((one) => ({ ...one, id: one.id + 1000 }));
      cube.add(extra);
      cube.query(CUBE);
      cube.remove(extra.map(({ id }) => id));
      expect(cells(cube)).toEqual(cells(filled(facts)));
    },
  );

  test.prop([factList], few)(
    'property: CUBE has every GROUP BY in it, and each total once',
    (facts) => {
      const cube = filled(facts);
      const all = cells(cube) as Record<string, unknown>[];
      for (let left = 0; left < 16; left++) {
        const by = CUBE.by.filter((_, index) => (left & (1 << index)) === 0);
        const single = JSON.parse(
          JSON.stringify(filled(facts).query({ by, measures: MEASURES })),
        ) as Record<string, unknown>[];
        const rolledUp = CUBE.by.filter((ref) => !by.includes(ref));
        const same = all.filter(
          (row) => JSON.stringify(row['rolledUp']) === JSON.stringify(rolledUp),
        );
        expect(same.map((row) => MEASURES.map((name) => row[name]))).toEqual(
          single.map((row) => MEASURES.map((name) => row[name])),
        );
      }
    },
  );

  test.prop([factList])('property: children add up to their parent', (facts) => {
    const cube = filled(facts);
    const parents = cube.query({ by: ['product.family'], measures: ['amount', 'rows', 'people'] });
    const children = cube.query({
      by: ['product.family', 'product.name'],
      measures: ['amount', 'rows', 'people'],
    });
    for (const [index, parent] of parents.rows.entries()) {
      const own = children.rows.filter((row) => row['product.family'] === parent['product.family']);
      const cents = own.reduce(
        (total, row) => total + Math.round(Number(row.amount ?? 0) * 100),
        0,
      );
      expect(cents).toBe(Math.round(numberIn(parents, index, 'amount') * 100));
      expect(own.reduce((total, row) => total + row.rows, 0)).toBe(parent.rows);
      // Who buys two products is one person.
      expect(parent.people).toBeLessThanOrEqual(own.reduce((total, row) => total + row.people, 0));
    }
  });

  test.prop([factList, fc.constantFrom('Food', 'Drink')])(
    'property: to slice and to roll up can change places, and a slice is a cube of its facts alone',
    (facts, family) => {
      const where = { 'product.family': family } as const;
      const known = facts.some((one) => one.family === family);
      fc.pre(known);
      const request = { by: ['time.month', 'shop.shop'], measures: MEASURES, where } as const;
      const sliced = filled(facts).query(request).toJSON();
      const alone = filled(facts.filter((one) => one.family === family))
        .query(request)
        .toJSON();
      const warm = filled(facts);
      warm.materialize(['time.month', 'shop.shop', 'product.family']);
      expect(JSON.stringify(sliced)).toBe(JSON.stringify(alone));
      expect(JSON.stringify(warm.query(request).toJSON())).toBe(JSON.stringify(alone));
    },
  );

  test.prop([factList])('property: the year to date of its last month is the year', (facts) => {
    const cube = filled(facts);
    const years = cube.query({ by: ['time.year'], measures: ['amount'] });
    const months = cube.query({
      by: ['time.month'],
      measures: ['sinceJanuary'],
      nonEmpty: false,
    });
    for (const year of years.rows) {
      const december = months.rows.find((row) => row['time.month'] === `${year['time.year']}-12`);
      expect(String(december?.sinceJanuary ?? null)).toBe(String(year.amount));
    }
  });
});
