/**
 * Which cells a measure needs for the rows of a frame: at which grain, under which filter, and how
 * the columns of that grain belong to what the rows show.
 */
import type { Cuboid, StateMakers } from './cuboid.ts';
import { isTime, type TimeDimension } from './dimension/time-dimension.ts';
import { dropFilter, type Frame, type Span } from './frame.ts';
import type { Dimension, Level } from './hierarchy.ts';
import type { Source } from './lattice.ts';
import { leafLevel } from './leaf-level.ts';
import type { Measure, Timing } from './measure.ts';
import { leafSpan, spanOf, spanOfAll } from './span.ts';
import { treeWeights } from './tree-weight.ts';

/** Where a measure gets its cuboids. */
export interface Facts {
  readonly dimensions: readonly Dimension[];
  answer(grain: readonly Level[], filter: Frame['filter'], states: StateMakers): Cuboid;
  readonly sources: Source[];
}

/** The grain that a measure needs and how its columns are used. */
export interface CellPlan {
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
  /** Of the level that tells the currency or the unit; -1 where there is none. */
  readonly unitColumn: number;
  /** Columns of trees whose signs weigh a cell that does not show them. */
  readonly weighed: readonly { readonly column: number; readonly weights: Int8Array }[];
}

/** Whether the rows of a frame are cells of a measure as they stand, so that nothing is planned. */
export function isDirect(facts: Facts, measure: Measure, frame: Frame): boolean {
  const unit = unitLevelOf(measure);
  return (
    frame.spans.size === 0 &&
    measure.timing === undefined &&
    (unit === undefined || frame.grain.includes(unit)) &&
    frame.grain.every(({ tree }) => tree === undefined) &&
    treesToWeigh(facts, measure, frame).length === 0
  );
}

/** The plan of a measure whose rows are not direct. */
export function planCells(facts: Facts, measure: Measure, frame: Frame): CellPlan {
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
  const unitLevel = unitLevelOf(measure);
  const unitColumn = unitLevel === undefined ? -1 : add(unitLevel);
  const weighed = treesToWeigh(facts, measure, frame).map((level) => ({
    column: add(level),
    weights: treeWeights(level, frame.filter),
  }));
  const isDropped = (dimension: Dimension): boolean =>
    (isTime(dimension) && frame.spans.has(dimension)) ||
    (dimension === timed && looksBack(measure.timing!));
  return {
    grain,
    filter: dropFilter(frame.filter, isDropped),
    shownBy,
    spans,
    timing,
    unitColumn,
    weighed,
  };
}

/** The level that tells the currency or the unit of a measure. */
const unitLevelOf = ({ currency, unit }: Measure): Level | undefined =>
  currency !== undefined && 'level' in currency ? currency.level : unit?.level;

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

/** Trees with operators that the rows do not show. */
function treesToWeigh(facts: Facts, measure: Measure, frame: Frame): Level[] {
  if (!measure.isAdditive) return [];
  return facts.dimensions.flatMap((dimension) => {
    const level = dimension.kind === 'tree' ? [...dimension.levels.values()][0]! : undefined;
    if (level?.tree?.signs === undefined || frame.grain.includes(level)) return [];
    if (frame.grain.some((shown) => shown.dimension === dimension)) return [];
    return [level];
  });
}
