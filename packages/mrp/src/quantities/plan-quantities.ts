/**
 * Planning in quantities only: a number per node and bucket, no order, no date, no object.
 *
 * For networks too large for orders, for simulation, for a first look. Every node, by rising
 * low-level code: pull what its parents release, net it, size lots, release a lead time earlier.
 * The same answer as `plan` gives in sums by bucket, for what this form knows.
 *
 * Exact: every row has a bound on the sum of its amounts. Below 2^53 all its doubles are whole
 * numbers; past it the row is planned again in bigint. Of every node of every run it is checked
 * that nothing appears or vanishes: opening + receipts + planned = gross + closing.
 *
 * @source APICS Dictionary, "material requirements planning (MRP)", "bucketed system"
 */
import { assert } from '@kontor/kernel';
import { type BucketRow, emptyRow, fillRow, openRow } from './bucket-row.ts';
import { checkQuantities } from './check-quantities.ts';
import { refuseFigure } from '../given-figures.ts';
import { planExactly } from './exact-row.ts';
import { netBuckets } from './net-buckets.ts';
import { passOn } from './pass-on.ts';
import type { QuantityNetwork } from './quantity-network.ts';
import { type QuantityRecord, quantityRecord } from './quantity-record.ts';
import {
  closeReleases,
  type NettingTerms,
  nettingTerms,
  openRun,
  type QuantityRun,
  releaseEarlier,
} from './quantity-run.ts';
import { isLotForLot } from './total-of-lots.ts';

/** What a run in quantities gives. */
export interface QuantityPlan {
  /**
   * Planned releases in whole steps: those of node n in bucket b at `n × bucketCount + b`. The
   * first bucket holds what should have been released before it, too.
   */
  readonly plannedReleases: Float64Array;
  /** Per node, the longest way down to it from what nothing needs. */
  readonly lowLevelCode: Int32Array;
  /** The whole record of a node, computed again from the releases of its parents. */
  record(node: number): QuantityRecord;
}

/** How a network is planned. */
export interface QuantityOptions {
  /**
   * The array to write, such as that of a plan that is not read any more: a new one costs a tenth
   * of the run, for its pages must be fetched. Its plan's records are void.
   */
  readonly plannedReleases?: Float64Array | undefined;
}

/**
 * Plans a network of quantities by bucket.
 *
 * Time in proportion to cells times uses, memory of one number per node and bucket.
 *
 * @throws MrpError MRP_BAD_FIGURE — arrays that do not fit, figures that are no whole numbers, a
 * node that needs itself
 * @throws MrpError MRP_QUANTITY_TOO_LARGE — one bucket of one node passes 2^53 steps
 * @example
 * // A bike of two wheels: 5 bikes in bucket 3, 4 wheels in stock.
 * const plan = planQuantities({
 *   nodeCount: 2, bucketCount: 4, pastBuckets: 1,
 *   onHand: Float64Array.of(0, 4), leadTimeBuckets: Int32Array.of(1, 1),
 *   grossRequirements: { cells: Float64Array.of(0, 0, 0, 5, 0, 0, 0, 0) },
 *   scheduledReceipts: { cells: new Float64Array(8) },
 *   uses: {
 *     start: Int32Array.of(0, 1, 1), child: Int32Array.of(1), quantityPer: Float64Array.of(2),
 *   },
 * });
 * plan.plannedReleases // => Float64Array.of(0, 0, 5, 0, 0, 6, 0, 0)
 */
export function planQuantities(
  network: QuantityNetwork,
  options: QuantityOptions = {},
): QuantityPlan {
  const { code, sequence } = checkQuantities(network);
  const run = openRun(network, releaseCells(network, options));
  const row = emptyRow(network.bucketCount);
  for (const node of sequence) planNode(run, node, row);
  return {
    plannedReleases: run.releases.cells,
    lowLevelCode: code,
    record: (node) => quantityRecord(run, node),
  };
}

function releaseCells(
  { nodeCount, bucketCount }: QuantityNetwork,
  { plannedReleases }: QuantityOptions,
): Float64Array {
  const cells = nodeCount * bucketCount;
  if (plannedReleases === undefined) return new Float64Array(cells);
  if (plannedReleases.length !== cells) {
    refuseFigure('plannedReleases.length', plannedReleases.length, String(cells));
  }
  return plannedReleases.fill(0);
}

/** Plans one node, once all that can need it is planned. Writes `run`; `row` is scratch. */
function planNode(run: QuantityRun, node: number, row: BucketRow): void {
  openRow(run, node, row);
  if (row.last < row.first) return;
  const terms = nettingTerms(run.network, node);
  const inflow = terms.onHand + row.receiptTotal;
  const bound = inflow + terms.safetyStock + row.grossTotal;
  if (!(bound <= Number.MAX_SAFE_INTEGER)) return planAgain(run, node, row, terms);
  const closing = netNode(run, node, row, terms);
  const { leadTime } = terms;
  const [first, last] = [Math.max(row.first - leadTime, 0), Math.max(row.last - leadTime, 0)];
  const planned = closeReleases(run, node, first, last);
  if (!(bound + planned <= Number.MAX_SAFE_INTEGER)) return planAgain(run, node, row, terms);
  run.released[node] = planned;
  assert(inflow + planned === row.grossTotal + closing, 'quantities are conserved');
}

/** Nets a node; its releases are in their cells then. Returns the closing balance. */
function netNode(run: QuantityRun, node: number, row: BucketRow, terms: NettingTerms): number {
  const { cells, bucketCount } = run.releases;
  const { first, last } = row;
  const { leadTime } = terms;
  const at = node * bucketCount + first - leadTime;
  const isAhead = first >= leadTime;
  if (isAhead && row.receiptTotal === 0 && isLotForLot(terms.lots)) {
    return passOn(run, node, terms, { cells, at, first, last });
  }
  fillRow(run, node, row);
  if (isAhead) return netBuckets(row, terms, { cells, at, first, last });
  const closing = netBuckets(row, terms, { cells: row.planned, at: first, first, last });
  releaseEarlier(run, node, leadTime, row.planned);
  return closing;
}

/** Plans a node again in bigint. Writes `run`. */
function planAgain(run: QuantityRun, node: number, row: BucketRow, terms: NettingTerms): void {
  const { bucketCount } = run.network;
  run.releases.cells.fill(0, node * bucketCount, (node + 1) * bucketCount);
  const exact = planExactly(run, node, row);
  releaseEarlier(run, node, terms.leadTime, exact.planned);
  closeReleases(run, node, 0, bucketCount - 1);
  run.released[node] = Number(exact.plannedTotal);
  run.releasedExactly.set(node, exact.plannedTotal);
  const inflow = BigInt(terms.onHand) + exact.receiptTotal;
  assert(
    inflow + exact.plannedTotal === exact.grossTotal + exact.closing,
    'quantities are conserved',
  );
}
