/**
 * Rows parted and numbered, beside a sorted set of their keys.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { carry, numberParts, PARTED_CELLS_MAX, partitionKeys } from '../src/partition.ts';

/** Keys below limits of one part, of a few, and of more possible cells than parts of 2^16 hold. */
const keyed = fc.constantFrom(7, 2 ** 16, 2 ** 18 + 1, PARTED_CELLS_MAX).chain((limit) =>
  fc.record({
    limit: fc.constant(limit),
    keys: fc.array(fc.nat(limit - 1), { maxLength: 60 }),
  }),
);

describe('a partition', () => {
  test.prop([keyed], { numRuns: 30 })(
    'property: has each row at a place of its own, in parts of rising numbers',
    ({ keys, limit }) => {
      const { starts, places, keys: parted, bits } = partitionKeys(Int32Array.from(keys), limit);
      expect([...places].sort((a, b) => a - b)).toEqual([...keys.keys()]);
      expect(keys.map((_, row) => parted[places[row]!])).toEqual(keys);
      const partOf = (key: number): number => Math.floor(key / 2 ** bits);
      for (let part = 0; part + 1 < starts.length; part++) {
        for (let place = starts[part]!; place < starts[part + 1]!; place++) {
          expect(partOf(parted[place]!)).toBe(part);
        }
      }
      const values = Int32Array.from(keys, (_, row) => row * 10);
      const carried = carry(values, null, places);
      expect(keys.map((_, row) => carried[places[row]!])).toEqual([...values]);
    },
  );

  test.prop([keyed], { numRuns: 30 })(
    'property: numbers its cells as a sorted set of the keys does',
    ({ keys, limit }) => {
      const partition = partitionKeys(Int32Array.from(keys), limit);
      const { slots, cellStarts, numbers } = numberParts(partition);
      const sorted = [...new Set(keys)].sort((a, b) => a - b);
      expect([...numbers]).toEqual(sorted);
      for (const [row, key] of keys.entries()) {
        const part = Math.floor(key / 2 ** partition.bits);
        const slot = slots[partition.places[row]!]!;
        expect(cellStarts[part]! + slot).toBe(sorted.indexOf(key));
      }
    },
  );
});
