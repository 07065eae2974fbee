/**
 * Durations of ISO 8601: a date part that counts on the calendar, and a time part that counts on
 * the line of instants. They are kept apart, because a day is not always 24 hours long.
 */
import { millisecondsOf } from './iso-date.ts';

/** A duration, none of its parts below zero. */
export interface Duration {
  /** Years and months, in months. */
  readonly months: number;
  /** Weeks and days, in days. */
  readonly days: number;
  /** Hours, minutes and seconds, in milliseconds. */
  readonly ms: number;
  /** Whether the text spoke of weeks: a working calendar has none. */
  readonly hasWeeks: boolean;
}

const DATE = String.raw`(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})W)?(?:(\d{1,9})D)?`;
const TIME = String.raw`(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,](\d{1,9}))?S)?`;
const FORMAT = new RegExp(`^P(?=.)${DATE}(?:T(?=.)${TIME})?$`);

/**
 * Reads `P1Y2M3W4DT5H6M7.5S`, any parts left out but not all. Only seconds may have a fraction, and
 * what is finer than a millisecond is cut off. Undefined when it is none.
 *
 * @source ISO 8601-1:2019, 5.5.2; ISO 8601-2:2019 allows weeks beside other parts
 * @example
 * readDuration('P1M1DT30M') // => { months: 1, days: 1, ms: 1_800_000, hasWeeks: false }
 */
export function readDuration(text: string): Duration | undefined {
  const match = FORMAT.exec(text);
  if (match === null) return undefined;
  const part = (index: number): number => Number(match[index] ?? '0');
  const seconds = (part(5) * 60 + part(6)) * 60 + part(7);
  return {
    months: part(1) * 12 + part(2),
    days: part(3) * 7 + part(4),
    ms: seconds * 1000 + millisecondsOf(match[8] ?? ''),
    hasWeeks: match[3] !== undefined,
  };
}

/** Whether the text is a duration with a sign below zero, of the whole or of a part. */
export function isNegativeDuration(text: string): boolean {
  return text.includes('-') && readDuration(text.replaceAll('-', '')) !== undefined;
}

/** Whether the duration is no time at all: `P0D`, `PT0S`. */
export function isZeroDuration({ months, days, ms }: Duration): boolean {
  return months === 0 && days === 0 && ms === 0;
}
