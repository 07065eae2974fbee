/**
 * Shares of single nodes, matched when they are asked for and kept while one question is answered.
 */
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import { once } from '../once.ts';
import type { DatedColumns } from './dated-columns.ts';
import { matchNode, type NodeMatch, openMatch } from './match-node.ts';
import { openScope, type PegScope } from './scope.ts';

/** The shares of a node by who gives and who takes. Numbers are those of the scope. */
export interface NodeShares extends NodeMatch {
  /** The shares of a supply, by their place in `shares`. */
  ofSupply(number: number): readonly number[];
  /** The shares of a need, by their place in `shares`. */
  ofNeed(number: number): readonly number[];
  /** A supply's quantity and day; 0 where the node has none of that number. */
  supply(number: number): RowTotal;
  need(number: number): RowTotal;
}

/** All rows of one number: their sum, and the day of the first. */
export interface RowTotal {
  readonly day: number;
  readonly quantity: number;
}

/** A plan whose nodes can be asked for their shares. */
export interface SharesByNode {
  readonly scope: PegScope;
  at(node: number): NodeShares;
}

/** Opens a plan for one question. */
export function sharesByNode(network: Network, draft: Draft): SharesByNode {
  const scope = openScope(network, draft);
  const known = new Map<number, NodeShares>();
  return {
    scope,
    at: (node) => {
      const shares = known.get(node) ?? readNode(scope, node);
      known.set(node, shares);
      return shares;
    },
  };
}

/** Most questions go one way only, so each index is made when it is first used. */
function readNode(scope: PegScope, node: number): NodeShares {
  const match = openMatch();
  matchNode(scope, node, match);
  const { needs, supplies, shares } = match;
  const bySupply = once(() => listed(shares.supply, shares.count, supplies));
  const byNeed = once(() => listed(shares.need, shares.count, needs));
  const ofSupplies = once(() => totals(supplies));
  const ofNeeds = once(() => totals(needs));
  return {
    ...match,
    ofSupply: (number) => bySupply().get(number) ?? [],
    ofNeed: (number) => byNeed().get(number) ?? [],
    supply: (number) => ofSupplies().get(number) ?? NO_ROW,
    need: (number) => ofNeeds().get(number) ?? NO_ROW,
  };
}

const NO_ROW: RowTotal = { day: 0, quantity: 0 };

/** Shares by the number of the row that they name. */
function listed(rows: Int32Array, count: number, { number }: DatedColumns): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (let at = 0; at < count; at++) {
    const key = number[rows[at]!]!;
    const list = found.get(key);
    if (list === undefined) found.set(key, [at]);
    else list.push(at);
  }
  return found;
}

function totals({ count, number, day, quantity }: DatedColumns): Map<number, RowTotal> {
  const found = new Map<number, { day: number; quantity: number }>();
  for (let row = 0; row < count; row++) {
    const before = found.get(number[row]!);
    if (before !== undefined) before.quantity += quantity[row]!;
    else found.set(number[row]!, { day: day[row]!, quantity: quantity[row]! });
  }
  return found;
}
