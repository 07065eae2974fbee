/**
 * One node pegged: its needs, its supplies, and which of them serves which.
 *
 * Two things are settled before anything is matched: reserved stock goes to its own demand, and
 * what expires is the rest of its own lot. What is left is matched by the rule of match.ts, or,
 * where lots expire, by that of lots.ts; where supply may be short and the node says who then gets
 * what, in the turns of short-supply.ts.
 */
import { type Assumptions, prepareRow } from '../prepare-row.ts';
import { FOREVER } from '../site-calendar.ts';
import { type DatedColumns, openDated } from './dated-columns.ts';
import { matchFirstToExpire } from './lots.ts';
import { addShare, matchInOrder, openShares, type ShareColumns } from './match.ts';
import { needsOf } from './needs.ts';
import type { PegScope } from './scope.ts';
import { nameTurns, sharesShortSupply, sortByArrival, turnsOf } from './short-supply.ts';
import { suppliesOf } from './supplies.ts';

/** Needs and supplies of one node; shares name them by their rows. */
export interface NodeMatch {
  readonly needs: DatedColumns;
  readonly supplies: DatedColumns;
  readonly shares: ShareColumns;
}

/** Columns to match nodes in, one after the other. */
export const openMatch = (): NodeMatch => ({
  needs: openDated(),
  supplies: openDated(),
  shares: openShares(),
});

const NOTHING: Assumptions = { expired: [], moved: [] };

/** Pegs a node. Writes `match`: needs and supplies anew, shares behind those that are there. */
export function matchNode(scope: PegScope, node: number, match: NodeMatch): void {
  const { network, draft, row } = scope;
  const { needs, supplies, shares } = match;
  const lots = network.lots.get(node);
  const isAssuming = lots !== undefined || network.policies[node]!.rescheduleWithinDays > 0;
  const assumed = isAssuming ? prepareRow(network, draft, node, row) : NOTHING;
  needsOf(scope, node, assumed, needs);
  const reserved = reservedNeeds(scope, needs);
  let total = 0;
  for (const { quantity } of reserved) total += quantity;
  const onHand = suppliesOf(scope, node, assumed, total, supplies);
  const isShared = sharesShortSupply(network, node);
  if (isShared) sortByArrival(scope, supplies, onHand);
  if (lots === undefined && reserved.length === 0 && !isShared) {
    matchInOrder(needs, supplies, shares);
    return;
  }
  const first = shares.count;
  settleReserved(reserved, onHand, match);
  settleExpired(scope, node, assumed, match);
  takeSettled(match, first, -1);
  const settled = shares.count;
  const turns = isShared ? turnsOf(scope, node, needs, supplies, onHand) : needs;
  if (lots === undefined) matchInOrder(turns, supplies, shares);
  else {
    const expires = expiries(scope, node, supplies);
    const isPlanned = (supply: number): boolean => supplies.number[supply]! < draft.count;
    matchFirstToExpire(turns, { supplies, onHand, expires, isPlanned }, shares);
  }
  if (isShared) nameTurns(turns, shares, settled);
  takeSettled(match, first, 1, settled);
}

/** Demands with reserved stock, and how much of it; by the rows of `needs`. */
function reservedNeeds(
  { network, needs: numbers }: PegScope,
  { count, number }: DatedColumns,
): { readonly need: number; readonly quantity: number }[] {
  const { reserved } = network;
  if (reserved.size === 0) return [];
  const found: { need: number; quantity: number }[] = [];
  for (let need = 0; need < count; need++) {
    if (numbers.kindOf(number[need]!) !== 'demand') continue;
    const quantity = reserved.get(numbers.rowOf(number[need]!));
    if (quantity !== undefined && quantity > 0) found.push({ need, quantity });
  }
  return found;
}

/** Gives reserved stock to its demands, from the last lots to expire. Writes the shares. */
function settleReserved(
  reserved: ReturnType<typeof reservedNeeds>,
  onHand: number,
  { supplies, shares }: NodeMatch,
): void {
  const left = supplies.quantity.slice(0, onHand);
  for (const { need, quantity } of reserved) {
    let open = quantity;
    for (let supply = onHand - 1; supply >= 0 && open > 0; supply--) {
      const taken = Math.min(open, left[supply]!);
      if (taken === 0) continue;
      addShare(shares, need, supply, taken);
      left[supply]! -= taken;
      open -= taken;
    }
  }
}

/** Gives what expires of a lot that lot. Writes the shares. */
function settleExpired(
  { network, needs: needNumbers, supplies: supplyNumbers }: PegScope,
  node: number,
  { expired }: Assumptions,
  { needs, supplies, shares }: NodeMatch,
): void {
  const lots = network.lots.get(node) ?? [];
  for (const { lot, quantity } of expired) {
    const need = needs.number.indexOf(needNumbers.baseOf('expired') + lots.indexOf(lot));
    const kind = lot.kind === 'receipt' ? 'receipt' : lot.from === -FOREVER ? 'stock' : 'heldStock';
    const supply = supplies.number.indexOf(supplyNumbers.baseOf(kind) + lot.row);
    addShare(shares, need, supply, quantity);
  }
}

/** Takes what is settled out of needs and supplies (-1), or puts it back (1). */
function takeSettled(
  { needs, supplies, shares }: NodeMatch,
  first: number,
  sign: 1 | -1,
  end = shares.count,
): void {
  for (let at = first; at < end; at++) {
    needs.quantity[shares.need[at]!]! += sign * shares.quantity[at]!;
    supplies.quantity[shares.supply[at]!]! += sign * shares.quantity[at]!;
  }
}

/** The last days of a node's supplies. */
function expiries(
  { network, supplies: numbers }: PegScope,
  node: number,
  { count, number }: DatedColumns,
): number[] {
  const lots = network.lots.get(node) ?? [];
  return Array.from(number.subarray(0, count), (supply) => {
    const kind = numbers.kindOf(supply);
    const list = kind === 'receipt' ? 'receipt' : 'stock';
    if (kind !== 'receipt' && kind !== 'stock' && kind !== 'heldStock') return FOREVER;
    const row = numbers.rowOf(supply);
    return lots.find((lot) => lot.kind === list && lot.row === row)?.expires ?? FOREVER;
  });
}
