/**
 * Where rows stand in time, and how a formula moves them: shifts, periods to date, windows.
 */
import { isTime, type TimeDimension } from './dimension/time-dimension.ts';
import type { Conjunct } from './filter-plan.ts';
import { singleMember } from './compile-filter.ts';
import { type Frame, type Span } from './frame.ts';
import { chainOf } from './naming.ts';
import type { Hierarchy, Level } from './hierarchy.ts';
import {
  ancestorPosition,
  descendantsRange,
  parallelPeriod,
  rollingWindow,
  toDate,
} from './time/period-math.ts';
import type { PeriodLevel } from './time/period-levels.ts';
import type { Flag } from './value.ts';

/** Rows at moved periods, and why a row has none. */
export interface Moved {
  readonly span: Span;
  readonly flags: (Flag | undefined)[];
}

/**
 * Where the rows of a frame stand on a time dimension: at the periods they were moved to, at their
 * members, or at the one period that the filter leaves. Undefined where they show all of time.
 */
export function spanOf(frame: Frame, time: TimeDimension, named?: Level): Span | undefined {
  const moved = frame.spans.get(time);
  if (moved !== undefined) return moved;
  const shown = frame.grain.findIndex(
    (level) => level.dimension === time && (named === undefined || isSameChain(level, named)),
  );
  const column = shown >= 0 ? shown : frame.grain.findIndex(({ dimension }) => dimension === time);
  if (column >= 0) {
    const level = frame.grain[column]!;
    const from = frame.members()[column]!.slice();
    const to = from.slice();
    const periods = level.keys.length - (level.keys.at(-1) === null ? 1 : 0);
    // Facts without a day stand in no period.
    for (let row = 0; row < to.length; row++) if (to[row]! >= periods) to[row] = -1;
    return { level, from, to };
  }
  return spanOfFilter(frame, time);
}

const isSameChain = (level: Level, other: Level): boolean =>
  hierarchyOf(level) === hierarchyOf(other);

/** The hierarchy that a level stands in. */
export function hierarchyOf(level: Level): Hierarchy {
  return level.dimension.hierarchies.find(({ levels }) => levels.includes(level))!;
}

function spanOfFilter(frame: Frame, time: TimeDimension): Span | undefined {
  const single = singleMember(frame.filter ?? [], [...time.levels.values()]);
  if (single === undefined) return undefined;
  const from = new Int32Array(frame.rows).fill(single.code);
  return { level: single.level, from, to: from.slice() };
}

/** The periods of a hierarchy's levels and the place of a level among them. */
export function periodsOf(level: Level): { levels: readonly PeriodLevel[]; depth: number } {
  const time = level.dimension;
  const periods = isTime(time) ? time.periods.get(hierarchyOf(level)) : undefined;
  return { levels: periods?.levels ?? [], depth: level.depth };
}

/** The same period so many ancestors later (earlier below 0), or so many of its own kind. */
export function shiftSpan(span: Span, upper: Level | undefined, by: number): Moved {
  const { levels, depth } = periodsOf(span.level);
  const flags = noFlags(span.from.length);
  const from = span.from.slice();
  const to = span.to.slice();
  for (let row = 0; row < from.length; row++) {
    if (isNone(span, row)) continue;
    const last = parallelPeriod(levels, depth, to[row]!, upper?.depth ?? depth, -by);
    const first =
      from[row] === to[row]
        ? last
        : parallelPeriod(levels, depth, from[row]!, upper?.depth ?? depth, -by);
    const begin =
      span.count === undefined ? first.position : Math.max(0, last.position - span.count + 1);
    from[row] = begin;
    to[row] = last.position;
    const isMissing = last.position < 0 || begin < 0;
    if (isMissing) to[row] = from[row]! - 1;
    if (isMissing && last.reason === 'noPartner') flags[row] = 'noPartner';
  }
  return { span: { ...span, from, to }, flags };
}

/** From the first period of the ancestor up to the last one of each row. */
export function spanToDate(span: Span, upper: Level): Moved {
  const { levels, depth } = periodsOf(span.level);
  const from = span.from.slice();
  const to = span.to.slice();
  for (let row = 0; row < from.length; row++) {
    const range = isNone(span, row) ? undefined : toDate(levels, depth, to[row]!, upper.depth);
    from[row] = range?.from ?? 0;
    to[row] = range?.to ?? -1;
  }
  return { span: { level: span.level, from, to }, flags: noFlags(from.length) };
}

/** The last `count` periods up to each row's; none where it begins too early, unless `partial`. */
export function windowSpan(span: Span, count: number, partial: boolean): Moved {
  const from = span.from.slice();
  const to = span.to.slice();
  for (let row = 0; row < from.length; row++) {
    if (isNone(span, row)) continue;
    const window = rollingWindow(to[row]!, count);
    from[row] = window.from;
    if (window.isPartial && !partial) to[row] = window.from - 1;
  }
  return { span: { level: span.level, from, to, count }, flags: noFlags(from.length) };
}

/** The rows' single periods `back` before their last. */
export function periodBack(span: Span, back: number): Span {
  const from = span.from.slice();
  const to = span.to.slice();
  for (let row = 0; row < from.length; row++) {
    if (isNone(span, row)) continue;
    const position = to[row]! - back;
    const isInside = position >= from[row]!;
    from[row] = isInside ? position : 0;
    to[row] = isInside ? position : -1;
  }
  return { level: span.level, from, to };
}

/** The same periods at the lowest level of their hierarchy. */
export function leafSpan(span: Span): Span {
  const { levels, depth } = periodsOf(span.level);
  const lowest = hierarchyOf(span.level).levels.at(-1)!;
  const from = span.from.slice();
  const to = span.to.slice();
  for (let row = 0; row < from.length; row++) {
    if (isNone(span, row)) continue;
    from[row] = descendantsRange(levels, depth, from[row]!, lowest.depth)!.from;
    to[row] = descendantsRange(levels, depth, to[row]!, lowest.depth)!.to;
  }
  return { level: lowest, from, to };
}

/** Whether a row stands in no period. */
export function isNone({ from, to }: Span, row: number): boolean {
  return from[row]! > to[row]! || to[row]! < 0;
}

/** All periods of a hierarchy's lowest level that a filter leaves, for every row. */
export function spanOfAll(frame: Frame, lowest: Level): { span: Span; allowed: Uint8Array } {
  const { levels, depth } = periodsOf(lowest);
  const count = levels[depth]?.keys.length ?? 0;
  const allowed = new Uint8Array(count).fill(frame.filter === null ? 1 : 0);
  for (const conjunct of frame.filter ?? []) {
    for (let position = 0; position < count; position++) {
      if (isLeft(conjunct, lowest, levels, position)) allowed[position] = 1;
    }
  }
  const from = new Int32Array(frame.rows).fill(Math.max(0, allowed.indexOf(1)));
  const to = new Int32Array(frame.rows).fill(allowed.lastIndexOf(1));
  return { span: { level: lowest, from, to }, allowed };
}

/** Whether a period passes what a conjunct asks of its hierarchy. */
function isLeft(
  { members }: Conjunct,
  lowest: Level,
  levels: readonly PeriodLevel[],
  position: number,
): boolean {
  return members.every(({ level, allowed }) => {
    if (level.dimension !== lowest.dimension) return true;
    if (!chainOf(lowest).includes(level)) return isLeftByLeaves(level, allowed, lowest, position);
    return allowed[ancestorPosition(levels, lowest.depth, position, level.depth)] === 1;
  });
}

/** The same by the days of facts, where the filter stands on another hierarchy. */
function isLeftByLeaves(
  level: Level,
  allowed: Uint8Array,
  lowest: Level,
  position: number,
): boolean {
  for (let leaf = 0; leaf < lowest.ofLeaf.length; leaf++) {
    if (lowest.ofLeaf.array[leaf] !== position) continue;
    if (allowed[level.ofLeaf.array[leaf]!] === 1) return true;
  }
  return false;
}

const noFlags = (rows: number): (Flag | undefined)[] =>
  Array.from({ length: rows }, () => undefined);
