/**
 * Values that stand out, measured by the median so that they do not hide themselves.
 *
 * A mean and a standard deviation are drawn towards an outlier; the median and the median deviation
 * (MAD) are not. Where half of the values are equal the MAD is 0, and the mean deviation takes its
 * place.
 *
 * @source B. Iglewicz, D. Hoaglin, "How to Detect and Handle Outliers", 1993 (modified z-score, the
 *   limit of 3.5, and the mean deviation where the MAD is 0)
 */
import { sumFloats } from '@kontor/kernel';
import { OlapError } from '../errors.ts';
import { medianOf } from './median-of.ts';
import { checkSeason, pointsOf, type Series } from './series.ts';

/** How far each value is from the middle. */
export interface RobustScores {
  readonly median: number;
  /** Median of the distances from the median. */
  readonly mad: number;
  /** 0.6745 · (value − median) / MAD; null at gaps. */
  readonly scores: readonly (number | null)[];
}

/** A value that stands out. */
export interface Anomaly {
  /** Position in the series, from 0. */
  readonly index: number;
  readonly value: number;
  readonly score: number;
}

/**
 * Robust z-scores of a series; null without values. Values that are all equal score 0.
 *
 * @throws KernelError KERNEL_BAD_DECIMAL — a value that is no finite number
 */
export function robustScores(series: Series): RobustScores | null {
  const { y } = pointsOf(series);
  if (y.length === 0) return null;
  const median = medianOf(y);
  const distances = y.map((value) => Math.abs(value - median));
  const meanDistance = sumFloats(distances) / distances.length;
  const mad = medianOf(distances);
  const unit = mad > 0 ? mad / MAD_SHARE : meanDistance * MEAN_FACTOR;
  const scores = series.map((value) => {
    if (value === null) return null;
    return unit === 0 ? 0 : (value - median) / unit;
  });
  return { median, mad, scores };
}

/** Of a normal distribution: the MAD in standard deviations. */
const MAD_SHARE = 0.6745;
/** Of a normal distribution: the standard deviation in mean deviations, √(π/2). */
const MEAN_FACTOR = 1.253314;

/**
 * Values further than `limit` (3.5 unless given) from the median, in order of time.
 *
 * @throws OlapError OLAP_INVALID_QUERY — a limit that is not above 0
 * @throws KernelError KERNEL_BAD_DECIMAL — a value that is no finite number
 * @example
 * anomalies([10, 11, 9, 10, 60, 10, 11]).map(({ index }) => index) // => [4]
 */
export function anomalies(series: Series, limit = 3.5): Anomaly[] {
  return beyond(series, robustScores(series), checkLimit(limit));
}

/**
 * Values whose change over the same place of the season before stands out: a December is measured
 * against Decembers. Changes are scored as values are; the first season has none.
 *
 * @throws OlapError OLAP_INVALID_QUERY — a season below 2 periods, or a limit that is not above 0
 * @throws KernelError KERNEL_BAD_DECIMAL — a value that is no finite number
 * @source R. Hyndman, G. Athanasopoulos, "Forecasting: Principles and Practice", 3rd ed., section
 *   5.2 (seasonal naïve method)
 */
export function seasonalAnomalies(series: Series, season: number, limit = 3.5): Anomaly[] {
  checkSeason(season);
  const changes = series.map((value, index) => {
    const before = series[index - season] ?? null;
    return value === null || before === null ? null : value - before;
  });
  return beyond(series, robustScores(changes), checkLimit(limit));
}

function beyond(series: Series, scored: RobustScores | null, limit: number): Anomaly[] {
  return (scored?.scores ?? []).flatMap((score, index) =>
    score !== null && Math.abs(score) > limit ? [{ index, value: series[index]!, score }] : [],
  );
}

function checkLimit(limit: number): number {
  if (limit > 0) return limit;
  const reason = `a limit of scores is above 0, such as 3.5; ${limit} is none`;
  throw new OlapError('OLAP_INVALID_QUERY', { path: ['limit'], reason });
}
