/**
 * Writing a run of plain entries (plain-entry.ts) into the books, outside of groups.
 *
 * Same as `recordEntry` (record.ts) of each as a posted one without notes, with its lines without
 * dimensions in the functional currency; but column by column.
 */
import {
  type AccountState,
  type Books,
  ENTRY_DATE,
  ENTRY_FIRST_LINE,
  ENTRY_JOURNAL,
  ENTRY_KIND,
  ENTRY_ORDINAL,
  LINE_ACCOUNT,
  LINE_CURRENCY,
  LINE_DIMS,
  LINE_ENTRY,
  POSTED,
} from './books.ts';
import { monthOf } from './dates.ts';
import { monthCells, poolOf, rowOf } from './record.ts';

/** Writes so many entries of the run, at least one; their ids stand from a place on. */
export function recordRun(books: Books, first: number, count: number): void {
  logEntries(books, count);
  addToSums(books, count);
  logLines(books, first, count);
}

function logEntries(books: Books, count: number): void {
  const { entries, lines, general, recordedAt } = books;
  const { dates, ordinals, ends } = books.plainRun;
  const { rows } = entries;
  const before = lines.rows.length;
  for (let entry = 0; entry < count; entry++) {
    const at = rows.add();
    const { cells } = rows;
    cells[at + ENTRY_DATE] = dates[entry]!;
    cells[at + ENTRY_KIND] = POSTED;
    cells[at + ENTRY_JOURNAL] = general.index;
    cells[at + ENTRY_ORDINAL] = ordinals[entry]!;
    cells[at + ENTRY_FIRST_LINE] = before + (entry === 0 ? 0 : ends[entry - 1]!);
  }
  entries.recordedAt.push(recordedAt, count);
}

/** Adds lines that are about to be logged to their sums, and lists them under their months. */
function addToSums(books: Books, count: number): void {
  const { accounts, sums, linesOfMonth, lines } = books;
  const { dates, ends, accounts: indexes, amounts } = books.plainRun;
  const before = lines.rows.length;
  let line = 0;
  for (let entry = 0; entry < count; entry++) {
    const month = monthOf(dates[entry]!);
    const end = ends[entry]!;
    linesOfMonth.of(month).add(before + line, end - line);
    for (; line < end; line++) {
      const account = accounts[indexes[line]!]!;
      if (account.plainMonth !== month) openPlainMonth(books, account, month);
      sums.addPlain(account.plainPool, account.plainCells, amounts[line]!);
    }
  }
}

function logLines(books: Books, first: number, count: number): void {
  const { functional, lines } = books;
  const { ends, accounts, amounts } = books.plainRun;
  const { rows, minors } = lines;
  let line = 0;
  for (let entry = 0; entry < count; entry++) {
    for (const end = ends[entry]!; line < end; line++) {
      const at = rows.add();
      const { cells } = rows;
      cells[at + LINE_ENTRY] = first + entry;
      cells[at + LINE_ACCOUNT] = accounts[line]!;
      cells[at + LINE_CURRENCY] = functional.index;
      cells[at + LINE_DIMS] = 0;
      minors.push(amounts[line]!, amounts[line]!);
    }
  }
}

/** Finds, or makes, the cells of an account for plain lines of a month. */
function openPlainMonth(books: Books, account: AccountState, month: number): void {
  const row = (account.plainRow ??= rowOf(poolOf(books, account, books.functional), 0));
  account.plainPool = row.poolCells;
  account.plainCells = monthCells(books, row, month);
  account.plainMonth = month;
}
