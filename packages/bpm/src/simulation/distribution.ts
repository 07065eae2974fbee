/**
 * Distributions: of durations, and of numbers in the data of a case.
 *
 * Each is plain data, and is drawn by inversion: one uniform number gives one value, and a greater
 * one no smaller value. So the same draw is the same luck in two scenarios that differ only in
 * their parameters.
 *
 * @source A. M. Law, "Simulation Modeling and Analysis" (5th ed.), 8.2.1 (inverse transform), 11.2
 */
import { readDuration } from '../timer/iso-duration.ts';
import type { Uniform } from './chance.ts';
import { normalProbability, normalQuantile } from './normal-quantile.ts';

/** A duration in ISO 8601 of fixed length, as `PT5M` (a day is 24 hours), or a number. */
export type Amount = string | number;

/** A distribution as it is written down. Numbers are milliseconds where a duration is meant. */
export type Distribution =
  | { readonly kind: 'constant'; readonly value: Amount }
  | { readonly kind: 'uniform'; readonly min: Amount; readonly max: Amount }
  | { readonly kind: 'exponential'; readonly mean: Amount }
  | { readonly kind: 'normal'; readonly mean: Amount; readonly deviation: Amount }
  | { readonly kind: 'lognormal'; readonly mean: Amount; readonly deviation: Amount }
  | {
      readonly kind: 'triangular';
      readonly min: Amount;
      readonly mode: Amount;
      readonly max: Amount;
    }
  | { readonly kind: 'empirical'; readonly values: readonly Amount[] };

/** Always the same. */
export const constant = (value: Amount): Distribution => ({ kind: 'constant', value });

/** Each value between two bounds is as likely. */
export const uniform = (min: Amount, max: Amount): Distribution => ({ kind: 'uniform', min, max });

/** Without memory: the time to the next call, the length of many services. */
export const exponential = (mean: Amount): Distribution => ({ kind: 'exponential', mean });

/**
 * Normal, cut off below 0: what would lie there is spread over the rest. `mean` and `deviation` are
 * those of the curve before it is cut.
 */
export const normal = (mean: Amount, deviation: Amount): Distribution => ({
  kind: 'normal',
  mean,
  deviation,
});

/** Skewed to the right, as times of work are. `mean` and `deviation` are those of the values. */
export const lognormal = (mean: Amount, deviation: Amount): Distribution => ({
  kind: 'lognormal',
  mean,
  deviation,
});

/** From a guess of the least, the most likely and the greatest value. */
export const triangular = (min: Amount, mode: Amount, max: Amount): Distribution => ({
  kind: 'triangular',
  min,
  mode,
  max,
});

/** One of the values that were seen, each as likely. */
export const empirical = (values: readonly Amount[]): Distribution => ({
  kind: 'empirical',
  values,
});

/** Draws a value. */
export type Sampler = (u: Uniform) => number;

/**
 * The milliseconds, or the number, of an amount; undefined: it is neither a number nor a duration
 * of fixed length.
 *
 * @example
 * amountOf('PT5M') // => 300000
 */
export function amountOf(amount: Amount): number | undefined {
  if (typeof amount === 'number') return Number.isFinite(amount) ? amount : undefined;
  const duration = readDuration(amount);
  if (duration === undefined || duration.months > 0) return undefined;
  return duration.days * 86_400_000 + duration.ms;
}

/**
 * What is wrong with a distribution, in words with the remedy; undefined: nothing.
 *
 * @param isDuration - nothing below 0 can be drawn
 */
export function distributionFault(
  distribution: Distribution,
  isDuration: boolean,
): string | undefined {
  const { kind, ...parts } = distribution;
  const amounts: readonly unknown[] = Object.values(parts).flat();
  if (kind === 'empirical' && amounts.length === 0) return 'has no values: give those seen';
  for (const amount of amounts as readonly Amount[]) {
    const value = amountOf(amount);
    if (value === undefined) {
      return `'${amount}' is neither a number nor a fixed duration: write PT5M, PT1H30M or P2D`;
    }
    if (value < 0 && isDuration) return `${amount} is below 0: a duration is not`;
  }
  return orderFault(distribution);
}

function orderFault(distribution: Distribution): string | undefined {
  const of = (amount: Amount): number => amountOf(amount)!;
  switch (distribution.kind) {
    case 'uniform':
      return of(distribution.min) <= of(distribution.max) ? undefined : 'has its min above its max';
    case 'triangular': {
      const { min, mode, max } = distribution;
      const isOrdered = of(min) <= of(mode) && of(mode) <= of(max);
      return isOrdered ? undefined : 'needs min ≤ mode ≤ max';
    }
    case 'normal':
      return of(distribution.deviation) >= 0 ? undefined : 'has a deviation below 0';
    case 'lognormal': {
      const isRight = of(distribution.mean) > 0 && of(distribution.deviation) >= 0;
      return isRight ? undefined : 'needs a mean above 0 and a deviation not below 0';
    }
    default:
      return undefined;
  }
}

/** The sampler of a distribution without fault. */
export function samplerOf(distribution: Distribution): Sampler {
  const of = (amount: Amount): number => amountOf(amount)!;
  switch (distribution.kind) {
    case 'constant': {
      const value = of(distribution.value);
      return () => value;
    }
    case 'uniform': {
      const [min, max] = [of(distribution.min), of(distribution.max)];
      return (u) => min + u * (max - min);
    }
    case 'exponential': {
      const mean = of(distribution.mean);
      return (u) => -mean * Math.log1p(-u);
    }
    case 'normal':
      return cutNormal(of(distribution.mean), of(distribution.deviation));
    case 'lognormal':
      return skewed(of(distribution.mean), of(distribution.deviation));
    case 'triangular':
      return triangle(of(distribution.min), of(distribution.mode), of(distribution.max));
    case 'empirical': {
      const sorted = distribution.values.map(of).toSorted((a, b) => a - b);
      return (u) => sorted[Math.floor(u * sorted.length)]!;
    }
  }
}

function cutNormal(mean: number, deviation: number): Sampler {
  if (deviation === 0) return () => Math.max(0, mean);
  const below = normalProbability(-mean / deviation);
  return (u) => Math.max(0, mean + deviation * normalQuantile(below + u * (1 - below)));
}

/** With m and s of the values, the logarithm has σ² = ln(1 + s²/m²) and μ = ln m − σ²/2. */
function skewed(mean: number, deviation: number): Sampler {
  const variance = Math.log1p((deviation / mean) ** 2);
  const [centre, spread] = [Math.log(mean) - variance / 2, Math.sqrt(variance)];
  return (u) => Math.exp(centre + spread * normalQuantile(u));
}

function triangle(min: number, mode: number, max: number): Sampler {
  if (min === max) return () => min;
  const turn = (mode - min) / (max - min);
  return (u) =>
    u < turn
      ? min + Math.sqrt(u * (max - min) * (mode - min))
      : max - Math.sqrt((1 - u) * (max - min) * (max - mode));
}
