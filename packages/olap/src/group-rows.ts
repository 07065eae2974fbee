/**
 * From facts to a cuboid: every row into the cell of its members.
 *
 * Four ways, chosen by what can be known before: a slot for every possible cell where these are few
 * beside the rows (multiway array aggregation); rows parted by the high bits of their cell where
 * these are more; rows sorted by their cell where most possible cells stay empty; a hash table
 * where cells cannot be numbered in 31 bits, or rows are few. All give the same cells; all but the
 * last in the order of their members.
 *
 * @source Y. Zhao, P. Deshpande, J. Naughton, "An Array-Based Algorithm for Simultaneous
 * Multidimensional Aggregates", 1997
 */
import { CellIndex } from './cell-index.ts';
import { type Cuboid, openCuboid, type StateMakers, statesOf } from './cuboid.ts';
import { closeDense, type Place, placesOf, pushPlaces } from './dense-cells.ts';
import type { FactTable } from './fact-table.ts';
import { type FilterPlan, selectRows } from './filter-plan.ts';
import type { Level } from './hierarchy.ts';
import { type IntColumn, pushCode } from './int-column.ts';
import { sortKeys } from './key-sort.ts';
import {
  carry,
  cellsOfParts,
  numberParts,
  PARTED_CELLS_MAX,
  partitionKeys,
  rowsByPlace,
} from './partition.ts';
import {
  BLOCK_ROWS,
  blockCodes,
  moveToCarried,
  moveToRows,
  moveToRun,
  openBlock,
  type RowBlock,
} from './row-block.ts';
import { slotParts, sumSlots } from './slot-map.ts';
import { SLOTS_MAX } from './states/lane-kernels.ts';
import type { StateColumn } from './states/state-column.ts';
import { SumLanes } from './states/sum-lanes.ts';

/** What is grouped and how. */
export interface Grouping {
  readonly facts: FactTable;
  /** The dimensions in the order of the facts' columns. */
  readonly dimensions: readonly Level['dimension'][];
  readonly grain: readonly Level[];
  readonly states: StateMakers;
  /** Null lets every row through. */
  readonly filter: readonly FilterPlan[] | null;
  /** Rows `from … to − 1`. */
  readonly from: number;
  readonly to: number;
}

/** Possible cells that are few for any number of rows. */
const FEW_CELLS = 2 ** 16;
/** Fewer rows are looked up one by one. */
const ROWS_TO_SORT = 2 ** 12;
/** A part's bits are read through once: so many possible cells a row cost less than sorting it. */
const CELLS_A_ROW_TO_PART = 64;
const INT_MAX = 2 ** 31;

/** Groups rows into the cells of a grain. */
export function groupRows(grouping: Grouping): Cuboid {
  const { places, product } = placesOf(grouping.grain);
  const rows = grouping.to - grouping.from;
  const isDense = product <= FEW_CELLS || product <= rows * 2;
  if (isDense && product <= SLOTS_MAX) return groupDense(grouping, places, product);
  if (product >= INT_MAX || rows < ROWS_TO_SORT) return groupHashed(grouping);
  const isParted = product <= Math.min(rows * CELLS_A_ROW_TO_PART, PARTED_CELLS_MAX);
  return (isParted ? groupByParts : groupBySorting)(grouping, places, product);
}

/** A column of the grain over the facts: its codes, and what a code adds to a slot. */
interface Digit {
  readonly codes: IntColumn;
  readonly map: Int32Array;
}

function digitsOf({ facts, dimensions, grain }: Grouping, places: readonly Place[]): Digit[] {
  return grain.map(({ dimension, ofLeaf }, column) => ({
    codes: facts.leaves[dimensions.indexOf(dimension)]!,
    map: slotParts(ofLeaf.array, dimension.leafCount, places[column]!),
  }));
}

/** Visits the rows that pass, a block at a time. */
function eachBlock({ facts, filter, from, to }: Grouping, visit: (block: RowBlock) => void): void {
  const block = openBlock();
  const chosen = new Int32Array(BLOCK_ROWS);
  let gone = nextRemoved(facts, from);
  for (let start = from; start < to; start += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, to - start);
    if (gone < start) gone = nextRemoved(facts, start);
    const removed = gone < start + count ? facts.removed : null;
    const isWhole = filter === null && removed === null;
    const passed = isWhole ? count : selectRows(filter, removed, start, count, chosen);
    if (passed === count) moveToRun(block, start, count);
    else moveToRows(block, chosen, passed);
    if (passed > 0) visit(block);
  }
}

/** The first row from `from` on that is removed; beyond all rows where none is. */
function nextRemoved({ removed, rows }: FactTable, from: number): number {
  // Behind the rows there is room for more of them, which nobody should look through.
  const found = removed === null ? -1 : removed.subarray(0, rows).indexOf(1, from);
  return found < 0 ? rows : found;
}

/** Writes the slot of each row of a block. */
function slotBlock(block: RowBlock, digits: readonly Digit[], slots: Int32Array): void {
  const columns = digits.map(({ codes, map }) => ({ ...blockCodes(block, codes), map }));
  sumSlots(slots, columns, block.count);
}

// — A slot for every possible cell —

function groupDense(grouping: Grouping, places: readonly Place[], product: number): Cuboid {
  const digits = digitsOf(grouping, places);
  const dense = openCuboid(grouping.grain, grouping.states);
  const lanes = SumLanes.forRows(dense, grouping.to - grouping.from);
  const slots = new Int32Array(BLOCK_ROWS);
  for (const state of lanes.rest) state.reserve(product);
  if (lanes.rest.length > 0) {
    eachBlock(grouping, (block) => {
      slotBlock(block, digits, slots);
      for (const state of lanes.rest) state.add(block, slots, 1);
    });
  }
  lanes.clear(product);
  eachBlock(grouping, (block) => {
    slotBlock(block, digits, slots);
    lanes.addRows(block, slots);
  });
  return closeDense(dense, lanes, places, product);
}

// — Rows parted by the high bits of their cell —

function groupByParts(grouping: Grouping, places: readonly Place[], product: number): Cuboid {
  const { rows, keys } = keysOf(grouping, digitsOf(grouping, places));
  const partition = partitionKeys(keys, product);
  const parted = numberParts(partition);
  const cuboid = openCuboid(grouping.grain, grouping.states);
  const lanes = SumLanes.forRows(cuboid, keys.length);
  if (lanes.rest.length > 0) {
    const order = rowsByPlace(rows, partition.places);
    addOrdered(lanes.rest, order, cellsOfParts(parted, partition.starts), parted.numbers.length);
  }
  const carried = new Map(
    lanes.columns.map((column) => [column, carry(column.array, rows, partition.places)] as const),
  );
  const block = openBlock();
  lanes.fillParts(partition.starts, parted, (start, count, slots) => {
    moveToCarried(block, carried, start, count);
    lanes.addRows(block, slots);
  });
  pushPlaces(cuboid, places, parted.numbers);
  return cuboid;
}

/** Adds rows in an order of their own, with the cell of each. */
function addOrdered(
  states: readonly StateColumn[],
  order: Int32Array,
  cells: Int32Array,
  count: number,
): void {
  for (const state of states) state.reserve(count);
  const block = openBlock();
  for (let start = 0; start < order.length; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, order.length);
    moveToRows(block, order.subarray(start, end), end - start);
    const cellsOfBlock = cells.subarray(start, end);
    for (const state of states) state.add(block, cellsOfBlock, 1);
  }
}

// — Rows sorted by the number of their cell —

function groupBySorting(grouping: Grouping, places: readonly Place[], product: number): Cuboid {
  const { rows, keys } = keysOf(grouping, digitsOf(grouping, places));
  const { order, slots, cells } = sortKeys(keys, product);
  if (rows !== null) for (let at = 0; at < order.length; at++) order[at] = rows[order[at]!]!;
  const cuboid = openCuboid(grouping.grain, grouping.states);
  addOrdered(statesOf(cuboid), order, slots, cells.length);
  pushPlaces(cuboid, places, cells);
  return cuboid;
}

/** The rows that pass (null: all, from the first on) and the number of their cell. */
function keysOf(
  grouping: Grouping,
  digits: readonly Digit[],
): { rows: Int32Array | null; keys: Int32Array } {
  const { facts, filter, from, to } = grouping;
  const isWhole = filter === null && facts.removed === null && from === 0;
  const keys = new Int32Array(to - from);
  const rows = isWhole ? null : new Int32Array(to - from);
  const slots = new Int32Array(BLOCK_ROWS);
  let at = 0;
  eachBlock(grouping, (block) => {
    slotBlock(block, digits, slots);
    keys.set(slots.subarray(0, block.count), at);
    if (rows !== null) writeRows(block, rows, at);
    at += block.count;
  });
  return { rows: rows?.subarray(0, at) ?? null, keys: keys.subarray(0, at) };
}

function writeRows({ rows, start, count }: RowBlock, to: Int32Array, at: number): void {
  if (rows !== null) to.set(rows.subarray(0, count), at);
  else for (let index = 0; index < count; index++) to[at + index] = start + index;
}

// — A hash table —

function groupHashed(grouping: Grouping): Cuboid {
  const { facts, dimensions, grain } = grouping;
  const columns = grain.map(({ dimension }) => facts.leaves[dimensions.indexOf(dimension)]!);
  const cuboid = openCuboid(grain, grouping.states);
  const states = statesOf(cuboid);
  const index = new CellIndex(grain.map(({ keys }) => Math.max(1, keys.length)));
  const slots = new Int32Array(BLOCK_ROWS);
  const tuple = new Int32Array(grain.length);
  eachBlock(grouping, (block) => {
    const cells = columns.map((codes) => blockCodes(block, codes));
    for (let row = 0; row < block.count; row++) {
      for (let column = 0; column < grain.length; column++) {
        const { array, offset } = cells[column]!;
        tuple[column] = grain[column]!.ofLeaf.array[array[offset + row]!]!;
      }
      slots[row] = cellOf(cuboid, index, tuple);
    }
    for (const state of states) {
      state.reserve(cuboid.cells);
      state.add(block, slots, 1);
    }
  });
  return cuboid;
}

/** The cell of some members; where there is none it is appended, without rows. */
export function cellOf(cuboid: Cuboid, index: CellIndex, tuple: Int32Array): number {
  const cell = index.findOrAdd(tuple, cuboid.cells);
  if (cell < cuboid.cells) return cell;
  for (let column = 0; column < cuboid.codes.length; column++) {
    pushCode(cuboid.codes[column]!, tuple[column]!);
  }
  cuboid.isOrdered = false;
  return cuboid.cells++;
}
