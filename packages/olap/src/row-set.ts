/**
 * Which rows a set of levels has: those with facts, or all members.
 */
import type { Asked } from './asked.ts';
import type { Cuboid } from './cuboid.ts';
import { checkLimit } from './errors.ts';
import type { Conjunct } from './filter-plan.ts';
import { chosenRows, type Frame, pick } from './frame.ts';
import { ancestorOf, isAtOrAbove, type Level } from './hierarchy.ts';
import { rising } from './key-sort.ts';
import { once } from './once.ts';

/** All members of all levels may make so many rows. */
const ROWS_MAX = 5_000_000;

/** The grain of a set of levels: of each hierarchy the finest one. */
export function grainOf(shown: readonly Level[]): Level[] {
  const grain = shown.filter(
    (level) => !shown.some((other) => other !== level && isAtOrAbove(level, other)),
  );
  return [...new Set(grain)];
}

/** The rows of a set of levels, in no order. */
export function findRows(asked: Asked, shown: readonly Level[]): Frame {
  const grain = grainOf(shown);
  const isAll = asked.request.nonEmpty === false;
  const found = isAll ? allMembers(asked, grain) : membersWithFacts(asked, grain);
  const frame: Frame = {
    grain,
    filter: asked.filter,
    spans: new Map(),
    rows: found.rows,
    source: found.source,
    isOrdered: found.isOrdered,
    members: found.members,
  };
  return grain.every(({ hideIf }) => hideIf === 'never') ? frame : shownRows(frame);
}

/** Whether a member of a ragged hierarchy is shown at its level. */
export function isShown(level: Level, code: number): boolean {
  if (level.hideIf === 'never') return true;
  const key = level.keys[code]!;
  if (level.hideIf === 'blank') return key !== null && key !== '';
  const parent = level.above?.keys[level.parents[code]!];
  return key !== parent && key !== null && key !== '';
}

/** Some rows of a frame and where they are from. */
type Found = Pick<Frame, 'rows' | 'members' | 'source' | 'isOrdered'>;

/** The rows whose members are all shown. */
function shownRows(frame: Frame): Frame {
  const rows = rising(frame.rows).filter((row) =>
    frame.grain.every((level, column) => isShown(level, frame.members()[column]![row]!)),
  );
  return chosenRows(frame, rows);
}

function membersWithFacts({ facts, filter, states }: Asked, grain: readonly Level[]): Found {
  const cuboid = facts.answer(grain, filter, states);
  const cells = cellsWithRows(cuboid);
  // A grain of no level is one row, also without facts.
  if (grain.length === 0 && cells.length === 0) return { rows: 1, members: () => [] };
  if (grain.some(({ tree }) => tree !== undefined)) {
    return withParents(membersOf(cuboid, cells), grain);
  }
  return {
    rows: cells.length,
    source: { cuboid, cells },
    isOrdered: cuboid.isOrdered,
    // Members are read when a row is shown, and not where only values are.
    members: once(() => membersOf(cuboid, cells)),
  };
}

/** By level of the grain the members of some cells. */
const membersOf = ({ codes }: Cuboid, cells: Int32Array): Int32Array[] =>
  codes.map(({ array }) => pick(array, cells));

function cellsWithRows({ cells, rows }: Cuboid): Int32Array {
  const { counts } = rows;
  const found = new Int32Array(cells);
  let count = 0;
  for (let cell = 0; cell < cells; cell++) if (counts[cell] !== 0) found[count++] = cell;
  return found.subarray(0, count);
}

/** Rows with those of all nodes above theirs. */
function withParents(members: readonly Int32Array[], grain: readonly Level[]): Found {
  const known = new Map<string, number[]>();
  for (const row of members[0]!.keys()) {
    const tuple = members.map((codes) => codes[row]!);
    known.set(tuple.join(), tuple);
  }
  const waiting = [...known.values()];
  for (let tuple = waiting.pop(); tuple !== undefined; tuple = waiting.pop()) {
    for (const [column, { tree, parents }] of grain.entries()) {
      const parent = tree === undefined ? -1 : parents[tuple[column]!]!;
      const above = parent < 0 ? tuple : tuple.with(column, parent);
      if (known.has(above.join())) continue;
      known.set(above.join(), above);
      waiting.push(above);
    }
  }
  return ofTuples([...known.values()], grain);
}

function ofTuples(tuples: readonly (readonly number[])[], grain: readonly Level[]): Found {
  const members = grain.map((_, column) => Int32Array.from(tuples, (tuple) => tuple[column]!));
  return { rows: tuples.length, members: () => members };
}

function allMembers({ filter }: Asked, grain: readonly Level[]): Found {
  const size = grain.reduce((product, level) => product * level.keys.length, 1);
  checkLimit('The rows of all members', size, ROWS_MAX);
  let tuples: number[][] = [[]];
  for (const level of grain) {
    tuples = tuples.flatMap((tuple) => [...level.keys.keys()].map((code) => [...tuple, code]));
  }
  const left = filter === null ? tuples : tuples.filter((tuple) => passes(filter, grain, tuple));
  return ofTuples(left, grain);
}

/** Whether members pass what a filter asks of the hierarchies that they show. */
function passes(
  filter: readonly Conjunct[],
  grain: readonly Level[],
  tuple: readonly number[],
): boolean {
  return filter.some(({ members }) =>
    members.every(({ level, allowed }) => {
      const column = grain.findIndex((shown) => isAtOrAbove(level, shown));
      if (column < 0) return true;
      return allowed[ancestorOf(grain[column]!, tuple[column]!, level)] === 1;
    }),
  );
}
