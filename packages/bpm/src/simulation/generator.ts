/**
 * Data of a case: the variables it starts with, and what the work at an activity brings. So that
 * conditions of gateways decide as they do in the real process.
 */
import type { JsonValue } from '../expression.ts';
import type { Variables } from '../instance.ts';
import type { DrawPlace, Stream, Uniform } from './chance.ts';
import {
  type Amount,
  amountOf,
  type Distribution,
  distributionFault,
  samplerOf,
} from './distribution.ts';

/** Values by how likely they are: weights, or shares of 1. */
export interface Choice {
  readonly kind: 'choice';
  readonly options: readonly { readonly value: JsonValue; readonly weight: number }[];
}

/**
 * Where a value comes from: a choice, a distribution of numbers, a fixed value, or a function of
 * chance and of the variables that are known already. A function must draw only from `random`.
 */
export type Generator =
  | Choice
  | Distribution
  | { readonly kind: 'fixed'; readonly value: JsonValue }
  | ((random: () => Uniform, known: Variables) => JsonValue);

/**
 * One of some values.
 *
 * @example
 * choice({ gold: 0.2, silver: 0.8 }) // => { kind: 'choice', options: [
 * //  { value: 'gold', weight: 0.2 }, { value: 'silver', weight: 0.8 }] }
 */
export const choice = (weights: Readonly<Record<string, number>>): Choice => ({
  kind: 'choice',
  options: Object.entries(weights).map(([value, weight]) => ({ value, weight })),
});

/** True with a probability, else false. */
export const chance = (probability: number): Choice => ({
  kind: 'choice',
  options: [
    { value: true, weight: probability },
    { value: false, weight: 1 - probability },
  ],
});

/** Always the same value. */
export const fixed = (value: JsonValue): Generator => ({ kind: 'fixed', value });

/**
 * How much work an activity is: a distribution, or a function of chance and of what is known of the
 * case. A function must draw only from `random`.
 */
export type WorkTime = Distribution | ((random: () => Uniform, known: Variables) => Amount);

/** What is wrong with a generator; undefined: nothing. */
export function generatorFault(generator: Generator): string | undefined {
  if (typeof generator === 'function' || generator.kind === 'fixed') return undefined;
  if (generator.kind === 'choice') return weightsFault(generator.options.map((one) => one.weight));
  return distributionFault(generator, false);
}

/** What is wrong with weights; undefined: nothing. */
export function weightsFault(weights: readonly number[]): string | undefined {
  if (weights.some((weight) => !(weight >= 0 && Number.isFinite(weight)))) {
    return 'has a weight that is below 0 or no number';
  }
  return weights.some((weight) => weight > 0) ? undefined : 'has no weight above 0';
}

/** Which of some weights a draw falls on. */
export function indexByWeight(weights: readonly number[], u: Uniform): number {
  let rest = u * weights.reduce((sum, weight) => sum + weight, 0);
  const last = weights.findLastIndex((weight) => weight > 0);
  for (let index = 0; index < last; index++) {
    rest -= weights[index]!;
    if (rest < 0) return index;
  }
  return last;
}

/** Draws one after the other at one place. */
function drawsAt(stream: Stream, place: DrawPlace): () => Uniform {
  let draw = 0;
  return () => stream.at({ ...place, draw: draw++ });
}

/** Makes values of generators. */
export type Maker = (stream: Stream, place: DrawPlace, known: Variables) => JsonValue;

/** The maker of a generator without fault. */
export function makerOf(generator: Generator): Maker {
  if (typeof generator === 'function') {
    return (stream, place, known) => generator(drawsAt(stream, place), known);
  }
  if (generator.kind === 'fixed') return () => generator.value;
  if (generator.kind === 'choice') {
    const weights = generator.options.map(({ weight }) => weight);
    return (stream, place) => generator.options[indexByWeight(weights, stream.at(place))]!.value;
  }
  const sample = samplerOf(generator);
  return (stream, place) => sample(stream.at(place));
}

/** Draws the work at an activity, in milliseconds with fractions. */
export type WorkSampler = (stream: Stream, place: DrawPlace, known: Variables) => number;

/** The sampler of a time of work without fault; NaN where a function gives no duration. */
export function workSamplerOf(time: WorkTime): WorkSampler {
  if (typeof time === 'function') {
    return (stream, place, known) => {
      const amount = amountOf(time(drawsAt(stream, place), known));
      return amount === undefined || amount < 0 ? Number.NaN : amount;
    };
  }
  const sample = samplerOf(time);
  return (stream, place) => sample(stream.at(place));
}
