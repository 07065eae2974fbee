/**
 * Nodes: item × location × segment, the unit of netting and levelling.
 *
 * The segment (a project, a batch, a customer) is '' for all that is planned in common. Numbered in
 * the order of item id, then location id, then segment, so that the order of the user's rows
 * changes nothing in the plan.
 */
import type { ModelData } from './model.ts';

/** The nodes of a model and how to find one. */
export interface NodeTable {
  readonly count: number;
  /** Per node, the index of its item in `items` and of its location in `locations`. */
  readonly item: Int32Array;
  readonly location: Int32Array;
  readonly segment: Int32Array;
  /** Ids in ascending order; the first segment is ''. */
  readonly items: readonly string[];
  readonly locations: readonly string[];
  readonly segments: readonly string[];
  /** The item and location of a node, and its segment where it has one. */
  at(node: number): ItemAtLocation;
  /** The node's number, or -1; of no segment when none is named. */
  find(item: string, location: string, segment?: string): number;
}

/** An item at a location, as rows refer to it. */
export interface ItemAtLocation {
  readonly item: string;
  readonly location: string;
  readonly segment?: string;
}

/** Ascending by code unit, the same on every machine. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Numbers every item×location×segment that something refers to.
 *
 * @param pairs - may name a place many times; its items and locations are known to the model
 */
export function numberNodes(model: ModelData, pairs: readonly ItemAtLocation[]): NodeTable {
  const items = model.items.map((item) => item.id).sort(byText);
  const locations = model.locations.map((location) => location.id).sort(byText);
  const named = new Set(['']);
  for (const { segment } of pairs) if (segment !== undefined) named.add(segment);
  const segments = [...named].sort(byText);
  const itemIndex = numbered(items);
  const locationIndex = numbered(locations);
  const segmentIndex = numbered(segments);
  const keyOf = (item: string, location: string, segment = ''): number =>
    (itemIndex.get(item)! * locations.length + locationIndex.get(location)!) * segments.length +
    segmentIndex.get(segment)!;
  const keys = new Set<number>();
  for (const pair of pairs) keys.add(keyOf(pair.item, pair.location, pair.segment));
  const sorted = Float64Array.from(keys).sort();
  const nodeOf = nodesByKey(sorted, items.length * locations.length * segments.length);
  const place = Float64Array.from(sorted, (key) => Math.floor(key / segments.length));
  const item = Int32Array.from(place, (key) => Math.floor(key / locations.length));
  const location = Int32Array.from(place, (key) => key % locations.length);
  const segment = Int32Array.from(sorted, (key) => key % segments.length);
  return {
    count: sorted.length,
    item,
    location,
    segment,
    items,
    locations,
    segments,
    at: (node) => ({
      item: items[item[node]!]!,
      location: locations[location[node]!]!,
      ...(segment[node] !== 0 && { segment: segments[segment[node]!]! }),
    }),
    find: (at, place, apart = '') => {
      // A name that is not known makes the key NaN, which no node has.
      return nodeOf(keyOf(at, place, apart));
    },
  };
}

/** A dense table of keys is taken up to so many cells of four bytes. */
const DENSE_CELLS_MAX = 4_000_000;

/** The node of a key, or -1: from a dense table where the keys are few enough. */
function nodesByKey(sorted: Float64Array, keys: number): (key: number) => number {
  if (keys > DENSE_CELLS_MAX) {
    const found = new Map<number, number>();
    sorted.forEach((key, node) => found.set(key, node));
    return (key) => found.get(key) ?? -1;
  }
  const table = new Int32Array(keys).fill(-1);
  sorted.forEach((key, node) => (table[key] = node));
  return (key) => table[key] ?? -1;
}

const numbered = (ids: readonly string[]): Map<string, number> =>
  new Map(ids.map((id, index) => [id, index]));
