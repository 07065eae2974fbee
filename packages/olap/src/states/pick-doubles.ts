/**
 * Values of some cells of a column: a copy where all cells are asked for in their order, which is
 * what an answer without a filter reads, and four times as fast as a look-up a cell.
 */

/** The values at some cells, in the order given. */
export function pickDoubles(values: Float64Array, cells: Int32Array): Float64Array {
  if (areFirst(cells)) return values.slice(0, cells.length);
  const picked = new Float64Array(cells.length);
  for (let index = 0; index < cells.length; index++) picked[index] = values[cells[index]!]!;
  return picked;
}

function areFirst(cells: Int32Array): boolean {
  for (let index = 0; index < cells.length; index++) if (cells[index] !== index) return false;
  return true;
}
