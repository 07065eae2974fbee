/**
 * Forecast spreading as grids: a column is a day, the first one Monday 5 January 2026.
 */
import { createCalendar, day } from '@kontor/kernel';
import { type ForecastSpreadInput, MrpError, spreadForecast } from '@kontor/mrp';
import { describe, expect, test } from 'vitest';
import { gridRow, gridRows } from '../grid-rows.ts';

const MONDAY = day('2026-01-05');
const fiveDays = createCalendar({ week: { 'mon-fri': ['08:00-16:00'] } });

/** Spreads weekly forecasts from the grid's first column on; `demand` has a cell for each day. */
function expectDemand(
  terms: Omit<ForecastSpreadInput, 'periods' | 'today'> & { readonly todayColumn?: number },
  weeks: readonly number[],
  text: string,
): void {
  const { todayColumn = 1, ...rest } = terms;
  const periods = weeks.map((quantity, week) => ({
    from: MONDAY + 7 * week,
    until: MONDAY + 7 * (week + 1),
    quantity,
  }));
  const wanted = gridRow(gridRows(text), 'demand');
  const found = wanted.map(() => 0);
  for (const row of spreadForecast({ ...rest, periods, today: MONDAY + todayColumn - 1 })) {
    found[row.day - MONDAY]! += row.quantity;
  }
  expect(found).toEqual(wanted);
}

describe('spreadForecast', () => {
  test('every day has an even part', () =>
    expectDemand(
      {},
      [70, 140],
      `
      day      1   2   3   4   5   6   7   8   9  10  11  12  13  14
      demand  10  10  10  10  10  10  10  20  20  20  20  20  20  20
    `,
    ));

  test('only working days have a part', () =>
    expectDemand(
      { calendar: fiveDays },
      [70, 140],
      `
      day      1   2   3   4   5   6   7   8   9  10  11  12  13  14
      demand  14  14  14  14  14   .   .  28  28  28  28  28   .   .
    `,
    ));

  test('the part before today is dropped, not moved', () =>
    expectDemand(
      { calendar: fiveDays, todayColumn: 4 },
      [70, 140],
      `
      day      1   2   3   4   5   6   7   8   9  10  11  12  13  14
      demand   .   .   .  14  14   .   .  28  28  28  28  28   .   .
    `,
    ));

  test('groups start at the first day left and end with their period', () =>
    expectDemand(
      { groupDays: 3, calendar: fiveDays, todayColumn: 2 },
      [70, 140],
      `
      day      1   2   3   4   5   6   7   8   9  10  11  12  13  14
      demand   .  42   .   .  14   .   .  84   .   .  56   .   .   .
    `,
    ));

  test('a group starts on a working day: today is Saturday, nothing of the week is left', () =>
    expectDemand(
      { groupDays: 5, calendar: fiveDays, todayColumn: 6 },
      [70, 140],
      `
      day      1   2   3   4   5   6   7   8   9  10  11  12  13  14
      demand   .   .   .   .   .   .   .  140  .   .   .   .   .   .
    `,
    ));

  test('what does not divide is dealt out over the days and lost nowhere', () =>
    expectDemand(
      {},
      [10, 3],
      `
      day      1   2   3   4   5   6   7   8   9  10  11  12  13  14
      demand   1   2   1   2   1   2   1   .   1   .   1   .   1   .
    `,
    ));

  test('a period without a working day keeps its quantity on its own days', () => {
    const weekend = { from: MONDAY + 5, until: MONDAY + 7, quantity: 8 };
    expect(spreadForecast({ periods: [weekend], today: MONDAY, calendar: fiveDays })).toEqual([
      { day: MONDAY + 5, quantity: 4, period: 0 },
      { day: MONDAY + 6, quantity: 4, period: 0 },
    ]);
  });

  test('the largest quantities are spread to the last step', () => {
    const quantity = Number.MAX_SAFE_INTEGER;
    const parts = spreadForecast({ periods: [{ from: 0, until: 365, quantity }], today: 0 });
    expect(parts.reduce((sum, part) => sum + BigInt(part.quantity), 0n)).toBe(BigInt(quantity));
  });

  test.each([
    ['groupDays', { groupDays: 0 }],
    ['groupDays', { groupDays: 1.5 }],
    ['today', { today: Number.NaN }],
    ['periods.0.until', { periods: [{ from: 3, until: 2, quantity: 1 }] }],
    ['periods.0.quantity', { periods: [{ from: 3, until: 4, quantity: 0.1 }] }],
  ])('%s at fault is refused by its place', (path, fault) => {
    try {
      spreadForecast({ periods: [], today: 0, ...fault });
      expect.unreachable('the fault was taken');
    } catch (error) {
      expect(MrpError.is(error, 'MRP_BAD_FIGURE') && error.details.path).toBe(path);
    }
  });
});
