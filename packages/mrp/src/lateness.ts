/**
 * Lateness: how late every order of a plan is, and every demand, and what is at the root of it.
 *
 * The plan is unconstrained: it always finds a quantity, if need be by an order that should have
 * been released before today. Lateness is carried up from there, suppliers before the supplied: an
 * order is as late as its own release is past due or as its latest component, a need as late as the
 * latest supply pegged to it is after its day. Under `keep` all dates are true and the largest
 * delay counts; under `clamp` delays add up along the way. An open order counts on the day it is
 * dated, also where the run took it to be moved in.
 *
 * Nodes where nothing can be late are not matched: with supply on every need's day, which netting
 * sees to, only late orders, needs before today and planning by hand can make a need late.
 */
import type { Draft } from './draft.ts';
import { consumptionCell } from './explode.ts';
import { type Flows, hasFlows } from './flows.ts';
import { addTo } from './lists-by-key.ts';
import { lowLevelCodes } from './low-level-code.ts';
import { type Network, supplyGraph } from './network.ts';
import { receiptNode } from './pegging/links.ts';
import { matchNode, type NodeMatch, openMatch } from './pegging/match-node.ts';
import { openScope, type PegScope } from './pegging/scope.ts';
import { bucketStart } from './plan-terms.ts';

/** No source: later than every day that is. */
export const NEVER = 0x3fff_ffff;
/** A cause that is no supply: the day of the need itself. */
export const OVERDUE = -1;
/** A cause that is no supply: the node is planned by hand and short; `NOT_PLANNED - node`. */
export const NOT_PLANNED = -2;

/** How late something is, in days, and what is at the root of it. */
export interface Lateness {
  readonly days: number;
  /** The number of a supply (pegging/numbering.ts), or one of the two above. */
  readonly cause: number;
}

/** The walk from suppliers to the supplied. */
interface Walk {
  readonly scope: PegScope;
  readonly match: NodeMatch;
  /** Per planned order: how long it waits for what it needs … */
  readonly waits: Int32Array;
  /** … how late it is with its own release, and why. */
  readonly days: Int32Array;
  readonly cause: Int32Array;
  /** Open orders that wait for what they take, by row. */
  readonly receipts: Map<number, Lateness>;
  /** Nodes where something came to be late after they were walked. */
  readonly again: Set<number>;
  /** Per node, those that receive what its orders yield beside their item. */
  readonly yieldsAt: ReadonlyMap<number, readonly number[]>;
  /** The same per open order, by row. */
  readonly yieldsOfReceipt: ReadonlyMap<number, readonly number[]>;
  /** Late demands and forecasts by node. */
  readonly found: Map<number, LateNeed[]>;
}

/** A demand or forecast that comes late. */
export interface LateNeed extends Lateness {
  readonly kind: 'demand' | 'forecast';
  /** Its row of `demands` or `forecasts`, its node and its day. */
  readonly row: number;
  readonly node: number;
  readonly day: number;
  /** The part that is late, in steps. */
  readonly quantity: number;
}

/** All that is late in a plan. */
export interface LatePlan {
  /** In the sequence of the walk. */
  readonly needs: readonly LateNeed[];
  /** How late a planned order is after its need, and why; days are 0 where it is in time. */
  order(order: number): Lateness;
  /** Open orders that wait for what they take, by row of `receipts`. */
  readonly receipts: ReadonlyMap<number, Lateness>;
  /** What the numbers of causes stand for: its supplies. */
  readonly scope: PegScope;
}

/** A way round is followed so often: an order that waits for itself would lead round for ever. */
const ROUNDS = 1000;

/** Finds everything that is late. */
export function latePlan(network: Network, draft: Draft): LatePlan {
  const walk: Walk = {
    scope: openScope(network, draft),
    match: openMatch(),
    waits: new Int32Array(draft.count),
    days: new Int32Array(draft.count),
    cause: new Int32Array(draft.count).fill(OVERDUE),
    receipts: new Map(),
    again: new Set(),
    yieldsAt: yieldsByNode(network),
    yieldsOfReceipt: yieldsByReceipt(network),
    found: new Map(),
  };
  const sequence = suppliersFirst(network, draft);
  let anyLate = false;
  for (const node of sequence) anyLate = walkNode(walk, node, anyLate) || anyLate;
  // A by-product that comes back into its own product leads round, from order to later order.
  for (let round = 0; walk.again.size > 0 && round < ROUNDS; round++) {
    const nodes = sequence.filter((node) => walk.again.has(node));
    for (const node of nodes) walkNode(walk, node, true);
  }
  return {
    needs: [...walk.found.values()].flat(),
    order: (order) => ({
      days: Math.max(0, daysLate(walk, order, draft.need[order]!)),
      cause: walk.cause[order]!,
    }),
    receipts: walk.receipts,
    scope: walk.scope,
  };
}

/** Walks a node; whether any of its orders is late. */
function walkNode(walk: Walk, node: number, anyLate: boolean): boolean {
  walk.again.delete(node);
  const isLate = addOwnLateness(walk, node);
  if (isLate || mayBeLate(walk, node, anyLate)) carryUp(walk, node);
  return isLate;
}

function yieldsByNode({ outputs }: Network): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const { parent, child } of outputs.list) addTo(found, parent, child);
  return found;
}

function yieldsByReceipt({ firmOutputs, nodes }: Network): Map<number, number[]> {
  const found = new Map<number, number[]>();
  const { start, row }: Flows = firmOutputs;
  for (let node = 0; node < nodes.count; node++) {
    for (let at = start[node]!; at < start[node + 1]!; at++) addTo(found, row[at]!, node);
  }
  return found;
}

/**
 * All nodes, suppliers before the supplied: also those that supply by what they yield beside their
 * own item, or have to spare.
 */
function suppliersFirst({ order, nodes, uses, outputs, sources }: Network, draft: Draft): number[] {
  const moved = [...draft.moves.outOf.values()].flat();
  const plain = Array.from(order.sequence).reverse();
  if (moved.length === 0 && outputs.list.length === 0) return plain;
  const yields = outputs.list.map((use) => ({ ...use, parent: use.child, child: use.parent }));
  const moves = moved.flatMap(({ source }) => sources[source]!.spare ?? []);
  const graph = supplyGraph(nodes.count, [...uses.list, ...yields, ...moves]);
  const levels = lowLevelCodes(graph);
  return levels === null ? plain : Array.from(levels.sequence).reverse();
}

/** Adds to what components made of a node's orders the delay of their own; whether any is late. */
function addOwnLateness(walk: Walk, node: number): boolean {
  const { waits, days, cause } = walk;
  const { network, draft } = walk.scope;
  const { today, pastDueRelease } = network.terms;
  let anyLate = false;
  for (let order = draft.start[node]!; order < draft.end[node]!; order++) {
    const afterNeed = draft.due[order]! - draft.need[order]!;
    const isInTime = waits[order] === 0 && afterNeed <= 0 && draft.release[order]! >= today;
    const source = network.sources[draft.source[order]!]!;
    if (isInTime && source.missing !== 'source') continue;
    const wait = waits[order]!;
    const isKept = pastDueRelease === 'keep' && source.spare === undefined;
    const past = isKept ? Math.max(0, today - draft.release[order]!) : 0;
    const own = source.missing === 'source' ? NEVER : Math.max(past, afterNeed, 0);
    const isSum = pastDueRelease === 'clamp' || own === NEVER;
    const total = Math.min(NEVER, isSum ? own + wait : Math.max(past, wait));
    if (total !== days[order]) for (const at of walk.yieldsAt.get(node) ?? []) walk.again.add(at);
    days[order] = total;
    if (own > 0 && own >= wait) cause[order] = order;
    if (own > 0 || wait > 0) anyLate = true;
  }
  return anyLate;
}

/** Whether a node whose planned orders are in time may still have a late need. */
function mayBeLate({ scope, receipts }: Walk, node: number, anyLate: boolean): boolean {
  const { network, draft } = scope;
  const { planning, rescheduleWithinDays } = network.policies[node]!;
  if (planning === 'manual' || network.lots.has(node)) return true;
  if (hasFlows(network.receipts, node) && (rescheduleWithinDays > 0 || receipts.size > 0)) {
    return true;
  }
  if (hasFlows(network.firmOutputs, node) && receipts.size > 0) return true;
  const { start } = network.outputs;
  if (anyLate && start[node]! < start[node + 1]!) return true;
  return firstNeed(network, draft, node) < network.terms.today;
}

/** The day of a node's first need, or one before it. */
function firstNeed(network: Network, draft: Draft, node: number): number {
  let first = Number.MAX_SAFE_INTEGER;
  for (const { start, day } of [network.demands, network.forecasts, network.firmIssues]) {
    if (start[node]! < start[node + 1]!) first = Math.min(first, day[start[node]!]!);
  }
  const { start, list } = network.uses;
  for (let at = start[node]!; at < start[node + 1]!; at++) {
    const use = list[at]!;
    if (draft.start[use.parent] === draft.end[use.parent]) continue;
    first = Math.min(first, consumptionCell(network, use, draft.firstRelease[use.parent]!));
  }
  for (const { takenOn } of draft.moves.outOf.get(node) ?? []) first = Math.min(first, takenOn);
  return first;
}

/** Hands the lateness of a node's supplies to the orders and demands that they serve. */
function carryUp(walk: Walk, node: number): void {
  const { match } = walk;
  const { needs, shares } = match;
  shares.count = 0;
  matchNode(walk.scope, node, match);
  walk.found.set(node, []);
  const late = openLateNeeds(needs.count);
  const open = needs.quantity.slice(0, needs.count);
  for (let at = 0; at < shares.count; at++) {
    const need = shares.need[at]!;
    open[need]! -= shares.quantity[at]!;
    addShare(walk, late, shares.supply[at]!, need, shares.quantity[at]!);
  }
  for (let need = 0; need < needs.count; need++) {
    if (open[need]! > 0) delay(late, need, NEVER, NOT_PLANNED - node, open[need]!);
    if (late.days[need]! > 0) delayNeed(walk, node, need, late);
  }
}

/** Per need of a node: how late its latest supply is, why, and how much of it is late. */
interface LateNeeds {
  readonly days: Int32Array;
  readonly cause: Int32Array;
  readonly quantity: Float64Array;
}

const openLateNeeds = (count: number): LateNeeds => ({
  days: new Int32Array(count),
  cause: new Int32Array(count),
  quantity: new Float64Array(count),
});

function delay(late: LateNeeds, need: number, days: number, cause: number, quantity: number): void {
  late.quantity[need]! += quantity;
  if (days <= late.days[need]!) return;
  late.days[need] = days;
  late.cause[need] = cause;
}

/**
 * Adds a share if its supply comes after the need's day. An order that was planned early for an
 * earlier need, or due on the working day before, has that much room before its delay hurts.
 */
function addShare(
  walk: Walk,
  late: LateNeeds,
  supply: number,
  need: number,
  quantity: number,
): void {
  const { needs, supplies } = walk.match;
  const { draft, supplies: numbers } = walk.scope;
  const number = supplies.number[supply]!;
  const needDay = needs.day[need]!;
  const isPlanned = number < draft.count;
  if (isPlanned || numbers.kindOf(number) === 'coProduct') {
    const order = isPlanned ? number : numbers.rowOf(number);
    const days = daysLate(walk, order, needDay);
    if (days > 0) delay(late, need, days, walk.cause[order]!, quantity);
    return;
  }
  // An open order that should have begun, and finds stock, says so itself: it can begin today.
  const isStock = numbers.kindOf(number) === 'stock';
  if (isStock && walk.scope.needs.kindOf(needs.number[need]!) === 'firmIssue') return;
  const { days, cause } = firmLateness(walk, number, supplies.day[supply]!, needDay);
  if (days > 0) delay(late, need, days, cause, quantity);
}

/** How many days after a need a planned order is there; 0 or less where it is in time. */
function daysLate(
  { scope: { network, draft }, days }: Walk,
  order: number,
  needDay: number,
): number {
  if (days[order]! >= NEVER) return NEVER;
  // Under `clamp` the due day moved already, and its delay counts from the need.
  const planned = network.terms.pastDueRelease === 'keep' ? draft.due : draft.need;
  return planned[order]! + days[order]! - needDay;
}

/** How many days after a need a supply is there that was not planned, and why. */
function firmLateness(walk: Walk, number: number, day: number, needDay: number): Lateness {
  const { kindOf, rowOf } = walk.scope.supplies;
  switch (kindOf(number)) {
    case 'receipt':
    case 'firmCoProduct':
      return receiptLateness(walk, number, rowOf(number), needDay);
    case 'stock':
      return { days: day - needDay, cause: OVERDUE };
    default:
      return { days: day - needDay, cause: number };
  }
}

function receiptLateness(
  { scope, receipts }: Walk,
  number: number,
  row: number,
  needDay: number,
): Lateness {
  const { index, terms, model } = scope.network;
  const { location, due } = model.receipts[row]!;
  const dated = bucketStart(terms, Math.max(index.dayAt(location, due), terms.today));
  const behind = receipts.get(row) ?? { days: 0, cause: number };
  if (behind.days >= NEVER) return behind;
  return { days: dated + behind.days - needDay, cause: behind.cause };
}

/** Passes lateness on to whoever has the need. */
function delayNeed(walk: Walk, node: number, need: number, late: LateNeeds): void {
  const { scope, match, found } = walk;
  const number = match.needs.number[need]!;
  const lateness = { days: late.days[need]!, cause: late.cause[need]! };
  // Planned orders are most of the needs; their numbers are their own.
  if (number < scope.draft.count) return delayOrder(walk, number, lateness);
  const [kind, ref] = [scope.needs.kindOf(number), scope.needs.rowOf(number)];
  if (kind === 'move') delayOrder(walk, ref, lateness);
  else if (kind === 'firmIssue') delayReceipt(walk, ref, lateness);
  else if (kind === 'demand' || kind === 'forecast') {
    const day = match.needs.day[need]!;
    const quantity = late.quantity[need]!;
    found.get(node)!.push({ kind, row: ref, node, day, quantity, ...lateness });
  }
}

function delayReceipt(walk: Walk, row: number, lateness: Lateness): void {
  const { network, supplies } = walk.scope;
  const { days, cause } = lateness;
  if (days <= (walk.receipts.get(row)?.days ?? 0)) return;
  const isOwn = (['receipt', 'firmCoProduct'] as const).some(
    (kind) => cause === supplies.baseOf(kind) + row,
  );
  if (isOwn) return;
  walk.receipts.set(row, lateness);
  walk.again.add(receiptNode(network, row));
  for (const node of walk.yieldsOfReceipt.get(row) ?? []) walk.again.add(node);
}

function delayOrder(walk: Walk, order: number, { days, cause }: Lateness): void {
  // An order that is made to wait by itself, over what it yields, does not wait.
  if (days <= walk.waits[order]! || cause === order) return;
  walk.waits[order] = days;
  walk.cause[order] = cause;
  walk.again.add(walk.scope.draft.node[order]!);
}
