/**
 * The value of a given rank without sorting: Floyd and Rivest's selection, with a guard.
 *
 * A sample near the wanted rank gives two bounds that leave few values between them, so about 1.5
 * comparisons a value are enough, where sorting takes log₂ n. Values in an order that defeats the
 * samples are noticed, and what is left is sorted: never worse than n log n.
 *
 * @source R. Floyd, R. Rivest, "Algorithm 489: The Algorithm SELECT", CACM 18 (1975); D. Musser,
 *   "Introspective Sorting and Selection Algorithms", 1997 (the guard)
 */

/** Below so many values a sample does not pay. */
const SAMPLE_ABOVE = 600;
/** So many values may be looked at for each value there is, before the rest is sorted. */
const EFFORT_MAX = 12;

/**
 * Reorders `values` so that `values[rank]` is the value of that rank (from 0), those before it are
 * not greater and those after it not less; and returns it. No value is NaN.
 *
 * @example
 * selectRank(Float64Array.of(50, 10, 30, 20), 2) // => 30
 */
export function selectRank(values: Float64Array, rank: number): number {
  narrow(values, rank, { left: 0, right: values.length - 1, effort: values.length * EFFORT_MAX });
  return values[rank]!;
}

/** The part that still holds the wanted rank, and how many looks are left. */
interface Part {
  left: number;
  right: number;
  effort: number;
}

function narrow(values: Float64Array, rank: number, part: Part): void {
  while (part.right > part.left) {
    const size = part.right - part.left + 1;
    part.effort -= size;
    if (part.effort < 0) {
      values.subarray(part.left, part.right + 1).sort();
      return;
    }
    if (size > SAMPLE_ABOVE) sample(values, rank, part);
    const { lower, upper } = partition(values, rank, part);
    if (lower < rank) part.left = upper;
    if (rank < upper) part.right = lower;
  }
}

/** Selects within a small sample around the rank, which makes `values[rank]` a good pivot. */
function sample(values: Float64Array, rank: number, part: Part): void {
  const { left, right } = part;
  const size = right - left + 1;
  const offset = rank - left + 1;
  const log = Math.log(size);
  const width = 0.5 * Math.exp((2 * log) / 3);
  const spread = 0.5 * Math.sqrt((log * width * (size - width)) / size);
  const shift = offset < size / 2 ? -spread : spread;
  const from = Math.floor(rank - (offset * width) / size + shift);
  const to = Math.floor(rank + ((size - offset) * width) / size + shift);
  const inner = { left: Math.max(left, from), right: Math.min(right, to), effort: part.effort };
  narrow(values, rank, inner);
  part.effort = inner.effort;
}

/**
 * Hoare's partition about `values[rank]`: up to `lower` none is greater than the pivot, from
 * `upper` on none is less.
 */
function partition(
  values: Float64Array,
  rank: number,
  { left, right }: Part,
): { lower: number; upper: number } {
  const pivot = values[rank]!;
  let upper = left;
  let lower = right;
  do {
    while (values[upper]! < pivot) upper++;
    while (pivot < values[lower]!) lower--;
    if (upper > lower) break;
    const swapped = values[upper]!;
    values[upper++] = values[lower]!;
    values[lower--] = swapped;
  } while (upper <= lower);
  return { lower, upper };
}
