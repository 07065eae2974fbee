/**
 * One node, planned: explode, net, cover. What a run does for every item at every site in turn.
 *
 * Also how a plan is read back: the same steps over the same input give the same orders, so a
 * record or an explanation replays them and looks on, and cannot differ from the plan.
 */
import { assert } from '@kontor/kernel';
import { coverNeed, type Covering, openCovering } from './cover-needs.ts';
import {
  beginNode,
  type Draft,
  endNode,
  openColumns,
  type OrderColumns,
  placeOrder,
  sortByNeed,
} from './draft.ts';
import { type Cover, netRequirements } from './net.ts';
import type { Network } from './network.ts';
import type { NodeRow } from './node-row.ts';
import { coverPlainNode, plainSource } from './plan-plain-node.ts';
import { type Assumptions, prepareRow } from './prepare-row.ts';

/** Told of each net requirement before it is covered; quantities in steps. */
export type NetObserver = (cell: number, net: number, balance: number) => void;

/** Plans one node, once all that can need it is planned. Writes `draft`; `row` is scratch. */
export function planNode(network: Network, draft: Draft, node: number, row: NodeRow): void {
  beginNode(draft, node);
  prepareRow(network, draft, node, row);
  const source = plainSource(network, draft, node);
  if (source === undefined) coverNode(network, draft, node, row, draft);
  else if (row.first <= row.last) {
    const [sums, start] = [rowSums(row), draft.count];
    const closing = coverPlainNode(network, draft, node, row, source);
    checkConservation(network, node, sums + quantitiesFrom(draft, start), closing);
  }
  endNode(draft, node);
}

/** What was there and came in is what went out and is left, on every node of every run. */
function checkConservation(network: Network, node: number, moved: number, closing: number): void {
  assert(network.onHand[node]! + moved === closing, 'what comes in goes out or is there');
}

/**
 * The steps of a planned node once more, looked on; its orders are made again and left alone.
 *
 * Afterwards `row` is as it was netted: moves of spare stock among its receipts, those of open orders
 * that were moved in on their new days.
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
  const isDeferred = policy.safetyStockPolicy === 'afterDemand' && policy.required.length > 0;
  const sums = rowSums(row);
  let closing: number;
  if (isDeferred) closing = netTwice(covering, cover, observe);
  else closing = netRequirements(row, network.onHand[node]!, cover);
  if (policy.planning === 'automatic') {
    checkConservation(network, node, sums + quantitiesFrom(orders, settled), closing);
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
    observe?.(cell, net, balance);
    // Later needs are told for themselves, not the sum of all before.
    return isManual ? net : coverNeed(covering, cell, net, balance);
  };
}

/** Demand first, then, with its orders as receipts, the stock that is required. The row is left as it was. */
function netTwice(covering: Covering, cover: Cover, observe: NetObserver | undefined): number {
  const { network, node, row, orders, allocated } = covering;
  const onHand = network.onHand[node]!;
  const { required, marked } = row;
  const before = orders.count;
  row.required = new Float64Array(required.length);
  row.marked = new Uint8Array(marked.length);
  netRequirements(row, onHand, cover);
  row.required = required;
  row.marked = marked;
  const between = orders.count;
  const receive = (sign: number): void => {
    for (let order = before; order < between; order++) {
      row.receipts[orders.need[order]! - row.origin]! += sign * orders.quantity[order]!;
    }
  };
  receive(1);
  const second = { ...openCovering(network, node, row, orders), allocated };
  const closing = netRequirements(row, onHand, coverOf(second, observe));
  receive(-1);
  return closing;
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
