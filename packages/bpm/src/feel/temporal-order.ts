/**
 * The order of dates, times, and dates with times: by the moment where both have a zone, by the
 * clock where neither has one; one with and one without cannot be compared.
 *
 * They are compared in whole milliseconds, as equality does (equality.ts).
 */
import { FeelDate, FeelDateTime, FeelTime } from './value.ts';
import { offsetOfTime, SECOND_NANOS, utcOf } from './zone-offset.ts';

/** What has a place in time. */
export type Momentary = FeelDate | FeelTime | FeelDateTime;

/** Below, equal or above zero as a is before, at or after b; null when only one has a zone. */
export function compareMoments(a: Momentary, b: Momentary): number | null {
  if (a instanceof FeelDate) return a.day - (b as FeelDate).day;
  const other = b as FeelTime | FeelDateTime;
  if ((a.zone === undefined) !== (other.zone === undefined)) return null;
  return a instanceof FeelTime
    ? compareTimes(a, other as FeelTime)
    : compareDateTimes(a, other as FeelDateTime);
}

/** Why two moments of one kind have no order; empty when that is not the reason. */
export function zoneReason(a: unknown, b: unknown): string {
  const isZoned = (it: unknown): boolean | undefined =>
    it instanceof FeelTime || it instanceof FeelDateTime ? it.zone !== undefined : undefined;
  const [one, two] = [isZoned(a), isZoned(b)];
  return one === undefined || two === undefined || one === two
    ? ''
    : ': only one of them has a time zone';
}

const millis = (nanos: number): number => Math.floor(nanos / 1e6);

/**
 * Times in one zone compare by its clock, others by the time of UTC, which may be of another day.
 */
function compareTimes(a: FeelTime, b: FeelTime): number {
  if (a.zone === b.zone) return millis(a.nanos) - millis(b.nanos);
  return millis(utcNanos(a)) - millis(utcNanos(b));
}

/** Nanoseconds of UTC since the midnight of the time's own day. */
export function utcNanos({ nanos, zone }: FeelTime): number {
  return nanos - (offsetOfTime(zone, nanos) ?? 0) * SECOND_NANOS;
}

function compareDateTimes(a: FeelDateTime, b: FeelDateTime): number {
  if (a.zone === b.zone && typeof a.zone !== 'string') {
    return a.day - b.day || millis(a.nanos) - millis(b.nanos);
  }
  const [one, two] = [utcOf(a), utcOf(b)];
  return one.day - two.day || millis(one.nanos) - millis(two.nanos);
}
