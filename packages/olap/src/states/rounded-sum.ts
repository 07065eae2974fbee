/**
 * One rounding for a sum of many doubles.
 *
 * Where parts do not overlap, the first addition that is not exact decides, but for one case: what
 * was cut off is half a unit, and a part further down breaks the tie.
 *
 * @source J. Shewchuk, "Adaptive Precision Floating-Point Arithmetic", 1997, section 2
 */

/**
 * The double nearest to the sum of the parts at a place, ties to even.
 *
 * The parts come from the highest on, and each is at most half a unit in the last place of any part
 * before it that is not 0.
 *
 * @example
 * roundedSum([Float64Array.of(2 ** 53), Float64Array.of(1), Float64Array.of(2 ** -40)], 0)
 * // => 2 ** 53 + 2
 */
export function roundedSum(parts: readonly Float64Array[], at: number): number {
  let sum = 0;
  for (let index = 0; index < parts.length; index++) {
    const before = sum;
    const part = parts[index]![at]!;
    sum = before + part;
    const lost = part - (sum - before);
    if (lost === 0) continue;
    const step = 2 * lost;
    if (sum + step - sum !== step) return sum;
    // Exactly half a unit was cut off: the sign of the next part that is not 0 tells which way.
    const next = parts.find((below, place) => place > index && below[at] !== 0)?.[at] ?? 0;
    return Math.sign(next) === Math.sign(lost) ? sum + step : sum;
  }
  return sum + 0;
}
