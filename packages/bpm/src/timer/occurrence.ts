/**
 * Occurrence k of a timer: anchor + k · duration, never chained from the one before, because a
 * chain loses the 31st at the end of the first short month.
 *
 * The date part, times k, is added to the wall anchor, clipped to the end of the month, and
 * resolved to an instant; the time part, times k, is then added on the line of instants. So P1D is
 * not PT24H, and an anchor inside a gap keeps its wall time for the days after. On a business
 * calendar days are working days and the time part is working time.
 *
 * @source ECMAScript Temporal, ZonedDateTime.add (TC39)
 */
import type { Calendar, Instant } from '@kontor/kernel';
import { formatInstant, instantOfWritten, readDateTime, type WrittenTime } from './iso-date.ts';
import type { Duration } from './iso-duration.ts';
import { addToDate, DAY_MS, instantOfWall, wallAt, type WallMs, withinReach } from './wall-time.ts';

/** What occurrences are counted from. */
export interface Anchor {
  /** On the clock of the timer's zone; it may fall into a gap. */
  readonly wall: WallMs;
  readonly instant: Instant;
}

/** The clock and calendar that occurrences are counted on. */
export interface Ground {
  /** IANA zone or fixed offset. */
  readonly zone: string;
  readonly calendar: Calendar | undefined;
}

/** The anchor that an instant is, as the zone's clock shows it. */
export function anchorAt(zone: string, instant: Instant): Anchor {
  return { wall: wallAt(zone, instant), instant };
}

/** The anchor that a written time is; one with an offset is shown on the zone's clock. */
export function anchorOf(zone: string, written: WrittenTime): Anchor {
  const instant = instantOfWritten(written, zone);
  if (written.offset === undefined) return { wall: written.wall, instant };
  return anchorAt(zone, instant);
}

/**
 * The anchor of a stored text: without offset a wall time, which the zone's rules of today turn
 * into an instant; with one an instant, and the wall time that was shown then.
 */
export function storedAnchor(zone: string, text: string): Anchor | undefined {
  const written = readDateTime(text);
  if (written === undefined) return undefined;
  return { wall: written.wall, instant: instantOfWritten(written, zone) };
}

/** An anchor that is an instant, as text to store. */
export const anchorText = (zone: string, instant: Instant): string => formatInstant(zone, instant);

/**
 * The instant of anchor + `count` · step, `count` also below zero.
 *
 * Infinity beyond the year 9999; the start of year 1 for what lies before it. Not descending in
 * `count`; two counts may share an instant, where a whole day is missing from a zone's calendar.
 *
 * @throws KernelError KERNEL_CALENDAR_HORIZON — the business calendar does not reach that far
 */
export function occurrenceInstant(
  anchor: Anchor,
  step: Duration,
  count: number,
  ground: Ground,
): Instant {
  const start = hasDate(step, count)
    ? instantOfWall(ground.zone, dateWall(anchor, step, count, ground))
    : anchor.instant;
  const ms = step.ms * count;
  if (ms === 0 || start === Infinity) return start;
  if (ground.calendar === undefined) return withinReach(start + ms);
  return ground.calendar.addMinutes(start, ms / 60_000);
}

/** Whether `count` steps move the date. */
export function hasDate(step: Duration, count: number): boolean {
  return count !== 0 && (step.months !== 0 || step.days !== 0);
}

/**
 * The wall time after the date part of `count` steps. It may fall into a gap.
 *
 * @throws KernelError KERNEL_CALENDAR_HORIZON — the business calendar does not reach that far
 */
export function dateWall(
  anchor: Anchor,
  step: Duration,
  count: number,
  { calendar }: Ground,
): WallMs {
  const { wall } = anchor;
  if (calendar === undefined) return addToDate(wall, step.months * count, step.days * count);
  const day = Math.floor(wall / DAY_MS);
  return calendar.addDays(day, step.days * count) * DAY_MS + wall - day * DAY_MS;
}
