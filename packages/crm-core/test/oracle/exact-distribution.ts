/**
 * The slow and obvious distribution of a sum: every outcome of every deal, in exact fractions.
 */
import { addRatios, multiplyRatios, type Ratio, ratio } from '@kontor/kernel';

/** By sum in minor units: its exact probability. */
export function exactDistribution(
  deals: readonly { readonly minor: number; readonly probability: Ratio }[],
): Map<number, Ratio> {
  let sums = new Map<number, Ratio>([[0, ratio(1)]]);
  for (const { minor, probability } of deals) {
    const next = new Map<number, Ratio>();
    const add = (sum: number, part: Ratio): void => {
      if (part.numerator > 0n) next.set(sum, addRatios(next.get(sum) ?? ratio(0), part));
    };
    const { numerator, denominator } = probability;
    const not = ratio({ numerator: denominator - numerator, denominator });
    for (const [sum, known] of sums) {
      add(sum, multiplyRatios(known, not));
      add(sum + minor, multiplyRatios(known, probability));
    }
    sums = next;
  }
  return new Map([...sums].sort(([a], [b]) => a - b));
}
