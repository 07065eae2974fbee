/**
 * States that are objects: of sketches and of aggregates of the user's own. One a slot, made when
 * it is first touched.
 */
import type { Aggregate } from '../aggregate/aggregate.ts';
import type { RowBlock } from '../row-block.ts';
import { type CellRange, ownState, type StateColumn } from './state-column.ts';

/** Objects by slot. */
export class ObjectStates implements StateColumn {
  readonly isRetractable: boolean;
  readonly isAdditive = false;
  private states: unknown[] = [];

  constructor(
    readonly id: string,
    /** The value of a row; null and undefined are passed over. */
    private readonly valueOf: (row: number) => unknown,
    private readonly aggregate: Aggregate<unknown, unknown>,
  ) {
    this.isRetractable = aggregate.retract !== undefined;
  }

  /** The state of a slot; an untouched one is as it begins. */
  at(slot: number): unknown {
    return (this.states[slot] ??= this.aggregate.init());
  }

  reserve(slots: number): void {
    while (this.states.length < slots) this.states.push(undefined);
  }

  clear(slots: number): void {
    this.states.fill(undefined, 0, slots);
  }

  add(block: RowBlock, slots: Int32Array, sign: 1 | -1): void {
    const { aggregate } = this;
    for (let index = 0; index < block.count; index++) {
      const row = block.rows === null ? block.start + index : block.rows[index]!;
      const value = this.valueOf(row);
      if (value === null || value === undefined) continue;
      const state = this.at(slots[index]!);
      if (sign > 0) aggregate.add(state, value);
      else aggregate.retract!(state, value);
    }
  }

  merge(from: StateColumn, { cells, start, count }: CellRange, slots: Int32Array): void {
    const other = ownState(ObjectStates, from);
    for (let index = 0; index < count; index++) {
      const state = other.states[cells === null ? start + index : cells[index]!];
      if (state !== undefined) this.aggregate.merge(this.at(slots[index]!), state);
    }
  }

  fresh(): ObjectStates {
    return new ObjectStates(this.id, this.valueOf, this.aggregate);
  }
}
