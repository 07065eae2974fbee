/**
 * Rows of one cell brought together by sorting: for few rows among many possible cells.
 *
 * Cells have numbers; a radix sort of the numbers puts equal ones side by side, so that a cell is a
 * run, its slot is the number of runs before it, and sums are written one after the other. Nothing
 * is laid out for cells that no row reaches.
 *
 * @source H. H. Seward, "Information sorting in the application of electronic digital computers to
 *   business operations", 1954 (least significant digit first, by counting)
 */

/** Rows in the order of their cells. */
export interface SortedKeys {
  /** By place: the index of the row. */
  readonly order: Int32Array;
  /** By place: the slot of its cell, from 0, rising. */
  readonly slots: Int32Array;
  /** By slot: the number of the cell. */
  readonly cells: Int32Array;
}

const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;

/** Sorts numbers from 0 to below `limit` (at most 2^31); equal ones keep their order. */
export function sortKeys(keys: Int32Array, limit: number): SortedKeys {
  const sorted = sortPairs(keys, limit);
  return { order: sorted.order, ...runsOf(sorted.keys) };
}

/** The indices of numbers from 0 to below `limit` (at most 2^31) in their order. */
export function sortedOrder(keys: Int32Array, limit: number): Int32Array {
  return isRising(keys) ? rising(keys.length) : sortPairs(keys, limit).order;
}

function isRising(keys: Int32Array): boolean {
  for (let index = 1; index < keys.length; index++) {
    if (keys[index]! < keys[index - 1]!) return false;
  }
  return true;
}

function sortPairs(keys: Int32Array, limit: number): Pairs {
  let from: Pairs = { keys, order: rising(keys.length) };
  let to = openPairs(keys.length);
  for (let shift = 0; 2 ** shift < limit; shift += DIGIT_BITS) {
    sortByDigit(from, to, shift);
    // The keys that were given are not written to.
    [from, to] = [to, from.keys === keys ? openPairs(keys.length) : from];
  }
  return from;
}

const openPairs = (length: number): Pairs => ({
  keys: new Int32Array(length),
  order: new Int32Array(length),
});

interface Pairs {
  readonly keys: Int32Array;
  readonly order: Int32Array;
}

/** 0, 1, 2 and so on. */
export function rising(length: number): Int32Array {
  const numbers = new Int32Array(length);
  for (let index = 0; index < length; index++) numbers[index] = index;
  return numbers;
}

function sortByDigit(from: Pairs, to: Pairs, shift: number): void {
  const { keys, order } = from;
  const { keys: keysTo, order: orderTo } = to;
  const next = new Int32Array(DIGITS + 1);
  for (let index = 0; index < keys.length; index++) {
    next[((keys[index]! >>> shift) & (DIGITS - 1)) + 1]!++;
  }
  for (let digit = 0; digit < DIGITS; digit++) next[digit + 1]! += next[digit]!;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!;
    const place = next[(key >>> shift) & (DIGITS - 1)]!++;
    keysTo[place] = key;
    orderTo[place] = order[index]!;
  }
}

/** The runs of equal keys. */
function runsOf(sorted: Int32Array): { slots: Int32Array; cells: Int32Array } {
  const slots = new Int32Array(sorted.length);
  const cells = new Int32Array(sorted.length);
  let count = 0;
  for (let index = 0; index < sorted.length; index++) {
    const key = sorted[index]!;
    if (index === 0 || key !== sorted[index - 1]) cells[count++] = key;
    slots[index] = count - 1;
  }
  return { slots, cells: cells.slice(0, count) };
}
