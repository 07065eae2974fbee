/**
 * The index of fact keys, beside a Map.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { Key } from '../src/hierarchy.ts';
import { KeyIndex } from '../src/key-index.ts';

/** Few keys, so that they come again; some far apart, some of one place in a small table. */
const key: fc.Arbitrary<Key> = fc.oneof(
  fc.integer({ min: -3, max: 12 }),
  fc.integer({ min: 0, max: 6 }).map((times) => times * 2 ** 33),
  fc.constantFrom<Key>('a', '1', true, 0.5, Number.MAX_SAFE_INTEGER),
);

const step = fc.oneof(
  fc.record({ key, row: fc.nat(1000) }),
  fc.record({ key, row: fc.constant(undefined) }),
);

describe('rows by key', () => {
  test.prop([fc.array(step, { maxLength: 300 })])(
    'property: are those of a Map, whatever comes and goes',
    (steps) => {
      const index = new KeyIndex();
      const map = new Map<Key, number>();
      for (const { key: of, row } of steps) {
        if (row === undefined) {
          index.delete(of);
          map.delete(of);
        } else {
          index.set(of, row);
          map.set(of, row);
        }
      }
      expect(new Map(index)).toEqual(map);
      for (const { key: of } of steps) {
        expect(index.get(of)).toBe(map.get(of));
        expect(index.has(of)).toBe(map.has(of));
      }
    },
  );

  test.prop([fc.array(fc.nat(9000), { minLength: 3000, maxLength: 4000 })], { numRuns: 5 })(
    'property: are found after the table has grown and half of them have gone',
    (keys) => {
      const index = new KeyIndex();
      for (const [row, of] of keys.entries()) index.set(of, row);
      const map = new Map(keys.map((of, row) => [of, row]));
      for (const of of keys.filter((one) => one % 2 === 0)) {
        index.delete(of);
        map.delete(of);
      }
      expect(new Map(index)).toEqual(map);
    },
  );
});
