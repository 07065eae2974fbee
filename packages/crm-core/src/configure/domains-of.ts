/**
 * The values that are offered of every variable, as pages show them.
 */
import type { CompiledProduct } from './compiled-product.ts';
import type { OptionValue } from './condition.ts';
import type { Support } from './support.ts';

/** By the id of the variable, in the order of the model. */
export type Domains = Readonly<Record<string, readonly OptionValue[]>>;

/** What is offered where; `earlier` is shared where the same is offered of a variable. */
export function domainsOf(
  { product, diagram: { firstValues } }: CompiledProduct,
  { offered }: Support,
  earlier?: { readonly support: Support; readonly result: Domains },
): Domains {
  const before = earlier?.support.offered;
  const changed = product.variables.flatMap(({ id, options }, variable) => {
    const first = firstValues[variable]!;
    const isChanged = options.some(
      (_, place) => offered[first + place] !== before?.[first + place],
    );
    if (!isChanged) return [];
    const values = options.filter((_, place) => offered[first + place] === 1);
    return [[id, values.map(({ value }) => value)] as const];
  });
  // Copying an object takes a hundredth of the time that making one of entries takes.
  return { ...earlier?.result, ...Object.fromEntries(changed) };
}
