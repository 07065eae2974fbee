/**
 * A product with its diagram and its rules, and what all of its configurations share.
 */
import type { AttributeWeights } from './attribute-weights.ts';
import type { Diagram } from './diagram.ts';
import type { Product } from './product.ts';
import type { RuleDiagram } from './rule-diagram.ts';
import type { Objective } from './least-costs.ts';

/** What configurations are made over. */
export interface CompiledProduct {
  readonly product: Product;
  readonly diagram: Diagram;
  /** One for each rule of the model, in order. */
  readonly rules: readonly RuleDiagram[];
  /** Of values, in minor units, by place over all values. */
  readonly valuePrices: Float64Array;
  readonly attributes: readonly AttributeWeights[];
  /** More than the prices of any two configurations differ by, in minor units. */
  readonly priceSpan: number;
}

/** More than the prices of any two configurations of a product differ by, in minor units. */
export function priceSpanOf({ variables, conditionalPrices }: Product): number {
  const sizes = [
    ...variables.map(({ options }) =>
      Math.max(...options.map(({ price }) => Math.abs(Number(price)))),
    ),
    ...conditionalPrices.map((price) => Math.abs(Number(price))),
  ];
  return 2 * sizes.reduce((sum, size) => sum + size, 0) + 1;
}

/** What the cheapest configuration minimises. */
export const cheapest = ({ valuePrices }: CompiledProduct): Objective => ({
  valueCosts: valuePrices,
  priceFactor: 1,
});

/** What the dearest configuration minimises. */
export const dearest = ({ valuePrices }: CompiledProduct): Objective => ({
  valueCosts: valuePrices.map((price) => -price),
  priceFactor: -1,
});

/** So much for each value, by variable and place. */
export function valueCosts(
  { product, diagram }: Pick<CompiledProduct, 'product' | 'diagram'>,
  costOf: (variable: number, place: number) => number,
): Float64Array {
  const costs = new Float64Array(diagram.values);
  for (const [variable, { options }] of product.variables.entries()) {
    const first = diagram.firstValues[variable]!;
    for (const place of options.keys()) costs[first + place] = costOf(variable, place);
  }
  return costs;
}
