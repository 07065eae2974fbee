/**
 * From a cuboid to a coarser one, and from cells to any groups of them: states merge, nothing else.
 */
import { type Cuboid, cellIndex, likeCuboid, statesOf } from './cuboid.ts';
import { type Conjunct, planFilter, selectRows } from './filter-plan.ts';
import { addCell } from './group-rows.ts';
import { ancestorMap, isAtOrAbove, type Level } from './hierarchy.ts';
import { closeDense, type Place, pushPlaces } from './dense-cells.ts';
import { sortKeys } from './key-sort.ts';
import { BLOCK_ROWS } from './row-block.ts';
import type { CellRange } from './states/state-column.ts';
import { mapSlots, placeValues, scaledMap } from './slot-map.ts';

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
const INT_MAX = 2 ** 31;

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
  const sources = grain.map((level) => sourceOf(cuboid, level));
  const radices = grain.map((level) => Math.max(1, level.keys.length));
  const { values, product } = placeValues(radices);
  const rolled = likeCuboid(cuboid, grain);
  const chosen = filter === null ? null : passing(cuboid, filter);
  const count = chosen?.length ?? cuboid.cells;
  if (product >= INT_MAX) {
    rollUpHashed(cuboid, rolled, sources, chosen);
    return rolled;
  }
  const maps = sources.map(({ map }, column) => scaledMap(map, map.length, values[column]!));
  const places = radices.map((radix, column) => ({ radix, placeValue: values[column]! }));
  if (product <= FEW_CELLS || product <= count * 2) {
    const dense = likeCuboid(cuboid, grain);
    for (const state of statesOf(dense)) state.reserve(product);
    eachBlock(cuboid, sources, maps, chosen, (range, slots) =>
      mergeCells(dense, cuboid, range, slots),
    );
    return closeDense(dense, places, product);
  }
  const keys = new Int32Array(count);
  let at = 0;
  eachBlock(cuboid, sources, maps, chosen, (range, slots) => {
    keys.set(slots.subarray(0, range.count), at);
    at += range.count;
  });
  return rollUpSorted(cuboid, rolled, { keys, chosen, places, product });
}

/** Cells that come together are brought together by sorting. */
function rollUpSorted(
  cuboid: Cuboid,
  rolled: Cuboid,
  by: {
    readonly keys: Int32Array;
    readonly chosen: Int32Array | null;
    readonly places: readonly Place[];
    readonly product: number;
  },
): Cuboid {
  const { order, slots, cells } = sortKeys(by.keys, by.product);
  const { chosen } = by;
  if (chosen !== null) for (let at = 0; at < order.length; at++) order[at] = chosen[order[at]!]!;
  for (const state of statesOf(rolled)) state.reserve(cells.length);
  mergeCells(rolled, cuboid, { cells: order, start: 0, count: order.length }, slots);
  pushPlaces(rolled, by.places, cells);
  rolled.cells = cells.length;
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
  const block = new Int32Array(BLOCK_ROWS);
  let count = 0;
  for (let start = 0; start < cuboid.cells; start += BLOCK_ROWS) {
    const size = Math.min(BLOCK_ROWS, cuboid.cells - start);
    const passed = selectRows(plans, null, start, size, block);
    found.set(block.subarray(0, passed), count);
    count += passed;
  }
  return found.subarray(0, count);
}

/** Visits the cells a block at a time with the slots that they go to. */
function eachBlock(
  cuboid: Cuboid,
  sources: readonly RollUpColumn[],
  maps: readonly Int32Array[],
  chosen: Int32Array | null,
  visit: (range: CellRange, slots: Int32Array) => void,
): void {
  const slots = new Int32Array(BLOCK_ROWS);
  const total = chosen?.length ?? cuboid.cells;
  for (let start = 0; start < total; start += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, total - start);
    const cells = chosen?.subarray(start, start + count) ?? null;
    slots.fill(0, 0, count);
    for (const [index, { column }] of sources.entries()) {
      const { array } = cuboid.codes[column]!;
      const map = maps[index]!;
      if (cells === null) mapSlots(slots, array, start, count, map, index === 0);
      else for (let at = 0; at < count; at++) slots[at]! += map[array[cells[at]!]!]!;
    }
    visit({ cells, start, count }, slots);
  }
}

function mergeCells(
  into: Cuboid,
  from: Cuboid,
  range: CellRange,
  slots: Int32Array,
  signs?: Int8Array,
): void {
  for (const [id, state] of into.states) state.merge(from.states.get(id)!, range, slots, signs);
  into.rows.merge(from.rows, range, slots);
}

function rollUpHashed(
  cuboid: Cuboid,
  rolled: Cuboid,
  sources: readonly RollUpColumn[],
  chosen: Int32Array | null,
): void {
  const index = cellIndex(rolled);
  const total = chosen?.length ?? cuboid.cells;
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
      const slot = index.findOrAdd(tuple, rolled.cells);
      if (slot === rolled.cells) addCell(rolled, tuple);
      slots[at] = slot;
    }
    for (const state of statesOf(rolled)) state.reserve(rolled.cells);
    mergeCells(rolled, cuboid, { cells, start, count }, slots);
  }
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
    for (let column = 0; column < tuple.length; column++) {
      tuple[column] = from.codes[column]!.array[cell]!;
    }
    const slot = index.findOrAdd(tuple, into.cells);
    if (slot === into.cells) addCell(into, tuple);
    slots[cell] = slot;
  }
  for (const state of statesOf(into)) state.reserve(into.cells);
  mergeCells(into, from, { cells: null, start: 0, count: from.cells }, slots);
}
