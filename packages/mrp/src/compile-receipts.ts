/**
 * Open orders, compiled: what they bring, and what they still take from other nodes.
 *
 * An overdue receipt counts today. A make order that has not started still needs its components on
 * its start day and brings its co-products; a transfer not yet shipped still leaves its origin. A
 * firm planned order has not started: where the model does not say when it will, a lead time lies
 * before its due day. Closed orders count for nothing.
 */
import { type Day, day } from '@kontor/kernel';
import { yieldsOf } from './bill-of-material.ts';
import type { Supply } from './compile-supply.ts';
import { outputUsesOf, usesOf } from './compile-uses.ts';
import { needOf, outputOf, startedQuantity } from './compiled-source.ts';
import type { Lot } from './compile-stock.ts';
import type { Flow } from './flows.ts';
import { releaseDay } from './lead-time.ts';
import type { Receipt } from './model.ts';
import type { ModelIndex } from './model-index.ts';
import type { NodeTable } from './node-table.ts';
import { bucketStart, type PlanTerms } from './plan-terms.ts';
import { FOREVER } from './site-calendar.ts';

/** Open orders of all nodes; each flow's row is that of `receipts`. */
export interface CompiledReceipts {
  readonly receipts: readonly Flow[];
  /** Components of make receipts not yet started, transfers not yet shipped. */
  readonly firmIssues: readonly Flow[];
  /** Co-products of make receipts not yet started. */
  readonly firmOutputs: readonly Flow[];
  readonly lots: ReadonlyMap<number, readonly Lot[]>;
}

/** What compiling an open order takes. */
interface Context {
  readonly index: ModelIndex;
  readonly nodes: NodeTable;
  readonly supply: Supply;
  readonly terms: PlanTerms;
}

/** An open order, read. */
interface OpenOrder {
  readonly row: Receipt;
  readonly at: number;
  readonly node: number;
  readonly due: Day;
  readonly quantity: number;
}

/** Compiles open orders. */
export function compileReceipts(
  index: ModelIndex,
  nodes: NodeTable,
  supply: Supply,
  terms: PlanTerms,
): CompiledReceipts {
  const context = { index, nodes, supply, terms };
  const open = openOrders(context);
  const lots = new Map<number, Lot[]>();
  const receipts = open.flatMap(({ row, at, node, due, quantity }) => {
    const from = bucketStart(terms, Math.max(due, terms.today));
    const expires = row.expires === undefined ? FOREVER : bucketStart(terms, day(row.expires));
    if (expires <= from) return [];
    const lot: Lot = { from, expires, quantity, kind: 'receipt', row: at };
    const ofNode = lots.get(node);
    if (ofNode === undefined) lots.set(node, [lot]);
    else ofNode.push(lot);
    return { node, day: from, quantity, row: at };
  });
  const starting = open.flatMap((order) => {
    const start = startOf(context, order);
    return start === undefined ? [] : [{ order, start }];
  });
  return {
    receipts,
    firmIssues: starting.flatMap(({ order, start }) => issuesOf(context, order, start)),
    firmOutputs: starting.flatMap(({ order }) => yieldedBy(context, order)),
    lots,
  };
}

function openOrders({ index, nodes }: Context): OpenOrder[] {
  const { model, units, dayAt } = index;
  return model.receipts.flatMap((row, at) => {
    if (row.status === 'closed') return [];
    const segment = index.segmentAt(row.item, row.location, row.segment);
    return {
      row,
      at,
      node: nodes.find(row.item, row.location, segment),
      due: dayAt(row.location, row.due),
      quantity: units.steps(row.item, row.quantity, row.unit),
    };
  });
}

/** The day an order takes what it needs; undefined once it has. */
function startOf(context: Context, order: OpenOrder): Day | undefined {
  const { row } = order;
  const { dayAt } = context.index;
  if (row.kind === 'buy') return undefined;
  if (row.kind === 'transfer') {
    if (row.origin === undefined) return undefined;
    if (row.ship !== undefined) return dayAt(row.origin, row.ship);
  } else if (row.start !== undefined) return dayAt(row.location, row.start);
  return row.status === 'firmPlanned' ? leadTimeBefore(context, order) : undefined;
}

/** The release day of an order of that kind; its due day where no source has its kind. */
function leadTimeBefore({ nodes, supply, index }: Context, order: OpenOrder): Day {
  const { row, node, due, quantity } = order;
  const source = [...supply.sourcesOf[node]!, ...supply.spareSourcesOf[node]!].find(
    ({ kind, origin }) => kind === row.kind && (kind !== 'transfer' || origin === row.origin),
  );
  if (source === undefined) return due;
  const { item, location } = nodes.at(node);
  const receivingDays = index.parameterOf(item, location)?.receivingDays ?? 0;
  const arrival = supply.calendar[node]!.before(due, receivingDays);
  return releaseDay(source, arrival, quantity, due);
}

/** What an order that starts on a day takes from other nodes. */
function issuesOf({ index, nodes, terms }: Context, order: OpenOrder, start: Day): Flow[] {
  const { row, at, node } = order;
  const begun = notBefore(terms, start);
  const started = row.kind === 'transfer' ? order.quantity : startedBy(index, order);
  const calendar = index.calendarOf(row.location);
  return usesOf(index, nodes, row, nodes.at(node).segment, NO_SOURCE).flatMap((use) => {
    const { offsetDays } = use;
    const on = notBefore(
      terms,
      offsetDays < 0 ? calendar.before(begun, -offsetDays) : calendar.after(begun, offsetDays),
    );
    if (on < use.from || on >= use.until) return [];
    const quantity = needOf(use, started);
    return { node: use.child, day: bucketStart(terms, on), quantity, row: at };
  });
}

/** The day itself; today where it is past and the past is closed. */
const notBefore = ({ today, pastDueRelease }: PlanTerms, on: Day): Day =>
  pastDueRelease === 'clamp' ? Math.max(on, today) : on;

/** What an order brings beside its item. */
function yieldedBy({ index, nodes, terms }: Context, order: OpenOrder): Flow[] {
  const { at, due, node } = order;
  const started = startedBy(index, order);
  const on = bucketStart(terms, Math.max(due, terms.today));
  return outputUsesOf(index, nodes, order.row, nodes.at(node).segment, NO_SOURCE).flatMap((use) => {
    if (due < use.from || due >= use.until) return [];
    return { node: use.child, day: on, quantity: outputOf(use, started), row: at };
  });
}

const NO_SOURCE = { index: -1, node: -1 };

function startedBy(index: ModelIndex, { row, quantity, due }: OpenOrder): number {
  const yields = yieldsOf(index, row.item, row.location, row.alternate);
  return startedQuantity(yields, quantity, due);
}
