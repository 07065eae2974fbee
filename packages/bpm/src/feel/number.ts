/**
 * Numbers of FEEL: decimal128 arithmetic, 34 significant digits, half-even.
 *
 * Most numbers of a process are small integers, and doubles add, subtract and multiply those
 * exactly. So a number is a double when it is an integer below 2^53, and a decimal.js number
 * otherwise; every result is brought back to that form, so equal numbers have one form, and no
 * answer differs from the decimal one.
 *
 * @source DMN 1.5, 10.3.2.3.1 "number"; IEEE 754-2008 decimal128
 */
import { Decimal as GlobalDecimal } from 'decimal.js';

/** A clone of its own, so that another library's settings change nothing here. */
const Decimal34 = GlobalDecimal.clone({
  precision: 34,
  rounding: GlobalDecimal.ROUND_HALF_EVEN,
  maxE: 6144,
  minE: -6176,
  toExpNeg: -7,
  toExpPos: 34,
});

/** A decimal that is no safe integer. */
type Fraction = GlobalDecimal;

/** A number: an integer below 2^53 in a double, or a decimal. Never a double with a fraction. */
export type FeelNumber = number | Fraction;

/** Ways to round, by the names of the built-in functions. */
export type Rounding = 'halfEven' | 'up' | 'down' | 'halfUp' | 'halfDown' | 'floor' | 'ceiling';

const MODES: Readonly<Record<Rounding, GlobalDecimal.Rounding>> = {
  halfEven: GlobalDecimal.ROUND_HALF_EVEN,
  up: GlobalDecimal.ROUND_UP,
  down: GlobalDecimal.ROUND_DOWN,
  halfUp: GlobalDecimal.ROUND_HALF_UP,
  halfDown: GlobalDecimal.ROUND_HALF_DOWN,
  floor: GlobalDecimal.ROUND_FLOOR,
  ceiling: GlobalDecimal.ROUND_CEIL,
};

const NUMBER_TEXT = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,9})?$/i;
/** Digits beyond these cannot change a rounding to 34, but would cost time. */
const TEXT_LENGTH_MAX = 10_000;

/** Brings a result to its form; null when it is no finite number of the range. */
function settled(value: Fraction): FeelNumber | null {
  if (!value.isFinite()) return null;
  // The exponent is the cheap question: integers below 2^53 have at most 16 digits.
  if (value.e > 15 || !value.isInteger()) return value;
  const double = value.toNumber();
  return Number.isSafeInteger(double) ? double + 0 : value;
}

/** The number as a decimal. */
export function decimalOf(value: FeelNumber): GlobalDecimal {
  return typeof value === 'number' ? new Decimal34(value) : value;
}

/** Whether a value is a number of FEEL. */
export function isNumber(value: unknown): value is FeelNumber {
  return typeof value === 'number' || value instanceof Decimal34;
}

/**
 * A number written in decimal, rounded to 34 digits; null when it is none.
 *
 * @example
 * numberOfText('1.0') // => 1
 */
export function numberOfText(text: string): FeelNumber | null {
  if (text.length > TEXT_LENGTH_MAX || !NUMBER_TEXT.test(text)) return null;
  return settled(new Decimal34(text).toSignificantDigits(34));
}

/** A number of JavaScript by its shortest decimal text: 0.1 is one tenth. */
export function numberOfDouble(value: number): FeelNumber | null {
  // The constructor reads a double's shortest text, of 17 digits at most.
  return Number.isSafeInteger(value) ? value + 0 : settled(new Decimal34(value));
}

/** An integer of any size, rounded to 34 digits. */
export function numberOfBigInt(value: bigint): FeelNumber | null {
  return numberOfText(String(value));
}

/**
 * The number as JSON has it: a double when its shortest text is this number, else text.
 *
 * @example
 * jsonOfNumber(decimalOf(1).div(3)) // => '0.3333333333333333333333333333333333'
 */
export function jsonOfNumber(value: FeelNumber): number | string {
  if (typeof value === 'number') return value;
  const text = textOfNumber(value);
  const double = Number(text);
  // Mostly the texts are the same; where they differ in form only, the decimals tell.
  const isExact =
    String(double) === text || (Number.isFinite(double) && value.eq(new Decimal34(double)));
  return isExact ? double : text;
}

/** The number as text: plain digits, an exponent only where they would be more than 34. */
export function textOfNumber(value: FeelNumber): string {
  return typeof value === 'number' ? String(value) : value.toString();
}

/** a + b. */
export function add(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return settled(decimalOf(a).plus(b));
}

/** a − b. */
export function subtract(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return settled(decimalOf(a).minus(b));
}

/** a × b. */
export function multiply(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product + 0;
  }
  return settled(decimalOf(a).times(b));
}

/** a ÷ b; null for a zero divisor. */
export function divide(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  if (b === 0) return null;
  if (typeof a === 'number' && typeof b === 'number' && a % b === 0) return a / b + 0;
  return settled(decimalOf(a).div(b));
}

/** a to the power of b; null where that is no real number. */
export function power(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  return settled(decimalOf(a).pow(b));
}

/** −a. */
export function negate(a: FeelNumber): FeelNumber {
  return typeof a === 'number' ? 0 - a : a.neg();
}

/** Below, equal or above zero as a is smaller than, equal to or larger than b. */
export function compareNumbers(a: FeelNumber, b: FeelNumber): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : decimalOf(a).cmp(b);
}

/** Whether a and b are one number. */
export function sameNumber(a: FeelNumber, b: FeelNumber): boolean {
  if (typeof a === 'number') return a === b; // One number has one form.
  return typeof b !== 'number' && a.eq(b);
}

/** a − b × ⌊a ÷ b⌋, exact; it has the sign of the divisor. Null for a zero divisor. */
export function floorModulo(a: FeelNumber, b: FeelNumber): FeelNumber | null {
  if (b === 0) return null;
  if (typeof a === 'number' && typeof b === 'number') {
    const rest = a % b;
    return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest + 0;
  }
  const rest = decimalOf(a).mod(b);
  const divisor = decimalOf(b);
  return settled(!rest.isZero() && rest.isNeg() !== divisor.isNeg() ? rest.plus(divisor) : rest);
}

/** The number rounded to so many decimals, which may be negative: −3 rounds to thousands. */
export function roundNumber(value: FeelNumber, scale: number, mode: Rounding): FeelNumber | null {
  if (typeof value === 'number' && scale >= 0) return value;
  const decimal = decimalOf(value);
  if (scale >= decimal.decimalPlaces()) return value;
  if (scale >= 0) return settled(decimal.toDecimalPlaces(scale, MODES[mode]));
  const unit = new Decimal34(10).pow(-scale);
  return settled(decimal.toNearest(unit, MODES[mode]));
}

/** The number cut to an integer of a double; the nearest bound when it has none. */
export function integerOf(value: FeelNumber): number {
  return typeof value === 'number' ? value : value.trunc().toNumber() + 0;
}

/** Whether the number is whole. */
export function isWhole(value: FeelNumber): boolean {
  return typeof value === 'number' || value.isInteger();
}

/** |a|. */
export function absolute(value: FeelNumber): FeelNumber {
  return typeof value === 'number' ? Math.abs(value) : value.abs();
}

/** √a; null below zero. */
export function squareRoot(value: FeelNumber): FeelNumber | null {
  return settled(decimalOf(value).sqrt());
}

/** e to the power of a. */
export function exponential(value: FeelNumber): FeelNumber | null {
  // Beyond these the result is past the range, and the series would only find that out slowly.
  if (compareNumbers(value, 15_000) > 0) return null;
  if (compareNumbers(value, -15_000) < 0) return 0;
  return settled(decimalOf(value).exp());
}

/** The natural logarithm; null at zero and below. */
export function naturalLogarithm(value: FeelNumber): FeelNumber | null {
  return settled(decimalOf(value).ln());
}

/** Whether the number is odd; a fraction is neither odd nor even. */
export function isOdd(value: FeelNumber): boolean {
  return isWhole(value) && !decimalOf(value).mod(2).isZero();
}
