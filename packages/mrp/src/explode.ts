/**
 * Explosion: everything a node must deliver and everything already coming in, day by day.
 *
 * Dependent requirements are pulled, not pushed: all that can need a node is planned before it, its
 * orders lie side by side in the draft, and each becomes one addition to the node's row. So no
 * requirement is ever stored, the row stays in the processor's cache, and where a requirement comes
 * from can be read back from the same columns.
 *
 * @source APICS Dictionary, "explosion", "dependent demand", "gross requirement"
 */
import { needOf, startedQuantity, type Use } from './compiled-source.ts';
import type { Flows } from './compile-flows.ts';
import type { Draft } from './draft.ts';
import { MrpError } from './errors.ts';
import type { Network } from './network.ts';
import type { NettingRow } from './net.ts';
import { FOREVER } from './site-calendar.ts';

/** A netting row that knows its calendar: cell i is day `origin + i`. */
export interface NodeRow extends NettingRow {
  origin: number;
}

/** An empty row; its arrays grow to the widest node and are used again. */
export function openRow(): NodeRow {
  const width = 512;
  return {
    origin: 0,
    gross: new Float64Array(width),
    receipts: new Float64Array(width),
    required: new Float64Array(width),
    marked: new Uint8Array(width),
    first: 0,
    last: -1,
    rebuild: -1,
  };
}

/**
 * Fills `row` with the node's gross requirements and scheduled receipts.
 *
 * Independent demand, firm issues, and what the parents' planned orders need on their release days.
 *
 * @throws MrpError MRP_QUANTITY_TOO_LARGE — the row's amounts add up to 2^53 or more
 */
export function explode(network: Network, draft: Draft, node: number, row: NodeRow): void {
  openSpan(network, draft, node, row);
  if (row.last < row.first) return;
  let total = network.onHand[node]! + requireStock(network, node, row);
  total += addFlows(network.demands, node, row, row.gross);
  total += addFlows(network.firmIssues, node, row, row.gross);
  total += addFlows(network.receipts, node, row, row.receipts);
  for (let at = network.uses.start[node]!; at < network.uses.start[node + 1]!; at++) {
    total += addDependent(network, draft, network.uses.list[at]!, row);
  }
  if (!(total <= Number.MAX_SAFE_INTEGER)) {
    throw new MrpError('MRP_QUANTITY_TOO_LARGE', network.nodes.at(node));
  }
}

/** Finds the first and last day with an event and clears the cells between them. */
function openSpan(network: Network, draft: Draft, node: number, row: NodeRow): void {
  let first = Number.MAX_SAFE_INTEGER;
  let last = Number.MIN_SAFE_INTEGER;
  const include = (from: number, to: number): void => {
    first = Math.min(first, from);
    last = Math.max(last, to);
  };
  for (const flows of [network.demands, network.firmIssues, network.receipts]) {
    const [from, to] = [flows.start[node]!, flows.start[node + 1]!];
    if (from !== to) include(flows.day[from]!, flows.day[to - 1]!);
  }
  for (let at = network.uses.start[node]!; at < network.uses.start[node + 1]!; at++) {
    const use = network.uses.list[at]!;
    const { parent } = use;
    if (draft.start[parent] === draft.end[parent]) continue;
    include(
      consumptionDay(network, use, draft.firstRelease[parent]!),
      consumptionDay(network, use, draft.lastRelease[parent]!),
    );
  }
  for (const on of stockEvents(network, node)) include(on, on);
  // What is rebuilt at the first break is dated today.
  const { safetyStockPolicy } = network.policies[node]!;
  if (safetyStockPolicy === 'rebuildNow' && first <= last) include(network.terms.today, last);
  row.first = 0;
  row.origin = first;
  row.last = last < first ? -1 : last - first;
  clearCells(row);
}

function clearCells(row: NodeRow): void {
  const width = row.last + 1;
  if (width > row.gross.length) {
    row.gross = new Float64Array(width * 2);
    row.receipts = new Float64Array(width * 2);
    row.required = new Float64Array(width * 2);
    row.marked = new Uint8Array(width * 2);
    return;
  }
  row.gross.fill(0, 0, width);
  row.receipts.fill(0, 0, width);
  row.required.fill(0, 0, width);
  row.marked.fill(0, 0, width);
}

/** Days from today on that are events by the node's policy alone. */
function stockEvents({ policies, terms }: Network, node: number): number[] {
  const { required, hasDatedSteps, safetyStockPolicy } = policies[node]!;
  if (required.length === 0) return [];
  const starts = hasDatedSteps ? required.map((step) => step.from) : [];
  // A step that began before today is in force, but nothing begins with it.
  const days = starts.filter((start) => start >= terms.today);
  return safetyStockPolicy === 'dueNow' ? [terms.today, ...days] : days;
}

/** Writes what stock is required on which day; returns the largest, for the bound of the row. */
function requireStock(network: Network, node: number, row: NodeRow): number {
  const { required, safetyStockPolicy } = network.policies[node]!;
  const today = network.terms.today - row.origin;
  row.rebuild = safetyStockPolicy === 'rebuildNow' ? today : -1;
  let largest = 0;
  required.forEach(({ from, quantity }, at) => {
    const next = required[at + 1];
    const start = Math.max(from - row.origin, today, 0);
    const end = next === undefined ? row.last + 1 : Math.max(next.from - row.origin, today, 0);
    row.required.fill(quantity, Math.min(start, end), end);
    largest = Math.max(largest, quantity);
  });
  for (const on of stockEvents(network, node)) row.marked[on - row.origin] = 1;
  return largest;
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
  const { gross, origin } = row;
  const { source, quantity, release } = draft;
  const end = draft.end[use.parent]!;
  const onlySource = network.sourcesOf[use.parent]!.length === 1;
  const isPlain = isPlainUse(network, use);
  let total = 0;
  for (let order = draft.start[use.parent]!; order < end; order++) {
    if (!onlySource && source[order] !== use.source) continue;
    const day = isPlain ? release[order]! : consumptionDay(network, use, release[order]!);
    const need = isPlain ? needOf(use, quantity[order]!) : orderNeed(network, draft, use, order);
    gross[day - origin]! += need;
    total += need;
  }
  return total;
}

/**
 * Whether the use takes a share of every order on its release day: most do, and the sweep is short.
 */
function isPlainUse(network: Network, use: Use): boolean {
  const { yields } = network.sources[use.source]!;
  return (
    use.offsetDays === 0 && use.from === -FOREVER && use.until === FOREVER && yields.length === 0
  );
}

/**
 * The day an order released on `release` consumes what the use names; not before today where the
 * past is closed.
 */
export function consumptionDay(network: Network, use: Use, release: number): number {
  const { calendar } = network.sources[use.source]!;
  if (use.offsetDays === 0) return release;
  if (use.offsetDays > 0) return calendar.after(release, use.offsetDays);
  const { today, pastDueRelease } = network.terms;
  const day = calendar.before(release, -use.offsetDays);
  return pastDueRelease === 'clamp' ? Math.max(day, today) : day;
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
