/**
 * Days of entries: read once, and their months.
 */
import { type Day, dateParts, day } from '@kontor/kernel';

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
