/**
 * The short way of a plain entry: a date, and lines of an account and an amount each.
 *
 * Most entries of most books are plain. For them, of the checks of the straight way
 * (draft-entry.ts, balance-lines.ts, limits.ts) only these can say no, in one pass; whenever one
 * does, nothing has been written, and the straight way finds the code of the refusal.
 */
import type { Books } from './books.ts';
import { dayOfText } from './dates.ts';
import type { Accepted, EntryInput, LineInput } from './entry.ts';
import { plainAmount } from './minor.ts';
import { nextOrdinal, numberText } from './numbering.ts';
import { postingDay } from './periods.ts';
import { recordPlain } from './record.ts';
import type { Day } from '@kontor/kernel';

/**
 * Takes a plain entry that nothing stops; undefined for any other, and then nothing is written.
 *
 * Same as `takeEntry` (journal.ts) without this, for whatever it takes: `draftEntry` would give the
 * same lines without notes, `checkLimits` would find none that is limited, and `write` would write
 * the same. One pass of checks and one of writes take a third of the time.
 */
export function takePlain(books: Books, entry: EntryInput): Accepted | undefined {
  if (!isPlain(entry) || !Array.isArray(entry.lines)) return undefined;
  const date = dayOfText(entry.date);
  if (date === undefined || postingDay(books, entry, date) !== date) return undefined;
  if (!readPlainLines(books, entry.lines, date)) return undefined;
  const { id } = entry;
  const journal = books.general;
  const ordinal = nextOrdinal(books, journal, date);
  const place = recordPlain(books, id, date, journal, ordinal, entry.lines.length);
  const number = numberText(books, journal, date, ordinal);
  return { ok: true, id, sequence: books.entriesBefore + place + 1, number };
}

/** Whether an entry says no more than a date and lines, so that nothing is kept beside them. */
function isPlain(entry: EntryInput): boolean {
  for (const field in entry) {
    if (field !== 'id' && field !== 'date' && field !== 'lines') return false;
  }
  // A getter of a class is not among these.
  return (
    entry.journal === undefined &&
    entry.pending === undefined &&
    entry.timeoutSeconds === undefined &&
    entry.documentDate === undefined &&
    entry.closing === undefined &&
    entry.adjustment === undefined &&
    entry.latePosting === undefined
  );
}

/**
 * Reads lines that balance, on accounts that take anything; says whether all are so. Writes
 * `plainLines`.
 */
function readPlainLines(books: Books, lines: readonly LineInput[], date: Day): boolean {
  const { functional, accountOf, plainLines } = books;
  let sum = 0;
  let isEmpty = true;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as LineInput | null | undefined;
    if (typeof line !== 'object' || line === null || !isPlainLine(line)) return false;
    const account = accountOf.get(line.account);
    if (account === undefined || !account.isPlain) return false;
    if (date < account.openFrom || date >= account.closedOn) return false;
    const amount = plainAmount(line.amount, functional.exponent);
    if (amount === undefined) return false;
    if (amount !== 0) isEmpty = false;
    sum += amount;
    // Beyond it the next addition might be rounded.
    if (!Number.isSafeInteger(sum)) return false;
    const into = plainLines[at];
    if (into === undefined) plainLines.push({ account, amount });
    else {
      into.account = account;
      into.amount = amount;
    }
  }
  return !isEmpty && sum === 0;
}

/** Whether a line says no more than an account and an amount. */
const isPlainLine = (line: LineInput): boolean =>
  line.currency === undefined &&
  line.base === undefined &&
  line.dims === undefined &&
  line.rate === undefined &&
  line.taxCode === undefined &&
  line.text === undefined;
