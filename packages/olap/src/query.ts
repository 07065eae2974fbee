/**
 * The run: from a question to its cells.
 *
 * Every set of levels that is asked for (the rows, their totals) is a query of its own grain: its
 * rows are found, put in order, and every measure is computed in them from states. Nothing is added
 * up from cells that are shown.
 */
import { CellSet, type ShownRows } from './cell-set.ts';
import type { Cells } from './cells.ts';
import type { CompiledCube } from './compile-cube.ts';
import type { StateMaker } from './cuboid.ts';
import { checkLimit, invalidQuery } from './errors.ts';
import type { Asked } from './asked.ts';
import { type Crossing, crossings, readCalculatedMembers } from './calculated-members.ts';
import { evaluate } from './evaluate.ts';
import type { Evaluation } from './evaluation.ts';
import { compileFilter } from './compile-filter.ts';
import { type Formula, partsOf } from './formula.ts';
import { chosenRows } from './frame.ts';
import type { Level } from './hierarchy.ts';
import { checkNames } from './check-request.ts';
import type { Lattice } from './lattice.ts';
import {
  checkMemberSet,
  memberLevelSets,
  readMemberSet,
  rowsInSet,
  visualCells,
} from './member-set.ts';
import { QueryFacts } from './query-facts.ts';
import { type CubeRequest, checkRequest, orderOf, rollupSets } from './request.ts';
import { findRows } from './row-set.ts';
import { chosenKeys, sortRows } from './sort-rows.ts';
import { otherRows, topRows } from './top-rows.ts';

/**
 * Answers a question.
 *
 * @throws OlapError OLAP_INVALID_QUERY — not of the form of a query
 * @throws OlapError OLAP_UNKNOWN_LEVEL, OLAP_UNKNOWN_MEASURE, OLAP_UNKNOWN_MEMBER,
 *   OLAP_AMBIGUOUS_MEMBER — a name, with those nearest to it
 * @throws OlapError OLAP_MIXED_CURRENCIES, OLAP_WRONG_GRAIN — the question has no meaning there
 */
export function query(cube: CompiledCube, lattice: Lattice, input: unknown): CellSet {
  const asked = readRequest(cube, lattice, checkRequest(input));
  const sets = levelSets(asked);
  const parts = sets.map((shown) => computeSet(asked, shown));
  const crossed = crossings(asked.calculatedMembers).flatMap((crossing) =>
    crossedSets(sets, crossing).map((shown) => computeCrossing(asked, shown, crossing)),
  );
  return new CellSet(asked, [...parts, ...crossed]);
}

function readRequest(cube: CompiledCube, lattice: Lattice, request: CubeRequest): Asked {
  const { naming } = cube;
  checkNames(naming, request);
  const set = request.members && readMemberSet(naming, request.members);
  if (set !== undefined) checkMemberSet(request);
  const by = [...(set?.chain ?? []), ...(request.by ?? []).map((ref) => naming.level(ref))];
  const filter = request.where === undefined ? null : compileFilter(request.where, naming);
  const facts = new QueryFacts(cube.dimensions, lattice);
  const own = new Map(Object.entries(request.calculated ?? {}));
  const { solveOrder = {} } = request;
  const { rates } = cube;
  const on = { facts, naming, own, rates, solveOrder, crossing: [], values: evaluate };
  const named = [...request.measures, ...(request.order ?? []).map((order) => order.by)];
  if (request.top !== undefined) named.push(request.top.by);
  const states = new Map(named.flatMap((name) => plainStates(on, name)));
  const calculatedMembers = readCalculatedMembers(naming, request, by);
  return { request, by, set, calculatedMembers, filter, on, facts, states };
}

/** States of the measures that a name stands on and that need no finer grain. */
function plainStates(on: Evaluation, of: Formula): (readonly [string, StateMaker])[] {
  if (typeof of !== 'string') return partsOf(of).flatMap((part) => plainStates(on, part));
  if (of.includes('.')) return [];
  const formula = on.own.get(of) ?? on.naming.formula(of);
  if (formula !== undefined) return plainStates(on, formula);
  const measure = on.naming.measure(of)!;
  return measure.timing === undefined ? [...measure.states] : [];
}

/** The levels of every set that is asked for, the rows themselves first. */
function levelSets({ request, by, on, set }: Asked): (readonly Level[])[] {
  const { totals = 'none' } = request;
  if (set !== undefined) return memberLevelSets(set, by.slice(set.chain.length));
  if (totals === 'none') return [by];
  if (totals === 'rollup') return rollupSets(by);
  if (totals === 'cube') {
    checkLimit('The number of sets of a CUBE', 2 ** by.length, 2 ** CUBE_LEVELS_MAX);
    return Array.from({ length: 2 ** by.length }, (_, left) =>
      by.filter((_level, index) => (left & (1 << (by.length - 1 - index))) === 0),
    );
  }
  return totals.map((set, index) =>
    set.map((ref) => {
      const level = on.naming.level(ref);
      if (by.includes(level)) return level;
      const reason = `'${ref}' is not among the levels of 'by'`;
      throw invalidQuery(['totals', index], reason);
    }),
  );
}

const CUBE_LEVELS_MAX = 12;

/** The rows of a set of levels and their values. */
function computeSet(asked: Asked, shown: readonly Level[]): ShownRows {
  const { request, on, set } = asked;
  const all = findRows(asked, shown);
  const found = set === undefined ? all : rowsInSet(set, all);
  const order = orderOf(request);
  const { frame, keys } = sortRows(asked, shown, found, order);
  const isDetail = shown.length === asked.by.length;
  const kept = isDetail && request.top !== undefined ? topRows(asked, frame, request.top) : null;
  const rows = kept === null ? frame : chosenRows(frame, kept);
  const cellsOf = (name: string): Cells => {
    const cells =
      set?.isVisual === true ? visualCells(on, set, name, frame) : evaluate(on, name, frame);
    if (kept === null) return cells;
    if (followsDisplay(on, name)) return evaluate(on, name, rows);
    return { at: (row) => cells.at(kept[row]!), flag: (row) => cells.flag(kept[row]!) };
  };
  const others = kept === null || request.top?.others !== true ? [] : otherRows(asked, frame, kept);
  return {
    shown,
    grain: rows.grain,
    rows: rows.rows,
    members: rows.members,
    keys: kept === null ? keys : chosenKeys(keys, kept),
    cells: new Map(request.measures.map((name) => [name, cellsOf(name)])),
    others,
  };
}

/** The sets of levels that can show a crossing, each without the levels that it stands at. */
function crossedSets(sets: readonly (readonly Level[])[], crossing: Crossing): Level[][] {
  const isFree = (level: Level): boolean =>
    crossing.every((member) => member.level.dimension !== level.dimension);
  return sets
    .filter((shown) => crossing.every(({ level }) => shown.includes(level)))
    .map((shown) => shown.filter(isFree));
}

/** The rows at calculated members, for the members of all other hierarchies. */
function computeCrossing(asked: Asked, shown: readonly Level[], crossing: Crossing): ShownRows {
  const on = { ...asked.on, crossing };
  const names = new Map(crossing.map(({ level, name }) => [level, name]));
  const { calculatedMembers: _, ...rest } = asked;
  return { ...computeSet({ ...rest, calculatedMembers: [], on }, shown), names };
}

/** Whether a formula's values follow the rows shown, as running totals do. */
function followsDisplay(on: Evaluation, of: Formula): boolean {
  if (typeof of === 'string') {
    const formula = on.own.get(of) ?? on.naming.formula(of);
    return formula !== undefined && followsDisplay(on, formula);
  }
  if ('op' in of && of.op === 'running') return true;
  return partsOf(of).some((part) => followsDisplay(on, part));
}
