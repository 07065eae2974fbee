/**
 * Sums side by side: while a cuboid is filled, its row counts and plain sums stand in one record a
 * slot, and are written out as columns in the end.
 *
 *     rows | whole sum | whole sum | … | float sum | its error | …
 *
 * A row that goes into five columns touches five places of memory, and one place in a record; with
 * many slots that is most of the time. What is no plain sum (a distinct count, a sum that may pass
 * 2^53, a column with nulls) fills its own column as ever: `rest`.
 */
import type { StateColumn } from './state-column.ts';
import type { PartedCells } from '../partition.ts';
import { BLOCK_ROWS, blockValues, type RowBlock } from '../row-block.ts';
import type { ValueColumn } from '../value-column.ts';
import type { Cuboid } from '../cuboid.ts';
import { ExactSums } from './exact-sum.ts';
import { FloatSums } from './float-sum.ts';
import {
  addToFloatLanes,
  addToLane,
  addToTwoLanes,
  laneKernel,
  type LaneKernel,
  WHOLES_MAX,
} from './lane-kernels.ts';
import { ValueCounts } from './value-count.ts';

/** Records of a cuboid that is being filled, and the states that are not in them. */
export class SumLanes {
  /** Columns of values that rows bring into the records. */
  readonly columns: readonly ValueColumn[];
  private readonly stride: number;
  private readonly kernel: LaneKernel | undefined;
  private array = new Float64Array(0);

  private constructor(
    private readonly into: Cuboid,
    private readonly wholes: readonly ExactSums[],
    private readonly floats: readonly FloatSums[],
    /** States that take rows or cells in by themselves. */
    readonly rest: readonly StateColumn[],
    isOfRows: boolean,
  ) {
    this.stride = 1 + wholes.length + 2 * floats.length;
    this.columns = [...wholes, ...floats].map(({ source }) => source);
    this.kernel = isOfRows ? laneKernel(wholes.length, floats.length > 0) : undefined;
  }

  /** Records of a cuboid without cells that so many rows will come into. */
  static forRows(into: Cuboid, rows: number): SumLanes {
    const wholes: ExactSums[] = [];
    const floats: FloatSums[] = [];
    const rest: StateColumn[] = [];
    for (const state of into.states.values()) {
      if (state instanceof ExactSums && wholes.length < WHOLES_MAX && state.expectRows(rows)) {
        wholes.push(state);
      } else if (state instanceof FloatSums && floats.length < 1 && state.hasAllValues) {
        floats.push(state);
      } else if (!(state instanceof ValueCounts && state.isRowCount)) rest.push(state);
    }
    return new SumLanes(into, wholes, floats, rest, true);
  }

  /** Records of a cuboid without cells that cells of another will come into, each once. */
  static forCells(into: Cuboid, from: Cuboid): SumLanes {
    const wholes: ExactSums[] = [];
    const floats: FloatSums[] = [];
    const rest: StateColumn[] = [];
    for (const [id, state] of into.states) {
      const other = from.states.get(id)!;
      const isWhole =
        state instanceof ExactSums && other instanceof ExactSums && state.expectCells(other);
      if (isWhole) wholes.push(state);
      else if (state instanceof FloatSums) floats.push(state);
      else if (!(other instanceof ValueCounts && other.isRowCount)) rest.push(state);
    }
    return new SumLanes(into, wholes, floats, rest, false);
  }

  /** Empties the records of the first `slots`, which are made where they are not. */
  clear(slots: number): void {
    const length = slots * this.stride;
    if (length <= this.array.length) this.array.fill(0, 0, length);
    else this.array = new Float64Array(Math.max(length, this.array.length * 2));
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
    this.kernel!(this.array, slots, block.count, offset, wholes, float);
  }

  /** The columns of a finer cuboid that `addCells` takes, a lane each. */
  lanesOf(from: Cuboid): Float64Array[] {
    const own = <S extends StateColumn>({ id }: S): S => from.states.get(id) as S;
    return [
      from.rows.counts,
      ...this.wholes.map((state) => own(state).limb),
      ...this.floats.flatMap((state) => own(state).parts),
    ];
  }

  /** Takes the cells `offset … offset + count − 1` of columns in. */
  addCells(
    columns: readonly Float64Array[],
    offset: number,
    count: number,
    slots: Int32Array,
  ): void {
    const { array, stride } = this;
    const plain = 1 + this.wholes.length;
    for (let lane = 0; lane < plain; lane += 2) {
      const place = { stride, lane, offset };
      const [one, two] = [columns[lane]!, columns[lane + 1]];
      if (lane + 1 < plain) addToTwoLanes(array, slots, count, place, one, two!);
      else addToLane(array, slots, count, place, one);
    }
    for (let lane = plain; lane < stride; lane += 2) {
      const place = { stride, lane, offset };
      addToFloatLanes(array, slots, count, place, columns[lane]!, columns[lane + 1]!);
    }
  }

  /**
   * Fills the records of one part of the cells after the other, and writes each to the cuboid.
   *
   * @param fill - adds at most a block of a part's rows (or cells), whose places begin at `start`,
   *   to the slots given, which it may change
   */
  fillParts(
    starts: Int32Array,
    { slots, cellStarts, numbers }: PartedCells,
    fill: (start: number, count: number, slots: Int32Array, cellsBefore: number) => void,
  ): void {
    this.reserve(numbers.length);
    for (let part = 0; part + 1 < starts.length; part++) {
      const [from, end] = [starts[part]!, starts[part + 1]!];
      if (from === end) continue;
      const cellsBefore = cellStarts[part]!;
      const cells = cellStarts[part + 1]! - cellsBefore;
      this.clear(cells);
      for (let start = from; start < end; start += BLOCK_ROWS) {
        const count = Math.min(BLOCK_ROWS, end - start);
        fill(start, count, slots.subarray(start, start + count), cellsBefore);
      }
      this.writeTo(cellsBefore, cells, null);
    }
  }

  /** The slots of the first `slots` that have rows. */
  slotsWithRows(slots: number): Int32Array {
    const { array, stride } = this;
    const found = new Int32Array(slots);
    let count = 0;
    for (let slot = 0; slot < slots; slot++) {
      found[count] = slot;
      count += array[Math.imul(slot, stride)] === 0 ? 0 : 1;
    }
    return found.subarray(0, count);
  }

  /**
   * Writes the records of some slots as cells of the cuboid, from cell `at` on.
   *
   * @param slots - null: the first `count`
   */
  writeTo(at: number, count: number, slots: Int32Array | null): void {
    const { array, stride, into, wholes, floats } = this;
    this.reserve(at + count);
    const columns = [
      into.rows.counts,
      ...wholes.map(({ limb }) => limb),
      ...floats.flatMap(({ parts }) => parts),
    ];
    for (const [lane, column] of columns.entries()) {
      const place = { stride, lane, offset: at };
      if (slots === null) writeLane(array, place, column, count);
      else writeSlots(array, place, column, slots);
    }
  }

  private reserve(cells: number): void {
    for (const state of [this.into.rows, ...this.wholes, ...this.floats]) state.reserve(cells);
  }
}

interface LanePlace {
  readonly stride: number;
  readonly lane: number;
  /** Of the column. */
  readonly offset: number;
}

function writeLane(
  lanes: Float64Array,
  { stride, lane, offset }: LanePlace,
  column: Float64Array,
  count: number,
): void {
  for (let slot = 0, at = lane; slot < count; slot++, at += stride) {
    column[offset + slot] = lanes[at]!;
  }
}

function writeSlots(
  lanes: Float64Array,
  { stride, lane, offset }: LanePlace,
  column: Float64Array,
  slots: Int32Array,
): void {
  for (let index = 0; index < slots.length; index++) {
    column[offset + index] = lanes[Math.imul(slots[index]!, stride) + lane]!;
  }
}
