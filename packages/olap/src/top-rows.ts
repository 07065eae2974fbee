/**
 * The best rows: so many, or up to a share or an amount, and one row for all others.
 *
 * Ties are decided by the order of the members. The others are computed from the states of what is
 * not shown, as any total is, so that their average or distinct count is right, too.
 */
import { decimal } from '@kontor/kernel';
import { compareKeys, type OrderKeys, orderKeys } from './cells.ts';
import type { ShownRows } from './cell-set.ts';
import { invalidQuery } from './errors.ts';
import { evaluate } from './evaluate.ts';
import type { Evaluation } from './evaluation.ts';
import { chosenRows, coarsen, type Frame, membersAt, narrowFilter } from './frame.ts';
import { isAtOrAbove } from './hierarchy.ts';
import type { Asked } from './asked.ts';
import type { Top } from './request.ts';
import { rowsByGroup } from './row-order.ts';
import { grainOf } from './row-set.ts';
import { numberOf } from './value.ts';

/** The rows that are among the best, in the order of the frame. */
export function topRows(asked: Asked, frame: Frame, top: Top): Int32Array {
  return top.of === undefined ? bestRows(asked, frame, top) : rowsOfBest(asked, frame, top);
}

/** All rows of the best members of a level, chosen by their totals. */
function rowsOfBest(asked: Asked, frame: Frame, { of, ...top }: Top): Int32Array {
  const { naming } = asked.on;
  const wanted = [of!, ...(top.within === undefined ? [] : [top.within])];
  const levels = grainOf(wanted.map((ref) => naming.level(ref)));
  const all = coarsen(frame, (shown) => levels.find((level) => isAtOrAbove(level, shown)));
  if (all.grain.length < levels.length) throw notAmong('of', of!);
  const tuples = Array.from({ length: all.rows }, (_, row) =>
    all
      .members()
      .map((codes) => codes[row]!)
      .join(),
  );
  const members = rowsByGroup(tuples);
  const firsts = members.map(([row]) => row!);
  const best = bestRows(asked, chosenRows(all, firsts), top);
  return sortedRows(Array.from(best, (at) => members[at]!).flat());
}

const sortedRows = (rows: readonly number[]): Int32Array => Int32Array.from(rows).sort();

function bestRows({ on }: Asked, frame: Frame, top: Top): Int32Array {
  const keys = orderKeys(evaluate(on, top.by, frame), frame.rows);
  const sign = top.ascending === true ? 1 : -1;
  const kept = rowGroups(on, frame, top).flatMap((rows) => {
    const sorted = rows.toSorted((a, b) => sign * compareKeys(keys, a, keys, b) || a - b);
    return sorted.slice(0, howMany(sorted, keys, top));
  });
  return sortedRows(kept);
}

/** Rows by the member of the level that the best are chosen within. */
function rowGroups(on: Evaluation, frame: Frame, { within }: Top): number[][] {
  if (within === undefined) return rowsByGroup(new Int32Array(frame.rows));
  const members = membersAt(frame, on.naming.level(within));
  if (members === undefined) throw notAmong('within', within);
  return rowsByGroup(members);
}

function notAmong(field: string, ref: string): Error {
  const reason = `the rows do not show '${ref}'`;
  return invalidQuery(['top', field], reason);
}

function howMany(sorted: readonly number[], { at }: OrderKeys, top: Top): number {
  if (top.count !== undefined) return Math.max(0, top.count);
  const numbers = sorted.map((row) => numberOf(at(row)) ?? decimal(0));
  const total = numbers.reduce((sum, value) => sum.plus(value), decimal(0));
  const wanted = top.share === undefined ? decimal(top.sum!) : total.times(top.share);
  let reached = decimal(0);
  for (const [index, value] of numbers.entries()) {
    if (reached.gte(wanted)) return index;
    reached = reached.plus(value);
  }
  return sorted.length;
}

const noOthers = (reason: string): Error => invalidQuery(['top', 'others'], reason);

/** One row a group for the members that are not shown, computed from their states. */
export function otherRows(
  { on, request, by }: Asked,
  frame: Frame,
  kept: Int32Array,
): ShownRows['others'] {
  if (request.top!.of !== undefined) {
    throw noOthers('one row stands for the others only where rows are chosen, not members');
  }
  const last = by.at(-1)!;
  const column = frame.grain.indexOf(last);
  const within = request.top!.within;
  if (by.length > 1 && (within === undefined || on.naming.level(within) !== by.at(-2))) {
    throw noOthers(`it needs the best within the level before the last, '${by.at(-2)!.ref}'`);
  }
  const shownRows = new Set(kept);
  return rowGroups(on, frame, request.top!).flatMap((rows) => {
    if (rows.every((row) => shownRows.has(row))) return [];
    const allowed = new Uint8Array(last.keys.length);
    for (const row of rows) if (!shownRows.has(row)) allowed[frame.members()[column]![row]!] = 1;
    const one = chosenRows(frame, rows.slice(0, 1));
    const above = by.slice(0, -1).findLast((upper) => isAtOrAbove(upper, last));
    const others = coarsen(one, (level) => (level === last ? above : level));
    const only = [{ members: [{ level: last, allowed }], ranges: [] }];
    const together: Frame = {
      ...others,
      filter: narrowFilter(frame.filter, only),
      others: { dimension: last.dimension, filter: frame.filter },
    };
    const cells = new Map(
      request.measures.map((name) => [name, evaluate(on, name, together)] as const),
    );
    return [{ cells, frame: one }];
  });
}
