/**
 * Laws of what can be promised, and the rule against its slow twin with every piece in hand.
 */
import { availableToPromise, type PromiseRow } from '@kontor/mrp';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { slowPromise } from './oracle/slow-promise.ts';

const cells = fc.record({
  receipt: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.nat(25)),
  ordered: fc.nat(14),
});

const row: fc.Arbitrary<PromiseRow> = fc
  .record({
    onHand: fc.integer({ min: -6, max: 30 }),
    buckets: fc.array(cells, { minLength: 1, maxLength: 12 }),
  })
  .map(({ onHand, buckets }) => ({
    onHand,
    schedule: buckets.map(({ receipt }) => receipt),
    orders: buckets.map(({ ordered }) => ordered),
  }));

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

const withOrder = (input: PromiseRow, bucket: number, quantity: number): PromiseRow => ({
  ...input,
  orders: input.orders.map((ordered, at) => (at === bucket ? ordered + quantity : ordered)),
});

const isKept = (input: PromiseRow): boolean =>
  availableToPromise(input).discrete.every((quantity) => quantity >= 0);

describe('availableToPromise', () => {
  test('property: it is what lies there when every ordered piece is set aside', () => {
    fc.assert(
      fc.property(row, (input) => {
        expect(availableToPromise(input).discrete).toEqual(slowPromise(input));
      }),
      { numRuns: 1000 },
    );
  });

  test('property: all that can be promised is all supply less all orders', () => {
    fc.assert(
      fc.property(row, (input) => {
        const { discrete, cumulative } = availableToPromise(input);
        expect(sum(discrete)).toBe(input.onHand + sum(input.schedule) - sum(input.orders));
        expect(cumulative.at(-1)).toBe(sum(discrete));
      }),
    );
  });

  test('property: what can be promised by a week can be kept, and one more could not', () => {
    fc.assert(
      fc.property(row, fc.nat(), (input, pick) => {
        fc.pre(isKept(input));
        const bucket = pick % input.schedule.length;
        const quantity = availableToPromise(input).cumulative[bucket]!;
        expect(isKept(withOrder(input, bucket, quantity))).toBe(true);
        expect(isKept(withOrder(input, bucket, quantity + 1))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
