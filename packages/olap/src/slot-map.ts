/**
 * From codes to slots: the tuple of a row as one number in mixed radix, a column at a time.
 *
 * Each column of a source brings a map from its codes to members of the grain, already multiplied
 * by the place value of its column, so that a slot is a sum of look-ups. One loop a width of code.
 */
import type { CodeArray } from './int-column.ts';

/** Writes (or adds) `map[codes[offset + i]]` to the slots. */
export function mapSlots(
  slots: Int32Array,
  codes: CodeArray,
  offset: number,
  count: number,
  map: Int32Array,
  isFirst: boolean,
): void {
  if (codes instanceof Uint8Array) {
    if (isFirst) setBytes(slots, codes, offset, count, map);
    else addBytes(slots, codes, offset, count, map);
  } else if (codes instanceof Uint16Array) {
    if (isFirst) setWords(slots, codes, offset, count, map);
    else addWords(slots, codes, offset, count, map);
  } else if (isFirst) setInts(slots, codes, offset, count, map);
  else addInts(slots, codes, offset, count, map);
}

/** The map with every member multiplied by the place value. */
export function scaledMap(
  members: ArrayLike<number>,
  count: number,
  placeValue: number,
): Int32Array {
  const map = new Int32Array(count);
  for (let code = 0; code < count; code++) map[code] = members[code]! * placeValue;
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
  for (let index = 0; index < count; index++) slots[index] = map[codes[offset + index]!]!;
}

function addBytes(
  slots: Int32Array,
  codes: Uint8Array,
  offset: number,
  count: number,
  map: Int32Array,
): void {
  for (let index = 0; index < count; index++) slots[index]! += map[codes[offset + index]!]!;
}

function setWords(
  slots: Int32Array,
  codes: Uint16Array,
  offset: number,
  count: number,
  map: Int32Array,
): void {
  for (let index = 0; index < count; index++) slots[index] = map[codes[offset + index]!]!;
}

function addWords(
  slots: Int32Array,
  codes: Uint16Array,
  offset: number,
  count: number,
  map: Int32Array,
): void {
  for (let index = 0; index < count; index++) slots[index]! += map[codes[offset + index]!]!;
}

function setInts(
  slots: Int32Array,
  codes: Int32Array,
  offset: number,
  count: number,
  map: Int32Array,
): void {
  for (let index = 0; index < count; index++) slots[index] = map[codes[offset + index]!]!;
}

function addInts(
  slots: Int32Array,
  codes: Int32Array,
  offset: number,
  count: number,
  map: Int32Array,
): void {
  for (let index = 0; index < count; index++) slots[index]! += map[codes[offset + index]!]!;
}
