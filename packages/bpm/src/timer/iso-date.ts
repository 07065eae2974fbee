/**
 * Dates and times of ISO 8601, extended format, as timers use them: a day alone is its midnight.
 *
 * Seconds may have a fraction; what is finer than a millisecond is cut off. An offset is kept as
 * written, because it wins over every zone.
 */
import { day, KernelError } from '@kontor/kernel';
import type { Instant } from '@kontor/kernel';
import { DAY_MS, fixedZone, instantOfWall, offsetMsAt } from './wall-time.ts';
import type { WallMs } from './wall-time.ts';

/** A time as somebody wrote it. */
export interface WrittenTime {
  readonly wall: WallMs;
  /** `UTC` or `+02:00` when the text has an offset, else undefined. */
  readonly offset: string | undefined;
}

const FORMAT =
  /^(\d{4}-\d\d-\d\d)(?:T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?)?)?(Z|[+-].*)?$/;

/**
 * Reads `2026-03-29`, `2026-03-29T02:30`, `2026-03-29T02:30:15.5`, each with or without an offset
 * (`Z`, `+02`, `+0200`, `+02:00`). Undefined when it is none of these, or there is no such day.
 *
 * @source ISO 8601-1:2019, 5.4.2
 */
export function readDateTime(text: string): WrittenTime | undefined {
  const match = FORMAT.exec(text);
  if (match === null) return undefined;
  const [, date, hours = '0', minutes = '0', seconds = '0', fraction = '', offsetText] = match;
  const offset = offsetText === undefined ? undefined : fixedZone(offsetText);
  const dayNumber = dayOrUndefined(date!);
  if (dayNumber === undefined || (offsetText !== undefined && offset === undefined)) {
    return undefined;
  }
  const timeMs = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return { wall: dayNumber * DAY_MS + timeMs + millisecondsOf(fraction), offset };
}

/**
 * Milliseconds of the digits after a decimal sign.
 *
 * @example
 * millisecondsOf('0625') // => 62
 */
export function millisecondsOf(fraction: string): number {
  return Number(fraction.padEnd(3, '0').slice(0, 3));
}

/** The instant a written time means; one without offset is on the clock of `zone`. */
export function instantOfWritten(written: WrittenTime, zone: string): Instant {
  return instantOfWall(written.offset ?? zone, written.wall);
}

/** A wall time as text that `readDateTime` reads: `2026-03-29T02:30:00`. */
export function formatWall(wall: WallMs): string {
  return new Date(wall).toISOString().replace(/(?:\.000)?Z$/, '');
}

/**
 * An instant as the zone's clock shows it, with the offset of then: `2026-03-29T03:30:00+02:00`.
 * So both hours of a fold can be told apart.
 */
export function formatInstant(zone: string, instant: Instant): string {
  const offset = offsetMsAt(zone, instant);
  return formatWall(instant + offset) + formatOffset(offset);
}

function formatOffset(offsetMs: number): string {
  if (offsetMs === 0) return 'Z';
  const minutes = Math.abs(offsetMs) / 60_000;
  const two = (part: number): string => String(Math.floor(part)).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

function dayOrUndefined(text: string): number | undefined {
  try {
    return day(text);
  } catch (error) {
    if (KernelError.is(error, 'KERNEL_BAD_DAY')) return undefined;
    throw error;
  }
}
