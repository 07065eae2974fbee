/**
 * What planned orders take of a node and what they bring to it beside their own item, order by
 * order.
 *
 * The same walk as explosion's, for enquiries that must tell one order from another.
 */
import type { Use } from '../compiled-source.ts';
import type { Draft } from '../draft.ts';
import { consumptionCell, orderNeed, orderOutput } from '../explode.ts';
import type { Network } from '../network.ts';
import { bucketStart } from '../plan-terms.ts';

/** Told of a planned order, the day on which it counts, and how much, in steps of the node. */
export type OrderVisit = (order: number, day: number, quantity: number, use: Use) => void;

/** Visits each planned order that needs the node, on the day it takes. */
export function eachTaking(network: Network, draft: Draft, node: number, visit: OrderVisit): void {
  const { start, list } = network.uses;
  for (let at = start[node]!; at < start[node + 1]!; at++) {
    const use = list[at]!;
    for (let order = draft.start[use.parent]!; order < draft.end[use.parent]!; order++) {
      if (draft.source[order] !== use.source) continue;
      const quantity = orderNeed(network, draft, use, order);
      if (quantity === 0) continue;
      visit(order, consumptionCell(network, use, draft.release[order]!), quantity, use);
    }
  }
}

/** Visits each planned order that yields the node's item beside its own, on the day it ends. */
export function eachYielding(
  network: Network,
  draft: Draft,
  node: number,
  visit: OrderVisit,
): void {
  const { start, list } = network.outputs;
  for (let at = start[node]!; at < start[node + 1]!; at++) {
    const use = list[at]!;
    for (let order = draft.start[use.parent]!; order < draft.end[use.parent]!; order++) {
      const quantity = orderOutput(network, draft, use, order);
      if (quantity === 0) continue;
      visit(order, bucketStart(network.terms, draft.due[order]!), quantity, use);
    }
  }
}
