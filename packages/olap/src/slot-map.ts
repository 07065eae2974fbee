/**
 * From codes to slots: the tuple of a row as one number in mixed radix, a column at a time.
 *
 * Each column of a source brings a map from its codes to members of the grain, already multiplied
 * by the place value of its column, so that a slot is a sum of look-ups. One loop a width of code.
 */
import type { CodeArray } from './int-column.ts';
import { BLOCK_ROWS } from './row-block.ts';

/** Codes of a block from `offset` on, and their map. */
export interface MappedCodes {
  readonly array: CodeArray;
  readonly offset: number;
  readonly map: Int32Array;
}

/**
 * Codes that a map of the two-column loop has at most: the map is copied for each block, so it is
 * not to be longer than one.
 */
const MAP_MAX = BLOCK_ROWS;

/** Rows of one call of a loop: see `states/lane-kernels`, also for why the loops are one function. */
const TURN_ROWS = 256;

// What the two-column loops read and write, in one place for good, for the same reason.
const memory = new ArrayBuffer(16 * BLOCK_ROWS);
const slotOf = new Int32Array(memory, 0, BLOCK_ROWS);
const oneMap = new Int32Array(memory, 4 * BLOCK_ROWS, MAP_MAX);
const twoMap = new Int32Array(memory, 8 * BLOCK_ROWS, MAP_MAX);
const oneBytes = new Uint8Array(memory, 12 * BLOCK_ROWS, BLOCK_ROWS);
const twoBytes = new Uint8Array(memory, 13 * BLOCK_ROWS, BLOCK_ROWS);
const twoWords = new Uint16Array(memory, 14 * BLOCK_ROWS, BLOCK_ROWS);

/**
 * Writes the sums of all columns' look-ups to the slots: 0 without a column.
 *
 * @param count - at most a block
 */
export function sumSlots(slots: Int32Array, columns: readonly MappedCodes[], count: number): void {
  const [one, two, ...more] = columns.toSorted((a, b) => widthOf(a) - widthOf(b));
  if (one === undefined) slots.fill(0, 0, count);
  else if (two === undefined) setOne(slots, one, count);
  else setTwo(slots, one, two, count);
  for (const column of more) addOne(slots, column, count);
}

const widthOf = ({ array }: MappedCodes): number => array.BYTES_PER_ELEMENT;

/** Two columns, the narrower one first, in one pass where their codes are narrow. */
function setTwo(slots: Int32Array, one: MappedCodes, two: MappedCodes, count: number): void {
  const isFirstNarrow = one.array instanceof Uint8Array && one.map.length <= MAP_MAX;
  const isSecondNarrow = !(two.array instanceof Int32Array) && two.map.length <= MAP_MAX;
  if (!isFirstNarrow || !isSecondNarrow) {
    setOne(slots, one, count);
    addOne(slots, two, count);
    return;
  }
  oneMap.set(one.map);
  twoMap.set(two.map);
  oneBytes.set(one.array.subarray(one.offset, one.offset + count));
  const codes = two.array.subarray(two.offset, two.offset + count);
  if (codes instanceof Uint8Array) twoBytes.set(codes);
  else twoWords.set(codes);
  const isOfBytes = codes instanceof Uint8Array;
  for (let from = 0; from < count; from += TURN_ROWS) {
    setTurn(isOfBytes, from, Math.min(from + TURN_ROWS, count));
  }
  slots.set(slotOf.subarray(0, count));
}

// Two columns in one pass, four rows a turn: twice as fast as a pass a column (bench olap). What a
// last turn writes beyond the rows is not read.

function setTurn(isOfBytes: boolean, from: number, to: number): void {
  if (isOfBytes) {
    for (let row = from; row < to; row = (row + 4) | 0) {
      slotOf[row] = (oneMap[oneBytes[row]!]! + twoMap[twoBytes[row]!]!) | 0;
      slotOf[(row + 1) | 0] =
        (oneMap[oneBytes[(row + 1) | 0]!]! + twoMap[twoBytes[(row + 1) | 0]!]!) | 0;
      slotOf[(row + 2) | 0] =
        (oneMap[oneBytes[(row + 2) | 0]!]! + twoMap[twoBytes[(row + 2) | 0]!]!) | 0;
      slotOf[(row + 3) | 0] =
        (oneMap[oneBytes[(row + 3) | 0]!]! + twoMap[twoBytes[(row + 3) | 0]!]!) | 0;
    }
  } else {
    for (let row = from; row < to; row = (row + 4) | 0) {
      slotOf[row] = (oneMap[oneBytes[row]!]! + twoMap[twoWords[row]!]!) | 0;
      slotOf[(row + 1) | 0] =
        (oneMap[oneBytes[(row + 1) | 0]!]! + twoMap[twoWords[(row + 1) | 0]!]!) | 0;
      slotOf[(row + 2) | 0] =
        (oneMap[oneBytes[(row + 2) | 0]!]! + twoMap[twoWords[(row + 2) | 0]!]!) | 0;
      slotOf[(row + 3) | 0] =
        (oneMap[oneBytes[(row + 3) | 0]!]! + twoMap[twoWords[(row + 3) | 0]!]!) | 0;
    }
  }
}

function setOne(slots: Int32Array, { array, offset, map }: MappedCodes, count: number): void {
  if (array instanceof Uint8Array) setBytes(slots, array, offset, count, map);
  else if (array instanceof Uint16Array) setWords(slots, array, offset, count, map);
  else setInts(slots, array, offset, count, map);
}

function addOne(slots: Int32Array, { array, offset, map }: MappedCodes, count: number): void {
  if (array instanceof Uint8Array) addBytes(slots, array, offset, count, map);
  else if (array instanceof Uint16Array) addWords(slots, array, offset, count, map);
  else addInts(slots, array, offset, count, map);
}

/** By code the part of its member in a slot: the member's position times the place value. */
export function slotParts(
  members: ArrayLike<number>,
  count: number,
  { position, placeValue }: { readonly position: Int32Array; readonly placeValue: number },
): Int32Array {
  const map = new Int32Array(count);
  for (let code = 0; code < count; code++) map[code] = position[members[code]!]! * placeValue;
  return map;
}

/** By column the place value in mixed radix, the last column counting ones; then their product. */
export function placeValues(radices: readonly number[]): { values: number[]; product: number } {
  const values: number[] = radices.map(() => 1);
  let product = 1;
  for (let column = radices.length - 1; column >= 0; column--) {
    values[column] = product;
    product *= Math.max(1, radices[column]!);
  }
  return { values, product };
}

function setBytes(
  slots: Int32Array,
  codes: Uint8Array,
  offset: number,
  count: number,
  map: Int32Array,
): void {
  for (let index = 0; index < count; index++) slots[index] = map[codes[(offset + index) | 0]!]!;
}

function addBytes(
  slots: Int32Array,
  codes: Uint8Array,
  offset: number,
  count: number,
  map: Int32Array,
): void {
  for (let index = 0; index < count; index++) {
    slots[index] = (slots[index]! + map[codes[(offset + index) | 0]!]!) | 0;
  }
}

function setWords(
  slots: Int32Array,
  codes: Uint16Array,
  offset: number,
  count: number,
  map: Int32Array,
): void {
  for (let index = 0; index < count; index++) slots[index] = map[codes[(offset + index) | 0]!]!;
}

function addWords(
  slots: Int32Array,
  codes: Uint16Array,
  offset: number,
  count: number,
  map: Int32Array,
): void {
  for (let index = 0; index < count; index++) {
    slots[index] = (slots[index]! + map[codes[(offset + index) | 0]!]!) | 0;
  }
}

function setInts(
  slots: Int32Array,
  codes: Int32Array,
  offset: number,
  count: number,
  map: Int32Array,
): void {
  for (let index = 0; index < count; index++) slots[index] = map[codes[(offset + index) | 0]!]!;
}

function addInts(
  slots: Int32Array,
  codes: Int32Array,
  offset: number,
  count: number,
  map: Int32Array,
): void {
  for (let index = 0; index < count; index++) {
    slots[index] = (slots[index]! + map[codes[(offset + index) | 0]!]!) | 0;
  }
}
