/**
 * Ascending numbers that are found in about one step: a bucket table in front of a binary search.
 *
 * The range from the first cell to the last is cut into as many equal buckets as there are cells. A
 * value's bucket bounds the search; where cells are spread evenly, as the windows of a calendar
 * are, hardly a cell is left in it. Where they are not, it is still a binary search.
 */

/** Cells in ascending order, equal neighbours allowed, with their bucket table. */
export interface SortedCells {
  readonly cells: Float64Array;
  /** Buckets per unit of value; 0 when all cells are equal. */
  readonly scale: number;
  /** How many cells lie in lower buckets; one entry per bucket and one more. */
  readonly lower: Int32Array;
}

/** Builds the bucket table of cells that are in order. */
export function sortedCells(cells: Float64Array): SortedCells {
  const buckets = Math.max(1, cells.length);
  const range = cells.length === 0 ? 0 : cells[cells.length - 1]! - cells[0]!;
  const scale = range > 0 ? buckets / range : 0;
  const lower = new Int32Array(buckets + 1);
  const sorted = { cells, scale, lower };
  for (const cell of cells) lower[bucketOf(sorted, cell) + 1]!++;
  for (let bucket = 1; bucket <= buckets; bucket++) lower[bucket]! += lower[bucket - 1]!;
  return sorted;
}

/** Index of the first cell above `value`; the length when there is none. */
export function firstAbove(sorted: SortedCells, value: number): number {
  const { cells, lower } = sorted;
  const bucket = bucketOf(sorted, value);
  // Buckets never fall as values rise: lower ones hold smaller cells, higher ones larger.
  let low = lower[bucket]!;
  let high = lower[bucket + 1]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cells[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Index of the last cell below `value`; −1 when there is none. */
export function lastBelow(sorted: SortedCells, value: number): number {
  const { cells, lower } = sorted;
  const bucket = bucketOf(sorted, value);
  let low = lower[bucket]!;
  let high = lower[bucket + 1]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cells[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Values off the range go to the first or the last bucket. */
function bucketOf({ cells, scale, lower }: SortedCells, value: number): number {
  const place = (value - cells[0]!) * scale;
  const last = lower.length - 2;
  if (place >= last) return last;
  return place > 0 ? Math.floor(place) : 0;
}
