/**
 * The planning workload straight into typed arrays: the same recipe and draws as `generate.ts`,
 * without a row object or an id, so that a million items fit.
 */
import type { QuantityNetwork, SparseRows } from '@kontor/mrp';
import { levelsOf, mulberry32, type WorkloadSize } from './generate.ts';

/** The workload's size, in buckets of so many days. */
export interface QuantityWorkloadSize extends WorkloadSize {
  readonly bucketDays: number;
}

/** The workload: a network whose demand is listed, not laid out by bucket. */
export interface QuantityWorkload extends QuantityNetwork {
  readonly grossRequirements: SparseRows;
}

/** Weeks before the first demand; they hold all lead times, so no bucket lies in the past. */
const WEEKS_AHEAD = 8;

/** Makes the workload; nodes are numbered level by level. */
export function generateQuantities(size: QuantityWorkloadSize): QuantityWorkload {
  const u = mulberry32(size.seed);
  const r = (from: number, to: number): number => from + Math.floor(u() * (to - from + 1));
  const items = drawItems(size, u, r);
  const sold = levelsOf(size).first[1]!;
  const bucketOf = (day: number): number => Math.floor(day / size.bucketDays);
  const start = new Int32Array(size.items + 1).fill(sold * size.weeks);
  const bucket = new Int32Array(sold * size.weeks);
  const quantity = new Float64Array(sold * size.weeks);
  for (let item = 0; item < sold; item++) {
    start[item] = item * size.weeks;
    for (let week = 0; week < size.weeks; week++) {
      bucket[item * size.weeks + week] = bucketOf(7 * (WEEKS_AHEAD + week));
      quantity[item * size.weeks + week] = r(10, 100);
    }
  }
  return {
    nodeCount: size.items,
    bucketCount: bucketOf(7 * (WEEKS_AHEAD + size.weeks)) + 1,
    pastBuckets: 0,
    ...items,
    grossRequirements: { start, bucket, quantity },
    scheduledReceipts: {
      start: new Int32Array(size.items + 1),
      bucket: new Int32Array(0),
      quantity: new Float64Array(0),
    },
  };
}

type Items = Pick<QuantityNetwork, 'onHand' | 'leadTimeBuckets' | 'lotSizeMultiple' | 'uses'>;

/** Lead times, stocks, multiples and bills, drawn item by item. */
function drawItems(
  size: QuantityWorkloadSize,
  u: () => number,
  r: (from: number, to: number) => number,
): Items {
  const { first, levelOf } = levelsOf(size);
  const onHand = new Float64Array(size.items);
  const leadTimeBuckets = new Int32Array(size.items);
  const lotSizeMultiple = new Float64Array(size.items);
  const start = new Int32Array(size.items + 1);
  // No bill has more than four lines.
  const child = new Int32Array(size.items * 4);
  const quantityPer = new Float64Array(size.items * 4);
  let lines = 0;
  for (let item = 0; item < size.items; item++) {
    const level = levelOf(item);
    const isBought = level === size.levels - 1;
    const leadTimeDays = isBought ? r(5, 20) : r(1, 5);
    leadTimeBuckets[item] = Math.ceil(leadTimeDays / size.bucketDays);
    onHand[item] = u() < 0.5 ? r(0, 200) : 0;
    const multiple = [1, 1, 5, 10, 50][r(0, 4)]!;
    if (size.multiples === true) lotSizeMultiple[item] = multiple;
    for (let line = isBought ? 0 : r(2, 4); line > 0; line--) {
      const below = u() < 0.85 ? level + 1 : r(level + 1, size.levels - 1);
      const drawn = first[below]! + r(0, first[below + 1]! - first[below]! - 1);
      if (child.subarray(start[item], lines).includes(drawn)) continue;
      child[lines] = drawn;
      quantityPer[lines++] = r(1, 4);
    }
    start[item + 1] = lines;
  }
  const uses = {
    start,
    child: child.slice(0, lines),
    quantityPer: quantityPer.slice(0, lines),
  };
  return { onHand, leadTimeBuckets, lotSizeMultiple, uses };
}
