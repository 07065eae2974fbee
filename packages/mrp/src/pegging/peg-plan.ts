/**
 * The pegging of a whole plan: every share of every node, as columns.
 *
 * A plan of two million orders has some five million shares. Three figures each, no object: 16
 * bytes. The columns are opened once, wide enough for all needs and supplies; what is not written
 * takes no memory.
 */
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import { openMatch, matchNode, type NodeMatch } from './match-node.ts';
import type { Numbering } from './numbering.ts';
import { openShares } from './match.ts';
import { type NeedKind, openScope, type SupplyKind } from './scope.ts';

/** All shares of a plan. */
export interface PlanPegging {
  /** Those of node n are `start[n] … start[n + 1] - 1`, by need, then supply. */
  readonly start: Int32Array;
  /** Per share, which need; planned orders have their own numbers, see `needs`. */
  readonly need: Int32Array;
  /** Per share, which supply; planned orders have their own numbers, see `supplies`. */
  readonly supply: Int32Array;
  /** In steps of the node's item. */
  readonly quantity: Float64Array;
  /** What the numbers stand for. */
  readonly needs: Numbering<NeedKind>;
  readonly supplies: Numbering<SupplyKind>;
}

/** Pegs every node of a plan. */
export function pegPlan(network: Network, draft: Draft): PlanPegging {
  const scope = openScope(network, draft);
  const match = { ...openMatch(), shares: openShares(mostShares(network, draft)) };
  const { count } = network.nodes;
  const start = new Int32Array(count + 1);
  for (let node = 0; node < count; node++) {
    matchNode(scope, node, match);
    nameRows(match, start[node]!);
    start[node + 1] = match.shares.count;
  }
  const { need, supply, quantity, count: end } = match.shares;
  return {
    start,
    need: need.subarray(0, end),
    supply: supply.subarray(0, end),
    quantity: quantity.subarray(0, end),
    needs: scope.needs,
    supplies: scope.supplies,
  };
}

/** Puts the numbers of needs and supplies in the place of their rows in the node. */
function nameRows({ needs, supplies, shares }: NodeMatch, first: number): void {
  const { need, supply, count } = shares;
  for (let at = first; at < count; at++) {
    need[at] = needs.number[need[at]!]!;
    supply[at] = supplies.number[supply[at]!]!;
  }
}

/** Needs and supplies together; the columns grow where reservations make it more. */
function mostShares({ uses, outputs, ...network }: Network, draft: Draft): number {
  let most = draft.count + network.nodes.count;
  for (const { list } of [uses, outputs]) {
    for (const { parent } of list) most += draft.end[parent]! - draft.start[parent]!;
  }
  const { demands, forecasts, firmIssues, receipts, held, firmOutputs } = network;
  for (const flows of [demands, forecasts, firmIssues, receipts, held, firmOutputs]) {
    most += flows.row.length;
  }
  return most;
}
