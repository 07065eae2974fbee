/**
 * Convolution of independent two-point distributions: a deal brings its amount, or nothing.
 *
 * Exact: the sorted list of every sum that can come about, in minor units, merged with itself moved
 * by the next amount. Binned: an array over a grid; an amount between two grid points is given to
 * both in such parts that its mean stays what it is.
 */

/** A deal as a distribution: `minor` with `probability`, else nothing. */
export interface Outcome {
  /** Whole minor units, within 2^53. */
  readonly minor: number;
  /** 0 … 1. */
  readonly probability: number;
}

/** Sums that can come about, ascending, and how likely each is. */
export interface SumDistribution {
  readonly values: Float64Array;
  readonly probabilities: Float64Array;
}

/** The exact distribution of the sum; undefined when it has more states than that. */
export function convolveExactly(
  outcomes: Iterable<Outcome>,
  statesMax: number,
): SumDistribution | undefined {
  let sums: SumDistribution = { values: Float64Array.of(0), probabilities: Float64Array.of(1) };
  for (const outcome of outcomes) {
    sums = merged(sums, outcome);
    if (sums.values.length > statesMax) return undefined;
  }
  return sums;
}

/** Merges what comes about without the outcome and with it; both lists are ascending. */
function merged(
  { values, probabilities }: SumDistribution,
  { minor, probability }: Outcome,
): SumDistribution {
  const count = values.length;
  const [sums, parts] = [new Float64Array(2 * count), new Float64Array(2 * count)];
  let [without, withIt, next] = [0, 0, 0];
  while (without < count || withIt < count) {
    const low = without < count ? values[without]! : Number.POSITIVE_INFINITY;
    const moved = withIt < count ? values[withIt]! + minor : Number.POSITIVE_INFINITY;
    sums[next] = Math.min(low, moved);
    if (low <= moved) parts[next]! += probabilities[without++]! * (1 - probability);
    if (moved <= low) parts[next]! += probabilities[withIt++]! * probability;
    next++;
  }
  return { values: sums.slice(0, next), probabilities: parts.slice(0, next) };
}

/** The distribution of the sum on a grid of so many minor units. */
export function convolveBinned(outcomes: readonly Outcome[], widthMinor: number): SumDistribution {
  const steps = outcomes.map(({ minor, probability }) => {
    const below = Math.floor(minor / widthMinor);
    return { below, share: (minor - below * widthMinor) / widthMinor, probability };
  });
  // The grid reaches from the sum of all that is negative to the sum of all that is positive.
  const lowest = steps.reduce((sum, { below }) => sum + Math.min(0, below), 0);
  const highest = steps.reduce((sum, { below }) => sum + Math.max(0, below + 1), 0);
  let probabilities = new Float64Array(highest - lowest + 1);
  probabilities[-lowest] = 1;
  for (const { below, share, probability } of steps) {
    const next = probabilities.map((known) => known * (1 - probability));
    addMoved(next, probabilities, below, probability * (1 - share));
    addMoved(next, probabilities, below + 1, probability * share);
    probabilities = next;
  }
  const values = Float64Array.from(probabilities, (_, bin) => (bin + lowest) * widthMinor);
  return { values, probabilities };
}

/** Adds `factor` × `from` to `into`, moved by so many bins. */
function addMoved(into: Float64Array, from: Float64Array, by: number, factor: number): void {
  if (factor === 0) return;
  const start = Math.max(0, -by);
  const end = Math.min(from.length, from.length - by);
  for (let bin = start; bin < end; bin++) into[bin + by]! += from[bin]! * factor;
}
