/**
 * Fixed order quantity: a pallet, a tank, a furnace load; as many of them as the need takes.
 */
import { coverShortfalls } from './cover.ts';
import type { LotSizingInput } from './lot-sizing.ts';
import { roundUpTo } from './order-modifiers.ts';

/** The size of the lot. */
export interface FixedQuantityTerms {
  /** Whole steps, from 1. */
  readonly quantity: number;
}

/**
 * Whole lots of `quantity` in each period that is still short; the rest of a lot carries over.
 *
 * @source APICS Dictionary, "fixed order quantity"
 * @example
 * const net = Float64Array.of(20, 25, 40);
 * fixedQuantity({ net, setupCost: 1, holdingCost: 1, quantity: 50 })
 * // => Float64Array.of(50, 0, 50)
 */
export function fixedQuantity({
  net,
  quantity,
}: LotSizingInput & FixedQuantityTerms): Float64Array {
  return coverShortfalls(net, (short) => roundUpTo(short, quantity));
}
