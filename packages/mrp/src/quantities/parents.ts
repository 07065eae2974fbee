/**
 * Uses turned round: under each node, who needs it and how much.
 *
 * Netting pulls: all parents of a node are planned before it, so its gross requirements are its
 * parents' release rows, each times a quantity, added up while its own row stays in the processor's
 * cache. Pushing each order to its components would write to as many rows far apart, and have to
 * keep them.
 */
import type { QuantityNetwork } from './quantity-network.ts';

/** The parents of node n are `start[n] … start[n + 1] - 1`, in the order of their numbers. */
export interface Parents {
  readonly start: Int32Array;
  readonly parent: Int32Array;
  readonly quantityPer: Float64Array;
}

/** Turns the uses of a checked network round, in one pass by counting. */
export function parentsOf({ nodeCount, uses }: QuantityNetwork): Parents {
  const start = new Int32Array(nodeCount + 1);
  for (let at = 0; at < uses.child.length; at++) start[uses.child[at]! + 1]!++;
  for (let node = 0; node < nodeCount; node++) start[node + 1]! += start[node]!;
  const place = start.slice();
  const parent = new Int32Array(uses.child.length);
  const quantityPer = new Float64Array(uses.child.length);
  for (let node = 0; node < nodeCount; node++) {
    for (let at = uses.start[node]!; at < uses.start[node + 1]!; at++) {
      const to = place[uses.child[at]!]!++;
      parent[to] = node;
      quantityPer[to] = uses.quantityPer[at]!;
    }
  }
  return { start, parent, quantityPer };
}
