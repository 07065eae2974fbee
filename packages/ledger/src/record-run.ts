/**
 * Writing a run of plain entries (plain-entry.ts) into the books, outside of groups.
 *
 * Same as `recordEntry` (record.ts) of each as a posted one without notes, with its lines without
 * dimensions in the functional currency; but column by column.
 */
import {
  type Books,
  ENTRY_DATE,
  ENTRY_FIRST_LINE,
  ENTRY_JOURNAL,
  ENTRY_KIND,
  ENTRY_ORDINAL,
  ENTRY_WIDTH,
  LINE_ACCOUNT,
  LINE_CURRENCY,
  LINE_DIMS,
  LINE_ENTRY,
  LINE_WIDTH,
  POSTED,
} from './books.ts';
import { monthOf } from './dates.ts';
import { SUMS_CELLS, SUMS_MONTH, SUMS_POOL, SUMS_WIDTH } from './plain-run.ts';
import { monthCells, rowOfLine } from './record.ts';

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
  let first = lines.rows.length;
  const before = first;
  for (let entry = 0; entry < count; ) {
    const some = rows.addSome(count - entry);
    const { cells, filled } = rows;
    for (let at = filled - some * ENTRY_WIDTH; at < filled; at += ENTRY_WIDTH, entry++) {
      cells[at + ENTRY_DATE] = dates[entry]!;
      cells[at + ENTRY_KIND] = POSTED;
      cells[at + ENTRY_JOURNAL] = general.index;
      cells[at + ENTRY_ORDINAL] = ordinals[entry]!;
      cells[at + ENTRY_FIRST_LINE] = first;
      first = before + ends[entry]!;
    }
  }
  entries.recordedAt.push(recordedAt, count);
}

/** Adds lines that are about to be logged to their sums, and lists them under their months. */
function addToSums(books: Books, count: number): void {
  const { sums, linesOfMonth, lines } = books;
  const { dates, ends, accounts, amounts, sums: places } = books.plainRun;
  const before = lines.rows.length;
  let line = 0;
  for (let entry = 0; entry < count; entry++) {
    const month = monthOf(dates[entry]!);
    const end = ends[entry]!;
    linesOfMonth.of(month).add(before + line, end - line);
    for (; line < end; line++) {
      const at = accounts[line]! * SUMS_WIDTH;
      if (places[at + SUMS_MONTH] !== month) openPlainMonth(books, accounts[line]!, month);
      sums.addPlain(places[at + SUMS_POOL]!, places[at + SUMS_CELLS]!, amounts[line]!);
    }
  }
}

function logLines(books: Books, first: number, count: number): void {
  const { functional, lines } = books;
  const { ends, accounts, amounts } = books.plainRun;
  const { rows, minors } = lines;
  const { index } = functional;
  const all = ends[count - 1]!;
  let entry = 0;
  for (let line = 0; line < all; ) {
    const some = rows.addSome(all - line);
    const { cells, filled } = rows;
    for (let at = filled - some * LINE_WIDTH; at < filled; at += LINE_WIDTH, line++) {
      if (line === ends[entry]) entry++;
      cells[at + LINE_ENTRY] = first + entry;
      cells[at + LINE_ACCOUNT] = accounts[line]!;
      cells[at + LINE_CURRENCY] = index;
      cells[at + LINE_DIMS] = 0;
    }
  }
  minors.pushEqual(amounts, all);
}

/** Finds, or makes, the cells of an account for plain lines of a month. */
function openPlainMonth(books: Books, account: number, month: number): void {
  const { sums } = books.plainRun;
  const row = rowOfLine(books, books.accounts[account]!, books.functional, 0);
  const at = account * SUMS_WIDTH;
  sums[at + SUMS_POOL] = row.poolCells;
  sums[at + SUMS_CELLS] = monthCells(books, row, month);
  sums[at + SUMS_MONTH] = month;
}
