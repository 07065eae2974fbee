/**
 * Third pass: the structure as a whole. An item that needs itself can never be planned.
 *
 * The fast search runs over typed arrays (../cycles.ts); what a user gets is the way round in names.
 */
import { findCycles } from '../cycles.ts';
import type { ModelIssue } from '../errors.ts';
import type { ModelData } from '../model.ts';
import { graphOf } from '../network.ts';

/** One issue per set of items at sites that need each other, with the shortest way round. */
export function cycleIssues(model: ModelData): ModelIssue[] {
  const { nodes, graph } = graphOf(model);
  const name = (node: number): string => `${nodes.at(node).item}@${nodes.at(node).location}`;
  return findCycles(graph).map((round) => ({
    code: 'BOM_CYCLE',
    path: pathOf(model, nodes.at(round[0]!).item),
    message:
      `it goes in a circle: ${round.map(name).join(' needs ')}; ` +
      `take one of these lines out of its bill or lane`,
  }));
}

/** Where a reader starts to look: the item's bill, else its lane. */
function pathOf(model: ModelData, item: string): ModelIssue['path'] {
  const bill = model.boms.findIndex((row) => row.item === item);
  if (bill !== -1) return ['boms', bill];
  return ['sourcing', model.sourcing.findIndex((row) => row.item === item)];
}
