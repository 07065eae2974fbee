/**
 * Writing into the books: an entry with its lines, a reservation, the end of one.
 *
 * Whatever is written can be taken back while a group is open (group.ts): each writer leaves its
 * own way back.
 */
import { type Day, divideRounded, scaledDecimal } from '@kontor/kernel';
import {
  type AccountState,
  BASE_CREDITS,
  BASE_DEBITS,
  type BalanceRow,
  type BookCurrency,
  type BookJournal,
  type Books,
  CLOSING,
  CLOSING_CELLS,
  CLOSING_CREDITS,
  CLOSING_DEBITS,
  CREDITS,
  DEBITS,
  type DraftLine,
  ENTRY_DATE,
  ENTRY_FIRST_LINE,
  ENTRY_JOURNAL,
  ENTRY_KIND,
  ENTRY_KINDS,
  ENTRY_ORDINAL,
  type EntryNotes,
  LINE_ACCOUNT,
  LINE_CURRENCY,
  LINE_DIMS,
  LINE_ENTRY,
  MONTH_CELLS,
  PENDING_CREDITS,
  PENDING_DEBITS,
  type PendingRecord,
  type Pool,
  POOL_CELLS,
} from './books.ts';
import { monthOf } from './dates.ts';
import type { EntryKind } from './entry.ts';
import { addMonth, findClosing, findMonth, setClosing } from './month-cells.ts';
import { type Minor, minorOf, negateMinor, readMinor } from './minor.ts';

/** The pool of an account in a currency; made when it is first used. */
export function poolOf(books: Books, account: AccountState, currency: BookCurrency): Pool {
  const known = account.pools[currency.index];
  if (known !== undefined) return known;
  const { floor, ceiling } = account.account;
  const pool: Pool = {
    account,
    currency,
    floor: bound(floor, currency, 'ceiling'),
    ceiling: bound(ceiling, currency, 'floor'),
    cells: books.sums.open(POOL_CELLS),
    rows: new Map(),
  };
  account.pools[currency.index] = pool;
  return pool;
}

/**
 * A bound in minor units. That of an account of any currency may be finer than one of them: then it
 * is the next amount within.
 */
function bound(
  text: string | undefined,
  { exponent }: BookCurrency,
  inwards: 'ceiling' | 'floor',
): Minor | undefined {
  if (text === undefined) return undefined;
  const minor = readMinor(text, exponent);
  if (typeof minor !== 'string') return minor;
  const { coefficient, decimals } = scaledDecimal(text);
  return minorOf(divideRounded(coefficient, 10n ** BigInt(decimals - exponent), inwards));
}

/** The row of a pool for a set of dimensions; made when it is first used. */
export function rowOf(pool: Pool, dims: number): BalanceRow {
  const known = pool.rows.get(dims);
  if (known !== undefined) return known;
  const { currency, cells: poolCells } = pool;
  const months = { latestMonth: -1, latestPlace: -1, lastMonth: -1, lastCells: 0 };
  const row = { pool, currency, dims, poolCells, ...months };
  pool.rows.set(dims, row);
  return row;
}

/** The row of a line on an account; made when it is first used. */
export function rowOfLine(
  books: Books,
  account: AccountState,
  currency: BookCurrency,
  dims: number,
): BalanceRow {
  const last = account.lastRow;
  if (last !== undefined && last.currency === currency && last.dims === dims) return last;
  const row = rowOf(poolOf(books, account, currency), dims);
  account.lastRow = row;
  return row;
}

/** The first cell of a row's month; made when it is first used. */
export function monthCells({ sums, months }: Books, row: BalanceRow, month: number): number {
  if (row.lastMonth === month) return row.lastCells;
  let cells = findMonth(months, row, month);
  if (cells === -1) {
    cells = sums.open(MONTH_CELLS);
    addMonth(months, row, month, cells);
  }
  row.lastMonth = month;
  row.lastCells = cells;
  return cells;
}

/** The first cell of what closing entries brought in a row's month; made when it is first used. */
export function closingCells(books: Books, row: BalanceRow, month: number): number {
  const known = findClosing(books.months, row, month);
  if (known !== -1) return known;
  monthCells(books, row, month);
  const cells = books.sums.open(CLOSING_CELLS);
  setClosing(books.months, row, month, cells);
  return cells;
}

/** An entry that is about to be written. */
export interface EntryRow {
  readonly id: string;
  readonly kind: EntryKind;
  readonly date: Day;
  readonly journal: BookJournal;
  readonly ordinal: number;
  readonly notes: EntryNotes | undefined;
}

/**
 * Writes an entry, and the lines of a posted one.
 *
 * @param counting - `all` adds the lines to the balances; those of books that are loaded in part
 * know them already, and then only `list` them under their month, or not even that
 * @returns its place among the entries
 */
export function recordEntry(
  books: Books,
  row: EntryRow,
  lines: readonly DraftLine[],
  counting: 'all' | 'list' | 'none' = 'all',
): number {
  const { id, kind, date, journal, ordinal, notes } = row;
  const index = logEntry(books, id, ENTRY_KINDS.indexOf(kind), date, journal, ordinal);
  if (notes !== undefined) books.entries.notes.set(index, notes);
  if (row.kind === 'posted') {
    const isClosing = row.notes?.isClosing === true;
    const month = monthOf(row.date);
    for (let at = 0; at < lines.length; at++) {
      const line = lines[at]!;
      logLine(books, index, line);
      if (counting === 'all') addToBalances(books, month, line, line.amount, line.base, isClosing);
    }
    if (counting !== 'none') listLines(books, month, lines.length);
  }
  if (books.undo !== undefined) leaveWayBack(books, row, index, keptLines(lines));
  return index;
}

/** Apart from its caller, for which the closure would cost a context each time. */
function leaveWayBack(
  books: Books,
  row: EntryRow,
  index: number,
  lines: readonly DraftLine[],
): void {
  books.undo!.push(() => takeBack(books, row, index, lines));
}

/** Logs an entry before its lines; gives its place. */
function logEntry(
  books: Books,
  id: string,
  kind: number,
  date: Day,
  journal: BookJournal,
  ordinal: number,
): number {
  const { entries } = books;
  const index = entries.id.length;
  entries.id.push(id);
  entries.recordedAt.push(books.recordedAt);
  const at = entries.rows.add();
  const { cells } = entries.rows;
  cells[at + ENTRY_DATE] = date;
  cells[at + ENTRY_KIND] = kind;
  cells[at + ENTRY_JOURNAL] = journal.index;
  cells[at + ENTRY_ORDINAL] = ordinal;
  cells[at + ENTRY_FIRST_LINE] = books.lines.rows.length;
  books.ids.add(index);
  return index;
}

/** A copy of lines, for what outlives the entry that is being posted. */
export const keptLines = (lines: readonly DraftLine[]): readonly DraftLine[] =>
  lines.map((line) => ({ ...line }));

function logLine({ lines }: Books, entry: number, line: DraftLine): void {
  if (line.notes !== undefined) lines.notes.set(lines.rows.length, line.notes);
  const at = lines.rows.add();
  const { cells } = lines.rows;
  cells[at + LINE_ENTRY] = entry;
  cells[at + LINE_ACCOUNT] = line.account.index;
  cells[at + LINE_CURRENCY] = line.currency.index;
  cells[at + LINE_DIMS] = line.dims;
  lines.minors.push(line.amount, line.base);
}

/** Lists the lines that were logged last under their month. */
function listLines({ linesOfMonth, lines }: Books, month: number, count: number): void {
  linesOfMonth.of(month).add(lines.rows.length - count, count);
}

/** Adds an amount to the sums of its side; the other sign of what it was takes it off again. */
function addToBalances(
  books: Books,
  month: number,
  line: DraftLine,
  amount: Minor,
  base: Minor,
  isClosing: boolean,
): void {
  const { sums } = books;
  const row = rowOfLine(books, line.account, line.currency, line.dims);
  const cells = monthCells(books, row, month);
  // The side is that of the line, also where it is taken back.
  if (line.amount > 0) {
    sums.add(row.poolCells + DEBITS, amount);
    sums.add(cells + DEBITS, amount);
  } else if (line.amount < 0) {
    sums.add(row.poolCells + CREDITS, negateMinor(amount));
    sums.add(cells + CREDITS, negateMinor(amount));
  }
  if (line.base > 0) sums.add(cells + BASE_DEBITS, base);
  else if (line.base < 0) sums.add(cells + BASE_CREDITS, negateMinor(base));
  if (!isClosing) return;
  const closing = closingCells(books, row, month);
  sums.add(closing + CLOSING, amount);
  if (line.base > 0) sums.add(closing + CLOSING_DEBITS, base);
  else sums.add(closing + CLOSING_CREDITS, negateMinor(base));
}

function takeBack(books: Books, row: EntryRow, index: number, lines: readonly DraftLine[]): void {
  const { entries, lines: log } = books;
  const first = entries.firstLine.at(index);
  const month = monthOf(row.date);
  if (row.kind === 'posted' && lines.length > 0) {
    const isClosing = row.notes?.isClosing === true;
    for (const line of lines) {
      const [amount, base] = [negateMinor(line.amount), negateMinor(line.base)];
      addToBalances(books, month, line, amount, base, isClosing);
    }
    books.linesOfMonth.of(month).removeLast(lines.length);
    for (let line = 0; line < lines.length; line++) log.notes.delete(first + line);
    log.rows.truncate(first);
    log.minors.truncate(first);
  }
  books.ids.removeLast();
  entries.id.pop();
  entries.recordedAt.pop();
  entries.rows.truncate(index);
  entries.notes.delete(index);
}

/** Reserves the lines of a pending entry. */
export function reserve(books: Books, pending: PendingRecord): void {
  books.pendings.set(pending.id, pending);
  addPending(books, pending, 1);
  const place = expiryPlace(books, pending);
  if (place !== undefined) books.expiring.splice(place, 0, pending);
  books.undo?.push(() => {
    if (place !== undefined) books.expiring.splice(books.expiring.indexOf(pending), 1);
    addPending(books, pending, -1);
    books.pendings.delete(pending.id);
  });
}

/** Releases all that a pending entry reserves. */
export function release(
  books: Books,
  pending: PendingRecord,
  state: 'posted' | 'voided' | 'expired',
  by: string | undefined,
): void {
  pending.state = state;
  pending.by = by;
  addPending(books, pending, -1);
  books.undo?.push(() => {
    addPending(books, pending, 1);
    pending.state = 'open';
    pending.by = undefined;
  });
}

function addPending(books: Books, { lines }: PendingRecord, sign: 1 | -1): void {
  for (const line of lines) {
    const { cells } = poolOf(books, line.account, line.currency);
    const by = sign === 1 ? line.amount : negateMinor(line.amount);
    if (line.amount > 0) books.sums.add(cells + PENDING_DEBITS, by);
    else books.sums.add(cells + PENDING_CREDITS, negateMinor(by));
  }
}

/** Where it stands among those that expire; those of one instant in the order of recording. */
function expiryPlace({ expiring }: Books, { expiresAt }: PendingRecord): number | undefined {
  if (expiresAt === Number.POSITIVE_INFINITY) return undefined;
  let [low, high] = [0, expiring.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (expiring[middle]!.expiresAt <= expiresAt) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Lets everything expire that is due at an instant. */
export function expireUntil(books: Books, now: number): void {
  const { expiring } = books;
  let due = 0;
  for (; due < expiring.length && expiring[due]!.expiresAt <= now; due++) {
    const pending = expiring[due]!;
    if (pending.state === 'open') release(books, pending, 'expired', undefined);
  }
  if (due > 0) expiring.splice(0, due);
}
