/**
 * Figures of many durations: exact sums, and percentiles by nearest rank.
 *
 * Nearest rank gives a duration that has really been seen: the p-th percentile of n values is the
 * one at place ⌈p/100 · n⌉ in their order. Nothing is interpolated, so all stay whole.
 *
 * @source R. J. Hyndman, Y. Fan, "Sample Quantiles in Statistical Packages" (1996), definition 1
 */

/** Durations in whole milliseconds. */
export interface DurationSummary {
  readonly count: number;
  /** Exact, however many there are. */
  readonly sumMs: bigint;
  /** Rounded to a whole millisecond, halves up. */
  readonly meanMs: number;
  readonly minMs: number;
  readonly medianMs: number;
  readonly p75Ms: number;
  readonly p90Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/**
 * The summary of some durations; undefined: there are none.
 *
 * @example
 * summarize([10, 20, 30, 40])?.medianMs // => 20
 */
export function summarize(durationsMs: readonly number[]): DurationSummary | undefined {
  if (durationsMs.length === 0) return undefined;
  const sorted = durationsMs.toSorted((a, b) => a - b);
  const count = sorted.length;
  const sumMs = sorted.reduce((sum, value) => sum + BigInt(value), 0n);
  const at = (percent: number): number => percentile(sorted, percent);
  return {
    count,
    sumMs,
    meanMs: Number((2n * sumMs + BigInt(count)) / (2n * BigInt(count))),
    minMs: sorted[0]!,
    medianMs: at(50),
    p75Ms: at(75),
    p90Ms: at(90),
    p95Ms: at(95),
    p99Ms: at(99),
    maxMs: sorted[count - 1]!,
  };
}

/**
 * A percentile by nearest rank.
 *
 * @param sorted - one value or more, ascending
 * @param percent - a whole number from 1 to 100
 */
export function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.ceil((percent * sorted.length) / 100) - 1]!;
}
