/**
 * From facts to a cuboid: every row into the cell of its members.
 *
 * Three ways, chosen by what can be known before: a slot for every possible cell where these are
 * few beside the rows (multiway array aggregation); rows sorted by the number of their cell where
 * most possible cells stay empty; a hash table where cells cannot be numbered in 31 bits, or rows
 * are few. All three give the same cells.
 *
 * @source Y. Zhao, P. Deshpande, J. Naughton, "An Array-Based Algorithm for Simultaneous
 * Multidimensional Aggregates", 1997
 */
import { CellIndex } from './cell-index.ts';
import { type Cuboid, openCuboid, type StateMakers, statesOf } from './cuboid.ts';
import { closeDense, pushPlaces } from './dense-cells.ts';
import type { FactTable } from './fact-table.ts';
import { type FilterPlan, selectRows } from './filter-plan.ts';
import type { Level } from './hierarchy.ts';
import { type IntColumn, pushCode } from './int-column.ts';
import { sortKeys } from './key-sort.ts';
import { BLOCK_ROWS, blockCodes, moveToRows, moveToRun, openBlock } from './row-block.ts';
import { mapSlots, placeValues, scaledMap } from './slot-map.ts';

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
const INT_MAX = 2 ** 31;

/** Groups rows into the cells of a grain. */
export function groupRows(grouping: Grouping): Cuboid {
  const { grain, from, to } = grouping;
  const { product } = placeValues(grain.map((level) => level.keys.length));
  const rows = to - from;
  if (product <= FEW_CELLS || product <= rows * 2) return groupDense(grouping);
  if (product < INT_MAX && rows >= ROWS_TO_SORT) return groupBySorting(grouping);
  return groupHashed(grouping);
}

/** The columns of a grain over the facts, with maps to places. */
interface Digit {
  readonly codes: IntColumn;
  readonly map: Int32Array;
  readonly radix: number;
  readonly placeValue: number;
}

function digitsOf({ facts, dimensions, grain }: Grouping, isScaled: boolean): Digit[] {
  const radices = grain.map((level) => Math.max(1, level.keys.length));
  const { values } = placeValues(radices);
  return grain.map((level, column) => {
    const placeValue = isScaled ? values[column]! : 1;
    return {
      codes: facts.leaves[dimensions.indexOf(level.dimension)]!,
      map: scaledMap(level.ofLeaf.array, level.dimension.leafCount, placeValue),
      radix: radices[column]!,
      placeValue: values[column]!,
    };
  });
}

/** Visits the rows that pass, a block at a time. */
function eachBlock(
  { facts, filter, from, to }: Grouping,
  visit: (block: ReturnType<typeof openBlock>) => void,
): void {
  const block = openBlock();
  const chosen = new Int32Array(BLOCK_ROWS);
  const isWhole = filter === null && facts.removed === null;
  for (let start = from; start < to; start += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, to - start);
    if (isWhole) moveToRun(block, start, count);
    else {
      moveToRows(block, chosen, selectRows(filter, facts.removed, start, count, chosen));
    }
    if (block.count > 0) visit(block);
  }
}

/** Writes the slot of each row of a block. */
function slotBlock(
  block: ReturnType<typeof openBlock>,
  digits: readonly Digit[],
  slots: Int32Array,
): void {
  if (digits.length === 0) slots.fill(0, 0, block.count);
  for (const [column, { codes, map }] of digits.entries()) {
    const { array, offset } = blockCodes(block, codes);
    mapSlots(slots, array, offset, block.count, map, column === 0);
  }
}

// — A slot for every possible cell —

function groupDense(grouping: Grouping): Cuboid {
  const digits = digitsOf(grouping, true);
  const { product } = placeValues(digits.map(({ radix }) => radix));
  const dense = openCuboid(grouping.grain, grouping.states);
  const states = statesOf(dense);
  for (const state of states) state.reserve(product);
  const slots = new Int32Array(BLOCK_ROWS);
  eachBlock(grouping, (block) => {
    slotBlock(block, digits, slots);
    for (const state of states) state.add(block, slots, 1);
  });
  return closeDense(dense, digits, product);
}

// — Rows sorted by the number of their cell —

function groupBySorting(grouping: Grouping): Cuboid {
  const digits = digitsOf(grouping, true);
  const { product } = placeValues(digits.map(({ radix }) => radix));
  const { rows, keys } = keysOf(grouping, digits);
  const { order, slots, cells } = sortKeys(keys, product);
  if (rows !== null) for (let at = 0; at < order.length; at++) order[at] = rows[order[at]!]!;
  const cuboid = openCuboid(grouping.grain, grouping.states);
  const states = statesOf(cuboid);
  for (const state of states) state.reserve(cells.length);
  const block = openBlock();
  for (let start = 0; start < order.length; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, order.length);
    moveToRows(block, order.subarray(start, end), end - start);
    const slotsOfBlock = slots.subarray(start, end);
    for (const state of states) state.add(block, slotsOfBlock, 1);
  }
  pushPlaces(cuboid, digits, cells);
  cuboid.cells = cells.length;
  return cuboid;
}

/** The rows that pass and the number of their cell. */
function keysOf(
  grouping: Grouping,
  digits: readonly Digit[],
): { rows: Int32Array | null; keys: Int32Array } {
  const { facts, filter, from, to } = grouping;
  const isWhole = filter === null && facts.removed === null;
  let keys = new Int32Array(to - from);
  let rows = isWhole ? null : new Int32Array(to - from);
  const slots = new Int32Array(BLOCK_ROWS);
  let at = 0;
  eachBlock(grouping, (block) => {
    slotBlock(block, digits, slots);
    keys.set(slots.subarray(0, block.count), at);
    rows?.set(block.rows!.subarray(0, block.count), at);
    at += block.count;
  });
  keys = keys.subarray(0, at);
  rows = rows?.subarray(0, at) ?? null;
  if (rows === null && from > 0) rows = Int32Array.from(keys, (_, index) => from + index);
  return { rows, keys };
}

// — A hash table —

function groupHashed(grouping: Grouping): Cuboid {
  const digits = digitsOf(grouping, false);
  const cuboid = openCuboid(grouping.grain, grouping.states);
  const states = statesOf(cuboid);
  const index = new CellIndex(digits.map(({ radix }) => radix));
  const slots = new Int32Array(BLOCK_ROWS);
  const tuple = new Int32Array(digits.length);
  eachBlock(grouping, (block) => {
    const cells = digits.map(({ codes }) => blockCodes(block, codes));
    for (let row = 0; row < block.count; row++) {
      for (let column = 0; column < digits.length; column++) {
        const { array, offset } = cells[column]!;
        tuple[column] = digits[column]!.map[array[offset + row]!]!;
      }
      const cell = index.findOrAdd(tuple, cuboid.cells);
      if (cell === cuboid.cells) addCell(cuboid, tuple);
      slots[row] = cell;
    }
    for (const state of states) {
      state.reserve(cuboid.cells);
      state.add(block, slots, 1);
    }
  });
  return cuboid;
}

/** Appends a cell without rows. */
export function addCell(cuboid: Cuboid, tuple: ArrayLike<number>): number {
  for (let column = 0; column < cuboid.codes.length; column++) {
    pushCode(cuboid.codes[column]!, tuple[column]!);
  }
  return cuboid.cells++;
}
