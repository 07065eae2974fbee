/**
 * Attributes as whole numbers, for totals of configurations.
 */
import { scaledDecimal } from '@kontor/kernel';
import type { CrmIssue } from '../errors.ts';
import type { Product } from './product.ts';
import { wholeAt } from './scale-decimal.ts';

/** One attribute, scaled alike over all values. */
export interface AttributeWeights {
  readonly name: string;
  readonly decimals: number;
  /** By variable and place, in units of 10^-decimals. */
  readonly weights: readonly (readonly bigint[])[];
}

/** The weights of every attribute of a product. */
export function attributeWeights({ attributes, variables }: Product): AttributeWeights[] {
  return attributes.map((name) => {
    const scaled = variables.map(({ options }) =>
      options.map((option) => scaledDecimal(option.attributes[name] ?? '0')),
    );
    const decimals = Math.max(...scaled.flat().map((one) => one.decimals));
    const weights = scaled.map((row) => row.map((one) => wholeAt(one, decimals)));
    return { name, decimals, weights };
  });
}

/** Totals that doubles do not hold exactly. */
export function attributeIssues(attributes: readonly AttributeWeights[]): CrmIssue[] {
  return attributes.flatMap(({ name, weights }) => {
    const sizes = weights.flat().map((weight) => (weight < 0n ? -weight : weight));
    const size = sizes.reduce((sum, one) => sum + one, 0n);
    if (size <= BigInt(Number.MAX_SAFE_INTEGER)) return [];
    const message = `the values of '${name}' have too many digits to be summed: take a larger unit`;
    return [{ path: 'variables', message }];
  });
}
