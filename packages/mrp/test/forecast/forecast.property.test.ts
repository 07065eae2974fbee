/**
 * Laws of forecasts, and both rules against their slow twins, with and without calendars.
 */
import { createCalendar } from '@kontor/kernel';
import {
  consumeForecast,
  consumptionModes,
  type ForecastConsumptionInput,
  type ForecastPeriod,
  type ForecastSpreadInput,
  spreadForecast,
} from '@kontor/mrp';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { slowConsume, slowSpread } from '../oracle/slow-forecast.ts';

const week = (...shifts: string[]): { 'mon-fri': string[] } => ({ 'mon-fri': shifts });
const calendar = fc.constantFrom(
  undefined,
  createCalendar({ week: week('08:00-16:00') }),
  createCalendar({ workingWeekdays: [1, 3] }),
  createCalendar({ week: week('08:00-16:00'), holidays: ['1970-01-05', '1970-01-06'] }),
);

/** Periods in a row, now and then with a gap, shuffled. */
const periods: fc.Arbitrary<ForecastPeriod[]> = fc
  .array(
    fc.record({
      gap: fc.constantFrom(0, 0, 0, 4),
      days: fc.integer({ min: 1, max: 9 }),
      quantity: fc.nat(30),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((rows) => {
    let from = 0;
    return rows.map(({ gap, days, quantity }) => {
      const period = { from: from + gap, until: from + gap + days, quantity };
      from = period.until;
      return period;
    });
  })
  .chain((rows) => fc.shuffledSubarray(rows, { minLength: rows.length }));

const orders = fc.uniqueArray(
  fc.record({
    id: fc.string({ maxLength: 2 }),
    due: fc.integer({ min: -8, max: 50 }),
    quantity: fc.nat(40),
  }),
  { maxLength: 8, selector: ({ id }) => id },
);

const consumption: fc.Arbitrary<ForecastConsumptionInput> = fc.record({
  periods,
  orders,
  mode: fc.constantFrom(...consumptionModes),
  backwardDays: fc.nat(15),
  forwardDays: fc.nat(15),
  calendar,
});

const spread: fc.Arbitrary<ForecastSpreadInput> = fc.record({
  periods,
  today: fc.integer({ min: -3, max: 30 }),
  groupDays: fc.integer({ min: 1, max: 8 }),
  calendar,
});

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

describe('consumeForecast', () => {
  test('the random orders look both ways, and some find nothing', () => {
    const runs = fc.sample(consumption, { numRuns: 300, seed: 7 }).map(consumeForecast);
    const all = runs.flatMap((run) => run.orders);
    expect(all.filter(({ shares }) => shares.length > 1).length).toBeGreaterThan(50);
    expect(all.filter(({ rest }) => rest > 0).length).toBeGreaterThan(50);
    expect(all.filter(({ rest }) => rest === 0).length).toBeGreaterThan(50);
  });

  test('property: the net forecast is that of the walk over days', () => {
    fc.assert(
      fc.property(consumption, (input) => {
        const found = consumeForecast(input);
        const slow = slowConsume(input);
        expect(found.net).toEqual(slow.net);
        for (const { row, rest } of found.orders) expect(rest).toBe(slow.rests[row]);
      }),
      { numRuns: 1000 },
    );
  });

  test('property: what is consumed was forecast and ordered, once each', () => {
    fc.assert(
      fc.property(consumption, (input) => {
        const { net, consumed, orders: taking } = consumeForecast(input);
        input.periods.forEach(({ quantity }, period) => {
          const shares = taking.flatMap((order) => order.shares);
          const taken = shares.filter((share) => share.period === period);
          expect(sum(taken.map((share) => share.quantity))).toBe(consumed[period]);
          expect(consumed[period]! + net[period]!).toBe(quantity);
          expect(net[period]).toBeGreaterThanOrEqual(0);
        });
        for (const { row, shares, rest } of taking) {
          const taken = sum(shares.map((share) => share.quantity));
          expect(taken + rest).toBe(input.orders[row]!.quantity);
        }
      }),
    );
  });

  test('property: an order with a rest leaves no forecast within its reach', () => {
    fc.assert(
      fc.property(consumption, (input) => {
        const both = { ...input, mode: 'backwardThenForward' as const, calendar: undefined };
        const { net, orders: taking } = consumeForecast(both);
        for (const { row, rest } of taking) {
          if (rest === 0) continue;
          const { due } = input.orders[row]!;
          const left = input.periods.filter(
            ({ from, until }, period) =>
              net[period]! > 0 &&
              until > due - input.backwardDays! &&
              from <= due + input.forwardDays!,
          );
          expect(left).toEqual([]);
        }
      }),
    );
  });

  test('property: the order of the rows changes nothing', () => {
    const reversed = (input: ForecastConsumptionInput): ForecastConsumptionInput => ({
      ...input,
      periods: input.periods.toReversed(),
      orders: input.orders.toReversed(),
    });
    fc.assert(
      fc.property(consumption, (input) => {
        const [one, other] = [consumeForecast(input), consumeForecast(reversed(input))];
        expect(other.net.toReversed()).toEqual(one.net);
        expect(other.orders.map(({ id, rest }) => ({ id, rest }))).toEqual(
          one.orders.map(({ id, rest }) => ({ id, rest })),
        );
      }),
    );
  });
});

describe('spreadForecast', () => {
  test('property: demand is that of the days dealt out one by one', () => {
    fc.assert(
      fc.property(spread, (input) => {
        expect(spreadForecast(input)).toEqual(slowSpread(input));
      }),
      { numRuns: 1000 },
    );
  });

  test('property: with nothing past, the demand of a period adds up to its quantity', () => {
    fc.assert(
      fc.property(spread, (input) => {
        const found = spreadForecast({ ...input, today: -3 });
        input.periods.forEach(({ quantity }, period) => {
          const parts = found.filter((row) => row.period === period);
          expect(sum(parts.map((part) => part.quantity))).toBe(quantity);
        });
      }),
    );
  });

  test('property: demand of a period never lies before today or outside the period', () => {
    fc.assert(
      fc.property(spread, (input) => {
        for (const { day, quantity, period } of spreadForecast(input)) {
          const { from, until } = input.periods[period]!;
          expect(day).toBeGreaterThanOrEqual(Math.max(from, input.today));
          expect(day).toBeLessThan(until);
          expect(quantity).toBeGreaterThan(0);
        }
      }),
    );
  });

  test('property: each group is less than a step from its exact share', () => {
    fc.assert(
      fc.property(spread, (input) => {
        const size = input.groupDays!;
        for (const period of input.periods) {
          const alone = { periods: [period], today: period.from, groupDays: size };
          const days = period.until - period.from;
          for (const { day, quantity } of spreadForecast(alone)) {
            const share = (Math.min(size, period.until - day) * period.quantity) / days;
            expect(Math.abs(quantity - share)).toBeLessThan(1);
          }
        }
      }),
    );
  });
});
