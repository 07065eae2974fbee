/**
 * Available-to-promise: what of the stock and the master schedule no order has claimed yet.
 *
 * Discrete: the first bucket has the stock and its receipt less the orders up to the next receipt;
 * every later bucket with a receipt has that receipt less the orders up to the next one. A bucket
 * whose orders are more takes what it lacks from earlier ones, the nearest first. What nothing
 * earlier can give stays below 0 in its bucket: more is promised there than will be in the house.
 * Cumulative: the running sum.
 *
 * Method: one pass over the buckets with a stack of the receipts that still have something to give,
 * so that looking back costs a step per receipt in all.
 *
 * @source APICS Dictionary, "available-to-promise", "discrete available-to-promise",
 * "cumulative available-to-promise"
 */
import { checkSigned, refuseFigure, totalSteps } from './given-figures.ts';

/** Supply and promises of one item, in whole steps; one cell per bucket, as many of either. */
export interface PromiseRow {
  /** Stock now; below 0 when more was taken than was there. */
  readonly onHand: number;
  /** Receipts of the master schedule, there at the start of their bucket. */
  readonly schedule: readonly number[];
  /** Customer orders by the bucket in which they are due; overdue ones in the first. */
  readonly orders: readonly number[];
}

/** What can be promised, in whole steps; one cell per bucket. */
export interface AvailableToPromise {
  /** At the first bucket and at those with a receipt; 0 elsewhere. */
  readonly discrete: readonly number[];
  /** All that can be promised up to and with the bucket. */
  readonly cumulative: readonly number[];
}

/**
 * What can be promised, bucket by bucket.
 *
 * @throws MrpError MRP_BAD_FIGURE — quantities that are not whole steps or pass 2^53, rows of
 * unequal length
 * @example
 * availableToPromise({ onHand: 40, schedule: [0, 60, 0], orders: [10, 20, 15] }).discrete
 * // => [30, 25, 0]
 */
export function availableToPromise(row: PromiseRow): AvailableToPromise {
  checkRow(row);
  const discrete = unclaimed(row);
  lookBack(discrete);
  let sum = 0;
  return { discrete, cumulative: discrete.map((quantity) => (sum += quantity)) };
}

/** Each receipt less the orders until the next one, before any looks back. */
function unclaimed({ onHand, schedule, orders }: PromiseRow): number[] {
  let receipt = 0;
  const left = schedule.map(() => 0);
  schedule.forEach((quantity, bucket) => {
    if (quantity > 0) receipt = bucket;
    left[receipt]! += quantity - orders[bucket]!;
  });
  if (left.length > 0) left[0]! += onHand;
  return left;
}

/** Covers what is lacking from earlier buckets, the nearest first. */
function lookBack(discrete: number[]): void {
  const giving: number[] = [];
  for (let bucket = 0; bucket < discrete.length; bucket++) {
    if (discrete[bucket]! > 0) giving.push(bucket);
    while (discrete[bucket]! < 0 && giving.length > 0) {
      const giver = giving.at(-1)!;
      const taken = Math.min(discrete[giver]!, -discrete[bucket]!);
      discrete[giver]! -= taken;
      discrete[bucket]! += taken;
      if (discrete[giver] === 0) giving.pop();
    }
  }
}

function checkRow({ onHand, schedule, orders }: PromiseRow): void {
  checkSigned(onHand, 'onHand');
  if (orders.length !== schedule.length) {
    refuseFigure(
      'orders.length',
      orders.length,
      `a cell per bucket of the schedule, ${schedule.length}`,
    );
  }
  // With the stock in front, index 1 is the row's first cell; the stock alone cannot be too much.
  totalSteps([Math.abs(onHand), ...schedule], (index) => `schedule.${index - 1}`);
  totalSteps([Math.abs(onHand), ...orders], (index) => `orders.${index - 1}`);
}
