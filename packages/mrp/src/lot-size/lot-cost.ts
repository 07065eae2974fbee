/**
 * What lots cost: one setup for each order, and holding for the balance at the end of each period.
 *
 * Comparing costs is where lot sizing goes wrong in floating point: 0.1 + 0.2 is not 0.3, and a tie
 * is no tie. Costs that are decimals (85, 0.4, 12.345) are therefore counted in whole parts of
 * money, tenths or thousandths as needed, and are exact: sums, differences and ties. Costs that
 * nine decimals cannot hold (1/3), or sums beyond 2^53 parts, are compared as doubles, and a plan
 * may then cost more than the best one by rounding: about 10⁻¹⁵ of what it would cost to hold all
 * demand throughout.
 */
import type { LotSizingInput } from './lot-sizing.ts';

/** The costs of a row, ready to be compared. */
export interface LotCosts {
  /** Of an order opened in each period, in parts of money. */
  readonly setup: Float64Array;
  /**
   * Of one step from the first period to each, in parts of money: `held[k] - held[i]` is what it
   * costs to receive a step in period i and to use it in k.
   */
  readonly held: Float64Array;
  /** Parts of one unit of money: 1, 10, 100, …; 1 also where costs are compared as doubles. */
  readonly parts: number;
}

/** The costs of `input`, counted in parts that are exact where there are such. */
export function lotCosts(input: LotSizingInput): LotCosts {
  return costsFor(input, sumOf(input.net));
}

/**
 * What `lots` cost: `setupCost` for each period that receives a lot, `holdingCost` for each step
 * left at the end of a period, the last one included.
 *
 * Money, in the unit of the costs; exact for decimal costs (see above).
 *
 * @param lots - received by period, in whole steps; at least what is needed up to each period
 * @example
 * const net = Float64Array.of(69, 29, 36);
 * lotSizeCost({ net, setupCost: 85, holdingCost: 0.5 }, Float64Array.of(98, 0, 36)) // => 184.5
 */
export function lotSizeCost(input: LotSizingInput, lots: Float64Array): number {
  const { net } = input;
  const { setup, held, parts } = costsFor(input, Math.max(sumOf(net), sumOf(lots)));
  let cost = 0;
  let balance = 0;
  for (let period = 0; period < net.length; period++) {
    balance += lots[period]! - net[period]!;
    if (lots[period]! > 0) cost += setup[period]!;
    cost += balance * (held[period + 1]! - held[period]!);
  }
  return cost / parts;
}

/** `held` has one cell more than there are periods: the last is the end of the last period. */
function costsFor({ net, setupCost, holdingCost }: LotSizingInput, steps: number): LotCosts {
  const setup = eachPeriod(setupCost, net.length);
  const holding = eachPeriod(holdingCost, net.length);
  const parts = exactParts(setup, holding, steps);
  const held = new Float64Array(net.length + 1);
  for (let period = 0; period < net.length; period++) {
    if (parts > 1) {
      setup[period] = Math.round(setup[period]! * parts);
      holding[period] = Math.round(holding[period]! * parts);
    }
    held[period + 1] = held[period]! + holding[period]!;
  }
  return { setup, held, parts };
}

const eachPeriod = (cost: number | Float64Array, periods: number): Float64Array =>
  typeof cost === 'number' ? new Float64Array(periods).fill(cost) : cost.slice();

const DECIMALS_MAX = 9;

/** The fewest parts in which all costs are whole, if sums of them stay exact; else 1. */
function exactParts(setup: Float64Array, holding: Float64Array, steps: number): number {
  let parts = 1;
  for (const costs of [setup, holding]) {
    for (let period = 0; period < costs.length; period++) {
      while (Math.round(costs[period]! * parts) / parts !== costs[period]!) {
        parts *= 10;
        if (parts > 10 ** DECIMALS_MAX) return 1;
      }
    }
  }
  // Wagner–Whitin adds twice the cost of holding everything throughout to a setup in each period.
  const largest = (sumOf(setup) + 2 * steps * sumOf(holding)) * parts;
  return largest <= Number.MAX_SAFE_INTEGER ? parts : 1;
}

/** The sum of a row. */
export function sumOf(row: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < row.length; at++) sum += row[at]!;
  return sum;
}
