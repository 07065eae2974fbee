/**
 * The least or the greatest value of a cell.
 *
 * A row that goes may have been the extreme, so rows cannot be taken out: what was aggregated is
 * computed again.
 */
import { blockValues, type RowBlock } from '../row-block.ts';
import { NULL_INT, type ValueColumn } from '../value-column.ts';
import { type CellRange, ownState, type StateColumn } from './state-column.ts';

/** Extremes of one column by slot. */
export class Extremes implements StateColumn {
  readonly id: string;
  readonly isRetractable = false;
  readonly isAdditive = false;
  /** The extreme times `sign`, so that the least is kept in both cases; +∞ = no value. */
  private least = new Float64Array(0);
  private readonly sign: 1 | -1;

  constructor(
    private readonly source: ValueColumn,
    private readonly which: 'min' | 'max',
  ) {
    this.id = `${which}:${source.name}`;
    this.sign = which === 'min' ? 1 : -1;
  }

  /** The extreme of a slot, null without a value. */
  at(slot: number): number | null {
    const least = this.least[slot]!;
    return least === Number.POSITIVE_INFINITY ? null : least * this.sign + 0;
  }

  reserve(slots: number): void {
    if (slots <= this.least.length) return;
    const grown = new Float64Array(Math.max(slots, this.least.length * 2));
    grown.fill(Number.POSITIVE_INFINITY, this.least.length);
    grown.set(this.least);
    this.least = grown;
  }

  clear(slots: number): void {
    this.least.fill(Number.POSITIVE_INFINITY, 0, slots);
  }

  add(block: RowBlock, slots: Int32Array): void {
    const { array, offset } = blockValues(block, this.source);
    const { least, sign } = this;
    if (array instanceof Int32Array) {
      for (let index = 0; index < block.count; index++) {
        const value = array[offset + index]!;
        const slot = slots[index]!;
        if (value !== NULL_INT && value * sign < least[slot]!) least[slot] = value * sign;
      }
      return;
    }
    for (let index = 0; index < block.count; index++) {
      // NaN, which is null, is never less.
      const value = array[offset + index]! * sign;
      if (value < least[slots[index]!]!) least[slots[index]!] = value;
    }
  }

  merge(from: StateColumn, { cells, start, count }: CellRange, slots: Int32Array): void {
    const source = ownState(Extremes, from).least;
    const { least } = this;
    for (let index = 0; index < count; index++) {
      const value = source[cells === null ? start + index : cells[index]!]!;
      if (value < least[slots[index]!]!) least[slots[index]!] = value;
    }
  }

  fresh(): Extremes {
    return new Extremes(this.source, this.which);
  }
}
