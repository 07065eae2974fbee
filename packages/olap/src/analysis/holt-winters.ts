/**
 * A forecast with trend and season: exponential smoothing by Holt and Winters, additive.
 *
 * Level, trend and season each move towards what a new value says of them, by a share of their own.
 * Shares that are not given are those with the least squared error one period ahead. A gap teaches
 * nothing: level and season go on as forecast.
 *
 * The first two seasons without a gap set the start (their means give the trend, the distances from
 * the line the season), so a series that is a line and a season is forecast without an error.
 *
 * @source C. Holt, "Forecasting Seasonals and Trends by Exponentially Weighted Moving Averages",
 *   1957; P. Winters, 1960; equations as in R. Hyndman, G. Athanasopoulos, "Forecasting: Principles
 *   and Practice", 3rd ed., section 8.3; shares by the pattern search of R. Hooke and T. Jeeves,
 *   1961
 */
import { sumFloats } from '@kontor/kernel';
import { OlapError } from '../errors.ts';
import { checkSeason, pointsOf, type Series } from './series.ts';

/** By what share each part follows a new value, 0 … 1. */
export interface Smoothing {
  /** Of the level. */
  readonly alpha: number;
  /** Of the trend. */
  readonly beta: number;
  /** Of the season. */
  readonly gamma: number;
}

/** What is asked for. */
export interface ForecastOptions {
  /** Periods of a season, 12 for months. */
  readonly season: number;
  /** Periods to forecast. */
  readonly horizon: number;
  /** Fitted where it is not given. */
  readonly smoothing?: Smoothing | undefined;
}

/** A forecast and how it came about. */
export interface Forecast {
  /** The periods after the series. */
  readonly forecast: readonly number[];
  /** Each period as forecast by those before it; null before the start. */
  readonly fitted: readonly (number | null)[];
  readonly smoothing: Smoothing;
  /** Root of the mean squared error one period ahead, in the series' unit. */
  readonly rmse: number;
}

/**
 * Forecasts a series; null where it has no two whole seasons without a gap.
 *
 * @throws OlapError OLAP_INVALID_QUERY — a season below 2 periods, a horizon that is no whole
 *   number from 0, a share that is not from 0 to 1
 * @throws KernelError KERNEL_BAD_DECIMAL — a value that is no finite number
 * @example
 * holtWinters([10, 20, 12, 22, 14, 24], { season: 2, horizon: 2 })?.forecast // => [16, 26]
 */
export function holtWinters(series: Series, options: ForecastOptions): Forecast | null {
  const season = checkSeason(options.season);
  checkOptions(options);
  pointsOf(series);
  const first = firstWhole(series, 2 * season);
  if (first < 0) return null;
  const start = startOf(series, first, season);
  const smoothing = options.smoothing ?? fittedSmoothing(series, start);
  const run = smooth(series, start, smoothing);
  const forecast = Array.from({ length: options.horizon }, (_, step) => {
    const place = (series.length + step - first) % season;
    return run.level + run.trend * (step + 1) + run.seasonal[place]!;
  });
  return { forecast, fitted: run.fitted, smoothing, rmse: Math.sqrt(run.meanSquare) };
}

/** Where the smoothing starts: the state just before the period `first`. */
interface Start {
  readonly first: number;
  readonly level: number;
  readonly trend: number;
  /** By place of the season, the period `first` having place 0. */
  readonly seasonal: readonly number[];
}

/** The state after the last period. */
interface Run {
  readonly level: number;
  readonly trend: number;
  readonly seasonal: readonly number[];
  readonly fitted: readonly (number | null)[];
  readonly meanSquare: number;
}

function startOf(series: Series, first: number, season: number): Start {
  const values = series.slice(first, first + 2 * season) as number[];
  const meanFirst = sumFloats(values.slice(0, season)) / season;
  const meanSecond = sumFloats(values.slice(season)) / season;
  const trend = (meanSecond - meanFirst) / season;
  // A season's mean stands at its middle, (season + 1) / 2 periods after the start.
  const level = meanFirst - (trend * (season + 1)) / 2;
  const seasonal = values.slice(0, season).map((value, place) => {
    const line = level + trend * (place + 1);
    return (value - line + values[place + season]! - line - trend * season) / 2;
  });
  return { first, level, trend, seasonal };
}

function smooth(series: Series, start: Start, { alpha, beta, gamma }: Smoothing): Run {
  let { level, trend } = start;
  const seasonal = [...start.seasonal];
  const fitted: (number | null)[] = series.slice(0, start.first).map(() => null);
  let squares = 0;
  let count = 0;
  for (let index = start.first; index < series.length; index++) {
    const place = (index - start.first) % seasonal.length;
    const before = level + trend;
    const expected = before + seasonal[place]!;
    fitted.push(expected);
    const value = series[index] ?? expected;
    const risen = before + alpha * (value - expected);
    trend += beta * (risen - level - trend);
    seasonal[place]! += gamma * (value - expected);
    level = risen;
    squares += (value - expected) ** 2;
    count += Number(series[index] !== null);
  }
  return { level, trend, seasonal, fitted, meanSquare: squares / count };
}

const SHARES = ['alpha', 'beta', 'gamma'] as const;
const GRID = [0.05, 0.3, 0.55, 0.8];

/** The shares of least error: the best of a grid, then better neighbours in ever smaller steps. */
function fittedSmoothing(series: Series, start: Start): Smoothing {
  const errorOf = (smoothing: Smoothing): number => smooth(series, start, smoothing).meanSquare;
  let best: Smoothing = { alpha: 0, beta: 0, gamma: 0 };
  let least = errorOf(best);
  const consider = (candidate: Smoothing): void => {
    const error = errorOf(candidate);
    if (!(error < least)) return;
    best = candidate;
    least = error;
  };
  for (const alpha of GRID) {
    for (const beta of GRID) for (const gamma of GRID) consider({ alpha, beta, gamma });
  }
  for (let step = 0.125; step > 0.001; ) {
    const before = least;
    for (const share of SHARES) {
      for (const by of [step, -step]) {
        consider({ ...best, [share]: Math.min(1, Math.max(0, best[share] + by)) });
      }
    }
    if (least === before) step /= 2;
  }
  return best;
}

/** The first index from which `length` values follow without a gap; −1 for none. */
function firstWhole(series: Series, length: number): number {
  let run = 0;
  const end = series.findIndex((value) => (run = value === null ? 0 : run + 1) === length);
  return end < 0 ? -1 : end - length + 1;
}

function checkOptions({ horizon, smoothing }: ForecastOptions): void {
  if (!Number.isInteger(horizon) || horizon < 0) {
    throw invalid('horizon', `a horizon is a whole number of periods from 0; ${horizon} is none`);
  }
  if (smoothing === undefined) return;
  for (const share of SHARES) {
    const value = smoothing[share];
    if (value >= 0 && value <= 1) continue;
    throw invalid(`smoothing.${share}`, `a share goes from 0 to 1; ${value} is none`);
  }
}

const invalid = (path: string, reason: string): Error =>
  new OlapError('OLAP_INVALID_QUERY', { path: path.split('.'), reason });
