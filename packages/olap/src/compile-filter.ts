/**
 * From a filter to a union of conjuncts: choices of members and ranges of values, by name no more.
 */
import { checkLimit } from './errors.ts';
import type { Filter, MemberRef, MemberSet, RowRange } from './filter.ts';
import type { Conjunct, MemberChoice } from './filter-plan.ts';
import type { Key, Level } from './hierarchy.ts';
import type { Naming } from './naming.ts';

/** A union may have so many conjuncts. */
const CONJUNCTS_MAX = 4096;

/**
 * The filter as a union of conjuncts.
 *
 * @throws OlapError OLAP_UNKNOWN_LEVEL, OLAP_UNKNOWN_MEMBER, OLAP_AMBIGUOUS_MEMBER — by name
 * @throws OlapError OLAP_TOO_LARGE — spelled out, it is too wide
 */
export function compileFilter(of: Filter, naming: Naming): Conjunct[] {
  return union(of, naming, false);
}

/** The union of a filter, or of its opposite. */
function union(of: Filter, naming: Naming, isNegated: boolean): Conjunct[] {
  if ('not' in of && isFilter(of.not)) return union(of.not, naming, !isNegated);
  if ('and' in of || 'or' in of) {
    const isUnion = 'or' in of !== isNegated;
    const parts = (('and' in of ? of.and : (of as { or: readonly Filter[] }).or) as Filter[]).map(
      (part) => union(part, naming, isNegated),
    );
    return isUnion ? parts.flat() : parts.reduce(crossed, [{ members: [], ranges: [] }]);
  }
  const atoms = isRowFilter(of)
    ? rowAtoms(of.rows, naming, isNegated)
    : memberAtoms(of as Record<string, MemberSet>, naming, isNegated);
  if (isNegated) return atoms.flat();
  return atoms.reduce(crossed, [{ members: [], ranges: [] }]);
}

const isRowFilter = (of: Filter): of is { rows: Readonly<Record<string, RowRange>> } =>
  'rows' in of;

const isFilter = (value: unknown): value is Filter =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !('path' in value);

/** Every conjunct of the one with every conjunct of the other. */
function crossed(a: readonly Conjunct[], b: readonly Conjunct[]): Conjunct[] {
  checkLimit('The union of a filter, spelled out,', a.length * b.length, CONJUNCTS_MAX);
  return a.flatMap((one) =>
    b.map((other) => ({
      members: [...one.members, ...other.members],
      ranges: [...one.ranges, ...other.ranges],
    })),
  );
}

/** By level the union that it asks for. */
function memberAtoms(
  of: Record<string, MemberSet>,
  naming: Naming,
  isNegated: boolean,
): Conjunct[][] {
  return Object.entries(of).map(([ref, set]) => {
    const choice = chooseMembers(naming.level(ref), set, naming);
    const allowed = isNegated ? choice.allowed.map((is) => 1 - is) : choice.allowed;
    return [{ members: [{ level: choice.level, allowed }], ranges: [] }];
  });
}

/** The members of a level that a set names. */
export function chooseMembers(level: Level, set: MemberSet, naming: Naming): MemberChoice {
  const allowed = new Uint8Array(level.keys.length);
  if (isRange(set)) {
    for (const [code, member] of level.keys.entries()) {
      const isIn = isWithin(member, set.from, set.to);
      if (isIn) allow(level, allowed, code);
    }
    return { level, allowed };
  }
  const isOthers = typeof set === 'object' && set !== null && 'not' in set;
  const named = isOthers ? set.not : set;
  for (const ref of Array.isArray(named) ? (named as MemberRef[]) : [named as MemberRef]) {
    allow(level, allowed, naming.member(level, ref));
  }
  return { level, allowed: isOthers ? allowed.map((is) => 1 - is) : allowed };
}

const isRange = (set: MemberSet): set is { from?: Key; to?: Key } =>
  typeof set === 'object' && set !== null && ('from' in set || 'to' in set);

function isWithin(key: Key, from: Key | undefined, to: Key | undefined): boolean {
  if (key === null) return false;
  const isAfter =
    from === undefined || from === null || (typeof key === typeof from && key >= from);
  const isBefore = to === undefined || to === null || (typeof key === typeof to && key <= to);
  return isAfter && isBefore;
}

/** A member of a tree stands for its descendants, too. */
function allow(level: Level, allowed: Uint8Array, code: number): void {
  allowed[code] = 1;
  if (level.tree === undefined) return;
  // Parents stand after their descendants, so from behind each node sees its parent settled.
  const { postOrder } = level.tree;
  for (let index = postOrder.length - 1; index >= 0; index--) {
    const node = postOrder[index]!;
    const parent = level.parents[node]!;
    if (parent >= 0 && allowed[parent] === 1) allowed[node] = 1;
  }
}

/**
 * By measure the union of its ranges; rows without a value pass neither a range nor its opposite.
 */
function rowAtoms(
  ranges: Readonly<Record<string, RowRange>>,
  naming: Naming,
  isNegated: boolean,
): Conjunct[][] {
  return Object.entries(ranges).map(([measure, range]) => {
    const { column, from, to } = naming.rowRange(measure, range);
    const least = Number.NEGATIVE_INFINITY;
    const most = Number.POSITIVE_INFINITY;
    const parts = isNegated
      ? [
          { from: least, to: below(from) },
          { from: above(to), to: most },
        ]
      : [{ from, to }];
    return parts.map((part) => ({ members: [], ranges: [{ column, ...part }] }));
  });
}

// Values are whole units, so what lies strictly outside begins one unit further.
const below = (value: number): number => value - 1;
const above = (value: number): number => value + 1;

/** The single member of a hierarchy's level that a union of conjuncts leaves, with its level. */
export function singleMember(
  of: readonly Conjunct[],
  levels: readonly Level[],
): { level: Level; code: number } | undefined {
  if (of.length !== 1) return undefined;
  const choices = of[0]!.members.filter(({ level }) => levels.includes(level));
  if (choices.length !== 1) return undefined;
  const { level, allowed } = choices[0]!;
  const code = allowed.indexOf(1);
  return code >= 0 && !allowed.includes(1, code + 1) ? { level, code } : undefined;
}
