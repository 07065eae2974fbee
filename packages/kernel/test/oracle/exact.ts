/**
 * The slow and obvious twins of the kernel's numbers: everything by bigint and by trying.
 */
import type { RoundingMode } from '@kontor/kernel';

/**
 * Rounds numerator ÷ denominator by looking at both neighbours and choosing by the mode's words.
 */
export function roundByNeighbours(
  numerator: bigint,
  denominator: bigint,
  mode: RoundingMode,
): bigint {
  if (denominator < 0n) return roundByNeighbours(-numerator, -denominator, mode);
  let below = numerator / denominator;
  while (below * denominator > numerator) below -= 1n;
  if (below * denominator === numerator) return below;
  const above = below + 1n;
  const isNegative = numerator < 0n;
  const towardsZero = isNegative ? above : below;
  const awayFromZero = isNegative ? below : above;
  if (mode === 'floor') return below;
  if (mode === 'ceiling') return above;
  if (mode === 'down') return towardsZero;
  if (mode === 'up') return awayFromZero;
  const toBelow = numerator - below * denominator;
  const toAbove = above * denominator - numerator;
  if (toBelow !== toAbove) return toBelow < toAbove ? below : above;
  if (mode === 'halfUp') return awayFromZero;
  if (mode === 'halfDown') return towardsZero;
  return below % 2n === 0n ? below : above;
}

/** The sum, one bigint after the other. */
export function sumByBigint(values: Iterable<number>): bigint {
  let sum = 0n;
  for (const value of values) sum += BigInt(value);
  return sum;
}

/**
 * Largest remainder by handing out one unit at a time to the line furthest below its exact share.
 */
export function allocateByHand(total: bigint, weights: readonly bigint[]): bigint[] {
  if (total < 0n) return allocateByHand(-total, weights).map((part) => -part);
  const sum = weights.reduce((a, b) => a + b, 0n);
  const parts = weights.map((weight) => (total * weight) / sum);
  const missing = (line: number): bigint => total * weights[line]! - parts[line]! * sum;
  for (let given = parts.reduce((a, b) => a + b, 0n); given < total; given += 1n) {
    let neediest = 0;
    for (let line = 1; line < weights.length; line++) {
      if (missing(line) > missing(neediest)) neediest = line;
    }
    parts[neediest]! += 1n;
  }
  return parts;
}
