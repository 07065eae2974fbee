/**
 * Dates, times and durations as text, both ways: ISO 8601 as XML Schema writes it, with `@zone`.
 *
 * Text that is not exactly of the form, or names no day, time or zone, is null: nothing is mended.
 * Durations are normalized: PT1000M is PT16H40M.
 *
 * @source DMN 1.5, 10.3.2.3.4 to 10.3.2.3.8; XML Schema 1.1 part 2 for the lexical forms
 */
import { dateParts, dayOf, daysInMonth } from '@kontor/kernel';
import {
  DaysDuration,
  FeelDate,
  FeelDateTime,
  FeelTime,
  MonthsDuration,
  type Zone,
} from './value.ts';
import { DAY_NANOS, isZoneName } from './zone-offset.ts';

const YEAR_MAX = 999_999_999;
/** The widest offset that text may have. */
const OFFSET_MAX = 18 * 3600;
/** Far more than the age of the world needs, and still quick to read and add. */
const DURATION_LENGTH_MAX = 80;

const DATE = /^(-?(?:[1-9]\d{4,8}|\d{4}))-(\d{2})-(\d{2})$/;
const TIME = /^(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2}(?::\d{2})?|@.+)?$/;
const MONTHS = /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?$/;
const DAYS = /^(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d*))?S)?)?$/;

/** The date of its parts; null when there is no such day. */
export function dateOfParts(year: number, month: number, dayOfMonth: number): FeelDate | null {
  const isDay =
    Number.isInteger(year) &&
    Number.isInteger(month) &&
    Number.isInteger(dayOfMonth) &&
    Math.abs(year) <= YEAR_MAX &&
    month >= 1 &&
    month <= 12 &&
    dayOfMonth >= 1 &&
    dayOfMonth <= daysInMonth(year, month);
  return isDay ? new FeelDate(dayOf(year, month, dayOfMonth)) : null;
}

/** A date of a day number; null past the years of FEEL. */
export function dateOfDay(day: number): FeelDate | null {
  return Number.isSafeInteger(day) && Math.abs(dateParts(day).year) <= YEAR_MAX
    ? new FeelDate(day)
    : null;
}

/** A date and time of its parts; null past the years of FEEL. */
export function dateTimeOf(day: number, nanos: number, zone: Zone): FeelDateTime | null {
  return dateOfDay(day) === null ? null : new FeelDateTime(day, nanos, zone);
}

/** The date that was written. */
export function dateOfText(text: string): FeelDate | null {
  const match = DATE.exec(text);
  return match && dateOfParts(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** The time of day that was written; 24:00:00 is midnight. */
export function timeOfText(text: string): FeelTime | null {
  const wall = wallOfText(text);
  return wall && new FeelTime(wall.nanos % DAY_NANOS, wall.zone);
}

/** The date and time that was written; a date alone is its midnight. */
export function dateTimeOfText(text: string): FeelDateTime | null {
  const cut = text.indexOf('T');
  const date = dateOfText(cut < 0 ? text : text.slice(0, cut));
  if (date === null) return null;
  if (cut < 0) return new FeelDateTime(date.day, 0, undefined);
  const wall = wallOfText(text.slice(cut + 1));
  if (wall === null) return null;
  const isNextDay = wall.nanos === DAY_NANOS;
  return dateTimeOf(date.day + (isNextDay ? 1 : 0), isNextDay ? 0 : wall.nanos, wall.zone);
}

/** Nanoseconds since midnight, the next one included, and the zone. */
function wallOfText(text: string): { readonly nanos: number; readonly zone: Zone } | null {
  const match = TIME.exec(text);
  if (match === null) return null;
  const seconds = secondsOfDay(Number(match[1]), Number(match[2]), Number(match[3]));
  const nanos = seconds * 1e9 + nanosOfFraction(match[4]);
  const zone = zoneOfText(match[5]);
  return seconds < 0 || nanos > DAY_NANOS || zone === null ? null : { nanos, zone };
}

function secondsOfDay(hour: number, minute: number, second: number): number {
  return hour > 24 || minute > 59 || second > 59 ? -1 : hour * 3600 + minute * 60 + second;
}

/** Digits behind the point; those past the ninth are dropped. */
function nanosOfFraction(digits: string | undefined): number {
  return digits === undefined ? 0 : Number(digits.slice(0, 9).padEnd(9, '0'));
}

/** The zone that was written; undefined for none, null for a wrong one. */
function zoneOfText(text: string | undefined): Zone | null {
  if (text === undefined) return undefined;
  if (text === 'Z') return 0;
  if (text.startsWith('@')) return isZoneName(text.slice(1)) ? text.slice(1) : null;
  const [hours, minutes, seconds = 0] = text.slice(1).split(':').map(Number) as [number, number];
  const offset = hours * 3600 + minutes * 60 + seconds;
  if (minutes > 59 || seconds > 59 || offset > OFFSET_MAX) return null;
  return text.startsWith('-') ? 0 - offset : offset;
}

/** Whether an offset can be written. */
export function isOffset(seconds: number): boolean {
  return Number.isInteger(seconds) && Math.abs(seconds) <= OFFSET_MAX;
}

/** The duration that was written, of either kind. */
export function durationOfText(text: string): MonthsDuration | DaysDuration | null {
  if (text.endsWith('T') || text.length > DURATION_LENGTH_MAX) return null;
  return monthsOfText(text) ?? daysOfText(text);
}

function monthsOfText(text: string): MonthsDuration | null {
  const match = MONTHS.exec(text);
  if (match === null || (match[2] ?? match[3]) === undefined) return null;
  const months = Number(match[2] ?? 0) * 12 + Number(match[3] ?? 0);
  if (!Number.isSafeInteger(months)) return null;
  return new MonthsDuration(match[1] === undefined ? months : -months);
}

function daysOfText(text: string): DaysDuration | null {
  const match = DAYS.exec(text);
  if (match === null) return null;
  const [, sign, days, hours, minutes, seconds, fraction] = match;
  if ((days ?? hours ?? minutes ?? seconds) === undefined) return null;
  const whole =
    BigInt(days ?? 0) * 86_400n +
    BigInt(hours ?? 0) * 3600n +
    BigInt(minutes ?? 0) * 60n +
    BigInt(seconds ?? 0);
  const nanos = whole * 1_000_000_000n + BigInt(nanosOfFraction(fraction));
  return new DaysDuration(sign === undefined ? nanos : -nanos);
}

/** What stands behind `@` in an expression. */
export function temporalOfText(
  text: string,
): FeelDate | FeelTime | FeelDateTime | MonthsDuration | DaysDuration | null {
  return dateOfText(text) ?? timeOfText(text) ?? dateTimeOfText(text) ?? durationOfText(text);
}

const two = (part: number): string => String(part).padStart(2, '0');

/** A day as text. */
export function textOfDay(day: number): string {
  const { year, month, dayOfMonth } = dateParts(day);
  const digits = String(Math.abs(year)).padStart(4, '0');
  return `${year < 0 ? '-' : ''}${digits}-${two(month)}-${two(dayOfMonth)}`;
}

/** A time of day as text, with its zone. */
export function textOfTime(nanos: number, zone: Zone): string {
  const seconds = Math.floor(nanos / 1e9);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return clock.map(two).join(':') + fractionText(nanos % 1e9) + textOfZone(zone);
}

function fractionText(nanos: number): string {
  return nanos === 0 ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`;
}

function textOfZone(zone: Zone): string {
  if (zone === undefined) return '';
  if (typeof zone === 'string') return `@${zone}`;
  if (zone === 0) return 'Z';
  const seconds = Math.abs(zone);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (parts[2] === 0) parts.pop();
  return (zone < 0 ? '-' : '+') + parts.map(two).join(':');
}

/** A years and months duration as text: P0M when it is nothing. */
export function textOfMonths({ months }: MonthsDuration): string {
  if (months === 0) return 'P0M';
  const [years, rest] = [Math.floor(Math.abs(months) / 12), Math.abs(months) % 12];
  const parts = (years === 0 ? '' : `${years}Y`) + (rest === 0 ? '' : `${rest}M`);
  return `${months < 0 ? '-' : ''}P${parts}`;
}

/** A days and time duration as text: PT0S when it is nothing. */
export function textOfDays({ nanos }: DaysDuration): string {
  if (nanos === 0n) return 'PT0S';
  const absolute = nanos < 0n ? -nanos : nanos;
  const seconds = absolute / 1_000_000_000n;
  const part = (value: bigint, unit: string): string => (value === 0n ? '' : `${value}${unit}`);
  const fraction = fractionText(Number(absolute % 1_000_000_000n));
  const second = `${seconds % 60n}${fraction}`;
  const time =
    part((seconds / 3600n) % 24n, 'H') +
    part((seconds / 60n) % 60n, 'M') +
    (second === '0' ? '' : `${second}S`);
  const days = part(seconds / 86_400n, 'D');
  return `${nanos < 0n ? '-' : ''}P${days}${time === '' ? '' : `T${time}`}`;
}
