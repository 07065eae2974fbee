import { fc, test as propertyTest } from '@fast-check/vitest';
import { formatRatio, ratio, ratioToDecimal } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';
import {
  continuousPercentile,
  continuousPercentiles,
  discretePercentile,
  median,
  mode,
} from '../../src/aggregate/quantile.ts';
import { selectRank } from '../../src/aggregate/selection.ts';
import { OlapError } from '../../src/errors.ts';
import { slowContinuous, slowDiscrete } from '../oracle/slow-statistics.ts';

const four = (): Float64Array => Float64Array.of(50, 10, 30, 20);

describe('percentiles of 10, 20, 30, 50', () => {
  // PC1 of the dossier.
  test.each([
    [0, '10', 10],
    [0.25, '17.5', 10],
    [0.5, '25', 20],
    [0.9, '44', 50],
    [1, '50', 50],
  ])('p = %d: continuous %s, discrete %d', (p, continuous, discrete) => {
    expect(ratioToDecimal(continuousPercentile(four(), p)!).toFixed()).toBe(continuous);
    expect(discretePercentile(four(), p)).toBe(discrete);
  });

  test('several at once are those asked one by one', () => {
    const shares = [0.9, 0.25, '1/3'];
    expect(continuousPercentiles(four(), shares)).toEqual(
      shares.map((p) => continuousPercentile(four(), p)),
    );
  });

  test('the median of an even number is the mean of the middle two', () => {
    expect(formatRatio(median(four())!)).toBe('25');
    expect(formatRatio(median(Float64Array.of(1, 2))!)).toBe('3/2');
  });

  test('money is not rounded: the third of a cent stays a third', () => {
    expect(formatRatio(continuousPercentile(Float64Array.of(1, 2), '1/3')!)).toBe('4/3');
  });

  test('near 2^53 halves stay exact, where doubles have none', () => {
    const top = Number.MAX_SAFE_INTEGER;
    expect(formatRatio(median(Float64Array.of(top, top - 1))!)).toBe('18014398509481981/2');
    expect(formatRatio(median(Float64Array.of(top, -top))!)).toBe('0');
  });

  test('no values: null; one value: itself', () => {
    const none = new Float64Array(0);
    expect([median(none), discretePercentile(none, 0.5), mode(none)]).toEqual([null, null, null]);
    expect(continuousPercentiles(none, [0.5])).toEqual([null]);
    expect(formatRatio(continuousPercentile(Float64Array.of(-7), 0.3)!)).toBe('-7');
  });

  test.each([-0.1, 1.1, '3/2'])('a share of %s is refused', (p) => {
    let caught: unknown;
    try {
      discretePercentile(four(), p);
    } catch (error) {
      caught = error;
    }
    expect(OlapError.is(caught, 'OLAP_INVALID_CUBE')).toBe(true);
  });
});

describe('mode', () => {
  test.each([
    [[3, 1, 3, 1, 2], { value: 1, count: 2 }],
    [[5], { value: 5, count: 1 }],
    [[2, 2, -4, -4, -4], { value: -4, count: 3 }],
    [[0, -0], { value: 0, count: 2 }],
  ])('of %j is %j', (values, expected) => {
    expect(mode(Float64Array.from(values))).toEqual(expected);
  });
});

const share = fc
  .tuple(fc.nat({ max: 40 }), fc.integer({ min: 1, max: 40 }))
  .map(([a, b]) => ratio({ numerator: BigInt(Math.min(a, b)), denominator: BigInt(b) }));
const whole = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.maxSafeInteger());
const values = fc.array(whole, { minLength: 1, maxLength: 80 });

propertyTest.prop([values, share])(
  'property: percentiles equal those of the definition, by sorting',
  (list, p) => {
    expect(continuousPercentile(Float64Array.from(list), p)).toEqual(slowContinuous(list, p));
    expect(discretePercentile(Float64Array.from(list), p)).toBe(slowDiscrete(list, p));
  },
);

propertyTest.prop([values, fc.integer({ min: -5, max: 5 }), fc.integer({ min: 1, max: 9 })])(
  'property: the median moves with the values and scales with them',
  (list, by, factor) => {
    const small = list.map((value) => value % 1e6);
    const moved = small.map((value) => value * factor + by);
    const { numerator, denominator } = median(Float64Array.from(small))!;
    const expected = ratio({
      numerator: numerator * BigInt(factor) + BigInt(by) * denominator,
      denominator,
    });
    expect(median(Float64Array.from(moved))).toEqual(expected);
  },
);

/** Orders that defeat a careless choice of pivots, and usual ones. */
const order = fc.constantFrom(
  (index: number) => index,
  (index: number) => -index,
  (index: number) => index % 7,
  (index: number) => (index * 7919) % 4099,
  (index: number, count: number) => Math.min(index, count - index),
  (index: number, count: number) => (index % 2 === 0 ? index : count - index),
  () => 3,
);

propertyTest.prop([order, fc.integer({ min: 1, max: 5000 }), fc.nat()], { numRuns: 60 })(
  'property: selectRank puts the value of the rank there, smaller before and greater after it',
  (valueAt, count, drawn) => {
    const list = Float64Array.from({ length: count }, (_, index) => valueAt(index, count));
    const rank = drawn % count;
    const sorted = list.toSorted();
    expect(selectRank(list, rank)).toBe(sorted[rank]);
    expect(list.subarray(0, rank).every((value) => value <= sorted[rank]!)).toBe(true);
    expect(list.subarray(rank).every((value) => value >= sorted[rank]!)).toBe(true);
    expect(list.toSorted()).toEqual(sorted);
  },
);
