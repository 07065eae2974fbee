import { describe, expect, test } from 'vitest';
import {
  amountOf,
  constant,
  type Distribution,
  distributionFault,
  empirical,
  exponential,
  lognormal,
  normal,
  samplerOf,
  triangular,
  uniform,
} from '../../src/simulation/distribution.ts';
import { normalProbability, normalQuantile } from '../../src/simulation/normal-quantile.ts';
import { estimateOf, studentQuantile, studentWithin } from '../../src/simulation/student-t.ts';

describe('normalQuantile', () => {
  // R 4.3, qnorm, printed to 15 digits.
  test.each([
    [0.5, 0],
    [0.75, 0.674489750196082],
    [0.975, 1.95996398454005],
    [0.999, 3.09023230616781],
    [0.001, -3.09023230616781],
    [1e-10, -6.36134090240406],
    [1e-20, -9.26234008979841],
  ])('of %d is %d', (probability, quantile) => {
    expect(normalQuantile(probability)).toBeCloseTo(quantile, 12);
  });

  test('the probability turns it round', () => {
    // 68–95–99.7: the share within one, two and three deviations.
    expect(normalProbability(1) - normalProbability(-1)).toBeCloseTo(0.682689492137086, 12);
    expect(normalProbability(3) - normalProbability(-3)).toBeCloseTo(0.99730020393674, 12);
  });
});

describe('studentQuantile', () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, two-sided.
  test.each([
    [0.95, 1, 12.706],
    [0.95, 2, 4.303],
    [0.95, 4, 2.776],
    [0.95, 9, 2.262],
    [0.95, 30, 2.042],
    [0.99, 9, 3.25],
    [0.9, 19, 1.729],
    [0.95, 100, 1.984],
  ])('%d with %i degrees of freedom is %d', (confidence, freedom, t) => {
    expect(studentQuantile(confidence, freedom)).toBeCloseTo(t, 3);
    expect(studentWithin(studentQuantile(confidence, freedom), freedom)).toBeCloseTo(
      confidence,
      12,
    );
  });

  test('an interval of five values, worked by hand', () => {
    // Mean 10, s² = (4 + 1 + 0 + 1 + 4) / 4 = 2.5, so 2.776 · √(2.5 / 5) = 1.963.
    const { mean, standardDeviation, halfWidth } = estimateOf([8, 9, 10, 11, 12], 0.95);
    expect(mean).toBe(10);
    expect(standardDeviation).toBeCloseTo(1.5811, 4);
    expect(halfWidth).toBeCloseTo(1.963, 3);
  });

  test('one value has no interval', () => {
    expect(estimateOf([8], 0.95).halfWidth).toBeUndefined();
  });
});

/** Mean and deviation over a fine grid of uniform numbers: an integral, not luck. */
function momentsOf(distribution: Distribution): { mean: number; deviation: number } {
  const sample = samplerOf(distribution);
  const count = 200_000;
  let [sum, squares] = [0, 0];
  for (let at = 0; at < count; at++) {
    const value = sample((at + 0.5) / count);
    sum += value;
    squares += value * value;
  }
  const mean = sum / count;
  return { mean, deviation: Math.sqrt(squares / count - mean * mean) };
}

// Means and deviations of textbooks (Law, table 8.1 ff.); the cut normal one is μ + σ φ(α)/(1 − Φ(α))
// with α = −μ/σ = −1: 10 + 10 · 0.241971 / 0.841345 = 12.8760.
describe('a distribution has its mean and deviation', () => {
  test.each<readonly [Distribution, number, number]>([
    [constant(5), 5, 0],
    [uniform(2, 8), 5, Math.sqrt(36 / 12)],
    [exponential(10), 10, 10],
    [normal(100, 5), 100, 5],
    [normal(10, 10), 12.876, 7.9358],
    [lognormal(10, 4), 10, 4],
    [triangular(1, 2, 6), 3, Math.sqrt((1 + 4 + 36 - 2 - 6 - 12) / 18)],
    [empirical([1, 2, 3, 6]), 3, Math.sqrt(3.5)],
  ])('%j', (distribution, mean, deviation) => {
    const moments = momentsOf(distribution);
    expect(moments.mean).toBeCloseTo(mean, 2);
    expect(Math.abs(moments.deviation - deviation)).toBeLessThan(0.01);
  });
});

test('a greater uniform number never gives a smaller value', () => {
  const all = [
    uniform(2, 8),
    exponential(10),
    normal(1, 10),
    lognormal(10, 4),
    triangular(1, 2, 6),
  ];
  for (const sample of [...all, empirical([3, 1, 2])].map(samplerOf)) {
    let last = -Infinity;
    for (let u = 0.0005; u < 1; u += 0.001) {
      const value = sample(u);
      expect(value).toBeGreaterThanOrEqual(last);
      last = value;
    }
  }
});

describe('amounts', () => {
  test('are fixed durations or numbers', () => {
    expect(amountOf('PT1H30M')).toBe(5_400_000);
    expect(amountOf('P1DT1S')).toBe(86_401_000);
    expect(amountOf(12)).toBe(12);
    expect(amountOf('P1M')).toBeUndefined();
    expect(amountOf('5 minutes')).toBeUndefined();
  });

  test('a fault says what to write', () => {
    expect(distributionFault(exponential('5 min'), true)).toContain('write PT5M');
    expect(distributionFault(uniform('PT2M', 'PT1M'), true)).toContain('min above its max');
    expect(distributionFault(triangular(1, 0, 2), true)).toContain('min ≤ mode ≤ max');
    expect(distributionFault(empirical([]), true)).toContain('no values');
    expect(distributionFault(constant(-1), true)).toContain('below 0');
    expect(distributionFault(constant(-1), false)).toBeUndefined();
  });
});
