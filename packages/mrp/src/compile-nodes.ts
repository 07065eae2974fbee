/**
 * Which nodes there are: every item at every site that a row names or a source reaches.
 *
 * Segments go down the structure: what a segment's orders need is a node of that segment where the
 * site plans the component apart, else the common one. So the places of segments are found by
 * walking the sources from those that rows name.
 */
import { flattenBills, outputsOf } from './bill-of-material.ts';
import type { Receipt, Source } from './model.ts';
import type { ModelIndex } from './model-index.ts';
import { type ItemAtLocation, type NodeTable, numberNodes } from './node-table.ts';

/** Every item×location×segment with stock, demand, receipt, parameter, source or use. */
export function nodesOf(index: ModelIndex): NodeTable {
  const { model } = index;
  const places: ItemAtLocation[] = [];
  for (const rows of [model.parameters, model.forecasts, model.sourcing]) {
    for (const { item, location } of rows) places.push({ item, location });
  }
  for (const rows of [model.stock, model.demands, model.receipts]) {
    for (const row of rows) {
      const { item, location, segment } = row;
      places.push(
        segment === undefined ? { item, location } : apart(index, item, location, segment),
      );
    }
  }
  for (const row of model.sourcing) places.push(...reachedBy(index, row, undefined));
  for (const row of model.receipts) places.push(...reachedBy(index, row, row.segment));
  return numberNodes(model, withSegments(index, places));
}

/** A place with the segment that counts there. */
function apart(
  index: ModelIndex,
  item: string,
  location: string,
  segment: string | undefined,
): ItemAtLocation {
  const counts = index.segmentAt(item, location, segment);
  return counts === '' ? { item, location } : { item, location, segment: counts };
}

/** The places that a source's or a receipt's orders need something of, or yield something at. */
function reachedBy(
  index: ModelIndex,
  row: Source | Receipt,
  segment: string | undefined,
): ItemAtLocation[] {
  const { item, location, kind } = row;
  if (kind === 'substitute') return [apart(index, row.substitute, location, segment)];
  if (kind === 'transfer') {
    return row.origin === undefined ? [] : [apart(index, item, row.origin, segment)];
  }
  if (kind === 'buy') return [];
  const componentsAt = kind === 'subcontract' ? componentsSite(index, row) : location;
  return [
    ...flattenBills(index, item, location, row.alternate, componentsAt).map((line) =>
      apart(index, line.component, line.location, segment),
    ),
    ...outputsOf(index, item, location, row.alternate).map((output) =>
      apart(index, output.item, output.location, segment),
    ),
  ];
}

/** Where the components of a subcontract order are taken from. */
export function componentsSite(index: ModelIndex, row: Source | Receipt): string {
  if ('componentsAt' in row && row.componentsAt !== undefined) return row.componentsAt;
  if (!('due' in row)) return row.location;
  const source = index
    .sourcesOf(row.item, row.location)
    .find((other) => other.kind === 'subcontract');
  return source?.kind === 'subcontract' && source.componentsAt !== undefined
    ? source.componentsAt
    : row.location;
}

/** Adds what the segments among the places reach, down to the last. */
function withSegments(index: ModelIndex, places: readonly ItemAtLocation[]): ItemAtLocation[] {
  const all = [...places];
  const known = new Set<string>();
  for (const place of all) {
    const { item, location, segment } = place;
    if (segment === undefined) continue;
    const key = JSON.stringify([item, location, segment]);
    if (known.has(key)) continue;
    known.add(key);
    // Spare stock of no segment may serve it.
    all.push({ item, location });
    for (const row of index.sourcesOf(item, location)) {
      all.push(...reachedBy(index, row, segment));
    }
  }
  return all;
}
