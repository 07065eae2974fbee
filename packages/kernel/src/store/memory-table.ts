/**
 * One collection of one tenant in memory: a Map of documents, and a sorted tree of places per
 * index.
 *
 * The trees hold places only (field values and id), so a write that leaves the indexed fields alone
 * touches no tree. Ranges become two edges, one below and one above every place they hold.
 */
import { assert } from '../assert.ts';
import type { Collection, IndexValue, Position, Range, Stored } from './contract.ts';
import { compareText, compareValues } from './range-order.ts';
import { SortedTree } from './sorted-tree.ts';

/**
 * A place in the tree, or an edge beside places: shorter, without id, or just before or after one.
 */
interface Place {
  readonly values: readonly IndexValue[];
  readonly id?: string;
  readonly side?: -1 | 1;
}

type Tree = SortedTree<Place, undefined>;

interface MemoryIndex {
  readonly fields: readonly string[];
  readonly unique: boolean;
  readonly tree: Tree;
}

/** What a table of this collection keeps in order: the ids, and each index. */
export type IndexShape = Pick<MemoryIndex, 'fields' | 'unique'>;

/** The indexes of a collection by name; `''` is the order of ids. */
export function indexShapes(collection: Collection): Map<string, IndexShape> {
  const shapes = new Map<string, IndexShape>([['', { fields: [], unique: false }]]);
  for (const [name, fields] of Object.entries(collection.indexes)) {
    shapes.set(name, { fields, unique: false });
  }
  for (const [name, fields] of Object.entries(collection.unique)) {
    shapes.set(name, { fields, unique: true });
  }
  return shapes;
}

/** How `select` reads. */
export interface Selection {
  readonly range: Range;
  readonly limit: number;
  readonly reverse: boolean;
  /** Continue behind this place (before it, in reverse). */
  readonly after?: Position | undefined;
}

/** The documents of one collection and tenant. Hands out its own objects: copy them. */
export class MemoryTable {
  readonly #rows = new Map<string, Stored>();
  readonly #indexes = new Map<string, MemoryIndex>();

  constructor(shapes: ReadonlyMap<string, IndexShape>) {
    for (const [name, shape] of shapes) this.addIndex(name, shape);
  }

  get(id: string): Stored | undefined {
    return this.#rows.get(id);
  }

  /**
   * Adds an index and fills it; one that is there with the same fields stays.
   *
   * @returns the id of a document that has another's values, when the index is unique
   */
  addIndex(name: string, shape: IndexShape): string | undefined {
    if (this.#indexes.get(name)?.fields.join() === shape.fields.join()) return undefined;
    const index: MemoryIndex = { ...shape, tree: new SortedTree(undefined, comparePlaces) };
    for (const row of this.#rows.values()) {
      const place = placeIn(index, row);
      if (place === undefined) continue;
      if (index.unique && holds(index, place)) return row.id;
      index.tree.set(place, undefined);
    }
    this.#indexes.set(name, index);
    return undefined;
  }

  hasIndex(name: string): boolean {
    return this.#indexes.has(name);
  }

  /** Where `row` stands in an index. */
  position(index: string, row: Stored): Position {
    const place = placeIn(this.#index(index), row);
    assert(place?.id !== undefined, 'a selected row stands in its index');
    return place as Position;
  }

  /** Puts a row in the place of what is under the id; `undefined` removes it. */
  set(id: string, row: Stored | undefined): void {
    const before = this.#rows.get(id);
    for (const index of this.#indexes.values()) {
      const from = before && placeIn(index, before);
      const to = row && placeIn(index, row);
      if (from && to && comparePlaces(from, to) === 0) continue;
      if (from) index.tree.delete(from);
      if (to) index.tree.set(to, undefined);
    }
    if (row === undefined) this.#rows.delete(id);
    else this.#rows.set(id, row);
  }

  /** The unique index in which another document already has the values of `row`. */
  duplicate(row: Stored): string | undefined {
    for (const [name, index] of this.#indexes) {
      if (!index.unique) continue;
      const place = placeIn(index, row);
      if (place !== undefined && holds(index, place, row.id)) return name;
    }
    return undefined;
  }

  /** The rows of a range in index order, at most `limit`. */
  select({ range, limit, reverse, after }: Selection): Stored[] {
    const rows: Stored[] = [];
    const index = this.#index(range.index ?? '');
    let low = lowEdge(index, range);
    let high = highEdge(index, range);
    if (after !== undefined && reverse) high = { ...after, side: -1 };
    else if (after !== undefined) low = { ...after, side: 1 };
    if (limit <= 0 || comparePlaces(low, high) >= 0) return rows;
    if (reverse) {
      for (const [place] of index.tree.entriesReversed(high)) {
        if (comparePlaces(place, low) < 0) break;
        if (rows.push(this.#rows.get(place.id!)!) >= limit) break;
      }
      return rows;
    }
    index.tree.forRange(low, high, true, (place): { break?: true } | undefined =>
      rows.push(this.#rows.get(place.id!)!) >= limit ? { break: true } : undefined,
    );
    return rows;
  }

  #index(name: string): MemoryIndex {
    const index = this.#indexes.get(name);
    assert(index !== undefined, 'the caller asks for prepared indexes only');
    return index;
  }
}

function placeIn(index: MemoryIndex, row: Stored): Place | undefined {
  const values: IndexValue[] = [];
  for (const field of index.fields) {
    const value = (row.document as Readonly<Record<string, IndexValue | null | undefined>>)[field];
    if (value === undefined || value === null) return undefined;
    values.push(value);
  }
  return { values, id: row.id };
}

/** Whether a document other than `self` has the same values. */
function holds(index: MemoryIndex, { values }: Place, self?: string): boolean {
  const next = index.tree.nextHigherKey({ values, side: -1 });
  if (next === undefined || comparePlaces(next, { values, side: 1 }) > 0) return false;
  return (
    next.id !== self || index.tree.nextHigherKey(next)?.values.join('\0') === values.join('\0')
  );
}

function comparePlaces(a: Place, b: Place): number {
  const shared = Math.min(a.values.length, b.values.length);
  for (let i = 0; i < shared; i++) {
    const order = compareValues(a.values[i]!, b.values[i]!);
    if (order !== 0) return order;
  }
  if (a.values.length !== b.values.length) {
    return a.values.length < b.values.length ? a.side! : -b.side!;
  }
  if (a.id === undefined || b.id === undefined) {
    return (a.id === undefined ? a.side! : 0) - (b.id === undefined ? b.side! : 0);
  }
  return compareText(a.id, b.id) || (a.side ?? 0) - (b.side ?? 0);
}

function lowEdge(index: MemoryIndex, { equals = [], from, first }: Range): Place {
  const low = boundEdge(index, equals, from, -1);
  return first && comparePlaces(low, first) < 0 ? { ...first, side: -1 } : low;
}

function highEdge(index: MemoryIndex, { equals = [], to, last }: Range): Place {
  const high = boundEdge(index, equals, to, to === undefined ? 1 : -1);
  return last && comparePlaces(last, high) < 0 ? { ...last, side: 1 } : high;
}

/** The edge at a bound of the field behind `equals`, or of the id when all fields are fixed. */
function boundEdge(
  index: MemoryIndex,
  equals: readonly IndexValue[],
  bound: IndexValue | undefined,
  side: -1 | 1,
): Place {
  if (bound === undefined) return { values: equals, side };
  if (equals.length < index.fields.length) return { values: [...equals, bound], side };
  return { values: equals, id: String(bound), side };
}
