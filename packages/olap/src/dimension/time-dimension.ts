/**
 * A time dimension: a day becomes a period of every hierarchy, calendar, fiscal or by weeks.
 *
 * All periods of the years that facts touch are members, with facts or without, so that a quarter
 * has its three months and a year its partner before it. Days beyond those years make the periods
 * anew, and what was aggregated by them is void.
 */
import type { Day } from '@kontor/kernel';
import {
  addHierarchy,
  type Dimension,
  type Hierarchy,
  internMember,
  type Level,
  openDimension,
} from '../hierarchy.ts';
import { intColumn, pushCode } from '../int-column.ts';
import type { DimensionDefinition } from '../model.ts';
import { type PeriodLevels, periodLevels } from '../time/period-levels.ts';
import type { DimensionLoader } from './loader.ts';
import { CellFault, type Reader, readDay } from './read-key.ts';

type Definition = Extract<DimensionDefinition, { kind: 'time' }>;

/** A time dimension: the code of a member is its position among the periods. */
export interface TimeDimension extends Dimension {
  readonly kind: 'time';
  /** By hierarchy; empty until the first day comes. */
  readonly periods: Map<Hierarchy, PeriodLevels>;
  /** By leaf; null is the leaf of facts without a day. */
  readonly days: (Day | null)[];
}

/** Whether a dimension has periods. */
export function isTime(dimension: Dimension): dimension is TimeDimension {
  return dimension.kind === 'time';
}

/** The dimension and how a row finds its leaf. */
export function openTimeDimension(
  name: string,
  definition: Definition,
  readerOf: (column: string) => Reader,
): DimensionLoader {
  const dimension: TimeDimension = Object.assign(openDimension(name, 'time'), {
    kind: 'time' as const,
    periods: new Map<Hierarchy, PeriodLevels>(),
    days: [],
  });
  const parts = Object.entries(definition.hierarchies).map(([hierarchy, { years, levels }]) => ({
    hierarchy: addHierarchy(
      dimension,
      hierarchy,
      levels.map((level) => ({ name: level })),
    ),
    definition: years,
    levels,
  }));
  const leafOfDay = new Map<Day | null, number>();
  const read = readerOf(definition.column);

  const cover = (from: Day, to: Day): void => {
    for (const { hierarchy, ...options } of parts) {
      dimension.periods.set(hierarchy, periodLevels({ ...options, from, to }));
    }
    for (const { hierarchy } of parts) refill(dimension, hierarchy);
    dimension.generation++;
  };

  return {
    dimension,
    faultOf(row) {
      const found = readDay(read(row as never), definition.zone);
      return found instanceof CellFault ? found : undefined;
    },
    leafOf(row) {
      const found = readDay(read(row as never), definition.zone) as Day | null;
      const known = leafOfDay.get(found);
      if (known !== undefined) return known;
      const isOutside = found !== null && !isCovered(dimension, found);
      if (isOutside) cover(...rangeWith(dimension, found));
      leafOfDay.set(found, dimension.leafCount);
      dimension.days.push(found);
      for (const { hierarchy } of parts) place(dimension, hierarchy, found);
      return dimension.leafCount++;
    },
    saved: () => dimension.days,
    restore(state) {
      dimension.days.push(...(state as (Day | null)[]));
      for (const [leaf, found] of dimension.days.entries()) leafOfDay.set(found, leaf);
      const known = dimension.days.filter((found) => found !== null);
      if (known.length > 0) cover(...rangeWith(dimension, known[0]!));
    },
  };
}

function isCovered({ periods }: TimeDimension, found: Day): boolean {
  const all = [...periods.values()];
  return all.length > 0 && all.every(({ from, to }) => found >= from && found <= to);
}

/** The days known so far and one more. */
function rangeWith({ days }: TimeDimension, found: Day): [Day, Day] {
  let from = found;
  let to = found;
  for (const known of days) {
    if (known === null) continue;
    from = Math.min(from, known);
    to = Math.max(to, known);
  }
  return [from, to];
}

/** Makes the members of a hierarchy those of its periods, and places the leaves among them. */
function refill(dimension: TimeDimension, hierarchy: Hierarchy): void {
  const { levels } = dimension.periods.get(hierarchy)!;
  for (const [depth, level] of hierarchy.levels.entries()) {
    empty(level);
    const { keys, parent } = levels[depth]!;
    for (const [position, key] of keys.entries()) {
      internMember(level, depth === 0 ? -1 : parent[position]!, key);
    }
  }
  for (const found of dimension.days) place(dimension, hierarchy, found);
}

function empty(level: Level): void {
  level.keys.length = 0;
  level.parents.length = 0;
  level.homonym.length = 0;
  level.lastOfKey.clear();
  Object.assign(level.ofLeaf, intColumn());
  level.order = undefined;
}

/** Appends the next leaf, which is that of a day, to the levels of a hierarchy. */
function place(dimension: TimeDimension, hierarchy: Hierarchy, found: Day | null): void {
  const periods = dimension.periods.get(hierarchy);
  let parent = -1;
  for (const [depth, level] of hierarchy.levels.entries()) {
    parent =
      found === null ? internMember(level, parent, null) : periods!.positionOfDay(depth, found);
    pushCode(level.ofLeaf, parent);
  }
}
