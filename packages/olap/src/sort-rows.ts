/**
 * Rows in the order that is asked for.
 *
 * Hierarchically, siblings are ordered under their parents: by the value of each ancestor first,
 * then by that of the row. Ties keep the order of the members.
 */
import { evaluate } from './evaluate.ts';
import { coarsen, type Frame } from './frame.ts';
import { isAtOrAbove, type Level } from './hierarchy.ts';
import { memberOrder } from './member-order.ts';
import type { Asked } from './asked.ts';
import type { RowOrder } from './request.ts';
import { compareValues, type Value } from './value.ts';

/** A sorting key of a row: compared in turn. */
export type SortKey = readonly Value[];

/**
 * The frame with its rows in order, and by level of `shown` the keys that they were ordered by, so
 * that rows of several sets can be laid together.
 */
export function sortRows(
  asked: Asked,
  shown: readonly Level[],
  frame: Frame,
  order: readonly RowOrder[],
): { frame: Frame; keys: SortKey[][] } {
  const keys = asked.by.map((level, index) =>
    shown.includes(level)
      ? keysAt(asked, shown, frame, order, index)
      : Array.from({ length: frame.rows }, () => ROLLED_UP),
  );
  const rows = Array.from({ length: frame.rows }, (_, row) => row);
  rows.sort((a, b) => compareKeys(keys, a, b, order) || a - b);
  const members = frame.members.map((codes) => Int32Array.from(rows, (row) => codes[row]!));
  return {
    frame: { ...frame, members },
    keys: keys.map((key) => rows.map((row) => key[row]!)),
  };
}

/** The key of a level that a total leaves out: it comes last. */
export const ROLLED_UP: SortKey = [];

/** Compares two rows level by level. */
export function compareKeys(
  keys: readonly SortKey[][],
  a: number,
  b: number,
  order: readonly RowOrder[],
): number {
  for (const key of keys) {
    const difference = compareSortKeys(key[a]!, key[b]!, order);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Compares the keys of one level: values as they are ordered, then the place of the member. */
export function compareSortKeys(a: SortKey, b: SortKey, order: readonly RowOrder[]): number {
  if (a === ROLLED_UP || b === ROLLED_UP) {
    return Number(a === ROLLED_UP) - Number(b === ROLLED_UP);
  }
  for (let index = 0; index < a.length; index++) {
    const sign = order[index]?.descending === true ? -1 : 1;
    const difference = sign * compareValues(a[index]!, b[index]!);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** By row: the values at the levels up to this one, and the place of its member. */
function keysAt(
  asked: Asked,
  shown: readonly Level[],
  frame: Frame,
  order: readonly RowOrder[],
  index: number,
): SortKey[] {
  const level = asked.by[index]!;
  const upTo = asked.by.slice(0, index + 1).filter((other) => shown.includes(other));
  const parents = coarsen(frame, (of) => upTo.findLast((upper) => isAtOrAbove(upper, of)));
  const places = placesAt(frame, level);
  const columns = order.map(({ by, breakHierarchy }) => {
    if (by.includes('.')) return asked.on.naming.level(by) === level ? places : undefined;
    const cells = evaluate(asked.on, by, breakHierarchy === true ? frame : parents);
    return Array.from({ length: frame.rows }, (_, row) => cells.at(row));
  });
  return Array.from({ length: frame.rows }, (_, row) => [
    ...columns.map((column) => column?.[row] ?? null),
    places[row]!,
  ]);
}

/** By row: the place of its member among those of the level. */
function placesAt(frame: Frame, level: Level): number[] {
  const { position } = memberOrder(level);
  const column = frame.grain.findIndex((of) => isAtOrAbove(level, of));
  const finest = frame.grain[column]!;
  return Array.from(frame.members[column]!, (member) => {
    let code = member;
    for (let up = finest; up !== level; up = up.above!) code = up.parents[code]!;
    return position[code]!;
  });
}
