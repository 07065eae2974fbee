/**
 * A row again in bigint: for the few nodes whose quantities add up to 2^53 or more.
 *
 * A sum over a year may pass 2^53 where no single bucket does. The bound says only that it might,
 * so the row is planned again in exact integers; what cannot be held in a cell is refused, never
 * rounded.
 */
import { MrpError } from '../errors.ts';
import type { BucketRow } from './bucket-row.ts';
import type { BucketRows, QuantityNetwork } from './quantity-network.ts';
import { type NettingTerms, nettingTerms, type QuantityRun } from './quantity-run.ts';
import { totalOfLotsExactly } from './total-of-lots.ts';

/** A node's buckets, each below 2^53, and their sums, which may not be. */
export interface ExactRow {
  readonly gross: Float64Array;
  readonly receipts: Float64Array;
  readonly planned: Float64Array;
  readonly grossTotal: bigint;
  readonly receiptTotal: bigint;
  readonly plannedTotal: bigint;
  readonly closing: bigint;
}

/**
 * Plans an opened row in bigint.
 *
 * @throws MrpError MRP_QUANTITY_TOO_LARGE — one bucket's requirement, receipt, lots or balance
 * passes 2^53
 */
export function planExactly(run: QuantityRun, node: number, row: BucketRow): ExactRow {
  const { network } = run;
  const gross = dependentCells(run, node);
  addCells(network.grossRequirements, node, gross);
  const receipts = emptyCells(network);
  addCells(network.scheduledReceipts, node, receipts);
  const { planned, balance } = sweepExactly(gross, receipts, row, nettingTerms(network, node));
  const held = (cells: readonly bigint[]): Float64Array => heldCells(network, node, cells);
  held(balance);
  held(releasesOf(planned, nettingTerms(network, node)));
  return {
    gross: held(gross),
    receipts: held(receipts),
    planned: held(planned),
    grossTotal: grossTotal(run, node),
    receiptTotal: sum(receipts),
    plannedTotal: sum(planned),
    closing: balance.at(-1)!,
  };
}

const emptyCells = ({ bucketCount }: QuantityNetwork): bigint[] =>
  Array.from({ length: bucketCount }, () => 0n);

function dependentCells({ network, parents, releases }: QuantityRun, node: number): bigint[] {
  const gross = emptyCells(network);
  for (let at = parents.start[node]!; at < parents.start[node + 1]!; at++) {
    const from = parents.parent[at]! * network.bucketCount;
    const per = BigInt(parents.quantityPer[at]!);
    for (let bucket = 0; bucket < gross.length; bucket++) {
      gross[bucket]! += per * BigInt(releases.cells[from + bucket]!);
    }
  }
  return gross;
}

function addCells(rows: BucketRows, node: number, target: bigint[]): void {
  if ('cells' in rows) {
    const from = node * target.length;
    for (let bucket = 0; bucket < target.length; bucket++) {
      target[bucket]! += BigInt(rows.cells[from + bucket]!);
    }
    return;
  }
  for (let at = rows.start[node]!; at < rows.start[node + 1]!; at++) {
    target[rows.bucket[at]!]! += BigInt(rows.quantity[at]!);
  }
}

function sweepExactly(
  gross: readonly bigint[],
  receipts: readonly bigint[],
  { first, last }: BucketRow,
  { onHand, safetyStock, today, lots }: NettingTerms,
): { planned: bigint[]; balance: bigint[] } {
  const planned = gross.map(() => 0n);
  let projected = BigInt(onHand);
  const balance = gross.map((need, bucket) => {
    projected += receipts[bucket]! - need;
    const isEvent = bucket >= first && bucket <= last && (need > 0n || receipts[bucket]! > 0n);
    const short = (bucket < today ? 0n : BigInt(safetyStock)) - projected;
    if (!isEvent || short <= 0n) return projected;
    planned[bucket] = totalOfLotsExactly(short, lots);
    projected += planned[bucket];
    return projected;
  });
  return { planned, balance };
}

/** The lots a lead time earlier: those that the first bucket gathers may be too many for it. */
function releasesOf(planned: readonly bigint[], { leadTime }: NettingTerms): bigint[] {
  const releases = planned.map(() => 0n);
  planned.forEach((lot, bucket) => (releases[Math.max(bucket - leadTime, 0)]! += lot));
  return releases;
}

/** From the sums of the parents, not from the cells: what conservation is checked against. */
function grossTotal(run: QuantityRun, node: number): bigint {
  const { network, parents, released, releasedExactly } = run;
  const independent = emptyCells(network);
  addCells(network.grossRequirements, node, independent);
  let total = sum(independent);
  for (let at = parents.start[node]!; at < parents.start[node + 1]!; at++) {
    const parent = parents.parent[at]!;
    const ofParent = releasedExactly.get(parent) ?? BigInt(released[parent]!);
    total += BigInt(parents.quantityPer[at]!) * ofParent;
  }
  return total;
}

const sum = (cells: readonly bigint[]): bigint => cells.reduce((all, cell) => all + cell, 0n);

function heldCells(network: QuantityNetwork, node: number, cells: readonly bigint[]): Float64Array {
  if (cells.some((cell) => cell > LARGEST)) refuseNode(network, node);
  return Float64Array.from(cells, Number);
}

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * Refuses a node with a bucket that no cell can hold.
 *
 * @throws MrpError MRP_QUANTITY_TOO_LARGE — always
 */
function refuseNode({ nameOf }: QuantityNetwork, node: number): never {
  const name = nameOf?.(node) ?? { item: `node ${node}`, location: 'its buckets' };
  throw new MrpError('MRP_QUANTITY_TOO_LARGE', name);
}
