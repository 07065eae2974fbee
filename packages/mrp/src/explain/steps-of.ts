/**
 * Figures of an explanation as whole steps again.
 */

/** Decimal text as whole steps of an item; sums may be larger than a quantity can be. */
export function stepsOf(text: string, decimals: number): bigint {
  const [whole = '0', part = ''] = text.replace('-', '').split('.');
  const steps = BigInt(whole + part.padEnd(decimals, '0'));
  return text.startsWith('-') ? -steps : steps;
}

/** The larger of two. */
export const most = (one: bigint, other: bigint): bigint => (one > other ? one : other);

/** The smaller of two. */
export const least = (one: bigint, other: bigint): bigint => (one < other ? one : other);

/** The quotient rounded up; both are above 0. */
export const dividedUp = (above: bigint, below: bigint): bigint => (above + below - 1n) / below;
