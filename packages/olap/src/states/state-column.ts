/**
 * What a cell carries before it is finished: one column a state, one slot a cell.
 *
 * A measure's total is made of states, never of finished values. Every state can take rows in
 * (`add`), take cells of a column of its own kind in (`merge`), and some can take rows out again.
 * Loops run over blocks of rows with the slot of each row worked out before, so a state knows
 * nothing of dimensions.
 *
 * @source J. Gray et al., "Data Cube", 1997 (distributive, algebraic and holistic functions)
 */
import { assert } from '@kontor/kernel';
import type { RowBlock } from '../row-block.ts';

/** Cells to merge: those of `cells`, or where it is null so many from `start` on. */
export interface CellRange {
  readonly cells: Int32Array | null;
  readonly start: number;
  readonly count: number;
}

/** How many rows each slot has. */
export interface RowTally {
  readonly counts: Float64Array;
}

/** A state of every slot. Columns merge with their own kind only. */
export interface StateColumn {
  /** Names kind and source: columns of one id are the same state. */
  readonly id: string;
  /** Whether rows can be taken out again. */
  readonly isRetractable: boolean;
  /** Whether a part may enter a sum with a minus sign. */
  readonly isAdditive: boolean;
  /** Makes slots 0 … `slots` − 1, new ones empty. */
  reserve(slots: number): void;
  /** Empties the first `slots`. */
  clear(slots: number): void;
  /** Takes the block's rows into their slots, or out of them. */
  add(block: RowBlock, slots: Int32Array, sign: 1 | -1): void;
  /** Takes cells of a column of this kind into slots; `signs` by cell where it is additive. */
  merge(from: StateColumn, range: CellRange, slots: Int32Array, signs?: Int8Array): void;
  /** An empty column of the same state beside another column of row counts. */
  fresh(rows: RowTally): StateColumn;
}

/** The array with at least `length` cells, doubled when it grows; new cells are 0. */
export function grownDoubles(array: Float64Array, length: number): Float64Array {
  if (length <= array.length) return array;
  const grown = new Float64Array(Math.max(length, array.length * 2));
  grown.set(array);
  return grown;
}

/** The column that another of its kind merges with. */
export function ownState<State extends StateColumn>(
  kind: abstract new (...given: never[]) => State,
  column: StateColumn,
): State {
  assert(column instanceof kind, 'states merge with their own kind');
  return column;
}
