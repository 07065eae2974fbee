/**
 * Third pass: the structure as a whole. An item that needs itself can never be planned.
 *
 * The fast search runs over typed arrays (../cycles.ts); what a user gets is the way round in
 * names.
 */
import { findCycles } from '../cycles.ts';
import { type ModelIssue, MrpError } from '../errors.ts';
import type { ModelData } from '../model.ts';
import { structureOf } from '../network.ts';
import type { ItemAtLocation } from '../node-table.ts';

/** One issue per set of items at sites that need each other, with the shortest way round. */
export function cycleIssues(model: ModelData): ModelIssue[] {
  // Phantoms are blown through when the network is built: a circle of them must be found before.
  const phantoms = phantomCycles(model);
  if (phantoms.length > 0) return phantoms;
  try {
    const { nodes, graph } = structureOf(model);
    return findCycles(graph).map((round) => {
      const places = round.map((node) => nodes.at(node));
      return circle(pathOf(model, places[0]!.item), wayRound(model, places));
    });
  } catch (error) {
    if (!MrpError.is(error, 'MRP_QUANTITY_TOO_LARGE')) throw error;
    return [tooFine(model, error.details.item)];
  }
}

/** The way round in names: what needs what, and what only comes when something else is made. */
function wayRound({ boms }: ModelData, places: readonly ItemAtLocation[]): string {
  const step = (to: ItemAtLocation, at: number): string => {
    const from = places[at - 1];
    if (from === undefined) return nameOf(to);
    const bills = boms.filter(({ item }) => item === from.item);
    const isNeeded = bills.some(({ lines }) =>
      lines.some(({ component }) => component === to.item),
    );
    const isOutput = bills.some(({ outputs }) => outputs.some(({ item }) => item === to.item));
    return `${isOutput && !isNeeded ? 'yields' : 'needs'} ${nameOf(to)}`;
  };
  return places.map(step).join(' ');
}

const nameOf = ({ item, location, segment }: ItemAtLocation): string =>
  `${item}@${location}${segment === undefined ? '' : `#${segment}`}`;

/** Fractions that multiply, down through phantoms, to more digits than a number holds. */
const tooFine = (model: ModelData, item: string): ModelIssue => ({
  code: 'OVER_PRECISE_QUANTITY',
  path: [
    'boms',
    Math.max(
      0,
      model.boms.findIndex((bill) => bill.lines.some(({ component }) => component === item)),
    ),
  ],
  message:
    `the need of '${item}', through the bills above it, is a fraction of more than 15 digits; ` +
    `give quantities, yields and scrap with fewer digits`,
});

function phantomCycles(model: ModelData): ModelIssue[] {
  const phantoms = [...new Set(model.boms.filter((bill) => bill.phantom).map((bill) => bill.item))];
  const number = new Map(phantoms.map((item, index) => [item, index]));
  const needs = phantoms.map((): number[] => []);
  for (const bill of model.boms) {
    const from = number.get(bill.item);
    if (from === undefined || !bill.phantom) continue;
    for (const { component } of bill.lines) {
      const to = number.get(component);
      if (to !== undefined) needs[from]!.push(to);
    }
  }
  const start = Int32Array.from({ length: phantoms.length + 1 }, () => 0);
  needs.forEach((list, index) => (start[index + 1] = start[index]! + list.length));
  const graph = { nodeCount: phantoms.length, start, supplier: Int32Array.from(needs.flat()) };
  return findCycles(graph).map((round) =>
    circle(
      pathOf(model, phantoms[round[0]!]!),
      round.map((index) => phantoms[index]!).join(' needs '),
    ),
  );
}

const circle = (path: ModelIssue['path'], way: string): ModelIssue => ({
  code: 'BOM_CYCLE',
  path,
  message: `it goes in a circle: ${way}; take one of these lines out of its bill or lane`,
});

/** Where a reader starts to look: the item's bill, else its lane. */
function pathOf(model: ModelData, item: string): ModelIssue['path'] {
  const bill = model.boms.findIndex((row) => row.item === item);
  if (bill !== -1) return ['boms', bill];
  return ['sourcing', model.sourcing.findIndex((row) => row.item === item)];
}
