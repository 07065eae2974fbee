/**
 * All values of a cell, for what cannot be had from less: medians, percentiles, modes.
 *
 * Values are appended with their slot as they come and are sorted into their slots by counting when
 * the first of them is asked for.
 */
import { assert } from '@kontor/kernel';
import { blockValues, type RowBlock } from '../row-block.ts';
import { NULL_INT, type ValueColumn } from '../value-column.ts';
import { type CellRange, ownState, type StateColumn } from './state-column.ts';

/** Values of one column by slot. */
export class ValueLists implements StateColumn {
  readonly id: string;
  readonly isRetractable = false;
  readonly isAdditive = false;
  private slots = 0;
  private count = 0;
  private slotOf = new Int32Array(0);
  /** As wide as those of the source. */
  private values: Float64Array | Int32Array = new Int32Array(0);
  /** By slot where its values begin; null while the last ones are not sorted in. */
  private starts: Int32Array | null = null;

  constructor(private readonly source: ValueColumn) {
    this.id = `values:${source.name}`;
  }

  /** The values of a slot, in no order; a view that is void after the next addition. */
  at(slot: number): Float64Array | Int32Array {
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
    this.makeRoom(block.count, array);
    const place = { offset, count: block.count, at: this.count };
    if (array instanceof Int32Array) {
      assert(this.values instanceof Int32Array, 'a column that is wide stays wide');
      this.count = appendInts(array, slots, place, this.values, this.slotOf);
    } else {
      assert(this.values instanceof Float64Array, 'room was made for doubles');
      this.count = appendDoubles(array, slots, place, this.values, this.slotOf);
    }
  }

  merge(from: StateColumn, { cells, start, count }: CellRange, slots: Int32Array): void {
    const other = ownState(ValueLists, from);
    for (let index = 0; index < count; index++) {
      const cell = cells === null ? start + index : cells[index]!;
      const values = other.at(cell);
      this.makeRoom(values.length, values);
      this.values.set(values, this.count);
      this.slotOf.fill(slots[index]!, this.count, this.count + values.length);
      this.count += values.length;
    }
  }

  fresh(): ValueLists {
    return new ValueLists(this.source);
  }

  /** Makes room for so many more values of an array of one width. */
  private makeRoom(more: number, like: Float64Array | Int32Array): void {
    this.starts = null;
    const needed = this.count + more;
    const isWide = like instanceof Float64Array || this.values instanceof Float64Array;
    if (needed <= this.values.length && isWide === this.values instanceof Float64Array) return;
    const size = Math.max(needed, roomFor(needed, this.source.length));
    const values = isWide ? new Float64Array(size) : new Int32Array(size);
    values.set(this.values.subarray(0, this.count));
    this.values = values;
    const slotOf = new Int32Array(size);
    slotOf.set(this.slotOf.subarray(0, this.count));
    this.slotOf = slotOf;
  }

  private sortIn(): Int32Array {
    const { count, slots, slotOf } = this;
    const starts = new Int32Array(slots + 1);
    for (let index = 0; index < count; index++) starts[slotOf[index]! + 1]!++;
    for (let slot = 0; slot < slots; slot++) starts[slot + 1]! += starts[slot]!;
    const next = starts.slice();
    this.values =
      this.values instanceof Int32Array
        ? scatteredInts(this.values, slotOf, next, count)
        : scatteredDoubles(this.values, slotOf, next, count);
    for (let slot = 0; slot < slots; slot++) slotOf.fill(slot, starts[slot], starts[slot + 1]);
    this.starts = starts;
    return starts;
  }
}

/** Twice what is needed, or the whole source where a good part of it has come. */
const roomFor = (needed: number, source: number): number =>
  needed * 16 >= source ? source : needed * 2;

interface Appended {
  readonly offset: number;
  readonly count: number;
  /** Values that are there already. */
  readonly at: number;
}

// Each kind of array has a loop of its own, so that each loop sees one kind.

/** Appends values that are not null with their slots; returns how many there are now. */
function appendInts(
  array: Int32Array,
  slots: Int32Array,
  { offset, count, at }: Appended,
  values: Int32Array,
  slotOf: Int32Array,
): number {
  let to = at;
  for (let index = 0; index < count; index++) {
    const value = array[(offset + index) | 0]!;
    values[to] = value;
    slotOf[to] = slots[index]!;
    if (value !== NULL_INT) to++;
  }
  return to;
}

function appendDoubles(
  array: Float64Array,
  slots: Int32Array,
  { offset, count, at }: Appended,
  values: Float64Array,
  slotOf: Int32Array,
): number {
  let to = at;
  for (let index = 0; index < count; index++) {
    const value = array[(offset + index) | 0]!;
    values[to] = value;
    slotOf[to] = slots[index]!;
    // NaN is null, and the only value that differs from itself.
    if (value === value) to++;
  }
  return to;
}

/** Values in the order of their slots; `next` says where each slot's next one goes. */
function scatteredInts(
  values: Int32Array,
  slotOf: Int32Array,
  next: Int32Array,
  count: number,
): Int32Array {
  const sorted = new Int32Array(values.length);
  for (let index = 0; index < count; index++) sorted[next[slotOf[index]!]!++] = values[index]!;
  return sorted;
}

function scatteredDoubles(
  values: Float64Array,
  slotOf: Int32Array,
  next: Int32Array,
  count: number,
): Float64Array {
  const sorted = new Float64Array(values.length);
  for (let index = 0; index < count; index++) sorted[next[slotOf[index]!]!++] = values[index]!;
  return sorted;
}
