/**
 * The matching of one node as objects: which of its supplies serves which of its needs.
 *
 * Shares are exact: those of a need add up to the need, those of a supply to no more than the
 * supply; the rest is stock.
 *
 * @source APICS Dictionary, "pegging"
 */
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import { matchNode, openMatch } from './match-node.ts';
import { rankOf } from './needs.ts';
import { type NeedKind, openScope, type PegScope, type SupplyKind } from './scope.ts';

/** A quantity that a node must deliver. Quantities in steps, days as day numbers. */
export interface Need {
  readonly kind: NeedKind;
  /** The row of the model's list, or the number of the planned order that needs it. */
  readonly ref: number;
  readonly day: number;
  readonly quantity: number;
  readonly priority: number;
  readonly id: string;
}

/** A quantity that a node receives. */
export interface Supply {
  readonly kind: SupplyKind;
  /** The row of the model's list, or the number of the planned order. */
  readonly ref: number;
  /** From when it is there; of an open order taken to be moved in, the day it was moved to. */
  readonly day: number;
  readonly quantity: number;
}

/** So much of that supply serves that need; both by their place in the lists. */
export interface Share {
  readonly need: number;
  readonly supply: number;
  readonly quantity: number;
}

/** The matching of a node. */
export interface NodePegging {
  /** In the order in which they are served. */
  readonly needs: readonly Need[];
  /** In the order in which they are taken. */
  readonly supplies: readonly Supply[];
  readonly shares: readonly Share[];
}

/**
 * Matches the needs of a node with its supplies.
 *
 * @param scope - one for all nodes that are asked for saves numbering the plan again
 */
export function pegNode(
  network: Network,
  draft: Draft,
  node: number,
  scope: PegScope = openScope(network, draft),
): NodePegging {
  const match = openMatch();
  matchNode(scope, node, match);
  const { needs, supplies, shares } = match;
  return {
    needs: Array.from({ length: needs.count }, (_, row): Need => {
      const kind = scope.needs.kindOf(needs.number[row]!);
      const ref = scope.needs.rowOf(needs.number[row]!);
      const [day, quantity] = [needs.day[row]!, needs.quantity[row]!];
      return { kind, ref, day, quantity, ...rankOf(network, kind, ref) };
    }),
    supplies: Array.from({ length: supplies.count }, (_, row): Supply => {
      const number = supplies.number[row]!;
      const { kindOf, rowOf } = scope.supplies;
      const [day, quantity] = [supplies.day[row]!, supplies.quantity[row]!];
      return { kind: kindOf(number), ref: rowOf(number), day, quantity };
    }),
    shares: Array.from({ length: shares.count }, (_, at): Share => {
      const [need, supply] = [shares.need[at]!, shares.supply[at]!];
      return { need, supply, quantity: shares.quantity[at]! };
    }),
  };
}
