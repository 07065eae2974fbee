/**
 * From a cuboid to a coarser one, and from cells to any groups of them: states merge, nothing else.
 */
import { type Cuboid, cellIndex, likeCuboid, readTuple, statesOf } from './cuboid.ts';
import { type Conjunct, planFilter, selectRows } from './filter-plan.ts';
import { cellOf } from './group-rows.ts';
import { ancestorMap, isAtOrAbove, type Level } from './hierarchy.ts';
import { closeDense, type Place, placesOf, pushPlaces } from './dense-cells.ts';
import { sortKeys } from './key-sort.ts';
import {
  carry,
  cellsOfParts,
  numberParts,
  PARTED_CELLS_MAX,
  partitionKeys,
  rowsByPlace,
} from './partition.ts';
import { BLOCK_ROWS } from './row-block.ts';
import type { CellRange, StateColumn } from './states/state-column.ts';
import { slotParts, sumSlots } from './slot-map.ts';
import { SLOTS_MAX } from './states/lane-kernels.ts';
import { pickDoubles } from './states/pick-doubles.ts';
import { SumLanes } from './states/sum-lanes.ts';

/** Cells by group: pairs of a cell and the slot that takes it in. */
export interface CellGroups {
  readonly cells: Int32Array;
  readonly slots: Int32Array;
  /** By pair: how the cell enters, where it is not simply added. */
  readonly signs?: Int8Array | undefined;
  readonly count: number;
}

/** Possible cells that are few for any number of cells. */
const FEW_CELLS = 2 ** 16;
/** A part's bits are read through once: so many possible cells a cell cost less than sorting. */
const CELLS_A_CELL_TO_PART = 64;
const INT_MAX = 2 ** 31;

// What one block needs is used by every roll-up again: most of them read a block or two.
const slotsOfBlock = new Int32Array(BLOCK_ROWS);
const chosenOfBlock = new Int32Array(BLOCK_ROWS);

/**
 * Rolls cells up to a coarser grain; only those that pass the filter.
 *
 * Every level of `grain`, and of the filter, stands at or above a level of the cuboid's grain.
 */
export function rollUp(
  cuboid: Cuboid,
  grain: readonly Level[],
  filter: readonly Conjunct[] | null,
): Cuboid {
  const { places, product } = placesOf(grain);
  const sources = grain.map((level) => sourceOf(cuboid, level));
  const chosen = filter === null ? null : passing(cuboid, filter);
  const rising: RollUp = { cuboid, sources, chosen, count: chosen?.length ?? cuboid.cells };
  if (product >= INT_MAX) return rollUpHashed(rising, grain);
  const maps = sources.map(({ map }, column) => slotParts(map, map.length, places[column]!));
  const isDense = product <= FEW_CELLS || product <= rising.count * 2;
  if (isDense && product <= SLOTS_MAX)
    return rollUpDense(rising, likeCuboid(cuboid, grain), places, maps, product);
  const keys = new Int32Array(rising.count);
  eachBlock(rising, maps, (range, slots, at) => keys.set(slots.subarray(0, range.count), at));
  const isParted = product <= Math.min(rising.count * CELLS_A_CELL_TO_PART, PARTED_CELLS_MAX);
  const way = isParted ? rollUpByParts : rollUpSorted;
  return way(rising, likeCuboid(cuboid, grain), places, keys, product);
}

/** Cells on their way to a coarser grain. */
interface RollUp {
  readonly cuboid: Cuboid;
  readonly sources: readonly RollUpColumn[];
  /** Null: all. */
  readonly chosen: Int32Array | null;
  readonly count: number;
}

/** A slot for every possible cell. */
function rollUpDense(
  rising: RollUp,
  dense: Cuboid,
  places: readonly Place[],
  maps: readonly Int32Array[],
  product: number,
): Cuboid {
  const { cuboid, chosen } = rising;
  const lanes = SumLanes.forCells(dense, cuboid);
  for (const state of lanes.rest) state.reserve(product);
  if (lanes.rest.length > 0) {
    eachBlock(rising, maps, (range, slots) => mergeStates(lanes.rest, cuboid, range, slots));
  }
  const all = lanes.lanesOf(cuboid);
  const columns = chosen === null ? all : all.map((lane) => pickDoubles(lane, chosen));
  lanes.clear(product);
  eachBlock(rising, maps, (range, slots, at) => lanes.addCells(columns, at, range.count, slots));
  return closeDense(dense, lanes, places, product);
}

/** Cells parted by the high bits of the cell that they go to. */
function rollUpByParts(
  { cuboid, chosen }: RollUp,
  rolled: Cuboid,
  places: readonly Place[],
  keys: Int32Array,
  product: number,
): Cuboid {
  const partition = partitionKeys(keys, product);
  const parted = numberParts(partition);
  const lanes = SumLanes.forCells(rolled, cuboid);
  if (lanes.rest.length > 0) {
    const order = rowsByPlace(chosen, partition.places);
    for (const state of lanes.rest) state.reserve(parted.numbers.length);
    const range = { cells: order, start: 0, count: order.length };
    mergeStates(lanes.rest, cuboid, range, cellsOfParts(parted, partition.starts));
  }
  const columns = lanes.lanesOf(cuboid).map((lane) => carry(lane, chosen, partition.places));
  lanes.fillParts(partition.starts, parted, (start, count, slots) =>
    lanes.addCells(columns, start, count, slots),
  );
  pushPlaces(rolled, places, parted.numbers);
  return rolled;
}

/** Cells that come together are brought together by sorting. */
function rollUpSorted(
  { cuboid, chosen }: RollUp,
  rolled: Cuboid,
  places: readonly Place[],
  keys: Int32Array,
  product: number,
): Cuboid {
  const { order, slots, cells } = sortKeys(keys, product);
  if (chosen !== null) for (let at = 0; at < order.length; at++) order[at] = chosen[order[at]!]!;
  for (const state of statesOf(rolled)) state.reserve(cells.length);
  mergeCells(rolled, cuboid, { cells: order, start: 0, count: order.length }, slots);
  pushPlaces(rolled, places, cells);
  return rolled;
}

interface RollUpColumn {
  readonly column: number;
  readonly map: Int32Array;
}

function sourceOf(cuboid: Cuboid, level: Level): RollUpColumn {
  const column = cuboid.grain.findIndex((finer) => isAtOrAbove(level, finer));
  return { column, map: ancestorMap(cuboid.grain[column]!, level) };
}

/** The cells that pass a filter. */
function passing(cuboid: Cuboid, filter: readonly Conjunct[]): Int32Array {
  const columns = cuboid.grain.map((level, column) => ({
    codes: cuboid.codes[column]!,
    level,
    dimension: level.dimension,
  }));
  const plans = planFilter(filter, columns);
  const found = new Int32Array(cuboid.cells);
  let count = 0;
  for (let start = 0; start < cuboid.cells; start += BLOCK_ROWS) {
    const size = Math.min(BLOCK_ROWS, cuboid.cells - start);
    const passed = selectRows(plans, null, start, size, chosenOfBlock);
    found.set(chosenOfBlock.subarray(0, passed), count);
    count += passed;
  }
  return found.subarray(0, count);
}

/** Visits the cells a block at a time with the slots that they go to, and how many came before. */
function eachBlock(
  { cuboid, sources, chosen, count: total }: RollUp,
  maps: readonly Int32Array[],
  visit: (range: CellRange, slots: Int32Array, before: number) => void,
): void {
  const slots = slotsOfBlock;
  for (let start = 0; start < total; start += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, total - start);
    const cells = chosen?.subarray(start, start + count) ?? null;
    if (cells === null) {
      const columns = sources.map(({ column }, index) => ({
        array: cuboid.codes[column]!.array,
        offset: start,
        map: maps[index]!,
      }));
      sumSlots(slots, columns, count);
    } else {
      slots.fill(0, 0, count);
      for (const [index, { column }] of sources.entries()) {
        const { array } = cuboid.codes[column]!;
        const map = maps[index]!;
        for (let at = 0; at < count; at++) slots[at]! += map[array[cells[at]!]!]!;
      }
    }
    visit({ cells, start, count }, slots, start);
  }
}

function mergeCells(
  into: Cuboid,
  from: Cuboid,
  range: CellRange,
  slots: Int32Array,
  signs?: Int8Array,
): void {
  mergeStates([...into.states.values()], from, range, slots, signs);
  into.rows.merge(from.rows, range, slots);
}

function mergeStates(
  states: readonly StateColumn[],
  from: Cuboid,
  range: CellRange,
  slots: Int32Array,
  signs?: Int8Array,
): void {
  for (const state of states) state.merge(from.states.get(state.id)!, range, slots, signs);
}

function rollUpHashed(
  { cuboid, sources, chosen, count: total }: RollUp,
  grain: readonly Level[],
): Cuboid {
  const rolled = likeCuboid(cuboid, grain);
  const index = cellIndex(rolled);
  const slots = new Int32Array(BLOCK_ROWS);
  const tuple = new Int32Array(sources.length);
  for (let start = 0; start < total; start += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, total - start);
    const cells = chosen?.subarray(start, start + count) ?? null;
    for (let at = 0; at < count; at++) {
      const cell = cells === null ? start + at : cells[at]!;
      for (const [place, { column, map }] of sources.entries()) {
        tuple[place] = map[cuboid.codes[column]!.array[cell]!]!;
      }
      slots[at] = cellOf(rolled, index, tuple);
    }
    for (const state of statesOf(rolled)) state.reserve(rolled.cells);
    mergeCells(rolled, cuboid, { cells, start, count }, slots);
  }
  return rolled;
}

/**
 * Merges cells of a cuboid into new slots, whatever the groups mean: periods to date, the members
 * that are not shown, a node with its descendants.
 *
 * The result has `slots` cells and no members; a slot that took no cell has no rows.
 */
export function groupCells(cuboid: Cuboid, groups: CellGroups, slots: number): Cuboid {
  const grouped = likeCuboid(cuboid, []);
  for (const state of statesOf(grouped)) state.reserve(slots);
  const range = { cells: groups.cells, start: 0, count: groups.count };
  mergeCells(grouped, cuboid, range, groups.slots, groups.signs);
  grouped.cells = slots;
  return grouped;
}

/** Takes all cells of another cuboid of the same grain and states in. */
export function absorb(into: Cuboid, from: Cuboid): void {
  const index = cellIndex(into);
  const slots = new Int32Array(from.cells);
  const tuple = new Int32Array(from.codes.length);
  for (let cell = 0; cell < from.cells; cell++) {
    readTuple(from, cell, tuple);
    slots[cell] = cellOf(into, index, tuple);
  }
  for (const state of statesOf(into)) state.reserve(into.cells);
  mergeCells(into, from, { cells: null, start: 0, count: from.cells }, slots);
}
