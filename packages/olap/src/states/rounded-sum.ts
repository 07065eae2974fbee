/**
 * One rounding for a sum of many doubles.
 *
 * Where parts do not overlap, the first addition that is not exact decides, but for one case: what
 * was cut off is half a unit, and a part further down breaks the tie.
 *
 * @source J. Shewchuk, "Adaptive Precision Floating-Point Arithmetic", 1997, section 2
 */

/**
 * The double nearest to the sum of parts, ties to even.
 *
 * The parts come from the highest on, and each is at most half a unit in the last place of any part
 * before it that is not 0.
 *
 * @example
 * roundedSum(Float64Array.of(2 ** 53, 1, 2 ** -40)) // => 2 ** 53 + 2
 */
export function roundedSum(parts: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < parts.length; index++) {
    const before = sum;
    const part = parts[index]!;
    sum = before + part;
    const lost = part - (sum - before);
    if (lost !== 0) return sum + tieBreak(sum, lost, signBelow(parts, index + 1));
  }
  return sum + 0;
}

/** The same of three parts, without an array of them. */
export function roundedSumOfThree(high: number, middle: number, low: number): number {
  const sum = high + middle;
  const lost = middle - (sum - high);
  return lost === 0 ? sum + low + 0 : sum + tieBreak(sum, lost, Math.sign(low));
}

/** The sign of what the parts from `start` on add up to: that of the first that is not 0. */
function signBelow(parts: Float64Array, start: number): number {
  for (let index = start; index < parts.length; index++) {
    if (parts[index] !== 0) return Math.sign(parts[index]!);
  }
  return 0;
}

/** The step to the neighbour of a sum, where exactly half of it was cut off and more follows. */
function tieBreak(sum: number, lost: number, signOfRest: number): number {
  if (Math.sign(lost) !== signOfRest) return 0;
  const step = 2 * lost;
  return sum + step - sum === step ? step : 0;
}
