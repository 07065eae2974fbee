/**
 * Forecast consumption as grids: months of 30 days, each order due on the 20th of its month.
 */
import { createCalendar, day } from '@kontor/kernel';
import {
  consumeForecast,
  consumptionModes,
  type ForecastConsumption,
  type ForecastConsumptionInput,
  MrpError,
} from '@kontor/mrp';
import { describe, expect, test } from 'vitest';
import { gridRow, gridRows } from '../grid-rows.ts';

type Terms = Omit<ForecastConsumptionInput, 'periods' | 'orders'>;

const MONTH = 30;

/** Consumes the grid's orders and expects its rows `net` and, where there is one, `rest`. */
function expectNet(terms: Terms, text: string): void {
  const rows = gridRows(text);
  const found = consumeForecast({
    ...terms,
    periods: gridRow(rows, 'forecast').map((quantity, at) => ({
      from: at * MONTH,
      until: (at + 1) * MONTH,
      quantity,
    })),
    orders: gridRow(rows, 'orders').flatMap((quantity, at) =>
      quantity === 0 ? [] : { id: `so-${at + 1}`, due: at * MONTH + 19, quantity },
    ),
  });
  expect(found.net).toEqual(gridRow(rows, 'net'));
  const rests = new Map(found.orders.map(({ id, rest }) => [id, rest]));
  rows['rest']?.forEach((rest, at) => expect(rests.get(`so-${at + 1}`) ?? 0).toBe(rest));
}

describe('consumeForecast', () => {
  test('without a window an order consumes the forecast of its own month', () =>
    expectNet(
      {},
      `
      month       1    2    3    4
      forecast  350  350  350  350
      orders    300  500  280    .
      net        50    0   70  350
      rest        .  150    .    .
    `,
    ));

  test('a surplus looks back first, then forward', () =>
    expectNet(
      { backwardDays: 30, forwardDays: 30 },
      `
      month       1    2    3    4
      forecast  350  350  350  350
      orders    300  500  280    .
      net         0    0    0  320
      rest        .    .    .    .
    `,
    ));

  test('forward first leaves the month before alone when the month after has enough', () =>
    expectNet(
      { mode: 'forwardThenBackward', backwardDays: 30, forwardDays: 30 },
      `
      month       1    2    3    4
      forecast  350  350  350  350
      orders      .  500    .    .
      net       350    0  200  350
    `,
    ));

  test('one way only, what that way has not got stays a rest', () => {
    const grid = (net: string, rest: string): string => `
      month       1    2    3
      forecast  100  100  100
      orders      .  250    .
      net       ${net}
      rest        .  ${rest}  .
    `;
    const reach = { backwardDays: 30, forwardDays: 30 };
    expectNet({ ...reach, mode: 'backwardOnly' }, grid('0  0  100', '50'));
    expectNet({ ...reach, mode: 'forwardOnly' }, grid('100  0  0', '50'));
    expectNet({ ...reach, mode: 'backwardThenForward' }, grid('0  0  50', '0'));
    expectNet({ ...reach, mode: 'forwardThenBackward' }, grid('50  0  0', '0'));
  });

  test('the nearest period goes first on either side', () =>
    expectNet(
      { backwardDays: 90, forwardDays: 90 },
      `
      month      1    2    3    4    5
      forecast  10   10   10   10   10
      orders     .    .   35    .    .
      net        0    0    0    5   10
    `,
    ));

  test('a period is within reach from its last day on, and up to its first', () => {
    const periods = [
      { from: 0, until: 10, quantity: 5 },
      { from: 10, until: 20, quantity: 0 },
      { from: 20, until: 30, quantity: 5 },
    ];
    const net = (backwardDays: number, forwardDays: number): readonly number[] => {
      const orders = [{ id: 'a', due: 15, quantity: 20 }];
      return consumeForecast({ periods, orders, backwardDays, forwardDays }).net;
    };
    expect(net(5, 4)).toEqual([5, 0, 5]);
    expect(net(6, 4)).toEqual([0, 0, 5]);
    expect(net(5, 5)).toEqual([5, 0, 0]);
  });

  test('orders go by due day, then by id, and each says what it took', () => {
    const periods = [{ from: 0, until: 30, quantity: 10 }];
    const { orders } = consumeForecast({
      periods,
      orders: [
        { id: 'late', due: 9, quantity: 5 },
        { id: 'b', due: 4, quantity: 4 },
        { id: 'a', due: 4, quantity: 4 },
      ],
    });
    expect(orders).toEqual([
      { id: 'a', row: 2, shares: taken(4), rest: 0 },
      { id: 'b', row: 1, shares: taken(4), rest: 0 },
      { id: 'late', row: 0, shares: taken(2), rest: 3 },
    ]);
  });

  test('two lines of one order on one day go as they are given', () => {
    const orders = [order(3, 4), order(3, 4)];
    const found = consumeForecast({ periods: [span(0, 9)], orders }).orders;
    expect(found.map(({ row, rest }) => [row, rest])).toEqual([
      [0, 0],
      [1, 3],
    ]);
  });

  test('an order in a gap between periods, before or after all, reaches them by its window', () => {
    const periods = [
      { from: 20, until: 30, quantity: 5 },
      { from: 0, until: 10, quantity: 5 },
    ];
    const netAt = (due: number): readonly number[] =>
      consumeForecast({
        periods,
        orders: [{ id: 'a', due, quantity: 1 }],
        backwardDays: 8,
        forwardDays: 8,
      }).net;
    expect(netAt(15)).toEqual([5, 4]);
    expect(netAt(18)).toEqual([4, 5]);
    expect(netAt(-8)).toEqual([5, 4]);
    expect(netAt(-9)).toEqual([5, 5]);
    expect(netAt(37)).toEqual([4, 5]);
    expect(netAt(38)).toEqual([5, 5]);
  });

  test('with a calendar the window counts working days', () => {
    const monday = day('2026-01-05');
    const input = {
      periods: [
        { from: monday, until: monday + 7, quantity: 50 },
        { from: monday + 7, until: monday + 14, quantity: 50 },
      ],
      // A Friday: the next day is Saturday of the same week, the next working day Monday.
      orders: [{ id: 'a', due: day('2026-01-09'), quantity: 60 }],
      forwardDays: 1,
    };
    const fiveDays = { 'mon-fri': ['06:00-14:00'] };
    const calendar = createCalendar({ week: fiveDays });
    const feast = createCalendar({
      week: fiveDays,
      exceptions: [{ day: '2026-01-10', minutes: 60 }],
    });
    expect(consumeForecast(input).net).toEqual([0, 50]);
    expect(consumeForecast({ ...input, calendar }).net).toEqual([0, 40]);
    expect(consumeForecast({ ...input, calendar: feast }).net).toEqual([0, 50]);
    expect(consumeForecast({ ...input, calendar: feast, forwardDays: 2 }).net).toEqual([0, 40]);
  });

  test.each([
    ['periods.1.until', { periods: [span(0, 9), span(9, 9)] }],
    ['periods.0.from', { periods: [span(8, 20), span(0, 9)] }],
    ['periods.0.from', { periods: [span(0.5, 9)] }],
    ['periods.0.quantity', { periods: [{ ...span(0, 9), quantity: -1 }] }],
    ['orders.1.quantity', { orders: [order(1, 1), order(1, 0.5)] }],
    ['orders.1.quantity', { orders: [order(1, 2 ** 53 - 1), order(1, 1)] }],
    ['orders.0.due', { orders: [order(Number.NaN, 1)] }],
    ['backwardDays', { backwardDays: -1 }],
    ['forwardDays', { forwardDays: 1.5 }],
    ['mode', { mode: 'sideways' as (typeof consumptionModes)[number] }],
  ])('%s at fault is refused by its place', (path, fault) => {
    const consume = (): unknown =>
      consumeForecast({ periods: [span(0, 9)], orders: [order(3, 1)], ...fault });
    expect(consume).toThrow(`${path} is`);
    expect(codeOf(consume)).toBe('MRP_BAD_FIGURE');
  });
});

/** The share of an order that takes from the first period only. */
function taken(quantity: number): ForecastConsumption['orders'][0]['shares'] {
  return [{ period: 0, quantity }];
}

function span(from: number, until: number): { from: number; until: number; quantity: number } {
  return { from, until, quantity: 5 };
}

function order(due: number, quantity: number): { id: string; due: number; quantity: number } {
  return { id: 'so', due, quantity };
}

function codeOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return MrpError.is(error) ? error.code : undefined;
  }
}
