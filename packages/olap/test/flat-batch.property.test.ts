/**
 * Leaves of a dimension of one level, beside members that are looked up a row at a time.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { openFlatBatch } from '../src/dimension/flat-batch.ts';
import {
  addHierarchy,
  addLeaf,
  internMember,
  type Level,
  openDimension,
} from '../src/hierarchy.ts';

const key = fc.oneof(
  fc.integer({ min: -2, max: 5 }),
  fc.integer({ min: 4090, max: 4100 }),
  fc.constantFrom<unknown>('a', '1', null, true, -0, 1.5, 2 ** 40, undefined, 7n, '7'),
);
const batches = fc.array(fc.array(key, { maxLength: 12 }), { maxLength: 4 });

function openLevel(): Level {
  const [level] = addHierarchy(openDimension('shop', 'levels'), 'shop', [{ name: 'key' }]).levels;
  return level!;
}

/** The key that a value is, as its docstring has it. */
function keyOf(value: unknown): string | number | boolean | null {
  if (typeof value === 'number') return value + 0;
  return typeof value === 'bigint' ? String(value) : ((value ?? null) as string | boolean | null);
}

describe('openFlatBatch', () => {
  test.prop([batches])('property: each row gets the leaf of its key, in whatever batch', (all) => {
    const [level, slow] = [openLevel(), openLevel()];
    for (const rows of all) {
      const batch = openFlatBatch(level, (row) => row, rows);
      const half = rows.length >> 1;
      batch.read(0, half);
      batch.read(half, rows.length);
      expect(level.keys).toEqual(slow.keys);
      const expected = rows.map((row) => {
        const member = internMember(slow, -1, keyOf(row));
        return member < slow.dimension.leafCount
          ? member
          : addLeaf(slow.dimension, [slow], [member]);
      });
      expect(rows.map((_, row) => batch.leafAt(row))).toEqual(expected);
      expect([...batch.leaves!()]).toEqual(expected);
      expect(level.keys).toEqual(slow.keys);
      expect(level.dimension.leafCount).toBe(slow.dimension.leafCount);
    }
  });

  test('rows without a key are told, and a batch that is not kept makes nothing', () => {
    const level = openLevel();
    const batch = openFlatBatch(level, (row) => row, [1, Number.NaN, {}, 'x']);
    batch.read(0, 4);
    expect([...batch.faults.keys()]).toEqual([1, 2]);
    expect(batch.faults.get(1)!.message).toBe('NaN is no key: give text, a number or null.');
    expect(level.keys).toEqual([]);
  });
});
