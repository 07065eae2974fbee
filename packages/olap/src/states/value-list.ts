/**
 * All values of a cell, for what cannot be had from less: medians, percentiles, modes.
 *
 * Values are appended with their slot as they come and are sorted into their slots by counting when
 * the first of them is asked for.
 */
import { assert } from '@kontor/kernel';
import { blockValues, type RowBlock } from '../row-block.ts';
import { NULL_INT, type ValueColumn } from '../value-column.ts';
import { type CellRange, grownDoubles, type StateColumn } from './state-column.ts';

/** Values of one column by slot. */
export class ValueLists implements StateColumn {
  readonly id: string;
  readonly isRetractable = false;
  readonly isAdditive = false;
  private slots = 0;
  private count = 0;
  private slotOf = new Int32Array(0);
  private values: Float64Array = new Float64Array(0);
  /** By slot where its values begin; null while the last ones are not sorted in. */
  private starts: Int32Array | null = null;

  constructor(private readonly source: ValueColumn) {
    this.id = `values:${source.name}`;
  }

  /** The values of a slot, in no order; a view that is void after the next addition. */
  at(slot: number): Float64Array {
    const starts = this.starts ?? this.sortIn();
    return this.values.subarray(starts[slot], starts[slot + 1]);
  }

  reserve(slots: number): void {
    this.slots = Math.max(this.slots, slots);
    this.starts = null;
  }

  clear(): void {
    this.count = 0;
    this.starts = null;
  }

  add(block: RowBlock, slots: Int32Array): void {
    const { array, offset } = blockValues(block, this.source);
    const isInts = array instanceof Int32Array;
    for (let index = 0; index < block.count; index++) {
      const value = array[offset + index]!;
      if (isInts ? value !== NULL_INT : !Number.isNaN(value)) this.push(slots[index]!, value);
    }
  }

  merge(from: StateColumn, { cells, start, count }: CellRange, slots: Int32Array): void {
    const other = ownValueLists(from);
    for (let index = 0; index < count; index++) {
      const cell = cells === null ? start + index : cells[index]!;
      for (const value of other.at(cell)) this.push(slots[index]!, value);
    }
  }

  fresh(): ValueLists {
    return new ValueLists(this.source);
  }

  private push(slot: number, value: number): void {
    if (this.count === this.values.length) {
      this.values = grownDoubles(this.values, Math.max(1024, this.count * 2));
      const slotOf = new Int32Array(this.values.length);
      slotOf.set(this.slotOf);
      this.slotOf = slotOf;
    }
    this.slotOf[this.count] = slot;
    this.values[this.count++] = value;
    this.starts = null;
  }

  private sortIn(): Int32Array {
    const starts = new Int32Array(this.slots + 1);
    for (let index = 0; index < this.count; index++) starts[this.slotOf[index]! + 1]!++;
    for (let slot = 0; slot < this.slots; slot++) starts[slot + 1]! += starts[slot]!;
    const next = starts.slice();
    const values = new Float64Array(this.values.length);
    const slotOf = new Int32Array(this.values.length);
    for (let index = 0; index < this.count; index++) {
      const to = next[this.slotOf[index]!]!++;
      values[to] = this.values[index]!;
      slotOf[to] = this.slotOf[index]!;
    }
    this.values = values;
    this.slotOf = slotOf;
    this.starts = starts;
    return starts;
  }
}

function ownValueLists(state: StateColumn): ValueLists {
  assert(state instanceof ValueLists, 'states merge with their own kind');
  return state;
}
