/**
 * One node's buckets as scratch: what it must deliver and what is coming in, ready to be netted.
 *
 * One row serves all nodes. Only the buckets from the first to the last with an event are filled
 * and swept.
 */
import { addReleases, type TargetRow } from './add-releases.ts';
import type { QuantityRun } from './quantity-run.ts';
import type { BucketRows } from './quantity-network.ts';

/** The row of a node; cell b is bucket b, of which `first … last` are in use. */
export interface BucketRow {
  readonly gross: Float64Array;
  readonly receipts: Float64Array;
  /** Lots received, written by netting. */
  readonly planned: Float64Array;
  first: number;
  last: number;
  /** Sums over the row; exact when their sum with stock and safety stock stays below 2^53. */
  grossTotal: number;
  receiptTotal: number;
}

/** An empty row of so many buckets. */
export const emptyRow = (bucketCount: number): BucketRow => ({
  gross: new Float64Array(bucketCount),
  receipts: new Float64Array(bucketCount),
  planned: new Float64Array(bucketCount),
  first: bucketCount,
  last: -1,
  grossTotal: 0,
  receiptTotal: 0,
});

/** Finds a node's first and last bucket with an event, and its sums. Writes `row`. */
export function openRow(run: QuantityRun, node: number, row: BucketRow): void {
  const { network, parents, released } = run;
  row.first = network.bucketCount;
  row.last = -1;
  row.receiptTotal = openFlows(network.scheduledReceipts, node, row);
  let total = openFlows(network.grossRequirements, node, row);
  const end = parents.start[node + 1]!;
  for (let at = parents.start[node]!; at < end; at++) {
    const parent = parents.parent[at]!;
    const [first, last] = [run.firstRelease[parent]!, run.lastRelease[parent]!];
    if (last < 0) continue;
    if (first < row.first) row.first = first;
    if (last > row.last) row.last = last;
    total += parents.quantityPer[at]! * released[parent]!;
  }
  row.grossTotal = total;
}

/** Widens the row to a node's quantities that are not 0; returns their sum. */
function openFlows(rows: BucketRows, node: number, row: BucketRow): number {
  return 'cells' in rows
    ? openCells(rows.cells, node * row.gross.length, row)
    : openList(rows.bucket, rows.quantity, rows.start[node]!, rows.start[node + 1]!, row);
}

function openCells(cells: Float64Array, from: number, row: BucketRow): number {
  let total = 0;
  for (let bucket = 0; bucket < row.gross.length; bucket++) {
    const quantity = cells[from + bucket]!;
    if (quantity === 0) continue;
    total += quantity;
    if (bucket < row.first) row.first = bucket;
    if (bucket > row.last) row.last = bucket;
  }
  return total;
}

function openList(
  buckets: Int32Array,
  quantities: Float64Array,
  from: number,
  end: number,
  row: BucketRow,
): number {
  let total = 0;
  for (let at = from; at < end; at++) {
    const [bucket, quantity] = [buckets[at]!, quantities[at]!];
    if (quantity === 0) continue;
    total += quantity;
    if (bucket < row.first) row.first = bucket;
    if (bucket > row.last) row.last = bucket;
  }
  return total;
}

/** Fills the buckets of an opened row; their sums must be exact. Writes `row`. */
export function fillRow(run: QuantityRun, node: number, row: BucketRow): void {
  const { gross, receipts, planned, first, last } = row;
  for (const cells of [gross, receipts, planned]) cells.fill(0);
  const { scheduledReceipts, bucketCount } = run.network;
  if (row.receiptTotal > 0) {
    const target = { cells: receipts, at: first, first, last };
    addFlows(scheduledReceipts, bucketCount, node, target);
  }
  addGross(run, node, { cells: gross, at: first, first, last });
}

/** Adds a node's gross requirements to the target's cells. */
export function addGross(run: QuantityRun, node: number, target: TargetRow): void {
  const { grossRequirements, bucketCount } = run.network;
  addReleases(run.releases, run.parents, node, target);
  addFlows(grossRequirements, bucketCount, node, target);
}

function addFlows(rows: BucketRows, bucketCount: number, node: number, target: TargetRow): void {
  const { cells, first, last } = target;
  const to = target.at - first;
  if ('cells' in rows) {
    const from = node * bucketCount;
    for (let bucket = first; bucket <= last; bucket++) {
      cells[to + bucket]! += rows.cells[from + bucket]!;
    }
    return;
  }
  const { start, bucket, quantity } = rows;
  const end = start[node + 1]!;
  for (let at = start[node]!; at < end; at++) cells[to + bucket[at]!]! += quantity[at]!;
}
