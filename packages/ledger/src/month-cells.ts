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
/** … and the row of the month before it, or NONE. */
const BEFORE = 3;

const NONE = -1;

/** The table of months that the rows of a book share. */
export const openMonths = (): IntRows => new IntRows(4);

/** The months of a row, with their first cells. */
export class MonthCells {
  readonly #table: IntRows;
  /** The place of the latest month in the table. */
  #latest = NONE;

  constructor(table: IntRows) {
    this.#table = table;
  }

  /** The first cell of a month; -1 where it has none. */
  find(month: number): number {
    const at = this.#upTo(month);
    return at !== NONE && this.#table.at(at, MONTH) === month ? this.#table.at(at, CELLS) : NONE;
  }

  /** The first cell of what closing entries brought in a month; -1 where it has none. */
  findClosing(month: number): number {
    const at = this.#upTo(month);
    return at !== NONE && this.#table.at(at, MONTH) === month ? this.#table.at(at, CLOSING) : NONE;
  }

  /** Adds a month that it does not have. */
  add(month: number, cells: number): void {
    const table = this.#table;
    const [before, after] = [this.#upTo(month), this.#after(month)];
    const place = table.length;
    const at = table.add();
    table.cells[at + MONTH] = month;
    table.cells[at + CELLS] = cells;
    table.cells[at + CLOSING] = NONE;
    table.cells[at + BEFORE] = before;
    if (after === NONE) this.#latest = place;
    else table.set(after, BEFORE, place);
  }

  /** Notes where the sums of closing entries of a month begin, which it has. */
  setClosing(month: number, cells: number): void {
    this.#table.set(this.#upTo(month), CLOSING, cells);
  }

  /** Calls with each month, the latest first; `closing` is -1 where it has no such sums. */
  forEach(visit: (month: number, cells: number, closing: number) => void): void {
    const table = this.#table;
    for (let at = this.#latest; at !== NONE; at = table.at(at, BEFORE)) {
      visit(table.at(at, MONTH), table.at(at, CELLS), table.at(at, CLOSING));
    }
  }

  /** The place of the latest month that is not after one; NONE where there is none. */
  #upTo(month: number): number {
    let at = this.#latest;
    while (at !== NONE && this.#table.at(at, MONTH) > month) at = this.#table.at(at, BEFORE);
    return at;
  }

  /** The place of the earliest month after one; NONE where there is none. */
  #after(month: number): number {
    let found = NONE;
    for (let at = this.#latest; at !== NONE; at = this.#table.at(at, BEFORE)) {
      if (this.#table.at(at, MONTH) <= month) break;
      found = at;
    }
    return found;
  }
}
