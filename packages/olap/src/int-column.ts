/**
 * A growing column of whole numbers from 0 on, in the narrowest array that holds them.
 *
 * Codes of members are small, and a scan is as fast as its columns are narrow. The array is 8, 16
 * or 32 bits wide and is widened when a larger code comes; kernels are written once a width, so
 * that each loop sees one kind of array only.
 */

/** The array of a code column. */
export type CodeArray = Uint8Array | Uint16Array | Int32Array;

/** A growing column of codes. */
export interface IntColumn {
  /** At least `length` long; what lies beyond is not defined. */
  array: CodeArray;
  length: number;
}

/** An empty column with room for `capacity` codes. */
export function intColumn(capacity = 16): IntColumn {
  return { array: new Uint8Array(capacity), length: 0 };
}

/** Appends a code, 0 … 2^31 − 1. */
export function pushCode(column: IntColumn, code: number): void {
  if (column.length === column.array.length) reserveCodes(column, column.length + 1);
  if (code > widestOf(column.array)) widen(column, code);
  column.array[column.length++] = code;
}

/** Appends codes, each 0 … 2^31 − 1. */
export function pushCodes(column: IntColumn, codes: Int32Array): void {
  reserveCodes(column, column.length + codes.length);
  let largest = 0;
  for (let row = 0; row < codes.length; row++) if (codes[row]! > largest) largest = codes[row]!;
  widen(column, largest);
  column.array.set(codes, column.length);
  column.length += codes.length;
}

/**
 * How long a growing array becomes that has `length` cells and needs `needed`: a quarter longer, so
 * that at most a fifth of a column is spare.
 */
export function grownLength(length: number, needed: number): number {
  return Math.max(needed, length + Math.max(16, length >> 2));
}

/** Makes room for `length` codes. */
export function reserveCodes(column: IntColumn, length: number): void {
  if (length <= column.array.length) return;
  const grown = arrayOf(column.array, grownLength(column.array.length, length));
  grown.set(column.array.subarray(0, column.length));
  column.array = grown;
}

/** Widens the column so that `code` fits. */
export function widen(column: IntColumn, code: number): void {
  const { array } = column;
  if (code <= widestOf(array)) return;
  const wide = code <= 0xffff ? new Uint16Array(array.length) : new Int32Array(array.length);
  wide.set(array.subarray(0, column.length));
  column.array = wide;
}

/** The largest code that an array's width holds. */
export function widestOf(array: CodeArray): number {
  if (array instanceof Uint8Array) return 0xff;
  return array instanceof Uint16Array ? 0xffff : 0x7fffffff;
}

function arrayOf(like: CodeArray, length: number): CodeArray {
  if (like instanceof Uint8Array) return new Uint8Array(length);
  return like instanceof Uint16Array ? new Uint16Array(length) : new Int32Array(length);
}
