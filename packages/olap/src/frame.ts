/**
 * What is to be computed: rows of members at one grain, under a filter, at periods of their own.
 *
 * A frame is closed under everything that formulas do. A period to date widens the periods of its
 * rows, a share of the parent coarsens its grain, "at other members" trades the filter; a measure
 * only ever sees a frame.
 */
import type { Cuboid } from './cuboid.ts';
import type { Conjunct } from './filter-plan.ts';
import { ancestorMap, type Dimension, isAtOrAbove, type Level } from './hierarchy.ts';
import type { TimeDimension } from './dimension/time-dimension.ts';
import { once } from './once.ts';

/** Rows to be computed. */
export interface Frame {
  /** At most one level a hierarchy. */
  readonly grain: readonly Level[];
  readonly rows: number;
  /** By level of the grain: the member of each row. */
  readonly members: () => readonly Int32Array[];
  /** Whether rows stand in the order of their members, level by level of the grain. */
  readonly isOrdered?: boolean | undefined;
  /** Null: all facts. */
  readonly filter: readonly Conjunct[] | null;
  /** The cells that the rows were found in, where rows are cells. */
  readonly source?: { readonly cuboid: Cuboid; readonly cells: Int32Array } | undefined;
  /** Where the rows of a time dimension stand, when it is not where their members say. */
  readonly spans: ReadonlyMap<TimeDimension, Span>;
  /** Set where each row stands for several members together, those that are not shown. */
  readonly others?: Others | undefined;
}

/** What rows of others are others of. */
export interface Others {
  /** Of the members that are left out. */
  readonly dimension: Dimension;
  /** The filter of the members shown and not shown together. */
  readonly filter: readonly Conjunct[] | null;
}

/** Periods by row: positions at a level, first and last; none where `from` is above `to`. */
export interface Span {
  readonly level: Level;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Set where rows are windows of so many periods, which move as a whole. */
  readonly count?: number | undefined;
}

/** The frame at other levels of a dimension: each level made coarser, or left out (undefined). */
export function coarsen(frame: Frame, changed: (level: Level) => Level | undefined): Frame {
  if (frame.grain.every((level) => changed(level) === level)) return frame;
  const grain: Level[] = [];
  const members: Int32Array[] = [];
  for (const [column, level] of frame.grain.entries()) {
    const to = changed(level);
    if (to === undefined) continue;
    grain.push(to);
    const codes = frame.members()[column]!;
    members.push(to === level ? codes : pick(ancestorMap(level, to), codes));
  }
  return { ...frame, grain, members: () => members, source: undefined, isOrdered: false };
}

/** By row: its member at a level; undefined where the rows do not show it. */
export function membersAt(frame: Frame, level: Level): Int32Array | undefined {
  const column = frame.grain.findIndex((shown) => isAtOrAbove(level, shown));
  if (column < 0) return undefined;
  const shown = frame.grain[column]!;
  const codes = frame.members()[column]!;
  return shown === level ? codes : pick(ancestorMap(shown, level), codes);
}

/** The frame with some of its rows, in the order given. */
export function chosenRows(frame: Frame, rows: ArrayLike<number>): Frame {
  const { source } = frame;
  return {
    ...frame,
    isOrdered: false,
    rows: rows.length,
    members: once(() => frame.members().map((codes) => pick(codes, rows))),
    source: source && { cuboid: source.cuboid, cells: pick(source.cells, rows) },
  };
}

/** The values at some places, in the order given. */
export function pick(values: ArrayLike<number>, places: ArrayLike<number>): Int32Array {
  const picked = new Int32Array(places.length);
  for (let at = 0; at < picked.length; at++) picked[at] = values[places[at]!]!;
  return picked;
}

/** The filter without what it asks of some dimensions; null where nothing is left to ask. */
export function dropFilter(
  filter: readonly Conjunct[] | null,
  isDropped: (dimension: Dimension) => boolean,
): readonly Conjunct[] | null {
  if (filter === null) return null;
  const left = filter.map(({ members, ranges }) => ({
    members: members.filter(({ level }) => !isDropped(level.dimension)),
    ranges,
  }));
  const isFree = left.some(({ members, ranges }) => members.length + ranges.length === 0);
  return isFree ? null : left;
}

/** Both filters at once. */
export function narrowFilter(
  filter: readonly Conjunct[] | null,
  more: readonly Conjunct[],
): readonly Conjunct[] {
  if (filter === null) return more;
  return filter.flatMap((one) =>
    more.map((other) => ({
      members: [...one.members, ...other.members],
      ranges: [...one.ranges, ...other.ranges],
    })),
  );
}
