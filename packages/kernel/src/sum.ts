/**
 * Exact sums of scaled numbers: fast while they fit a double, never wrong when they do not.
 *
 * While Σ|x| < 2^53 every partial sum of whole numbers is exact, in any order, so the plain sum
 * stands. Beyond, the numbers are summed in two limbs of 26 bits and the result is a bigint.
 * Partial sums are merged as limbs, not as rounded numbers, so a result does not depend on how the
 * rows were split.
 */
import { KernelError } from './errors.ts';

/**
 * A sum so far: `base` + `high` × 2^26 + `low`, exact; `count` numbers since limbs were last
 * folded.
 */
export interface SumState {
  base: bigint;
  high: number;
  low: number;
  count: number;
}

const LIMB = 2 ** 26;
const EXACT_BELOW = 2 ** 53;
/** So many numbers, each |x| ≤ 2^53, leave both limbs below 2^53. */
const FOLD_AFTER = 2 ** 25;

/**
 * The exact sum of `values[start … end - 1]`: a number below 2^53, a bigint from there on.
 *
 * The values are whole, within 2^53; they are checked only where the fast way is refused.
 *
 * @throws KernelError KERNEL_NOT_SCALED — beyond the fast way: a value is not whole, or passes 2^53
 * @example
 * sumScaled(Float64Array.of(2 ** 53 - 1, 2 ** 53 - 1, -1)) // => 18014398509481981n
 */
export function sumScaled(
  values: Float64Array,
  start = 0,
  end: number = values.length,
): number | bigint {
  let total = 0;
  let magnitude = 0;
  for (let index = start; index < end; index++) {
    const value = values[index]!;
    total += value;
    magnitude += Math.abs(value);
  }
  // A sum of magnitudes that passed 2^53 never rounds back below it, and NaN fails the test.
  if (magnitude < EXACT_BELOW) return total + 0;
  const state = emptySum();
  addToSum(state, values, start, end);
  return sumValue(state);
}

/** A sum of nothing. */
export function emptySum(): SumState {
  return { base: 0n, high: 0, low: 0, count: 0 };
}

/**
 * Adds `values[start … end - 1]` to the state.
 *
 * @throws KernelError KERNEL_NOT_SCALED — a value is not whole, or passes 2^53
 */
export function addToSum(
  state: SumState,
  values: Float64Array,
  start = 0,
  end: number = values.length,
): void {
  for (let from = start; from < end; ) {
    if (state.count >= FOLD_AFTER) fold(state);
    const until = Math.min(end, from + FOLD_AFTER - state.count);
    addLimbs(state, values, from, until);
    from = until;
  }
}

/** Adds the second sum to the first. */
export function mergeSum(state: SumState, other: SumState): void {
  fold(state);
  state.base += limbsOf(other);
}

/** The sum: a number below 2^53, a bigint from there on. */
export function sumValue(state: SumState): number | bigint {
  const sum = limbsOf(state);
  const value = Number(sum);
  return Math.abs(value) < EXACT_BELOW ? value : sum;
}

/**
 * Sums true floats (weights, forecasts) with the error carried along, in the order given.
 *
 * Not for scaled numbers: theirs is `sumScaled`.
 *
 * @source Arnold Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen"
 * (1974)
 * @example
 * sumFloats([1, 1e100, 1, -1e100]) // => 2
 */
export function sumFloats(values: Iterable<number>): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  // An infinite sum has no error to mend: ∞ − ∞ would make it NaN.
  return Number.isFinite(sum) ? sum + lost : sum;
}

function addLimbs(state: SumState, values: Float64Array, start: number, end: number): void {
  let { high, low } = state;
  for (let index = start; index < end; index++) {
    const value = values[index]!;
    if (!Number.isInteger(value) || Math.abs(value) > EXACT_BELOW) {
      throw new KernelError('KERNEL_NOT_SCALED', { value: String(value), index });
    }
    const limb = Math.floor(value / LIMB);
    high += limb;
    low += value - limb * LIMB;
  }
  state.high = high;
  state.low = low;
  state.count += end - start;
}

function fold(state: SumState): void {
  Object.assign(state, { ...emptySum(), base: limbsOf(state) });
}

function limbsOf({ base, high, low }: SumState): bigint {
  return base + BigInt(high) * BigInt(LIMB) + BigInt(low);
}
