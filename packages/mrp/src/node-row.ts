/**
 * The row of a node: one cell for each day from its first event to its last.
 *
 * One row is used for all nodes of a run, one after the other; its arrays grow to the widest.
 */
import type { NettingRow } from './net.ts';
import type { Network } from './network.ts';

/** A netting row that knows its calendar: cell i is day `origin + i`. */
export interface NodeRow extends NettingRow {
  origin: number;
  isLarge: boolean;
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
    isLarge: false,
  };
}

/** The days that a row must reach over; grows as events are found. */
export interface Span {
  first: number;
  last: number;
}

/** Takes a day into the span. */
export function reach(span: Span, day: number): void {
  if (day < span.first) span.first = day;
  if (day > span.last) span.last = day;
}

/** Opens the row over a span, all cells empty. A span without a day leaves it without cells. */
export function openCells(row: NodeRow, { first, last }: Span): void {
  row.first = 0;
  row.isLarge = false;
  row.origin = first;
  row.last = last < first ? -1 : last - first;
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
export function stockEvents({ policies, terms }: Network, node: number): number[] {
  const { required, hasDatedSteps, safetyStockPolicy } = policies[node]!;
  if (required.length === 0) return [];
  const starts = hasDatedSteps ? required.map((step) => step.from) : [];
  // A step that began before today is in force, but nothing begins with it.
  const days = starts.filter((start) => start >= terms.today);
  return safetyStockPolicy === 'dueNow' ? [terms.today, ...days] : days;
}

/** Writes what stock is required on which day; returns the largest, for the bound of the row. */
export function requireStock(network: Network, node: number, row: NodeRow): number {
  const { required, safetyStockPolicy } = network.policies[node]!;
  if (required.length === 0) {
    row.rebuild = -1;
    return 0;
  }
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
