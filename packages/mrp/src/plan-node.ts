/**
 * One node, planned: explode, net, cover. What a run does for every item at every site in turn.
 *
 * Also how a plan is read back: the same steps over the same input give the same orders, so a
 * record or an explanation replays them and looks on, and cannot differ from the plan.
 */
import { assert } from '@kontor/kernel';
import { coverNeed, type Covering, nextCovering, openCovering } from './cover-needs.ts';
import {
  beginNode,
  type Draft,
  endNode,
  openColumns,
  type OrderColumns,
  placeOrder,
  sortByNeed,
} from './draft.ts';
import { MrpError } from './errors.ts';
import { type Cover, netRequirements, netRow, netTwice } from './net.ts';
import type { Network } from './network.ts';
import { asksForStockLast } from './node-policy.ts';
import type { NodeRow } from './node-row.ts';
import { coverPlainNode, plainSource } from './plan-plain-node.ts';
import { type Assumptions, prepareRow } from './prepare-row.ts';

/**
 * Told of each net requirement before it is covered, with what the node's orders came to so far;
 * quantities in steps.
 */
export type NetObserver = (
  cell: number,
  net: number,
  balance: number,
  covering: Readonly<Covering>,
) => void;

/** Plans one node, once all that can need it is planned. Writes `draft`; `row` is scratch. */
export function planNode(network: Network, draft: Draft, node: number, row: NodeRow): void {
  beginNode(draft, node);
  prepareRow(network, draft, node, row);
  const source = row.isLarge ? undefined : plainSource(network, draft, node);
  if (source === undefined) coverNode(network, draft, node, row, draft);
  else if (row.first <= row.last) {
    const start = draft.count;
    const closing = coverPlainNode(network, draft, node, row, source);
    checkConservation(network, node, row, draft, start, closing);
  }
  endNode(draft, node);
}

/**
 * What was there and came in is what went out and is left, on every node of every run.
 *
 * @throws MrpError MRP_QUANTITY_TOO_LARGE — lots far above the needs add up to 2^53 or more
 */
function checkConservation(
  { onHand, nodes }: Network,
  node: number,
  row: NodeRow,
  orders: OrderColumns,
  start: number,
  closing: number | bigint,
): void {
  if (typeof closing === 'bigint') {
    const sums = BigInt(onHand[node]!) + largeSums(row, orders, start);
    assert(sums === closing, 'what comes in goes out or is there');
    return;
  }
  const planned = quantitiesFrom(orders, start);
  if (planned > Number.MAX_SAFE_INTEGER) {
    throw new MrpError('MRP_QUANTITY_TOO_LARGE', nodes.at(node));
  }
  assert(onHand[node]! + rowSums(row) + planned === closing, 'what comes in goes out or is there');
}

/**
 * The steps of a planned node once more, looked on; its orders are made again and left alone.
 *
 * Afterwards `row` is as it was netted: moves of spare stock among its receipts, open orders that
 * were moved in on their new days.
 */
export function replayNode(
  network: Network,
  draft: Draft,
  node: number,
  row: NodeRow,
  observe: NetObserver,
): Assumptions {
  const assumptions = prepareRow(network, draft, node, row);
  coverNode(network, draft, node, row, openColumns(), observe);
  return assumptions;
}

/** Told of what is short on a day, in steps. */
export type ShortfallObserver = (cell: number, net: number) => void;

/**
 * What a node lacks if each need is covered by itself, in the order in which it is asked for.
 * Writes `row`.
 */
export function lotForLotNeeds(
  network: Network,
  draft: Draft,
  node: number,
  row: NodeRow,
  observe: ShortfallObserver,
): void {
  prepareRow(network, draft, node, row);
  const cover: Cover = (cell, net) => {
    observe(cell, net);
    return net;
  };
  const onHand = network.onHand[node]!;
  if (asksForStockLast(network.policies[node]!)) netTwice(row, onHand, cover, cover);
  else netRequirements(row, onHand, cover);
}

/** Nets the row and places the orders that cover it, by rising need day. Writes `orders`. */
function coverNode(
  network: Network,
  { moves }: Draft,
  node: number,
  row: NodeRow,
  orders: OrderColumns,
  observe?: NetObserver,
): void {
  const start = orders.count;
  const into = moves.into.get(node);
  for (const { source, quantity, need, due, release } of into ?? []) {
    placeOrder(orders, node, source, quantity, need, due, release);
  }
  const settled = orders.count;
  if (row.last < row.first) return;
  const policy = network.policies[node]!;
  const covering = openCovering(network, node, row, orders);
  const cover = coverOf(covering, observe);
  const isDeferred = asksForStockLast(policy);
  const closing = isDeferred
    ? netTwice(row, network.onHand[node]!, cover, coverOf(nextCovering(covering), observe))
    : netRow(row, network.onHand[node]!, cover);
  if (policy.planning === 'automatic') {
    checkConservation(network, node, row, orders, settled, closing);
  }
  if (isDeferred || into !== undefined) sortByNeed(orders, start);
}

/** How net requirements are answered: by orders; by nothing where a planner plans by hand. */
function coverOf(covering: Covering, observe: NetObserver | undefined): Cover {
  const isManual = covering.policy.planning === 'manual';
  if (observe === undefined && !isManual) {
    return (cell, net, balance) => coverNeed(covering, cell, net, balance);
  }
  return (cell, net, balance) => {
    observe?.(cell, net, balance, covering);
    // Later needs are told for themselves, not the sum of all before.
    return isManual ? net : coverNeed(covering, cell, net, balance);
  };
}

/** Receipts less gross requirements of all days. */
function rowSums({ gross, receipts, first, last }: NodeRow): number {
  let sum = 0;
  for (let cell = first; cell <= last; cell++) sum += receipts[cell]! - gross[cell]!;
  return sum;
}

function quantitiesFrom({ quantity, count }: OrderColumns, start: number): number {
  let sum = 0;
  for (let order = start; order < count; order++) sum += quantity[order]!;
  return sum;
}

/** Receipts less gross requirements of a large row, and its orders from `start` on. */
function largeSums(
  { gross, receipts, last }: NodeRow,
  orders: OrderColumns,
  start: number,
): bigint {
  let sum = 0n;
  for (let cell = 0; cell <= last; cell++) sum += BigInt(receipts[cell]!) - BigInt(gross[cell]!);
  for (let order = start; order < orders.count; order++) sum += BigInt(orders.quantity[order]!);
  return sum;
}
