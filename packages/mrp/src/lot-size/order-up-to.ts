/**
 * Order-up-to: when stock falls below the reorder level, fill it up to the order-up-to level.
 *
 * The needs are net of the reorder level, as they are of a safety stock: a period is short when its
 * balance would end below that level. Then a lot makes up for the shortfall, which reaches the
 * reorder level, and adds the way from there to the order-up-to level.
 */
import { coverShortfalls } from './cover.ts';
import type { LotSizingInput } from './lot-sizing.ts';

/** How far a lot fills up. */
export interface OrderUpToTerms {
  /**
   * From the reorder level to the order-up-to level, in whole steps from 0: `max - min`, and 0
   * where the order-up-to level is the lower of the two.
   */
  readonly fillUp: number;
}

/**
 * In each period that is short, the shortfall and `fillUp` more.
 *
 * @source APICS Dictionary, "min-max system"
 * @example
 * const net = Float64Array.of(7, 9, 8); // stock 4, at least 6, up to 20; needs 5, 9, 8
 * orderUpTo({ net, setupCost: 1, holdingCost: 1, fillUp: 14 }) // => Float64Array.of(21, 0, 17)
 */
export function orderUpTo({ net, fillUp }: LotSizingInput & OrderUpToTerms): Float64Array {
  return coverShortfalls(net, (short) => short + fillUp);
}
