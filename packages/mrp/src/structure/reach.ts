/**
 * All that can be reached from some places of a structure, each once, and their low-level codes.
 *
 * Totals and costs are reckoned over places, not over paths: parts that many others share have more
 * paths than memory, but each is one place. By rising code every place comes after all that need
 * it, by falling code after all that it needs.
 */
import { findCycles } from '../cycles.ts';
import { MrpError } from '../errors.ts';
import { lowLevelCodes, type PlanningOrder, type SupplyGraph } from '../low-level-code.ts';

/** Places by number, and what each needs. */
export interface Reached<Place, Need> {
  readonly places: readonly Place[];
  readonly needs: readonly (readonly Need[])[];
  /** Per place, the number of the place that each of its needs leads to. */
  readonly leadsTo: readonly (readonly number[])[];
  readonly graph: SupplyGraph;
}

/** How places are told apart and where they lead. */
export interface Structure<Place, Need> {
  keyOf(place: Place): string;
  needsOf(place: Place): readonly Need[];
  placeOf(need: Need, from: Place): Place;
}

/** Walks a structure, breadth first; places are numbered in the order in which they are met. */
export function reach<Place, Need>(
  roots: readonly Place[],
  { keyOf, needsOf, placeOf }: Structure<Place, Need>,
): Reached<Place, Need> {
  const places: Place[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (place: Place): number => {
    const key = keyOf(place);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, places.length);
    return places.push(place) - 1;
  };
  for (const root of roots) numberOf(root);
  const needs: (readonly Need[])[] = [];
  const leadsTo: number[][] = [];
  // The list grows while it is walked.
  for (const place of places) {
    const own = needsOf(place);
    needs.push(own);
    leadsTo.push(own.map((need) => numberOf(placeOf(need, place))));
  }
  return { places, needs, leadsTo, graph: graphOf(leadsTo) };
}

function graphOf(leadsTo: readonly (readonly number[])[]): SupplyGraph {
  const start = new Int32Array(leadsTo.length + 1);
  leadsTo.forEach((numbers, from) => (start[from + 1] = start[from]! + numbers.length));
  const supplier = new Int32Array(start.at(-1)!);
  leadsTo.forEach((numbers, from) => supplier.set(numbers, start[from]));
  return { nodeCount: leadsTo.length, start, supplier };
}

/**
 * Levels what was reached.
 *
 * @param nameOf - a place as the message shows it
 * @throws MrpError MRP_BOM_CYCLE — a place needs itself
 */
export function levelsOf<Place, Need>(
  { graph, places }: Reached<Place, Need>,
  nameOf: (place: Place) => string,
): PlanningOrder {
  const order = lowLevelCodes(graph);
  if (order !== null) return order;
  const path = findCycles(graph)[0]!.map((number) => nameOf(places[number]!));
  throw new MrpError('MRP_BOM_CYCLE', { path });
}
