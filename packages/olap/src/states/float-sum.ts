/**
 * Sums of floats (rates, scores), compensated: the error of each addition is kept and added last.
 *
 * Floats have no exact sum. This one is right to the last digit or so, and the same for the same
 * rows in the same order; money never goes this way.
 *
 * @source D. E. Knuth, "The Art of Computer Programming", volume 2, 4.2.2, theorem B (the error of
 *   an addition, exactly and without a branch); A. Neumaier, ZAMM 54, 1974 (errors added last)
 */
import { blockValues, type RowBlock } from '../row-block.ts';
import type { ValueColumn } from '../value-column.ts';
import { pickDoubles } from './pick-doubles.ts';
import { type CellRange, grownDoubles, ownState, type StateColumn } from './state-column.ts';

/** Compensated sums of one column by slot. */
export class FloatSums implements StateColumn {
  readonly id: string;
  /** What was added cannot be taken out to the bit. */
  readonly isRetractable = false;
  readonly isAdditive = true;
  private sums: Float64Array = new Float64Array(0);
  private errors: Float64Array = new Float64Array(0);

  constructor(readonly source: ValueColumn) {
    this.id = `floatSum:${source.name}`;
  }

  /** The sum of a slot. */
  at(slot: number): number {
    return this.sums[slot]! + this.errors[slot]!;
  }

  /** The sums of some slots. */
  numbers(slots: Int32Array): Float64Array {
    const numbers = pickDoubles(this.sums, slots);
    const errors = pickDoubles(this.errors, slots);
    for (let index = 0; index < numbers.length; index++) numbers[index]! += errors[index]!;
    return numbers;
  }

  /** The sums as they are, and their errors. */
  get parts(): readonly [sums: Float64Array, errors: Float64Array] {
    return [this.sums, this.errors];
  }

  /** Whether no value of the column is null. */
  get hasAllValues(): boolean {
    return this.source.nulls === 0 && this.source.array instanceof Float64Array;
  }

  reserve(slots: number): void {
    this.sums = grownDoubles(this.sums, slots);
    this.errors = grownDoubles(this.errors, slots);
  }

  clear(slots: number): void {
    this.sums.fill(0, 0, slots);
    this.errors.fill(0, 0, slots);
  }

  add(block: RowBlock, slots: Int32Array): void {
    const { array, offset } = blockValues(block, this.source);
    const { sums, errors } = this;
    // Same as addTo for each row, inlined: the call doubles the time of a scan.
    for (let index = 0; index < block.count; index++) {
      const value = array[offset + index]!;
      // NaN is null, and the only value that differs from itself.
      if (value !== value) continue;
      const slot = slots[index]!;
      const before = sums[slot]!;
      const sum = before + value;
      const added = sum - before;
      errors[slot]! += before - (sum - added) + (value - added);
      sums[slot] = sum;
    }
  }

  merge(
    from: StateColumn,
    { cells, start, count }: CellRange,
    slots: Int32Array,
    signs?: Int8Array,
  ): void {
    const other = ownState(FloatSums, from);
    for (let index = 0; index < count; index++) {
      const cell = cells === null ? start + index : cells[index]!;
      const sign = signs === undefined ? 1 : signs[index]!;
      this.addTo(slots[index]!, sign * other.sums[cell]!);
      this.errors[slots[index]!]! += sign * other.errors[cell]!;
    }
  }

  fresh(): FloatSums {
    return new FloatSums(this.source);
  }

  private addTo(slot: number, value: number): void {
    const before = this.sums[slot]!;
    const sum = before + value;
    const added = sum - before;
    this.errors[slot]! += before - (sum - added) + (value - added);
    this.sums[slot] = sum;
  }
}
