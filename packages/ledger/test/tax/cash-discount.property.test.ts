/**
 * Cash discounts: net and tax are the whole of it, whatever was invoiced.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitCashDiscount } from '../../src/tax/cash-discount.ts';

/** Cents of a text with two decimals; nothing else is shown. */
function cents(text: string): bigint {
  expect(text).toMatch(/^-?\d+\.\d\d$/);
  return BigInt(text.replace('.', ''));
}

const sum = (texts: readonly string[]): bigint =>
  texts.reduce((total, text) => total + cents(text), 0n);

describe('splitCashDiscount', () => {
  const parts = fc.array(
    fc.record({
      rate: fc.integer({ min: -5, max: 30 }),
      gross: fc.integer({ min: 1, max: 99_999 }).map((minor) => (minor / 100).toFixed(2)),
    }),
    { minLength: 1, maxLength: 4 },
  );

  test('property: net + tax is the discount, at each rate too, and turns with its sign', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 9999 }), (rates, minor) => {
        const split = (sign: number): bigint[] => {
          const amount = ((sign * minor) / 100).toFixed(2);
          const found = splitCashDiscount({ currency: 'EUR', amount, rates });
          expect(cents(found.net) + cents(found.tax)).toBe(BigInt(sign * minor));
          expect(sum(found.byRate.map((part) => part.amount))).toBe(BigInt(sign * minor));
          expect(sum(found.byRate.map((part) => part.tax))).toBe(cents(found.tax));
          return found.byRate.flatMap((part) => [cents(part.net), cents(part.tax)]);
        };
        expect(split(-1)).toEqual(split(1).map((part) => -part));
      }),
      { numRuns: 200 },
    );
  });
});
