/**
 * Slots of rows by their codes, beside a sum of look-ups a row.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { type MappedCodes, sumSlots } from '../src/slot-map.ts';

const ROWS = 17;

/** Codes of each width, and a map as long as a block or longer now and then. */
const column = fc
  .constantFrom<[(codes: number[]) => MappedCodes['array'], number]>(
    [(codes) => Uint8Array.from(codes), 256],
    [(codes) => Uint16Array.from(codes), 300],
    [(codes) => Uint16Array.from(codes), 5000],
    [(codes) => Int32Array.from(codes), 70_000],
  )
  .chain(([arrayOf, radix]) =>
    fc.record({
      array: fc.array(fc.nat(radix - 1), { minLength: ROWS + 3, maxLength: ROWS + 3 }).map(arrayOf),
      offset: fc.nat(3),
      map: fc.integer({ min: 1, max: 9 }).map((times) => {
        return Int32Array.from({ length: radix }, (_, code) => code * times);
      }),
    }),
  );

describe('sumSlots', () => {
  test.prop([fc.array(column, { maxLength: 4 }), fc.nat(ROWS)])(
    'property: a slot is the sum of what the maps say of the codes of its row',
    (columns, count) => {
      const slots = new Int32Array(ROWS).fill(-1);
      sumSlots(slots, columns, count);
      const expected = Array.from({ length: ROWS }, (_, row) =>
        row < count
          ? columns.reduce((sum, { array, offset, map }) => sum + map[array[offset + row]!]!, 0)
          : -1,
      );
      expect([...slots]).toEqual(expected);
    },
  );
});
