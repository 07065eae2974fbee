import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstAbove, lastBelow, sortedCells } from '../src/sorted-cells.ts';

const anyCells = fc
  .array(fc.oneof(fc.integer({ min: -50, max: 50 }), fc.integer()), { maxLength: 60 })
  .map((list) => Float64Array.from(list).toSorted());

describe('firstAbove and lastBelow', () => {
  test('property: they find what a look at each cell finds, also off the range', () => {
    fc.assert(
      fc.property(anyCells, fc.nat(60), fc.integer({ min: -2, max: 2 }), (cells, at, aside) => {
        const value = (cells[at] ?? 0) + aside / 2;
        const sorted = sortedCells(cells);
        const above = cells.findIndex((cell) => cell > value);
        expect(firstAbove(sorted, value)).toBe(above < 0 ? cells.length : above);
        expect(lastBelow(sorted, value)).toBe(cells.findLastIndex((cell) => cell < value));
      }),
      { numRuns: 1000 },
    );
  });

  test('equal cells and no cells have their ends', () => {
    const same = sortedCells(Float64Array.of(7, 7, 7));
    expect([
      firstAbove(same, 6),
      firstAbove(same, 7),
      lastBelow(same, 7),
      lastBelow(same, 8),
    ]).toEqual([0, 3, -1, 2]);
    const none = sortedCells(new Float64Array(0));
    expect([firstAbove(none, 0), lastBelow(none, 0)]).toEqual([0, -1]);
  });
});
