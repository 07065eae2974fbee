/**
 * Dated flows, compiled: demands, scheduled receipts and firm issues by node and day.
 *
 * An overdue receipt counts today. An overdue need counts on its own day under `keep`, today under
 * `clamp`. Stock below nothing is a debt: a need of today. A make receipt that has not started
 * still needs its components on its start day; a transfer not yet shipped still leaves its origin.
 */
import type { Day } from '@kontor/kernel';
import { usesOfBill } from './compile-supply.ts';
import { yieldsOf } from './bill-of-material.ts';
import { needOf, startedQuantity } from './compiled-source.ts';
import type { Receipt } from './model.ts';
import type { ModelIndex } from './model-index.ts';
import type { NodeTable } from './node-table.ts';

/**
 * Dated quantities per node: those of `node` are `start[node] … start[node + 1] - 1`, by rising
 * day.
 */
export interface Flows {
  readonly start: Int32Array;
  readonly day: Int32Array;
  readonly quantity: Float64Array;
  /** The row of the model's list that it came from. */
  readonly row: Int32Array;
}

/** What an overdue need or a release before today becomes. */
export type PastDueRelease = 'keep' | 'clamp';

/** The terms of a run that shape the network. */
export interface NetworkTerms {
  readonly today: Day;
  readonly pastDueRelease: PastDueRelease;
}

/** One dated quantity of a node; `row` is its row in the model's list, -1 for a debt of stock. */
interface Flow {
  readonly node: number;
  readonly day: Day;
  readonly quantity: number;
  readonly row: number;
}

/** Stock and dated flows of all nodes. */
export interface CompiledFlows {
  readonly onHand: Float64Array;
  readonly demands: Flows;
  readonly receipts: Flows;
  /** Components of make receipts not yet started, transfers not yet shipped; rows of `receipts`. */
  readonly firmIssues: Flows;
}

/** Compiles stock, demands, receipts and firm issues of all nodes. */
export function compileFlows(
  index: ModelIndex,
  nodes: NodeTable,
  { today, pastDueRelease }: NetworkTerms,
): CompiledFlows {
  const { model, units, dayAt } = index;
  const needDay = (on: Day): Day => (pastDueRelease === 'clamp' ? Math.max(on, today) : on);
  const onHand = stockOf(index, nodes);
  const debts = payDebts(onHand, today);
  const demands = model.demands.map((row, at) => ({
    node: nodes.find(row.item, row.location),
    day: needDay(dayAt(row.location, row.due)),
    quantity: units.steps(row.item, row.quantity, row.unit),
    row: at,
  }));
  const receipts = model.receipts.map((row, at) => ({
    node: nodes.find(row.item, row.location),
    day: Math.max(dayAt(row.location, row.due), today),
    quantity: units.steps(row.item, row.quantity, row.unit),
    row: at,
  }));
  const issues = model.receipts.flatMap((row, at) => firmIssues(index, nodes, row, at, needDay));
  return {
    onHand,
    demands: byNodeAndDay(nodes.count, [...debts, ...demands]),
    receipts: byNodeAndDay(nodes.count, receipts),
    firmIssues: byNodeAndDay(nodes.count, issues),
  };
}

function stockOf({ model, units }: ModelIndex, nodes: NodeTable): Float64Array {
  const onHand = new Float64Array(nodes.count);
  for (const row of model.stock) {
    onHand[nodes.find(row.item, row.location)]! += units.steps(row.item, row.quantity, row.unit);
  }
  return onHand;
}

/** Turns negative stock into a need of today. Writes `onHand`. */
function payDebts(onHand: Float64Array, today: Day): Flow[] {
  const debts: Flow[] = [];
  for (let node = 0; node < onHand.length; node++) {
    const quantity = -onHand[node]!;
    if (quantity <= 0) continue;
    debts.push({ node, day: today, quantity, row: -1 });
    onHand[node] = 0;
  }
  return debts;
}

/** What an open order still takes from other nodes. */
function firmIssues(
  index: ModelIndex,
  nodes: NodeTable,
  row: Receipt,
  at: number,
  needDay: (on: Day) => Day,
): Flow[] {
  const quantity = index.units.steps(row.item, row.quantity, row.unit);
  if (row.kind === 'transfer' && row.origin !== undefined && row.ship !== undefined) {
    const node = nodes.find(row.item, row.origin);
    return [{ node, day: needDay(index.dayAt(row.origin, row.ship)), quantity, row: at }];
  }
  if (row.kind !== 'make' || row.start === undefined) return [];
  const start = needDay(index.dayAt(row.location, row.start));
  const yields = yieldsOf(index, row.item, row.location);
  const started = startedQuantity(yields, quantity, index.dayAt(row.location, row.due));
  const calendar = index.calendarOf(row.location);
  const noSource = { index: -1, node: -1 };
  return usesOfBill(index, nodes, row.item, row.location, noSource).flatMap((use) => {
    const { offsetDays } = use;
    const day = needDay(
      offsetDays < 0 ? calendar.before(start, -offsetDays) : calendar.after(start, offsetDays),
    );
    if (day < use.from || day >= use.until) return [];
    return { node: use.child, day, quantity: needOf(use, started), row: at };
  });
}

function byNodeAndDay(nodeCount: number, flows: readonly Flow[]): Flows {
  const sorted = flows.toSorted((a, b) => a.node - b.node || a.day - b.day || a.row - b.row);
  const start = new Int32Array(nodeCount + 1);
  for (const flow of sorted) start[flow.node + 1]!++;
  for (let node = 0; node < nodeCount; node++) start[node + 1]! += start[node]!;
  return {
    start,
    day: Int32Array.from(sorted, (flow) => flow.day),
    quantity: Float64Array.from(sorted, (flow) => flow.quantity),
    row: Int32Array.from(sorted, (flow) => flow.row),
  };
}
