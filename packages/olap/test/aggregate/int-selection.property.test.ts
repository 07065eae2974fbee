/**
 * Ranks of whole numbers by counting, beside sorting; and lists of values of either width.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { selectInts } from '../../src/aggregate/int-selection.ts';
import { continuousPercentile, discretePercentile } from '../../src/aggregate/quantile.ts';
import { moveToRun, openBlock } from '../../src/row-block.ts';
import { ValueLists } from '../../src/states/value-list.ts';
import { pushValues, valueColumn } from '../../src/value-column.ts';

const int = fc.oneof(
  fc.integer({ min: -(2 ** 31) + 1, max: 2 ** 31 - 1 }),
  fc.integer({ min: 0, max: 5 }),
  fc.integer({ min: 1_000_000, max: 1_005_000 }),
  fc.constantFrom(-(2 ** 31) + 1, 2 ** 31 - 1),
);
const ints = fc.array(int, { minLength: 1, maxLength: 60 });

describe('selectInts', () => {
  test.prop([ints])('property: every rank has the value that sorting gives it', (given) => {
    const values = Int32Array.from(given);
    const sorted = values.toSorted();
    for (const [rank, value] of sorted.entries()) {
      expect(selectInts(values, rank)).toEqual({ value, next: sorted[rank + 1] ?? value });
    }
    expect([...values]).toEqual(given);
  });

  test.prop([ints, fc.constantFrom('0', '0.25', '0.5', '0.9', '1')])(
    'property: percentiles of whole numbers are those of the same doubles',
    (given, p) => {
      const [values, doubles] = [Int32Array.from(given), Float64Array.from(given)];
      expect(continuousPercentile(values, p)).toEqual(continuousPercentile(doubles, p));
      expect(discretePercentile(values, p)).toBe(discretePercentile(doubles, p));
    },
  );
});

const SLOTS = 3;
const cell = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constant(Number.NaN));
const large = fc.constantFrom(2 ** 31, -(2 ** 40));
const rowsOf = (value: fc.Arbitrary<number>) =>
  fc.array(fc.record({ slot: fc.nat(SLOTS - 1), value }), { maxLength: 12 });

describe('ValueLists', () => {
  test.prop([rowsOf(cell), rowsOf(fc.oneof(cell, large))])(
    'property: a slot has its values, also when the column becomes wide on the way',
    (some, more) => {
      const column = valueColumn('amount', 0);
      const [direct, merged] = [new ValueLists(column), new ValueLists(column)];
      const block = openBlock();
      for (const list of [direct, merged]) list.reserve(SLOTS);
      for (const rows of [some, more]) {
        moveToRun(block, column.length, rows.length);
        pushValues(
          column,
          Float64Array.from(rows, ({ value }) => value),
        );
        const slots = Int32Array.from(rows, ({ slot }) => slot);
        direct.add(block, slots);
        const part = new ValueLists(column);
        part.reserve(SLOTS);
        part.add(block, slots);
        merged.merge(part, { cells: null, start: 0, count: SLOTS }, Int32Array.of(0, 1, 2));
        direct.at(0);
      }
      for (let slot = 0; slot < SLOTS; slot++) {
        const expected = [...some, ...more]
          .filter((row) => row.slot === slot && !Number.isNaN(row.value))
          .map(({ value }) => value)
          .sort((a, b) => a - b);
        expect(Array.from(direct.at(slot)).sort((a, b) => a - b)).toEqual(expected);
        expect(Array.from(merged.at(slot)).sort((a, b) => a - b)).toEqual(expected);
      }
    },
  );
});
