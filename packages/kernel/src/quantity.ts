/**
 * Quantities: whole numbers of an item's step, 10^-decimals, in doubles.
 *
 * 2.5 kg of an item with 3 decimals is 2500 steps. Whole numbers below 2^53 add, compare and sum
 * exactly in a Float64Array, which is why planning is fast and still has no phantom orders (0.1 × 3
 * > 0.3 in floats). Never Int32: 2^31 millionths of a kilogram are 2,147 kg. Text meets steps only
 * here.
 */
import { type DecimalInput, fixedText, powerOfTen, scaledDecimal, toText } from './decimal.ts';
import { KernelError } from './errors.ts';
import type { Ratio } from './ratio.ts';
import { checkScale, divideRounded, divideRoundedNumber, type RoundingMode } from './rounding.ts';

/** The most decimals that a quantity may have. */
export const QUANTITY_DECIMALS_MAX = 6;

/**
 * The quantity in steps of 10^-`decimals`; never rounded.
 *
 * @param path where the value stands, for the message: 'demands.12.quantity'
 * @throws KernelError KERNEL_BAD_DECIMAL — no finite decimal
 * @throws KernelError KERNEL_QUANTITY_TOO_PRECISE — finer than the step
 * @throws KernelError KERNEL_QUANTITY_TOO_LARGE — 2^53 steps or more
 * @throws KernelError KERNEL_BAD_SCALE — decimals are no whole number from 0 to 6
 * @example
 * parseQuantity('2.5', 3) // => 2500
 */
export function parseQuantity(value: DecimalInput, decimals: number, path?: string): number {
  checkScale(decimals, QUANTITY_DECIMALS_MAX);
  const steps = plainSteps(value, decimals);
  return steps ?? exactSteps(value, decimals, undefined, path);
}

/**
 * The quantity in steps, rounded by the mode where it is finer.
 *
 * @throws KernelError KERNEL_BAD_DECIMAL, KERNEL_QUANTITY_TOO_LARGE, KERNEL_BAD_SCALE — as
 * parseQuantity
 * @example
 * roundQuantity('0.3331', 3, 'up') // => 334
 */
export function roundQuantity(
  value: DecimalInput,
  decimals: number,
  mode: RoundingMode,
  path?: string,
): number {
  checkScale(decimals, QUANTITY_DECIMALS_MAX);
  return exactSteps(value, decimals, mode, path);
}

/**
 * Steps as plain decimal text, without trailing zeros; a sum beyond 2^53 comes as bigint.
 *
 * @throws KernelError KERNEL_NOT_SCALED — the number is not whole, or passes 2^53
 * @throws KernelError KERNEL_BAD_SCALE — decimals are no whole number from 0 to 6
 * @example
 * formatQuantity(2500, 3) // => '2.5'
 */
export function formatQuantity(steps: number | bigint, decimals: number): string {
  checkScale(decimals, QUANTITY_DECIMALS_MAX);
  const text = fixedText(typeof steps === 'bigint' ? steps : wholeSteps(steps), decimals);
  return decimals === 0 ? text : text.replace(/\.?0+$/, '');
}

/**
 * Steps × ratio, rounded to whole steps: what a parent's order needs of a component.
 *
 * Exact: in doubles while every product is within 2^53, in bigint beyond.
 *
 * @throws KernelError KERNEL_NOT_SCALED — steps are not whole, or pass 2^53
 * @throws KernelError KERNEL_QUANTITY_TOO_LARGE — the result is 2^53 steps or more
 * @example
 * scaleByRatio(10, ratio('1/3'), 'up') // => 4
 */
export function scaleByRatio(steps: number, factor: Ratio, mode: RoundingMode): number {
  return ratioScaler(factor, mode)(steps);
}

/**
 * The same as a function made once, for loops: `scaleByRatio` with its ratio and mode fixed.
 *
 * @example
 * ratioScaler(ratio('1/3'), 'down')(10) // => 3
 */
export function ratioScaler(factor: Ratio, mode: RoundingMode): (steps: number) => number {
  const numerator = Number(factor.numerator);
  const denominator = Number(factor.denominator);
  const fits = Math.abs(numerator) < EXACT_BELOW && denominator < EXACT_BELOW;
  return (steps) => {
    const product = steps * numerator;
    // Whole steps make a whole product, so a fraction shows here too; NaN fails the bound.
    if (fits && Number.isInteger(steps) && Math.abs(product) < EXACT_BELOW) {
      return divideRoundedNumber(product, denominator, mode);
    }
    const exact = divideRounded(wholeSteps(steps) * factor.numerator, factor.denominator, mode);
    return stepsWithinBound(exact, exact, 0, undefined);
  };
}

/**
 * Whole steps as a double.
 *
 * @throws KernelError KERNEL_QUANTITY_TOO_LARGE — 2^53 steps or more; `value` is what was asked for
 */
export function stepsWithinBound(
  steps: bigint,
  value: DecimalInput,
  decimals: number,
  path: string | undefined,
): number {
  if (steps < EXACT_BELOW_BIG && steps > -EXACT_BELOW_BIG) return Number(steps);
  throw new KernelError('KERNEL_QUANTITY_TOO_LARGE', { value: toText(value), decimals, path });
}

/** Whole numbers below 2^53 are exact in a double, and so are their sums while they stay below. */
const EXACT_BELOW = 2 ** 53;
const EXACT_BELOW_BIG = 2n ** 53n;
const STEPS_PER_UNIT = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000] as const;
const PLAIN_QUANTITY = /^-?\d{1,9}(?:\.(\d{1,6}))?$/;

/** The common case without bigint: short plain text or a whole number. Else undefined. */
function plainSteps(value: DecimalInput, decimals: number): number | undefined {
  if (typeof value === 'number') {
    const steps = value * STEPS_PER_UNIT[decimals]!;
    return Number.isInteger(value) && Math.abs(steps) < EXACT_BELOW ? steps + 0 : undefined;
  }
  if (typeof value !== 'string') return undefined;
  const match = PLAIN_QUANTITY.exec(value);
  if (match === null) return undefined;
  const fraction = match[1] ?? '';
  if (fraction.length > decimals) return undefined;
  const whole = match[1] === undefined ? value : value.slice(0, -fraction.length - 1) + fraction;
  // At most 15 digits: exact.
  return Number(whole) * STEPS_PER_UNIT[decimals - fraction.length]! + 0;
}

function exactSteps(
  value: DecimalInput,
  decimals: number,
  mode: RoundingMode | undefined,
  path: string | undefined,
): number {
  const given = scaledDecimal(value, path);
  const finer = given.decimals - decimals;
  if (finer <= 0) {
    return stepsWithinBound(given.coefficient * powerOfTen(-finer), value, decimals, path);
  }
  if (mode === undefined) {
    const details = { value: toText(value), decimals, path };
    throw new KernelError('KERNEL_QUANTITY_TOO_PRECISE', details);
  }
  const steps = divideRounded(given.coefficient, powerOfTen(finer), mode);
  return stepsWithinBound(steps, value, decimals, path);
}

function wholeSteps(steps: number): bigint {
  if (Number.isInteger(steps) && Math.abs(steps) <= EXACT_BELOW) return BigInt(steps);
  throw new KernelError('KERNEL_NOT_SCALED', { value: String(steps) });
}
