/**
 * Largest remainder beside the long way, with totals and weights on both sides of 2^53.
 */
import { fc, test } from '@fast-check/vitest';
import { allocate } from '@kontor/kernel';
import { describe, expect } from 'vitest';

const numRuns = process.env['KONTOR_FULL'] === '1' ? 20_000 : 1000;

/** The method as it is written down: floors, then one unit each to the largest fractions. */
function slowly(total: bigint, weights: readonly bigint[]): bigint[] {
  if (total < 0n) return slowly(-total, weights).map((part) => -part);
  const sum = weights.reduce((all, weight) => all + weight, 0n);
  const parts = weights.map((weight) => (total * weight) / sum);
  let missing = total - parts.reduce((all, part) => all + part, 0n);
  const waiting = weights.map((weight, line) => ({ line, rest: (total * weight) % sum }));
  while (missing > 0n) {
    const next = waiting.reduce((most, one) => (one.rest > most.rest ? one : most));
    parts[next.line]! += 1n;
    next.rest = -1n;
    missing--;
  }
  return parts;
}

const upTo = (max: bigint) => fc.bigInt({ min: 0n, max });
const sizes = [3n, 10n ** 6n, 10n ** 9n, 10n ** 14n];
const weights = fc
  .oneof(...sizes.map((size) => fc.array(upTo(size), { minLength: 1, maxLength: 30 })))
  .filter((all) => all.some((weight) => weight > 0n));
const total = fc.oneof(fc.bigInt({ min: -20n, max: 20n }), fc.bigInt(-(10n ** 9n), 10n ** 12n));

describe('allocate', () => {
  test.prop([total, weights], { numRuns })(
    'property: largest remainder is the same at every size of the numbers',
    (whole, all) => {
      expect(allocate(whole, all)).toEqual(slowly(whole, all));
    },
  );
});
