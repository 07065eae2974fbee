/**
 * The median of measured values: true floats, such as slopes and deviations. Money has an exact one
 * of its own (aggregate/quantile.ts).
 */
import { selectRank } from '../aggregate/selection.ts';

/** The middle value, or the mean of the middle two. Reorders `values`, of which there are some. */
export function medianOf(values: Float64Array): number {
  const half = values.length >>> 1;
  const upper = selectRank(values, half);
  if (values.length % 2 === 1) return upper;
  // Those before the rank are not greater, so the lower of the middle two is the greatest of them.
  const lower = values.subarray(0, half).reduce((most, value) => Math.max(most, value));
  return lower + (upper - lower) / 2;
}
