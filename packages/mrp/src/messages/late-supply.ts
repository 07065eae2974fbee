/**
 * How late each order of a plan is, and what at the bottom of the chain makes it so.
 *
 * Walked from suppliers to the supplied: an order is there its delay after its due day, and a need
 * is as late as the latest supply pegged to it; so late begins the order that has the need. Where
 * dates are kept, an order that should have been released before today is delayed by that much, or
 * by its components if they take longer; where the past is closed, its due day has moved already and
 * the delay of its components comes on top. Only nodes with something late are matched.
 *
 * What is behind a delay is the order or receipt that adds the most to it, nearest to the bottom.
 */
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import { matchNode, type NodeMatch, openMatch } from '../pegging/match-node.ts';
import { openScope, type PegScope } from '../pegging/scope.ts';
import { isMove } from './node-days.ts';

/** Later than every day that is: nobody supplies it. */
export const NEVER = 0x3fff_ffff;

/** What makes others late. */
export type Root =
  | { readonly kind: 'order' | 'receipt'; readonly ref: number }
  /** The node is planned by hand, and short. */
  | { readonly kind: 'node'; readonly ref: number };

/** A demand or forecast that comes late. */
export interface LateNeed {
  readonly kind: 'demand' | 'forecast';
  readonly row: number;
  readonly node: number;
  readonly day: number;
  readonly days: number;
  readonly root: Root;
}

/** What delays an open order. */
export interface Delay {
  readonly days: number;
  readonly root: Root;
}

/** All that is late in a plan. */
export interface LateSupply {
  /** Per planned order, the days after its due day on which it is there. */
  readonly delay: Int32Array;
  /** Per planned order that is late, what is behind it. */
  readonly roots: ReadonlyMap<number, Root>;
  /** Open orders that wait for what they take, by row. */
  readonly receipts: ReadonlyMap<number, Delay>;
  /** In the sequence of planning, backwards. */
  readonly needs: readonly LateNeed[];
}

/** The walk: what is late so far. */
interface Walk {
  readonly network: Network;
  readonly draft: Draft;
  readonly scope: PegScope;
  readonly match: NodeMatch;
  readonly delay: Int32Array;
  readonly roots: Map<number, Root>;
  readonly receipts: Map<number, Delay>;
  readonly needs: LateNeed[];
}

/** Finds everything that is late. */
export function lateSupply(network: Network, draft: Draft): LateSupply {
  const walk: Walk = {
    network,
    draft,
    scope: openScope(network, draft),
    match: openMatch(),
    delay: new Int32Array(draft.count),
    roots: new Map(),
    receipts: new Map(),
    needs: [],
  };
  const { sequence } = network.order;
  for (let at = sequence.length - 1; at >= 0; at--) {
    const node = sequence[at]!;
    let isLate = mayHaveLateReceipts(walk, node);
    for (let order = draft.start[node]!; order < draft.end[node]!; order++) {
      if (addOwnDelay(walk, order)) isLate = true;
    }
    if (isLate || hasLateOutputs(walk, node)) carryUp(walk, node);
  }
  return walk;
}

/** Open orders come late where they were taken to be moved in, or nothing else is planned. */
function mayHaveLateReceipts({ network, receipts: delayed }: Walk, node: number): boolean {
  const { receipts, policies, firmOutputs } = network;
  const { planning, rescheduleWithinDays } = policies[node]!;
  if (planning === 'manual') return true;
  const has = ({ start }: typeof receipts): boolean => start[node] !== start[node + 1];
  if (delayed.size > 0) return has(receipts) || has(firmOutputs);
  return rescheduleWithinDays > 0 && has(receipts);
}

function hasLateOutputs({ network: { outputs }, draft, roots }: Walk, node: number): boolean {
  if (roots.size === 0) return false;
  for (let at = outputs.start[node]!; at < outputs.start[node + 1]!; at++) {
    const { parent, source } = outputs.list[at]!;
    for (let order = draft.start[parent]!; order < draft.end[parent]!; order++) {
      if (draft.source[order] === source && roots.has(order)) return true;
    }
  }
  return false;
}

/** Adds to what its components made of an order what it does itself; whether it is late. */
function addOwnDelay({ network, draft, delay, roots }: Walk, order: number): boolean {
  const { today, pastDueRelease } = network.terms;
  const [due, need, release] = [draft.due[order]!, draft.need[order]!, draft.release[order]!];
  const fromComponents = delay[order]!;
  const late = Math.max(0, due - need);
  const isPast = pastDueRelease === 'keep' && !isMove(network, draft, order);
  const past = isPast ? Math.max(0, today - release) : 0;
  const isUnsourced = network.sources[draft.source[order]!]!.missing === 'source';
  const own = isUnsourced ? NEVER : late + past;
  if (own === 0 && fromComponents === 0) return false;
  delay[order] = isUnsourced ? NEVER : Math.max(past, fromComponents);
  if (own > 0 && own >= fromComponents) roots.set(order, { kind: 'order', ref: order });
  return true;
}

/** Hands the delays of a node's supplies to what they serve. */
function carryUp(walk: Walk, node: number): void {
  const { scope, match, network } = walk;
  const { needs, supplies, shares } = match;
  shares.count = 0;
  matchNode(scope, node, match);
  const open = needs.quantity.slice(0, needs.count);
  const late = new Map<number, Delay>();
  for (let at = 0; at < shares.count; at++) {
    const need = shares.need[at]!;
    open[need]! -= shares.quantity[at]!;
    const delay = supplyDelay(walk, supplies.number[shares.supply[at]!]!, needs.day[need]!);
    if (delay !== undefined && delay.days > (late.get(need)?.days ?? 0)) late.set(need, delay);
  }
  if (network.policies[node]!.planning === 'manual') {
    const root = { kind: 'node' as const, ref: node };
    open.forEach((left, need) => left > 0 && late.set(need, { days: NEVER, root }));
  }
  for (const [need, delay] of late) {
    const number = needs.number[need]!;
    delayNeed(walk, node, { number, day: needs.day[need]!, ...delay });
  }
}

/** How long after a need its supply is there, and why; undefined where it is in time. */
function supplyDelay(walk: Walk, number: number, needDay: number): Delay | undefined {
  const { scope, draft, delay, roots, receipts, network } = walk;
  const kind = scope.supplies.kindOf(number);
  const ref = scope.supplies.rowOf(number);
  if (kind === 'order' || kind === 'coProduct') {
    const root = roots.get(ref);
    if (root === undefined) return undefined;
    const days = delay[ref]! >= NEVER ? NEVER : draft.due[ref]! + delay[ref]! - needDay;
    return days > 0 ? { days, root } : undefined;
  }
  if (kind !== 'receipt' && kind !== 'firmCoProduct') return undefined;
  const { index, terms } = network;
  const { location, due } = index.model.receipts[ref]!;
  const behind = receipts.get(ref);
  const there = Math.max(index.dayAt(location, due), terms.today);
  const days = behind?.days === NEVER ? NEVER : there + (behind?.days ?? 0) - needDay;
  return days > 0 ? { days, root: behind?.root ?? { kind: 'receipt', ref } } : undefined;
}

/** Passes a delay on to whoever has the need. */
function delayNeed(
  { scope, delay, roots, receipts, needs }: Walk,
  node: number,
  { number, day, days, root }: Delay & { readonly number: number; readonly day: number },
): void {
  const kind = scope.needs.kindOf(number);
  const ref = scope.needs.rowOf(number);
  if (kind === 'order' || kind === 'move') {
    if (days <= delay[ref]!) return;
    delay[ref] = days;
    roots.set(ref, root);
  } else if (kind === 'firmIssue') {
    if (days > (receipts.get(ref)?.days ?? 0)) receipts.set(ref, { days, root });
  } else if (kind === 'demand' || kind === 'forecast') {
    needs.push({ kind, row: ref, node, day, days, root });
  }
}
