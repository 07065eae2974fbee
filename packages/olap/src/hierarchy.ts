/**
 * Members of a dimension: hierarchies of levels, each member known by its path.
 *
 * A dimension has leaves (what a fact row points at) and levels; each level says for every leaf
 * which of its members the leaf belongs to. Members have codes in the order in which they came, so
 * that a code never changes; their order for a reader is computed apart. Two members of one key
 * under different parents are two members: the map from keys leads to a chain of homonyms.
 *
 * Words: MDX. `Level.ofLeaf` is what Kimball calls a dimension attribute.
 */
import { type IntColumn, intColumn, pushCode } from './int-column.ts';

/** What a member is known by under its parent; null is the member `(none)`. */
export type Key = string | number | boolean | null;

/** When a member is not shown (its facts stay): never, without a key, or named as its parent. */
export type HideRule = 'never' | 'blank' | 'parentName';

/** A level of a hierarchy and its members. */
export interface Level {
  /** `'product.family'`. */
  readonly ref: string;
  readonly name: string;
  readonly dimension: Dimension;
  /** The level above in its hierarchy. */
  readonly above: Level | undefined;
  /** From 0 at the top of the hierarchy. */
  readonly depth: number;
  readonly hideIf: HideRule;
  /** By code. */
  readonly keys: Key[];
  /** By code: the member above; empty at the top. In a tree: the parent node, −1 at a root. */
  readonly parents: number[];
  /** By code: what members are ordered by, where it is not the key. */
  readonly orderKeys: Key[] | undefined;
  /** By leaf: the code of the member it belongs to. */
  readonly ofLeaf: IntColumn;
  /** Of each key the member that came last, and by code the one of the same key before it. */
  readonly lastOfKey: Map<Key, number>;
  readonly homonym: number[];
  /** Set where the members of the level form a tree by themselves (parent-child). */
  tree?: TreeShape | undefined;
  /** The order for a reader, computed for so many members. */
  order?: MemberOrder | undefined;
}

/** A chain of levels, the top one first, under one `All` member. */
export interface Hierarchy {
  readonly name: string;
  readonly levels: readonly Level[];
}

/** A dimension, its hierarchies and its leaves. */
export interface Dimension {
  readonly name: string;
  readonly kind: 'levels' | 'table' | 'time' | 'tree';
  readonly hierarchies: Hierarchy[];
  /** All levels by name; names are unique in the dimension. */
  readonly levels: Map<string, Level>;
  leafCount: number;
  /** Grows when codes of members moved: what was aggregated by them is void then. */
  generation: number;
}

/** What a level needs beside its name. */
export interface LevelOptions {
  readonly hideIf?: HideRule | undefined;
  readonly isOrdered?: boolean | undefined;
}

/** Whether an account accumulates during a period or stands at an instant. */
export type Nature = 'flow' | 'balance';

/** How nodes of a parent-child level hang together. */
export interface TreeShape {
  /** By code: +1, −1, or 0 for `~`: how the node enters its parent. */
  readonly signs: Int8Array | undefined;
  /** By code. */
  readonly natures: readonly Nature[];
  /** All nodes, each after its descendants. */
  readonly postOrder: Int32Array;
  /** By code, from 0 at the roots. */
  readonly depth: Int32Array;
  /** Whether a parent's own part is shown as a member among its children. */
  readonly own: 'shown' | 'hidden';
}

/** Members in the order of a reader. */
export interface MemberOrder {
  /** By position: the code. */
  readonly ordered: Int32Array;
  /** By code: the position. */
  readonly position: Int32Array;
}

/** Opens a dimension without levels. */
export function openDimension(name: string, kind: Dimension['kind']): Dimension {
  return { name, kind, hierarchies: [], levels: new Map(), leafCount: 0, generation: 0 };
}

/** Adds a hierarchy of new levels, the top one first. */
export function addHierarchy(
  dimension: Dimension,
  name: string,
  levels: readonly (LevelOptions & { readonly name: string })[],
): Hierarchy {
  let above: Level | undefined;
  const made = levels.map((options, depth) => {
    const level = openLevel(dimension, options, above, depth);
    dimension.levels.set(options.name, level);
    above = level;
    return level;
  });
  const hierarchy = { name, levels: made };
  dimension.hierarchies.push(hierarchy);
  return hierarchy;
}

function openLevel(
  dimension: Dimension,
  options: LevelOptions & { readonly name: string },
  above: Level | undefined,
  depth: number,
): Level {
  return {
    ref: `${dimension.name}.${options.name}`,
    name: options.name,
    dimension,
    above,
    depth,
    hideIf: options.hideIf ?? 'never',
    keys: [],
    parents: [],
    orderKeys: options.isOrdered === true ? [] : undefined,
    ofLeaf: intColumn(),
    lastOfKey: new Map(),
    homonym: [],
  };
}

/** The code of the member of this key under this parent; −1 where there is none. */
export function findMember(level: Level, parent: number, key: Key): number {
  let code = level.lastOfKey.get(key) ?? -1;
  while (code >= 0 && level.parents[code] !== parent) code = level.homonym[code]!;
  return code;
}

/** The code of the member, which is made where there is none; its parent is −1 at the top. */
export function internMember(level: Level, parent: number, key: Key, orderKey?: Key): number {
  const found = findMember(level, parent, key);
  if (found >= 0) return found;
  const code = level.keys.length;
  level.homonym.push(level.lastOfKey.get(key) ?? -1);
  level.lastOfKey.set(key, code);
  level.keys.push(key);
  level.parents.push(parent);
  level.orderKeys?.push(orderKey ?? null);
  return code;
}

/** All members of a level that have this key, in the order in which they came. */
export function homonymsOf(level: Level, key: Key): number[] {
  const codes: number[] = [];
  for (let code = level.lastOfKey.get(key) ?? -1; code >= 0; code = level.homonym[code]!) {
    codes.push(code);
  }
  return codes.reverse();
}

/** A new leaf that belongs to these members, one a level in the order of `levels`. */
export function addLeaf(
  dimension: Dimension,
  levels: readonly Level[],
  codes: readonly number[],
): number {
  for (let index = 0; index < levels.length; index++) {
    pushCode(levels[index]!.ofLeaf, codes[index]!);
  }
  return dimension.leafCount++;
}

/** The member above at `upper`, which is of the same hierarchy. */
export function ancestorOf(level: Level, code: number, upper: Level): number {
  let at: Level = level;
  let member = code;
  while (at !== upper) {
    member = at.parents[member]!;
    at = at.above!;
  }
  return member;
}

/** By code of `level`: the member of `upper` above it. */
export function ancestorMap(level: Level, upper: Level): Int32Array {
  const map = new Int32Array(level.keys.length);
  for (let code = 0; code < map.length; code++) map[code] = ancestorOf(level, code, upper);
  return map;
}

/** Whether `upper` stands above `level` in its hierarchy, or is it. */
export function isAtOrAbove(upper: Level, level: Level): boolean {
  for (let at: Level | undefined = level; at !== undefined; at = at.above) {
    if (at === upper) return true;
  }
  return false;
}

/** The keys from the top of the hierarchy (of the tree) down to the member. */
export function pathOf(level: Level, code: number): Key[] {
  const path: Key[] = [];
  if (level.tree !== undefined) {
    for (let node = code; node >= 0; node = level.parents[node]!) path.push(level.keys[node]!);
    return path.reverse();
  }
  let member = code;
  for (let at: Level | undefined = level; at !== undefined; at = at.above) {
    path.push(at.keys[member]!);
    member = at.parents[member]!;
  }
  return path.reverse();
}

/** How a member is called: its key as text, `(none)` without one. */
export function captionOf(key: Key): string {
  return key === null ? '(none)' : String(key);
}
