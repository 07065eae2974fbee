/**
 * Mutations of JSON-like trees: values of other types, members lost, doubled or renamed, and trees
 * that hold themselves a hundred thousand levels deep.
 */
import { hostileValues } from './hostile-values.ts';
import type { JsonLike } from './importer.ts';
import { type Mutation, pick } from './mutation.ts';
import { size } from './size.ts';

type Key = string | number;
type Path = readonly Key[];
type Branch = Readonly<Record<Key, unknown>>;

/** Levels that a tree is nested into itself. */
const LEVELS = [2, 60, 400, size.levels] as const;

const KEYS = ['__proto__', 'constructor', 'toString', '', '\ud800', 'x'.repeat(size.letters), 'id'];

const isBranch = (value: unknown): value is Branch => typeof value === 'object' && value !== null;

/** The paths of all that is in a tree; itself at []. Trees that are nested very deep are leaves. */
function pathsOf(tree: unknown, path: Path = []): Path[] {
  if (!isBranch(tree) || path.length > 12) return [path];
  const keys: readonly Key[] = Array.isArray(tree)
    ? [...tree.keys()].slice(0, 200)
    : Object.keys(tree).slice(0, 200);
  return [path, ...keys.flatMap((key) => pathsOf(tree[key], [...path, key]))];
}

const valueAt = (tree: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, key) => (value as Branch)[key], tree);

/** A copy of the tree with another value in one place; what is beside the path is shared. */
function withAt(tree: unknown, path: Path, change: (old: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(tree);
  const copy: Record<Key, unknown> = (
    Array.isArray(tree) ? [...(tree as unknown[])] : { ...(tree as object) }
  ) as never;
  set(copy, key, withAt((tree as Branch)[key], rest, change));
  return copy;
}

/** As a member of its own, `__proto__` too: so JSON.parse has it. */
function set(into: object, key: Key, value: unknown): void {
  Object.defineProperty(into, key, { value, writable: true, enumerable: true, configurable: true });
}

function without(branch: Branch, key: Key): unknown {
  if (Array.isArray(branch)) return branch.toSpliced(Number(key), 1);
  return Object.fromEntries(Object.entries(branch).filter(([one]) => one !== key));
}

function withMember(branch: unknown, key: Key, value: unknown): unknown {
  if (!isBranch(branch)) return { [key]: branch };
  if (Array.isArray(branch)) return [...(branch as readonly unknown[]), value];
  const copy = { ...branch };
  set(copy, key, value);
  return copy;
}

/** The part at a path, holding itself in the place of one of its own parts, so many levels deep. */
function nested(part: unknown, slot: Path, levels: number): unknown {
  let inner = part;
  for (let level = 0; level < levels; level++) inner = withAt(part, slot, () => inner);
  return inner;
}

type Change = (tree: unknown, path: Path, how: number) => unknown;

const CHANGES: readonly Change[] = [
  (tree, path, how) => withAt(tree, path, () => pick(hostileValues, how)),
  (tree, path, how) => withAt(tree, path, () => pick(hostileValues, how)),
  (tree, path) => {
    const last = path.at(-1);
    if (last === undefined) return {};
    return withAt(tree, path.slice(0, -1), (branch) => without(branch as Branch, last));
  },
  // Another part of the same tree: the right type in the wrong place, or an id twice.
  (tree, path, how) => withAt(tree, path, () => valueAt(tree, pick(pathsOf(tree), how))),
  (tree, path, how) =>
    withAt(tree, path, (old) => withMember(old, pick(KEYS, how), pick(hostileValues, how >> 3))),
  (tree, path, how) =>
    withAt(tree, path, (old) =>
      withMember(old, pick(KEYS, how), valueAt(tree, pick(pathsOf(tree), how))),
    ),
  (tree, path, how) =>
    withAt(tree, path, (old) => nested(old, pick(pathsOf(old), how), pick(LEVELS, how))),
  (tree, path, how) =>
    withAt(tree, path, (old) =>
      Array.isArray(old) && old.length > 0
        ? Array.from({ length: size.items }, () => pick(old as readonly unknown[], how))
        : [old],
    ),
];

/** The tree with one mutation done. */
export function mutateTree(tree: JsonLike, { what, where, how }: Mutation): unknown {
  const path = pick(pathsOf(tree), where);
  return pick(CHANGES, what)(tree, path, how);
}
