/**
 * Sums of floats are the doubles nearest to the true sums, however the cells came about.
 */
import { fc, test } from '@fast-check/vitest';
import { cubeOf, floatSum, levels, rows } from '@kontor/olap';
import { describe, expect } from 'vitest';
import { slowFloatSum } from './oracle/slow-float-sum.ts';

interface Fact {
  readonly shop: number;
  readonly item: number;
  readonly rate: number | null;
}

type ShopKeys = { shop: (row: Fact) => number };
type ItemKeys = { item: (row: Fact) => number };

function openCube() {
  return cubeOf<Fact>()({
    dimensions: {
      shop: levels<Fact, ShopKeys>({ shop: (row) => row.shop }),
      item: levels<Fact, ItemKeys>({ item: (row) => row.item }),
    },
    measures: { rate: floatSum((row) => row.rate), rows: rows() },
  });
}

const CUBE = { by: ['shop.shop', 'item.item'], measures: ['rate'], totals: 'cube' } as const;

/** By `shop/item`, `*` for all: the sum by the definition. */
function slowly(facts: readonly Fact[]): Record<string, number | null> {
  const groups = new Map<string, number[]>([['*/*', []]]);
  for (const { shop, item, rate } of facts) {
    for (const key of [`${shop}/${item}`, `${shop}/*`, `*/${item}`, '*/*']) {
      const group = groups.get(key) ?? [];
      if (rate !== null) group.push(rate);
      groups.set(key, group);
    }
  }
  return Object.fromEntries(
    [...groups].map(([key, rates]) => [key, rates.length === 0 ? null : slowFloatSum(rates)]),
  );
}

function cells(cube: ReturnType<typeof openCube>): Record<string, number | null> {
  return Object.fromEntries(
    cube.query(CUBE).rows.map((row) => {
      const key = (ref: 'shop.shop' | 'item.item') =>
        row.rolledUp?.includes(ref) ? '*' : row[ref];
      return [`${key('shop.shop')}/${key('item.item')}`, row.rate];
    }),
  );
}

const factsWith = (rate: fc.Arbitrary<number | null>) =>
  fc.array(fc.record({ shop: fc.nat(3), item: fc.nat(20), rate }), { maxLength: 200 });

const cents = fc.integer({ min: -100_000, max: 100_000 }).map((units) => units / 100);
const tie = fc.constantFrom(2 ** 53, -(2 ** 53), 1, -1, 2 ** -10, 2 ** 31, -(2 ** 31) + 2 ** -20);
const wild = fc.double({ noNaN: true, min: -1e280, max: 1e280 });

const KINDS = {
  'amounts in cents': cents,
  'amounts in cents, some without': fc.option(cents, { freq: 4 }),
  'shares below 1': fc.double({ noNaN: true, min: -1, max: 1 }),
  'values that cancel or lie half between': tie,
  'any magnitude': wild,
  'the least numbers that there are': fc.nat(9).map((units) => units * 2 ** -1074),
  'none, or zero': fc.constantFrom(null, 0, -0),
};

describe.each(Object.entries(KINDS))('%s', (_, rate) => {
  test.prop([factsWith(rate), fc.nat(200), fc.nat()], { numRuns: 25 })(
    'property: every cell of CUBE is exact, whatever the order of rows and batches',
    (facts, split, seed) => {
      const cube = openCube();
      const order = facts.map((__, row) => [(row * 7919 + seed) % 211, row] as const);
      const shuffled = order.toSorted((a, b) => a[0] - b[0]).map(([, row]) => facts[row]!);
      cube.add(shuffled.slice(0, split));
      cells(cube);
      cube.add(shuffled.slice(split));
      expect(cells(cube)).toEqual(slowly(facts));
      const whole = openCube();
      whole.add(facts);
      expect(cells(whole)).toEqual(slowly(facts));
    },
  );
});

test('sums of the greatest doubles', () => {
  const { MAX_VALUE } = Number;
  const summed = (...rates: number[]): number | null => {
    const cube = openCube();
    cube.add(rates.map((rate) => ({ shop: 0, item: 0, rate })));
    return cells(cube)['0/0']!;
  };
  expect(summed(MAX_VALUE)).toBe(MAX_VALUE);
  expect(summed(MAX_VALUE, 1, -MAX_VALUE)).toBe(1);
  expect(summed(1.7e308, 1e300)).toBe(1.7e308 + 1e300);
  expect(summed(2 ** 1000, 1, -(2 ** 1000))).toBe(1);
  expect(summed(MAX_VALUE, MAX_VALUE)).toBe(Infinity);
});
