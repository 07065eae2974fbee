/**
 * The tails of the normal distribution, for tests of significance.
 *
 * Near 0 by the series of the error function, further out by its continued fraction; twelve digits
 * are right in both, also of chances that are very small.
 *
 * @source NIST Digital Library of Mathematical Functions, 7.6.2 (series) and 7.9.1 (fraction)
 */

/**
 * The chance that a standard normal number is further from 0 than `z`, on both sides.
 *
 * @example
 * normalTails(1.959963984540054).toFixed(12) // => '0.050000000000'
 */
export function normalTails(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  return x < 2 ? 1 - errorSeries(x) : complementFraction(x);
}

/** Erf x = 2/√π · e^(−x²) · Σ 2^k x^(2k+1) / (1·3·…·(2k+1)). */
function errorSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (2 * x * x) / (2 * k + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** Erfc x = e^(−x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …)))). */
function complementFraction(x: number): number {
  let fraction = x;
  for (let k = 120; k >= 1; k--) fraction = x + k / 2 / fraction;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction);
}
