/**
 * Nodes: item × location, the unit of netting and levelling.
 *
 * Numbered in the order of item id, then location id, so that the order of the user's rows changes
 * nothing in the plan.
 */
import type { ModelData } from './model.ts';

/** The nodes of a model and how to find one. */
export interface NodeTable {
  readonly count: number;
  /** Per node, the index of its item in `items` and of its location in `locations`. */
  readonly item: Int32Array;
  readonly location: Int32Array;
  /** Ids in ascending order. */
  readonly items: readonly string[];
  readonly locations: readonly string[];
  /** The item and location of a node. */
  at(node: number): ItemAtLocation;
  /** The node's number, or -1. */
  find(item: string, location: string): number;
}

/** An item at a location, as rows refer to it. */
export interface ItemAtLocation {
  readonly item: string;
  readonly location: string;
}

/** Ascending by code unit, the same on every machine. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Numbers every item×location that something refers to.
 *
 * @param pairs - may name a pair many times; its items and locations are known to the model
 */
export function numberNodes(model: ModelData, pairs: Iterable<ItemAtLocation>): NodeTable {
  const items = model.items.map((item) => item.id).sort(byText);
  const locations = model.locations.map((location) => location.id).sort(byText);
  const itemIndex = new Map(items.map((id, index) => [id, index]));
  const locationIndex = new Map(locations.map((id, index) => [id, index]));
  const keyOf = ({ item, location }: ItemAtLocation): number =>
    itemIndex.get(item)! * locations.length + locationIndex.get(location)!;
  const keys = new Set<number>();
  for (const pair of pairs) keys.add(keyOf(pair));
  const sorted = Float64Array.from(keys).sort();
  const nodeOf = new Map<number, number>();
  sorted.forEach((key, node) => nodeOf.set(key, node));
  const item = Int32Array.from(sorted, (key) => Math.floor(key / locations.length));
  const location = Int32Array.from(sorted, (key) => key % locations.length);
  return {
    count: sorted.length,
    item,
    location,
    items,
    locations,
    at: (node) => ({ item: items[item[node]!]!, location: locations[location[node]!]! }),
    find: (item, location) => {
      if (!itemIndex.has(item) || !locationIndex.has(location)) return -1;
      return nodeOf.get(keyOf({ item, location })) ?? -1;
    },
  };
}
