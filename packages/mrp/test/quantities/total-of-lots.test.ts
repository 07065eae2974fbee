/**
 * The sum of lots without the lots: the same as adding them up.
 */
import { lotsFor } from '@kontor/mrp';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isWholeMultiple,
  lotTerms,
  totalOfLots,
  totalOfLotsExactly,
} from '../../src/quantities/total-of-lots.ts';

const rules = fc
  .tuple(fc.nat(40), fc.nat(12), fc.option(fc.nat(30)))
  .map(([min, multiple, room]) => ({
    min,
    multiple,
    max: room === null ? 0 : Math.max(1, min, multiple) + room,
  }));

const sum = (lots: readonly number[]): number => lots.reduce((all, lot) => all + lot, 0);

describe('totalOfLots', { timeout: 60_000 }, () => {
  test('property: it is the sum of all lots', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), rules, (net, { min, multiple, max }) => {
        const terms = lotTerms(min, multiple, max);
        const total = sum(lotsFor(net, { min, multiple, max }));
        expect(totalOfLots(net, terms)).toBe(total);
        expect(totalOfLotsExactly(BigInt(net), terms)).toBe(BigInt(total));
        if (isWholeMultiple(terms)) {
          expect(total).toBe(Math.ceil(net / Math.max(multiple, 1)) * Math.max(multiple, 1));
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('property: near 2^53, where quotients are rounded, it is still exact', () => {
    const large = fc.integer({ min: 2 ** 52, max: 2 ** 53 - 2 ** 30 });
    fc.assert(
      fc.property(large, fc.integer({ min: 1, max: 2 ** 29 }), fc.boolean(), (net, lot, isMax) => {
        const terms = isMax ? lotTerms(0, 0, lot) : lotTerms(0, lot, 0);
        expect(BigInt(totalOfLots(net, terms))).toBe(totalOfLotsExactly(BigInt(net), terms));
      }),
      { numRuns: 1000 },
    );
  });
});
