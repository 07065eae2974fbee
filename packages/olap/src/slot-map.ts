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
 * Codes that a map of the loop over pairs of columns has at most: the map is copied for each block,
 * so it is not to be longer than one.
 */
const MAP_MAX = BLOCK_ROWS;

/** Codes that a byte can be. */
const BYTES = 256;

/** Rows of one call of a loop: `states/lane-kernels` says why. */
const TURN_ROWS = 256;

// What the loops over pairs read and write, in one place for good, for the same reason.
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
  const bytes: NarrowCodes<Uint8Array>[] = [];
  const words: NarrowCodes<Uint16Array>[] = [];
  const wide: MappedCodes[] = [];
  for (const column of columns) {
    const { array, offset, map } = column;
    if (map.length > MAP_MAX || array instanceof Int32Array) wide.push(column);
    else if (array instanceof Uint8Array) bytes.push({ array, offset, map });
    else words.push({ array, offset, map });
  }
  slotOf.fill(0, 0, count);
  while (words.length > 0) addPair(bytes.pop(), words.pop(), count);
  while (bytes.length > 0) addPair(bytes.pop(), bytes.pop(), count);
  slots.set(slotOf.subarray(0, count));
  for (const column of wide) addWide(slots, column, count);
}

/** Codes of a column whose map is short. */
interface NarrowCodes<A> {
  readonly array: A;
  readonly offset: number;
  readonly map: Int32Array;
}

/** Two columns in one pass; one that is not there adds nothing. */
function addPair(
  one: NarrowCodes<Uint8Array> | undefined,
  two: NarrowCodes<Uint8Array | Uint16Array> | undefined,
  count: number,
): void {
  if (one === undefined) oneMap.fill(0, 0, BYTES);
  else {
    oneMap.set(one.map);
    oneBytes.set(one.array.subarray(one.offset, one.offset + count));
  }
  const isOfWords = two?.array instanceof Uint16Array;
  if (two === undefined) twoMap.fill(0, 0, BYTES);
  else {
    twoMap.set(two.map);
    const codes = isOfWords ? twoWords : twoBytes;
    codes.set(two.array.subarray(two.offset, two.offset + count));
  }
  for (let from = 0; from < count; from += TURN_ROWS) {
    addTurn(isOfWords, from, Math.min(from + TURN_ROWS, count));
  }
}

function addTurn(isOfWords: boolean, from: number, to: number): void {
  if (isOfWords) {
    for (let row = from; row < to; row++) {
      slotOf[row]! += (oneMap[oneBytes[row]!]! + twoMap[twoWords[row]!]!) | 0;
    }
  } else {
    for (let row = from; row < to; row++) {
      slotOf[row]! += (oneMap[oneBytes[row]!]! + twoMap[twoBytes[row]!]!) | 0;
    }
  }
}

function addWide(slots: Int32Array, { array, offset, map }: MappedCodes, count: number): void {
  if (array instanceof Int32Array) addInts(slots, array, offset, count, map);
  else addNarrow(slots, array, offset, count, map);
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

function addNarrow(
  slots: Int32Array,
  codes: Uint8Array | Uint16Array,
  offset: number,
  count: number,
  map: Int32Array,
): void {
  for (let index = 0; index < count; index++) {
    slots[index] = (slots[index]! + map[codes[(offset + index) | 0]!]!) | 0;
  }
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
