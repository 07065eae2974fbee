import {
  addToSum,
  emptySum,
  mergeSum,
  seededRandom,
  sumFloats,
  sumScaled,
  sumValue,
} from '@kontor/kernel';
import { describe, expect, test } from 'vitest';
import { sumByBigint } from './oracle/exact.ts';

const LARGEST = 2 ** 53 - 1;

describe('sumScaled', () => {
  test.each<[string, number[], number | bigint]>([
    ['nothing', [], 0],
    ['minus zero', [-0], 0],
    ['n4, where floats from the left give …992', [2 ** 53, 1, 1], 9_007_199_254_740_994n],
    ['n5, where floats give …980', [LARGEST, LARGEST, -1], 18_014_398_509_481_981n],
    ['large ones that cancel', [LARGEST, LARGEST, -LARGEST, -LARGEST, 7], 7],
    ['the last exact number', [LARGEST - 1, 1], LARGEST],
    ['negative limbs', [-LARGEST, -LARGEST, -3], -18_014_398_509_481_985n],
  ])('sums %s exactly', (_, values, sum) => {
    expect(sumScaled(Float64Array.from(values))).toBe(sum);
  });

  test('n4, n5: the same in floats, for comparison', () => {
    expect(2 ** 53 + 1 + 1).toBe(9_007_199_254_740_992);
    expect(1 + 1 + 2 ** 53).toBe(9_007_199_254_740_994);
    expect(LARGEST + LARGEST - 1).toBe(18_014_398_509_481_980);
  });

  test('sums a stretch', () => {
    expect(sumScaled(Float64Array.of(1, 2, 4, 8, 16), 1, 4)).toBe(14);
  });

  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 54])(
    'beyond the fast way %d is refused with its index',
    (value) => {
      const values = Float64Array.of(LARGEST, 1, value);
      expect(() => sumScaled(values)).toThrow(
        expect.objectContaining({
          code: 'KERNEL_NOT_SCALED',
          details: { value: String(value), index: 2 },
        }),
      );
    },
  );

  test('n12: of 2,000 random arrays of up to 53-bit numbers none is summed wrongly', () => {
    const random = seededRandom(12);
    let refused = 0;
    let plainWrong = 0;
    for (let round = 0; round < 2000; round++) {
      const bits = 40 + Math.floor(random() * 14);
      const values = Float64Array.from({ length: 1 + Math.floor(random() * 40) }, () => {
        // Two draws: one has 32 bits only, and its multiples of 2^21 would hide wrong low bits.
        const share = random() + random() / 2 ** 32;
        const size = Math.min(LARGEST, Math.floor(share * 2 ** bits));
        return random() < 0.5 ? -size : size;
      });
      const exact = sumByBigint(values);
      expect(BigInt(sumScaled(values))).toBe(exact);
      const magnitude = values.reduce((sum, value) => sum + Math.abs(value), 0);
      const plain = values.reduce((sum, value) => sum + value, 0);
      if (magnitude >= 2 ** 53) refused++;
      if (BigInt(plain) !== exact) {
        plainWrong++;
        expect(magnitude).toBeGreaterThanOrEqual(2 ** 53);
      }
    }
    // Both ways were taken, and the test of Σ|x| had something to catch.
    expect(refused).toBeGreaterThan(50);
    expect(refused).toBeLessThan(1950);
    expect(plainWrong).toBeGreaterThan(20);
  });
});

describe('sum states', () => {
  test('merge as limbs, whatever the split', () => {
    const values = Float64Array.of(LARGEST, -3, LARGEST, 5, -LARGEST, LARGEST, 2 ** 40 + 1);
    for (let cut = 0; cut <= values.length; cut++) {
      const [left, right] = [emptySum(), emptySum()];
      addToSum(left, values, 0, cut);
      addToSum(right, values, cut);
      mergeSum(left, right);
      expect(sumValue(left)).toBe(sumByBigint(values));
    }
  });
  test('fold before the limbs could pass 2^53', () => {
    // As if so many of the largest numbers had been added: both limbs are near their bound.
    const count = 2 ** 25;
    const state = { base: 0n, high: (2 ** 27 - 1) * count, low: (2 ** 26 - 1) * count, count };
    addToSum(state, Float64Array.of(LARGEST, LARGEST));
    expect(state.count).toBe(2);
    expect(sumValue(state)).toBe(BigInt(LARGEST) * BigInt(count + 2));
  });
});

describe('sumFloats', () => {
  test('n6: carries the lost part, where the plain sum loses all', () => {
    const values = [1, 1e100, 1, -1e100];
    expect(values.reduce((sum, value) => sum + value, 0)).toBe(0);
    expect(sumFloats(values)).toBe(2);
  });
  test('sums a million tenths to a hundred thousand', () => {
    expect(sumFloats(new Float64Array(1_000_000).fill(0.1))).toBe(100_000);
  });
  test('stays infinite', () => {
    expect(sumFloats([Number.MAX_VALUE, Number.MAX_VALUE, 1])).toBe(Number.POSITIVE_INFINITY);
  });
});
