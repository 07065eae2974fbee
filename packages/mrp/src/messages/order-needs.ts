/**
 * Open orders in their turn: which need each serves first, and how much of it is needed.
 *
 * Supplies stand in the order in which netting counted on them: by day, what comes anyway before
 * open orders, these before planned ones; open orders that were taken to be moved in, on their new
 * day. So an advice that is followed leaves a plan without one.
 */
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import type { ReceiptNeed } from './advise-receipts.ts';
import { type DayNeed, matchReceipts } from './match-receipts.ts';
import type { ServedNeed } from './needs-behind.ts';
import { isMove, type NodeDays } from './node-days.ts';

/** An open order of a node, as it was counted on. Quantities in steps. */
export interface OpenOrder {
  /** Its row of the model's receipts. */
  readonly row: number;
  /** The day it is due, the first of its bucket where that is not past. */
  readonly due: number;
  /** The day to which netting took it to be moved. */
  readonly taken: number;
  readonly quantity: number;
  /** What of it does not expire unused. */
  readonly usable: number;
}

/** The open orders of a node by the day they count on, then by row. */
export function openOrders(network: Network, { node, row, assumptions }: NodeDays): OpenOrder[] {
  const { receipts, model, index, terms } = network;
  const taken = new Map(assumptions.moved.map((one) => [one.row, row.origin + one.to]));
  const expired = new Map<number, number>();
  for (const { lot, quantity } of assumptions.expired) {
    if (lot.kind === 'receipt') expired.set(lot.row, quantity);
  }
  const orders: OpenOrder[] = [];
  for (let at = receipts.start[node]!; at < receipts.start[node + 1]!; at++) {
    const [day, of, quantity] = [receipts.day[at]!, receipts.row[at]!, receipts.quantity[at]!];
    const { location, due: given } = model.receipts[of]!;
    const due = index.dayAt(location, given);
    orders.push({
      row: of,
      due: due < terms.today ? due : day,
      taken: taken.get(of) ?? day,
      usable: quantity - (expired.get(of) ?? 0),
      quantity,
    });
  }
  return orders;
}

/**
 * The first need and the needed quantity of each order.
 *
 * @param served - the needs that pegging has each order serve
 */
export function neededOf(
  network: Network,
  draft: Draft,
  days: NodeDays,
  orders: readonly OpenOrder[],
  served: readonly (readonly ServedNeed[])[],
): ReceiptNeed[] {
  const { places, supplies } = suppliesInOrder(network, draft, days, orders);
  const onHand = network.onHand[days.node]! - expiredStock(days);
  const matches = matchReceipts({ onHand, needs: dayNeeds(days), supplies });
  const isExpiring = network.lots.has(days.node);
  return orders.map(({ due, quantity }, at) => {
    const { first, matched } = matches[places[at]!]!;
    if (!isExpiring) return { day: due, quantity, first, matched };
    // What expires first is used first, so another receipt may serve the need than by the order of
    // arrival. Only what is right in both views is advised.
    const used = served[at]!.filter((need) => need.kind !== 'expired');
    const pegged = used.reduce((sum, need) => sum + need.quantity, 0);
    const early = used.reduce((day, need) => Math.min(day, need.day), first ?? Infinity);
    return {
      day: due,
      quantity,
      first: early === Infinity ? undefined : early,
      matched: Math.max(matched, pegged),
    };
  });
}

function expiredStock({ row, assumptions }: NodeDays): number {
  let sum = 0;
  for (const { lot, quantity } of assumptions.expired) {
    if (lot.kind === 'stock' && lot.from < row.origin) sum += quantity;
  }
  return sum;
}

/** What goes out of the node by day, what expires left out, and what must be left. */
function dayNeeds({ row, assumptions }: NodeDays): DayNeed[] {
  const expired = new Map<number, number>();
  for (const { lot, quantity } of assumptions.expired) {
    const cell = lot.expires - row.origin;
    expired.set(cell, (expired.get(cell) ?? 0) + quantity);
  }
  const needs: DayNeed[] = [];
  for (let cell = row.first; cell <= row.last; cell++) {
    const { gross, receipts, marked, required } = row;
    if (gross[cell] === 0 && receipts[cell] === 0 && marked[cell] === 0) continue;
    const quantity = gross[cell]! - (expired.get(cell) ?? 0);
    needs.push({ day: row.origin + cell, quantity, required: required[cell]! });
  }
  return needs;
}

/** All supplies of the node after stock, and where the open orders stand among them. */
function suppliesInOrder(
  network: Network,
  draft: Draft,
  { node, row }: NodeDays,
  orders: readonly OpenOrder[],
): { readonly supplies: number[]; readonly places: Int32Array } {
  const open = new Map<number, number[]>();
  orders.forEach(({ taken }, at) => {
    const ofDay = open.get(taken);
    if (ofDay === undefined) open.set(taken, [at]);
    else ofDay.push(at);
  });
  const supplies: number[] = [];
  const places = new Int32Array(orders.length);
  let planned = draft.start[node]!;
  for (let cell = row.first; cell <= row.last; cell++) {
    const day = row.origin + cell;
    const ofDay = open.get(day) ?? [];
    let others = row.receipts[cell]!;
    for (const at of ofDay) others -= orders[at]!.quantity;
    if (others > 0) supplies.push(others);
    for (const at of ofDay) {
      places[at] = supplies.length;
      supplies.push(orders[at]!.usable);
    }
    for (; planned < draft.end[node]! && draft.need[planned]! <= day; planned++) {
      if (!isMove(network, draft, planned)) supplies.push(draft.quantity[planned]!);
    }
  }
  return { supplies, places };
}
