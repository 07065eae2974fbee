/**
 * The record of one node: the classic grid, computed again from what the run kept.
 */
import { checkWhole, refuseFigure } from '../given-figures.ts';
import { type BucketRow, emptyRow, fillRow, openRow } from './bucket-row.ts';
import { planExactly } from './exact-row.ts';
import { netBuckets } from './net-buckets.ts';
import { nettingTerms, type QuantityRun } from './quantity-run.ts';

/** A node's buckets, in whole steps; one cell per bucket. */
export interface QuantityRecord {
  readonly grossRequirements: Float64Array;
  readonly scheduledReceipts: Float64Array;
  /** What would lack, before lots are sized. */
  readonly netRequirements: Float64Array;
  readonly plannedReceipts: Float64Array;
  readonly plannedReleases: Float64Array;
  /** At the end of the bucket. */
  readonly projectedBalance: Float64Array;
}

/**
 * The record of a planned node.
 *
 * @throws MrpError MRP_BAD_FIGURE — there is no such node
 */
export function quantityRecord(run: QuantityRun, node: number): QuantityRecord {
  const { nodeCount, bucketCount, pastBuckets, onHand, safetyStock } = run.network;
  if (checkWhole(node, 'node') >= nodeCount) refuseFigure('node', node, `0 to ${nodeCount - 1}`);
  const { gross, receipts, planned } = plannedRow(run, node);
  const netRequirements = new Float64Array(bucketCount);
  const projectedBalance = new Float64Array(bucketCount);
  let balance = onHand[node]!;
  for (let bucket = 0; bucket < bucketCount; bucket++) {
    balance += receipts[bucket]! - gross[bucket]!;
    const required = bucket < pastBuckets ? 0 : (safetyStock?.[node] ?? 0);
    if (planned[bucket]! > 0) netRequirements[bucket] = required - balance;
    balance += planned[bucket]!;
    projectedBalance[bucket] = balance;
  }
  return {
    grossRequirements: gross,
    scheduledReceipts: receipts,
    netRequirements,
    plannedReceipts: planned,
    plannedReleases: run.releases.cells.slice(node * bucketCount, (node + 1) * bucketCount),
    projectedBalance,
  };
}

function plannedRow(
  run: QuantityRun,
  node: number,
): Pick<BucketRow, 'gross' | 'receipts' | 'planned'> {
  const row = emptyRow(run.network.bucketCount);
  openRow(run, node, row);
  if (row.last < row.first) return row;
  if (run.releasedExactly.has(node)) return planExactly(run, node, row);
  fillRow(run, node, row);
  const { planned: cells, first, last } = row;
  netBuckets(row, nettingTerms(run.network, node), { cells, at: first, first, last });
  return row;
}
