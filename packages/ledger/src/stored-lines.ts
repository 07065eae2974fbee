/**
 * What is stored, back into books: lines, entries, reservations and sums.
 *
 * Stored data is not taken at its word: what is not as the ledger writes it is named, and nothing
 * is left out in silence.
 */
import { currencyNamed, dimensionSet } from './book-terms.ts';
import {
  type AccountState,
  BASE_CREDITS,
  BASE_DEBITS,
  type BookCurrency,
  type Books,
  CLOSING,
  CLOSING_CREDITS,
  CLOSING_DEBITS,
  CREDITS,
  DEBITS,
  type DraftLine,
  type LineNotes,
  PENDING_CREDITS,
  PENDING_DEBITS,
  type PendingRecord,
  type Pool,
} from './books.ts';
import { dayOfText } from './dates.ts';
import type { PostedLine } from './entry.ts';
import { LedgerError } from './errors.ts';
import type {
  StoredBalance,
  StoredEntry,
  StoredPending,
  StoredPool,
} from './ledger-collections.ts';
import { type Minor, minorOf, readMinor } from './minor.ts';
import { closingCells, monthCells, poolOf, recordEntry, rowOf } from './record.ts';

/** Where stored data stands, for the error that names it. */
interface Place {
  readonly batch: number;
  readonly what: string;
}

function broken({ batch, what }: Place, why: string): never {
  throw new LedgerError('LEDGER_BROKEN_CHAIN', { batch, reason: `${what} ${why}` });
}

/** The lines of an entry in the terms of some books. */
function draftLines(
  books: Books,
  lines: readonly PostedLine[],
  baseGiven: readonly number[],
  place: Place,
): DraftLine[] {
  return lines.map((line, at) => {
    const { account, currency, dims } = termsOf(books, line, place);
    return {
      account,
      currency,
      dims,
      amount: storedMinor(line.amount, currency.exponent, place),
      base: storedMinor(line.base, books.functional.exponent, place),
      notes: notesOf(line, baseGiven.includes(at)),
    };
  });
}

function termsOf(
  books: Books,
  line: Pick<PostedLine, 'account' | 'currency' | 'dims'>,
  place: Place,
): { readonly account: AccountState; readonly currency: BookCurrency; readonly dims: number } {
  const account = books.accountOf.get(line.account);
  const currency = currencyNamed(books, line.currency);
  const dims = dimensionSet(books, line.dims);
  if (account !== undefined && currency !== undefined && typeof dims !== 'string') {
    return { account, currency, dims };
  }
  return broken(place, `has an account, currency or dimension on '${line.account}' not set up`);
}

function storedMinor(text: string, exponent: number, place: Place): Minor {
  const minor = readMinor(text, exponent);
  return typeof minor === 'string' ? broken(place, `has '${text}' for an amount`) : minor;
}

function notesOf(line: PostedLine, isBaseGiven: boolean): LineNotes | undefined {
  const { rate, taxCode, text, generated } = line;
  const hasNotes = rate !== undefined || taxCode !== undefined || text !== undefined;
  if (!hasNotes && generated === undefined && !isBaseGiven) return undefined;
  return {
    ...(rate !== undefined && { rate }),
    ...(taxCode !== undefined && { taxCode }),
    ...(text !== undefined && { text }),
    ...(generated && { isGenerated: true }),
    ...(isBaseGiven && { isBaseGiven: true }),
  };
}

/** How a stored entry is put into books. */
export interface RestoreOptions {
  /** What is done with its lines; see `recordEntry`. */
  readonly counting: 'all' | 'list' | 'none';
  readonly reversedBy?: string | undefined;
  /** Only lines on this account; all of them when left out. */
  readonly account?: string | undefined;
}

/**
 * Puts a stored entry into books; of a pending one not what it reserves.
 *
 * @throws LedgerError LEDGER_BROKEN_CHAIN — it is not as the ledger writes entries
 */
export function restoreEntry(
  books: Books,
  stored: StoredEntry,
  { counting, reversedBy, account }: RestoreOptions,
): void {
  const { id, kind, journal, entry, sequence, number } = stored;
  const place = { batch: stored.batch, what: `entry '${id}'` };
  const { baseGiven = [], command, moved, ordinal = 0, year } = entry.kept ?? {};
  const date = dayOfText(stored.date);
  const recordedAt = Date.parse(stored.recordedAt);
  const bookJournal = books.journals.get(journal);
  if (date === undefined || Number.isNaN(recordedAt) || bookJournal === undefined) {
    broken(place, 'has no day, no instant or no journal');
  }
  const asked = account === undefined ? entry.lines : entry.lines.filter(on(account));
  const lines = draftLines(books, asked, baseGiven, place);
  const { documentDate, closing: isClosing } = entry;
  const notes = { command, moved, documentDate, isClosing, reversedBy, sequence, number, year };
  const before = books.recordedAt;
  books.recordedAt = recordedAt;
  recordEntry(books, { id, kind, date, journal: bookJournal, ordinal, notes }, lines, counting);
  books.recordedAt = Math.max(before, recordedAt);
}

const on =
  (id: string) =>
  (line: PostedLine): boolean =>
    line.account === id;

/** A stored reservation in the terms of some books. */
export function pendingOf(books: Books, stored: StoredPending): PendingRecord {
  const { id, journal, state, expiresAt, by, baseGiven = [] } = stored;
  const place = { batch: 0, what: `reservation '${id}'` };
  const date = dayOfText(stored.date);
  if (date === undefined) broken(place, 'has no day');
  const lines = draftLines(books, stored.lines, baseGiven, place);
  return { id, date, journal, lines, expiresAt: expiresAt ?? Number.POSITIVE_INFINITY, state, by };
}

/**
 * Puts a stored reservation into books whose pools count it already.
 *
 * @throws LedgerError LEDGER_BROKEN_CHAIN — it is not as the ledger writes reservations
 */
export function restorePending(books: Books, stored: StoredPending): void {
  const pending = pendingOf(books, stored);
  books.pendings.set(stored.id, pending);
  if (stored.expiresAt === undefined || stored.state !== 'open') return;
  books.expiring.push(pending);
  books.expiring.sort((a, b) => a.expiresAt - b.expiresAt);
}

/** The pool that a stored row is of. */
export function poolOfRow(books: Books, row: StoredPool): Pool {
  const place = { batch: 0, what: `the sums of '${row.account}' in ${row.currency}` };
  const { account, currency } = termsOf(books, { ...row, dims: {} }, place);
  return poolOf(books, account, currency);
}

/**
 * Puts stored sums into a pool.
 *
 * @throws LedgerError LEDGER_BROKEN_CHAIN — they are no whole numbers
 */
export function restorePool({ sums }: Books, { cells }: Pool, row: StoredPool | undefined): void {
  if (row === undefined) return;
  const place = { batch: 0, what: `the sums of '${row.account}' in ${row.currency}` };
  sums.set(cells + DEBITS, storedSum(row.debits, place));
  sums.set(cells + CREDITS, storedSum(row.credits, place));
  sums.set(cells + PENDING_DEBITS, storedSum(row.pendingDebits, place));
  sums.set(cells + PENDING_CREDITS, storedSum(row.pendingCredits, place));
}

/**
 * Puts the stored sums of a month into books.
 *
 * @throws LedgerError LEDGER_BROKEN_CHAIN — they are no whole numbers, or of nothing in the book
 */
export function restoreBalance(books: Books, row: StoredBalance): void {
  const place = { batch: 0, what: `the month ${row.month} of '${row.account}' in ${row.currency}` };
  const { sums } = books;
  const terms = termsOf(books, { ...row, dims: storedDims(row, place) }, place);
  const pool = poolOf(books, terms.account, terms.currency);
  const own = rowOf(pool, terms.dims);
  const cells = monthCells(books, own, row.month);
  sums.set(cells + DEBITS, storedSum(row.debits, place));
  sums.set(cells + CREDITS, storedSum(row.credits, place));
  sums.set(cells + BASE_DEBITS, storedSum(row.baseDebits, place));
  sums.set(cells + BASE_CREDITS, storedSum(row.baseCredits, place));
  const ofClosing = [row.closing, row.closingDebits, row.closingCredits];
  const [closing, debits, credits] = ofClosing.map((text) => storedSum(text, place));
  if (closing === 0 && debits === 0 && credits === 0) return;
  const first = closingCells(books, own, row.month);
  sums.set(first + CLOSING, closing!);
  sums.set(first + CLOSING_DEBITS, debits!);
  sums.set(first + CLOSING_CREDITS, credits!);
}

function storedDims({ dims }: StoredBalance, place: Place): Record<string, string> {
  try {
    return JSON.parse(dims) as Record<string, string>;
  } catch {
    return broken(place, `has '${dims}' for dimensions`);
  }
}

function storedSum(text: string, place: Place): Minor {
  return /^(?:0|-?[1-9]\d*)$/.test(text)
    ? minorOf(BigInt(text))
    : broken(place, `has '${text}' for a sum`);
}

/** Reads a stored sum, to add to it. */
export const readSum = (text: string, what: string): Minor => storedSum(text, { batch: 0, what });
