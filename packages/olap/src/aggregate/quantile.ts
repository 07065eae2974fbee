/**
 * Percentiles, medians and modes of a cell's values, exactly.
 *
 * Values are whole numbers of the measure's unit (cents), below 2^53 in magnitude. A continuous
 * percentile lies between two of them, so it is a fraction: it is handed out as one, and rounded
 * where it is shown, once. One percentile is selected; several are read from sorted values.
 *
 * @source SQL:2003, percentile_cont and percentile_disc; R. Hyndman and Y. Fan, "Sample Quantiles
 * in Statistical Packages", 1996 (types 7 and 1)
 */
import { compareRatios, type Ratio, ratio, type RatioInput } from '@kontor/kernel';
import { OlapError } from '../errors.ts';
import { type Neighbours, selectInts } from './int-selection.ts';
import { selectRank } from './selection.ts';

/**
 * The continuous percentile in the values' unit: position h = p·(n − 1) in sorted order, and
 * between two values in proportion. Null without values.
 *
 * Reorders doubles, and leaves whole numbers of 32 bits as they are. `p` is read as it is written:
 * 0.9 is nine tenths.
 *
 * @throws OlapError OLAP_INVALID_CUBE — `p` is not from 0 to 1
 * @throws KernelError KERNEL_BAD_DECIMAL — `p` is no number
 * @example
 * continuousPercentile(Float64Array.of(50, 10, 30, 20), 0.25)
 * // => { numerator: 35n, denominator: 2n }
 */
export function continuousPercentile(
  values: Float64Array | Int32Array,
  p: RatioInput,
): Ratio | null {
  const share = shareOf(p);
  if (values.length === 0) return null;
  const { whole, rest } = continuousPlace(share, values.length);
  const { value, next } = neighboursAt(values, whole, rest !== 0n);
  if (rest === 0n) return { numerator: BigInt(value), denominator: 1n };
  return between(value, next, rest, share.denominator);
}

/**
 * The discrete percentile: the smallest value with a share of `p` or more at or below it. Null
 * without values. Reorders doubles.
 *
 * @throws OlapError OLAP_INVALID_CUBE — `p` is not from 0 to 1
 * @throws KernelError KERNEL_BAD_DECIMAL — `p` is no number
 * @example
 * discretePercentile(Float64Array.of(50, 10, 30, 20), 0.5) // => 20
 */
export function discretePercentile(
  values: Float64Array | Int32Array,
  p: RatioInput,
): number | null {
  const share = shareOf(p);
  if (values.length === 0) return null;
  return neighboursAt(values, discreteRank(share, values.length), false).value + 0;
}

/** The middle value, or the mean of the middle two: the continuous percentile 0.5. */
export function median(values: Float64Array): Ratio | null {
  return continuousPercentile(values, HALF);
}

const HALF: Ratio = { numerator: 1n, denominator: 2n };

/**
 * Several continuous percentiles at once, in the order of `shares`. Sorts `values`.
 *
 * @throws OlapError OLAP_INVALID_CUBE — a share is not from 0 to 1
 */
export function continuousPercentiles(
  values: Float64Array,
  shares: readonly RatioInput[],
): (Ratio | null)[] {
  values.sort();
  return shares.map((p) => {
    const share = shareOf(p);
    if (values.length === 0) return null;
    const { whole, rest } = continuousPlace(share, values.length);
    const low = values[whole]!;
    return between(low, values[whole + 1] ?? low, rest, share.denominator);
  });
}

/** A value and how often it is there. */
export interface Mode {
  readonly value: number;
  readonly count: number;
}

/**
 * The value that is there most often, the smallest of those where several are; null without values.
 * Sorts `values`.
 *
 * @example
 * mode(Float64Array.of(3, 1, 3, 1, 2)) // => { value: 1, count: 2 }
 */
export function mode(values: Float64Array): Mode | null {
  if (values.length === 0) return null;
  values.sort();
  let best = { value: values[0]!, count: 0 };
  let start = 0;
  for (let at = 1; at <= values.length; at++) {
    if (at < values.length && values[at] === values[start]) continue;
    if (at - start > best.count) best = { value: values[start]! + 0, count: at - start };
    start = at;
  }
  return best;
}

function shareOf(p: RatioInput): Ratio {
  const share = ratio(p, 'p');
  if (share.numerator >= 0n && compareRatios(share, ONE) <= 0) return share;
  const message = `A percentile is a share from 0 to 1, such as 0.9 for the 90th.`;
  const issue = { code: 'INVALID_VALUE' as const, path: ['p'], message };
  throw new OlapError('OLAP_INVALID_CUBE', { issues: [issue] });
}

const ONE: Ratio = { numerator: 1n, denominator: 1n };

/** Position p·(n − 1): its whole part, and the rest over p's denominator. */
function continuousPlace(share: Ratio, count: number): { whole: number; rest: bigint } {
  const place = share.numerator * BigInt(count - 1);
  return { whole: Number(place / share.denominator), rest: place % share.denominator };
}

/** ⌈p·n⌉ − 1, and the first for p = 0. */
function discreteRank({ numerator, denominator }: Ratio, count: number): number {
  const reached = (numerator * BigInt(count) + denominator - 1n) / denominator;
  return Math.max(0, Number(reached) - 1);
}

/** Low + rest/denominator · (high − low). */
function between(low: number, high: number, rest: bigint, denominator: bigint): Ratio {
  const numerator = BigInt(low) * denominator + (BigInt(high) - BigInt(low)) * rest;
  return ratio({ numerator, denominator });
}

/** The value of a rank, and where it is asked for the one after it. */
function neighboursAt(
  values: Float64Array | Int32Array,
  rank: number,
  isNextAsked: boolean,
): Neighbours {
  if (values instanceof Int32Array) return selectInts(values, rank);
  const value = selectRank(values, rank);
  return { value, next: isNextAsked ? leastFrom(values, rank + 1) : value };
}

function leastFrom(values: Float64Array, start: number): number {
  let least = values[start]!;
  for (let at = start + 1; at < values.length; at++) {
    if (values[at]! < least) least = values[at]!;
  }
  return least;
}
