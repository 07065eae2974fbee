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

/**
 * A distribution over a grid: the bin of the first probability, and the probabilities from there
 * on.
 */
interface Grid {
  readonly first: number;
  readonly probabilities: Float64Array;
}

/**
 * The distribution of the sum on a grid of so many minor units.
 *
 * Ends that are less likely than 10^-20 are cut off after every deal, so the grid spans some
 * deviations around the mean and not all that could ever come about.
 */
export function convolveBinned(outcomes: Iterable<Outcome>, widthMinor: number): SumDistribution {
  let grid: Grid = { first: 0, probabilities: Float64Array.of(1) };
  // What is certain spreads nothing, however large: it moves the grid as a whole, or not at all.
  let certain = 0;
  for (const outcome of outcomes) {
    if (outcome.probability === 1) certain += outcome.minor;
    else if (outcome.probability > 0) grid = trimmed(gridWith(grid, outcome, widthMinor));
  }
  const { first, probabilities } = grid;
  const values = Float64Array.from(probabilities, (_, bin) => certain + (bin + first) * widthMinor);
  return { values, probabilities };
}

/** The amount lies between two grid points, and each has its part of the probability. */
function gridWith(
  { first, probabilities }: Grid,
  { minor, probability }: Outcome,
  widthMinor: number,
): Grid {
  const below = Math.floor(minor / widthMinor);
  const share = (minor - below * widthMinor) / widthMinor;
  const [low, high] = [Math.min(0, below), Math.max(0, below + 1)];
  const sums = new Float64Array(probabilities.length + high - low);
  const [not, atBelow, atAbove] = [1 - probability, probability * (1 - share), probability * share];
  for (let bin = 0; bin < probabilities.length; bin++) {
    const known = probabilities[bin]!;
    sums[bin - low]! += known * not;
    sums[bin + below - low]! += known * atBelow;
    sums[bin + below + 1 - low]! += known * atAbove;
  }
  return { first: first + low, probabilities: sums };
}

const NEGLIGIBLE = 1e-20;

function trimmed({ first, probabilities }: Grid): Grid {
  let [start, end] = [0, probabilities.length];
  for (let cut = probabilities[start]!; cut < NEGLIGIBLE; cut += probabilities[start]!) start++;
  for (let cut = probabilities[end - 1]!; cut < NEGLIGIBLE; cut += probabilities[end - 1]!) end--;
  return { first: first + start, probabilities: probabilities.subarray(start, end) };
}
