/**
 * Totals over parts of both signs: a table, the laws, and the slow twin.
 */
import { allocateSigned, type Ratio, ratio } from '@kontor/kernel';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { slowShares } from './oracle/slow-tax.ts';

const hundredths = (parts: readonly number[]): Ratio[] => parts.map((part) => ratio(`${part}/100`));

describe('allocateSigned', () => {
  test.each([
    // total · parts in hundredths · shares
    [80, [627, 627, 627, 1995, 4085], [7, 6, 6, 20, 41]],
    [-80, [-627, -627, -627, -1995, -4085], [-7, -6, -6, -20, -41]],
    [23, [627, 1995, -313], [6, 20, -3]],
    [0, [10040, -10000], [100, -100]],
    [1, [10060, -10000], [101, -100]],
    [0, [50, -50], [0, 0]],
    [1, [150, -50], [1, 0]],
    [-1, [-150, 50], [-1, 0]],
    [2, [50, 50, 0, 100, -25], [1, 0, 0, 1, 0]],
    [0, [0, 0], [0, 0]],
    [0, [], []],
    // More is missing than there are fractions, which rounding alone cannot do.
    [4, [100, -100], [3, 1]],
    [-4, [100, -100, 0], [-1, -3, 0]],
  ])('%i over %j is %j', (total, parts, shares) => {
    expect(allocateSigned(BigInt(total), hundredths(parts)).map(Number)).toEqual(shares);
  });

  test('something over nothing is refused', () => {
    expect(() => allocateSigned(1n, hundredths([0, 0]))).toThrow('no weights above zero');
  });

  const parts = fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 1, maxLength: 8 });
  /** The exact sum, rounded to one side or the other. */
  const rounded = fc.tuple(parts, fc.boolean()).map(([list, isUp]) => {
    const sum = list.reduce((total, part) => total + part, 0) / 100;
    return [BigInt(isUp ? Math.ceil(sum) : Math.floor(sum)), list] as const;
  });

  test('property: shares sum to the total, zero gets zero, and signs turn together', () => {
    fc.assert(
      fc.property(rounded, ([total, list]) => {
        fc.pre(total === 0n || list.some((part) => part !== 0));
        const shares = allocateSigned(total, hundredths(list));
        expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(total);
        list.forEach((part, at) => part === 0 && expect(shares[at]).toBe(0n));
        const turned = allocateSigned(-total, hundredths(list.map((part) => -part)));
        expect(turned).toEqual(shares.map((share) => -share));
      }),
      { numRuns: 300 },
    );
  });

  test('property: with both signs no share is a unit or more from its part', () => {
    fc.assert(
      fc.property(rounded, ([total, list]) => {
        fc.pre(list.some((part) => part > 0) && list.some((part) => part < 0));
        allocateSigned(total, hundredths(list)).forEach((share, at) => {
          expect(Math.abs(Number(share) * 100 - list[at]!)).toBeLessThan(100);
        });
      }),
      { numRuns: 300 },
    );
  });

  test('property: it hands out what the slow twin hands out unit by unit', () => {
    fc.assert(
      fc.property(rounded, ([total, list]) => {
        fc.pre(total === 0n || list.some((part) => part !== 0));
        const slow = slowShares(
          total,
          list.map((part) => ({ n: BigInt(part), d: 100n })),
        );
        expect(allocateSigned(total, hundredths(list))).toEqual(slow);
      }),
      { numRuns: 300 },
    );
  });
});
