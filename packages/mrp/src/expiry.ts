/**
 * Expiry: what is left of a lot on the day it expires is no supply any more.
 *
 * Needs take from the lot that expires first. What a lot still has when it expires leaves the stock
 * as an issue of that day, before the day's needs, so that netting sees a balance of usable stock
 * only. Planned orders take no part: they come in when stock is short, so they are used last.
 *
 * @source SAP, "shelf life planning"; FEFO, first expired first out
 */
import type { Lot } from './compile-stock.ts';
import type { NodeRow } from './node-row.ts';
import { FOREVER } from './site-calendar.ts';

/** What of a lot expires unused. */
export interface ExpiredLot {
  readonly lot: Lot;
  readonly quantity: number;
}

/** A lot in use: what is left of it. */
interface OpenLot {
  readonly lot: Lot;
  left: number;
}

/**
 * What expires, by day, if needs take the first to expire.
 *
 * @param lots - stock (there from the start) and open orders by the day they come; in the order of
 * their rows
 * @param opening - what of the stock is free today: the reserved part is taken from the last to
 * expire
 * @param row - needs and receipts of each day; receipts that are no lot do not expire
 */
export function expiringLots(
  lots: readonly Lot[],
  opening: number,
  { gross, receipts, origin, last }: NodeRow,
): ExpiredLot[] {
  const open = lotsAtHand(lots, opening, origin);
  const coming = lots
    .filter((lot) => lot.from >= origin && lot.quantity > 0 && lot.expires > lot.from)
    .toSorted((a, b) => a.from - b.from || a.expires - b.expires);
  const expired: ExpiredLot[] = [];
  let debt = 0;
  let next = 0;
  for (let day = origin; day <= origin + last; day++) {
    for (const one of open) {
      if (one.left === 0 || one.lot.expires > day) continue;
      expired.push({ lot: one.lot, quantity: one.left });
      one.left = 0;
    }
    let others = receipts[day - origin]!;
    const receive = (lot: Lot): void => {
      const paid = Math.min(debt, lot.quantity);
      debt -= paid;
      insert(open, { lot, left: lot.quantity - paid });
    };
    for (; next < coming.length && coming[next]!.from <= day; next++) {
      others -= coming[next]!.quantity;
      receive(coming[next]!);
    }
    if (others > 0) receive({ ...LASTING, from: day, quantity: others });
    debt += takeFirstToExpire(open, gross[day - origin]!);
  }
  return expired;
}

/** Co-products and spare stock moved in. */
const LASTING = { expires: FOREVER, kind: 'receipt', row: -1 } as const;

/** Stock at the start, by expiry; what is not free of it is taken from the last to expire. */
function lotsAtHand(lots: readonly Lot[], opening: number, origin: number): OpenLot[] {
  const open: OpenLot[] = [];
  let total = 0;
  for (const lot of lots) {
    if (lot.from >= origin || lot.quantity <= 0) continue;
    insert(open, { lot, left: lot.quantity });
    total += lot.quantity;
  }
  let reserved = total - opening;
  for (let at = open.length - 1; at >= 0 && reserved > 0; at--) {
    const taken = Math.min(reserved, open[at]!.left);
    open[at]!.left -= taken;
    reserved -= taken;
  }
  return open;
}

/** Puts a lot behind all that expire before it or with it. */
function insert(open: OpenLot[], lot: OpenLot): void {
  let at = open.length;
  while (at > 0 && open[at - 1]!.lot.expires > lot.lot.expires) at--;
  open.splice(at, 0, lot);
}

/** Takes a need from the lots; returns what they do not cover. Writes `open`. */
function takeFirstToExpire(open: readonly OpenLot[], need: number): number {
  let left = need;
  for (const one of open) {
    if (left === 0) return 0;
    const taken = Math.min(left, one.left);
    one.left -= taken;
    left -= taken;
  }
  return left;
}
