/**
 * Pairs of cells and the rows that they belong to.
 */
import type { CellPlan } from './cell-plan.ts';
import { CellIndex } from './cell-index.ts';
import { type Cuboid, readTuple } from './cuboid.ts';
import type { Frame } from './frame.ts';
import type { Measure } from './measure.ts';
import type { CellGroups } from './roll-up.ts';
import { isNone } from './span.ts';
import type { ValueCounts } from './states/value-count.ts';
import { pickCells, type TimedEntity } from './time-rule.ts';

/** Cells by row. */
export interface Pairs extends CellGroups {
  /** By row: what a mean over periods divides by. */
  readonly over?: Float64Array | undefined;
}

/** The pairs of cells and rows. */
export function pairCells(measure: Measure, frame: Frame, plan: CellPlan, cuboid: Cuboid): Pairs {
  if (plan.timing !== undefined) return pairTimed(measure, frame, plan, cuboid);
  const pairs = new PairList();
  eachPair(frame, plan, cuboid, (cell, row, sign) => {
    const weight = measure.isAdditive ? sign : 1;
    if (weight !== 0) pairs.push(cell, row, weight);
  });
  return pairs.close();
}

/** Visits the rows that a cell belongs to, with the sign that it enters them with. */
export function eachPair(
  frame: Frame,
  plan: CellPlan,
  cuboid: Cuboid,
  visit: (cell: number, row: number, sign: number) => void,
): void {
  const rowsOf = rowFinder(frame, plan);
  const tuple = new Int32Array(cuboid.codes.length);
  for (let cell = 0; cell < cuboid.cells; cell++) {
    if (cuboid.rows.counts[cell] === 0) continue;
    readTuple(cuboid, cell, tuple);
    rowsOf(tuple, (row, sign) => {
      if (isInSpans(plan, row, tuple)) visit(cell, row, sign);
    });
  }
}

/** Whether a tuple stands in the periods of a row. */
const isInSpans = ({ spans }: CellPlan, row: number, tuple: Int32Array): boolean =>
  spans.every(
    ({ column, span }) => tuple[column]! >= span.from[row]! && tuple[column]! <= span.to[row]!,
  );

/** Finds the rows that show the members of a tuple, or a node above them. */
function rowFinder(
  frame: Frame,
  plan: CellPlan,
): (tuple: Int32Array, visit: (row: number, sign: number) => void) => void {
  const columns = plan.shownBy.flatMap((shown, column) => (shown < 0 ? [] : [column]));
  const shown = columns.map((column) => plan.shownBy[column]!);
  const levels = columns.map((column) => plan.grain[column]!);
  const index = new CellIndex(levels.map((level) => level.keys.length));
  const rows: number[][] = [];
  const key = new Int32Array(columns.length);
  for (let row = 0; row < frame.rows; row++) {
    for (const [at, column] of shown.entries()) key[at] = frame.members()[column]![row]!;
    const place = index.findOrAdd(key, rows.length);
    if (place === rows.length) rows.push([row]);
    else rows[place]!.push(row);
  }
  const trees = levels.flatMap(({ tree }, at) => (tree === undefined ? [] : [at]));
  const climb = (at: number, sign: number, visit: (row: number, sign: number) => void): void => {
    if (at === trees.length) {
      const place = index.find(key);
      if (place >= 0) for (const row of rows[place]!) visit(row, sign);
      return;
    }
    const column = trees[at]!;
    const { parents, tree } = levels[column]!;
    const node = key[column]!;
    let carried = sign;
    for (let up = node; up >= 0; up = parents[up]!) {
      key[column] = up;
      climb(at + 1, carried, visit);
      carried *= tree!.signs?.[up] ?? 1;
    }
    key[column] = node;
  };
  return (tuple, visit) => {
    let weight = 1;
    for (const { column, weights } of plan.weighed) weight *= weights[tuple[column]!]!;
    for (const [at, column] of columns.entries()) key[at] = tuple[column]!;
    climb(0, weight, visit);
  };
}

/** Pairs of a measure with a rule along time: of every entity the cells that the rule picks. */
function pairTimed(measure: Measure, frame: Frame, plan: CellPlan, cuboid: Cuboid): Pairs {
  const timing = plan.timing!;
  const pairs = new PairList();
  const periods = Array.from({ length: frame.rows }, () => new Set<number>());
  const rowsOf = rowFinder(frame, plan);
  for (const entity of entitiesOf(measure, plan, cuboid)) {
    rowsOf(entity.tuple, (row, sign) => {
      if (sign === 0 || isNone(timing.span, row) || !isInSpans(plan, row, entity.tuple)) return;
      const [from, to] = [timing.span.from[row]!, timing.span.to[row]!];
      for (const at of pickCells(timing.rule, entity, from, to)) {
        pairs.push(entity.cells[at]!, row, sign);
        periods[row]!.add(entity.positions[at]!);
      }
    });
  }
  return { ...pairs.close(), over: divisors(timing, periods) };
}

function divisors(
  { rule, span, allowed }: NonNullable<CellPlan['timing']>,
  periods: readonly ReadonlySet<number>[],
): Float64Array | undefined {
  if (rule.rule === 'averageOverNonEmpty') return Float64Array.from(periods, ({ size }) => size);
  if (rule.rule !== 'averageOverCalendar') return undefined;
  return Float64Array.from(periods, (_, row) => {
    const [from, to] = [span.from[row]!, span.to[row]!];
    if (allowed === undefined) return to - from + 1;
    return allowed.subarray(from, to + 1).reduce((sum, is) => sum + is, 0);
  });
}

/** Cells by everything but their period, in order of time. */
function entitiesOf(measure: Measure, plan: CellPlan, cuboid: Cuboid): Iterable<TimedEntity> {
  const hasValue = valueTest(measure, cuboid);
  const timeColumn = plan.timing!.column;
  const accounts = plan.timing!.rule.accounts;
  const accountColumn = plan.grain.findIndex(({ dimension }) => dimension === accounts);
  const counts = plan.grain.map((level, column) => (column === timeColumn ? 1 : level.keys.length));
  const index = new CellIndex(counts);
  const entities: { tuple: Int32Array; found: { position: number; cell: number }[] }[] = [];
  const lastPeriod = plan.timing!.span.level.keys.length;
  for (let cell = 0; cell < cuboid.cells; cell++) {
    if (!hasValue(cell)) continue;
    const tuple = new Int32Array(counts.length);
    readTuple(cuboid, cell, tuple);
    const position = tuple[timeColumn]!;
    tuple[timeColumn] = 0;
    const place = index.findOrAdd(tuple, entities.length);
    if (place === entities.length) entities.push({ tuple, found: [] });
    if (position < lastPeriod) entities[place]!.found.push({ position, cell });
  }
  let latest = -1;
  for (const { found } of entities) {
    for (const { position } of found) latest = Math.max(latest, position);
  }
  return entities.map(({ tuple, found }) => {
    found.sort((a, b) => a.position - b.position);
    return {
      tuple,
      positions: found.map(({ position }) => position),
      cells: found.map(({ cell }) => cell),
      nature:
        accountColumn < 0
          ? undefined
          : [...accounts!.levels.values()][0]!.tree!.natures[tuple[accountColumn]!],
      latest,
    };
  });
}

/** Whether a cell has a value: rows whose values are all null leave a period empty. */
function valueTest({ column }: Measure, cuboid: Cuboid): (cell: number) => boolean {
  const values = cuboid.states.get(`count:${column?.name ?? ''}`) as ValueCounts | undefined;
  const counts = values?.counts ?? cuboid.rows.counts;
  return (cell) => counts[cell] !== 0;
}

/** Pairs as they come. */
class PairList {
  private readonly cells: number[] = [];
  private readonly slots: number[] = [];
  private readonly signs: number[] = [];

  push(cell: number, slot: number, sign: number): void {
    this.cells.push(cell);
    this.slots.push(slot);
    this.signs.push(sign);
  }

  close(): CellGroups {
    const isPlain = this.signs.every((sign) => sign === 1);
    return {
      cells: Int32Array.from(this.cells),
      slots: Int32Array.from(this.slots),
      signs: isPlain ? undefined : Int8Array.from(this.signs),
      count: this.cells.length,
    };
  }
}
