/**
 * Facts of a plan for a cube: one row per node and day with an event, as plain columns.
 *
 * The days are read straight from the columns of the plan: each node's row is prepared once more as
 * it was for netting, its orders are laid beside it, and days on which nothing happens are passed
 * over. No object is made for a node or a day, so ten thousand items with two million facts take
 * about a second.
 */
import type { Day } from '@kontor/kernel';
import type { Draft } from './draft.ts';
import type { Network } from './network.ts';
import { requiredOn } from './node-policy.ts';
import { type NodeRow, openRow } from './node-row.ts';
import { prepareRow } from './prepare-row.ts';

/**
 * Columns of equal length, by item, site, segment and day; see `FactColumns`.
 *
 * One row for each day on which something is needed, received, due or released; a node whose stock
 * nothing moves has one row, today. Quantities are whole steps of 10^-decimals of the item's unit,
 * exact below 2^53. Flows (`gross`, `receipts`, `plannedReceipts`, `plannedReleases`) add up over
 * days; stocks (`required`, `balance`) hold until the node's next row.
 */
export type Facts = {
  readonly item: string[];
  readonly location: string[];
  /** '' = what is planned in common. */
  readonly segment: string[];
  /** Day numbers: days since 1970-01-01. */
  readonly day: number[];
  /** The item's stocking unit. */
  readonly unit: string[];
  /** Of the item's quantities. */
  readonly decimals: number[];
  /** All that must be delivered; what expires unused is among it. */
  readonly gross: number[];
  /** Open orders on the days on which the run counted them, held stock, co-products. */
  readonly receipts: number[];
  /** Planned orders by due day. */
  readonly plannedReceipts: number[];
  /** Planned orders by release day. */
  readonly plannedReleases: number[];
  /** What the balance must not fall below: safety stock or reorder level; 0 before today. */
  readonly required: number[];
  /** Projected available balance at the end of the day. */
  readonly balance: number[];
};

/** The facts of all nodes. */
export function facts(network: Network, draft: Draft): Facts {
  const columns = openFacts();
  const row = openRow();
  const planned: PlannedDays = { receipts: new Float64Array(0), releases: new Float64Array(0) };
  for (let node = 0; node < network.nodes.count; node++) {
    prepareRow(network, draft, node, row);
    const days = daysOf(network, draft, node, row);
    layOrders(draft, node, days, planned);
    for (const { need, quantity } of draft.moves.into.get(node) ?? []) {
      // A move of spare stock is an order of the plan, not an open one.
      row.receipts[need - row.origin]! -= quantity;
    }
    addNode(columns, network, node, row, days, planned);
  }
  return columns;
}

function openFacts(): Facts {
  return {
    item: [],
    location: [],
    segment: [],
    day: [],
    unit: [],
    decimals: [],
    gross: [],
    receipts: [],
    plannedReceipts: [],
    plannedReleases: [],
    required: [],
    balance: [],
  };
}

/** The first and last day that a node has anything on; today where it has nothing. */
interface DaySpan {
  readonly first: Day;
  readonly last: Day;
}

/** A node's planned orders, a cell for each day of its span. The arrays are used again. */
interface PlannedDays {
  receipts: Float64Array;
  releases: Float64Array;
}

function daysOf({ terms }: Network, draft: Draft, node: number, row: NodeRow): DaySpan {
  let first = row.last < 0 ? Number.MAX_SAFE_INTEGER : row.origin;
  let last = row.last < 0 ? Number.MIN_SAFE_INTEGER : row.origin + row.last;
  for (let order = draft.start[node]!; order < draft.end[node]!; order++) {
    const [release, due] = [draft.release[order]!, draft.due[order]!];
    if (release < first) first = release;
    if (due > last) last = due;
  }
  return first > last ? { first: terms.today, last: terms.today } : { first, last };
}

/** Lays a node's orders out by day. Writes `planned`. */
function layOrders(
  draft: Draft,
  node: number,
  { first, last }: DaySpan,
  planned: PlannedDays,
): void {
  const width = last - first + 1;
  if (planned.receipts.length < width) {
    planned.receipts = new Float64Array(2 * width);
    planned.releases = new Float64Array(2 * width);
  }
  planned.receipts.fill(0, 0, width);
  planned.releases.fill(0, 0, width);
  for (let order = draft.start[node]!; order < draft.end[node]!; order++) {
    const quantity = draft.quantity[order]!;
    planned.receipts[draft.due[order]! - first]! += quantity;
    planned.releases[draft.release[order]! - first]! += quantity;
  }
}

/** What the facts of a node have in common. */
interface Place {
  readonly item: string;
  readonly location: string;
  readonly segment: string;
  readonly unit: string;
  readonly decimals: number;
}

/** Adds the rows of a node. Writes `columns`. */
function addNode(
  columns: Facts,
  network: Network,
  node: number,
  row: NodeRow,
  { first, last }: DaySpan,
  planned: PlannedDays,
): void {
  const { item, location, segment = '' } = network.nodes.at(node);
  const { unit } = network.index.itemOf(item);
  const decimals = network.index.units.decimalsOf(item);
  const place = { item, location, segment, unit, decimals };
  const { today } = network.terms;
  const policy = network.policies[node]!;
  const hasRequired = policy.required.length > 0;
  const required = (day: Day): number =>
    hasRequired && day >= today ? requiredOn(policy, day) : 0;
  const before = columns.day.length;
  let balance = network.onHand[node]!;
  for (let day = first; day <= last; day++) {
    const cell = day - row.origin;
    const isInRow = cell >= 0 && cell <= row.last;
    const gross = isInRow ? row.gross[cell]! : 0;
    const receipts = isInRow ? row.receipts[cell]! : 0;
    const due = planned.receipts[day - first]!;
    const released = planned.releases[day - first]!;
    if (gross === 0 && receipts === 0 && due === 0 && released === 0) continue;
    balance += receipts + due - gross;
    addRow(columns, place, day, gross, receipts, due, released, required(day), balance);
  }
  if (columns.day.length > before || balance === 0) return;
  addRow(columns, place, today, 0, 0, 0, 0, required(today), balance);
}

/** Adds one row. Writes `columns`. */
function addRow(
  columns: Facts,
  { item, location, segment, unit, decimals }: Place,
  day: Day,
  gross: number,
  receipts: number,
  due: number,
  released: number,
  required: number,
  balance: number,
): void {
  columns.item.push(item);
  columns.location.push(location);
  columns.segment.push(segment);
  columns.day.push(day);
  columns.unit.push(unit);
  columns.decimals.push(decimals);
  columns.gross.push(gross);
  columns.receipts.push(receipts);
  columns.plannedReceipts.push(due);
  columns.plannedReleases.push(released);
  columns.required.push(required);
  columns.balance.push(balance);
}
