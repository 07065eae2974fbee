/**
 * From the names that users give to places in the model, and back.
 */
import { CrmError } from '../errors.ts';
import type { OptionValue } from './condition.ts';
import type { PlacedChoice } from './explain-conflict.ts';
import type { Product } from './product.ts';

type Named = Pick<Product, 'places' | 'variables'>;

/**
 * The places of choices by name; what is undefined is not chosen.
 *
 * @throws CrmError CRM_UNKNOWN_OPTION — no such variable or value
 */
export function placeChoices(
  product: Named,
  choices: Readonly<Partial<Record<string, OptionValue>>>,
): PlacedChoice[] {
  return Object.entries(choices).flatMap(([id, value]) =>
    value === undefined ? [] : placeChoice(product, id, value),
  );
}

/** The same of one choice. */
export function placeChoice(product: Named, id: string, value: OptionValue): PlacedChoice {
  const variable = placeOfVariable(product, id);
  const { options } = product.variables[variable]!;
  const place = options.findIndex((option) => option.value === value);
  if (place >= 0) return { variable, place };
  const known = options.map((option) => option.value);
  throw new CrmError('CRM_UNKNOWN_OPTION', { variable: id, value, known });
}

/** The place of a variable. */
export function placeOfVariable({ places }: Named, id: string): number {
  const variable = places.get(id);
  if (variable !== undefined) return variable;
  const known = [...places.keys()];
  throw new CrmError('CRM_UNKNOWN_OPTION', { variable: id, value: null, known });
}
