/**
 * Days of entries: read once, and their months.
 */
import { type Day, dateParts, day } from '@kontor/kernel';
import { LedgerError } from './errors.ts';

/** Later than every day. */
export const FOREVER: Day = 0x3fff_ffff;

/** Entries of a batch mostly share a few days. */
const readDays = new Map<string, Day>();
const READ_MAX = 10_000;
let lastText = '';
let lastRead: Day | undefined;

/** The day of a text; undefined where it is none. */
export function dayOfText(text: string): Day | undefined {
  if (text === lastText) return lastRead;
  const known = readDays.get(text);
  if (known !== undefined) {
    lastText = text;
    lastRead = known;
    return known;
  }
  let read: Day;
  try {
    read = day(text);
  } catch {
    return undefined; // The caller names the field, and says what would do.
  }
  if (readDays.size >= READ_MAX) readDays.clear();
  readDays.set(text, read);
  return read;
}

let lastDay = Number.NaN;
let lastMonth = 0;

/** Months since year 0, of a day: the unit in which balances are kept. */
export function monthOf(on: Day): number {
  if (on === lastDay) return lastMonth;
  const { year, month } = dateParts(on);
  lastDay = on;
  lastMonth = year * 12 + month - 1;
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
