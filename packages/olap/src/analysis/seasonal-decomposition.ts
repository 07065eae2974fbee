/**
 * Trend, season and remainder of a series: the classical decomposition.
 *
 * The trend is a centred mean over one season, so that every place of the season weighs the same in
 * it; an even season takes half of both ends (2 × 12 for months). What is left is averaged by place
 * of the season. A gap leaves the trend empty as far as its window reaches, and nothing else.
 *
 * @source M. Kendall, A. Stuart, "The Advanced Theory of Statistics", vol. 3; R. Hyndman,
 *   G. Athanasopoulos, "Forecasting: Principles and Practice", 3rd ed., section 3.4
 */
import { sumFloats } from '@kontor/kernel';
import { OlapError } from '../errors.ts';
import { checkSeason, pointsOf, type Series } from './series.ts';

/** A series in its parts; arrays have one cell a period. */
export interface SeasonalDecomposition {
  /** Null within half a season of an end or a gap. */
  readonly trend: readonly (number | null)[];
  /**
   * By place of the season, the series' first period having place 0. Additive: what is added,
   * together 0. Multiplicative: the factor, on average 1.
   */
  readonly indices: readonly number[];
  /** Value less trend and season, or over both. */
  readonly remainder: readonly (number | null)[];
}

/** How the parts go together: trend + season + remainder, or trend · season · remainder. */
export type SeasonalModel = 'additive' | 'multiplicative';

/**
 * Takes a series apart; null where a place of the season never has a trend, as in fewer than two
 * whole seasons.
 *
 * @throws OlapError OLAP_INVALID_QUERY — a season below 2 periods; multiplicative with a value that
 *   is not above 0
 * @throws KernelError KERNEL_BAD_DECIMAL — a value that is no finite number
 */
export function decomposeSeason(
  series: Series,
  season: number,
  model: SeasonalModel = 'additive',
): SeasonalDecomposition | null {
  checkSeason(season);
  const { y } = pointsOf(series);
  if (model === 'multiplicative' && y.some((value) => value <= 0)) {
    const reason = `factors of a season need values above 0: ask for 'additive'`;
    throw new OlapError('OLAP_INVALID_QUERY', { path: ['model'], reason });
  }
  const trend = centredMeans(series, season);
  const detrended = series.map((value, index) => without(value, trend[index]!, model));
  const indices = seasonIndices(detrended, season, model);
  if (indices === null) return null;
  const remainder = detrended.map((value, index) =>
    without(value, indices[index % season]!, model),
  );
  return { trend, indices, remainder };
}

/** The mean over one season about each period; null where the window has a gap or an end. */
export function centredMeans(series: Series, season: number): (number | null)[] {
  const half = Math.floor(season / 2);
  const endWeight = season % 2 === 0 ? 0.5 : 1;
  return series.map((_, index) => {
    const window = series.slice(Math.max(0, index - half), index + half + 1);
    if (index < half || window.length < 2 * half + 1 || window.includes(null)) return null;
    const last = window.length - 1;
    const weighed = window.map((value, at) => value! * (at === 0 || at === last ? endWeight : 1));
    return sumFloats(weighed) / season;
  });
}

function without(value: number | null, part: number | null, model: SeasonalModel): number | null {
  if (value === null || part === null) return null;
  return model === 'additive' ? value - part : value / part;
}

/** Means by place of the season, brought to 0 together or to 1 on average. */
function seasonIndices(detrended: Series, season: number, model: SeasonalModel): number[] | null {
  const means: number[] = [];
  for (let place = 0; place < season; place++) {
    const values = detrended.filter((value, index) => index % season === place && value !== null);
    if (values.length === 0) return null;
    means.push(sumFloats(values as number[]) / values.length);
  }
  const mean = sumFloats(means) / season;
  return means.map((value) => (model === 'additive' ? value - mean : value / mean));
}
