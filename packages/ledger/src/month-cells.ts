/**
 * Where the sums of each month of a row begin.
 *
 * A row has a few dozen months, which mostly come in their order, and a book has a row for each
 * account. So the months of all rows stand in one table of integers, those of a row as a list from
 * its latest to its earliest: a `Map` or an array in each row would take several times the memory,
 * which the garbage collector would carry about while the book is young.
 */
import { IntRows } from './columns.ts';

/** The cells of a month in the table: the month (monthOf) … */
const MONTH = 0;
/** … its first sum … */
const CELLS = 1;
/** … the first of what closing entries brought in it, or NONE … */
const CLOSING = 2;
/** … and the place in the table of the month before it, or NONE. */
const BEFORE = 3;

const NONE = -1;

/** The table of months that the rows of a book share. */
export const openMonths = (): IntRows => new IntRows(4);

/** What a row knows of its months; both are -1 while it has none. */
export interface MonthList {
  /** The latest: an entry mostly is of that one or of one after it. */
  latestMonth: number;
  /** Its place in the table. */
  latestPlace: number;
}

/** The first cell of a month; -1 where the row has none. */
export function findMonth(table: IntRows, row: MonthList, month: number): number {
  const at = placeOf(table, row, month);
  return at === NONE ? NONE : table.at(at, CELLS);
}

/** The first cell of what closing entries brought in a month; -1 where the row has none. */
export function findClosing(table: IntRows, row: MonthList, month: number): number {
  const at = placeOf(table, row, month);
  return at === NONE ? NONE : table.at(at, CLOSING);
}

/** Adds a month that a row does not have. Writes both. */
export function addMonth(table: IntRows, row: MonthList, month: number, cells: number): void {
  let [before, after] = [row.latestPlace, NONE];
  if (month < row.latestMonth) {
    while (before !== NONE && table.at(before, MONTH) > month) {
      [before, after] = [table.at(before, BEFORE), before];
    }
  }
  const place = table.length;
  const at = table.add();
  table.cells[at + MONTH] = month;
  table.cells[at + CELLS] = cells;
  table.cells[at + CLOSING] = NONE;
  table.cells[at + BEFORE] = before;
  if (after !== NONE) table.set(after, BEFORE, place);
  else {
    row.latestMonth = month;
    row.latestPlace = place;
  }
}

/** Notes where the sums of closing entries of a month begin, which the row has. */
export function setClosing(table: IntRows, row: MonthList, month: number, cells: number): void {
  table.set(placeOf(table, row, month), CLOSING, cells);
}

/** Calls with each month of a row, the latest first; `closing` is -1 where it has no such sums. */
export function forEachMonth(
  table: IntRows,
  row: MonthList,
  visit: (month: number, cells: number, closing: number) => void,
): void {
  for (let at = row.latestPlace; at !== NONE; at = table.at(at, BEFORE)) {
    visit(table.at(at, MONTH), table.at(at, CELLS), table.at(at, CLOSING));
  }
}

/** The place of a month; NONE where the row has none. */
function placeOf(table: IntRows, row: MonthList, month: number): number {
  if (month > row.latestMonth) return NONE;
  let at = row.latestPlace;
  while (at !== NONE && table.at(at, MONTH) > month) at = table.at(at, BEFORE);
  return at !== NONE && table.at(at, MONTH) === month ? at : NONE;
}
