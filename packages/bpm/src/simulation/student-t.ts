/**
 * Student's t distribution for whole degrees of freedom, and confidence intervals of a mean.
 *
 * @source M. Abramowitz, I. A. Stegun, "Handbook of Mathematical Functions" (1964), 26.7.3 and
 * 26.7.4: finite sums, exact for whole degrees of freedom
 */

/** The probability that |T| ≤ t, for `freedom` = 1, 2, 3 …. */
export function studentWithin(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  if (freedom % 2 === 0) return sine * evenSum(cosine, freedom);
  return (2 / Math.PI) * (angle + (freedom === 1 ? 0 : sine * oddSum(cosine, freedom)));
}

/** 1 + 1/2 cos² + (1·3)/(2·4) cos⁴ + … up to cos^(ν−2). */
function evenSum(cosine: number, freedom: number): number {
  let [term, sum] = [1, 1];
  for (let power = 2; power <= freedom - 2; power += 2) {
    term *= ((power - 1) / power) * cosine * cosine;
    sum += term;
  }
  return sum;
}

/** cos + 2/3 cos³ + (2·4)/(3·5) cos⁵ + … up to cos^(ν−2). */
function oddSum(cosine: number, freedom: number): number {
  let [term, sum] = [cosine, cosine];
  for (let power = 3; power <= freedom - 2; power += 2) {
    term *= ((power - 1) / power) * cosine * cosine;
    sum += term;
  }
  return sum;
}

/**
 * The t within which a share of the distribution lies, on both sides together.
 *
 * @param confidence - above 0 and below 1
 * @example
 * studentQuantile(0.95, 9).toFixed(3) // => '2.262'
 */
export function studentQuantile(confidence: number, freedom: number): number {
  let [low, high] = [0, 1];
  while (studentWithin(high, freedom) < confidence) high *= 2;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (studentWithin(middle, freedom) < confidence) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The mean of a figure over replications, and how far it can be trusted. */
export interface Estimate {
  readonly mean: number;
  /** Of single replications, with n − 1; undefined with one of them. */
  readonly standardDeviation: number | undefined;
  /** t·s/√n: the interval is `mean ± halfWidth`. Undefined with one replication. */
  readonly halfWidth: number | undefined;
  /** How many replications had this figure. */
  readonly replications: number;
}

/**
 * The estimate of some values, one a replication.
 *
 * @param confidence - 0.95: 95 of 100 such intervals hold the true mean
 * @example
 * estimateOf([4, 6], 0.9).mean // => 5
 */
export function estimateOf(values: readonly number[], confidence: number): Estimate {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) {
    return { mean, standardDeviation: undefined, halfWidth: undefined, replications: count };
  }
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const standardDeviation = Math.sqrt(squares / (count - 1));
  const halfWidth = (studentQuantile(confidence, count - 1) * standardDeviation) / Math.sqrt(count);
  return { mean, standardDeviation, halfWidth, replications: count };
}
