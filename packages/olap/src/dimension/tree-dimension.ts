/**
 * A parent-child dimension: every member names its parent, to any depth.
 *
 * The one level holds all nodes, parents and children; a node's value is that of itself and all its
 * descendants, each once. What is booked on a node itself is shown by the level `own`. Cycles and
 * parents that are not there are faults of the table, told with the way.
 *
 * @source R. Kimball, M. Ross, "The Data Warehouse Toolkit", 2013 (variable depth hierarchies)
 */
import type { RowIssue } from '../errors.ts';
import {
  addHierarchy,
  addLeaf,
  captionOf,
  internMember,
  type Key,
  type Level,
  type Nature,
  openDimension,
  type TreeShape,
} from '../hierarchy.ts';
import type { DimensionDefinition } from '../model.ts';
import type { DimensionLoader } from './loader.ts';
import { keyOf, type Reader, shown } from './read-key.ts';
import { keyIssues, memberFault } from './table-dimension.ts';

type Definition = Extract<DimensionDefinition, { kind: 'tree' }>;

/** The name of the level that shows what is booked on a node itself. */
export const OWN_LEVEL = 'own';

/** A row of the tree's table, read. */
interface Node {
  readonly key: Key;
  readonly parent: Key;
  readonly order: Key | undefined;
  readonly sign: number;
  readonly nature: Nature;
}

/** The dimension and how a row finds its leaf. */
export function openTreeDimension(
  name: string,
  definition: Definition,
  readerOf: (column: string) => Reader,
  tableReaderOf: (column: string) => Reader,
): DimensionLoader {
  const dimension = openDimension(name, 'tree');
  const isOrdered = definition.orderBy !== undefined;
  const [level] = addHierarchy(dimension, definition.level, [{ name: definition.level, isOrdered }])
    .levels as [Level];
  const [own] = addHierarchy(dimension, OWN_LEVEL, [{ name: OWN_LEVEL, isOrdered }]).levels as [
    Level,
  ];
  const leafOfKey = new Map<Key, number>();
  const signs: number[] = [];
  const natures: Nature[] = [];
  const readFactKey = readerOf(definition.column);
  const readTableKey = tableReaderOf(definition.key);

  const addNode = (node: Node, parent: number): number => {
    const code = internMember(level, parent, node.key, node.order);
    internMember(own, -1, node.key, node.order);
    signs.push(node.sign);
    natures.push(node.nature);
    leafOfKey.set(node.key, addLeaf(dimension, [level, own], [code, code]));
    return code;
  };
  const settle = (): void => {
    level.tree = shapeOf(level, definition, signs, natures);
    level.order = undefined;
  };

  return {
    dimension,
    faultOf: (row) => memberFault(readFactKey(row as never), leafOfKey, definition.unknownMember),
    leafOf(row) {
      const key = keyOf(readFactKey(row as never));
      const leaf = leafOfKey.get(key);
      if (leaf !== undefined) return leaf;
      const node = addNode({ key, parent: null, order: null, sign: 1, nature: 'flow' }, -1);
      settle();
      return node;
    },
    saved: () => ({ signs, natures }),
    restore(state) {
      const saved = state as { readonly signs: number[]; readonly natures: Nature[] };
      signs.splice(0, signs.length, ...saved.signs);
      natures.splice(0, natures.length, ...saved.natures);
      for (const [code, key] of level.keys.entries()) leafOfKey.set(key, code);
      settle();
    },
    addMembers(rows) {
      const issues = keyIssues(rows, readTableKey, definition.key, leafOfKey);
      if (issues.length > 0) return issues;
      const nodes = rows.map((row) => readNode(row, definition, tableReaderOf));
      const { ordered, faults } = parentsFirst(nodes, leafOfKey, definition);
      if (faults.length > 0) return faults;
      for (const node of ordered) {
        addNode(node, node.parent === null ? -1 : leafOfKey.get(node.parent)!);
      }
      settle();
      return [];
    },
  };
}

function readNode(
  row: unknown,
  definition: Definition,
  tableReaderOf: (column: string) => Reader,
): Node {
  const read = (column: string): Key => keyOf(tableReaderOf(column)(row as never));
  const parent = read(definition.parent);
  const operator = definition.operator === undefined ? '+' : read(definition.operator);
  return {
    key: read(definition.key),
    parent: parent === (definition.root ?? null) ? null : parent,
    order: definition.orderBy === undefined ? undefined : read(definition.orderBy),
    sign: operator === '~' ? 0 : operator === '-' || operator === '−' ? -1 : 1,
    nature:
      definition.nature !== undefined && read(definition.nature) === 'balance' ? 'balance' : 'flow',
  };
}

/** Nodes with every parent before its children, and those that cannot stand so. */
function parentsFirst(
  nodes: readonly Node[],
  known: ReadonlyMap<Key, number>,
  definition: Definition,
): { ordered: Node[]; faults: RowIssue[] } {
  const waiting = new Map<Key, Node[]>();
  const ready: Node[] = [];
  for (const node of nodes) {
    if (node.parent === null || known.has(node.parent)) ready.push(node);
    else waiting.set(node.parent, [...(waiting.get(node.parent) ?? []), node]);
  }
  for (let index = 0; index < ready.length; index++) {
    const { key } = ready[index]!;
    ready.push(...(waiting.get(key) ?? []));
    waiting.delete(key);
  }
  const rowOf = new Map(nodes.map((node, row) => [node, row] as const));
  const keys = new Map(nodes.map((node) => [node.key, node] as const));
  const faults = [...waiting.values()].flat().flatMap((node): RowIssue[] => {
    const row = rowOf.get(node)!;
    const way = wayUp(node, keys);
    if (way === undefined) {
      return keys.has(node.parent) ? [] : [orphan(row, definition.parent, node)];
    }
    const message = `Members stand under each other in a circle: ${way.join(' → ')}.`;
    return [{ code: 'MEMBER_CYCLE', row, column: definition.parent, message }];
  });
  return { ordered: ready, faults };
}

function orphan(row: number, column: string, node: Node): RowIssue {
  const missing = shown(node.parent);
  const message = `'${captionOf(node.key)}' names a parent that is not there: ${missing}.`;
  return { code: 'ORPHAN_MEMBER', row, column, message };
}

/** The circle that a node is in, from it and back; undefined where its way up ends. */
function wayUp(from: Node, keys: ReadonlyMap<Key, Node>): string[] | undefined {
  const way = [captionOf(from.key)];
  const seen = new Set<Node>([from]);
  for (let node = keys.get(from.parent); node !== undefined; node = keys.get(node.parent)) {
    way.push(captionOf(node.key));
    if (node === from) return way;
    if (seen.has(node)) return undefined;
    seen.add(node);
  }
  return undefined;
}

function shapeOf(
  level: Level,
  definition: Definition,
  signs: readonly number[],
  natures: readonly Nature[],
): TreeShape {
  const count = level.keys.length;
  const depth = new Int32Array(count);
  // A node is added after its parent, so the order of adding is one of parents first.
  for (let node = 0; node < count; node++) {
    const parent = level.parents[node]!;
    depth[node] = parent < 0 ? 0 : depth[parent]! + 1;
  }
  const postOrder = Int32Array.from({ length: count }, (_, index) => count - 1 - index);
  return {
    signs: definition.operator === undefined ? undefined : Int8Array.from(signs),
    natures,
    postOrder,
    depth,
    own: definition.own ?? 'shown',
  };
}
