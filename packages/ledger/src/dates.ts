/**
 * Days of entries: read once, and their months.
 */
import { type Day, dateParts, dayOf, daysInMonth } from '@kontor/kernel';
import { LedgerError } from './errors.ts';
import { shownValue } from './shown-value.ts';

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
  const [century, ofCentury] = [twoDigits(text, 0), twoDigits(text, 2)];
  const month = twoDigits(text, 5);
  const dayOfMonth = twoDigits(text, 8);
  if (century < 0 || ofCentury < 0 || month < 1 || month > 12 || dayOfMonth < 1) return undefined;
  const year = century * 100 + ofCentury;
  if (year * 12 + month - 1 !== lastMonth) {
    const first = dayOf(year, month, 1);
    rememberMonth(year * 12 + month - 1, first, first + daysInMonth(year, month));
  }
  const day = firstDay + dayOfMonth - 1;
  return day < endDay ? day : undefined;
}

const DASH = 45;

/** The number of two digits; below zero where one is none. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  const areDigits = tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9;
  return areDigits ? tens * 10 + ones : -1;
}

/** The month that was asked for last, and its days: entries come mostly by their dates. */
let lastMonth = -1;
let firstDay: Day = 0;
let endDay: Day = 0;

/** Months since year 0, of a day: the unit in which balances are kept. */
export function monthOf(on: Day): number {
  if (on >= firstDay && on < endDay) return lastMonth;
  const { year, month, dayOfMonth } = dateParts(on);
  const first = on - dayOfMonth + 1;
  rememberMonth(year * 12 + month - 1, first, first + daysInMonth(year, month));
  return lastMonth;
}

function rememberMonth(month: number, first: Day, end: Day): void {
  lastMonth = month;
  firstDay = first;
  endDay = end;
}

/** Reads a day of a question. */
export function checkedDay(text: string, path: string): Day {
  const day = dayOfText(text);
  if (day !== undefined) return day;
  const expected = 'a day as YYYY-MM-DD';
  throw new LedgerError('LEDGER_BAD_ARGUMENT', { path, value: quoted(text), expected });
}

/** Reads an instant of a question. */
export function checkedInstant(text: string, path: string): number {
  const instant = typeof text === 'string' && text.endsWith('Z') ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(instant)) return instant;
  const expected = 'a UTC instant such as 2026-01-05T09:00:00Z';
  throw new LedgerError('LEDGER_BAD_ARGUMENT', { path, value: quoted(text), expected });
}

const quoted = (given: unknown): string => `'${shownValue(given)}'`;
