/**
 * Which rows a set of levels has: those with facts, or all members.
 */
import { OlapError } from './errors.ts';
import type { Frame } from './frame.ts';
import { isAtOrAbove, type Level } from './hierarchy.ts';
import type { Conjunct } from './filter-plan.ts';
import { memberOrder } from './member-order.ts';
import type { Asked } from './asked.ts';

/** All members of all levels may make so many rows. */
const ROWS_MAX = 5_000_000;

/** The grain of a set of levels: of each hierarchy the finest one. */
export function grainOf(shown: readonly Level[]): Level[] {
  const grain = shown.filter(
    (level) => !shown.some((other) => other !== level && isAtOrAbove(level, other)),
  );
  return [...new Set(grain)];
}

/** The rows of a set of levels, in the order of their members. */
export function findRows(asked: Asked, shown: readonly Level[]): Frame {
  const grain = grainOf(shown);
  const base = { grain, filter: asked.filter, spans: new Map() };
  const tuples =
    asked.request.nonEmpty === false ? allTuples(asked, grain) : tuplesWithFacts(asked, grain);
  const visible = tuples.filter((tuple) => grain.every((level, at) => isShown(level, tuple[at]!)));
  const positions = grain.map((level) => memberOrder(level).position);
  const sorted = visible.sort((a, b) => {
    for (const [column, position] of positions.entries()) {
      const difference = position[a[column]!]! - position[b[column]!]!;
      if (difference !== 0) return difference;
    }
    return 0;
  });
  const members = grain.map((_, column) => Int32Array.from(sorted, (tuple) => tuple[column]!));
  return { ...base, rows: sorted.length, members };
}

/** Whether a member of a ragged hierarchy is shown at its level. */
export function isShown(level: Level, code: number): boolean {
  if (level.hideIf === 'never') return true;
  const key = level.keys[code]!;
  if (level.hideIf === 'blank') return key !== null && key !== '';
  const parent = level.above?.keys[level.parents[code]!];
  return key !== parent && key !== null && key !== '';
}

function tuplesWithFacts({ facts, filter, states }: Asked, grain: readonly Level[]): number[][] {
  const cuboid = facts.answer(grain, filter, states);
  const tuples: number[][] = [];
  for (let cell = 0; cell < cuboid.cells; cell++) {
    if (cuboid.rows.counts[cell] === 0) continue;
    tuples.push(cuboid.codes.map(({ array }) => array[cell]!));
  }
  // A grain of no level is one row, also without facts.
  if (grain.length === 0 && tuples.length === 0) return [[]];
  return grain.some(({ tree }) => tree !== undefined) ? withParents(tuples, grain) : tuples;
}

/** Tuples with those of all nodes above theirs. */
function withParents(tuples: readonly number[][], grain: readonly Level[]): number[][] {
  const known = new Map(tuples.map((tuple) => [tuple.join(), tuple]));
  const waiting = [...known.values()];
  for (let tuple = waiting.pop(); tuple !== undefined; tuple = waiting.pop()) {
    for (const [column, { tree, parents }] of grain.entries()) {
      const parent = tree === undefined ? -1 : parents[tuple[column]!]!;
      if (parent < 0) continue;
      const above = tuple.with(column, parent);
      if (known.has(above.join())) continue;
      known.set(above.join(), above);
      waiting.push(above);
    }
  }
  return [...known.values()];
}

function allTuples({ filter }: Asked, grain: readonly Level[]): number[][] {
  const size = grain.reduce((product, level) => product * level.keys.length, 1);
  if (size > ROWS_MAX) {
    const what = 'The rows of all members';
    throw new OlapError('OLAP_TOO_LARGE', { what, size, limit: ROWS_MAX });
  }
  let tuples: number[][] = [[]];
  for (const level of grain) {
    tuples = tuples.flatMap((tuple) => [...level.keys.keys()].map((code) => [...tuple, code]));
  }
  return filter === null ? tuples : tuples.filter((tuple) => passes(filter, grain, tuple));
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
      let code = tuple[column]!;
      for (let up = grain[column]!; up !== level; up = up.above!) code = up.parents[code]!;
      return allowed[code] === 1;
    }),
  );
}
