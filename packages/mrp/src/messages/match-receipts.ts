/**
 * Which need a supply answers first, and how much of it is needed at all.
 *
 * Needs by day take supplies in the order given, each as long as it lasts. Besides what goes out, a
 * day may ask that a stock be left after it: that much more must have come by then, and serves
 * later needs once less is asked for. So a receipt that only rebuilds a safety stock is needed, and
 * on the day the stock would otherwise be too low: postponed any further it would be ordered anew.
 *
 * @source APICS Dictionary, "pegging"; the first-in-first-out matching of netting logic
 */
import type { Day } from '@kontor/kernel';
import { checkSigned, checkWhole } from '../given-figures.ts';

/** What a day asks for, in whole steps. */
export interface DayNeed {
  readonly day: Day;
  /** What goes out. */
  readonly quantity: number;
  /** What must be left after it; nothing when left out. */
  readonly required?: number | undefined;
}

/** Supplies and needs of one item at one site. */
export interface MatchInput {
  /** Stock on hand, which is used before all else. */
  readonly onHand: number;
  /** By rising day. */
  readonly needs: readonly DayNeed[];
  /** Quantities in whole steps, in the order in which they are used. */
  readonly supplies: readonly number[];
}

/** What becomes of a supply. */
export interface MatchedSupply {
  /** The day of the first need it serves; undefined where none takes of it. */
  readonly first: Day | undefined;
  /** What of it is needed, in whole steps. */
  readonly matched: number;
}

/**
 * Matches supplies with needs; one answer a supply.
 *
 * @throws MrpError MRP_BAD_FIGURE — quantities that are no whole steps from 0, days that are no
 * whole numbers or fall
 * @example
 * matchReceipts({ onHand: 12, supplies: [25],
 *   needs: [{ day: 3, quantity: 10 }, { day: 8, quantity: 20 }] })
 * // => [{ first: 8, matched: 18 }]
 */
export function matchReceipts({ onHand, needs, supplies }: MatchInput): MatchedSupply[] {
  checkInput({ onHand, needs, supplies });
  const result = supplies.map((): { first: Day | undefined; matched: number } => ({
    first: undefined,
    matched: 0,
  }));
  let stock = onHand;
  let next = 0;
  /** What was set aside for stock that is to be left, and is not yet used. */
  let held = 0;
  for (const { day, quantity, required = 0 } of needs) {
    let open = Math.max(0, quantity + required - held);
    held = Math.max(held - quantity, required);
    const fromStock = Math.min(open, stock);
    stock -= fromStock;
    open -= fromStock;
    while (open > 0 && next < supplies.length) {
      const supply = result[next]!;
      const taken = Math.min(open, supplies[next]! - supply.matched);
      if (taken > 0) supply.first ??= day;
      supply.matched += taken;
      open -= taken;
      if (supply.matched === supplies[next]) next++;
    }
  }
  return result;
}

function checkInput({ onHand, needs, supplies }: MatchInput): void {
  checkWhole(onHand, 'onHand');
  supplies.forEach((quantity, at) => checkWhole(quantity, `supplies.${at}`));
  needs.forEach(({ day, quantity, required = 0 }, at) => {
    checkSigned(day, `needs.${at}.day`);
    checkWhole(quantity, `needs.${at}.quantity`);
    checkWhole(required, `needs.${at}.required`);
    if (at > 0) checkWhole(day - needs[at - 1]!.day, `needs.${at}.day - needs.${at - 1}.day`);
  });
}
