/**
 * Sharing out an amount by what lines are worth, to the last unit.
 *
 * @source Balinski and Young, "Fair Representation", on the method of Hamilton
 */
import { allocate, allocateSigned, ratio } from '@kontor/kernel';

/**
 * Shares of a total by largest remainder: exact shares cut to whole units, then one unit each to
 * the largest fractions cut off, ties to the earlier line. Without any weight, equal shares.
 *
 * Weights of both signs (a line sold beside one taken back) are parts of the total with their sign;
 * where they cancel out, their magnitudes count.
 *
 * @example
 * prorate(1059n, [5397n, 3045n, 12742n]) // => [270n, 152n, 637n]
 */
export function prorate(total: bigint, weights: readonly bigint[]): bigint[] {
  if (weights.length === 0) return [];
  let [sum, hasPositive, hasNegative] = [0n, false, false];
  for (const weight of weights) {
    sum += weight;
    if (weight > 0n) hasPositive = true;
    else if (weight < 0n) hasNegative = true;
  }
  if (hasPositive && !hasNegative) return allocate(total, weights);
  if (hasPositive && sum !== 0n) {
    const parts = weights.map((weight) => ratio({ numerator: total * weight, denominator: sum }));
    return allocateSigned(total, parts);
  }
  const magnitudes = weights.map((weight) => (weight < 0n ? -weight : weight));
  return allocate(total, hasNegative ? magnitudes : weights.map(() => 1n));
}
