/**
 * Available-to-promise as grids: a column is a week, the first one from now on.
 */
import { availableToPromise, MrpError } from '@kontor/mrp';
import { describe, expect, test } from 'vitest';
import { gridRow, gridRows } from './grid-rows.ts';

/** Expects the rows `available` and `cumulative` of what stock, schedule and orders leave. */
function expectPromise(onHand: number, text: string): void {
  const rows = gridRows(text);
  const found = availableToPromise({
    onHand,
    schedule: gridRow(rows, 'schedule'),
    orders: gridRow(rows, 'orders'),
  });
  expect(found.discrete).toEqual(gridRow(rows, 'available'));
  expect(found.cumulative).toEqual(gridRow(rows, 'cumulative'));
}

describe('availableToPromise', () => {
  test('a receipt promises what the orders until the next receipt leave of it', () =>
    expectPromise(
      40,
      `
      week         1    2    3    4    5    6
      schedule     .   60    .    .   60    .
      orders      10   20   15   10   25    5
      available   30   15    .    .   30    .
      cumulative  30   45   45   45   75   75
    `,
    ));

  test('what a receipt lacks comes from earlier ones, the nearest first', () =>
    expectPromise(
      40,
      `
      week         1    2    3    4    5    6
      schedule     .   60    .    .   60    .
      orders      10   20   15   10   70    5
      available   30    .    .    .    .    .
      cumulative  30   30   30   30   30   30
    `,
    ));

  test('looking back goes on to the next earlier receipt when the nearest has given all', () =>
    expectPromise(
      5,
      `
      week         1    2    3    4
      schedule     .   10   10   10
      orders       .    8    4   22
      available    1    .    .    .
      cumulative   1    1    1    1
    `,
    ));

  test('a receipt never helps out an earlier week: what is over-promised stays below 0', () =>
    expectPromise(
      4,
      `
      week         1    2    3    4
      schedule     .   10    .   50
      orders       1    2   20    .
      available    .   -9    .   50
      cumulative   .   -9   -9   41
    `,
    ));

  test('a receipt of the first week adds to the stock', () =>
    expectPromise(
      5,
      `
      week         1    2
      schedule    10    .
      orders       3    4
      available    8    .
      cumulative   8    8
    `,
    ));

  test('stock below 0 is promised already', () =>
    expectPromise(
      -6,
      `
      week         1    2
      schedule     4    9
      orders       .    .
      available   -2    9
      cumulative  -2    7
    `,
    ));

  test('without a bucket there is nothing to promise', () => {
    const found = availableToPromise({ onHand: 5, schedule: [], orders: [] });
    expect(found).toEqual({ discrete: [], cumulative: [] });
  });

  test.each([
    ['onHand', { onHand: 0.5 }],
    ['schedule.1', { schedule: [0, -1] }],
    ['schedule.1', { schedule: [2 ** 53 - 1, 1] }],
    ['schedule.0', { onHand: 2 ** 53 - 1, schedule: [1, 0] }],
    ['orders.0', { orders: [Number.NaN, 0] }],
    ['orders.length', { orders: [1] }],
  ])('%s at fault is refused by its place', (path, fault) => {
    try {
      availableToPromise({ onHand: 0, schedule: [0, 0], orders: [0, 0], ...fault });
      expect.unreachable('the fault was taken');
    } catch (error) {
      expect(MrpError.is(error, 'MRP_BAD_FIGURE') && error.details.path).toBe(path);
    }
  });
});
