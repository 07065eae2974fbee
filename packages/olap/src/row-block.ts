/**
 * A block of fact rows on its way through a scan: a run of rows, or a choice of them.
 *
 * Kernels read columns by array and offset. A run is read where it stands; a choice of rows is
 * gathered into a small buffer first, so that every kernel is one loop over consecutive cells.
 */
import type { CodeArray, IntColumn } from './int-column.ts';
import type { ValueColumn } from './value-column.ts';

/** Rows of a block: its arrays stay within the first cache. */
export const BLOCK_ROWS = 4096;

/** Consecutive cells: `array[offset … offset + count - 1]`. */
export interface Cells<A> {
  readonly array: A;
  readonly offset: number;
}

/** A block of rows. */
export interface RowBlock {
  /** The first row where the block is a run. */
  start: number;
  count: number;
  /** The rows where the block is a choice of them. */
  rows: Int32Array | null;
  /** Columns in which the rows of the block are a run, from `start` on, whatever rows they are. */
  carried: ReadonlyMap<object, Int32Array | Float64Array> | null;
  /** Gathered columns of this choice, by column; void when the block moves on. */
  readonly gathered: Map<object, Int32Array | Float64Array>;
  readonly spare: (Int32Array | Float64Array)[];
}

/** A block that stands nowhere yet. */
export function openBlock(): RowBlock {
  return { start: 0, count: 0, rows: null, carried: null, gathered: new Map(), spare: [] };
}

/** Moves the block to a run of rows. */
export function moveToRun(block: RowBlock, start: number, count: number): void {
  block.start = start;
  block.count = count;
  block.rows = null;
  block.carried = null;
}

/** Moves the block to a choice of at most `BLOCK_ROWS` rows. */
export function moveToRows(block: RowBlock, rows: Int32Array, count: number): void {
  block.rows = rows;
  block.count = count;
  block.carried = null;
  block.spare.push(...block.gathered.values());
  block.gathered.clear();
}

/** Moves the block to places `start … start + count − 1` of columns put in another order. */
export function moveToCarried(
  block: RowBlock,
  carried: ReadonlyMap<object, Int32Array | Float64Array>,
  start: number,
  count: number,
): void {
  moveToRun(block, start, count);
  block.carried = carried;
}

/** The block's cells of a value column. */
export function blockValues(
  block: RowBlock,
  column: ValueColumn,
): Cells<Int32Array | Float64Array> {
  const carried = block.carried?.get(column);
  if (carried !== undefined) return { array: carried, offset: block.start };
  if (block.rows === null) return { array: column.array, offset: block.start };
  const done = block.gathered.get(column);
  if (done !== undefined) return { array: done, offset: 0 };
  const { array } = column;
  const buffer = array instanceof Int32Array ? spareInts(block) : spareDoubles(block);
  if (array instanceof Int32Array) gatherInts(array, block.rows, block.count, buffer as Int32Array);
  else gatherDoubles(array, block.rows, block.count, buffer as Float64Array);
  block.gathered.set(column, buffer);
  return { array: buffer, offset: 0 };
}

/** The block's cells of a code column. */
export function blockCodes(block: RowBlock, column: IntColumn): Cells<CodeArray> {
  if (block.rows === null) return { array: column.array, offset: block.start };
  const done = block.gathered.get(column);
  if (done !== undefined) return { array: done as Int32Array, offset: 0 };
  const buffer = spareInts(block);
  const { array } = column;
  if (array instanceof Uint8Array) gatherBytes(array, block.rows, block.count, buffer);
  else if (array instanceof Uint16Array) gatherWords(array, block.rows, block.count, buffer);
  else gatherInts(array, block.rows, block.count, buffer);
  block.gathered.set(column, buffer);
  return { array: buffer, offset: 0 };
}

function spareInts(block: RowBlock): Int32Array {
  const found = block.spare.findIndex((buffer) => buffer instanceof Int32Array);
  if (found < 0) return new Int32Array(BLOCK_ROWS);
  return block.spare.splice(found, 1)[0] as Int32Array;
}

function spareDoubles(block: RowBlock): Float64Array {
  const found = block.spare.findIndex((buffer) => buffer instanceof Float64Array);
  if (found < 0) return new Float64Array(BLOCK_ROWS);
  return block.spare.splice(found, 1)[0] as Float64Array;
}

// One loop a kind of array: a loop that has seen two kinds is several times slower.

function gatherBytes(from: Uint8Array, rows: Int32Array, count: number, to: Int32Array): void {
  for (let index = 0; index < count; index++) to[index] = from[rows[index]!]!;
}

function gatherWords(from: Uint16Array, rows: Int32Array, count: number, to: Int32Array): void {
  for (let index = 0; index < count; index++) to[index] = from[rows[index]!]!;
}

function gatherInts(from: Int32Array, rows: Int32Array, count: number, to: Int32Array): void {
  for (let index = 0; index < count; index++) to[index] = from[rows[index]!]!;
}

function gatherDoubles(
  from: Float64Array,
  rows: Int32Array,
  count: number,
  to: Float64Array,
): void {
  for (let index = 0; index < count; index++) to[index] = from[rows[index]!]!;
}
