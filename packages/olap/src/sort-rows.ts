/**
 * Rows in the order that is asked for.
 *
 * Without an order of values, rows stand as their members do: a counting sort a level, from the
 * last to the first. By values, siblings are ordered under their parents: by the value of each
 * ancestor first, then by that of the row; ties keep the order of the members. Totals come after
 * the rows that they are totals of.
 */
import type { Asked } from './asked.ts';
import { compareKeys, givenCells, type OrderKeys, orderKeys } from './cells.ts';
import { evaluate } from './evaluate.ts';
import { chosenRows, coarsen, type Frame, membersAt, pick } from './frame.ts';
import { isAtOrAbove, type Level } from './hierarchy.ts';
import { rising, sortedOrder } from './key-sort.ts';
import { memberOrder } from './member-order.ts';
import { once } from './once.ts';
import type { RowOrder } from './request.ts';
import { pickDoubles } from './states/pick-doubles.ts';

/** What the rows of a set are ordered by at one level of `by`. */
export interface LevelKeys {
  /** By row: the place of its member. */
  readonly places: () => Int32Array;
  /** By order that is asked for: the values; undefined where it says nothing here. */
  readonly values: readonly (OrderKeys | undefined)[];
}

/** By level of `by`; null where the set rolls the level up. */
export type RowKeys = readonly (LevelKeys | null)[];

/** The frame with its rows in order, and the keys that they were ordered by. */
export function sortRows(
  asked: Asked,
  shown: readonly Level[],
  frame: Frame,
  order: readonly RowOrder[],
): { frame: Frame; keys: RowKeys } {
  const isInPlace = order.length === 0 && frame.isOrdered === true && isByGrain(shown, frame.grain);
  const keys = asked.by.map((level, index) =>
    shown.includes(level) ? keysAt(asked, shown, frame, order, index) : null,
  );
  if (isInPlace) return { frame, keys };
  const rows =
    order.length === 0
      ? rowsByPlace(
          keys.map((key) => key?.places() ?? null),
          frame.rows,
        )
      : rowsByValue(keys, frame.rows, order);
  return { frame: chosenRows(frame, rows), keys: chosenKeys(keys, rows) };
}

/** Whether rows that are ordered by the levels of a grain are ordered by all levels shown. */
function isByGrain(shown: readonly Level[], grain: readonly Level[]): boolean {
  const columns = shown.map((level) => grain.findIndex((finest) => isAtOrAbove(level, finest)));
  return columns.every((column, index) => index === 0 || column >= columns[index - 1]!);
}

/** The keys of some rows, in the order given. */
export function chosenKeys(keys: RowKeys, rows: Int32Array): RowKeys {
  return keys.map((key) =>
    key === null
      ? null
      : {
          places: once(() => pick(key.places(), rows)),
          values: key.values.map((values) => values && chosenOrder(values, rows)),
        },
  );
}

const chosenOrder = ({ doubles, at }: OrderKeys, rows: Int32Array): OrderKeys => ({
  doubles: pickDoubles(doubles, rows),
  at: (row) => at(rows[row]!),
});

/** Rows in the order of their places, level by level; a rolled-up level says nothing. */
export function rowsByPlace(places: readonly (Int32Array | null)[], count: number): Int32Array {
  const columns = places.filter((column) => column !== null);
  const numbered = numberRows(columns, count);
  if (numbered !== null) return sortedOrder(numbered.numbers, numbered.limit);
  let rows = rising(count);
  for (const column of columns.toReversed()) {
    rows = pick(rows, sortedOrder(pick(column, rows), 1 + largestOf(column)));
  }
  return rows;
}

/** The places of a row as one number in mixed radix; null where it would pass 31 bits. */
function numberRows(
  columns: readonly Int32Array[],
  count: number,
): { numbers: Int32Array; limit: number } | null {
  const radices = columns.map((column) => 1 + largestOf(column));
  const limit = radices.reduce((product, radix) => product * radix, 1);
  if (limit >= 2 ** 31) return null;
  const numbers = new Int32Array(count);
  for (const [index, column] of columns.entries()) {
    const radix = radices[index]!;
    for (let row = 0; row < count; row++) {
      numbers[row] = (Math.imul(numbers[row]!, radix) + column[row]!) | 0;
    }
  }
  return { numbers, limit };
}

function largestOf(places: Int32Array): number {
  let largest = 0;
  for (let row = 0; row < places.length; row++) {
    if (places[row]! > largest) largest = places[row]!;
  }
  return largest;
}

/** Mostly the doubles of what decides first tell two rows apart; else they are compared in full. */
function rowsByValue(keys: RowKeys, count: number, order: readonly RowOrder[]): Int32Array {
  const compare = (a: number, b: number): number => compareRows(keys, a, keys, b, order) || a - b;
  const first = keys.find((key) => key !== null)?.values ?? [];
  const index = first.findIndex((values) => values !== undefined);
  if (index < 0) return rising(count).sort(compare);
  const { doubles } = first[index]!;
  const sign = signOf(order[index]!);
  return rising(count).sort((a, b) => sign * (doubles[a]! - doubles[b]!) || compare(a, b));
}

const signOf = ({ descending }: RowOrder): 1 | -1 => (descending === true ? -1 : 1);

/**
 * Compares rows of two sets level by level; what rolls a level up comes after what shows it, or
 * with `isTotalFirst` before it.
 */
export function compareRows(
  left: RowKeys,
  a: number,
  right: RowKeys,
  b: number,
  order: readonly RowOrder[],
  isTotalFirst = false,
): number {
  for (let level = 0; level < left.length; level++) {
    const one = left[level]!;
    const other = right[level]!;
    if (one === null || other === null) {
      if (one !== other) return (one === null) === isTotalFirst ? -1 : 1;
      continue;
    }
    for (let index = 0; index < one.values.length; index++) {
      const values = one.values[index];
      const others = other.values[index];
      if (values === undefined || others === undefined) continue;
      const difference = signOf(order[index]!) * compareKeys(values, a, others, b);
      if (difference !== 0) return difference;
    }
    const difference = one.places()[a]! - other.places()[b]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

function keysAt(
  asked: Asked,
  shown: readonly Level[],
  frame: Frame,
  order: readonly RowOrder[],
  index: number,
): LevelKeys {
  const level = asked.by[index]!;
  const upTo = asked.by.slice(0, index + 1).filter((other) => shown.includes(other));
  // Places are found when they are first compared.
  const places = once(() => placesAt(frame, level));
  if (order.length === 0) return { places, values: [] };
  const parents = coarsen(frame, (of) => upTo.findLast((upper) => isAtOrAbove(upper, of)));
  const values = order.map(({ by, breakHierarchy }) => {
    if (by.includes('.')) {
      if (asked.on.naming.level(by) !== level) return undefined;
      return orderKeys(givenCells(Array.from(places())), frame.rows);
    }
    const cells = evaluate(asked.on, by, breakHierarchy === true ? frame : parents);
    return orderKeys(cells, frame.rows);
  });
  return { places, values };
}

/** By row: the place of its member among those of the level. */
const placesAt = (frame: Frame, level: Level): Int32Array =>
  pick(memberOrder(level).position, membersAt(frame, level)!);
