/**
 * Values of some cells of a column: a copy where all cells are asked for in their order, which is
 * what an answer without a filter reads, and four times as fast as a look-up a cell.
 */

/** The values at some cells, in the order given; the array of cells stays as it is from now on. */
export function pickDoubles(values: Float64Array, cells: Int32Array): Float64Array {
  if (areFirst(cells)) return values.slice(0, cells.length);
  const picked = new Float64Array(cells.length);
  for (let index = 0; index < cells.length; index++) picked[index] = values[cells[index]!]!;
  return picked;
}

// Each measure of an answer reads the same cells: they are looked through once.
const known = new WeakMap<Int32Array, boolean>();

/** Whether the cells are 0, 1, 2 and so on; the array of cells stays as it is from now on. */
export function areFirst(cells: Int32Array): boolean {
  let are = known.get(cells);
  if (are === undefined) {
    are = isRun(cells);
    known.set(cells, are);
  }
  return are;
}

function isRun(cells: Int32Array): boolean {
  for (let index = 0; index < cells.length; index++) if (cells[index] !== index) return false;
  return true;
}
