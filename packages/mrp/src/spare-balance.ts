/**
 * What a node can spare: stock and open orders beyond all its own needs, now and later.
 */
import type { Draft } from './draft.ts';
import { MrpError } from './errors.ts';
import type { Network } from './network.ts';
import { requiredOn } from './node-policy.ts';
import { openRow } from './node-row.ts';
import { prepareRow } from './prepare-row.ts';

/** The spare quantity of a node, in steps, by day number. */
export interface Spare {
  /** What can be taken on a day without making any later one short; from 0. */
  on(day: number): number;
  /** Takes it. */
  take(day: number, quantity: number): void;
}

/**
 * Reads what a plan leaves to spare at a node; the plan's own orders there do not count.
 *
 * @throws MrpError MRP_QUANTITY_TOO_LARGE — the amounts of the node add up to 2^53 or more
 */
export function readSpare(network: Network, draft: Draft, node: number): Spare {
  const row = openRow();
  prepareRow(network, draft, node, row);
  if (row.isLarge) throw new MrpError('MRP_QUANTITY_TOO_LARGE', network.nodes.at(node));
  const { first, last, origin } = row;
  const count = Math.max(0, last - first + 1);
  const over = new Float64Array(count);
  let balance = network.onHand[node]!;
  for (let cell = 0; cell < count; cell++) {
    balance += row.receipts[cell]! - row.gross[cell]!;
    over[cell] = balance - row.required[cell]!;
  }
  // Before the first event there is the stock on hand; after the last one, what is left.
  const policy = network.policies[node]!;
  const opening = network.onHand[node]! - requiredOn(policy, network.terms.today);
  let closing = balance - requiredOn(policy, Number.MAX_SAFE_INTEGER);
  let taken = 0;
  return {
    on: (day) => {
      let least = Math.min(closing, day < origin || count === 0 ? opening - taken : closing);
      for (let cell = Math.max(0, day - origin); cell < count; cell++) {
        least = Math.min(least, over[cell]!);
      }
      return Math.max(0, least);
    },
    take: (day, quantity) => {
      closing -= quantity;
      if (day < origin || count === 0) taken += quantity;
      for (let cell = Math.max(0, day - origin); cell < count; cell++) over[cell]! -= quantity;
    },
  };
}
