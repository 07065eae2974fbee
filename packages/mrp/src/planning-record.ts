/**
 * The planning record: the classic grid of one item at one site.
 *
 * Recomputed from the plan's columns by the same sweep that made it, so it cannot differ from it.
 *
 * @source APICS Dictionary, "material requirements planning record"
 */
import { type Day, formatDay } from '@kontor/kernel';
import type { Draft } from './draft.ts';
import { type BucketOf, dayGrid } from './enquiry/day-grid.ts';
import type { Network } from './network.ts';
import { requiredOn } from './node-policy.ts';
import { openRow } from './node-row.ts';
import { replayNode } from './plan-node.ts';

/** Which segment, and how to cut time. */
export interface RecordOptions {
  /** What is planned in common, when left out. */
  readonly segment?: string | undefined;
  /** `day` (default) or ISO weeks from Monday. */
  readonly bucket?: BucketOf | undefined;
}

/** One cell per bucket in every row, as decimal text in the item's stocking unit. */
export interface PlanningRecord {
  readonly item: string;
  readonly location: string;
  readonly segment?: string;
  readonly onHand: string;
  readonly safetyStock: string;
  /**
   * The first day of each bucket; from the earlier of today and the first event to the last event.
   */
  readonly buckets: readonly string[];
  /** All that must be delivered: what expires unused is among it. */
  readonly gross: readonly string[];
  /**
   * Open orders, held stock that is released, co-products; where the run took an open order to be
   * moved in, on the day it was moved to.
   */
  readonly receipts: readonly string[];
  readonly net: readonly string[];
  /** Planned orders by due day. */
  readonly plannedReceipts: readonly string[];
  /** Planned orders by release day. */
  readonly plannedReleases: readonly string[];
  /** Projected available balance at the end of the bucket. */
  readonly balance: readonly string[];
}

/** The grid's rows as numbers, one cell per bucket, in steps of the item. */
export interface RecordCells {
  /** The first day of each bucket. */
  readonly buckets: readonly Day[];
  readonly gross: Float64Array;
  readonly receipts: Float64Array;
  readonly net: Float64Array;
  readonly plannedReceipts: Float64Array;
  readonly plannedReleases: Float64Array;
  readonly balance: Float64Array;
}

/** The record of a node as text. */
export function planningRecord(
  network: Network,
  draft: Draft,
  node: number,
  { bucket = 'day' }: RecordOptions = {},
): PlanningRecord {
  const place = network.nodes.at(node);
  const text = (steps: number | bigint): string => network.index.units.format(place.item, steps);
  const texts = (row: Float64Array): string[] => Array.from(row, text);
  const cells = recordCells(network, draft, node, bucket);
  return {
    ...place,
    onHand: text(network.onHand[node]!),
    safetyStock: text(requiredOn(network.policies[node]!, network.terms.today)),
    buckets: cells.buckets.map(formatDay),
    gross: texts(cells.gross),
    receipts: texts(cells.receipts),
    net: texts(cells.net),
    plannedReceipts: texts(cells.plannedReceipts),
    plannedReleases: texts(cells.plannedReleases),
    balance: exactBalances(cells, network.onHand[node]!).map(text),
  };
}

/** The record of a node as numbers. */
export function recordCells(
  network: Network,
  draft: Draft,
  node: number,
  bucket: BucketOf,
): RecordCells {
  const row = openRow();
  const nets: { readonly cell: number; readonly net: number }[] = [];
  replayNode(network, draft, node, row, (cell, net) => nets.push({ cell, net }));
  const { today } = network.terms;
  let first = row.last < 0 ? today : Math.min(today, row.origin);
  let last = row.last < 0 ? today : Math.max(today, row.origin + row.last);
  for (let order = draft.start[node]!; order < draft.end[node]!; order++) {
    first = Math.min(first, draft.release[order]!);
    last = Math.max(last, draft.due[order]!);
  }
  const grid = openGrid(first, last, bucket);
  for (let cell = row.first; cell <= row.last; cell++) {
    grid.cells.gross[grid.at(row.origin + cell)]! += row.gross[cell]!;
    grid.cells.receipts[grid.at(row.origin + cell)]! += row.receipts[cell]!;
  }
  // A move of spare stock is an order of the plan, not an open one.
  for (const { need, quantity } of draft.moves.into.get(node) ?? []) {
    grid.cells.receipts[grid.at(need)]! -= quantity;
  }
  for (let order = draft.start[node]!; order < draft.end[node]!; order++) {
    grid.cells.plannedReceipts[grid.at(draft.due[order]!)]! += draft.quantity[order]!;
    grid.cells.plannedReleases[grid.at(draft.release[order]!)]! += draft.quantity[order]!;
  }
  for (const { cell, net } of nets) grid.cells.net[grid.at(row.origin + cell)]! += net;
  runBalance(grid.cells, network.onHand[node]!);
  return grid.cells;
}

function openGrid(
  first: Day,
  last: Day,
  bucket: BucketOf,
): { cells: RecordCells; at: (day: Day) => number } {
  const { buckets, at } = dayGrid(first, last, bucket);
  const cells = (): Float64Array => new Float64Array(buckets.length);
  return {
    at,
    cells: {
      buckets,
      gross: cells(),
      receipts: cells(),
      net: cells(),
      plannedReceipts: cells(),
      plannedReleases: cells(),
      balance: cells(),
    },
  };
}

/** The balance of each bucket, also where it passes 2^53. */
function exactBalances(cells: RecordCells, onHand: number): bigint[] {
  let balance = BigInt(onHand);
  return Array.from(cells.gross, (gross, at) => {
    balance += BigInt(cells.receipts[at]!) + BigInt(cells.plannedReceipts[at]!) - BigInt(gross);
    return balance;
  });
}

function runBalance(cells: RecordCells, onHand: number): void {
  let balance = onHand;
  for (let index = 0; index < cells.balance.length; index++) {
    balance += cells.receipts[index]! + cells.plannedReceipts[index]! - cells.gross[index]!;
    cells.balance[index] = balance;
  }
}
