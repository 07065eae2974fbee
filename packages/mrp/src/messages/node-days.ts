/**
 * The days of an item at a site as messages read them: what goes out, what comes in, what must be
 * left.
 *
 * The row is made again by the steps that netted it, so open orders stand on the days they were
 * taken to be moved to, and what expires is among what goes out.
 */
import type { Draft } from '../draft.ts';
import { FOREVER } from '../site-calendar.ts';
import type { Network } from '../network.ts';
import type { NodeRow } from '../node-row.ts';
import { replayNode } from '../plan-node.ts';
import { type Assumptions, prepareRow } from '../prepare-row.ts';

/** A node read for messages. */
export interface NodeDays {
  readonly node: number;
  /** As netted; it is used again for the next node. */
  readonly row: NodeRow;
  readonly assumptions: Assumptions;
  /** Net requirements by need day, in steps; only of nodes where a message asks for them. */
  readonly nets: ReadonlyMap<number, number>;
}

/** Whether a message may ask for the node's days at all: most nodes need not be looked at again. */
export function hasDays(network: Network, node: number): boolean {
  const { receipts, policies, lots } = network;
  const policy = policies[node]!;
  return (
    receipts.start[node] !== receipts.start[node + 1] ||
    requiresStock(network, node) ||
    policy.maxCoverDays > 0 ||
    lots.has(node) ||
    asksForNets(network, node)
  );
}

/** Whether a node must keep a stock on some day. */
export const requiresStock = ({ policies }: Network, node: number): boolean =>
  policies[node]!.required.some(({ quantity }) => quantity > 0);

/** Nodes that are planned by hand or behind a fence: there it matters what was needed and when. */
function asksForNets({ policies }: Network, node: number): boolean {
  const { planning, planningFence, releaseFence } = policies[node]!;
  return planning === 'manual' || planningFence > -FOREVER || releaseFence > -FOREVER;
}

/** Reads a node. Writes `row`. */
export function nodeDays(network: Network, draft: Draft, node: number, row: NodeRow): NodeDays {
  const nets = new Map<number, number>();
  if (!asksForNets(network, node)) {
    return { node, row, assumptions: prepareRow(network, draft, node, row), nets };
  }
  const assumptions = replayNode(network, draft, node, row, (cell, net) => {
    const day = row.origin + cell;
    nets.set(day, (nets.get(day) ?? 0) + net);
  });
  return { node, row, assumptions, nets };
}

/** Whether a planned order is spare stock that is moved: it is settled before netting begins. */
export const isMove = ({ sources }: Network, draft: Draft, order: number): boolean =>
  sources[draft.source[order]!]!.spare !== undefined;

/**
 * What comes in on each cell of the row and what planned orders bring, on the days they are there.
 *
 * @param first - the day of the first cell
 */
export function balances(
  network: Network,
  draft: Draft,
  { node, row }: NodeDays,
  first: number,
  last: number,
): Float64Array {
  const flow = new Float64Array(last - first + 1);
  for (let cell = row.first; cell <= row.last; cell++) {
    flow[row.origin + cell - first]! += row.receipts[cell]! - row.gross[cell]!;
  }
  for (let order = draft.start[node]!; order < draft.end[node]!; order++) {
    // A move stands in the row on the day of its need.
    if (!isMove(network, draft, order)) flow[draft.due[order]! - first]! += draft.quantity[order]!;
  }
  let balance = network.onHand[node]!;
  for (let at = 0; at < flow.length; at++) flow[at] = balance += flow[at]!;
  return flow;
}
