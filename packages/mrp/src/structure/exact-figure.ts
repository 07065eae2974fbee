/**
 * Figures as the structure enquiries show them: an exact fraction, and a decimal to read.
 *
 * Quantities per and costs multiply down a structure, so they stay fractions to the end and are
 * rounded once, for show. The fraction is there for whoever reckons on.
 */
import {
  divideRounded,
  fixedText,
  formatRatio,
  multiplyRatios,
  type Ratio,
  type RoundingMode,
  ratio,
} from '@kontor/kernel';

/** A figure of the structure. */
export interface ExactFigure {
  /** As the kernel's `ratio` reads it: `12` or `4000/19`. */
  readonly exact: string;
  /** To read; rounded where it does not end. */
  readonly decimal: string;
}

/** Decimals of a figure to read, rounded half-even, unless steps of an item are asked for. */
const READABLE_DECIMALS = 12;

/**
 * A figure, exact and to read.
 *
 * @param stepDecimals - rounds the decimal up to 10^-stepDecimals, as an order for it would be
 */
export function exactFigure(value: Ratio, stepDecimals?: number): ExactFigure {
  const decimal =
    stepDecimals === undefined
      ? decimalText(value, READABLE_DECIMALS, 'halfEven')
      : decimalText(value, stepDecimals, 'ceiling');
  return { exact: formatRatio(value), decimal };
}

/** The ratio as plain decimal text of at most so many decimals, without trailing zeros. */
export function decimalText(value: Ratio, decimals: number, rounding: RoundingMode): string {
  if (value.denominator === 1n) return String(value.numerator);
  const scaled = multiplyRatios(value, ratio(10n ** BigInt(decimals)));
  const text = fixedText(divideRounded(scaled.numerator, scaled.denominator, rounding), decimals);
  return decimals === 0 ? text : text.replace(/\.?0+$/, '');
}

/** Nothing, as a ratio. */
export const NONE: Ratio = ratio(0);
/** One, as a ratio. */
export const ONE: Ratio = ratio(1);

/** a − b, exact. */
export function subtractRatios(a: Ratio, b: Ratio): Ratio {
  return ratio({
    numerator: a.numerator * b.denominator - b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  });
}
