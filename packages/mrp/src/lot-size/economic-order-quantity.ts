/**
 * Economic order quantity: the lot at which steady demand makes setups and holding cost the same.
 *
 * Demand per period is the mean over all periods, those without demand included; costs that differ
 * by period count by their mean. Where demand comes in bursts, the quantity fits none of them: that
 * is what the dynamic rules are for.
 */
import { coverShortfalls } from './cover.ts';
import { sumOf } from './lot-cost.ts';
import type { LotSizingInput } from './lot-sizing.ts';
import { roundUpTo } from './order-modifiers.ts';

/** How the quantity is meant. */
export interface EconomicOrderQuantityTerms {
  /** `quantity` (default): whole lots of it. `minimum`: a larger need is one lot of its size. */
  readonly as?: 'quantity' | 'minimum' | undefined;
}

/**
 * Lots of the economic order quantity, rounded to the cheaper of its whole neighbours.
 *
 * At least one step; all needs at once where holding costs nothing.
 *
 * @source F. W. Harris, "How many parts to make at once", Factory 10 (1913)
 * @example
 * const net = Float64Array.of(8, 8, 8, 8);
 * economicOrderQuantity({ net, setupCost: 16, holdingCost: 1 }) // => Float64Array.of(16, 0, 16, 0)
 */
export function economicOrderQuantity(
  input: LotSizingInput & EconomicOrderQuantityTerms,
): Float64Array {
  const quantity = wholeOrderQuantity(input);
  if (input.as === 'minimum') {
    return coverShortfalls(input.net, (short) => Math.max(short, quantity));
  }
  return coverShortfalls(input.net, (short) => roundUpTo(short, quantity));
}

/**
 * `√(2·D·K/h)` in steps, not rounded: D mean demand per period, K mean setup, h mean holding cost.
 * Infinite where holding costs nothing, 0 where setups cost nothing or nothing is needed.
 */
export function economicQuantity({ net, setupCost, holdingCost }: LotSizingInput): number {
  const ordering = 2 * meanOf(net) * meanOf(setupCost);
  return ordering === 0 ? 0 : Math.sqrt(ordering / meanOf(holdingCost));
}

/** Cost of a lot q per period is K·D/q + h·q/2: q + 1 is cheaper when q·(q + 1) < EOQ². */
function wholeOrderQuantity(input: LotSizingInput): number {
  const total = sumOf(input.net);
  const exact = economicQuantity(input);
  if (!(exact < Number.MAX_SAFE_INTEGER - total)) return Math.max(1, total);
  const below = Math.floor(exact);
  return Math.max(1, below * (below + 1) < exact * exact ? below + 1 : below);
}

/** The mean figure of a period. */
export const meanOf = (figure: number | Float64Array): number => {
  if (typeof figure === 'number') return figure;
  return figure.length === 0 ? 0 : sumOf(figure) / figure.length;
};
