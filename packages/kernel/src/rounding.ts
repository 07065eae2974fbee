/**
 * Rounding by name: one closed set of modes, and one place that decides a half.
 *
 * A mode is a business choice (who gains the fraction?), so every function that may have to round
 * takes it as an argument and none has a default of its own. `Math.round` is never used: it sends
 * halves towards +∞, so that -1.5 would become -1.
 *
 * @source IEEE 754-2019, section 4.3 (rounding-direction attributes)
 */
import { type Decimal, type DecimalInput, decimal } from './decimal.ts';
import { KernelError } from './errors.ts';

/**
 * The modes. Halves: `halfEven` to the even neighbour, `halfUp` away from zero, `halfDown` towards
 * zero. Any fraction: `up` away from zero, `down` towards zero, `ceiling` towards +∞, `floor`
 * towards -∞.
 */
export const roundingModes = [
  'halfEven',
  'halfUp',
  'halfDown',
  'up',
  'down',
  'ceiling',
  'floor',
] as const;

/** How a fraction that does not fit is rounded. */
export type RoundingMode = (typeof roundingModes)[number];

/**
 * `numerator` ÷ `denominator`, rounded to a whole number by the mode.
 *
 * @throws KernelError KERNEL_DIVISION_BY_ZERO — the denominator is zero
 * @example
 * divideRounded(-5n, 2n, 'halfEven') // => -2n
 */
export function divideRounded(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  if (denominator === 0n) {
    throw new KernelError('KERNEL_DIVISION_BY_ZERO', { value: `${numerator}/0` });
  }
  const quotient = numerator / denominator;
  const rest = numerator % denominator;
  if (rest === 0n) return quotient;
  const isNegative = numerator < 0n !== denominator < 0n;
  const half = compare(magnitude(rest) * 2n, magnitude(denominator));
  if (!roundsAway(mode, half, isNegative, quotient % 2n !== 0n)) return quotient;
  return isNegative ? quotient - 1n : quotient + 1n;
}

/**
 * The same for whole numbers in doubles; exact while all three of numerator, denominator and result
 * are within 2^53. The denominator is above zero.
 */
export function divideRoundedNumber(
  numerator: number,
  denominator: number,
  mode: RoundingMode,
): number {
  const rest = numerator % denominator;
  const quotient = (numerator - rest) / denominator;
  if (rest === 0) return quotient + 0;
  const isNegative = numerator < 0;
  // |rest| against what is missing to the next whole number: doubling could pass 2^53.
  const half = compare(Math.abs(rest), denominator - Math.abs(rest));
  if (!roundsAway(mode, half, isNegative, quotient % 2 !== 0)) return quotient + 0;
  return isNegative ? quotient - 1 : quotient + 1;
}

/**
 * The decimal rounded to so many decimals; never -0.
 *
 * @throws KernelError KERNEL_BAD_DECIMAL — no finite decimal
 * @throws KernelError KERNEL_BAD_SCALE — decimals are no whole number from 0 to 1000
 * @throws KernelError KERNEL_BAD_ROUNDING — no such mode
 * @example
 * roundDecimal('2.675', 2, 'halfEven').toFixed() // => '2.68'
 */
export function roundDecimal(value: DecimalInput, decimals: number, mode: RoundingMode): Decimal {
  checkScale(decimals, 1000);
  const number = DECIMAL_ROUNDING[mode] as (typeof DECIMAL_ROUNDING)[RoundingMode] | undefined;
  if (number === undefined) throw badRounding(mode);
  const rounded = decimal(value).toDecimalPlaces(decimals, number);
  return rounded.isZero() ? decimal(0) : rounded;
}

/**
 * Refuses decimals that are no whole number from 0 to `most`.
 *
 * @throws KernelError KERNEL_BAD_SCALE
 */
export function checkScale(decimals: number, most: number): void {
  if (Number.isInteger(decimals) && decimals >= 0 && decimals <= most) return;
  throw new KernelError('KERNEL_BAD_SCALE', { value: String(decimals), most });
}

/** Decimal.js' numbers of the modes. */
const DECIMAL_ROUNDING = {
  up: 0,
  down: 1,
  ceiling: 2,
  floor: 3,
  halfUp: 4,
  halfDown: 5,
  halfEven: 6,
} as const satisfies Record<RoundingMode, number>;

/** Whether a non-zero fraction (`half`: below -1, at 0 or above 1 one half) goes away from zero. */
function roundsAway(
  mode: RoundingMode,
  half: number,
  isNegative: boolean,
  isOdd: boolean,
): boolean {
  switch (mode) {
    case 'halfEven':
      return half > 0 || (half === 0 && isOdd);
    case 'halfUp':
      return half >= 0;
    case 'halfDown':
      return half > 0;
    case 'up':
      return true;
    case 'down':
      return false;
    case 'ceiling':
      return !isNegative;
    case 'floor':
      return isNegative;
    default:
      throw badRounding(mode);
  }
}

function badRounding(mode: string): KernelError {
  return new KernelError('KERNEL_BAD_ROUNDING', { mode: String(mode) });
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);
const compare = <Value extends number | bigint>(a: Value, b: Value): number =>
  a < b ? -1 : Number(a > b);
