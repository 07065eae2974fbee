/**
 * Sums side by side: while a cuboid is filled, its row counts and plain sums stand in one record a
 * slot, and are written out as columns in the end.
 *
 * A row that goes into five columns touches five places of memory, and one place in a record; with
 * many slots that is most of the time. What is no plain sum (a distinct count, a sum that may pass
 * 2^53, a column with nulls) fills its own column as ever, before the records: `rest`.
 */
import type { StateColumn } from './state-column.ts';
import type { PartedCells } from '../partition.ts';
import { BLOCK_ROWS, blockValues, type RowBlock } from '../row-block.ts';
import type { ValueColumn } from '../value-column.ts';
import type { Cuboid } from '../cuboid.ts';
import { ExactFloatSums } from './exact-float-sum.ts';
import { ExactSums } from './exact-sum.ts';
import { ADDITIONS_MAX } from './float-limbs.ts';
import {
  addCells,
  addRows,
  carryRecords,
  clearRecords,
  readRecords,
  type RecordShape,
  slotsWithRows,
  WHOLES_MAX,
} from './lane-kernels.ts';
import { ValueCounts } from './value-count.ts';

/** Records of a cuboid that is being filled, and the states that are not in them. */
export class SumLanes {
  /** Columns of values that rows bring into the records. */
  readonly columns: readonly ValueColumn[];
  private readonly shape: RecordShape;
  /** Records that were cleared. */
  private slots = 0;
  /** Rows or cells that came into them since the limbs of floats were carried. */
  private additions = 0;

  private constructor(
    private readonly into: Cuboid,
    private readonly wholes: readonly ExactSums[],
    private readonly floats: readonly ExactFloatSums[],
    /** States that take rows or cells in by themselves, before the records are cleared. */
    readonly rest: readonly StateColumn[],
  ) {
    this.shape = { wholes: wholes.length, top: floats[0]?.top };
    this.columns = [...wholes, ...floats].map(({ source }) => source);
  }

  /** Records of a cuboid without cells that so many rows will come into. */
  static forRows(into: Cuboid, rows: number): SumLanes {
    return SumLanes.of(
      into,
      (state) => state,
      (state) => state.expectRows(rows),
    );
  }

  /** Records of a cuboid without cells that cells of another will come into, each once. */
  static forCells(into: Cuboid, from: Cuboid): SumLanes {
    const sourceOf = ({ id }: StateColumn): StateColumn => from.states.get(id)!;
    return SumLanes.of(into, sourceOf, (state) => state.expectCells(sourceOf(state), from.cells));
  }

  /**
   * @param sourceOf - the column that a state is filled from
   * @param expect - whether records hold what will come into a state
   */
  private static of(
    into: Cuboid,
    sourceOf: (state: StateColumn) => StateColumn,
    expect: (state: ExactSums | ExactFloatSums) => boolean,
  ): SumLanes {
    const wholes: ExactSums[] = [];
    const floats: ExactFloatSums[] = [];
    const rest: StateColumn[] = [];
    for (const state of into.states.values()) {
      const source = sourceOf(state);
      if (state instanceof ExactSums && wholes.length < WHOLES_MAX && expect(state)) {
        wholes.push(state);
      } else if (state instanceof ExactFloatSums && floats.length === 0 && expect(state)) {
        floats.push(state);
      } else if (!(source instanceof ValueCounts && source.isRowCount)) rest.push(state);
    }
    return new SumLanes(into, wholes, floats, rest);
  }

  /** Empties the records of the first `slots`; what is in them is read before others are made. */
  clear(slots: number): void {
    clearRecords(this.shape, slots);
    this.slots = slots;
    this.additions = 0;
  }

  /** Takes rows in. */
  addRows(block: RowBlock, slots: Int32Array): void {
    let offset = 0;
    const arrays = this.columns.map((column) => {
      const cells = blockValues(block, column);
      ({ offset } = cells);
      return cells.array;
    });
    const wholes = arrays.slice(0, this.wholes.length) as Int32Array[];
    const float = arrays[this.wholes.length] as Float64Array | undefined;
    this.expect(block.count);
    const hasNulls = this.floats.some(({ source }) => source.nulls > 0);
    addRows(this.shape, { slots, count: block.count, offset, wholes, float, hasNulls });
  }

  /** The columns of a cuboid that are numbers of the records. */
  lanesOf(from: Cuboid): Float64Array[] {
    const own = <S extends StateColumn>({ id }: S): S => from.states.get(id) as S;
    return [
      from.rows.counts,
      ...this.wholes.map((state) => own(state).limb),
      ...this.floats.flatMap((state) => own(state).limbs),
    ];
  }

  /** Takes the cells `offset … offset + count − 1` of columns in. */
  addCells(
    columns: readonly Float64Array[],
    offset: number,
    count: number,
    slots: Int32Array,
  ): void {
    this.expect(count);
    addCells(this.shape, { slots, count, offset, columns });
  }

  private expect(count: number): void {
    this.additions += count;
    if (this.shape.top === undefined || this.additions <= ADDITIONS_MAX) return;
    carryRecords(this.shape, this.slots);
    this.additions = count;
  }

  /**
   * Fills the records of one part of the cells after the other, and writes each to the cuboid.
   *
   * @param fill - adds at most a block of a part's rows (or cells), whose places begin at `start`,
   *   to the slots given
   */
  fillParts(
    starts: Int32Array,
    { slots, cellStarts, numbers }: PartedCells,
    fill: (start: number, count: number, slots: Int32Array) => void,
  ): void {
    this.reserve(numbers.length);
    const columns = this.lanesOf(this.into);
    for (let part = 0; part + 1 < starts.length; part++) {
      const [from, end] = [starts[part]!, starts[part + 1]!];
      if (from === end) continue;
      const cells = cellStarts[part + 1]! - cellStarts[part]!;
      this.clear(cells);
      for (let start = from; start < end; start += BLOCK_ROWS) {
        const count = Math.min(BLOCK_ROWS, end - start);
        fill(start, count, slots.subarray(start, start + count));
      }
      readRecords(columns, cellStarts[part]!, cells, null);
    }
  }

  /** The slots of the first `slots` that have rows. */
  slotsWithRows(slots: number): Int32Array {
    return slotsWithRows(this.shape, slots);
  }

  /**
   * The records of some slots as columns, a number of the record each.
   *
   * @param slots - null: the first `count`
   */
  read(count: number, slots: Int32Array | null): Float64Array[] {
    const columns = this.lanesOf(this.into).map(() => new Float64Array(count));
    readRecords(columns, 0, count, slots);
    return columns;
  }

  /** Writes columns that were read as the cells of the cuboid. */
  write(columns: readonly Float64Array[]): void {
    this.reserve(columns[0]!.length);
    for (const [lane, column] of this.lanesOf(this.into).entries()) column.set(columns[lane]!);
  }

  private reserve(cells: number): void {
    for (const state of [this.into.rows, ...this.wholes, ...this.floats]) state.reserve(cells);
  }
}
