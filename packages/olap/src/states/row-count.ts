/**
 * How many fact rows a cell has. A cell of no rows is empty: it is as if it were not there.
 */
import type { RowBlock } from '../row-block.ts';
import { type CellRange, grownDoubles, ownState, type StateColumn } from './state-column.ts';

/** Rows by slot. */
export class RowCounts implements StateColumn {
  readonly id = 'rows';
  readonly isRetractable = true;
  readonly isAdditive = true;
  counts: Float64Array = new Float64Array(0);

  reserve(slots: number): void {
    this.counts = grownDoubles(this.counts, slots);
  }

  clear(slots: number): void {
    this.counts.fill(0, 0, slots);
  }

  add(block: RowBlock, slots: Int32Array, sign: 1 | -1): void {
    const { counts } = this;
    for (let index = 0; index < block.count; index++) counts[slots[index]!]! += sign;
  }

  /** Rows are counted whatever sign their part has. */
  merge(from: StateColumn, { cells, start, count }: CellRange, slots: Int32Array): void {
    const source = ownState(RowCounts, from).counts;
    const { counts } = this;
    if (cells === null) {
      for (let index = 0; index < count; index++) counts[slots[index]!]! += source[start + index]!;
      return;
    }
    for (let index = 0; index < count; index++) counts[slots[index]!]! += source[cells[index]!]!;
  }

  fresh(): RowCounts {
    return new RowCounts();
  }
}
