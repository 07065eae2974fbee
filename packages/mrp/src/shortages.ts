/**
 * Shortages: demands that the plan cannot serve on their day, how late they are, and the root
 * cause.
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
import { formatDay } from '@kontor/kernel';
import type { Draft } from './draft.ts';
import { consumptionCell } from './explode.ts';
import { hasFlows } from './flows.ts';
import { lowLevelCodes } from './low-level-code.ts';
import { type Network, supplyGraph } from './network.ts';
import { byText } from './node-table.ts';
import { matchNode, type NodeMatch, openMatch } from './pegging/match-node.ts';
import { demandName, receiptName, stockName } from './pegging/names.ts';
import { openScope, type PegScope } from './pegging/scope.ts';
import { bucketStart } from './plan-terms.ts';

/** Why a demand is late: the supply at the bottom of the chain. */
export interface ShortageCause {
  readonly kind: 'releasePastDue' | 'noSource' | 'overdue' | 'lateReceipt' | 'notPlanned';
  readonly item: string;
  readonly location: string;
  readonly segment?: string;
  /** One sentence for a planner. */
  readonly text: string;
}

/** A demand that is not served on its day. */
export interface Shortage {
  readonly demand: string;
  readonly item: string;
  readonly location: string;
  readonly segment?: string;
  readonly due: string;
  /** The part of the demand that is late, in the item's stocking unit. */
  readonly quantity: string;
  /** Calendar days after the due day; null where nobody can supply it. */
  readonly lateDays: number | null;
  /** The first day all of it can be there; null where nobody can supply it. */
  readonly available: string | null;
  readonly cause: ShortageCause;
}

/** No source: later than every day that is. */
const NEVER = 0x3fff_ffff;
/** A cause that is no supply: the day of the need itself. Others are numbers of supplies. */
const OVERDUE = -1;
/** A cause that is no supply: the node is planned by hand and short; `NOT_PLANNED - node`. */
const NOT_PLANNED = -2;

/** How late something is, in days, and what is at the root of it. */
interface Lateness {
  readonly days: number;
  readonly cause: number;
}

const IN_TIME: Lateness = { days: 0, cause: OVERDUE };

/** The walk from suppliers to the supplied. */
interface Walk {
  readonly scope: PegScope;
  readonly match: NodeMatch;
  /** Per planned order: how late it is, and why. */
  readonly days: Int32Array;
  readonly cause: Int32Array;
  /** Open orders that wait for what they take, by row. */
  readonly receipts: Map<number, Lateness>;
  readonly found: Shortage[];
}

/** Every late demand, latest first, then by day and name. */
export function shortages(network: Network, draft: Draft): Shortage[] {
  const walk: Walk = {
    scope: openScope(network, draft),
    match: openMatch(),
    days: new Int32Array(draft.count),
    cause: new Int32Array(draft.count).fill(OVERDUE),
    receipts: new Map(),
    found: [],
  };
  let anyLate = false;
  for (const node of suppliersFirst(network, draft)) {
    const isLate = addOwnLateness(walk, node);
    anyLate ||= isLate;
    if (isLate || mayBeLate(walk, node, anyLate)) carryUp(walk, node);
  }
  return walk.found.sort(
    (a, b) =>
      (b.lateDays ?? NEVER) - (a.lateDays ?? NEVER) ||
      byText(a.due, b.due) ||
      byText(a.demand, b.demand),
  );
}

/** All nodes, suppliers before the supplied: those too that only give what they have to spare. */
function suppliersFirst({ order, nodes, uses, outputs, sources }: Network, draft: Draft): number[] {
  const moved = [...draft.moves.outOf.values()].flat();
  const plain = Array.from(order.sequence);
  if (moved.length === 0) return plain.reverse();
  const moveUses = moved.flatMap(({ source }) => sources[source]!.spare ?? []);
  const graph = supplyGraph(nodes.count, [...uses.list, ...outputs.list, ...moveUses]);
  // Places that give to each other have no such order; they give stock, which is not late.
  return Array.from(lowLevelCodes(graph)?.sequence ?? plain).reverse();
}

/** Adds to what components made of a node's orders the delay of their own; whether any is late. */
function addOwnLateness({ scope, days, cause }: Walk, node: number): boolean {
  const { network, draft } = scope;
  const { today, pastDueRelease } = network.terms;
  let anyLate = false;
  for (let order = draft.start[node]!; order < draft.end[node]!; order++) {
    const afterNeed = draft.due[order]! - draft.need[order]!;
    const isInTime = days[order] === 0 && afterNeed <= 0 && draft.release[order]! >= today;
    const source = network.sources[draft.source[order]!]!;
    if (isInTime && source.missing !== 'source') continue;
    const fromComponents = days[order]!;
    const isKept = pastDueRelease === 'keep' && source.spare === undefined;
    const past = isKept ? Math.max(0, today - draft.release[order]!) : 0;
    const own = source.missing === 'source' ? NEVER : Math.max(past, afterNeed, 0);
    const total =
      pastDueRelease === 'keep' && own < NEVER
        ? Math.max(past, fromComponents)
        : own + fromComponents;
    days[order] = Math.min(total, NEVER);
    if (own > 0 && own >= fromComponents) cause[order] = order;
    if (own > 0 || fromComponents > 0) anyLate = true;
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
  const { scope, match } = walk;
  const { needs, shares } = match;
  shares.count = 0;
  matchNode(scope, node, match);
  const late = new Map<number, Lateness>();
  const quantity = new Float64Array(needs.count);
  const open = needs.quantity.slice(0, needs.count);
  const add = (need: number, lateness: Lateness, share: number): void => {
    if (lateness.days <= 0) return;
    quantity[need]! += share;
    if (lateness.days > (late.get(need)?.days ?? 0)) late.set(need, lateness);
  };
  for (let at = 0; at < shares.count; at++) {
    const [need, share] = [shares.need[at]!, shares.quantity[at]!];
    open[need]! -= share;
    add(need, supplyLateness(walk, match, shares.supply[at]!, needs.day[need]!), share);
  }
  for (let need = 0; need < needs.count; need++) {
    if (open[need]! > 0) add(need, { days: NEVER, cause: NOT_PLANNED - node }, open[need]!);
  }
  const inOrder = [...late].sort(([a], [b]) => a - b);
  for (const [need, lateness] of inOrder) {
    delayNeed(walk, node, need, lateness, quantity[need]!);
  }
}

/**
 * How many days after a need its supply is there. An order that was planned early for an earlier
 * need, or due on the working day before, has that much room before its delay hurts.
 */
function supplyLateness(
  walk: Walk,
  { supplies }: NodeMatch,
  row: number,
  needDay: number,
): Lateness {
  const number = supplies.number[row]!;
  const { draft } = walk.scope;
  // Planned orders are most of the supplies, and most are in time.
  if (number < draft.count) {
    const isInTime = walk.days[number] === 0 && draft.due[number]! <= needDay;
    return isInTime ? IN_TIME : orderLateness(walk, number, needDay);
  }
  const { kindOf, rowOf } = walk.scope.supplies;
  const [kind, ref] = [kindOf(number), rowOf(number)];
  switch (kind) {
    case 'coProduct':
      return orderLateness(walk, ref, needDay);
    case 'receipt':
    case 'firmCoProduct':
      return receiptLateness(walk, number, ref, needDay);
    case 'stock':
      return { days: supplies.day[row]! - needDay, cause: OVERDUE };
    default:
      return { days: supplies.day[row]! - needDay, cause: number };
  }
}

function orderLateness({ scope, days, cause }: Walk, order: number, needDay: number): Lateness {
  const { network, draft } = scope;
  const delay = days[order]!;
  if (delay >= NEVER) return { days: NEVER, cause: cause[order]! };
  // Under `clamp` the due day moved already, and its delay counts from the need.
  const { need, due } = draft;
  const planned = network.terms.pastDueRelease === 'keep' ? due : need;
  return { days: planned[order]! + delay - needDay, cause: cause[order]! };
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
function delayNeed(
  walk: Walk,
  node: number,
  need: number,
  lateness: Lateness,
  quantity: number,
): void {
  const { scope, match, found } = walk;
  const number = match.needs.number[need]!;
  const [kind, ref] = [scope.needs.kindOf(number), scope.needs.rowOf(number)];
  if (kind === 'order' || kind === 'move') {
    if (lateness.days <= walk.days[ref]!) return;
    walk.days[ref] = lateness.days;
    walk.cause[ref] = lateness.cause;
  } else if (kind === 'firmIssue') {
    // One that should have begun is late by itself, and says so as an open order.
    const isLater = lateness.days > (walk.receipts.get(ref)?.days ?? 0);
    if (isLater && lateness.cause !== OVERDUE) walk.receipts.set(ref, lateness);
  } else if (kind === 'demand') {
    const due = match.needs.day[need]!;
    found.push(shortageOf(scope, node, ref, due, lateness, quantity));
  }
}

function shortageOf(
  scope: PegScope,
  node: number,
  row: number,
  due: number,
  { days, cause }: Lateness,
  quantity: number,
): Shortage {
  const { network } = scope;
  const place = network.nodes.at(node);
  return {
    demand: demandName(network, row),
    ...place,
    due: formatDay(due),
    quantity: network.index.units.format(place.item, quantity),
    lateDays: days >= NEVER ? null : days,
    available: days >= NEVER ? null : formatDay(due + days),
    cause: causeOf(scope, cause, node, due),
  };
}

function causeOf(scope: PegScope, cause: number, node: number, due: number): ShortageCause {
  const { network, draft, supplies } = scope;
  if (cause <= NOT_PLANNED) {
    const place = network.nodes.at(NOT_PLANNED - cause);
    const text = `'${place.item}' at '${place.location}' is planned by hand: plan an order`;
    return { kind: 'notPlanned', ...place, text };
  }
  if (cause === OVERDUE) {
    const today = formatDay(network.terms.today);
    const text = `it was due on ${formatDay(due)}, before today (${today})`;
    return { kind: 'overdue', ...network.nodes.at(node), text };
  }
  return cause < draft.count
    ? causeInOrder(scope, cause)
    : causeInFirm(network, supplies.kindOf(cause), supplies.rowOf(cause));
}

function causeInFirm({ model }: Network, kind: string, row: number): ShortageCause {
  const isHeld = kind === 'heldStock';
  const { item, location, segment } = isHeld ? model.stock[row]! : model.receipts[row]!;
  const name = isHeld ? stockName({ model }, row) : receiptName({ model }, row);
  const place = { item, location, ...(segment !== undefined && { segment }) };
  return {
    kind: 'lateReceipt',
    ...place,
    text: `${name} of '${item}' at '${location}' comes later`,
  };
}

function causeInOrder({ network, draft }: PegScope, order: number): ShortageCause {
  const place = network.nodes.at(draft.node[order]!);
  const of = `'${place.item}' at '${place.location}'`;
  const source = network.sources[draft.source[order]!]!;
  if (source.missing === 'source') {
    return { kind: 'noSource', ...place, text: `nothing supplies ${of}: add a source` };
  }
  const quantity = network.index.units.format(place.item, draft.quantity[order]!);
  const [need, ready, release] = [draft.need[order]!, draft.due[order]!, draft.release[order]!].map(
    network.index.dayText,
  );
  const { today, pastDueRelease } = network.terms;
  const day = draft.release[order] === today ? 'today' : `on ${release}`;
  const fault =
    pastDueRelease === 'keep' && draft.release[order]! < today
      ? `should have been released on ${release}`
      : `released ${day} is due on ${ready}, needed ${need}`;
  return { kind: 'releasePastDue', ...place, text: `${source.kind} ${quantity} ${of}: ${fault}` };
}
