/**
 * A cuboid: the states of all cells at one grain.
 *
 * Cells stand in the order in which they came; each has the codes of its members and a slot in
 * every state column. A cell without rows is empty and is passed over by whoever reads.
 */
import { CellIndex } from './cell-index.ts';
import type { Level } from './hierarchy.ts';
import { type IntColumn, intColumn } from './int-column.ts';
import { RowCounts } from './states/row-count.ts';
import type { StateColumn } from './states/state-column.ts';

/** Cells at a grain. */
export interface Cuboid {
  /** At most one level a hierarchy. */
  readonly grain: readonly Level[];
  cells: number;
  /** By level of the grain: the member of each cell. */
  readonly codes: readonly IntColumn[];
  readonly rows: RowCounts;
  /** By id; the rows are apart. */
  readonly states: ReadonlyMap<string, StateColumn>;
  index: CellIndex | null;
  /** Whether cells stand in the order of their members, level by level. */
  isOrdered: boolean;
}

/** What a state is made of: an empty column beside the row counts of its cuboid. */
export type StateMaker = (rows: RowCounts) => StateColumn;

/** States by id, as a measure needs them. */
export type StateMakers = ReadonlyMap<string, StateMaker>;

/** A cuboid without cells. */
export function openCuboid(grain: readonly Level[], makers: StateMakers): Cuboid {
  const rows = new RowCounts();
  return emptyCuboid(grain, rows, new Map([...makers].map(([id, make]) => [id, make(rows)])));
}

/** An empty cuboid with the states of another, at a grain of its own. */
export function likeCuboid(cuboid: Cuboid, grain: readonly Level[]): Cuboid {
  const rows = new RowCounts();
  const states = [...cuboid.states].map(([id, state]) => [id, state.fresh(rows)] as const);
  return emptyCuboid(grain, rows, new Map(states));
}

function emptyCuboid(grain: readonly Level[], rows: RowCounts, states: Cuboid['states']): Cuboid {
  const codes = grain.map(() => intColumn());
  return { grain, cells: 0, codes, rows, states, index: null, isOrdered: false };
}

/** All states, each before what it leans on: the rows come last. */
export function statesOf(cuboid: Cuboid): StateColumn[] {
  return [...cuboid.states.values(), cuboid.rows];
}

/** The index of the cells, made when first asked for and again when members have come. */
export function cellIndex(cuboid: Cuboid): CellIndex {
  const counts = cuboid.grain.map((level) => level.keys.length);
  const isOld = cuboid.index?.counts.some((count, column) => count < counts[column]!) ?? true;
  if (cuboid.index !== null && !isOld) return cuboid.index;
  // Room for members to come, so that a few new ones do not make the index again.
  const index = new CellIndex(counts.map((count) => Math.ceil(count * 1.25)));
  const tuple = new Int32Array(counts.length);
  for (let cell = 0; cell < cuboid.cells; cell++) {
    readTuple(cuboid, cell, tuple);
    index.findOrAdd(tuple, cell);
  }
  cuboid.index = index;
  return index;
}

/** Writes the members of a cell to `tuple`. */
export function readTuple(cuboid: Cuboid, cell: number, tuple: Int32Array): void {
  const { codes } = cuboid;
  for (let column = 0; column < codes.length; column++) {
    tuple[column] = codes[column]!.array[cell]!;
  }
}
