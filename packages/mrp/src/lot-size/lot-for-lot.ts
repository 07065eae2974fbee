/**
 * Lot-for-lot: each period receives what it needs.
 *
 * No stock is held; every period with a need pays a setup. Right where setups are cheap, and the
 * plan that all other rules start from.
 */
import type { LotSizingInput } from './lot-sizing.ts';

/**
 * One lot for each period with a need.
 *
 * @source APICS Dictionary, "lot-for-lot"
 */
export const lotForLot = ({ net }: LotSizingInput): Float64Array => net.slice();
