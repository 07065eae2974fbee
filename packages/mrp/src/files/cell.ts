/**
 * One cell of a CSV file: from text to the value that the model takes, or a fault with its remedy.
 *
 * Only what a file can get wrong is judged here (a number with thousands separators, a date the
 * American way round). Whether the value makes sense in the model is checkModel's business.
 */
import { day, KernelError } from '@kontor/kernel';
import type { FileIssueCode } from '../errors.ts';
import type { CsvColumn } from './csv-column.ts';

/** What became of a cell. */
export type Cell =
  | { readonly value: string | number | boolean | number[] }
  | { readonly code: FileIssueCode; readonly remedy: string };

/**
 * Reads a cell that is not blank.
 *
 * @param decimalComma - `12,5` is a number: the file is not separated by commas
 */
export function readCell(
  text: string,
  { kind, choices }: Pick<CsvColumn, 'kind' | 'choices'>,
  decimalComma: boolean,
): Cell {
  switch (kind) {
    case 'text':
      return { value: text };
    case 'decimal':
      return readDecimal(text, decimalComma);
    case 'fraction':
      return readFraction(text, decimalComma);
    case 'integer':
      return readInteger(text);
    case 'day':
      return readDay(text);
    case 'flag':
      return readFlag(text);
    case 'weekdays':
      return readWeekdays(text);
    case 'choice':
      return readChoice(text, choices);
  }
}

function readDecimal(text: string, decimalComma: boolean): Cell {
  const point = decimalComma && /^[+-]?\d+,\d+$/.test(text) ? text.replace(',', '.') : text;
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(point)) return { value: point };
  const remedy = decimalComma
    ? 'give a number such as 1250.5 or 1250,5, without thousands separators or units'
    : 'give a number such as 1250.5, without thousands separators or units';
  return { code: 'BAD_NUMBER', remedy };
}

/** Whole numbers above and below the line. */
function readFraction(text: string, decimalComma: boolean): Cell {
  return /^\d+\/\d+$/.test(text) ? { value: text } : readDecimal(text, decimalComma);
}

function readInteger(text: string): Cell {
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value)
    ? { value }
    : { code: 'BAD_NUMBER', remedy: 'give a whole number such as 5' };
}

/** Instants are the model's to judge; here only their day must be one. */
function readDay(text: string): Cell {
  try {
    day(text.split('T', 1)[0]!);
    return { value: text };
  } catch (error) {
    if (!KernelError.is(error, 'KERNEL_BAD_DAY')) throw error;
    return { code: 'BAD_DATE', remedy: 'give the day as YYYY-MM-DD, for example 2026-03-02' };
  }
}

const flags = new Map([
  ...['yes', 'true', '1'].map((text) => [text, true] as const),
  ...['no', 'false', '0'].map((text) => [text, false] as const),
]);

function readFlag(text: string): Cell {
  const value = flags.get(text.toLowerCase());
  return value === undefined ? { code: 'BAD_FLAG', remedy: 'give yes or no' } : { value };
}

function readChoice(text: string, choices: readonly string[]): Cell {
  const value = choices.find((word) => word.toLowerCase() === text.toLowerCase());
  if (value !== undefined) return { value };
  const words = `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
  return { code: 'BAD_CHOICE', remedy: `give ${words}` };
}

const weekdayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/**
 * `Mon-Fri Sun` → [0, 1, 2, 3, 4, 5]; a stretch may pass the end of the week; `none` works never.
 */
function readWeekdays(text: string): Cell {
  const days = new Set<number>();
  if (text.toLowerCase() === 'none') return { value: [] };
  for (const part of text.toLowerCase().split(/[\s,;/]+/)) {
    const ends = part.split(/[-–]/).map((name) => weekdayNames.indexOf(name.slice(0, 3)));
    if (ends.includes(-1) || ends.length > 2) {
      return { code: 'BAD_WEEKDAYS', remedy: 'give weekdays such as Mon-Fri or Mon Wed Sat' };
    }
    const [first, last] = [ends[0]!, ends.at(-1)!];
    for (let weekday = first; ; weekday = (weekday + 1) % 7) {
      days.add(weekday);
      if (weekday === last) break;
    }
  }
  return { value: [...days].toSorted((a, b) => a - b) };
}

const capital = (name: string): string => name[0]!.toUpperCase() + name.slice(1);

/** Weekdays as the reader takes them: `Mon Tue Wed`. */
export function writeWeekdays(days: readonly number[]): string {
  if (days.length === 0) return 'none';
  return days.map((weekday) => capital(weekdayNames[weekday]!)).join(' ');
}
