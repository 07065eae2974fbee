/**
 * Columns of numbers that measures add up: whole numbers of a scale, or floats where rates are
 * meant.
 *
 * A scaled column holds whole units of 10^-scale: in 32 bits while they fit, else as doubles, exact
 * within ±2^52. Null has a place of its own (the lowest 32-bit number, NaN), and the column knows
 * whether it has any, so that a column without nulls is added without looking.
 */
import { type DecimalInput, scaledDecimal } from '@kontor/kernel';
import { grownLength } from './int-column.ts';

/** A growing column of numbers. */
export interface ValueColumn {
  readonly name: string;
  /** Decimals of the whole numbers; undefined in a column of floats. */
  readonly scale: number | undefined;
  /** At least `length` long. */
  array: Int32Array | Float64Array;
  length: number;
  /** How many cells are null. */
  nulls: number;
  /** No value is further from 0. */
  largest: number;
}

/** Null in an array of 32 bits; NaN is null among doubles. */
export const NULL_INT = -(2 ** 31);

/** Whole numbers are kept within ±this. */
export const VALUE_LIMIT = 2 ** 52;

/** An empty column. */
export function valueColumn(name: string, scale: number | undefined): ValueColumn {
  const array = scale === undefined ? new Float64Array(16) : new Int32Array(16);
  return { name, scale, array, length: 0, nulls: 0, largest: 0 };
}

/** Appends values that `readValue` gave, NaN for null. */
export function pushValues(column: ValueColumn, values: Float64Array): void {
  reserveValues(column, column.length + values.length);
  let largest = column.largest;
  let nulls = 0;
  for (let index = 0; index < values.length; index++) {
    const magnitude = Math.abs(values[index]!);
    if (magnitude > largest) largest = magnitude;
    // NaN is null, and the only value that differs from itself.
    else if (magnitude !== magnitude) nulls++;
  }
  column.largest = largest;
  column.nulls += nulls;
  if (largest >= 2 ** 31) toDoubles(column);
  const { array } = column;
  array.set(values, column.length);
  // Nulls became 0 on their way into whole numbers.
  if (nulls > 0 && array instanceof Int32Array) markNulls(array, column.length, values);
  column.length += values.length;
}

function markNulls(array: Int32Array, start: number, values: Float64Array): void {
  for (let index = 0; index < values.length; index++) {
    if (Number.isNaN(values[index])) array[start + index] = NULL_INT;
  }
}

/** Makes room for `length` values. */
export function reserveValues(column: ValueColumn, length: number): void {
  if (length <= column.array.length) return;
  const size = grownLength(column.array.length, length);
  const grown = column.array instanceof Int32Array ? new Int32Array(size) : new Float64Array(size);
  grown.set(column.array.subarray(0, column.length));
  column.array = grown;
}

function toDoubles(column: ValueColumn): void {
  const { array, length } = column;
  if (array instanceof Float64Array) return;
  const wide = new Float64Array(array.length);
  for (let row = 0; row < length; row++) {
    const value = array[row]!;
    wide[row] = value === NULL_INT ? Number.NaN : value;
  }
  column.array = wide;
}

/** The value of a row; NaN where it is null. */
export function valueAt(column: ValueColumn, row: number): number {
  const value = column.array[row]!;
  return value === NULL_INT && column.array instanceof Int32Array ? Number.NaN : value;
}

/** A value as a user's row has it. */
export type ValueInput = DecimalInput | null | undefined;

/** Why a value cannot be kept. */
export type ValueFault = 'NOT_A_NUMBER' | 'TOO_PRECISE' | 'OUT_OF_RANGE';

/**
 * The value as whole units of 10^-scale, NaN for null, or why it has none.
 *
 * A number stands for the decimal that it prints as: 0.1 is one tenth. `isScaled` tells that whole
 * units are given already.
 *
 * @example
 * readScaled('12.34', 2, false) // => 1234
 */
export function readScaled(
  value: ValueInput,
  scale: number,
  isScaled: boolean,
): number | ValueFault {
  if (value === null || value === undefined) return Number.NaN;
  if (typeof value === 'number') {
    const units = isScaled ? value : unitsOfNumber(value, scale);
    if (Number.isInteger(units)) return within(units);
    if (!Number.isFinite(value)) return 'NOT_A_NUMBER';
    if (isScaled) return 'TOO_PRECISE';
  }
  return readDecimal(value, isScaled ? 0 : scale);
}

/**
 * The same of a value that is given as whole units of 10^-decimals.
 *
 * @example
 * readUnits(1234n, 3, 4) // => 12340
 */
export function readUnits(
  value: ValueInput,
  decimals: unknown,
  scale: number,
): number | ValueFault {
  if (value === null || value === undefined) return Number.NaN;
  if (typeof decimals !== 'number' || !Number.isInteger(decimals)) return 'NOT_A_NUMBER';
  if (typeof value === 'number') {
    const units = readScaled(value, 0, true);
    if (typeof units !== 'number') return units;
    if (decimals <= scale) return within(units * 10 ** (scale - decimals));
  }
  return readDecimal(value, scale, decimals);
}

/** A float as it is, NaN for null. */
export function readFloat(value: ValueInput): number | ValueFault {
  if (value === null || value === undefined) return Number.NaN;
  const number = typeof value === 'object' ? Number(value.toFixed()) : Number(value);
  return Number.isFinite(number) ? number : 'NOT_A_NUMBER';
}

/** The whole units of a number whose print has no more decimals; NaN where it may have more. */
function unitsOfNumber(value: number, scale: number): number {
  if (scale === 0) return value;
  const power = 10 ** scale;
  const units = Math.round(value * power);
  // A double is the nearest to its decimal, so the quotient gives it back exactly below 2^53.
  return units / power === value && Math.abs(units) < VALUE_LIMIT ? units : Number.NaN;
}

/** @param shift - how many places the point is left of where it is written */
function readDecimal(value: DecimalInput, scale: number, shift = 0): number | ValueFault {
  let read: { coefficient: bigint; decimals: number };
  try {
    read = scaledDecimal(value);
  } catch {
    // What the kernel refuses is a fault of the row, which the caller reports with its place.
    return 'NOT_A_NUMBER';
  }
  const excess = read.decimals + shift - scale;
  if (excess <= 0) return within(Number(read.coefficient * 10n ** BigInt(-excess)));
  const step = 10n ** BigInt(excess);
  // Zeros at the end are no precision.
  return read.coefficient % step === 0n ? within(Number(read.coefficient / step)) : 'TOO_PRECISE';
}

function within(units: number): number | ValueFault {
  return Math.abs(units) < VALUE_LIMIT ? units + 0 : 'OUT_OF_RANGE';
}
