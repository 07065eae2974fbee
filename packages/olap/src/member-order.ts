/**
 * The order of members for a reader: siblings by key, families together, `(none)` last.
 *
 * Keys are compared as numbers or as text by code unit, never by the machine's language; where a
 * level is ordered by something else, that comes first and the order of loading decides ties.
 */
import type { Key, Level, MemberOrder } from './hierarchy.ts';

/** The order of a level's members; computed again when members have come. */
export function memberOrder(level: Level): MemberOrder {
  const count = level.keys.length;
  if (level.order?.ordered.length === count) return level.order;
  const ordered = level.tree === undefined ? byFamily(level) : preOrder(level);
  const position = new Int32Array(count);
  for (let index = 0; index < count; index++) position[ordered[index]!] = index;
  level.order = { ordered, position };
  return level.order;
}

/** Numbers before text, false before true, null last. */
export function compareKeys(a: Key, b: Key): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  if (typeof a !== typeof b) return typeof a < typeof b ? -1 : 1;
  return a < b ? -1 : 1;
}

/** Members under their parents, in the order of the parents. */
function byFamily(level: Level): Int32Array {
  const ranks = level.orderKeys ?? level.keys;
  const codes = Int32Array.from(level.keys.keys());
  if (level.above === undefined) {
    return codes.sort((a, b) => compareKeys(ranks[a]!, ranks[b]!) || a - b);
  }
  const { position } = memberOrder(level.above);
  const { parents } = level;
  return codes.sort(
    (a, b) =>
      position[parents[a]!]! - position[parents[b]!]! || compareKeys(ranks[a]!, ranks[b]!) || a - b,
  );
}

/** Nodes of a tree, each before its descendants. */
function preOrder(level: Level): Int32Array {
  const ranks = level.orderKeys ?? level.keys;
  const children = childrenOfNodes(level);
  const siblings = (codes: readonly number[]): number[] =>
    codes.toSorted((a, b) => compareKeys(ranks[b]!, ranks[a]!) || b - a);
  const ordered = new Int32Array(level.keys.length);
  const stack = siblings(children.get(-1) ?? []);
  for (let index = 0; stack.length > 0; index++) {
    const node = stack.pop()!;
    ordered[index] = node;
    stack.push(...siblings(children.get(node) ?? []));
  }
  return ordered;
}

/** By node (−1 = above the roots): the nodes under it. */
export function childrenOfNodes(level: Level): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const [code, parent] of level.parents.entries()) {
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [code]);
    else siblings.push(code);
  }
  return children;
}
