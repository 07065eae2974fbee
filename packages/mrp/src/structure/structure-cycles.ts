/**
 * Circles of a structure: items that need themselves, of a model that is refused for it, or would
 * be.
 *
 * `checkModel` finds the circles that its sources go round; here bills alone count as well, also
 * those that no source follows yet, and rows with other faults do not hide them: what can be read
 * is looked at. A circle that general bills go round at every site is told once, without a site.
 */
import { parseRows } from '../check/rows.ts';
import { findCycles } from '../cycles.ts';
import type { Bom, ModelData } from '../model.ts';
import { ANYWHERE, shownSite, type StructurePlace } from './enquiry.ts';
import { keyOf } from './explode-bill.ts';
import { reach } from './reach.ts';

/**
 * Every circle of a model, one for each set of items that need each other: from an item by what it
 * needs round to itself, the shortest way.
 *
 * Needs are the lines of bills of every alternate, what they yield (planned after the order that
 * yields it), and lanes that plan at their origin.
 *
 * @param input - as for checkModel; rows that cannot be read are left out
 * @example
 * // A needs B, B needs A.
 * structureCycles(input) // => [[{ item: 'A' }, { item: 'B' }, { item: 'A' }]]
 */
export function structureCycles(input: unknown): StructurePlace[][] {
  const { data } = parseRows(input);
  const needs = needsByPlace(data);
  const sites = [ANYWHERE, ...sitesOf(data)];
  const items = new Set([...data.boms, ...data.sourcing].map(({ item }) => item));
  const roots = sites.flatMap((location) => [...items].map((item) => ({ item, location })));
  const { graph, places } = reach<Place, Place>(roots, {
    keyOf: ({ item, location }) => keyOf(item, location),
    needsOf: needs,
    placeOf: (need) => need,
  });
  const cycles = findCycles(graph).map((round) => round.map((number) => places[number]!));
  const told = new Set<string>();
  return cycles
    .filter((round) => {
      const isGeneral = round.every(({ location }) => location === ANYWHERE);
      const name = JSON.stringify(round.map(({ item }) => item));
      if (isGeneral) told.add(name);
      return isGeneral || !told.has(name);
    })
    .map((round) => round.map(({ item, location }) => ({ item, ...shownSite(location) })));
}

interface Place {
  readonly item: string;
  readonly location: string;
}

/** Sites at which something is said of a structure. */
function sitesOf({ boms, sourcing }: ModelData): Set<string> {
  const sites = new Set<string>();
  for (const bill of boms) {
    for (const { location } of [bill, ...bill.lines, ...bill.outputs]) {
      if (location !== undefined) sites.add(location);
    }
  }
  for (const row of sourcing) {
    sites.add(row.location);
    if (row.kind === 'transfer') sites.add(row.origin);
    if (row.kind === 'subcontract' && row.componentsAt !== undefined) sites.add(row.componentsAt);
  }
  return sites;
}

/** What a place needs: its own bills, else the general ones, and its lanes. */
function needsByPlace({ boms, sourcing }: ModelData): (place: Place) => Place[] {
  const bills = listed(boms, ({ item }) => item);
  const sources = listed(sourcing, ({ item, location }) => keyOf(item, location));
  return ({ item, location }) => {
    const own = sources.get(keyOf(item, location)) ?? [];
    const consumedAt = own.flatMap((row) =>
      row.kind === 'subcontract' && row.componentsAt !== undefined ? [row.componentsAt] : [],
    );
    const lines = billsAt(bills.get(item) ?? [], location).flatMap((bill) =>
      needsOfBill(bill, [location, ...consumedAt]),
    );
    const lanes = own.flatMap((row) =>
      row.kind === 'transfer' && !row.onlyFromStock ? [{ item, location: row.origin }] : [],
    );
    return [...lines, ...lanes];
  };
}

/** The bills of each alternate at a site: the site's own win over the general ones. */
function billsAt(bills: readonly Bom[], location: string): Bom[] {
  return bills.filter((bill) => {
    if (bill.location !== undefined) return bill.location === location;
    return !bills.some(
      (other) => other.location === location && other.alternate === bill.alternate,
    );
  });
}

/** What a bill takes, and what it yields: an output is planned after the order that yields it. */
function needsOfBill({ lines, outputs }: Bom, sites: readonly string[]): Place[] {
  return sites.flatMap((site) => [
    ...lines.map((line) => ({ item: line.component, location: line.location ?? site })),
    ...outputs.map((output) => ({ item: output.item, location: output.location ?? sites[0]! })),
  ]);
}

function listed<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): ReadonlyMap<string, readonly Row[]> {
  const lists = new Map<string, Row[]>();
  for (const row of rows) {
    const list = lists.get(keyOf(row));
    if (list === undefined) lists.set(keyOf(row), [row]);
    else list.push(row);
  }
  return lists;
}
