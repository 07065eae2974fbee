/**
 * Percentiles of any number of values in bounded room: the sketch of Karnin, Lang and Liberty
 * (KLL).
 *
 * Chosen over a t-digest because its bound is on the rank and holds for any distribution, discrete
 * or heavy-tailed, and because the answer is always one of the values. Values stand in levels; a
 * full level is sorted and every second value moves up, standing for two. Which half moves up is
 * drawn, and the next time it is the other one, so that two errors in turn cancel out. Draws come
 * from a generator whose state is part of the sketch: the same additions give the same sketch.
 * (Only to alternate would not do: data whose period is that of the levels then errs one way.)
 *
 * With k = 4096 the rank is wrong by less than 0.1 % of the count (measured in the tests; 0.07 % by
 * the published fit); up to k values it is exact. About 3k values are kept.
 *
 * @source Z. Karnin, K. Lang, E. Liberty, "Optimal Quantile Approximation in Streams", 2016,
 *   arXiv:1603.05346; N. Ivkin et al., "Streaming Quantiles Algorithms with Small Space and Update
 *   Time", 2019, arXiv:1907.00236 (drawn half and its opposite in turn);
 *   G. Marsaglia, "Xorshift RNGs", 2003
 */
import { assert } from '@kontor/kernel';

/** A sketch of values: plain data that survives JSON. */
export interface QuantileSketch {
  /** Values of the highest level; those below have two thirds of it each. */
  readonly k: number;
  /** Values added. */
  count: number;
  /** Both are null without values. */
  least: number | null;
  greatest: number | null;
  /** Each value of level h stands for 2^h values. */
  readonly levels: number[][];
  /** By level: the half that is still owed, null where the next one is drawn. */
  readonly owed: (0 | 1 | null)[];
  /** State of the draws, a word that is never 0. */
  draws: number;
}

const SHRINK = 2 / 3;
const LEVEL_MIN = 8;
const SEED = 0x9e3779b9 | 0;

/** A sketch of nothing. `k` is 8 or more: rank error about 2.3 / k^0.97. */
export function emptyQuantileSketch(k = 4096): QuantileSketch {
  assert(Number.isInteger(k) && k >= LEVEL_MIN, 'a sketch keeps 8 values a level or more');
  return { k, count: 0, least: null, greatest: null, levels: [[]], owed: [null], draws: SEED };
}

/** Adds a finite value to the sketch. */
export function addToQuantileSketch(sketch: QuantileSketch, value: number): void {
  sketch.count++;
  widen(sketch, value, value);
  sketch.levels[0]!.push(value + 0);
  if (sketch.levels[0]!.length >= capacityOf(sketch, 0)) compress(sketch);
}

/** Adds the values of the second sketch to the first. Both have the same `k`. */
export function mergeQuantileSketch(sketch: QuantileSketch, other: QuantileSketch): void {
  assert(sketch.k === other.k, 'sketches of one measure have one k');
  if (other.count === 0) return;
  sketch.count += other.count;
  widen(sketch, other.least!, other.greatest!);
  for (const [level, values] of other.levels.entries()) {
    if (level === sketch.levels.length) openLevel(sketch);
    const own = sketch.levels[level]!;
    for (const value of values) own.push(value);
  }
  compress(sketch);
}

/**
 * About the smallest value with a share of `p` (0 … 1) of the values at or below it; null without
 * values. The least and the greatest value are exact.
 *
 * @example
 * const sketch = emptyQuantileSketch();
 * for (const value of [10, 20, 30, 50]) addToQuantileSketch(sketch, value);
 * [0.25, 0.5, 0.9].map((p) => sketchPercentile(sketch, p)) // => [10, 20, 50]
 */
export function sketchPercentile(sketch: QuantileSketch, p: number): number | null {
  const { count, least, greatest, levels } = sketch;
  if (count === 0 || p <= 0) return least;
  const wanted = Math.ceil(p * count);
  if (wanted >= count) return greatest;
  const sorted = levels.map((values) => Float64Array.from(values).sort());
  const kept = Float64Array.from(levels.flat()).sort();
  // The weight at or below a value grows with the value, so the first that reaches is bisected.
  const place = firstIndex(kept.length, (at) => weightUpTo(sorted, kept[at]!) >= wanted);
  assert(place < kept.length, 'the weights of a sketch are its count');
  return kept[place]!;
}

/** How many values the kept ones at or below `value` stand for. */
function weightUpTo(sorted: readonly Float64Array[], value: number): number {
  let weight = 0;
  for (const [level, values] of sorted.entries()) {
    weight += firstIndex(values.length, (at) => values[at]! > value) * 2 ** level;
  }
  return weight;
}

/** The first index from which on `holds` is true, by bisection; `length` where it never is. */
function firstIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function widen(sketch: QuantileSketch, least: number, greatest: number): void {
  sketch.least = Math.min(sketch.least ?? least, least);
  sketch.greatest = Math.max(sketch.greatest ?? greatest, greatest);
}

function openLevel(sketch: QuantileSketch): void {
  sketch.levels.push([]);
  sketch.owed.push(null);
}

function capacityOf({ k, levels }: QuantileSketch, level: number): number {
  return Math.max(LEVEL_MIN, Math.ceil(k * SHRINK ** (levels.length - 1 - level)));
}

/** Moves half of each full level up, from the lowest on, until all have room. */
function compress(sketch: QuantileSketch): void {
  const { levels } = sketch;
  for (let level = 0; level < levels.length; level++) {
    if (levels[level]!.length < capacityOf(sketch, level)) continue;
    if (level + 1 === levels.length) openLevel(sketch);
    moveUp(sketch, level);
  }
}

/** Every second value in order goes up; one value of an odd number stays, so no weight is lost. */
function moveUp(sketch: QuantileSketch, level: number): void {
  const { levels, owed } = sketch;
  const sorted = Float64Array.from(levels[level]!).sort();
  const even = sorted.length - (sorted.length % 2);
  const above = levels[level + 1]!;
  const half = owed[level] ?? drawHalf(sketch);
  for (let at = half; at < even; at += 2) above.push(sorted[at]!);
  levels[level] = Array.from(sorted.subarray(even));
  owed[level] = owed[level] === null ? (half === 0 ? 1 : 0) : null;
}

/** The next draw: Marsaglia's xorshift of 32 bits, its highest bit. */
function drawHalf(sketch: QuantileSketch): 0 | 1 {
  let word = sketch.draws;
  word ^= word << 13;
  word ^= word >>> 17;
  word ^= word << 5;
  sketch.draws = word;
  return word < 0 ? 1 : 0;
}
