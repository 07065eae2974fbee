/**
 * Values by row, computed when they are asked for.
 */
import type { Flag, Value } from './value.ts';

/** Values of the rows of a frame. */
export interface Cells {
  at(row: number): Value;
  /** Why a row is empty, where there is a reason. */
  flag(row: number): Flag | undefined;
}

/** Values that are computed once, when they are first asked for. */
export function remembered(cells: Cells, rows: number): Cells {
  let values: (Value | undefined)[] | undefined;
  return {
    at(row) {
      values ??= Array.from({ length: rows }, () => undefined);
      const known = values[row];
      if (known !== undefined) return known;
      const value = cells.at(row);
      values[row] = value;
      return value;
    },
    flag: (row) => cells.flag(row),
  };
}

/** Values that are there already. */
export function givenCells(values: readonly Value[], flags?: readonly (Flag | undefined)[]): Cells {
  return { at: (row) => values[row]!, flag: (row) => flags?.[row] };
}
