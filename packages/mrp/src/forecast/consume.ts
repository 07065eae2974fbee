/**
 * Forecast consumption: orders that come in were expected, so each takes its quantity out of the
 * forecast instead of being planned on top of it.
 *
 * Orders go by (due day, id). Each takes from the period of its own due day first, then from
 * periods before or after it, one by one and the nearest first, as far as its window reaches. A
 * period is within reach when one of its days is. What an order finds no forecast for is its rest:
 * it is planned as an order all the same, since orders stay demand and only the forecast shrinks.
 * Everything is computed anew from gross forecast and orders, so nothing can be consumed twice.
 *
 * @source frePPLe documentation, "forecast netting"; APICS Dictionary, "consuming the forecast"
 */
import type { Calendar, Day } from '@kontor/kernel';
import { firstWhere } from '../first-where.ts';
import { checkSigned, checkWhole, refuseFigure, totalSteps } from '../given-figures.ts';
import {
  checkPeriods,
  everyDay,
  type ForecastDays,
  type ForecastPeriod,
  periodsByDay,
} from './period.ts';

/** Which way an order looks for forecast, after its own period, and which way first. */
export const consumptionModes = [
  'backwardOnly',
  'forwardOnly',
  'backwardThenForward',
  'forwardThenBackward',
] as const;

/** A way of looking for forecast. */
export type ConsumptionMode = (typeof consumptionModes)[number];

/** An order that consumes forecast. */
export interface ForecastOrder {
  readonly id: string;
  readonly due: Day;
  /** In whole steps. */
  readonly quantity: number;
}

/** A forecast, the orders that consume it, and how far they reach. */
export interface ForecastConsumptionInput {
  /** Periods without a day in common, in any order; gaps are allowed. */
  readonly periods: readonly ForecastPeriod[];
  readonly orders: readonly ForecastOrder[];
  /** Else `backwardThenForward`. */
  readonly mode?: ConsumptionMode | undefined;
  /** How many days before its due day an order reaches; else 0: its own period only. */
  readonly backwardDays?: number | undefined;
  /** How many days after its due day an order reaches; else 0. */
  readonly forwardDays?: number | undefined;
  /** Counts the days of both windows in working days; without it every day counts. */
  readonly calendar?: Calendar | undefined;
}

/** What one order took. */
export interface ConsumedOrder {
  readonly id: string;
  /** Its row in `orders`, from 0. */
  readonly row: number;
  /** From which periods (rows of `periods`), in the order of taking; each above 0. */
  readonly shares: readonly { readonly period: number; readonly quantity: number }[];
  /** What no forecast within reach was left for. */
  readonly rest: number;
}

/** A forecast after its orders. All quantities in whole steps. */
export interface ForecastConsumption {
  /** One cell per row of `periods`. */
  readonly consumed: readonly number[];
  /** Gross less consumed, never below 0; one cell per row of `periods`. */
  readonly net: readonly number[];
  /** In the order in which they consumed. */
  readonly orders: readonly ConsumedOrder[];
}

/**
 * Takes orders out of a forecast.
 *
 * @throws MrpError MRP_BAD_FIGURE — days or quantities that are not whole, periods with a day in
 * common, or no such mode
 * @throws KernelError KERNEL_CALENDAR_HORIZON — a window that the calendar does not cover
 * @example
 * const periods = [{ from: 0, until: 31, quantity: 350 }, { from: 31, until: 59, quantity: 350 }];
 * consumeForecast({ periods, orders: [{ id: 'so-1', due: 50, quantity: 500 }], backwardDays: 30 })
 *   .net // => [200, 0]
 */
export function consumeForecast(input: ForecastConsumptionInput): ForecastConsumption {
  const { periods, orders } = input;
  checkPeriods(periods);
  checkOrders(orders);
  const rows = periodsByDay(periods);
  const net = periods.map(({ quantity }) => quantity);
  const reach = reachOf(input);
  const consuming = inTurn(orders).map((row) => {
    const order = orders[row]!;
    return consumeBy(order, row, inReach(periods, rows, order.due, reach(order.due)), net);
  });
  return {
    consumed: periods.map(({ quantity }, period) => quantity - net[period]!),
    net,
    orders: consuming,
  };
}

/** Takes an order out of `net`, period by period. */
function consumeBy(
  { id, quantity }: ForecastOrder,
  row: number,
  candidates: Iterable<number>,
  net: number[],
): ConsumedOrder {
  const shares: { period: number; quantity: number }[] = [];
  let rest = quantity;
  if (rest > 0) {
    for (const period of candidates) {
      const share = Math.min(rest, net[period]!);
      if (share === 0) continue;
      net[period]! -= share;
      rest -= share;
      shares.push({ period, quantity: share });
      if (rest === 0) break;
    }
  }
  return { id, row, shares, rest };
}

/** How far an order looks, and which way first. */
interface Reach {
  /** The days it reaches; its own due day when it does not look that way. */
  readonly earliest: Day;
  readonly latest: Day;
  readonly forwardFirst: boolean;
}

/** The periods that an order may take from: its own, then the others in their turn. */
function* inReach(
  periods: readonly ForecastPeriod[],
  rows: readonly number[],
  due: Day,
  { earliest, latest, forwardFirst }: Reach,
): Generator<number> {
  const after = firstWhere(rows.length, (place) => periods[rows[place]!]!.from > due);
  const isOwn = after > 0 && periods[rows[after - 1]!]!.until > due;
  const before = isOwn ? after - 2 : after - 1;
  if (isOwn) yield rows[after - 1]!;
  if (forwardFirst) yield* later(periods, rows, after, latest);
  yield* earlier(periods, rows, before, earliest);
  if (!forwardFirst) yield* later(periods, rows, after, latest);
}

function* earlier(
  periods: readonly ForecastPeriod[],
  rows: readonly number[],
  start: number,
  earliest: Day,
): Generator<number> {
  for (let place = start; place >= 0 && periods[rows[place]!]!.until > earliest; place--) {
    yield rows[place]!;
  }
}

function* later(
  periods: readonly ForecastPeriod[],
  rows: readonly number[],
  start: number,
  latest: Day,
): Generator<number> {
  for (let place = start; place < rows.length; place++) {
    if (periods[rows[place]!]!.from > latest) return;
    yield rows[place]!;
  }
}

/** How far the orders reach from their due days. */
function reachOf(input: ForecastConsumptionInput): (due: Day) => Reach {
  const { mode = 'backwardThenForward', backwardDays = 0, forwardDays = 0 } = input;
  const days: ForecastDays = input.calendar ?? everyDay;
  if (!consumptionModes.includes(mode)) {
    refuseFigure('mode', `'${String(mode)}'`, `one of ${consumptionModes.join(', ')}`);
  }
  checkWhole(backwardDays, 'backwardDays');
  checkWhole(forwardDays, 'forwardDays');
  const back = mode === 'forwardOnly' ? 0 : backwardDays;
  const forth = mode === 'backwardOnly' ? 0 : forwardDays;
  return (due) => ({
    earliest: days.addDays(due, -back),
    latest: days.addDays(due, forth),
    forwardFirst: mode === 'forwardThenBackward',
  });
}

/** The rows of the orders as they take their turns: by due day, then id, then as given. */
function inTurn(orders: readonly ForecastOrder[]): number[] {
  const rows = orders.map((_, index) => index);
  return rows.toSorted((one, other) => {
    const [a, b] = [orders[one]!, orders[other]!];
    if (a.due !== b.due) return a.due - b.due;
    return a.id === b.id ? 0 : a.id < b.id ? -1 : 1;
  });
}

function checkOrders(orders: readonly ForecastOrder[]): void {
  orders.forEach(({ due }, index) => checkSigned(due, `orders.${index}.due`));
  totalSteps(
    orders.map(({ quantity }) => quantity),
    (index) => `orders.${index}.quantity`,
  );
}
