/**
 * Allocation: sharing out a total in whole units so that the parts sum to it, to the last cent.
 *
 * Largest remainder (Hamilton's method) is the usual choice: every share is rounded down, and the
 * units left go one by one to the largest remainders, ties to the earlier line. Every policy shares
 * out the magnitude and puts the sign on afterwards, so a reversal is the mirror image of what it
 * reverses.
 *
 * @source Balinski and Young, "Fair Representation", on the method of Hamilton
 */
import { KernelError } from './errors.ts';
import { type Ratio, type RatioInput, ratio } from './ratio.ts';
import { divideRounded } from './rounding.ts';

/**
 * How units that do not divide are given out. `largestRemainder`: to the largest fractions.
 * `remainderToFirst`: to the first lines with a weight. `cumulative`: part k is the rounded
 * (half-even) share of lines 1…k less what they had, as schedules over time want it.
 */
export const allocationPolicies = ['largestRemainder', 'remainderToFirst', 'cumulative'] as const;

/** A policy of giving out the rest. */
export type AllocationPolicy = (typeof allocationPolicies)[number];

/**
 * Shares out `total` in proportion to the weights.
 *
 * The parts sum to the total; each is less than one unit from its exact share (at most one with the
 * other two policies); weight 0 gets 0.
 *
 * @throws KernelError KERNEL_BAD_WEIGHTS — none, all zero, or one below zero
 * @throws KernelError KERNEL_BAD_DECIMAL — a weight is no finite decimal or fraction
 * @example
 * allocate(100n, [50, 30, 20, 1]) // => [49n, 30n, 20n, 1n]
 */
export function allocate(
  total: bigint,
  weights: readonly RatioInput[],
  policy: AllocationPolicy = 'largestRemainder',
): bigint[] {
  const parts = shareOut(total < 0n ? -total : total, wholeWeights(weights), policy);
  return total < 0n ? parts.map((part) => -part) : parts;
}

/** Whole weights and their sum, which is above zero. */
interface Weights {
  readonly each: readonly bigint[];
  readonly sum: bigint;
}

function shareOut(total: bigint, weights: Weights, policy: AllocationPolicy): bigint[] {
  switch (policy) {
    case 'largestRemainder':
      return byLargestRemainder(total, weights);
    case 'remainderToFirst':
      return remainderToFirst(total, weights);
    case 'cumulative':
      return cumulative(total, weights);
    default:
      throw badWeights(`by '${String(policy satisfies never)}', which is no policy of allocation`);
  }
}

function byLargestRemainder(total: bigint, weights: Weights): bigint[] {
  const { parts, rests, left } = quotas(total, weights);
  if (left === 0) return parts;
  for (const line of largest(rests, left)) parts[line]! += 1n;
  return parts;
}

/** The lines with the largest rests, so many; of equals, the earlier line. */
function largest(rests: Rests, count: number): readonly number[] {
  if (areNumbers(rests)) {
    const most = rests.reduce((a, b) => (a > b ? a : b), 0);
    if (most < Number.MAX_SAFE_INTEGER / rests.length) return largestByKey(rests, count);
  }
  const lines = Array.from({ length: rests.length }, (_, line) => line);
  lines.sort((a, b) => (rests[a]! > rests[b]! ? -1 : rests[a]! < rests[b]! ? 1 : a - b));
  return lines.slice(0, count);
}

/** The same by one number for rest and line together: numbers are sorted without comparing. */
function largestByKey(rests: readonly number[], count: number): number[] {
  const size = rests.length;
  const keys = new Float64Array(size);
  for (let line = 0; line < size; line++) keys[line] = rests[line]! * size + (size - 1 - line);
  keys.sort();
  const lines: number[] = [];
  for (let at = size - 1; at >= size - count; at--) lines.push(size - 1 - (keys[at]! % size));
  return lines;
}

/** What lines lost to rounding down, over the sum of weights; as numbers where they fit. */
type Rests = readonly number[] | readonly bigint[];

const areNumbers = (rests: Rests): rests is readonly number[] => typeof rests[0] === 'number';

const SAFE_MAX = BigInt(Number.MAX_SAFE_INTEGER);

function remainderToFirst(total: bigint, weights: Weights): bigint[] {
  const { parts, left } = quotas(total, weights);
  let rest = left;
  for (let line = 0; rest > 0; line++) {
    if (weights.each[line] === 0n) continue;
    parts[line]! += 1n;
    rest--;
  }
  return parts;
}

function cumulative(total: bigint, { each, sum }: Weights): bigint[] {
  let weightSoFar = 0n;
  let given = 0n;
  return each.map((weight) => {
    weightSoFar += weight;
    const part = divideRounded(total * weightSoFar, sum, 'halfEven') - given;
    given += part;
    return part;
  });
}

/** Each share rounded down, what it lost (over the sum of weights), and the units left over. */
function quotas(
  total: bigint,
  { each, sum }: Weights,
): { parts: bigint[]; rests: Rests; left: number } {
  // No weight is more than their sum: what fits for it fits for all. Beside a total of zero any
  // weight would fit, those beyond all doubles too.
  if (total > 0n && total * sum <= SAFE_MAX)
    return quotasInNumbers(Number(total), each, Number(sum));
  const parts = each.map((weight) => (total * weight) / sum);
  const rests = each.map((weight) => (total * weight) % sum);
  // The fractions lost are each below 1, so fewer units are left than lines with a weight.
  return { parts, rests, left: Number(total - sumOf(parts)) };
}

/**
 * The same in doubles, for products below 2^53: a quotient that was rounded to the next whole
 * number shows by its rest, and is put right by it.
 */
function quotasInNumbers(
  total: number,
  weights: readonly bigint[],
  sum: number,
): { parts: bigint[]; rests: Rests; left: number } {
  const parts: bigint[] = [];
  const rests: number[] = [];
  let left = total;
  for (const weight of weights) {
    const product = total * Number(weight);
    let part = Math.floor(product / sum);
    if (part * sum > product) part--;
    parts.push(BigInt(part));
    rests.push(product - part * sum);
    left -= part;
  }
  return { parts, rests, left };
}

/** The weights brought over one denominator; only their proportion counts. */
function wholeWeights(weights: readonly RatioInput[]): Weights {
  const each = areWhole(weights) ? weights : (plainWeights(weights) ?? overOne(weights));
  const sum = sumOf(each);
  if (sum === 0n) throw badWeights('among no weights above zero: give at least one');
  return { each, sum };
}

const areWhole = (weights: readonly RatioInput[]): weights is readonly bigint[] =>
  weights.every((weight) => typeof weight === 'bigint' && weight >= 0n);

/** Whole weights are what they are: no denominators, and nothing to bring them over. */
function plainWeights(weights: readonly RatioInput[]): readonly bigint[] | undefined {
  const plain = weights.map((weight) => {
    if (typeof weight === 'bigint') return weight;
    const isWhole =
      typeof weight === 'object' && 'numerator' in weight && weight.denominator === 1n;
    return isWhole ? weight.numerator : undefined;
  });
  const isPlain = plain.every((weight) => weight !== undefined && weight >= 0n);
  return isPlain ? (plain as readonly bigint[]) : undefined;
}

function overOne(weights: readonly RatioInput[]): readonly bigint[] {
  const ratios = weights.map((weight, index) =>
    checkWeight(ratio(weight, `weights.${index}`), index),
  );
  const common = ratios.reduce((product, { denominator }) => lcm(product, denominator), 1n);
  return ratios.map(({ numerator, denominator }) => (numerator * common) / denominator);
}

function checkWeight(weight: Ratio, index: number): Ratio {
  if (weight.numerator < 0n) throw badWeights('is below zero: give zero or more', index);
  return weight;
}

function lcm(a: bigint, b: bigint): bigint {
  // ratio() has the greatest common divisor in it: a/b in lowest terms has the numerator a ÷ gcd.
  return b === 1n ? a : ratio({ numerator: a, denominator: b }).numerator * b;
}

function sumOf(values: readonly bigint[]): bigint {
  let sum = 0n;
  for (const value of values) sum += value;
  return sum;
}

function badWeights(reason: string, index?: number): KernelError {
  return new KernelError('KERNEL_BAD_WEIGHTS', { reason, index });
}
