/**
 * Offsets of wall times: those written as one, and those of zones, asked of the kernel.
 *
 * A time without a date has no offset in a named zone, which may change its clock: it is compared
 * as on 2000-01-01.
 */
import { instantOf, isKnownZone, localOf } from '@kontor/kernel';
import type { FeelDateTime, Zone } from './value.ts';

/** Nanoseconds of a second and of a day. */
export const SECOND_NANOS = 1e9;
/** Nanoseconds of a day. */
export const DAY_NANOS = 86_400e9;
const MINUTE_NANOS = 60e9;
/** Days that JavaScript's clock reaches; beyond, a zone keeps the offset it has there. */
const CLOCK_DAYS_MAX = 99_999_900;
/** 2000-01-01. */
const DAY_OF_TIMES = 10_957;

/** A moment of the world as a day and nanoseconds of UTC. */
export interface UtcMoment {
  readonly day: number;
  readonly nanos: number;
}

/** Whether it is the name of a zone that the runtime knows. */
export function isZoneName(name: string): boolean {
  // The runtime would take offsets and bare abbreviations of any case for names too.
  return /^[A-Za-z][\w+\-/]*$/.test(name) && isKnownZone(name);
}

/** Seconds east of UTC at a wall time; undefined where no zone was said. */
export function offsetOf(zone: Zone, day: number, nanos: number): number | undefined {
  if (typeof zone !== 'string') return zone;
  const within = Math.max(-CLOCK_DAYS_MAX, Math.min(CLOCK_DAYS_MAX, day));
  const wallMinutes = within * 1440 + Math.floor(nanos / MINUTE_NANOS);
  return (wallMinutes * 60_000 - instantOf(zone, wallMinutes)) / 1000;
}

/** The offset of a time of day without a date. */
export function offsetOfTime(zone: Zone, nanos: number): number | undefined {
  return offsetOf(zone, DAY_OF_TIMES, nanos);
}

/** The wall time in UTC; as it stands where no zone was said. */
export function utcOf({ day, nanos, zone }: FeelDateTime): UtcMoment {
  const offset = offsetOf(zone, day, nanos) ?? 0;
  return carried(day, nanos - offset * SECOND_NANOS);
}

/** The wall time of a zone at a moment of UTC. */
export function wallOf(moment: UtcMoment, zone: Zone): UtcMoment {
  if (zone === undefined) return moment;
  if (typeof zone === 'number') return carried(moment.day, moment.nanos + zone * SECOND_NANOS);
  const within = Math.max(-CLOCK_DAYS_MAX, Math.min(CLOCK_DAYS_MAX, moment.day));
  const minute = Math.floor(moment.nanos / MINUTE_NANOS);
  const instant = (within * 1440 + minute) * 60_000;
  const local = localOf(zone, instant);
  const shiftMinutes = local.day * 1440 + local.minute - instant / 60_000;
  return carried(moment.day, moment.nanos + shiftMinutes * MINUTE_NANOS);
}

/** Nanoseconds brought into one day, which may be an earlier or a later one. */
export function carried(day: number, nanos: number): UtcMoment {
  const days = Math.floor(nanos / DAY_NANOS);
  return { day: day + days, nanos: nanos - days * DAY_NANOS };
}
