/**
 * Arithmetic on the periods of a time hierarchy: from position to position, never by a number of
 * days.
 *
 * A period is its position in its level, and a span of time is a first and a last position, both
 * included. February a year on is February, with 28 days or with 29. What does not exist is said to
 * be so: a week 53 has no partner in a year of 52, and the first month has none before it.
 *
 * @source MDX functions Lag, ParallelPeriod, PeriodsToDate, OpeningPeriod, ClosingPeriod and
 *   Descendants (Microsoft, "MDX Function Reference")
 */
import { KernelError } from '@kontor/kernel';
import type { PeriodLevel } from './period-levels.ts';

/** Positions of one level, first and last, both included. */
export interface PeriodRange {
  readonly from: number;
  readonly to: number;
}

/**
 * A period found, or why there is none: `noPartner` when the other year, half or quarter has no
 * such part (week 53, 29 February), `outside` before the first or after the last period.
 */
export type Partner = { readonly position: number; readonly reason?: undefined } | NoPartner;

/** Why there is no partner. */
export interface NoPartner {
  readonly position: -1;
  readonly reason: 'noPartner' | 'outside';
}

/** A window of periods; `isPartial` where it would begin before the first period. */
export interface PeriodWindow extends PeriodRange {
  readonly isPartial: boolean;
}

/**
 * The period `count` earlier in its level, later below 0; −1 outside.
 *
 * @throws KernelError KERNEL_BAD_COUNT — no whole number
 */
export function lag({ keys }: PeriodLevel, position: number, count: number): number {
  const found = position - wholeCount(count);
  return found >= 0 && found < keys.length ? found : -1;
}

/** The period of the level `upper` that a period lies in; itself at its own level; −1 below it. */
export function ancestorPosition(
  levels: readonly PeriodLevel[],
  level: number,
  position: number,
  upper: number,
): number {
  if (upper > level) return -1;
  let found = position;
  for (let at = level; at > upper; at--) found = levels[at]!.parent[found]!;
  return found;
}

/** The periods of the next level that lie in a period; none of a leaf. */
export function childrenRange(
  levels: readonly PeriodLevel[],
  level: number,
  position: number,
): PeriodRange | undefined {
  return descendantsRange(levels, level, position, level + 1);
}

/** The periods of the level `lower` that lie in a period; itself at its own level; none above. */
export function descendantsRange(
  levels: readonly PeriodLevel[],
  level: number,
  position: number,
  lower: number,
): PeriodRange | undefined {
  if (lower < level || lower >= levels.length) return undefined;
  let range = { from: position, to: position };
  for (let at = level + 1; at <= lower; at++) {
    const { parent } = levels[at]!;
    range = { from: lowerBound(parent, range.from), to: lowerBound(parent, range.to + 1) - 1 };
  }
  return range;
}

/** The first period of the level `lower` in a period; −1 where `lower` is above it. */
export function openingPeriod(
  levels: readonly PeriodLevel[],
  level: number,
  position: number,
  lower: number,
): number {
  return descendantsRange(levels, level, position, lower)?.from ?? -1;
}

/** The last period of the level `lower` in a period; −1 where `lower` is above it. */
export function closingPeriod(
  levels: readonly PeriodLevel[],
  level: number,
  position: number,
  lower: number,
): number {
  return descendantsRange(levels, level, position, lower)?.to ?? -1;
}

/**
 * The same part of the ancestor at `upper` that is `count` earlier, later below 0.
 *
 * Months are compared with months and days with days of the same month, whichever levels stand
 * between: 1 March of a leap year has 1 March for its partner. With `upper` = `level` it is `lag`.
 *
 * @throws KernelError KERNEL_BAD_COUNT — `count` is no whole number
 * @source Microsoft, "ParallelPeriod (MDX)"
 */
export function parallelPeriod(
  levels: readonly PeriodLevel[],
  level: number,
  position: number,
  upper: number,
  count: number,
): Partner {
  const { place } = levels[level]!;
  const above = ancestorPosition(levels, level, position, upper);
  if (above < 0) return { position: -1, reason: 'noPartner' };
  const other = lag(levels[upper]!, above, count);
  if (other < 0) return { position: -1, reason: 'outside' };
  const wanted = levels[upper]!.place[other]! + place[position]! - levels[upper]!.place[above]!;
  const found = lowerBound(place, wanted);
  return place[found] === wanted ? { position: found } : { position: -1, reason: 'noPartner' };
}

/**
 * The periods from the first of the ancestor at `upper` up to this one, both included.
 *
 * A period of the level `upper` is the range of itself; above that level there is none.
 *
 * @source Microsoft, "PeriodsToDate (MDX)"
 */
export function toDate(
  levels: readonly PeriodLevel[],
  level: number,
  position: number,
  upper: number,
): PeriodRange | undefined {
  const above = ancestorPosition(levels, level, position, upper);
  if (above < 0) return undefined;
  return { from: openingPeriod(levels, upper, above, level), to: position };
}

/**
 * The `count` periods that end with this one.
 *
 * @throws KernelError KERNEL_BAD_COUNT — `count` is no whole number above 0
 * @example
 * rollingWindow(1, 3) // => { from: 0, to: 1, isPartial: true }
 */
export function rollingWindow(position: number, count: number): PeriodWindow {
  if (wholeCount(count) < 1) throw badCount(count);
  const from = position - count + 1;
  return { from: Math.max(0, from), to: position, isPartial: from < 0 };
}

/**
 * The rolling window of `count` periods, moved as a whole: it ends with the partner of this period
 * and has as many periods, so that no end of a month is lost. Where the period has no partner, the
 * window has none either.
 *
 * @throws KernelError KERNEL_BAD_COUNT — a count is no whole number, or the window's is below 1
 */
export function shiftedWindow(
  levels: readonly PeriodLevel[],
  level: number,
  position: number,
  { count, upper, shift }: WindowShift,
): PeriodWindow | NoPartner {
  const partner = parallelPeriod(levels, level, position, upper, shift);
  return partner.reason === undefined ? rollingWindow(partner.position, count) : partner;
}

/** A window of `count` periods, `shift` ancestors of the level `upper` earlier. */
export interface WindowShift {
  readonly count: number;
  readonly upper: number;
  readonly shift: number;
}

/** The first index whose value is `wanted` or more; the values are in order. */
function lowerBound(values: Int32Array, wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function wholeCount(count: number): number {
  if (Number.isSafeInteger(count)) return count;
  throw badCount(count);
}

const badCount = (count: number): Error =>
  new KernelError('KERNEL_BAD_COUNT', { value: `${count}`, unit: 'periods' });
