import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { editDistance } from '../src/edit-distance.ts';

describe('editDistance', () => {
  test.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['quantty', 'quantity', 1],
    ['flaw', 'lawn', 2],
    ['ab', 'ba', 2],
  ])('from %j to %j there are %d edits', (from, to, edits) => {
    expect(editDistance(from, to)).toBe(edits);
    expect(editDistance(to, from)).toBe(edits);
  });

  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
  property.prop([word, word, word])('property: it is a distance', (a, b, c) => {
    expect(editDistance(a, b) === 0).toBe(a === b);
    expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
    expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
  });
});
