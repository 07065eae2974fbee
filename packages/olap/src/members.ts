/**
 * The way from member to member: children, parents, ancestors, descendants.
 *
 * A hidden member of a ragged hierarchy is passed over: its visible children stand under its
 * nearest visible ancestor, and its facts stay where they are. In a tree the part that is booked on
 * a parent itself stands first among its children, as a member of the level `own`.
 *
 * Words: MDX (`Children`, `Parent`, `Ancestor`, `Descendants`).
 */
import { OWN_LEVEL } from './dimension/tree-dimension.ts';
import { invalidQuery } from './errors.ts';
import { ancestorOf, isAtOrAbove, type Key, type Level, pathOf } from './hierarchy.ts';
import { memberOrder } from './member-order.ts';
import type { Naming } from './naming.ts';
import type { Member } from './request.ts';
import { isShown } from './row-set.ts';
import { hierarchyOf } from './span.ts';

/** A member as code of its level. */
interface At {
  readonly level: Level;
  readonly code: number;
}

/** Finds members of a cube; all answers are in the order of members. */
export class Members {
  constructor(private readonly naming: Naming) {}

  /** The members of a level that are shown, also those whose parents are hidden. */
  at(ref: string): Member[] {
    const level = this.naming.level(ref);
    return shownOf(level).map((code) => memberOf({ level, code }));
  }

  /** The member of a level by its key or its path. */
  find(ref: string, key: Key | { readonly path: readonly Key[] }): Member {
    const level = this.naming.level(ref);
    return memberOf({ level, code: this.naming.member(level, key) });
  }

  /**
   * The visible children; those of all are the members at the top of the hierarchy.
   *
   * @param hierarchy - of which hierarchy, where `of` is all of a dimension; default the first
   */
  children(of: Member, hierarchy?: string): Member[] {
    if ('all' in of) {
      const dimension = this.naming.dimension(of.all);
      const found = dimension.hierarchies.find(({ name }) => name === hierarchy);
      const top = (found ?? dimension.hierarchies[0]!).levels[0]!;
      const isRoot = (code: number): boolean => top.tree === undefined || top.parents[code]! < 0;
      return expanded(
        orderedOf(top)
          .filter(isRoot)
          .map((code) => ({ level: top, code })),
      );
    }
    const { level, code } = this.read(of);
    const own = ownPart(level, code);
    return [...own, ...expanded(childrenOf({ level, code }))];
  }

  /** The nearest visible ancestor; all of the dimension where there is none. */
  parent(of: Member): Member {
    const all = 'all' in of ? of : { all: this.naming.level(of.level).dimension.name };
    if ('all' in of) return all;
    const { level, code } = this.read(of);
    if (level.name === OWN_LEVEL && level.dimension.kind === 'tree') {
      return memberOf({ level: [...level.dimension.levels.values()][0]!, code });
    }
    let at = parentOf({ level, code });
    while (at !== undefined && !isShown(at.level, at.code)) at = parentOf(at);
    return at === undefined ? all : memberOf(at);
  }

  /** The ancestor at a level; undefined where it is hidden, or the level is not above. */
  ancestor(of: Member, ref: string): Member | undefined {
    const upper = this.naming.level(ref);
    if ('all' in of) return undefined;
    const { level, code } = this.read(of);
    if (!isAtOrAbove(upper, level)) return undefined;
    const found = { level: upper, code: ancestorOf(level, code, upper) };
    return isShown(upper, found.code) ? memberOf(found) : undefined;
  }

  /** The visible members below at a level; in a tree, all nodes below and the member itself. */
  descendants(of: Member, ref: string): Member[] {
    const lower = this.naming.level(ref);
    if ('all' in of) return this.at(ref);
    const { level, code } = this.read(of);
    if (!isAtOrAbove(level, lower)) {
      const reason = `'${lower.ref}' does not stand below '${level.ref}'`;
      throw invalidQuery(['descendants'], reason);
    }
    const isIn =
      level.tree === undefined
        ? (member: number): boolean => ancestorOf(lower, member, level) === code
        : (member: number): boolean => isNodeAtOrBelow(level, member, code);
    return shownOf(lower)
      .filter(isIn)
      .map((member) => memberOf({ level: lower, code: member }));
  }

  private read({ level: ref, path }: Exclude<Member, { all: string }>): At {
    const level = this.naming.level(ref);
    return { level, code: this.naming.member(level, { path }) };
  }
}

const memberOf = ({ level, code }: At): Member => ({ level: level.ref, path: pathOf(level, code) });

const orderedOf = (level: Level): number[] => Array.from(memberOrder(level).ordered);

const shownOf = (level: Level): number[] => orderedOf(level).filter((code) => isShown(level, code));

function parentOf({ level, code }: At): At | undefined {
  const parent = level.parents[code]!;
  if (level.tree !== undefined) return parent < 0 ? undefined : { level, code: parent };
  return level.above === undefined ? undefined : { level: level.above, code: parent };
}

/** The members right below, hidden or not. */
function childrenOf({ level, code }: At): At[] {
  const { levels } = hierarchyOf(level);
  const below = level.tree === undefined ? levels[level.depth + 1] : level;
  if (below === undefined) return [];
  return orderedOf(below)
    .filter((child) => below.parents[child] === code)
    .map((child) => ({ level: below, code: child }));
}

/** Members with each hidden one replaced by its own visible children. */
function expanded(members: readonly At[]): Member[] {
  const found: Member[] = [];
  const waiting = members.toReversed();
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (isShown(at.level, at.code)) found.push(memberOf(at));
    else waiting.push(...childrenOf(at).toReversed());
  }
  return found;
}

/** What is booked on a parent itself, where that is shown. */
function ownPart(level: Level, code: number): Member[] {
  if (level.tree === undefined || level.tree.own === 'hidden') return [];
  if (!level.parents.includes(code)) return [];
  const own = level.dimension.levels.get(OWN_LEVEL)!;
  return [memberOf({ level: own, code })];
}

function isNodeAtOrBelow({ parents }: Level, node: number, upper: number): boolean {
  for (let up = node; up >= 0; up = parents[up]!) if (up === upper) return true;
  return false;
}
