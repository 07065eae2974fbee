/**
 * A smallest set of older choices to give up, so that the new ones can be had.
 *
 * A walk over the diagram in which every value other than the chosen one costs a choice: exact, and
 * no dearer than asking for a price. Between sets of the same size the one of older choices goes.
 */
import { type CompiledProduct, valueCosts } from './compiled-product.ts';
import type { PlacedChoice } from './explain-conflict.ts';
import { cheapestPlaces, leastCosts, totalCost } from './least-costs.ts';
import type { Allowed } from './walk-up.ts';

/**
 * Which of the older choices to drop; `older` is in order of age, oldest first.
 *
 * Undefined where nothing is valid with what is allowed, whatever is dropped.
 */
export function fewestDropped(
  compiled: CompiledProduct,
  allowed: Allowed,
  older: readonly PlacedChoice[],
): PlacedChoice[] | undefined {
  const { diagram } = compiled;
  const kept = new Map(older.map(({ variable, place }, age) => [variable, { place, age }]));
  // One choice less is worth more than any difference in age.
  const each = older.length ** 2 + 1;
  const costs = valueCosts(compiled, (variable, place) => {
    const choice = kept.get(variable);
    return choice === undefined || choice.place === place ? 0 : each + choice.age;
  });
  const objective = { valueCosts: costs, priceFactor: 0 } as const;
  const least = leastCosts(diagram, allowed, objective);
  if (totalCost(diagram, least) === Infinity) return undefined;
  const places = cheapestPlaces(diagram, allowed, objective, least);
  return older.filter(({ variable, place }) => places[variable] !== place);
}
