/**
 * A series: one value a period, in order of time, with gaps where there is none.
 *
 * A gap is null and stays a gap: it is never 0 and never drawn together, so a value keeps its place
 * in time whatever is missing before it.
 */
import { KernelError } from '@kontor/kernel';
import { OlapError } from '../errors.ts';

/** Values in order of time; null is a gap. */
export type Series = readonly (number | null)[];

/** The values of a series with their places, gaps left out. */
export interface Points {
  /** Places, counted from 1. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * The points of a series.
 *
 * @throws KernelError KERNEL_BAD_DECIMAL — a value that is no finite number
 * @example
 * pointsOf([5, null, 7]).x // => Float64Array.of(1, 3)
 */
export function pointsOf(series: Series): Points {
  const places = [...series.keys()].filter((index) => series[index] !== null);
  const y = Float64Array.from(places, (index) => series[index]!);
  const bad = y.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const path = `series.${places[bad]!}`;
    throw new KernelError('KERNEL_BAD_DECIMAL', { value: String(y[bad]), path });
  }
  return { x: Float64Array.from(places, (index) => index + 1), y };
}

/**
 * Periods of a season.
 *
 * @throws OlapError OLAP_INVALID_QUERY — no whole number of 2 or more
 */
export function checkSeason(season: number): number {
  if (Number.isInteger(season) && season >= 2) return season;
  const reason = `a season has 2 periods or more, such as 12 months; ${season} is none`;
  throw new OlapError('OLAP_INVALID_QUERY', { path: ['season'], reason });
}
