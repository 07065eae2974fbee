/**
 * Period of supply: one lot covers the needs of a fixed number of periods.
 *
 * The window opens at the first period that is short, not by the calendar: a quiet week delays the
 * next order. Period order quantity is the same rule with a length found from the costs.
 */
import { coverWindows } from './cover.ts';
import { economicQuantity, meanOf } from './economic-order-quantity.ts';
import type { LotSizingInput } from './lot-sizing.ts';

/** The length of the window. */
export interface PeriodOfSupplyTerms {
  /** Whole periods, from 1: days, if the needs are by day. */
  readonly periods: number;
}

/**
 * One lot for the needs of `periods` periods, from the first that is short.
 *
 * @source APICS Dictionary, "period order quantity" (fixed period)
 * @example
 * const net = Float64Array.of(20, 25, 40, 0, 10);
 * periodOfSupply({ net, setupCost: 1, holdingCost: 1, periods: 3 })
 * // => Float64Array.of(85, 0, 0, 0, 10)
 */
export function periodOfSupply({
  net,
  periods,
}: LotSizingInput & PeriodOfSupplyTerms): Float64Array {
  return coverWindows(net, (from) => from + periods);
}

/**
 * Period of supply for as many periods as the economic order quantity lasts on average.
 *
 * @source APICS Dictionary, "period order quantity"
 */
export function periodOrderQuantity(input: LotSizingInput): Float64Array {
  return periodOfSupply({ ...input, periods: periodsOfSupply(input) });
}

/**
 * How many periods the economic order quantity lasts: `max(1, round(EOQ / D))`, halves up. All of
 * them where holding costs nothing.
 */
export function periodsOfSupply(input: LotSizingInput): number {
  const demand = meanOf(input.net);
  if (demand === 0) return 1;
  const lasts = Math.floor(economicQuantity(input) / demand + 0.5);
  return Math.min(Math.max(1, lasts), Math.max(1, input.net.length));
}
