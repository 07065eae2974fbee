/**
 * Values of chosen cells, beside a look-up a cell.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { pickDoubles } from '../../src/states/pick-doubles.ts';

const values = Float64Array.from({ length: 12 }, (_, cell) => cell * 1.5 + 7);

/** Cells in any order, and now and then all of them up to one. */
const chosen = fc.oneof(
  fc.array(fc.nat(values.length - 1), { maxLength: 12 }),
  fc.nat(values.length).map((count) => [...Array(count).keys()]),
);

describe('pickDoubles', () => {
  test.prop([chosen])('property: gives the value of each cell, in an array of its own', (cells) => {
    const picked = pickDoubles(values, Int32Array.from(cells));
    expect([...picked]).toEqual(cells.map((cell) => values[cell]));
    picked.fill(0);
    expect(values[1]).toBe(8.5);
  });
});
