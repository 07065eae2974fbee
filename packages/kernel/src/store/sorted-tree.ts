/**
 * The sorted tree (sorted-btree) under one name for all loaders.
 *
 * The package is CommonJS with a `default` export: Node gives its whole `exports` as the default
 * import, bundlers and test runners give the class itself.
 */
import btree from 'sorted-btree';

type TreeClass = typeof btree.default;

/** The class of sorted trees. */
export const SortedTree: TreeClass = typeof btree === 'function' ? btree : btree.default;

/** A tree of keys in the order of its comparator. */
export type SortedTree<Key, Value> = btree.default<Key, Value>;
