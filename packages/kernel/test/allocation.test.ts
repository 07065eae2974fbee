import { type AllocationPolicy, allocate, type RatioInput } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';

describe('allocate', () => {
  test.each<[string, bigint, RatioInput[], AllocationPolicy, bigint[]]>([
    ['n7', 10000n, [1, 1, 1], 'largestRemainder', [3334n, 3333n, 3333n]],
    ['n8', 5n, [3, 7], 'largestRemainder', [2n, 3n]],
    ['n9', 100n, [50, 30, 20, 1], 'largestRemainder', [49n, 30n, 20n, 1n]],
    ['n10', 1n, [1, 1], 'largestRemainder', [1n, 0n]],
    ['l04', 10000n, [1, 1, 1], 'cumulative', [3333n, 3334n, 3333n]],
    ['l04', 100n, [2, 2, 3], 'largestRemainder', [29n, 28n, 43n]],
    ['l04', 100n, [2, 2, 3], 'remainderToFirst', [29n, 29n, 42n]],
    ['l04', 100n, [2, 2, 3], 'cumulative', [29n, 28n, 43n]],
    ['l04', 7n, [0, 1, 1], 'largestRemainder', [0n, 4n, 3n]],
    ['l04', 7n, [0, 1, 1], 'remainderToFirst', [0n, 4n, 3n]],
    ['l04', 1n, [1, 1, 1], 'largestRemainder', [1n, 0n, 0n]],
    ['l04', 1n, [1, 1, 1], 'cumulative', [0n, 1n, 0n]],
    ['weights are exact', 10n, ['0.1', '0.2', '1/3'], 'largestRemainder', [2n, 3n, 5n]],
    ['one line takes all', 7n, ['1/3'], 'largestRemainder', [7n]],
    ['nothing to share', 0n, [1, 2], 'largestRemainder', [0n, 0n]],
    ['nothing, by weights beyond all doubles', 0n, ['9e400', 1], 'largestRemainder', [0n, 0n]],
  ])(
    '%s: %s over %s by %s is %s, and its reversal mirrors it',
    (_, total, weights, policy, parts) => {
      expect(allocate(total, weights, policy)).toEqual(parts);
      expect(allocate(-total, weights, policy)).toEqual(parts.map((part) => -part));
    },
  );

  test.each<[string, RatioInput[]]>([
    ['no weights', []],
    ['only zeros', [0, '0.0']],
    ['one below zero', [1, -1, 5]],
  ])('refuses %s', (_, weights) => {
    expect(() => allocate(1n, weights)).toThrow(
      expect.objectContaining({ code: 'KERNEL_BAD_WEIGHTS' }),
    );
  });

  test('refuses a weight that is no number, and a policy that there is not', () => {
    expect(() => allocate(1n, ['1', 'x'])).toThrow(/weights\.1/);
    expect(() => allocate(1n, [1], 'fair' as AllocationPolicy)).toThrow(
      expect.objectContaining({ code: 'KERNEL_BAD_WEIGHTS' }),
    );
  });
});
