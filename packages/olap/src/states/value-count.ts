/**
 * How many values of a cell are not null.
 *
 * While a column has no null this is the count of rows, and nothing is kept; the first null makes
 * the column count by itself. Its own counts are settled before those of the rows of the same
 * block.
 */
import { blockValues, type RowBlock } from '../row-block.ts';
import { NULL_INT, type ValueColumn } from '../value-column.ts';
import {
  type CellRange,
  grownDoubles,
  ownState,
  type RowTally,
  type StateColumn,
} from './state-column.ts';

/** Values of one column by slot. */
export class ValueCounts implements StateColumn {
  readonly id: string;
  readonly isRetractable = true;
  readonly isAdditive = true;
  private own: Float64Array | null = null;
  private slots = 0;

  constructor(
    private readonly source: ValueColumn,
    private readonly rows: RowTally,
  ) {
    this.id = `count:${source.name}`;
  }

  /** Values by slot. */
  get counts(): Float64Array {
    return this.own ?? this.rows.counts;
  }

  /** Whether a slot of rows always has a value. */
  get isNeverEmpty(): boolean {
    return this.own === null;
  }

  /** Whether every row has a value, so that there is nothing to count here. */
  get isRowCount(): boolean {
    return this.own === null && this.source.nulls === 0;
  }

  reserve(slots: number): void {
    this.slots = Math.max(this.slots, slots);
    if (this.own !== null) this.own = grownDoubles(this.own, slots);
  }

  clear(slots: number): void {
    this.own?.fill(0, 0, slots);
  }

  add(block: RowBlock, slots: Int32Array, sign: 1 | -1): void {
    if (this.own === null && this.source.nulls === 0) return;
    const own = this.apart();
    const { array, offset } = blockValues(block, this.source);
    if (array instanceof Int32Array) countInts(own, slots, array, offset, block.count, sign);
    else countDoubles(own, slots, array, offset, block.count, sign);
  }

  merge(from: StateColumn, range: CellRange, slots: Int32Array): void {
    const other = ownState(ValueCounts, from);
    if (this.own === null && other.own === null) return;
    const own = this.apart();
    const source = other.counts;
    const { cells, start, count } = range;
    for (let index = 0; index < count; index++) {
      own[slots[index]!]! += source[cells === null ? start + index : cells[index]!]!;
    }
  }

  fresh(rows: RowTally): ValueCounts {
    return new ValueCounts(this.source, rows);
  }

  /** Counts of its own, which so far were those of the rows. */
  private apart(): Float64Array {
    // The rows may not have their slots yet.
    this.own ??= grownDoubles(this.rows.counts.slice(), this.slots);
    return this.own;
  }
}

function countInts(
  counts: Float64Array,
  slots: Int32Array,
  array: Int32Array,
  offset: number,
  count: number,
  sign: number,
): void {
  for (let index = 0; index < count; index++) {
    if (array[offset + index]! !== NULL_INT) counts[slots[index]!]! += sign;
  }
}

function countDoubles(
  counts: Float64Array,
  slots: Int32Array,
  array: Float64Array,
  offset: number,
  count: number,
  sign: number,
): void {
  for (let index = 0; index < count; index++) {
    const value = array[offset + index]!;
    // NaN is null, and the only value that differs from itself.
    if (value === value) counts[slots[index]!]! += sign;
  }
}
