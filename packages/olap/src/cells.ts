/**
 * Values by row, computed when they are asked for.
 */
import { compareValues, type Flag, type Value } from './value.ts';

/** Values of the rows of a frame. */
export interface Cells {
  at(row: number): Value;
  /** Why a row is empty, where there is a reason. */
  flag(row: number): Flag | undefined;
  /** All values as doubles, NaN where a row is empty; left out where `at` is the only way. */
  numbers?: (() => Float64Array) | undefined;
}

/** Values that are computed once, when they are first asked for. */
export function remembered(cells: Cells, rows: number): Cells {
  let values: (Value | undefined)[] | undefined;
  return {
    at(row) {
      if (values === undefined) {
        // Room for all without writing any: many a row is never asked for.
        values = [];
        values.length = rows;
      }
      const known = values[row];
      if (known !== undefined) return known;
      const value = cells.at(row);
      values[row] = value;
      return value;
    },
    flag: (row) => cells.flag(row),
    numbers: cells.numbers,
  };
}

/** Values as doubles: empty ones and texts as NaN. */
export function numbersOf(cells: Cells, rows: number): Float64Array {
  if (cells.numbers !== undefined) return cells.numbers();
  const numbers = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const value = cells.at(row);
    numbers[row] = value === null || typeof value === 'string' ? Number.NaN : Number(value);
  }
  return numbers;
}

/** Values that are there already. */
export function givenCells(values: readonly Value[], flags?: readonly (Flag | undefined)[]): Cells {
  return { at: (row) => values[row]!, flag: (row) => flags?.[row] };
}

/** What rows are ordered by: doubles, and the values themselves where these are equal or NaN. */
export interface OrderKeys {
  readonly doubles: Float64Array;
  readonly at: (row: number) => Value;
}

/** Values to order rows by; a value is finished where its double does not tell. */
export const orderKeys = (cells: Cells, rows: number): OrderKeys => ({
  doubles: numbersOf(cells, rows),
  at: (row) => cells.at(row),
});

/** Compares values by row: doubles never mislead, as rounding keeps the order. */
export function compareKeys(left: OrderKeys, a: number, right: OrderKeys, b: number): number {
  const one = left.doubles[a]!;
  const other = right.doubles[b]!;
  if (one < other) return -1;
  return one > other ? 1 : compareValues(left.at(a), right.at(b));
}
