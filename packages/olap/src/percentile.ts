/**
 * A percentile of scaled values as an exact decimal.
 */
import { type Decimal, decimal } from '@kontor/kernel';
import { continuousPercentile, discretePercentile } from './aggregate/quantile.ts';
import { quotient, scaledValue, type Shown } from './value.ts';

/** Which percentile and how it is shown. */
export interface Quantile {
  /** 0 … 1 as decimal text. */
  readonly at: string;
  readonly method: 'continuous' | 'discrete';
  readonly shown: Shown;
}

/** The percentile of at least one value, in units of 10^-scale; the values are left as they are. */
export function quantileOf(
  values: Float64Array | Int32Array,
  scale: number,
  { at, method, shown }: Quantile,
): Decimal {
  // Doubles are reordered, whole numbers are not.
  const own = values instanceof Int32Array ? values : values.slice();
  if (method === 'discrete') return scaledValue(discretePercentile(own, at)!, scale);
  const { numerator, denominator } = continuousPercentile(own, at)!;
  return quotient(decimal(numerator), decimal(denominator * 10n ** BigInt(scale)), shown);
}
