/**
 * Days of entries: read once, and their months.
 */
import { type Day, dateParts, dayOf, daysInMonth } from '@kontor/kernel';
import { LedgerError } from './errors.ts';

/** Later than every day. */
export const FOREVER: Day = 0x3fff_ffff;

/**
 * The day of a text; undefined where it is none.
 *
 * The kernel's `day`, which names what is wrong, without its regular expression: every entry is
 * dated.
 */
export function dayOfText(text: string): Day | undefined {
  if (typeof text !== 'string' || text.length !== 10) return undefined;
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return undefined;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const dayOfMonth = twoDigits(text, 8);
  // Whatever is no digit made its number NaN, which is in no range.
  const isDay = month >= 1 && month <= 12 && dayOfMonth >= 1;
  if (!isDay || !(dayOfMonth <= daysInMonth(year, month))) return undefined;
  return Number.isNaN(year) ? undefined : dayOf(year, month, dayOfMonth);
}

const DASH = 45;

/** The number of two digits; NaN where one is none. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  const areDigits = tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9;
  return areDigits ? tens * 10 + ones : Number.NaN;
}

/** The month that was asked for last, and its days: entries come mostly by their dates. */
let lastMonth = 0;
let firstDay: Day = 0;
let endDay: Day = 0;

/** Months since year 0, of a day: the unit in which balances are kept. */
export function monthOf(on: Day): number {
  if (on >= firstDay && on < endDay) return lastMonth;
  const { year, month, dayOfMonth } = dateParts(on);
  lastMonth = year * 12 + month - 1;
  firstDay = on - dayOfMonth + 1;
  endDay = firstDay + daysInMonth(year, month);
  return lastMonth;
}

/** Reads a day of a question. */
export function checkedDay(text: string, path: string): Day {
  const day = dayOfText(text);
  if (day !== undefined) return day;
  const expected = 'a day as YYYY-MM-DD';
  throw new LedgerError('LEDGER_BAD_ARGUMENT', { path, value: `'${text}'`, expected });
}

/** Reads an instant of a question. */
export function checkedInstant(text: string, path: string): number {
  const instant = typeof text === 'string' && text.endsWith('Z') ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(instant)) return instant;
  const expected = 'a UTC instant such as 2026-01-05T09:00:00Z';
  throw new LedgerError('LEDGER_BAD_ARGUMENT', { path, value: `'${text}'`, expected });
}
