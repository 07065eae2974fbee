/**
 * Which need a supply answers first, as grids.
 */
import { matchReceipts, MrpError } from '@kontor/mrp';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gridRow, gridRows } from '../grid-rows.ts';
import { slowMatch } from '../oracle/slow-match.ts';

/** Matches a grid and expects its rows `first` (0 = serves nothing) and `matched`. */
function expectMatch(onHand: number, text: string): void {
  const rows = gridRows(text);
  const required = rows['required'];
  const found = matchReceipts({
    onHand,
    needs: gridRow(rows, 'day').map((day, at) => ({
      day,
      quantity: gridRow(rows, 'need')[at]!,
      required: required?.[at],
    })),
    supplies: gridRow(rows, 'supply'),
  });
  expect(found.map(({ first }) => first ?? 0)).toEqual(gridRow(rows, 'first'));
  expect(found.map(({ matched }) => matched)).toEqual(gridRow(rows, 'matched'));
}

describe('matchReceipts', () => {
  test('stock first, then supplies as they stand (m47)', () =>
    expectMatch(
      12,
      `
      day       3   8  15  22
      need     10  20  18   6
      supply   25  15  20  10
      first     8  15  22   .
      matched  25  15   2   .
      `,
    ));

  test('what only rebuilds a safety stock is needed, on the day it lacks', () =>
    expectMatch(
      12,
      `
      day       8  30
      need      5  20
      required   10  10
      supply   20  20
      first     8  30
      matched  20   3
      `,
    ));

  test('stock that need not be kept any longer serves later needs', () =>
    expectMatch(
      0,
      `
      day       5  10
      need      .  10
      required   10   .
      supply   10  10
      first     5   .
      matched  10   .
      `,
    ));

  test('what is short stays short', () =>
    expectMatch(
      0,
      `
      day       5
      need     10
      supply    4
      first     5
      matched   4
      `,
    ));

  test('refuses days that fall', () => {
    const needs = [
      { day: 3, quantity: 1 },
      { day: 2, quantity: 1 },
    ];
    try {
      matchReceipts({ onHand: 0, needs, supplies: [] });
      expect.unreachable();
    } catch (error) {
      expect(MrpError.is(error, 'MRP_BAD_FIGURE')).toBe(true);
    }
  });

  test('property: the same as unit by unit', () => {
    const quantity = fc.integer({ min: 0, max: 12 });
    const need = fc.record({ day: fc.integer({ min: 0, max: 30 }), quantity, required: quantity });
    fc.assert(
      fc.property(quantity, fc.array(need), fc.array(quantity), (onHand, unsorted, supplies) => {
        const needs = unsorted.toSorted((a, b) => a.day - b.day);
        const input = { onHand, needs, supplies };
        expect(matchReceipts(input)).toEqual(slowMatch(input));
      }),
    );
  });
});
