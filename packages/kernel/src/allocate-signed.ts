/**
 * Sharing out a rounded total over exact parts of either sign.
 *
 * Parts of one sign are shared out by the kernel's largest remainder. Where a document has a line
 * that takes something off, parts of both signs stand beside each other, and a proportion of the
 * total means nothing (it may be zero while no part is). There every part is cut to whole units,
 * and the units missing to the total go one by one to the largest fractions cut off, ties to the
 * earlier part: the same method, with the exact parts themselves as quotas.
 *
 * @source Balinski and Young, "Fair Representation", on the method of Hamilton
 */
import { allocate } from './allocation.ts';
import { compareRatios, type Ratio } from './ratio.ts';
import { divideRounded } from './rounding.ts';

/**
 * Shares out `total` over exact parts that sum to it but for rounding.
 *
 * The shares sum to the total, a part of zero gets zero, and the mirror image (total and parts with
 * the other sign) is shared out as the mirror image.
 *
 * @throws KernelError KERNEL_BAD_WEIGHTS — a total that is not zero over parts that all are
 * @example
 * const hundredths = ['627/100', '1995/100', '-313/100'].map((part) => ratio(part));
 * allocateSigned(23n, hundredths) // => [6n, 20n, -3n]
 */
export function allocateSigned(total: bigint, parts: readonly Ratio[]): bigint[] {
  const hasPositive = parts.some(({ numerator }) => numerator > 0n);
  const hasNegative = parts.some(({ numerator }) => numerator < 0n);
  if (hasPositive && hasNegative) return byLargestFraction(total, parts);
  if (!hasPositive && !hasNegative && total === 0n) return parts.map(() => 0n);
  return allocate(total, parts.map(magnitudeOf));
}

function byLargestFraction(total: bigint, parts: readonly Ratio[]): bigint[] {
  const shares = parts.map((part) => divideRounded(part.numerator, part.denominator, 'down'));
  const missing = total - shares.reduce((sum, share) => sum + share, 0n);
  const unit = missing < 0n ? -1n : 1n;
  const fractions = parts.map(({ numerator, denominator }) => ({
    numerator: unit * (numerator % denominator),
    denominator,
  }));
  const order = parts.flatMap(({ numerator }, index) => (numerator === 0n ? [] : [index]));
  order.sort((a, b) => compareRatios(fractions[b]!, fractions[a]!) || a - b);
  for (let given = 0; given < Number(unit * missing); given++) {
    shares[order[given % order.length]!]! += unit;
  }
  return shares;
}

const magnitudeOf = ({ numerator, denominator }: Ratio): Ratio => ({
  numerator: numerator < 0n ? -numerator : numerator,
  denominator,
});
