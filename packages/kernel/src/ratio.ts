/**
 * Ratios: exact fractions of whole numbers, for rates, unit conversions and quantities per parent.
 *
 * A rate is never rounded before use: 1/3 stays 1/3 until the one rounding step at the end. Ratios
 * are kept in lowest terms with the denominator above zero, so equal values are equal data.
 */
import { type Decimal, type DecimalInput, decimal, powerOfTen, scaledDecimal } from './decimal.ts';
import { KernelError } from './errors.ts';
import { divideRounded, type RoundingMode } from './rounding.ts';

/** An exact fraction in lowest terms; the denominator is above zero. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** A ratio as users write it: '12', '0.25', '1/3', a number, a bigint, a decimal or a Ratio. */
export type RatioInput = DecimalInput | Ratio;

/**
 * The ratio that was given, exact, in lowest terms.
 *
 * @throws KernelError KERNEL_BAD_DECIMAL — a part is no finite decimal
 * @throws KernelError KERNEL_DIVISION_BY_ZERO — zero below the line
 * @example
 * ratio('0.25') // => { numerator: 1n, denominator: 4n }
 */
export function ratio(value: RatioInput, path?: string): Ratio {
  if (isRatio(value)) return lowestTerms(value.numerator, value.denominator, path);
  const line = typeof value === 'string' ? value.indexOf('/') : -1;
  if (line < 0) return decimalRatio(value, path);
  const text = value as string;
  const above = decimalRatio(text.slice(0, line), path);
  const below = decimalRatio(text.slice(line + 1), path);
  return lowestTerms(
    above.numerator * below.denominator,
    above.denominator * below.numerator,
    path,
  );
}

/** a × b, exact. */
export function multiplyRatios(a: Ratio, b: Ratio): Ratio {
  return lowestTerms(a.numerator * b.numerator, a.denominator * b.denominator);
}

/**
 * a ÷ b, exact.
 *
 * @throws KernelError KERNEL_DIVISION_BY_ZERO — b is zero
 */
export function divideRatios(a: Ratio, b: Ratio): Ratio {
  return lowestTerms(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** a + b, exact. */
export function addRatios(a: Ratio, b: Ratio): Ratio {
  return lowestTerms(
    a.numerator * b.denominator + b.numerator * a.denominator,
    a.denominator * b.denominator,
  );
}

/**
 * 1 ÷ the ratio, exact: the rate the other way round.
 *
 * @throws KernelError KERNEL_DIVISION_BY_ZERO — the ratio is zero
 */
export function invertRatio(value: Ratio): Ratio {
  return lowestTerms(value.denominator, value.numerator);
}

/** Negative when a < b, zero when equal, positive when a > b. */
export function compareRatios(a: Ratio, b: Ratio): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : Number(difference > 0n);
}

/**
 * The ratio rounded to a whole number.
 *
 * @example
 * roundRatio(ratio('7/2'), 'halfEven') // => 4n
 */
export function roundRatio(value: Ratio, mode: RoundingMode): bigint {
  return divideRounded(value.numerator, value.denominator, mode);
}

/** The ratio as a decimal of 40 significant digits, half-even: for show, no longer for sums. */
export function ratioToDecimal(value: Ratio): Decimal {
  return decimal(value.numerator).dividedBy(decimal(value.denominator));
}

/**
 * The ratio as text that `ratio` reads back: '12' or '1/3'.
 *
 * @example
 * formatRatio(ratio('0.75')) // => '3/4'
 */
export function formatRatio({ numerator, denominator }: Ratio): string {
  return denominator === 1n ? String(numerator) : `${numerator}/${denominator}`;
}

function isRatio(value: RatioInput): value is Ratio {
  return typeof value === 'object' && value !== null && 'denominator' in value;
}

function decimalRatio(value: DecimalInput, path: string | undefined): Ratio {
  const { coefficient, decimals } = scaledDecimal(value, path);
  if (decimals === 0) return { numerator: coefficient, denominator: 1n };
  return lowestTerms(coefficient, powerOfTen(decimals), path);
}

function lowestTerms(numerator: bigint, denominator: bigint, path?: string): Ratio {
  if (denominator === 0n) {
    throw new KernelError('KERNEL_DIVISION_BY_ZERO', { value: `${numerator}/0`, path });
  }
  if (denominator === 1n) return { numerator, denominator };
  const divisor = greatestCommonDivisor(numerator, denominator) * (denominator < 0n ? -1n : 1n);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** Euclid's algorithm; above zero, as the second of the two is never zero here. */
function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
}
