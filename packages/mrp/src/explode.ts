/**
 * Explosion: everything a node must deliver and everything already coming in, day by day.
 *
 * Dependent requirements are pulled, not pushed: all that can need a node is planned before it, its
 * orders lie side by side in the draft, and each becomes one addition to the node's row. So no
 * requirement is ever stored, the row stays in the processor's cache, and where a requirement comes
 * from can be read back from the same columns. Co-products are pulled the same way.
 *
 * @source APICS Dictionary, "explosion", "dependent demand", "gross requirement"
 */
import { needOf, outputOf, startedQuantity, type Use } from './compiled-source.ts';
import type { Draft } from './draft.ts';
import { MrpError } from './errors.ts';
import type { Flows } from './flows.ts';
import type { Network } from './network.ts';
import {
  type NodeRow,
  openCells,
  reach,
  requireStock,
  type Span,
  stockEvents,
} from './node-row.ts';
import { bucketStart } from './plan-terms.ts';
import { FOREVER } from './site-calendar.ts';

/**
 * Fills `row` with the node's gross requirements and scheduled receipts.
 *
 * Gross: independent demand, firm issues, what the parents' planned orders need on their release
 * days, spare stock moved out. Receipts: open orders, stock that is released, co-products, spare
 * stock moved in.
 *
 * @throws MrpError MRP_QUANTITY_TOO_LARGE — the amounts of one day add up to 2^53 or more
 */
export function explode(network: Network, draft: Draft, node: number, row: NodeRow): void {
  openCells(row, spanOf(network, draft, node));
  if (row.last < row.first) return;
  let total = network.onHand[node]! + requireStock(network, node, row);
  for (const kind of ISSUES) total += addFlows(network[kind], node, row, row.gross);
  for (const kind of RECEIPTS) total += addFlows(network[kind], node, row, row.receipts);
  const { uses, outputs } = network;
  for (let at = uses.start[node]!; at < uses.start[node + 1]!; at++) {
    total += addDependent(network, draft, uses.list[at]!, row);
  }
  for (let at = outputs.start[node]!; at < outputs.start[node + 1]!; at++) {
    total += addOutputs(network, draft, outputs.list[at]!, row);
  }
  total += addMoves(draft, node, row);
  row.isLarge = !(total <= Number.MAX_SAFE_INTEGER);
  if (row.isLarge) checkCells(network, node, row);
}

/**
 * Amounts that add up to 2^53 or more are netted in bigint, which takes cells that are exact: so
 * is every cell below 2^53, as it only grew.
 */
function checkCells(network: Network, node: number, { gross, receipts, last }: NodeRow): void {
  for (let cell = 0; cell <= last; cell++) {
    if (gross[cell]! <= Number.MAX_SAFE_INTEGER && receipts[cell]! <= Number.MAX_SAFE_INTEGER) {
      continue;
    }
    throw new MrpError('MRP_QUANTITY_TOO_LARGE', network.nodes.at(node));
  }
}

/** The dated flows of a node that go out. */
export const ISSUES = ['demands', 'forecasts', 'firmIssues'] as const;
/** The dated flows of a node that come in. */
export const RECEIPTS = ['receipts', 'held', 'firmOutputs'] as const;

/** The first and last day with an event. */
function spanOf(network: Network, draft: Draft, node: number): Span {
  const span = { first: Number.MAX_SAFE_INTEGER, last: Number.MIN_SAFE_INTEGER };
  for (const kind of ISSUES) reachFlows(network[kind], node, span);
  for (const kind of RECEIPTS) reachFlows(network[kind], node, span);
  const { uses } = network;
  for (let at = uses.start[node]!; at < uses.start[node + 1]!; at++) {
    const use = uses.list[at]!;
    const { parent } = use;
    if (draft.start[parent] === draft.end[parent]) continue;
    reach(span, consumptionCell(network, use, draft.firstRelease[parent]!));
    reach(span, consumptionCell(network, use, draft.lastRelease[parent]!));
  }
  reachRareEvents(network, draft, node, span);
  for (const on of stockEvents(network, node)) reach(span, on);
  // What is rebuilt at the first break is dated today.
  const isRebuilt = network.policies[node]!.safetyStockPolicy === 'rebuildNow';
  if (isRebuilt && span.first <= span.last) span.first = Math.min(span.first, network.terms.today);
  return span;
}

function reachFlows({ start, day }: Flows, node: number, span: Span): void {
  const [from, to] = [start[node]!, start[node + 1]!];
  if (from === to) return;
  reach(span, day[from]!);
  reach(span, day[to - 1]!);
}

/** Co-products, moves of spare stock, and days on which something expires. */
function reachRareEvents(network: Network, draft: Draft, node: number, span: Span): void {
  const { outputs, terms } = network;
  for (let at = outputs.start[node]!; at < outputs.start[node + 1]!; at++) {
    const { parent } = outputs.list[at]!;
    for (let order = draft.start[parent]!; order < draft.end[parent]!; order++) {
      reach(span, bucketStart(terms, draft.due[order]!));
    }
  }
  for (const { need } of draft.moves.into.get(node) ?? []) reach(span, need);
  for (const { takenOn } of draft.moves.outOf.get(node) ?? []) reach(span, takenOn);
  for (const { expires } of network.lots.get(node) ?? [])
    if (expires < FOREVER) reach(span, expires);
}

function addFlows(flows: Flows, node: number, row: NodeRow, cells: Float64Array): number {
  let total = 0;
  for (let at = flows.start[node]!; at < flows.start[node + 1]!; at++) {
    const quantity = flows.quantity[at]!;
    cells[flows.day[at]! - row.origin]! += quantity;
    total += quantity;
  }
  return total;
}

/** Adds what the parent's orders from the use's source need. */
function addDependent(network: Network, draft: Draft, use: Use, row: NodeRow): number {
  if (isPlainUse(network, use)) return addPlain(draft, use, row);
  const { gross, origin } = row;
  const { source, release } = draft;
  const end = draft.end[use.parent]!;
  let total = 0;
  for (let order = draft.start[use.parent]!; order < end; order++) {
    if (source[order] !== use.source) continue;
    const need = orderNeed(network, draft, use, order);
    gross[consumptionCell(network, use, release[order]!) - origin]! += need;
    total += need;
  }
  return total;
}

/**
 * Whether the use takes whole steps of every order of its parent on its release day: most do, and
 * the loop is short.
 */
export function isPlainUse(network: Network, use: Use): boolean {
  return (
    use.denominator === 1 &&
    use.constant === 0 &&
    use.offsetDays === 0 &&
    use.from === -FOREVER &&
    use.until === FOREVER &&
    network.terms.bucketDays === 1 &&
    network.sources[use.source]!.yields.length === 0 &&
    network.sourcesOf[use.parent]!.length === 1 &&
    network.spareSourcesOf[use.parent]!.length === 0
  );
}

/** The same as the loop above where nothing but a multiplication is left of it. */
function addPlain(draft: Draft, { parent, numerator }: Use, { gross, origin }: NodeRow): number {
  const { quantity, release } = draft;
  const end = draft.end[parent]!;
  let total = 0;
  for (let order = draft.start[parent]!; order < end; order++) {
    const need = quantity[order]! * numerator;
    gross[release[order]! - origin]! += need;
    total += need;
  }
  return total;
}

/** Adds what the parent's orders yield of the node's item on the days they end. */
function addOutputs(network: Network, draft: Draft, use: Use, row: NodeRow): number {
  let total = 0;
  for (let order = draft.start[use.parent]!; order < draft.end[use.parent]!; order++) {
    const yielded = orderOutput(network, draft, use, order);
    if (yielded === 0) continue;
    row.receipts[bucketStart(network.terms, draft.due[order]!) - row.origin]! += yielded;
    total += yielded;
  }
  return total;
}

/** Adds spare stock that comes in or goes out. */
function addMoves({ moves }: Draft, node: number, row: NodeRow): number {
  let total = 0;
  for (const move of moves.into.get(node) ?? []) {
    row.receipts[move.need - row.origin]! += move.quantity;
    total += move.quantity;
  }
  for (const move of moves.outOf.get(node) ?? []) {
    row.gross[move.takenOn - row.origin]! += move.taken;
    total += move.taken;
  }
  return total;
}

/**
 * The day an order released on `release` consumes what the use names; not before today where the
 * past is closed.
 */
export function consumptionDay(network: Network, use: Use, release: number): number {
  if (use.offsetDays === 0) return release;
  const calendar = network.calendar[use.parent]!;
  if (use.offsetDays > 0) return calendar.after(release, use.offsetDays);
  const { today, pastDueRelease } = network.terms;
  const day = calendar.before(release, -use.offsetDays);
  return pastDueRelease === 'clamp' ? Math.max(day, today) : day;
}

/** The first day of the bucket in which an order released on `release` consumes. */
export function consumptionCell(network: Network, use: Use, release: number): number {
  return bucketStart(network.terms, consumptionDay(network, use, release));
}

/**
 * What a planned order needs of a use's child, in steps; 0 where the use is not in force on its
 * day.
 *
 * @returns NaN when it passes 2^53
 */
export function orderNeed(network: Network, draft: Draft, use: Use, order: number): number {
  const day = consumptionDay(network, use, draft.release[order]!);
  if (day < use.from || day >= use.until) return 0;
  const { yields } = network.sources[use.source]!;
  const started = startedQuantity(yields, draft.quantity[order]!, draft.due[order]!);
  return needOf(use, started);
}

/**
 * What a planned order yields of a use's child on its due day, in steps; 0 where it is of another
 * source, or the use is not in force.
 *
 * @returns NaN when it passes 2^53
 */
export function orderOutput(network: Network, draft: Draft, use: Use, order: number): number {
  const due = draft.due[order]!;
  if (draft.source[order] !== use.source || due < use.from || due >= use.until) return 0;
  const { yields } = network.sources[use.source]!;
  return outputOf(use, startedQuantity(yields, draft.quantity[order]!, due));
}
