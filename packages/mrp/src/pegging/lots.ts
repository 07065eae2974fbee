/**
 * Matching where something expires: each need takes what expires first of what is there.
 *
 * The same rule by which the run found out what expires unused (expiry.ts): lots by their last day,
 * then by the day they came; planned orders, which are fresh, last. What expires is settled before:
 * it is the rest of its own lot.
 *
 * @source SAP, "shelf life planning"; FEFO, first expired first out
 */
import type { Lot } from '../compile-stock.ts';
import { FOREVER } from '../site-calendar.ts';
import type { DatedColumns } from './dated-columns.ts';
import { addShare, type ShareColumns } from './match.ts';

/** A lot of stock and what of it can serve. */
export interface LotOnHand {
  readonly lot: Lot;
  readonly left: number;
}

/**
 * Lots of free stock, the first to expire in front. What is missing to their sum was taken out of
 * stock by nobody's lot, and is taken from the last to expire.
 *
 * @param quantity - what all of them together can serve
 */
export function lotsOnHand(lots: readonly Lot[], quantity: number): LotOnHand[] {
  const onHand = lots.filter((lot) => lot.from === -FOREVER && lot.quantity > 0);
  let left = quantity;
  return onHand
    .toSorted((a, b) => a.expires - b.expires)
    .map((lot) => {
      const taken = Math.min(lot.quantity, left);
      left -= taken;
      return { lot, left: taken };
    })
    .filter((lot) => lot.left > 0);
}

/** The supplies of a node with their last days. */
export interface ExpiringSupplies {
  readonly supplies: DatedColumns;
  /** So many of them, in front, are there from the start. */
  readonly onHand: number;
  /** Per supply, the first day on which it is none; FOREVER = it does not expire. */
  readonly expires: readonly number[];
  /** Whether the supply is a planned order. */
  isPlanned(supply: number): boolean;
}

/** Matches needs, in their order, with what expires first. Writes `shares`. */
export function matchFirstToExpire(
  needs: DatedColumns,
  { supplies, onHand, expires, isPlanned }: ExpiringSupplies,
  shares: ShareColumns,
): void {
  const left = supplies.quantity.slice(0, supplies.count);
  const comesBefore = (a: number, b: number): number =>
    Number(isPlanned(a)) - Number(isPlanned(b)) || expires[a]! - expires[b]! || a - b;
  const all = Array.from(left, (_, supply) => supply);
  let there = all.slice(0, onHand).toSorted(comesBefore);
  let next = onHand;
  for (let need = 0; need < needs.count; need++) {
    const day = needs.day[need]!;
    const before = next;
    while (next < supplies.count && supplies.day[next]! <= day) there.push(next++);
    if (next > before) there = there.filter((supply) => left[supply]! > 0).sort(comesBefore);
    const usable = there.filter((supply) => expires[supply]! > day);
    // What comes later pays what is owed; a need that nothing else serves shows what was there.
    let open = needs.quantity[need]!;
    for (const supply of [...usable, ...all.slice(next), ...there]) {
      if (open === 0) break;
      const taken = Math.min(open, left[supply]!);
      if (taken === 0) continue;
      addShare(shares, need, supply, taken);
      left[supply]! -= taken;
      open -= taken;
    }
  }
}
