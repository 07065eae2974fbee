/**
 * Members of several levels of one hierarchy as rows of one answer.
 *
 * Each level is a set of rows of its own grain; the answer shows those rows whose members are in
 * the set, parents before their children. With visual totals a parent is the total of what the set
 * has below it: of its descendants that have none below themselves, so that nothing counts twice.
 *
 * Words: MDX (`Hierarchize`, `VisualTotals`).
 */
import type { Cells } from './cells.ts';
import { invalidQuery } from './errors.ts';
import type { Evaluation } from './evaluation.ts';
import type { Conjunct } from './filter-plan.ts';
import { chosenRows, type Frame, membersAt, narrowFilter } from './frame.ts';
import { ancestorOf, isAtOrAbove, type Level } from './hierarchy.ts';
import { rising } from './key-sort.ts';
import { chainOf, type Naming } from './naming.ts';
import type { CubeRequest, MemberRows } from './request.ts';
import { rowsByGroup } from './row-order.ts';

/** A set of members whose names are understood. */
export interface MemberSetAsked {
  /** From the top of the hierarchy down to the lowest level in the set. */
  readonly chain: readonly Level[];
  /** By level: the codes in the set. */
  readonly codes: ReadonlyMap<Level, ReadonlySet<number>>;
  readonly hasAll: boolean;
  readonly isVisual: boolean;
}

/** The set of a query. */
export function readMemberSet(naming: Naming, asked: MemberRows): MemberSetAsked {
  const codes = new Map<Level, Set<number>>();
  let lowest: Level | undefined;
  let hasAll = false;
  for (const [index, member] of asked.set.entries()) {
    if ('all' in member) {
      naming.dimension(member.all);
      hasAll = true;
      continue;
    }
    const level = naming.level(member.level);
    if (lowest === undefined || isAtOrAbove(lowest, level)) lowest = level;
    else if (!isAtOrAbove(level, lowest)) throw strange(index, level, lowest);
    const known = codes.get(level) ?? new Set();
    codes.set(level, known.add(naming.member(level, { path: member.path })));
  }
  const chain = lowest === undefined ? [] : chainOf(lowest);
  return { chain, codes, hasAll, isVisual: asked.visualTotals === true };
}

function strange(index: number, level: Level, other: Level): Error {
  const reason = `'${level.ref}' is in another hierarchy than '${other.ref}'`;
  return invalidQuery(['members', 'set', index], reason);
}

/** Refuses what has no meaning beside a set of members. */
export function checkMemberSet({ totals = 'none', top }: CubeRequest): void {
  const other = totals !== 'none' ? 'totals' : top === undefined ? undefined : 'top';
  if (other === undefined) return;
  const reason = 'a set of members names its rows itself';
  throw invalidQuery([other], reason);
}

/** The levels of each part of the answer: those of the set, then all others. */
export function memberLevelSets(set: MemberSetAsked, others: readonly Level[]): Level[][] {
  const parts = [...set.codes.keys()]
    .toSorted((a, b) => b.depth - a.depth)
    .map((level) => [...chainOf(level), ...others]);
  return set.hasAll ? [...parts, [...others]] : parts;
}

/** The level of the set that a part of the answer shows; undefined for that of all together. */
function levelOf(set: MemberSetAsked, grain: readonly Level[]): Level | undefined {
  return grain.find((level) => set.codes.has(level));
}

/** The rows whose members are in the set. */
export function rowsInSet(set: MemberSetAsked, frame: Frame): Frame {
  const level = levelOf(set, frame.grain);
  if (level === undefined) return frame;
  const codes = set.codes.get(level)!;
  const members = membersAt(frame, level)!;
  return chosenRows(
    frame,
    rising(frame.rows).filter((row) => codes.has(members[row]!)),
  );
}

/** The values of rows as totals of their descendants in the set. */
export function visualCells(
  on: Evaluation,
  set: MemberSetAsked,
  name: string,
  frame: Frame,
): Cells {
  const level = levelOf(set, frame.grain);
  const codes = level === undefined ? new Int32Array(frame.rows) : membersAt(frame, level)!;
  const places = new Int32Array(frame.rows);
  const cells = new Map(
    rowsByGroup(codes).map((rows) => {
      for (const [place, row] of rows.entries()) places[row] = place;
      const code = codes[rows[0]!]!;
      const below = shownBelow(set, level, code);
      const part = chosenRows(frame, rows);
      if (below.length === 0) return [code, on.values(on, name, part)];
      const filter = narrowFilter(frame.filter, below);
      return [code, on.values(on, name, { ...part, filter, source: undefined })];
    }),
  );
  const cellsAt = (row: number): Cells => cells.get(codes[row]!)!;
  return {
    at: (row) => cellsAt(row).at(places[row]!),
    flag: (row) => cellsAt(row).flag(places[row]!),
  };
}

/** The members of the set below a member that have none of the set below themselves. */
function shownBelow(set: MemberSetAsked, upper: Level | undefined, code: number): Conjunct[] {
  return [...set.codes].flatMap(([level, codes]) => {
    const allowed = new Uint8Array(level.keys.length);
    for (const member of codes) {
      if (isBelow(level, member, upper, code) && !hasBelow(set, level, member)) {
        allowed[member] = 1;
      }
    }
    return allowed.includes(1) ? [{ members: [{ level, allowed }], ranges: [] }] : [];
  });
}

const hasBelow = (set: MemberSetAsked, upper: Level, code: number): boolean =>
  [...set.codes].some(([level, codes]) =>
    [...codes].some((member) => isBelow(level, member, upper, code)),
  );

/** Whether a member is a proper descendant; of all together every member is. */
function isBelow(level: Level, member: number, upper: Level | undefined, code: number): boolean {
  if (upper === undefined) return true;
  if (level === upper) return level.tree !== undefined && isNodeBelow(level, member, code);
  return isAtOrAbove(upper, level) && ancestorOf(level, member, upper) === code;
}

function isNodeBelow({ parents }: Level, node: number, upper: number): boolean {
  for (let up = parents[node]!; up >= 0; up = parents[up]!) if (up === upper) return true;
  return false;
}
