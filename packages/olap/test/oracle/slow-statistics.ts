/**
 * Statistics by their definitions: the slow, obvious twins of `src/aggregate`.
 *
 * Means first, then deviations from them, in exact fractions; percentiles from sorted values.
 */
import {
  addRatios,
  divideRatios,
  multiplyRatios,
  type Ratio,
  type RatioInput,
  ratio,
} from '@kontor/kernel';

const minus = (a: Ratio, b: Ratio): Ratio =>
  addRatios(a, multiplyRatios(b, { numerator: -1n, denominator: 1n }));
const sum = (values: readonly Ratio[]): Ratio =>
  values.reduce((total, value) => addRatios(total, value), ratio(0));

/** The mean. */
export function slowMean(values: readonly RatioInput[]): Ratio {
  return divideRatios(sum(values.map((value) => ratio(value))), ratio(values.length));
}

/** Σ(x − x̄)(y − ȳ). */
export function slowJoint(x: readonly RatioInput[], y: readonly RatioInput[]): Ratio {
  const [meanX, meanY] = [slowMean(x), slowMean(y)];
  return sum(
    x.map((value, index) =>
      multiplyRatios(minus(ratio(value), meanX), minus(ratio(y[index]!), meanY)),
    ),
  );
}

/** The continuous percentile, from the definition: sort, position p·(n − 1), interpolate. */
export function slowContinuous(values: readonly number[], p: RatioInput): Ratio {
  const sorted = values.toSorted((a, b) => a - b);
  const place = multiplyRatios(ratio(p), ratio(sorted.length - 1));
  const low = Number(place.numerator / place.denominator);
  const part = minus(place, ratio(low));
  const [below, above] = [ratio(sorted[low]!), ratio(sorted[low + 1] ?? sorted[low]!)];
  return addRatios(below, multiplyRatios(part, minus(above, below)));
}

/** The discrete percentile: the first value in order whose share of values up to it reaches p. */
export function slowDiscrete(values: readonly number[], p: Ratio): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.find((_, index) => {
    const reached = BigInt(index + 1) * p.denominator;
    return reached >= p.numerator * BigInt(sorted.length);
  })!;
}
