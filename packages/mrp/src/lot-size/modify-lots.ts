/**
 * Order modifiers on the lots of a rule: what a minimum or a multiple adds serves later needs.
 *
 * A rule says how far its lots reach; the modifiers round them up. What they add is stock, so the
 * next lot comes only when that is used up, and is as much smaller: it still reaches as far as the
 * rule wanted.
 */
import { nextLot, type OrderModifiers } from './order-modifiers.ts';

/**
 * What is received in each period, in whole steps, when every lot must obey `modifiers`.
 *
 * A period that stays short receives what the rule's lots up to it come to, less what was received
 * before, as one lot or more. Without modifiers that is `lots`, for rules that leave nothing over.
 *
 * @param net - the need of each period
 * @param lots - what a rule made of it
 * @example
 * const lots = Float64Array.of(127, 0, 18, 0);
 * modifyLots(Float64Array.of(100, 27, 10, 8), lots, { min: 0, multiple: 5, max: 0 })
 * // => Float64Array.of(130, 0, 15, 0)
 */
export function modifyLots(
  net: Float64Array,
  lots: Float64Array,
  modifiers: OrderModifiers,
): Float64Array {
  const modified = new Float64Array(net.length);
  let [needed, wanted, received] = [0, 0, 0];
  for (let period = 0; period < net.length; period++) {
    needed += net[period]!;
    wanted += lots[period]!;
    if (received >= needed) continue;
    const before = received;
    while (received < wanted) received += nextLot(wanted - received, modifiers);
    modified[period] = received - before;
  }
  return modified;
}
