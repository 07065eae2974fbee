/**
 * Sums of whole numbers, exact whatever their size.
 *
 * A double adds whole numbers exactly while their magnitudes together stay below 2^53. That bound
 * is known beforehand (rows × the largest value of the column), so it is watched once a block and
 * not once a row. A column that could pass it gets a second limb: `high` × 2^52 + `low`, the carry
 * taken after each addition, exact up to 2^105. Nothing wraps and nothing is rounded.
 */
import { blockValues, type RowBlock } from '../row-block.ts';
import { NULL_INT, type ValueColumn } from '../value-column.ts';
import { pickDoubles } from './pick-doubles.ts';
import { type CellRange, grownDoubles, ownState, type StateColumn } from './state-column.ts';

/** A limb: `low` stays within ±this. */
const LIMB = 2 ** 52;
const EXACT_BELOW = 2 ** 53;

/** Sums of one column by slot. */
export class ExactSums implements StateColumn {
  readonly id: string;
  readonly isRetractable = true;
  readonly isAdditive = true;
  private low: Float64Array = new Float64Array(0);
  private high: Float64Array | null = null;
  /** No slot's sum, and no partial sum on the way, is further from 0. */
  private bound = 0;

  constructor(readonly source: ValueColumn) {
    this.id = `sum:${source.name}`;
  }

  /** The sum of a slot in units of the column: a number below 2^53, else a bigint. */
  at(slot: number): number | bigint {
    const low = this.low[slot]!;
    if (this.high === null || this.high[slot] === 0) return low + 0;
    const sum = BigInt(this.high[slot]!) * BigInt(LIMB) + BigInt(low);
    const short = Number(sum);
    return Number.isSafeInteger(short) ? short : sum;
  }

  /** The sums of some slots divided by `power`, each the double nearest to it below 2^53. */
  numbers(slots: Int32Array, power: number): Float64Array {
    const { low, high } = this;
    const numbers = pickDoubles(low, slots);
    if (power !== 1) divide(numbers, power);
    if (high === null) return numbers;
    for (let index = 0; index < slots.length; index++) {
      if (high[slots[index]!] !== 0) numbers[index] = Number(this.at(slots[index]!)) / power;
    }
    return numbers;
  }

  /** The sums as they are, while one limb holds them. */
  get limb(): Float64Array {
    return this.low;
  }

  /** Whether one limb holds the sums of so many more rows, all of them with a value in 32 bits. */
  expectRows(rows: number): boolean {
    const { nulls, array, largest } = this.source;
    return nulls === 0 && array instanceof Int32Array && this.expect(rows * largest);
  }

  /** Whether one limb holds the sums when the cells of another column have come in, each once. */
  expectCells(from: StateColumn): boolean {
    const { high, bound } = ownState(ExactSums, from);
    return high === null && this.expect(bound);
  }

  private expect(more: number): boolean {
    if (this.high !== null || this.bound + more >= EXACT_BELOW) return false;
    this.bound += more;
    return true;
  }

  reserve(slots: number): void {
    this.low = grownDoubles(this.low, slots);
    if (this.high !== null) this.high = grownDoubles(this.high, slots);
  }

  clear(slots: number): void {
    this.low.fill(0, 0, slots);
    this.high?.fill(0, 0, slots);
  }

  add(block: RowBlock, slots: Int32Array, sign: 1 | -1): void {
    const { source, low } = this;
    this.widenFor(block.count * source.largest);
    const { array, offset } = blockValues(block, source);
    const { count } = block;
    if (this.high !== null || sign < 0) {
      addSigned(low, this.high, slots, array, offset, count, sign);
    } else if (array instanceof Float64Array) {
      if (source.nulls === 0) addDoubles(low, slots, array, offset, count);
      else addDoublesOrNull(low, slots, array, offset, count);
    } else if (source.nulls === 0) addInts(low, slots, array, offset, count);
    else addIntsOrNull(low, slots, array, offset, count);
  }

  merge(from: StateColumn, range: CellRange, slots: Int32Array, signs?: Int8Array): void {
    const other = ownState(ExactSums, from);
    this.widenFor(other.bound);
    const { cells, start, count } = range;
    if (this.high !== null || other.high !== null || signs !== undefined) {
      this.mergeWide(other, range, slots, signs);
    } else if (cells === null) addDoubles(this.low, slots, other.low, start, count);
    else addDoubles(this.low, slots, pickDoubles(other.low, cells.subarray(0, count)), 0, count);
  }

  fresh(): ExactSums {
    return new ExactSums(this.source);
  }

  private mergeWide(
    other: ExactSums,
    { cells, start, count }: CellRange,
    slots: Int32Array,
    signs: Int8Array | undefined,
  ): void {
    for (let index = 0; index < count; index++) {
      const cell = cells === null ? start + index : cells[index]!;
      const sign = signs === undefined ? 1 : signs[index]!;
      addLimbs(this.low, this.high, slots[index]!, sign * other.low[cell]!);
      if (other.high !== null) this.high![slots[index]!]! += sign * other.high[cell]!;
    }
  }

  /** Takes a second limb when sums could pass what a double adds exactly. */
  private widenFor(more: number): void {
    this.bound += more;
    if (this.high === null && this.bound >= EXACT_BELOW) {
      this.high = new Float64Array(this.low.length);
      for (let slot = 0; slot < this.low.length; slot++) addLimbs(this.low, this.high, slot, 0);
    }
  }
}

function divide(numbers: Float64Array, by: number): void {
  for (let index = 0; index < numbers.length; index++) numbers[index]! /= by;
}

/** Adds to a slot of two limbs (of one, where `high` is null); `value` is within ±2^53. */
function addLimbs(low: Float64Array, high: Float64Array | null, slot: number, value: number): void {
  let sum = low[slot]!;
  if (high !== null) {
    // First the carry, so that the addition itself stays below 2^53.
    const carry = Math.trunc(sum / LIMB) + Math.trunc(value / LIMB);
    sum = (sum % LIMB) + (value % LIMB);
    const over = Math.trunc(sum / LIMB);
    high[slot]! += carry + over;
    low[slot] = sum - over * LIMB;
    return;
  }
  low[slot] = sum + value;
}

function addSigned(
  low: Float64Array,
  high: Float64Array | null,
  slots: Int32Array,
  array: Int32Array | Float64Array,
  offset: number,
  count: number,
  sign: 1 | -1,
): void {
  const isInts = array instanceof Int32Array;
  for (let index = 0; index < count; index++) {
    const value = array[offset + index]!;
    if (isInts ? value === NULL_INT : Number.isNaN(value)) continue;
    addLimbs(low, high, slots[index]!, sign * value);
  }
}

// Each kind of array has a loop of its own, so that each loop sees one kind.

function addInts(
  sums: Float64Array,
  slots: Int32Array,
  array: Int32Array,
  offset: number,
  count: number,
): void {
  for (let index = 0; index < count; index++) sums[slots[index]!]! += array[offset + index]!;
}

function addIntsOrNull(
  sums: Float64Array,
  slots: Int32Array,
  array: Int32Array,
  offset: number,
  count: number,
): void {
  for (let index = 0; index < count; index++) {
    const value = array[offset + index]!;
    if (value !== NULL_INT) sums[slots[index]!]! += value;
  }
}

function addDoubles(
  sums: Float64Array,
  slots: Int32Array,
  array: Float64Array,
  offset: number,
  count: number,
): void {
  for (let index = 0; index < count; index++) sums[slots[index]!]! += array[offset + index]!;
}

function addDoublesOrNull(
  sums: Float64Array,
  slots: Int32Array,
  array: Float64Array,
  offset: number,
  count: number,
): void {
  for (let index = 0; index < count; index++) {
    const value = array[offset + index]!;
    if (value === value) sums[slots[index]!]! += value;
  }
}
