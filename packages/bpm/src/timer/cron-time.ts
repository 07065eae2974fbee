/**
 * When a cron text comes next: on the wall clock by its fields, then as an instant.
 *
 * A wall time that a clock change leaves out comes once, shifted forward by the gap; one that comes
 * twice counts once, the earlier. So around a gap the order of wall times is not that of instants:
 * with a gap from 02:00 to 03:00 the time 02:45 comes at 03:45, after 03:10. Two times that fall on
 * one instant are one. The obvious twin resolves every matching minute of some days, and sorts.
 */
import { dateParts, dayOf, daysInMonth, weekday } from '@kontor/kernel';
import type { Day, Instant } from '@kontor/kernel';
import type { CronFields } from './cron-fields.ts';
import { DAY_MS, instantOfWall, offsetMsAt, wallAt, type WallMs } from './wall-time.ts';

/** One time of a cron text: the wall time that matches, and when that is. */
export interface CronTime {
  readonly wall: WallMs;
  readonly instant: Instant;
}

/** The 29th of February is at most eight years away; nothing a cron text can say is rarer. */
const RAREST_DAYS = 9 * 366;

/**
 * The first time strictly after an instant; undefined when there is none before the year 10,000.
 *
 * @throws KernelError KERNEL_UNKNOWN_ZONE — neither a zone nor an offset
 */
export function nextCronTime(
  fields: CronFields,
  zone: string,
  after: Instant,
): CronTime | undefined {
  const offset = offsetMsAt(zone, after);
  const found = firstAfter(fields, zone, after, after + offset);
  const offsetBefore = offsetMsAt(zone, after - DAY_MS);
  if (offsetBefore >= offset) return found;
  // The clock went ahead a short while ago: times that it left out may still be to come.
  return earlier(found, firstAfter(fields, zone, after, after + offsetBefore));
}

/** The first time after both an instant and a wall time. */
function firstAfter(
  fields: CronFields,
  zone: string,
  after: Instant,
  bound: WallMs,
): CronTime | undefined {
  const time = timeAfter(fields, zone, bound);
  if (time === undefined) return undefined;
  if (time.instant <= after) return firstPastFold(fields, zone, after, time);
  if (wallAt(zone, time.instant) === time.wall) return time;
  return earlier(time, firstPastGap(fields, zone, after, time));
}

/** In the second hour of a fold, in which `past` came before: the first time after the fold. */
function firstPastFold(
  fields: CronFields,
  zone: string,
  after: Instant,
  past: CronTime,
): CronTime | undefined {
  const offsetBefore = past.wall - past.instant;
  const fold = offsetBefore - offsetMsAt(zone, after);
  if (fold <= 0) return undefined;
  return timeAfter(fields, zone, changeUpTo(zone, after, fold) + offsetBefore - 1);
}

function timeAfter(fields: CronFields, zone: string, bound: WallMs): CronTime | undefined {
  const wall = nextCronWall(fields, bound);
  if (wall === undefined) return undefined;
  const instant = instantOfWall(zone, wall);
  return instant === Infinity ? undefined : { wall, instant };
}

/** The first time on the clock that holds after the gap into which `missing` falls. */
function firstPastGap(
  fields: CronFields,
  zone: string,
  after: Instant,
  missing: CronTime,
): CronTime | undefined {
  const gap = wallAt(zone, missing.instant) - missing.wall;
  const change = changeUpTo(zone, missing.instant, gap);
  const bound = Math.max(change - 1, after) + offsetMsAt(zone, missing.instant);
  return timeAfter(fields, zone, bound);
}

/** Since when the offset of an instant holds, when it changed within the `withinMs` before. */
function changeUpTo(zone: string, instant: Instant, withinMs: number): Instant {
  const offset = offsetMsAt(zone, instant);
  let [low, high] = [instant - withinMs, instant];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMsAt(zone, middle) === offset) high = middle;
    else low = middle;
  }
  return high;
}

function earlier(one: CronTime | undefined, other: CronTime | undefined): CronTime | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.instant < one.instant ? other : one;
}

/** The first matching wall time strictly after another; undefined when there is none. */
export function nextCronWall(fields: CronFields, after: WallMs): WallMs | undefined {
  const second = Math.floor(after / 1000) + 1;
  const day = Math.floor(second / 86_400);
  if (matchesDay(fields, day)) {
    const time = timeOfDayFrom(fields, second - day * 86_400);
    if (time !== undefined) return (day * 86_400 + time) * 1000;
  }
  const next = nextDay(fields, day + 1);
  return next === undefined ? undefined : (next * 86_400 + timeOfDayFrom(fields, 0)!) * 1000;
}

/** The first matching second of the day at or after one; undefined when the day has no more. */
function timeOfDayFrom({ hours, minutes, seconds }: CronFields, from: number): number | undefined {
  const [hour, minute, second] = [Math.floor(from / 3600), Math.floor(from / 60) % 60, from % 60];
  const first = minutes[0]! * 60 + seconds[0]!;
  if (hours.includes(hour)) {
    const rest = seconds.find((value) => value >= second);
    if (minutes.includes(minute) && rest !== undefined) return hour * 3600 + minute * 60 + rest;
    const later = minutes.find((value) => value > minute);
    if (later !== undefined) return hour * 3600 + later * 60 + seconds[0]!;
  }
  const next = hours.find((value) => value > hour);
  return next === undefined ? undefined : next * 3600 + first;
}

/** The first matching day at or after one. */
function nextDay(fields: CronFields, from: Day): Day | undefined {
  let day = from;
  while (day < from + RAREST_DAYS) {
    const { year, month } = dateParts(day);
    if ((fields.monthMask & (1 << month)) === 0) day = dayOf(year, month + 1, 1);
    else if (matchesDay(fields, day)) return day;
    else day++;
  }
  return undefined;
}

function matchesDay(fields: CronFields, day: Day): boolean {
  const { year, month, dayOfMonth } = dateParts(day);
  if ((fields.monthMask & (1 << month)) === 0) return false;
  const byDate =
    (fields.dayOfMonthMask & (1 << dayOfMonth)) !== 0 ||
    (fields.lastDayOfMonth && dayOfMonth === daysInMonth(year, month));
  const byWeekday = (fields.weekdayMask & (1 << weekday(day))) !== 0;
  return fields.eitherDay ? byDate || byWeekday : byDate && byWeekday;
}
