/**
 * Wall times of timers: milliseconds on a zone's own clock, and the instants they mean.
 *
 * The kernel decides gaps (forward) and folds (earlier) of IANA zones, in minutes; timers count
 * milliseconds, and may live at a fixed offset, because an offset written in a text wins over any
 * zone. Timers reach from the year 1 to the end of 9999: what lies outside is no instant.
 */
import { dateParts, dayOf, daysInMonth, instantOf, isKnownZone, offsetAt } from '@kontor/kernel';
import type { Instant } from '@kontor/kernel';

/** Milliseconds since 1970-01-01T00:00 on the zone's own clock. */
export type WallMs = number;

/** A day, in milliseconds. */
export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** 0001-01-01T00:00Z; what would come before it is taken to be then. */
const EARLIEST = -62_135_596_800_000;
/** 9999-12-31T23:59:59.999Z. */
const LATEST = 253_402_300_799_999;

/**
 * A fixed offset as a zone: `Z`, `+02`, `+0200` and `+02:00`; no offset is `UTC`. Undefined when
 * the text is none.
 *
 * @example
 * fixedZone('+0530') // => '+05:30'
 */
export function fixedZone(text: string): string | undefined {
  if (text === 'Z') return 'UTC';
  const match = /^([+-])(0\d|1\d|2[0-3])(?::?([0-5]\d))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, hours, minutes = '00'] = match;
  return `${hours}${minutes}` === '0000' ? 'UTC' : `${sign}${hours}:${minutes}`;
}

/** Whether timers can live there: an IANA zone of the runtime, or a fixed offset. */
export function isTimerZone(zone: string): boolean {
  return fixedZone(zone) !== undefined || isKnownZone(zone);
}

/**
 * Milliseconds to add to UTC to get the zone's wall time at an instant, in whole minutes.
 *
 * @throws KernelError KERNEL_UNKNOWN_ZONE — neither a zone nor an offset
 */
export function offsetMsAt(zone: string, instant: Instant): number {
  return fixedOffsetMs(zone) ?? Math.round(offsetAt(zone, instant)) * MINUTE_MS;
}

/** Milliseconds of a fixed offset; undefined for a zone whose offset is the runtime's matter. */
function fixedOffsetMs(zone: string): number | undefined {
  if (zone === 'UTC') return 0;
  const sign = zone.startsWith('+') ? 1 : -1;
  if (sign < 0 && !zone.startsWith('-')) return undefined;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6))) * MINUTE_MS;
}

/** What the zone's clock shows at an instant. */
export function wallAt(zone: string, instant: Instant): WallMs {
  return instant + offsetMsAt(zone, instant);
}

/**
 * The instant of a wall time: a missing one is shifted forward by the gap, a double one is the
 * earlier. Infinity beyond the year 9999; the start of year 1 for what lies before it.
 *
 * @throws KernelError KERNEL_UNKNOWN_ZONE — neither a zone nor an offset
 */
export function instantOfWall(zone: string, wall: WallMs): Instant {
  // Two days of room: offsets are smaller.
  if (!(wall <= LATEST + 2 * DAY_MS)) return Infinity;
  if (wall < EARLIEST - 2 * DAY_MS) return EARLIEST;
  const fixed = fixedOffsetMs(zone);
  if (fixed !== undefined) return withinReach(wall - fixed);
  // Offsets change at whole minutes, so the rest of the minute goes along.
  const minutes = Math.floor(wall / MINUTE_MS);
  return withinReach(instantOf(zone, minutes) + wall - minutes * MINUTE_MS);
}

/** The instant itself; Infinity beyond the year 9999, and no earlier than year 1. */
export function withinReach(instant: Instant): Instant {
  return instant > LATEST ? Infinity : Math.max(instant, EARLIEST);
}

/**
 * A wall time some months and days later, or earlier when they are negative: months first, clipped
 * to the month's last day. The time of day stays.
 *
 * @source ECMAScript Temporal, PlainDateTime.add with overflow "constrain" (TC39)
 * @example
 * addToDate(Date.UTC(2026, 0, 31), 1, 0) // => Date.UTC(2026, 1, 28)
 */
export function addToDate(wall: WallMs, months: number, days: number): WallMs {
  const day = Math.floor(wall / DAY_MS);
  const timeOfDay = wall - day * DAY_MS;
  if (months === 0) return wall + days * DAY_MS;
  const { year, month, dayOfMonth } = dateParts(day);
  const monthCount = year * 12 + month - 1 + months;
  const yearThen = Math.floor(monthCount / 12);
  if (yearThen > 9999) return Infinity;
  if (yearThen < 0) return -Infinity;
  const monthThen = monthCount - yearThen * 12 + 1;
  const dayThen = Math.min(dayOfMonth, daysInMonth(yearThen, monthThen));
  return (dayOf(yearThen, monthThen, dayThen) + days) * DAY_MS + timeOfDay;
}
