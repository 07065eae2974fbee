/**
 * The answer to a query: rows of members with their values, read as objects, as columns or as a
 * pivot.
 *
 * Values are finished when they are first read. A level that a row rolls up is null there and is
 * named in `rolledUp`, so that a total is never taken for the member `(none)`.
 */
import { type Cells, numbersOf } from './cells.ts';
import { type Frame, pick } from './frame.ts';
import { ancestorOf, isAtOrAbove, type Key, type Level, pathOf } from './hierarchy.ts';
import { rising } from './key-sort.ts';
import type { Source } from './lattice.ts';
import type { Asked } from './asked.ts';
import { orderOf, type RowOrder } from './request.ts';
import { isShown } from './row-set.ts';
import { compareRows, type RowKeys, rowsByPlace } from './sort-rows.ts';
import type { Flag, Value } from './value.ts';

/** Rows of one set of levels. */
export interface ShownRows {
  readonly shown: readonly Level[];
  readonly grain: readonly Level[];
  readonly rows: number;
  readonly members: () => readonly Int32Array[];
  /** Calculated members of these rows, by the level that they stand at. */
  readonly names?: ReadonlyMap<Level, string> | undefined;
  /** By level of `by`: what rows are ordered by. */
  readonly keys: RowKeys;
  readonly cells: ReadonlyMap<string, Cells>;
  /** Rows of the members that are not shown, each with a frame of one row of its group. */
  readonly others: readonly {
    readonly cells: ReadonlyMap<string, Cells>;
    readonly frame: Frame;
  }[];
}

/** A row as an object: a key a level, a value a measure. */
export type CellRow = Readonly<Record<string, Key | Value>> & {
  /** Levels that this row is a total over. */
  readonly rolledUp: readonly string[];
  /** Whether the row stands for the members that are not shown. */
  readonly isOthers: boolean;
};

/** What answered a query. */
export interface Explanation {
  /** `'facts'`, or the levels of the cuboids that were read. */
  readonly answeredBy: readonly string[];
  /** Fact rows and cells that were read. */
  readonly scanned: number;
  readonly notUsed: readonly { readonly grain: readonly string[]; readonly why: string }[];
}

/** Where the rows of an answer stand, in order. */
interface Lines {
  /** By line: which part it is of. */
  readonly part: Int32Array;
  /** By line: the row of the part. */
  readonly row: Int32Array;
  readonly parts: readonly LinePart[];
}

/** Rows that lines are taken from: those of a set, or the one row of others. */
interface LinePart {
  readonly of: ShownRows;
  readonly isOthers: boolean;
}

/** Rows and their values. */
export class CellSet<Row = CellRow> {
  readonly levels: readonly string[];
  readonly measures: readonly string[];
  private lineList: Lines | undefined;
  private rowList: readonly Row[] | undefined;

  constructor(
    private readonly asked: Asked,
    private readonly parts: readonly ShownRows[],
  ) {
    this.levels = asked.by.map(({ ref }) => ref);
    this.measures = asked.request.measures;
  }

  /** How many rows there are. */
  get length(): number {
    const { offset = 0, limit = Number.POSITIVE_INFINITY } = this.asked.request;
    const all = this.parts.reduce((sum, { rows, others }) => sum + rows + others.length, 0);
    return Math.max(0, Math.min(all - offset, limit));
  }

  /** The rows as objects. */
  get rows(): readonly Row[] {
    this.rowList ??= Array.from(this.lines.row, (_, row) => this.rowAt(row));
    return this.rowList;
  }

  /** The value of a measure in a row. */
  value(row: number, measure: string): Value {
    return this.cellsAt(row, measure).at(this.lines.row[row]!);
  }

  /** Why a value is empty, where there is a reason. */
  flag(row: number, measure: string): Flag | undefined {
    return this.cellsAt(row, measure).flag(this.lines.row[row]!);
  }

  /** The keys of a row's member at a level from the top down; undefined where it is rolled up. */
  path(row: number, ref: string): readonly Key[] | undefined {
    const level = this.asked.by.find((of) => of.ref === ref);
    const { part, parts } = this.lines;
    const name = level && parts[part[row]!]!.of.names?.get(level);
    if (name !== undefined) return [name];
    const code = level === undefined ? -1 : this.codeAt(row, level);
    return code < 0 ? undefined : pathOf(level!, code);
  }

  /** A measure as a column. */
  column(measure: string): Value[] {
    return Array.from(this.lines.row, (_, row) => this.value(row, measure));
  }

  /**
   * A measure as doubles, NaN where it is empty or a text: for charts and statistics.
   *
   * Each is the double nearest to the value; totals that must agree to the cent are read by
   * `column`, which gives decimals.
   */
  numbers(measure: string): Float64Array {
    const { offset = 0, limit } = this.asked.request;
    const [one] = this.parts;
    const isOne = this.parts.length === 1 && one!.others.length === 0;
    if (isOne && offset === 0 && limit === undefined) return numbersIn(one!, measure);
    const { part, row, parts } = this.lines;
    return picked(
      parts.map(({ of }) => numbersIn(of, measure)),
      part,
      row,
    );
  }

  /**
   * The rows of each set of levels apart: those of `by` first, then each kind of total.
   *
   * `offset` and `limit` count rows of all sets together, so they say nothing here.
   */
  get sets(): readonly CellSet<Row>[] {
    const request = { ...this.asked.request, offset: undefined, limit: undefined };
    return this.parts.map((part) => new CellSet<Row>({ ...this.asked, request }, [part]));
  }

  /**
   * The cells laid out in two directions.
   *
   * @param columns - levels whose members make the columns; all others make the rows
   */
  pivot(columns: readonly string[]): Pivot {
    return pivotOf(this, columns);
  }

  /** What answered the query, and why other cuboids did not. */
  explain(): Explanation {
    // Values are computed when they are read; without reading, nothing but the rows was asked for.
    for (const measure of this.measures) this.column(measure);
    const { sources } = this.asked.facts;
    return {
      answeredBy: sources.map(answerName),
      scanned: sources.reduce((sum, { scanned }) => sum + scanned, 0),
      notUsed: sources.flatMap(({ notUsed }) => notUsed),
    };
  }

  /** The rows as JSON: decimals as text. */
  toJSON(): unknown {
    return this.rows;
  }

  private get lines(): Lines {
    this.lineList ??= linesOf(this.asked, this.parts);
    return this.lineList;
  }

  private cellsAt(line: number, measure: string): Cells {
    const { part, parts } = this.lines;
    return parts[part[line]!]!.of.cells.get(measure)!;
  }

  private rowAt(line: number): Row {
    const { part, parts } = this.lines;
    const { of, isOthers } = parts[part[line]!]!;
    const row: Record<string, unknown> = {};
    for (const level of this.asked.by) {
      row[level.ref] = of.names?.get(level) ?? this.keyAt(line, level);
    }
    for (const name of this.measures) row[name] = this.value(line, name);
    const named = new Set([...(of.names?.keys() ?? [])].map(({ dimension }) => dimension));
    const rolledUp = this.asked.by.filter(
      (level) => !of.shown.includes(level) && !named.has(level.dimension),
    );
    row['rolledUp'] = rolledUp.map(({ ref }) => ref);
    row['isOthers'] = isOthers;
    return row as Row;
  }

  private keyAt(line: number, level: Level): Key {
    const code = this.codeAt(line, level);
    return code < 0 || !isShown(level, code) ? null : level.keys[code]!;
  }

  /** The member of a level in a line; −1 where the line rolls it up or stands for others. */
  private codeAt(line: number, level: Level): number {
    const { part, row, parts } = this.lines;
    const { of, isOthers } = parts[part[line]!]!;
    if (!of.shown.includes(level) || (isOthers && level === this.asked.by.at(-1))) return -1;
    const column = of.grain.findIndex((shown) => isAtOrAbove(level, shown));
    return ancestorOf(of.grain[column]!, of.members()[column]![row[line]!]!, level);
  }
}

const numbersIn = ({ cells, rows }: ShownRows, measure: string): Float64Array =>
  numbersOf(cells.get(measure)!, rows);

/** Values of several parts, by line the one of its part and row. */
function picked(parts: readonly Float64Array[], part: Int32Array, row: Int32Array): Float64Array {
  const starts = new Int32Array(parts.length + 1);
  for (const [index, { length }] of parts.entries()) starts[index + 1] = starts[index]! + length;
  const all = new Float64Array(starts.at(-1)!);
  for (const [index, values] of parts.entries()) all.set(values, starts[index]);
  const numbers = new Float64Array(row.length);
  for (let line = 0; line < row.length; line++) {
    numbers[line] = all[(starts[part[line]!]! + row[line]!) | 0]!;
  }
  return numbers;
}

const answerName = ({ kind, grain }: Source): string =>
  kind === 'facts' ? 'facts' : `cuboid ${grain.length === 0 ? '(all)' : grain.join(' × ')}`;

/** All rows in their order: those of totals after the rows that they are totals of. */
function linesOf({ request }: Asked, sets: readonly ShownRows[]): Lines {
  const order = orderOf(request);
  const count = sets.reduce((sum, { rows }) => sum + rows, 0);
  let part: Int32Array = new Int32Array(count);
  let row: Int32Array = new Int32Array(count);
  let line = 0;
  for (const [index, { rows }] of sets.entries()) {
    part.fill(index, line, line + rows);
    row.set(rising(rows), line);
    line += rows;
  }
  const parts = sets.map((of) => ({ of, isOthers: false }));
  const isTotalFirst = request.totalsFirst === true || request.members !== undefined;
  if (sets.length > 1) {
    const sorted =
      order.length === 0
        ? placeLines(sets, count, isTotalFirst)
        : compareLines(sets, part, row, order, isTotalFirst);
    part = pick(part, sorted);
    row = pick(row, sorted);
  }
  const { offset = 0, limit = Number.POSITIVE_INFINITY } = request;
  const all = insertOthers({ part, row, parts });
  return {
    part: all.part.subarray(offset, offset + limit),
    row: all.row.subarray(offset, offset + limit),
    parts: all.parts,
  };
}

/** Lines of several sets in the order of their members; a level rolled up comes last or first. */
function placeLines(sets: readonly ShownRows[], count: number, isTotalFirst: boolean): Int32Array {
  const levels = sets[0]?.keys.length ?? 0;
  const places = Array.from({ length: levels }, (_, level) =>
    linePlaces(sets, count, level, isTotalFirst),
  );
  return rowsByPlace(places, count);
}

/** By line: the place of its member at a level, and of the level rolled up, the last or first. */
function linePlaces(
  sets: readonly ShownRows[],
  count: number,
  level: number,
  isTotalFirst: boolean,
): Int32Array {
  const column = new Int32Array(count);
  const shift = isTotalFirst ? 1 : 0;
  let behind = 0;
  let line = 0;
  for (const { keys, rows } of sets) {
    const places = keys[level]?.places() ?? new Int32Array(0);
    for (let row = 0; row < places.length; row++) {
      const place = places[row]! + shift;
      column[line + row] = place;
      if (place >= behind) behind = place + 1;
    }
    line += rows;
  }
  if (isTotalFirst) return column;
  line = 0;
  for (const { keys, rows } of sets) {
    if (keys[level] === null) column.fill(behind, line, line + rows);
    line += rows;
  }
  return column;
}

function compareLines(
  sets: readonly ShownRows[],
  part: Int32Array,
  row: Int32Array,
  order: readonly RowOrder[],
  isTotalFirst: boolean,
): Int32Array {
  const keysOf = (line: number): RowKeys => sets[part[line]!]!.keys;
  return rising(part.length).sort(
    (a, b) => compareRows(keysOf(a), row[a]!, keysOf(b), row[b]!, order, isTotalFirst) || a - b,
  );
}

/** Each row of others after the last row of its group. */
function insertOthers(lines: Lines): Lines {
  const index = lines.parts.findIndex(({ of }) => of.others.length > 0);
  if (index < 0) return lines;
  const detail = lines.parts[index]!.of;
  const part = Array.from(lines.part);
  const row = Array.from(lines.row);
  const parts = [...lines.parts];
  for (const { cells, frame } of detail.others) {
    const place = part.findLastIndex(
      (of, at) => of === index && isOfGroup(row[at]!, detail, frame),
    );
    const at = place < 0 ? part.length : place + 1;
    part.splice(at, 0, parts.length);
    row.splice(at, 0, 0);
    parts.push({ of: { ...detail, members: frame.members, rows: 1, cells }, isOthers: true });
  }
  return { part: Int32Array.from(part), row: Int32Array.from(row), parts };
}

/** Whether a row shows the same members as others do, but for the last level. */
function isOfGroup(row: number, detail: ShownRows, frame: Frame): boolean {
  const last = detail.shown.at(-1)!;
  const upper = detail.shown.at(-2);
  return detail.grain.every((level, column) => {
    const [a, b] = [detail.members()[column]![row]!, frame.members()[column]![0]!];
    if (level !== last) return a === b;
    if (upper === undefined || !isAtOrAbove(upper, level)) return true;
    return ancestorOf(level, a, upper) === ancestorOf(level, b, upper);
  });
}

/** Cells in two directions. */
export interface Pivot {
  /** The members of each row, one a level. */
  readonly rows: readonly (readonly Key[])[];
  readonly columns: readonly (readonly Key[])[];
  /** The value of a measure where a row meets a column; null where nothing is. */
  at(row: number, column: number, measure: string): Value;
}

function pivotOf(cells: CellSet<unknown>, columnLevels: readonly string[]): Pivot {
  const rowLevels = cells.levels.filter((ref) => !columnLevels.includes(ref));
  const rows = new Map<string, readonly Key[]>();
  const columns = new Map<string, readonly Key[]>();
  const places = new Map<string, number>();
  for (let row = 0; row < cells.length; row++) {
    const paths = (refs: readonly string[]): string =>
      JSON.stringify(refs.map((ref) => cells.path(row, ref) ?? null));
    const keys = (refs: readonly string[]): Key[] =>
      refs.map((ref) => cells.path(row, ref)?.at(-1) ?? null);
    const [down, across] = [paths(rowLevels), paths(columnLevels)];
    if (!rows.has(down)) rows.set(down, keys(rowLevels));
    if (!columns.has(across)) columns.set(across, keys(columnLevels));
    places.set(`${down}|${across}`, row);
  }
  const rowNames = [...rows.keys()];
  const columnNames = [...columns.keys()];
  return {
    rows: [...rows.values()],
    columns: [...columns.values()],
    at(row, column, measure) {
      const place = places.get(`${rowNames[row]}|${columnNames[column]}`);
      return place === undefined ? null : cells.value(place, measure);
    },
  };
}
