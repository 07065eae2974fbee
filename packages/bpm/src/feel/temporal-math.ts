/**
 * Arithmetic on dates, times and durations.
 *
 * Months are counted on the calendar and clip to the end of the month: 31 January and a month is
 * the last of February. Days and seconds are counted on the world's clock: with a zone, 24 hours
 * over a change of the clock is another time of day. A date alone counts whole days.
 *
 * @source DMN 1.5, tables 45 to 52, semantics of addition, subtraction, multiplication, division
 */
import { dateParts, dayOf, daysInMonth } from '@kontor/kernel';
import {
  decimalOf,
  divide,
  type FeelNumber,
  integerOf,
  multiply,
  numberOfBigInt,
  numberOfText,
} from './number.ts';
import { utcNanos } from './temporal-order.ts';
import { dateOfDay, dateTimeOf } from './temporal-text.ts';
import { DaysDuration, FeelDate, FeelDateTime, FeelTime, MonthsDuration } from './value.ts';
import { carried, DAY_NANOS, utcOf, wallOf } from './zone-offset.ts';

/** What a duration can be added to. */
export type Point = FeelDate | FeelTime | FeelDateTime;

/** Past any calendar; it keeps sums and products short. */
const NANOS_MAX = 10n ** 40n;

/** A point and a duration; null when they don't go together, or the result has no year. */
export function shifted(
  point: Point,
  duration: MonthsDuration | DaysDuration,
  sign: 1 | -1,
): Point | null {
  if (duration instanceof DaysDuration) return shiftedByNanos(point, duration.nanos * BigInt(sign));
  if (point instanceof FeelTime) return null;
  const day = shiftedByMonths(point.day, duration.months * sign);
  if (day === null) return null;
  return point instanceof FeelDate ? dateOfDay(day) : dateTimeOf(day, point.nanos, point.zone);
}

/** The same day of another month, or that month's last. */
function shiftedByMonths(day: number, months: number): number | null {
  const { year, month, dayOfMonth } = dateParts(day);
  const total = year * 12 + month - 1 + months;
  const [newYear, newMonth] = [Math.floor(total / 12), total - Math.floor(total / 12) * 12 + 1];
  if (Math.abs(newYear) > 1e9) return null;
  return dayOf(newYear, newMonth, Math.min(dayOfMonth, daysInMonth(newYear, newMonth)));
}

function shiftedByNanos(point: Point, nanos: bigint): Point | null {
  const [days, rest] = wholeDays(nanos);
  if (point instanceof FeelTime) {
    return new FeelTime(carried(0, point.nanos + rest).nanos, point.zone);
  }
  if (!Number.isSafeInteger(days)) return null;
  if (point instanceof FeelDate) return dateOfDay(carried(point.day + days, rest).day);
  const utc = utcOf(point);
  const moved = carried(utc.day + days, utc.nanos + rest);
  const wall = wallOf(moved, point.zone);
  return dateTimeOf(wall.day, wall.nanos, point.zone);
}

/** Days, and the nanoseconds beyond, never below zero. */
function wholeDays(nanos: bigint): [days: number, rest: number] {
  const day = BigInt(DAY_NANOS);
  const rest = ((nanos % day) + day) % day;
  return [Number((nanos - rest) / day), Number(rest)];
}

/** The time from b to a; null when only one of them has a zone, or only one is a time of day. */
export function between(a: Point, b: Point): DaysDuration | null {
  if (a instanceof FeelTime || b instanceof FeelTime) return betweenTimes(a, b);
  // A date beside a date and time is its midnight, on that one's clock or in UTC.
  const [one, two] = [dateTimeBeside(a, b), dateTimeBeside(b, a)];
  if ((one.zone === undefined) !== (two.zone === undefined)) return null;
  const [from, to] = [utcOf(two), utcOf(one)];
  const days = BigInt(to.day - from.day) * BigInt(DAY_NANOS);
  return new DaysDuration(days + BigInt(to.nanos - from.nanos));
}

function dateTimeBeside(point: FeelDate | FeelDateTime, other: Point): FeelDateTime {
  if (point instanceof FeelDateTime) return point;
  const isZoned = other instanceof FeelDateTime && other.zone !== undefined;
  return new FeelDateTime(point.day, 0, isZoned ? 0 : undefined);
}

function betweenTimes(a: Point, b: Point): DaysDuration | null {
  if (!(a instanceof FeelTime && b instanceof FeelTime)) return null;
  if ((a.zone === undefined) !== (b.zone === undefined)) return null;
  return new DaysDuration(BigInt(utcNanos(a) - utcNanos(b)));
}

/** Whole months from one day to another, as a calendar counts them. */
export function monthsBetween(from: FeelDate | FeelDateTime, to: FeelDate | FeelDateTime): number {
  const [a, b] = [dateParts(from.day), dateParts(to.day)];
  const months = (b.year - a.year) * 12 + b.month - a.month;
  const nanosOf = (point: FeelDate | FeelDateTime): number =>
    point instanceof FeelDate ? 0 : point.nanos;
  const rest = b.dayOfMonth - a.dayOfMonth || nanosOf(to) - nanosOf(from);
  if (months > 0 && rest < 0) return months - 1;
  return months < 0 && rest > 0 ? months + 1 : months;
}

/** The sum of two durations of one kind; null past the bounds. */
export function addDurations<D extends MonthsDuration | DaysDuration>(a: D, b: D): D | null {
  return (
    a instanceof MonthsDuration
      ? monthsOf(a.months + (b as MonthsDuration).months)
      : daysOf(a.nanos + (b as DaysDuration).nanos)
  ) as D | null;
}

/** The duration the other way. */
export function negateDuration<D extends MonthsDuration | DaysDuration>(duration: D): D {
  return (
    duration instanceof MonthsDuration
      ? new MonthsDuration(-duration.months)
      : new DaysDuration(-duration.nanos)
  ) as D;
}

/** A duration of whole months; null past the bounds. */
export function monthsOf(months: number): MonthsDuration | null {
  return Number.isSafeInteger(months) ? new MonthsDuration(months) : null;
}

/** A duration of nanoseconds; null past the bounds. */
export function daysOf(nanos: bigint): DaysDuration | null {
  return nanos < NANOS_MAX && nanos > -NANOS_MAX ? new DaysDuration(nanos) : null;
}

/** The duration so many times; parts of a month or nanosecond are cut off. */
export function scaleDuration(
  duration: MonthsDuration | DaysDuration,
  factor: FeelNumber,
): MonthsDuration | DaysDuration | null {
  return durationLike(duration, multiply(amountOf(duration), factor));
}

/** The duration divided by a number. */
export function shareDuration(
  duration: MonthsDuration | DaysDuration,
  divisor: FeelNumber,
): MonthsDuration | DaysDuration | null {
  return durationLike(duration, divide(amountOf(duration), divisor));
}

/** How many times b goes into a; both of one kind. */
export function divideDurations<D extends MonthsDuration | DaysDuration>(
  a: D,
  b: D,
): FeelNumber | null {
  return divide(amountOf(a), amountOf(b));
}

function amountOf(duration: MonthsDuration | DaysDuration): FeelNumber {
  return duration instanceof MonthsDuration ? duration.months : numberOfBigInt(duration.nanos)!;
}

function durationLike(
  duration: MonthsDuration | DaysDuration,
  amount: FeelNumber | null,
): MonthsDuration | DaysDuration | null {
  if (amount === null) return null;
  if (duration instanceof MonthsDuration) return monthsOf(integerOf(amount));
  const whole = decimalOf(amount).trunc();
  return whole.abs().gt(1e41) ? null : daysOf(BigInt(whole.toFixed()));
}

/** Seconds as a number with their fraction. */
export function secondsOf(nanos: bigint): FeelNumber {
  const digits = String(nanos < 0n ? -nanos : nanos).padStart(10, '0');
  return numberOfText(`${nanos < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`)!;
}
