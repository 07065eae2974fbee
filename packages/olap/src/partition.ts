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

/** So many possible cells have parts of at most 2^17. */
export const PARTED_CELLS_MAX = 2 ** 28;

/** Possible cells of a part: their slots take a quarter of a megabyte. */
const PART_BITS = 16;
/** More parts at once would not have a line of the first two caches each. */
const PARTS_MAX = 2048;

/** Parts rows by numbers from 0 to below `limit`, at most 2^31; they keep their order in a part. */
export function partitionKeys(keys: Int32Array, limit: number): Partition {
  let bits = PART_BITS;
  while (limit / 2 ** bits > PARTS_MAX) bits++;
  const starts = new Int32Array(Math.ceil(limit / 2 ** bits) + 1);
  for (let row = 0; row < keys.length; row++) starts[(keys[row]! >>> bits) + 1]!++;
  for (let part = 1; part < starts.length; part++) starts[part]! += starts[part - 1]!;
  const next = starts.slice();
  const places = new Int32Array(keys.length);
  const parted = new Int32Array(keys.length);
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row]!;
    const place = next[key >>> bits]!++;
    places[row] = place;
    parted[place] = key;
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
  const present = new Int32Array(2 ** (bits - 5));
  const slotOf = new Int32Array(2 ** bits);
  for (let part = 0; part + 1 < starts.length; part++) {
    const [start, end] = [starts[part]!, starts[part + 1]!];
    let cells = cellStarts[part]!;
    if (end > start) {
      markCells(keys, start, end, present);
      cells = numberCells(present, slotOf, part * 2 ** bits, numbers, cells);
      keysToSlots(keys, start, end, slotOf);
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

/** Sets the bit of each row's cell. */
function markCells(keys: Int32Array, start: number, end: number, present: Int32Array): void {
  const mask = present.length - 1;
  for (let place = start; place < end; place++) {
    const key = keys[place]!;
    present[(key >>> 5) & mask]! |= 1 << (key & 31);
  }
}

/** Numbers the cells whose bit is set and clears the bits; returns how many cells there are now. */
function numberCells(
  present: Int32Array,
  slotOf: Int32Array,
  first: number,
  numbers: Int32Array,
  before: number,
): number {
  let cells = before;
  for (let word = 0; word < present.length; word++) {
    let left = present[word]!;
    if (left === 0) continue;
    present[word] = 0;
    for (; left !== 0; left &= left - 1) {
      const cell = (word << 5) + (31 - Math.clz32(left & -left));
      slotOf[cell] = cells - before;
      numbers[cells++] = first + cell;
    }
  }
  return cells;
}

function keysToSlots(keys: Int32Array, start: number, end: number, slotOf: Int32Array): void {
  const mask = slotOf.length - 1;
  for (let place = start; place < end; place++) keys[place] = slotOf[keys[place]! & mask]!;
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
