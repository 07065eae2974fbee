/**
 * How late each order of a plan is, and what at the bottom of the chain makes it so.
 *
 * Walked from suppliers to the supplied: an order is there its delay after its due day, and a need
 * is as late as the latest supply pegged to it; so late begins the order that has the need. Where
 * dates are kept, an order that should have been released before today is delayed by that much, or
 * by its components if they take longer; where the past is closed, its due day has moved already
 * and the delay of its components comes on top. Only nodes with something late are matched.
 *
 * What is behind a delay is the order or receipt that adds the most to it, nearest to the bottom.
 */
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import { matchNode, type NodeMatch, openMatch } from '../pegging/match-node.ts';
import { openScope, type PegScope } from '../pegging/scope.ts';
import { bucketStart } from '../plan-terms.ts';
import { isMove } from './node-days.ts';

/** Later than every day that is: nobody supplies it. */
export const NEVER = 0x3fff_ffff;

/**
 * What makes others late, as one figure: a planned order by its number, an open order by its row, a
 * node that is planned by hand and short.
 */
export type Root = number;

/** Nothing makes it late. */
export const IN_TIME: Root = -1;

/** An open order as a root. */
export const receiptRoot = (row: number): Root => -2 - 2 * row;

/** A node as a root. */
export const nodeRoot = (node: number): Root => -3 - 2 * node;

/** What a root stands for. */
export function readRoot(root: Root): { kind: 'order' | 'receipt' | 'node'; ref: number } {
  if (root >= 0) return { kind: 'order', ref: root };
  return root % 2 === 0
    ? { kind: 'receipt', ref: (-2 - root) / 2 }
    : { kind: 'node', ref: (-3 - root) / 2 };
}

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
  /** Per planned order, what is behind its delay; IN_TIME = it is late for nothing. */
  readonly roots: Int32Array;
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
  readonly roots: Int32Array;
  /** Whether any planned order is late so far. */
  isAnyLate: boolean;
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
    roots: new Int32Array(draft.count).fill(IN_TIME),
    isAnyLate: false,
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

function hasLateOutputs(
  { network: { outputs }, draft, roots, isAnyLate }: Walk,
  node: number,
): boolean {
  if (!isAnyLate) return false;
  for (let at = outputs.start[node]!; at < outputs.start[node + 1]!; at++) {
    const { parent, source } = outputs.list[at]!;
    for (let order = draft.start[parent]!; order < draft.end[parent]!; order++) {
      if (draft.source[order] === source && roots[order] !== IN_TIME) return true;
    }
  }
  return false;
}

/** Adds to what its components made of an order what it does itself; whether it is late. */
function addOwnDelay(walk: Walk, order: number): boolean {
  const { network, draft, delay, roots } = walk;
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
  if (own > 0 && own >= fromComponents) roots[order] = order;
  walk.isAnyLate = true;
  return true;
}

/** Hands the delays of a node's supplies to what they serve. */
function carryUp(walk: Walk, node: number): void {
  const { scope, match, network } = walk;
  const { needs, supplies, shares } = match;
  shares.count = 0;
  matchNode(scope, node, match);
  const isManual = network.policies[node]!.planning === 'manual';
  const open = isManual ? needs.quantity.slice(0, needs.count) : undefined;
  const days = new Int32Array(needs.count);
  const roots = new Int32Array(needs.count).fill(IN_TIME);
  for (let at = 0; at < shares.count; at++) {
    const need = shares.need[at]!;
    if (open !== undefined) open[need]! -= shares.quantity[at]!;
    const number = supplies.number[shares.supply[at]!]!;
    const late = daysAfter(walk, number, needs.day[need]!);
    if (late <= days[need]!) continue;
    days[need] = late;
    roots[need] = rootOf(walk, number);
  }
  for (let need = 0; need < needs.count; need++) {
    const isShort = open !== undefined && open[need]! > 0;
    if (isShort) delayNeed(walk, node, need, NEVER, nodeRoot(node));
    else if (days[need]! > 0) delayNeed(walk, node, need, days[need]!, roots[need]!);
  }
}

/** How many days after a need its supply is there; 0 where it is in time. */
function daysAfter(walk: Walk, number: number, needDay: number): number {
  const { scope, draft, delay, roots, receipts, network } = walk;
  // Planned orders are most of the supplies, and their number is their own.
  const kind = number < draft.count ? 'order' : scope.supplies.kindOf(number);
  if (kind === 'order' || kind === 'coProduct') {
    const order = kind === 'order' ? number : scope.supplies.rowOf(number);
    if (roots[order] === IN_TIME) return 0;
    return delay[order]! >= NEVER ? NEVER : draft.due[order]! + delay[order]! - needDay;
  }
  if (kind !== 'receipt' && kind !== 'firmCoProduct') return 0;
  const row = scope.supplies.rowOf(number);
  const { location, due } = network.model.receipts[row]!;
  const behind = receipts.get(row)?.days ?? 0;
  if (behind >= NEVER) return NEVER;
  const counted = Math.max(network.index.dayAt(location, due), network.terms.today);
  return bucketStart(network.terms, counted) + behind - needDay;
}

/** What is behind the delay of a supply. */
function rootOf({ scope, draft, roots, receipts }: Walk, number: number): Root {
  if (number < draft.count) return roots[number]!;
  const row = scope.supplies.rowOf(number);
  if (scope.supplies.kindOf(number) === 'coProduct') return roots[row]!;
  return receipts.get(row)?.root ?? receiptRoot(row);
}

/** Passes a delay on to whoever has the need. */
function delayNeed(walk: Walk, node: number, need: number, days: number, root: Root): void {
  const { scope, match, draft, delay, roots, receipts, needs } = walk;
  const number = match.needs.number[need]!;
  const kind = number < draft.count ? 'order' : scope.needs.kindOf(number);
  const ref = kind === 'order' ? number : scope.needs.rowOf(number);
  if (kind === 'order' || kind === 'move') {
    if (days <= delay[ref]!) return;
    delay[ref] = days;
    roots[ref] = root;
  } else if (kind === 'firmIssue') {
    if (days > (receipts.get(ref)?.days ?? 0)) receipts.set(ref, { days, root });
  } else if (kind === 'demand' || kind === 'forecast') {
    needs.push({ kind, row: ref, node, day: match.needs.day[need]!, days, root });
  }
}
