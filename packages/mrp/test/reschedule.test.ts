/**
 * Open orders that are moved in to earlier needs: whole orders, the earliest first.
 */
import { describe, expect, test } from 'vitest';
import { moveReceiptsIn } from '../src/reschedule.ts';
import { gridRow, gridRows } from './grid-rows.ts';

/** Expects the last row of a grid: receipts after the move, for orders on their days up to a horizon. */
function expectMoved(onHand: number, horizon: number, text: string): void {
  const rows = gridRows(text);
  const receipts = Float64Array.from(gridRow(rows, 'as dated'));
  const row = {
    gross: Float64Array.from(gridRow(rows, 'gross')),
    receipts: receipts.slice(),
    required: Float64Array.from(rows['required'] ?? receipts.map(() => 0)),
    marked: new Uint8Array(receipts.length),
    first: 0,
    last: receipts.length - 1,
    rebuild: -1,
  };
  const movable = Array.from(receipts, (quantity, cell) => ({ cell, quantity, row: cell })).filter(
    ({ quantity, cell }) => quantity > 0 && cell <= horizon,
  );
  moveReceiptsIn(row, onHand, movable);
  expect(Array.from(row.receipts)).toEqual(gridRow(rows, 'as moved'));
}

describe('moveReceiptsIn', () => {
  test('an order comes in as a whole to the first day that is short', () =>
    expectMoved(
      2,
      9,
      `
      gross      .   8   .   .   6   .
      as dated   .   .   10  .   5   7
      as moved   .   10  .   .   5   7
    `,
    ));

  test('several orders come in to one need, the earliest first', () =>
    expectMoved(
      0,
      9,
      `
      gross      .   12  .   .   .   .
      as dated   .   .   5   .   5   5
      as moved   .   15  .   .   .   .
    `,
    ));

  test('what lies beyond the horizon stays; a need that stays short is left to planning', () =>
    expectMoved(
      0,
      3,
      `
      gross      .   12  .   .   .   6
      as dated   .   .   5   .   5   .
      as moved   .   5   .   .   5   .
    `,
    ));

  test('a required stock is a reason too', () =>
    expectMoved(
      6,
      9,
      `
      gross      .   2   .   .
      required   5   5   5   5
      as dated   .   .   .   4
      as moved   .   4   .   .
    `,
    ));

  test('orders that fit stay where they are', () =>
    expectMoved(
      0,
      9,
      `
      gross      .   5   .   7
      as dated   .   5   .   7
      as moved   .   5   .   7
    `,
    ));
});
