/**
 * The cells of a measure in a frame: which states go into which row, and then one finish.
 *
 * Most rows are one cell of a cuboid. Where a measure needs a finer grain (a rule along time, a
 * currency, signs of accounts) or rows overlap (a node with its descendants, periods to date), the
 * finer cells are paired with the rows that they belong to and merged.
 */
import { type Cuboid, cellIndex, readTuple, type StateMakers } from './cuboid.ts';
import { CellIndex } from './cell-index.ts';
import { OlapError } from './errors.ts';
import { dropFilter, type Frame, type Span } from './frame.ts';
import { captionOf, type Dimension, type Level } from './hierarchy.ts';
import type { Source } from './lattice.ts';
import { leafLevel } from './leaf-level.ts';
import type { Measure, Timing } from './measure.ts';
import { type CellGroups, groupCells } from './roll-up.ts';
import { isNone, leafSpan, spanOf, spanOfAll } from './span.ts';
import { isTime, type TimeDimension } from './dimension/time-dimension.ts';
import type { ValueCounts } from './states/value-count.ts';
import { pickCells, type TimedEntity } from './time-rule.ts';
import { treeWeights } from './tree-weight.ts';
import { numberOf, quotient, scaledValue, type Value } from './value.ts';
import type { Cells } from './cells.ts';

/** Where a measure gets its cuboids. */
export interface Facts {
  readonly dimensions: readonly Dimension[];
  answer(grain: readonly Level[], filter: Frame['filter'], states: StateMakers): Cuboid;
  readonly sources: Source[];
}

/** The values of a measure in the rows of a frame. */
export function measureCells(facts: Facts, measure: Measure, frame: Frame): Cells {
  const plan = planCells(facts, measure, frame);
  if (plan.isDirect) return directCells(facts, measure, frame);
  const cuboid = facts.answer(plan.grain, plan.filter, measure.states);
  checkCurrencies(measure, frame, plan, cuboid);
  const groups = pairCells(measure, frame, plan, cuboid);
  const merged = groupCells(cuboid, groups, frame.rows);
  return cellsOf(measure, merged, (row) => (merged.rows.counts[row] === 0 ? -1 : row), groups.over);
}

function directCells(facts: Facts, measure: Measure, frame: Frame): Cells {
  const cuboid = facts.answer(frame.grain, frame.filter, measure.states);
  const index = cellIndex(cuboid);
  const tuple = new Int32Array(frame.grain.length);
  return cellsOf(measure, cuboid, (row) => {
    for (let column = 0; column < tuple.length; column++) {
      tuple[column] = frame.members[column]![row]!;
    }
    const cell = index.find(tuple);
    return cell >= 0 && cuboid.rows.counts[cell] !== 0 ? cell : -1;
  });
}

/** Values are finished when they are asked for. */
function cellsOf(
  measure: Measure,
  cuboid: Cuboid,
  cellOf: (row: number) => number,
  over?: Float64Array,
): Cells {
  return {
    at(row) {
      const cell = cellOf(row);
      if (cell < 0) return emptyValue(measure);
      const value = measure.finish(cuboid, cell);
      return over === undefined ? value : meanOf(measure, value, over[row]!);
    },
    flag(row) {
      const cell = cellOf(row);
      return cell < 0 ? undefined : measure.flag?.(cuboid, cell);
    },
  };
}

/** A count of nothing is 0; everything else of nothing is empty. */
const emptyValue = (measure: Measure): Value => (measure.countsNothingAsZero === true ? 0 : null);

function meanOf(measure: Measure, value: Value, over: number): Value {
  const total = numberOf(value);
  if (total === undefined || over === 0) return null;
  return quotient(total, scaledValue(over, 0), measure.timing!.shown);
}

/** The grain that a measure needs and how its columns are used. */
interface CellPlan {
  readonly isDirect: boolean;
  readonly grain: readonly Level[];
  readonly filter: Frame['filter'];
  /** By column of the grain: the frame's level that it stands for; −1 = not shown. */
  readonly shownBy: readonly number[];
  /** Rows at periods: the column of the cuboid that holds positions, and where rows stand. */
  readonly spans: readonly { readonly column: number; readonly span: Span }[];
  readonly timing?:
    | {
        readonly rule: Timing;
        readonly column: number;
        readonly span: Span;
        readonly allowed: Uint8Array | undefined;
      }
    | undefined;
  readonly currencyColumn: number;
  /** Columns of trees whose signs weigh a cell that does not show them. */
  readonly weighed: readonly { readonly column: number; readonly weights: Int8Array }[];
}

function planCells(facts: Facts, measure: Measure, frame: Frame): CellPlan {
  const grain: Level[] = [];
  const shownBy: number[] = [];
  const add = (level: Level, shown = -1): number => {
    const known = grain.indexOf(level);
    if (known >= 0) return known;
    grain.push(level);
    shownBy.push(shown);
    return grain.length - 1;
  };
  const timed = measure.timing?.along;
  const isMovedIn = (dimension: Dimension): boolean =>
    isTime(dimension) && (frame.spans.has(dimension) || dimension === timed);
  for (const [column, level] of frame.grain.entries()) {
    if (!isMovedIn(level.dimension)) add(level, column);
  }
  const spans = [...frame.spans]
    .filter(([dimension]) => dimension !== timed)
    .map(([, span]) => ({ column: add(span.level), span }));
  const timing = timed === undefined ? undefined : planTiming(facts, measure.timing!, frame, add);
  const currencyColumn = hasLevel(measure.currency) ? add(measure.currency.level) : -1;
  const weighed = treesToWeigh(facts, measure, frame).map(({ level, weights }) => ({
    column: add(level),
    weights,
  }));
  const hasTree = frame.grain.some(({ tree }) => tree !== undefined);
  const isDropped = (dimension: Dimension): boolean =>
    (isTime(dimension) && frame.spans.has(dimension)) ||
    (dimension === timed && looksBack(measure.timing!));
  return {
    isDirect:
      grain.length === frame.grain.length &&
      spans.length === 0 &&
      timing === undefined &&
      !hasTree &&
      weighed.length === 0,
    grain,
    filter: dropFilter(frame.filter, isDropped),
    shownBy,
    spans,
    timing,
    currencyColumn,
    weighed,
  };
}

const hasLevel = (of: Measure['currency']): of is { level: Level } =>
  of !== undefined && 'level' in of;

const looksBack = ({ rule }: Timing): boolean => rule === 'opening' || rule === 'closing';

function planTiming(
  facts: Facts,
  rule: Timing,
  frame: Frame,
  add: (level: Level) => number,
): CellPlan['timing'] {
  const time = rule.along as TimeDimension;
  const shown = spanOf(frame, time);
  const all =
    shown === undefined ? spanOfAll(frame, time.hierarchies[0]!.levels.at(-1)!) : undefined;
  const span = all?.span ?? leafSpan(shown!);
  const column = add(span.level);
  if (rule.scope === 'leaf') {
    for (const dimension of facts.dimensions) {
      if (dimension !== time) add(leafLevel(dimension));
    }
  }
  return { rule, column, span, allowed: all?.allowed };
}

function treesToWeigh(
  facts: Facts,
  measure: Measure,
  frame: Frame,
): { level: Level; weights: Int8Array }[] {
  if (!measure.isAdditive) return [];
  return facts.dimensions.flatMap((dimension) => {
    const level = dimension.kind === 'tree' ? [...dimension.levels.values()][0]! : undefined;
    if (level?.tree?.signs === undefined || frame.grain.includes(level)) return [];
    if (frame.grain.some((shown) => shown.dimension === dimension)) return [];
    return [{ level, weights: treeWeights(level, frame.filter) }];
  });
}

/** Refuses a cell that would add amounts of several currencies. */
function checkCurrencies(measure: Measure, frame: Frame, plan: CellPlan, cuboid: Cuboid): void {
  if (plan.currencyColumn < 0 || plan.shownBy[plan.currencyColumn]! >= 0) return;
  const codes = cuboid.codes[plan.currencyColumn]!.array;
  const found = new Set<number>();
  for (let cell = 0; cell < cuboid.cells; cell++) {
    if (cuboid.rows.counts[cell] !== 0) found.add(codes[cell]!);
  }
  if (found.size < 2) return;
  const { keys } = plan.grain[plan.currencyColumn]!;
  const perRow = currenciesByRow(frame, plan, cuboid);
  const mixed = perRow.find((of) => of.size > 1);
  if (mixed === undefined) return;
  throw new OlapError('OLAP_MIXED_CURRENCIES', {
    measure: measure.name,
    currencies: [...mixed].map((code) => captionOf(keys[code]!)),
  });
}

function currenciesByRow(frame: Frame, plan: CellPlan, cuboid: Cuboid): Set<number>[] {
  const found = Array.from({ length: frame.rows }, () => new Set<number>());
  const codes = cuboid.codes[plan.currencyColumn]!.array;
  eachPair(frame, plan, cuboid, (cell, row) => found[row]!.add(codes[cell]!));
  return found;
}

interface Pairs extends CellGroups {
  /** By row: what a mean over periods divides by. */
  readonly over?: Float64Array | undefined;
}

/** The pairs of cells and rows. */
function pairCells(measure: Measure, frame: Frame, plan: CellPlan, cuboid: Cuboid): Pairs {
  if (plan.timing !== undefined) return pairTimed(measure, frame, plan, cuboid);
  const pairs = new PairList();
  eachPair(frame, plan, cuboid, (cell, row, sign) => {
    if (measure.isAdditive) {
      if (sign !== 0) pairs.push(cell, row, sign);
    } else pairs.push(cell, row, 1);
  });
  return pairs.close();
}

/** Visits the rows that a cell belongs to, with the sign that it enters them with. */
function eachPair(
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
      if (plan.spans.every(({ column, span }) => isIn(span, row, tuple[column]!))) {
        visit(cell, row, sign);
      }
    });
  }
}

const isIn = (span: Span, row: number, position: number): boolean =>
  position >= span.from[row]! && position <= span.to[row]!;

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
    for (const [at, column] of shown.entries()) key[at] = frame.members[column]![row]!;
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
      if (sign === 0 || isNone(timing.span, row)) return;
      if (!plan.spans.every(({ column, span }) => isIn(span, row, entity.tuple[column]!))) return;
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
  const latest = Math.max(-1, ...entities.flatMap(({ found }) => found.map((one) => one.position)));
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
