/**
 * A trend that outliers cannot make, and whether there is one: Theil–Sen and Mann–Kendall.
 *
 * The slope is the median of the slopes of all pairs of values. The test counts how many pairs rise
 * less how many fall; it asks for no distribution, and says "none" where chance would do as much.
 * Both look at every pair: a series of 1,000 periods has half a million.
 *
 * @source P. K. Sen, "Estimates of the Regression Coefficient Based on Kendall's Tau", 1968;
 *   H. B. Mann, "Nonparametric Tests Against Trend", 1945; M. Kendall, "Rank Correlation Methods",
 *   1975 (variance with ties)
 */
import { OlapError } from '../errors.ts';
import { medianOf } from './median-of.ts';
import { normalTails } from './normal-distribution.ts';
import { type Points, pointsOf, type Series } from './series.ts';

/** Theil and Sen's line: value ≈ intercept + slope · place, places counted from 1. */
export interface TheilSen {
  readonly slope: number;
  /** The median of value − slope · place. */
  readonly intercept: number;
}

/**
 * The Theil–Sen line; null for fewer than two values.
 *
 * @throws KernelError KERNEL_BAD_DECIMAL — a value that is no finite number
 * @example
 * theilSen([1, 2, 300, 4])?.slope // => 1
 */
export function theilSen(series: Series): TheilSen | null {
  const points = pointsOf(series);
  const { x, y } = points;
  if (y.length < 2) return null;
  const slope = medianOf(pairSlopes(points));
  return { slope, intercept: medianOf(y.map((value, index) => value - slope * x[index]!)) };
}

/** The test's figures and what they say. */
export interface MannKendall {
  /** Rising pairs less falling ones. */
  readonly s: number;
  /** Variance of S if there were no trend, ties reckoned with. */
  readonly variance: number;
  /** S in standard deviations, one pair nearer to 0 (continuity); 0 where S is 0. */
  readonly z: number;
  /** Chance of a |Z| as large without a trend, both tails. */
  readonly pValue: number;
  readonly verdict: 'none' | 'rising' | 'falling';
}

/**
 * Tests a series for a trend at the level `significance` (0.05 unless given): a `pValue` above it
 * is no trend. The normal approximation is good from 10 values on; null for fewer than three.
 *
 * @throws OlapError OLAP_INVALID_QUERY — a level that is not between 0 and 1
 * @throws KernelError KERNEL_BAD_DECIMAL — a value that is no finite number
 */
export function mannKendall(series: Series, significance = 0.05): MannKendall | null {
  if (!(significance > 0 && significance < 1)) {
    const reason = `a level of significance lies between 0 and 1, such as 0.05`;
    throw new OlapError('OLAP_INVALID_QUERY', { path: ['significance'], reason });
  }
  const { y } = pointsOf(series);
  if (y.length < 3) return null;
  const s = risingLessFalling(y);
  const variance = varianceOfS(y);
  const z = s === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance);
  const pValue = normalTails(z);
  const verdict = pValue > significance || s === 0 ? 'none' : s > 0 ? 'rising' : 'falling';
  return { s, variance, z, pValue, verdict };
}

function pairSlopes({ x, y }: Points): Float64Array {
  const slopes = new Float64Array((y.length * (y.length - 1)) / 2);
  let pair = 0;
  for (let later = 1; later < y.length; later++) {
    for (let earlier = 0; earlier < later; earlier++) {
      slopes[pair++] = (y[later]! - y[earlier]!) / (x[later]! - x[earlier]!);
    }
  }
  return slopes;
}

function risingLessFalling(y: Float64Array): number {
  let s = 0;
  for (let later = 1; later < y.length; later++) {
    for (let earlier = 0; earlier < later; earlier++) s += Math.sign(y[later]! - y[earlier]!);
  }
  return s;
}

/** (n(n−1)(2n+5) − Σ t(t−1)(2t+5)) / 18 over groups of t equal values. */
function varianceOfS(y: Float64Array): number {
  const term = (count: number): number => count * (count - 1) * (2 * count + 5);
  const ties = new Map<number, number>();
  for (const value of y) ties.set(value, (ties.get(value) ?? 0) + 1);
  let variance = term(y.length);
  for (const count of ties.values()) variance -= term(count);
  return variance / 18;
}
