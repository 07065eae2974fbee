/**
 * Moves of spare stock and the planned orders that they became.
 *
 * A node's moves stand in its orders by need day, those of one day in the order in which they were
 * shared out; so the first move is the first such order, and so on.
 */
import type { Draft, Move } from '../draft.ts';
import type { Network } from '../network.ts';

/** A move with the number of its order, at the node that receives it. */
export interface MoveOrder {
  readonly move: Move;
  readonly order: number;
}

/** The orders of moves that leave one node, in the order given. */
export function moveOrders(network: Network, draft: Draft, moves: readonly Move[]): MoveOrder[] {
  const numbers = new Map<Move, number>();
  for (const node of new Set(moves.map(({ source }) => network.sources[source]!.node))) {
    const into = (draft.moves.into.get(node) ?? []).toSorted((a, b) => a.need - b.need);
    let order = draft.start[node]!;
    for (const move of into) {
      while (network.sources[draft.source[order]!]!.spare === undefined) order++;
      numbers.set(move, order++);
    }
  }
  return moves.map((move) => ({ move, order: numbers.get(move)! }));
}
