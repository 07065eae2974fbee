/**
 * One answer from several cubes of different grain, over the levels that they share.
 *
 * Every measure is aggregated in its own facts, at those of the levels asked for that its cube has;
 * the answers are then joined by the paths of members. A measure under a level that its cube lacks
 * is empty; where that is asked for, it shows its value as if all of that dimension stood there.
 * Levels of one name are taken to be of one dimension (conformed).
 *
 * @source R. Kimball, M. Ross, "The Data Warehouse Toolkit", 2013 (drilling across)
 */
import type { CellSet } from './cell-set.ts';
import { invalidQuery, OlapError } from './errors.ts';
import type { Filter } from './filter.ts';
import type { Key } from './hierarchy.ts';
import { compareKeys } from './member-order.ts';
import { type CubeRequest, rollupSets } from './request.ts';
import type { Flag, Value } from './value.ts';

/** What drilling across needs of a cube. */
export interface AcrossCube {
  /** Whether the cube has a level. */
  hasLevel(ref: string): boolean;
  query(request: CubeRequest): CellSet<object>;
}

/** A question to several cubes. */
export interface AcrossRequest {
  readonly by?: readonly string[] | undefined;
  /** Measures as `'cube.measure'`. */
  readonly measures: readonly string[];
  /** Members by level, joined by and; each level holds in the cubes that have it. */
  readonly where?: Readonly<Record<string, unknown>> | undefined;
  /** Sets of levels that make rows: those of `by`, of its ROLLUP, or the sets given. */
  readonly totals?: 'none' | 'rollup' | readonly (readonly string[])[] | undefined;
  /** Whether a measure is shown under a dimension that its cube lacks; default false: empty. */
  readonly ignoreUnrelated?: boolean | undefined;
}

/** A row of a joined answer: a key a level, a value a measure. */
export type AcrossRow = Readonly<Record<string, Key | Value>> & {
  /** Levels that this row is a total over. */
  readonly rolledUp: readonly string[];
};

/** A joined answer. */
export interface AcrossCells {
  readonly levels: readonly string[];
  readonly measures: readonly string[];
  readonly rows: readonly AcrossRow[];
  /** Why a value is empty, where there is a reason. */
  flag(row: number, measure: string): Flag | undefined;
}

/** Measures of one cube: by its own name, the name in the answer. */
interface Part {
  readonly cube: AcrossCube;
  readonly measures: ReadonlyMap<string, string>;
}

/** A row on its way: paths by level, values and flags by measure. */
interface Line {
  readonly paths: readonly (readonly Key[])[];
  readonly values: Map<string, Value>;
  readonly flags: Map<string, Flag | undefined>;
}

/**
 * Answers a question to several cubes; rows stand in the order of their keys, totals last.
 *
 * @throws OlapError OLAP_INVALID_QUERY — a measure without its cube, or a cube that is not there
 * @throws OlapError OLAP_UNKNOWN_LEVEL — a level that no cube has
 * @throws OlapError OLAP_WRONG_GRAIN — no cube has all levels of a row
 * @example
 * drillAcross({ sales, warehouse }, { by: ['time.quarter'],
 *   measures: ['sales.units', 'warehouse.shipped'] }).rows
 */
export function drillAcross(
  cubes: Readonly<Record<string, AcrossCube>>,
  request: AcrossRequest,
): AcrossCells {
  const { by = [], measures } = request;
  const parts = partsOf(cubes, measures);
  checkLevels(cubes, [...by, ...Object.keys(request.where ?? {})]);
  const lines = levelSets(request).flatMap((shown) =>
    linesOf(parts, request, shown).map((line) => ({ shown, line })),
  );
  const sorted = lines.toSorted((a, b) => compareLines(by, a, b));
  return {
    levels: by,
    measures,
    rows: sorted.map(({ shown, line }) => rowOf(request, shown, line)),
    flag: (row, measure) => sorted[row]!.line.flags.get(measure),
  };
}

function partsOf(cubes: Readonly<Record<string, AcrossCube>>, measures: readonly string[]): Part[] {
  const parts = new Map<string, Map<string, string>>();
  for (const [index, name] of measures.entries()) {
    const point = name.indexOf('.');
    const cube = name.slice(0, point);
    if (point < 0 || !Object.hasOwn(cubes, cube)) {
      const known = Object.keys(cubes).join(', ');
      const reason = `write '${name}' as 'cube.measure'; there are the cubes ${known}`;
      throw invalidQuery(['measures', index], reason);
    }
    const known = parts.get(cube) ?? new Map<string, string>();
    parts.set(cube, known.set(name.slice(point + 1), name));
  }
  return [...parts].map(([cube, names]) => ({ cube: cubes[cube]!, measures: names }));
}

function checkLevels(cubes: Readonly<Record<string, AcrossCube>>, refs: readonly string[]): void {
  for (const ref of refs) {
    if (Object.values(cubes).some((cube) => cube.hasLevel(ref))) continue;
    throw new OlapError('OLAP_UNKNOWN_LEVEL', { level: ref, nearest: [] });
  }
}

function levelSets({ by = [], totals = 'none' }: AcrossRequest): readonly (readonly string[])[] {
  if (totals === 'none') return [by];
  return totals === 'rollup' ? rollupSets(by) : totals;
}

/** The rows of a set of levels: those of the cubes that have all of them, joined. */
function linesOf(parts: readonly Part[], request: AcrossRequest, shown: readonly string[]): Line[] {
  const isWhole = ({ cube }: Part): boolean => shown.every((ref) => cube.hasLevel(ref));
  const whole = parts.filter(isWhole);
  if (whole.length === 0) {
    const reason = `no cube has all of ${shown.join(', ')}, so nothing says which of them meet`;
    throw new OlapError('OLAP_WRONG_GRAIN', { measure: request.measures[0]!, reason });
  }
  const lines = new Map<string, Line>();
  for (const part of whole) {
    const cells = answerOf(part, request, shown);
    for (let row = 0; row < (cells?.length ?? 0); row++) {
      const paths = shown.map((ref) => cells!.path(row, ref)!);
      const key = JSON.stringify(paths);
      const line = lines.get(key) ?? { paths, values: new Map(), flags: new Map() };
      lines.set(key, line);
      putValues(part, cells!, row, line);
    }
  }
  if (request.ignoreUnrelated === true) {
    for (const part of parts.filter((of) => !isWhole(of))) repeat(part, request, shown, lines);
  }
  return [...lines.values()];
}

/** The answer of one cube; undefined where the filter stands on what the cube lacks. */
function answerOf(
  { cube, measures }: Part,
  request: AcrossRequest,
  shown: readonly string[],
): CellSet<object> | undefined {
  const asked = Object.entries(request.where ?? {});
  const own = asked.filter(([ref]) => cube.hasLevel(ref));
  if (own.length < asked.length && request.ignoreUnrelated !== true) return undefined;
  return cube.query({
    by: shown,
    measures: [...measures.keys()],
    ...(own.length === 0 ? {} : { where: Object.fromEntries(own) as Filter }),
  });
}

/** Puts a cube's values beside every row that shows their members, whatever else it shows. */
function repeat(
  part: Part,
  request: AcrossRequest,
  shown: readonly string[],
  lines: ReadonlyMap<string, Line>,
): void {
  const own = shown.filter((ref) => part.cube.hasLevel(ref));
  const cells = answerOf(part, request, own)!;
  const rows = new Map<string, number>();
  for (let row = 0; row < cells.length; row++) {
    rows.set(JSON.stringify(own.map((ref) => cells.path(row, ref)!)), row);
  }
  for (const line of lines.values()) {
    const row = rows.get(JSON.stringify(own.map((ref) => line.paths[shown.indexOf(ref)]!)));
    if (row !== undefined) putValues(part, cells, row, line);
  }
}

function putValues({ measures }: Part, cells: CellSet<object>, row: number, line: Line): void {
  for (const [own, name] of measures) {
    line.values.set(name, cells.value(row, own));
    line.flags.set(name, cells.flag(row, own));
  }
}

type Placed = { readonly shown: readonly string[]; readonly line: Line };

function compareLines(order: readonly string[], a: Placed, b: Placed): number {
  for (const ref of order) {
    const [left, right] = [a.shown.indexOf(ref), b.shown.indexOf(ref)];
    if (left < 0 || right < 0) {
      if (left < 0 !== right < 0) return left < 0 ? 1 : -1;
      continue;
    }
    const difference = comparePaths(a.line.paths[left]!, b.line.paths[right]!);
    if (difference !== 0) return difference;
  }
  return 0;
}

function comparePaths(a: readonly Key[], b: readonly Key[]): number {
  for (const [depth, key] of a.entries()) {
    const difference = compareKeys(key, b[depth]!);
    if (difference !== 0) return difference;
  }
  return 0;
}

function rowOf(
  { by = [], measures }: AcrossRequest,
  shown: readonly string[],
  line: Line,
): AcrossRow {
  const row: Record<string, unknown> = {};
  for (const ref of by) row[ref] = line.paths[shown.indexOf(ref)]?.at(-1) ?? null;
  for (const name of measures) row[name] = line.values.get(name) ?? null;
  row['rolledUp'] = by.filter((ref) => !shown.includes(ref));
  return row as AcrossRow;
}
