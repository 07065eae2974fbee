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

/** Values that are computed once, in the order in which they are asked for. */
export function remembered(cells: Cells, rows: number): Cells {
  const values: (Value | undefined)[] = Array.from({ length: rows }, () => undefined);
  return {
    at: (row) => (values[row] ??= cells.at(row)),
    flag: (row) => cells.flag(row),
  };
}

/** Values that are there already. */
export function givenCells(values: readonly Value[], flags?: readonly (Flag | undefined)[]): Cells {
  return { at: (row) => values[row]!, flag: (row) => flags?.[row] };
}
