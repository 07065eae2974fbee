/**
 * Days as numbers: the epoch day, 1970-01-01 = 0.
 *
 * A local date has no zone and no clock time, so inside the engines a day is an integer: it adds,
 * compares and indexes typed arrays. Text appears only at the border. The conversion is the classic
 * arithmetic of the proleptic Gregorian calendar (years start in March, eras of 400 years).
 *
 * @source Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"
 */
import { KernelError } from './errors.ts';

/** A day number: whole days since 1970-01-01. */
export type Day = number;

/** A calendar date in numbers; `month` and `dayOfMonth` count from 1. */
export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly dayOfMonth: number;
}

/**
 * The day number of `YYYY-MM-DD`.
 *
 * @throws KernelError KERNEL_BAD_DAY — not that format, or no such day (2026-02-30)
 * @example
 * day('2026-01-01') // => 20454
 */
export function day(text: string): Day {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) throw new KernelError('KERNEL_BAD_DAY', { value: text });
  const [year, month, dayOfMonth] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > daysInMonth(year, month)) {
    throw new KernelError('KERNEL_BAD_DAY', { value: text });
  }
  return dayOf(year, month, dayOfMonth);
}

/**
 * The day as `YYYY-MM-DD`.
 *
 * @example
 * formatDay(20454) // => '2026-01-01'
 */
export function formatDay(value: Day): string {
  const { year, month, dayOfMonth } = dateParts(value);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}`;
}

/**
 * The day number of a date in parts. Days past the end of the month run on: January 32 is
 * February 1.
 *
 * @example
 * dayOf(2000, 2, 29) // => 11016
 */
export function dayOf(year: number, month: number, dayOfMonth: number): Day {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + dayOfMonth - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The date of a day number, in parts. */
export function dateParts(value: Day): DateParts {
  const shifted = value + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    dayOfMonth: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}

/**
 * The weekday, 0 = Sunday … 6 = Saturday.
 *
 * @example
 * weekday(day('2026-01-01')) // => 4
 */
export function weekday(value: Day): number {
  return (((value + 4) % 7) + 7) % 7;
}

/** The Monday of the day's ISO week. */
export function startOfIsoWeek(value: Day): Day {
  return value - ((weekday(value) + 6) % 7);
}

/** Days of a month; `month` counts from 1. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whether the year has a 29th of February. */
export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
