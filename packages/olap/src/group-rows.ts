/**
 * From facts to a cuboid: every row into the cell of its members.
 *
 * Three ways, chosen by what can be known before: a slot for every possible cell where these are
 * few beside the rows (multiway array aggregation); rows parted by the high digits of their cell,
 * so that the slots of a part stay in the cache (radix partitioning); a hash table for few rows
 * among many possible cells. All three give the same cells.
 *
 * @source Y. Zhao, P. Deshpande, J. Naughton, "An Array-Based Algorithm for Simultaneous
 * Multidimensional Aggregates", 1997; S. Manegold et al., "Optimizing database architecture for the
 * new bottleneck: memory access", 2000 (radix clustering)
 */
import { type Cuboid, likeCuboid, openCuboid, type StateMakers, statesOf } from './cuboid.ts';
import { CellIndex } from './cell-index.ts';
import type { FactTable } from './fact-table.ts';
import { type FilterPlan, selectRows } from './filter-plan.ts';
import type { Level } from './hierarchy.ts';
import { type IntColumn, pushCode, reserveCodes, widen } from './int-column.ts';
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
/** Slots of one part: its sums stay in the second cache. */
const PART_BITS = 14;
/** Fewer rows are not worth parting. */
const ROWS_TO_PART = 2 ** 16;
const INT_MAX = 2 ** 31;

/** Groups rows into the cells of a grain. */
export function groupRows(grouping: Grouping): Cuboid {
  const { grain, from, to } = grouping;
  const { product } = placeValues(grain.map((level) => level.keys.length));
  const rows = to - from;
  if (product <= FEW_CELLS || product <= rows * 2) return groupDense(grouping);
  if (product < INT_MAX && rows >= ROWS_TO_PART) return groupByParts(grouping);
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

/** The cells that have rows; the states as they are where all have. */
function closeDense(dense: Cuboid, digits: readonly Digit[], product: number): Cuboid {
  const present = presentSlots(dense.rows.counts, product);
  const cuboid: Cuboid = present.length === product ? dense : likeCuboid(dense, dense.grain);
  if (cuboid !== dense) takeCells(cuboid, dense, present, 0);
  pushDigits(cuboid, digits, present, 0);
  cuboid.cells = present.length;
  return cuboid;
}

function presentSlots(counts: Float64Array, slots: number): Int32Array {
  let present = 0;
  for (let slot = 0; slot < slots; slot++) present += counts[slot] === 0 ? 0 : 1;
  const found = new Int32Array(present);
  for (let slot = 0, at = 0; slot < slots; slot++) if (counts[slot] !== 0) found[at++] = slot;
  return found;
}

/** Appends slots of a part as cells `first …`. */
function takeCells(cuboid: Cuboid, part: Cuboid, present: Int32Array, first: number): void {
  const into = new Int32Array(present.length);
  for (let index = 0; index < into.length; index++) into[index] = first + index;
  const range = { cells: present, start: 0, count: present.length };
  for (const [id, state] of cuboid.states) {
    state.reserve(first + present.length);
    state.merge(part.states.get(id)!, range, into);
  }
  cuboid.rows.reserve(first + present.length);
  cuboid.rows.merge(part.rows, range, into);
}

/** Appends the members of cells, read from their slots; `base` is what the slots count from. */
function pushDigits(
  cuboid: Cuboid,
  digits: readonly Digit[],
  present: Int32Array,
  base: number,
): void {
  for (const [column, { radix, placeValue }] of digits.entries()) {
    const codes = cuboid.codes[column]!;
    widen(codes, radix - 1);
    reserveCodes(codes, codes.length + present.length);
    const { array, length } = codes;
    for (let index = 0; index < present.length; index++) {
      array[length + index] = Math.floor((base + present[index]!) / placeValue) % radix;
    }
    codes.length = length + present.length;
  }
}

// — Rows parted by the high digits of their cell —

function groupByParts(grouping: Grouping): Cuboid {
  const digits = digitsOf(grouping, true);
  const { product } = placeValues(digits.map(({ radix }) => radix));
  const { rows, keys } = keysOf(grouping, digits);
  const parts = (product >>> PART_BITS) + 1;
  const { order, starts } = partRows(keys, rows, parts);
  const cuboid = openCuboid(grouping.grain, grouping.states);
  const part = openCuboid(grouping.grain, grouping.states);
  const states = statesOf(part);
  const size = 2 ** PART_BITS;
  for (const state of states) state.reserve(size);
  const block = openBlock();
  const slots = new Int32Array(BLOCK_ROWS);
  for (let number = 0; number < parts; number++) {
    const base = number << PART_BITS;
    const end = starts[number + 1]!;
    if (starts[number] === end) continue;
    for (let start = starts[number]!; start < end; start += BLOCK_ROWS) {
      const count = Math.min(BLOCK_ROWS, end - start);
      const chosen = order.rows.subarray(start, start + count);
      moveToRows(block, chosen, count);
      for (let index = 0; index < count; index++) slots[index] = order.keys[start + index]! - base;
      for (const state of states) state.add(block, slots, 1);
    }
    const present = presentSlots(part.rows.counts, size);
    takeCells(cuboid, part, present, cuboid.cells);
    pushDigits(cuboid, digits, present, base);
    cuboid.cells += present.length;
    for (const state of states) state.clear(size);
  }
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

/** Sorts rows into parts, each in the order of the rows. */
function partRows(
  keys: Int32Array,
  rows: Int32Array | null,
  parts: number,
): { order: { rows: Int32Array; keys: Int32Array }; starts: Int32Array } {
  const starts = new Int32Array(parts + 1);
  for (let index = 0; index < keys.length; index++) starts[(keys[index]! >>> PART_BITS) + 1]!++;
  for (let part = 0; part < parts; part++) starts[part + 1]! += starts[part]!;
  const next = starts.slice(0, parts);
  const order = { rows: new Int32Array(keys.length), keys: new Int32Array(keys.length) };
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!;
    const to = next[key >>> PART_BITS]!++;
    order.rows[to] = rows === null ? index : rows[index]!;
    order.keys[to] = key;
  }
  return { order, starts };
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
