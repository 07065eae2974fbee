/**
 * The slow, obvious twin of the arithmetic of timers: ECMAScript Temporal, by its polyfill.
 */
import { Temporal } from 'temporal-polyfill';

/** A wall time of a zone as an instant in ms: gaps forward, folds earlier. */
export const instantOfWallByTemporal = (zone: string, wall: Temporal.PlainDateTime): number =>
  wall.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;

/** Occurrence k of a start on the wall and a duration, in ms. */
export function occurrenceByTemporal(
  zone: string,
  start: string,
  duration: string,
  count: number,
): number {
  const step = Temporal.Duration.from(duration);
  const wall = Temporal.PlainDateTime.from(start).add({
    years: step.years * count,
    months: step.months * count,
    weeks: step.weeks * count,
    days: step.days * count,
  });
  const time = step.with({ years: 0, months: 0, weeks: 0, days: 0 }).total('milliseconds');
  return instantOfWallByTemporal(zone, wall) + time * count;
}

/** A duration from an instant on, in ms. */
export const laterByTemporal = (zone: string, instant: number, duration: string): number =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).add(duration)
    .epochMilliseconds;

/** The first change of a zone's clock after an instant, in ms; undefined when none is known. */
export const changeByTemporal = (zone: string, instant: number): number | undefined =>
  Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(zone)
    .getTimeZoneTransition('next')?.epochMilliseconds;

/**
 * The times of a cron after an instant: all minutes of some days on the wall, from two days before
 * to `days` after, each that matches resolved, in order. A wall is a Date read as UTC.
 */
export function cronTimesByTemporal(
  zone: string,
  after: number,
  days: number,
  matches: (wall: Date) => boolean,
): number[] {
  const found = new Set<number>();
  const today = Math.floor(after / 86_400_000);
  for (let minute = (today - 2) * 1440; minute < (today + days) * 1440; minute++) {
    const wall = new Date(minute * 60_000);
    if (!matches(wall)) continue;
    const text = wall.toISOString().slice(0, -1);
    found.add(instantOfWallByTemporal(zone, Temporal.PlainDateTime.from(text)));
  }
  return [...found].filter((instant) => instant > after).toSorted((a, b) => a - b);
}
