/**
 * The straight line through a series, by least squares.
 *
 * Deviations are taken from the means before they are squared, so that large values of a small
 * slope lose no digits.
 *
 * @source Legendre, "Nouvelles méthodes pour la détermination des orbites des comètes", 1805;
 *   MDX functions LinRegSlope, LinRegIntercept, LinRegR2 and LinRegPoint
 */
import { sumFloats } from '@kontor/kernel';
import { pointsOf, type Series } from './series.ts';

/** The line: value ≈ intercept + slope · place, places counted from 1. */
export interface LinearTrend {
  /** Change by period. */
  readonly slope: number;
  readonly intercept: number;
  /** Share of the variance that the line explains, 0 … 1; 1 for values that are all equal. */
  readonly rSquared: number;
  /** The line's value at each period, gaps as well. */
  readonly fitted: readonly number[];
}

/**
 * The trend of a series; null for fewer than two values.
 *
 * @throws KernelError KERNEL_BAD_DECIMAL — a value that is no finite number
 * @example
 * linearTrend([10, 12, null, 16])?.slope // => 2
 */
export function linearTrend(series: Series): LinearTrend | null {
  const { x, y } = pointsOf(series);
  if (y.length < 2) return null;
  const meanX = sumFloats(x) / x.length;
  const meanY = sumFloats(y) / y.length;
  const spreadX = sumFloats(x.map((place) => (place - meanX) ** 2));
  const spreadY = sumFloats(y.map((value) => (value - meanY) ** 2));
  const joint = sumFloats(x.map((place, index) => (place - meanX) * (y[index]! - meanY)));
  const slope = joint / spreadX;
  const intercept = meanY - slope * meanX;
  const rSquared = spreadY === 0 ? 1 : Math.min(1, (slope * joint) / spreadY);
  return {
    slope,
    intercept,
    rSquared,
    fitted: series.map((_, at) => intercept + slope * (at + 1)),
  };
}
