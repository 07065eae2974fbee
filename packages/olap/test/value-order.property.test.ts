/**
 * Rows in the order of their values, against a sort of the values themselves: amounts that no
 * double tells apart, empty ones, ties, several levels, and a ratio beside a sum.
 */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { cubeOf, type CubeRequest, levels, ratio, rows, sum } from '@kontor/olap';
import { decimal } from '@kontor/kernel';

interface Sale {
  readonly region: string;
  readonly shop: number;
  readonly cents: number | null;
}

/** Sums around 2^53 and 2^54 units: neighbours there have one double. */
const sales = fc
  .array(
    fc.record({
      region: fc.constantFrom('N', 'S'),
      shop: fc.nat(6),
      small: fc.oneof(fc.constant(null), fc.integer({ min: -3, max: 3 })),
      large: fc.constantFrom(0, 0, 4, 8, -4),
    }),
    { maxLength: 15 },
  )
  .map((groups) =>
    groups.flatMap(({ small, large, ...at }): Sale[] => [
      { ...at, cents: small },
      ...Array.from({ length: Math.abs(large) }, () => ({
        ...at,
        cents: Math.sign(large) * 2 ** 51,
      })),
    ]),
  );
const CALCULATED = { each: ratio('amount', 'facts') };

function openCube(facts: readonly Sale[]) {
  const cube = cubeOf<Sale>()({
    dimensions: {
      shop: levels({ region: (row) => row.region, number: (row) => row.shop }),
    },
    measures: { amount: sum((row) => row.cents, { scale: 2, isScaled: true }), facts: rows() },
    calculated: CALCULATED,
  });
  cube.add([...facts]);
  return cube;
}

/** Empty ones below everything. */
function compare(a: unknown, b: unknown): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  return decimal(String(a)).cmp(decimal(String(b)));
}

const by = ['shop.region', 'shop.number'] as const;
const orders = fc.record({
  by: fc.constantFrom('amount' as const, 'each' as const),
  descending: fc.boolean(),
});

test.prop([sales, orders], { numRuns: 200 })('siblings stand by their values', (facts, order) => {
  const cube = openCube(facts);
  const measures = ['amount', 'each'] as const;
  const plain = cube.query({ by: [...by], measures: [...measures] }).rows;
  const regions = cube.query({ by: ['shop.region'], measures: [...measures] }).rows;
  const ofRegion = (region: unknown): unknown =>
    regions.find((row) => row['shop.region'] === region)![order.by];
  const sign = order.descending ? -1 : 1;
  const expected = plain.toSorted(
    (a, b) =>
      sign * compare(ofRegion(a['shop.region']), ofRegion(b['shop.region'])) ||
      String(a['shop.region']).localeCompare(String(b['shop.region'])) ||
      sign * compare(a[order.by], b[order.by]) ||
      Number(a['shop.number']) - Number(b['shop.number']),
  );
  const request = { by: [...by], measures: [...measures], order: [order] };
  expect(cube.query(request).rows).toEqual(expected);
});

test.prop([sales, orders, fc.integer({ min: 1, max: 4 })], { numRuns: 200 })(
  'the best are the first of all by value, ties by member',
  (facts, { by: measure, descending }, count) => {
    const cube = openCube(facts);
    const shops: CubeRequest = { by: ['shop.number'], measures: ['amount', 'each'] };
    const sign = descending ? -1 : 1;
    const expected = cube
      .query(shops as never)
      .rows.toSorted((a, b) => sign * compare(a[measure as never], b[measure as never]))
      .slice(0, count);
    const top = { count, by: measure, ascending: !descending };
    expect(cube.query({ ...shops, top } as never).rows).toEqual(expected);
  },
);
