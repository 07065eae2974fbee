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
  const sum = weights.reduce((all, weight) => all + weight, 0n);
  const isMixed = weights.some((weight) => weight < 0n) && weights.some((weight) => weight > 0n);
  if (isMixed && sum !== 0n) {
    const parts = weights.map((weight) => ratio({ numerator: total * weight, denominator: sum }));
    return allocateSigned(total, parts);
  }
  const isNothing = weights.every((weight) => weight === 0n);
  return allocate(
    total,
    weights.map((weight) => (isNothing ? 1n : weight < 0n ? -weight : weight)),
  );
}
