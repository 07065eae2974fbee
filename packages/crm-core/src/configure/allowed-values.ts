/**
 * The values that choices leave to their own variables, before any rule is asked.
 */
import type { CompiledProduct } from './compiled-product.ts';
import type { PlacedChoice } from './explain-conflict.ts';
import type { Allowed } from './walk-up.ts';

/**
 * By place over all values: 1 where no choice of the variable says otherwise.
 *
 * @param offered by a configuration with some of the choices: other values are of no use any more
 */
export function allowedOf(
  { diagram, product }: CompiledProduct,
  placed: readonly PlacedChoice[],
  offered?: Uint8Array,
): Allowed {
  const allowed = offered?.slice() ?? new Uint8Array(diagram.values).fill(1);
  for (const { variable, place } of placed) {
    const first = diagram.firstValues[variable]!;
    allowed.fill(0, first, first + product.variables[variable]!.options.length);
    allowed[first + place] = 1;
  }
  return allowed;
}
