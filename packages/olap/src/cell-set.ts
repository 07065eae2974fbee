/**
 * The answer to a query: rows of members with their values, read as objects, as columns or as a
 * pivot.
 *
 * Values are finished when they are first read. A level that a row rolls up is null there and is
 * named in `rolledUp`, so that a total is never taken for the member `(none)`.
 */
import type { Cells } from './cells.ts';
import type { Frame } from './frame.ts';
import { isAtOrAbove, type Key, type Level, pathOf } from './hierarchy.ts';
import type { Source } from './lattice.ts';
import type { Asked } from './asked.ts';
import { isShown } from './row-set.ts';
import { compareSortKeys, type SortKey } from './sort-rows.ts';
import type { Flag, Value } from './value.ts';

/** Rows of one set of levels. */
export interface ShownRows {
  readonly shown: readonly Level[];
  readonly grain: readonly Level[];
  readonly rows: number;
  readonly members: readonly Int32Array[];
  /** By level of `by`: what rows are ordered by. */
  readonly keys: readonly (readonly SortKey[])[];
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

/** A row on its way out. */
interface Line {
  readonly part: ShownRows;
  readonly row: number;
  readonly cells: ReadonlyMap<string, Cells>;
  /** Where its values stand in the cells. */
  readonly at: number;
  readonly isOthers: boolean;
}

/** Rows and their values. */
export class CellSet<Row = CellRow> {
  readonly levels: readonly string[];
  readonly measures: readonly string[];
  private lineList: readonly Line[] | undefined;
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
    return this.lines.length;
  }

  /** The rows as objects. */
  get rows(): readonly Row[] {
    this.rowList ??= this.lines.map((_, row) => this.rowAt(row));
    return this.rowList;
  }

  /** The value of a measure in a row. */
  value(row: number, measure: string): Value {
    const line = this.lines[row]!;
    return line.cells.get(measure)!.at(line.at);
  }

  /** Why a value is empty, where there is a reason. */
  flag(row: number, measure: string): Flag | undefined {
    const line = this.lines[row]!;
    return line.cells.get(measure)!.flag(line.at);
  }

  /** The keys of a row's member at a level from the top down; undefined where it is rolled up. */
  path(row: number, ref: string): readonly Key[] | undefined {
    const level = this.asked.by.find((of) => of.ref === ref);
    const code = level === undefined ? -1 : this.codeAt(this.lines[row]!, level);
    return code < 0 ? undefined : pathOf(level!, code);
  }

  /** A measure as a column. */
  column(measure: string): Value[] {
    return this.lines.map((line) => line.cells.get(measure)!.at(line.at));
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
    for (const line of this.lines) for (const cells of line.cells.values()) cells.at(line.at);
    const { sources } = this.asked.facts;
    return {
      answeredBy: sources.map(answerName),
      scanned: sources.reduce((sum, { scanned }) => sum + scanned, 0),
      notUsed: sources.flatMap(({ notUsed }) => notUsed),
    };
  }

  /** The rows as JSON: decimals as text. */
  toJSON(): unknown {
    return this.lines.map((_, row) => ({ ...(this.rowAt(row) as object) }));
  }

  private get lines(): readonly Line[] {
    this.lineList ??= linesOf(this.asked, this.parts);
    return this.lineList;
  }

  private rowAt(index: number): Row {
    const line = this.lines[index]!;
    const row: Record<string, unknown> = {};
    for (const level of this.asked.by) {
      const code = this.codeAt(line, level);
      row[level.ref] = code < 0 || !isShown(level, code) ? null : level.keys[code]!;
    }
    for (const name of this.measures) row[name] = line.cells.get(name)!.at(line.at);
    const { shown } = line.part;
    row['rolledUp'] = this.asked.by.filter((level) => !shown.includes(level)).map(({ ref }) => ref);
    row['isOthers'] = line.isOthers;
    return row as Row;
  }

  /** The member of a level in a row; −1 where the row rolls it up or stands for others. */
  private codeAt(line: Line, level: Level): number {
    const { part } = line;
    if (!part.shown.includes(level)) return -1;
    if (line.isOthers && level === this.asked.by.at(-1)) return -1;
    const column = part.grain.findIndex((of) => isAtOrAbove(level, of));
    let code = part.members[column]![line.row]!;
    for (let up = part.grain[column]!; up !== level; up = up.above!) code = up.parents[code]!;
    return code;
  }
}

const answerName = ({ kind, grain }: Source): string =>
  kind === 'facts' ? 'facts' : `cuboid ${grain.length === 0 ? '(all)' : grain.join(' × ')}`;

/** All rows in their order: those of totals after the rows that they are totals of. */
function linesOf({ request }: Asked, parts: readonly ShownRows[]): Line[] {
  const order = request.order ?? (request.top === undefined ? [] : [topOrder(request.top)]);
  const lines = parts.flatMap((part) =>
    Array.from(
      { length: part.rows },
      (_, row): Line => ({
        part,
        row,
        cells: part.cells,
        at: row,
        isOthers: false,
      }),
    ),
  );
  if (parts.length > 1) {
    lines.sort((a, b) => {
      for (const [index, keys] of a.part.keys.entries()) {
        const difference = compareSortKeys(keys[a.row]!, b.part.keys[index]![b.row]!, order);
        if (difference !== 0) return difference;
      }
      return 0;
    });
  }
  const withOthers = insertOthers(lines, parts);
  const { offset = 0, limit } = request;
  return withOthers.slice(offset, limit === undefined ? undefined : offset + limit);
}

const topOrder = ({ by, ascending }: { by: string; ascending?: boolean | undefined }) => ({
  by,
  descending: ascending !== true,
});

/** Each row of others after the last row of its group. */
function insertOthers(lines: readonly Line[], parts: readonly ShownRows[]): readonly Line[] {
  const detail = parts[0]!;
  if (detail.others.length === 0) return lines;
  const result = [...lines];
  for (const { cells, frame } of detail.others) {
    const part = { ...detail, members: frame.members, rows: 1 };
    const place = result.findLastIndex((line) => isOfGroup(line, detail, frame));
    const line: Line = { part, row: 0, cells, at: 0, isOthers: true };
    result.splice(place < 0 ? result.length : place + 1, 0, line);
  }
  return result;
}

/** Whether a line shows the same members as others do, but for the last level. */
function isOfGroup(line: Line, detail: ShownRows, frame: Frame): boolean {
  if (line.part !== detail) return false;
  const last = detail.shown.at(-1)!;
  const upper = detail.shown.at(-2);
  return detail.grain.every((level, column) => {
    const [a, b] = [detail.members[column]![line.row]!, frame.members[column]![0]!];
    if (level !== last) return a === b;
    if (upper === undefined || !isAtOrAbove(upper, level)) return true;
    return ancestor(level, a, upper) === ancestor(level, b, upper);
  });
}

function ancestor(level: Level, code: number, upper: Level): number {
  let member = code;
  for (let up = level; up !== upper; up = up.above!) member = up.parents[member]!;
  return member;
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
