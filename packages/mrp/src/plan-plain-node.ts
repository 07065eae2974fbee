/**
 * A plain node, planned in one loop: most nodes of a large plan are plain.
 *
 * Plain is what has no policy of its own and one source that is always in force, lot for lot or in
 * multiples, with a lead time that every day counts for. For such a node the general way
 * (cover-needs.ts) comes down to the loop below; tests hold the two together.
 */
import type { CompiledSource } from './compiled-source.ts';
import { type Draft, reserveOrders } from './draft.ts';
import type { Network } from './network.ts';
import { isPlainPolicy } from './node-policy.ts';
import type { NodeRow } from './node-row.ts';
import { everyDay } from './site-calendar.ts';

/** The only source of a plain node; undefined where a node is not plain. */
export function plainSource(
  network: Network,
  draft: Draft,
  node: number,
): CompiledSource | undefined {
  const [source, ...others] = network.sourcesOf[node]!;
  const isPlain =
    others.length === 0 &&
    source !== undefined &&
    source.calendar === everyDay &&
    network.calendar[node] === everyDay &&
    source.rule === undefined &&
    source.time === undefined &&
    source.modifiers.max === 0 &&
    source.quota.numerator === 0 &&
    source.leadTimes.steps.length === 0 &&
    network.terms.pastDueRelease === 'keep' &&
    isPlainPolicy(network.policies[node]!) &&
    !draft.moves.into.has(node);
  return isPlain ? source : undefined;
}

/** Nets the row and places its orders; returns the balance after the last day. Writes `draft`. */
export function coverPlainNode(
  { onHand }: Network,
  draft: Draft,
  node: number,
  { gross, receipts, first, last, origin }: NodeRow,
  { index, leadTimes, modifiers }: CompiledSource,
): number {
  reserveOrders(draft, last - first + 1);
  const { node: nodes, source, quantity, need, due, release } = draft;
  const { min, multiple } = modifiers;
  let { count } = draft;
  let balance = onHand[node]!;
  for (let cell = first; cell <= last; cell++) {
    balance += receipts[cell]! - gross[cell]!;
    if (balance >= 0) continue;
    let lot = -balance < min ? min : -balance;
    // Same as roundUpTo(lot, multiple), which is a call for each of some million orders.
    if (multiple !== 0 && lot % multiple !== 0) lot += multiple - (lot % multiple);
    balance += lot;
    nodes[count] = node;
    source[count] = index;
    quantity[count] = lot;
    need[count] = origin + cell;
    due[count] = origin + cell;
    release[count] = origin + cell - leadTimes.days;
    count++;
  }
  draft.count = count;
  return balance;
}
