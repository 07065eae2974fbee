/**
 * Rows parted by the high bits of the number of their cell: for many possible cells, most of them
 * empty.
 *
 * A slot for every possible cell would leave the cache at each row. So rows are brought together in
 * parts whose cells have neighbouring numbers, and what they are summed from with them; then each
 * part is numbered by itself: a bit a possible cell says which are there, and counting the bits
 * gives each its slot. All that a part touches stays in the second cache.
 *
 * @source S. Manegold, P. Boncz, M. Kersten, "Optimizing Main-Memory Join on Modern Hardware", 2002
 *   (radix partitioning)
 */
import { assert } from '@kontor/kernel';
import { BLOCK_ROWS } from './row-block.ts';

/** Rows by part. */
export interface Partition {
  /** By part where its rows begin; one more at the end. */
  readonly starts: Int32Array;
  /** By row: its place among those of all parts. */
  readonly places: Int32Array;
  /** By place: the number of the row's cell. */
  readonly keys: Int32Array;
  /** A part has 2^bits possible cells. */
  readonly bits: number;
}

/** Possible cells at most: so many have parts of 2^17. */
export const PARTED_CELLS_MAX = 2 ** 28;

/** Possible cells of a part: their slots take a quarter of a megabyte. */
const PART_BITS = 16;
/** More parts at once would not have a line of the first two caches each. */
const PARTS_MAX = 2048;

const PART_CELLS_MAX = PARTED_CELLS_MAX / PARTS_MAX;
const CELL_MASK = PART_CELLS_MAX - 1;
const WORD_MASK = CELL_MASK >>> 5;

// What the loops read and write has one place for good: `states/lane-kernels` says why.
const memory = new ArrayBuffer(PART_CELLS_MAX * 8 + (WORD_MASK + 1) * 4 + BLOCK_ROWS * 4);
const slotOf = new Int32Array(memory, 0, PART_CELLS_MAX);
const numberOf = new Int32Array(memory, PART_CELLS_MAX * 4, PART_CELLS_MAX);
const present = new Int32Array(memory, PART_CELLS_MAX * 8, WORD_MASK + 1);
const keyOf = new Int32Array(memory, PART_CELLS_MAX * 8 + (WORD_MASK + 1) * 4, BLOCK_ROWS);
const next = new Int32Array(PARTS_MAX + 1);

/**
 * Parts rows by numbers from 0 to below `limit`; they keep their order in a part.
 *
 * @param limit - at most `PARTED_CELLS_MAX`
 */
export function partitionKeys(keys: Int32Array, limit: number): Partition {
  assert(limit <= PARTED_CELLS_MAX, 'more possible cells are sorted, not parted');
  const bits = limit <= PARTS_MAX * 2 ** PART_BITS ? PART_BITS : PART_BITS + 1;
  const parts = Math.ceil(limit / 2 ** bits);
  next.fill(0);
  for (let from = 0; from < keys.length; from += BLOCK_ROWS) {
    const count = loadKeys(keys, from, keys.length);
    for (let row = 0; row < count; row++) next[(keyOf[row]! >>> bits) + 1]!++;
  }
  for (let part = 1; part <= parts; part++) next[part]! += next[part - 1]!;
  const starts = next.slice(0, parts + 1);
  const places = new Int32Array(keys.length);
  const parted = new Int32Array(keys.length);
  for (let from = 0; from < keys.length; from += BLOCK_ROWS) {
    const count = loadKeys(keys, from, keys.length);
    for (let row = 0; row < count; row++) {
      const key = keyOf[row]!;
      const part = key >>> bits;
      const place = next[part]!;
      next[part] = place + 1;
      keyOf[row] = place;
      parted[place] = key;
    }
    places.set(keyOf.subarray(0, count), from);
  }
  return { starts, places, keys: parted, bits };
}

/** Brings the values of some rows to their places; `rows` null: all, from the first on. */
export function carry<A extends Int32Array | Float64Array>(
  values: A,
  rows: Int32Array | null,
  places: Int32Array,
): A {
  if (values instanceof Int32Array) {
    const to = new Int32Array(places.length);
    if (rows === null) carryInts(values, places, to);
    else carryChosenInts(values, rows, places, to);
    return to as A;
  }
  const to = new Float64Array(places.length);
  if (rows === null) carryDoubles(values, places, to);
  else carryChosenDoubles(values, rows, places, to);
  return to as A;
}

/** The cells that parted rows come into. */
export interface PartedCells {
  /** By place: the slot of the row's cell among those of its part, in the order of the numbers. */
  readonly slots: Int32Array;
  /** By part: the cells before its own; one more at the end, all of them. */
  readonly cellStarts: Int32Array;
  /** The numbers of all cells that are there, rising. */
  readonly numbers: Int32Array;
}

/** Numbers the cells that are there, part by part; the keys of the partition become slots. */
export function numberParts({ starts, keys, bits }: Partition): PartedCells {
  const numbers = new Int32Array(keys.length);
  const cellStarts = new Int32Array(starts.length);
  const words = 2 ** (bits - 5);
  for (let part = 0; part + 1 < starts.length; part++) {
    const [start, end] = [starts[part]!, starts[part + 1]!];
    let cells = cellStarts[part]!;
    if (end > start) {
      const count = numberPart(keys, start, end, { first: part * 2 ** bits, words });
      numbers.set(numberOf.subarray(0, count), cells);
      cells += count;
    }
    cellStarts[part + 1] = cells;
  }
  return { slots: keys, cellStarts, numbers: numbers.subarray(0, cellStarts.at(-1)) };
}

/** By place: the cell of the row among those of all parts. */
export function cellsOfParts({ slots, cellStarts }: PartedCells, starts: Int32Array): Int32Array {
  const cells = new Int32Array(slots.length);
  for (let part = 0; part + 1 < starts.length; part++) {
    const before = cellStarts[part]!;
    for (let at = starts[part]!; at < starts[part + 1]!; at++) cells[at] = before + slots[at]!;
  }
  return cells;
}

/**
 * Makes the keys of a part slots, and writes the numbers of its cells; returns how many there are.
 *
 * Sets the bit of each row's cell, numbers the cells whose bit is set and clears it, and looks the
 * slot of each row up.
 */
function numberPart(
  keys: Int32Array,
  start: number,
  end: number,
  { first, words }: { readonly first: number; readonly words: number },
): number {
  for (let from = start; from < end; from += BLOCK_ROWS) {
    const count = loadKeys(keys, from, end);
    for (let row = 0; row < count; row++) {
      const key = keyOf[row]!;
      present[(key >>> 5) & WORD_MASK]! |= 1 << (key & 31);
    }
  }
  const cells = numberCells(first, words);
  for (let from = start; from < end; from += BLOCK_ROWS) {
    const count = loadKeys(keys, from, end);
    for (let row = 0; row < count; row++) keyOf[row] = slotOf[keyOf[row]! & CELL_MASK]!;
    keys.set(keyOf.subarray(0, count), from);
  }
  return cells;
}

function numberCells(first: number, words: number): number {
  const from = (first >>> 5) & WORD_MASK;
  const before = (first - (first & CELL_MASK)) | 0;
  let cells = 0;
  for (let word = from; word < from + words; word++) {
    let left = present[word]!;
    if (left === 0) continue;
    present[word] = 0;
    for (; left !== 0; left &= left - 1) {
      const cell = (word << 5) | (31 - Math.clz32(left & -left));
      slotOf[cell] = cells;
      numberOf[cells] = before + cell;
      cells = (cells + 1) | 0;
    }
  }
  return cells;
}

/** Brings a block of keys; returns how many there are in it. */
function loadKeys(keys: Int32Array, from: number, end: number): number {
  const count = Math.min(BLOCK_ROWS, end - from);
  keyOf.set(keys.subarray(from, from + count));
  return count;
}

/** By place: the row that stands there, of some rows or of all. */
export function rowsByPlace(rows: Int32Array | null, places: Int32Array): Int32Array {
  if (rows !== null) return carry(rows, null, places);
  const order = new Int32Array(places.length);
  for (let row = 0; row < places.length; row++) order[places[row]!] = row;
  return order;
}

// One loop a kind of array: a loop that has seen two kinds is several times slower.

function carryInts(values: Int32Array, places: Int32Array, to: Int32Array): void {
  for (let row = 0; row < places.length; row++) to[places[row]!] = values[row]!;
}

function carryChosenInts(
  values: Int32Array,
  rows: Int32Array,
  places: Int32Array,
  to: Int32Array,
): void {
  for (let row = 0; row < places.length; row++) to[places[row]!] = values[rows[row]!]!;
}

function carryDoubles(values: Float64Array, places: Int32Array, to: Float64Array): void {
  for (let row = 0; row < places.length; row++) to[places[row]!] = values[row]!;
}

function carryChosenDoubles(
  values: Float64Array,
  rows: Int32Array,
  places: Int32Array,
  to: Float64Array,
): void {
  for (let row = 0; row < places.length; row++) to[places[row]!] = values[rows[row]!]!;
}
