/**
 * Ways from member to member. Out of range is no member.
 *
 * Members of ragged hierarchies that are not shown are passed through: their children take their
 * place.
 *
 * @source Microsoft, "MDX Function Reference": Children, Parent, Ancestor, Descendants, Lag,
 *   PeriodsToDate, ParallelPeriod
 */
import { captionOf, type Hierarchy, type Level } from '../hierarchy.ts';
import { childrenOfNodes, memberOrder } from '../member-order.ts';
import { isShown } from '../row-set.ts';
import { isTime } from '../dimension/time-dimension.ts';
import { periodsOf } from '../span.ts';
import { parallelPeriod as parallelPosition } from '../time/period-math.ts';
import type { PlainMember } from './thing.ts';

/** The `All` of a hierarchy. */
export function allOf(hierarchy: Hierarchy): PlainMember {
  return { kind: 'member', hierarchy, level: null, code: -1 };
}

const member = (hierarchy: Hierarchy, level: Level, code: number): PlainMember => ({
  kind: 'member',
  hierarchy,
  level,
  code,
});

/** All members of a level that are shown, in order. */
export function membersOf(hierarchy: Hierarchy, level: Level): PlainMember[] {
  return Array.from(memberOrder(level).ordered)
    .filter((code) => isShown(level, code))
    .map((code) => member(hierarchy, level, code));
}

/** `All` and all members of all levels, parents before their children. */
export function allMembersOf(hierarchy: Hierarchy): PlainMember[] {
  const found: PlainMember[] = [];
  const waiting = [allOf(hierarchy)];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    found.push(next);
    waiting.push(...childrenOf(next).reverse());
  }
  return found;
}

/** The members right below. */
export function childrenOf({ hierarchy, level, code }: PlainMember): PlainMember[] {
  const [top] = hierarchy.levels;
  if (top!.tree !== undefined) {
    const nodes = childrenOfNodes(top!).get(code) ?? [];
    const { position } = memberOrder(top!);
    return nodes
      .toSorted((a, b) => position[a]! - position[b]!)
      .map((node) => member(hierarchy, top!, node));
  }
  const below = level === null ? top : hierarchy.levels[level.depth + 1];
  if (below === undefined) return [];
  const codes = Array.from(memberOrder(below).ordered);
  const own = level === null ? codes : codes.filter((child) => below.parents[child] === code);
  return own.flatMap((child) => {
    const made = member(hierarchy, below, child);
    return isShown(below, child) ? [made] : childrenOf(made);
  });
}

/** The nearest member above that is shown; undefined above `All`. */
export function parentOf({ hierarchy, level, code }: PlainMember): PlainMember | undefined {
  if (level === null) return undefined;
  if (level.tree !== undefined) {
    const parent = level.parents[code]!;
    return parent < 0 ? allOf(hierarchy) : member(hierarchy, level, parent);
  }
  let at: Level = level;
  let up = code;
  while (at.above !== undefined) {
    up = at.parents[up]!;
    at = at.above;
    if (isShown(at, up)) return member(hierarchy, at, up);
  }
  return allOf(hierarchy);
}

/** The member above at a level; undefined where there is none, or it is not shown. */
export function ancestorAt(of: PlainMember, upper: Level): PlainMember | undefined {
  for (let up: PlainMember | undefined = of; up !== undefined; up = parentOf(up)) {
    if (up.level === upper) return up;
  }
  return undefined;
}

/** Members below (the member itself included) at a level; without one, all of them. */
export function descendantsOf(of: PlainMember, lower: Level | undefined): PlainMember[] {
  const found: PlainMember[] = [];
  const waiting = [of];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (lower === undefined || next.level === lower) found.push(next);
    if (lower === undefined || (next.level?.depth ?? -1) < lower.depth) {
      waiting.push(...childrenOf(next).reverse());
    }
  }
  return found;
}

/** The member so many places earlier in its level, later below 0. */
export function lagOf(of: PlainMember, count: number): PlainMember | undefined {
  if (of.level === null) return count === 0 ? of : undefined;
  const { ordered, position } = memberOrder(of.level);
  const code = ordered[position[of.code]! - count];
  return code === undefined ? undefined : member(of.hierarchy, of.level, code);
}

/** Members of the same parent. */
export function siblingsOf(of: PlainMember): PlainMember[] {
  const parent = parentOf(of);
  return parent === undefined ? [of] : childrenOf(parent);
}

/** From the first of the level's period up to the member. */
export function periodsToDate(of: PlainMember, upper: Level): PlainMember[] {
  const above = ancestorAt(of, upper);
  if (above === undefined || of.level === null) return [];
  const all = descendantsOf(above, of.level);
  return all.slice(0, all.findIndex(({ code }) => code === of.code) + 1);
}

/** The same place in the ancestor that is so many earlier. */
export function parallelOf(of: PlainMember, upper: Level, count: number): PlainMember | undefined {
  if (of.level === null) return undefined;
  if (isTime(of.level.dimension)) {
    const { levels, depth } = periodsOf(of.level);
    if (of.code >= levels[depth]!.keys.length) return undefined;
    const { position } = parallelPosition(levels, depth, of.code, upper.depth, count);
    return position < 0 ? undefined : member(of.hierarchy, of.level, position);
  }
  const above = ancestorAt(of, upper);
  const other = above === undefined ? undefined : lagOf(above, count);
  if (above === undefined || other === undefined) return undefined;
  const place = descendantsOf(above, of.level).findIndex(({ code }) => code === of.code);
  return descendantsOf(other, of.level)[place];
}

/** What a member is called. */
export function nameOf({ hierarchy, level, code }: PlainMember): string {
  return level === null ? `All ${hierarchy.name}` : captionOf(level.keys[code]!);
}
