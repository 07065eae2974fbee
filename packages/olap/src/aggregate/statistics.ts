/**
 * Variance, covariance, correlation and regression from exact sums.
 *
 * Everything here is one fraction of whole numbers (Σ1, Σx, Σx², Σxy), so sums merge over any split
 * and nothing cancels out; the one division, or root, comes last. A population and a sample of it
 * are told apart by name. Results have 34 significant digits, half-even, which is decimal128 of
 * IEEE 754; they are worked out at the kernel's 40.
 *
 * @source ISO/IEC 9075-2 (SQL:2016), set functions var_pop, var_samp, covar_pop, covar_samp, corr
 *   and regr_*; IEEE 754-2019 (decimal128)
 */
import { type Decimal, decimal } from '@kontor/kernel';

/** Significant digits of every result. */
export const STATISTIC_DIGITS = 34;

const HALF_EVEN = 6;

/** Exact sums of a measure: whole numbers of 10^-`scale`. */
export interface Moments {
  /** Values, nulls apart. */
  readonly count: bigint;
  readonly sum: bigint;
  /** Σx², in units of 10^-(2·scale). */
  readonly squares: bigint;
  readonly scale: number;
}

/** Exact sums over the rows where both x and y have a value. */
export interface PairMoments {
  readonly count: bigint;
  readonly sumX: bigint;
  readonly sumY: bigint;
  readonly squaresX: bigint;
  readonly squaresY: bigint;
  /** Σxy, in units of 10^-(scaleX + scaleY). */
  readonly products: bigint;
  readonly scaleX: number;
  readonly scaleY: number;
}

/** A line y = slope·x + intercept; the share of y's variance that it explains is `rSquared`. */
export interface Regression {
  readonly slope: Decimal;
  readonly intercept: Decimal;
  /** From 0 to 1; 1 where y never varies. */
  readonly rSquared: Decimal;
}

/**
 * Variance of a whole population; null without values.
 *
 * @example
 * populationVariance({ count: 4n, sum: 110n, squares: 3900n, scale: 0 })?.toFixed() // => '218.75'
 */
export function populationVariance({ count, sum, squares, scale }: Moments): Decimal | null {
  return quotient(count * squares - sum * sum, count * count, 2 * scale);
}

/** Variance of a sample (over n − 1); null for fewer than two values. */
export function sampleVariance({ count, sum, squares, scale }: Moments): Decimal | null {
  return quotient(count * squares - sum * sum, count * (count - 1n), 2 * scale);
}

/** Standard deviation of a whole population; null without values. */
export function populationDeviation({ count, sum, squares, scale }: Moments): Decimal | null {
  return rooted(raw(count * squares - sum * sum, count * count, 2 * scale));
}

/** Standard deviation of a sample (over n − 1); null for fewer than two values. */
export function sampleDeviation({ count, sum, squares, scale }: Moments): Decimal | null {
  return rooted(raw(count * squares - sum * sum, count * (count - 1n), 2 * scale));
}

/** Covariance of a whole population; null without pairs. */
export function populationCovariance(moments: PairMoments): Decimal | null {
  const { count, scaleX, scaleY } = moments;
  return quotient(jointOf(moments), count * count, scaleX + scaleY);
}

/** Covariance of a sample (over n − 1); null for fewer than two pairs. */
export function sampleCovariance(moments: PairMoments): Decimal | null {
  const { count, scaleX, scaleY } = moments;
  return quotient(jointOf(moments), count * (count - 1n), scaleX + scaleY);
}

/** Pearson's correlation, from −1 to 1; null where x or y does not vary. */
export function correlation(moments: PairMoments): Decimal | null {
  const product = spreadX(moments) * spreadY(moments);
  if (product <= 0n) return null;
  const root = decimal(product).sqrt();
  return shown(decimal(jointOf(moments)).dividedBy(root));
}

/**
 * The least-squares line of y over x; null where x does not vary.
 *
 * @source SQL:2016, regr_slope, regr_intercept, regr_r2
 */
export function regression(moments: PairMoments): Regression | null {
  const { sumX, sumY, squaresX, products, scaleX, scaleY } = moments;
  const spread = spreadX(moments);
  if (spread <= 0n) return null;
  const joint = jointOf(moments);
  const all = spread * spreadY(moments);
  return {
    slope: shown(raw(joint, spread, scaleY - scaleX)!),
    intercept: shown(raw(sumY * squaresX - sumX * products, spread, scaleY)!),
    rSquared: all === 0n ? decimal(1) : shown(raw(joint * joint, all, 0)!),
  };
}

/**
 * Σ(w·x) ÷ Σw; null where the weights sum to 0. A row without a weight has none in either sum.
 *
 * `weighted` has `scale` more decimals than `weights`: the scale of the values.
 *
 * @example
 * weightedAverage({ weighted: 70n, weights: 4n, scale: 0 })?.toFixed() // => '17.5'
 */
export function weightedAverage({
  weighted,
  weights,
  scale,
}: {
  readonly weighted: bigint;
  readonly weights: bigint;
  readonly scale: number;
}): Decimal | null {
  return quotient(weighted, weights, scale);
}

/** N·Σxy − Σx·Σy: n² times the covariance. */
const jointOf = ({ count, sumX, sumY, products }: PairMoments): bigint =>
  count * products - sumX * sumY;

/** N² times the variance of x. */
const spreadX = ({ count, sumX, squaresX }: PairMoments): bigint => count * squaresX - sumX * sumX;

/** N² times the variance of y. */
const spreadY = ({ count, sumY, squaresY }: PairMoments): bigint => count * squaresY - sumY * sumY;

/** Numerator ÷ denominator · 10^-scale at the kernel's digits; null over 0. */
function raw(numerator: bigint, denominator: bigint, scale: number): Decimal | null {
  if (denominator === 0n) return null;
  return decimal(numerator)
    .dividedBy(decimal(denominator))
    .times(decimal(`1e${-scale}`));
}

function quotient(numerator: bigint, denominator: bigint, scale: number): Decimal | null {
  const value = raw(numerator, denominator, scale);
  return value === null ? null : shown(value);
}

const rooted = (value: Decimal | null): Decimal | null =>
  value === null ? null : shown(value.sqrt());

/** The value as it is handed out; never −0. */
const shown = (value: Decimal): Decimal =>
  value.isZero() ? decimal(0) : value.toSignificantDigits(STATISTIC_DIGITS, HALF_EVEN);
