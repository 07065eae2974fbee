/**
 * Decimals at the border: what users give and get, exact, never a binary float.
 *
 * The numbers are decimal.js under a private clone (40 significant digits, half-even), so that
 * another library's settings of the global constructor change nothing here and ours change nothing
 * there. An operation's result has the class of its left operand: wrap a foreign decimal with
 * `decimal` first.
 */
import { Decimal as GlobalDecimal } from 'decimal.js';
import { KernelError } from './errors.ts';

/** An exact decimal with 40 significant digits; rounds half-even where it must. */
export type Decimal = GlobalDecimal;

/**
 * A decimal as users write it: text ('12.5', '1e-3'), a number (as it prints: 0.1 is one tenth), a
 * bigint, or a decimal of any library or clone (its `toFixed()` is read).
 */
export type DecimalInput = string | number | bigint | { toFixed(): string };

const PrivateDecimal = GlobalDecimal.clone({
  precision: 40,
  rounding: GlobalDecimal.ROUND_HALF_EVEN,
  toExpNeg: -7,
  toExpPos: 21,
});

/** Decimal text; no hexadecimal, no underscores, no names. At most 4 digits of exponent. */
const DECIMAL_TEXT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,4})?$/i;
const PLAIN_TEXT = /^-?\d+(?:\.\d+)?$/;
/** Beyond this power of ten plain text becomes a burden, and no quantity of this world is meant. */
const EXPONENT_MAX = 1000;

/**
 * The decimal that was given, exact: its digits are never rounded here.
 *
 * @throws KernelError KERNEL_BAD_DECIMAL — no decimal, not finite, or beyond 10^±1000
 * @example
 * decimal('0.1').plus('0.2').toFixed() // => '0.3'
 */
export function decimal(value: DecimalInput, path?: string): Decimal {
  const text = textOf(value, path);
  if (!DECIMAL_TEXT.test(text)) throw badDecimal(value, path);
  const made = new PrivateDecimal(text);
  if (!made.isFinite() || Math.abs(made.e) > EXPONENT_MAX) throw badDecimal(value, path);
  return made.isZero() ? new PrivateDecimal(0) : made;
}

/**
 * The decimal as plain text: no exponent, no trailing zeros, never -0. This is its form in JSON.
 *
 * @throws KernelError KERNEL_BAD_DECIMAL — no finite decimal
 * @example
 * toText(1e21) // => '1000000000000000000000'
 */
export function toText(value: DecimalInput): string {
  return decimal(value).toFixed();
}

/** An exact decimal as two whole numbers: `coefficient` × 10^-`decimals`. */
export interface ScaledDecimal {
  readonly coefficient: bigint;
  /** Digits after the point, trailing zeros not counted; never negative. */
  readonly decimals: number;
}

/**
 * The decimal as a whole number and a count of decimals, for exact work in bigint.
 *
 * @throws KernelError KERNEL_BAD_DECIMAL — no finite decimal
 * @example
 * scaledDecimal('-12.50') // => { coefficient: -125n, decimals: 1 }
 */
export function scaledDecimal(value: DecimalInput, path?: string): ScaledDecimal {
  if (typeof value === 'bigint') return { coefficient: value, decimals: 0 };
  if (typeof value === 'number' && Number.isSafeInteger(value)) {
    return { coefficient: BigInt(value), decimals: 0 };
  }
  // Plain text of usual length skips decimal.js, which would only be asked to print it again.
  const plain =
    typeof value === 'string' && value.length <= EXPONENT_MAX && PLAIN_TEXT.test(value)
      ? value
      : decimal(value, path).toFixed();
  const point = plain.indexOf('.');
  if (point < 0) return { coefficient: wholeOf(plain), decimals: 0 };
  let end = plain.length;
  while (plain.charCodeAt(end - 1) === ZERO_DIGIT) end--;
  const fraction = plain.slice(point + 1, end);
  return { coefficient: wholeOf(plain.slice(0, point) + fraction), decimals: fraction.length };
}

/** The whole number of a text of digits: few of them are read as a double, which is quicker. */
const wholeOf = (digits: string): bigint =>
  BigInt(digits.length <= DOUBLE_DIGITS ? Number(digits) : digits);

/** Whole numbers of so many characters are exact in a double. */
const DOUBLE_DIGITS = 15;

const ZERO_DIGIT = 48;

/**
 * `coefficient` × 10^-`decimals` as plain text with exactly so many decimals.
 *
 * @example
 * fixedText(-5n, 2) // => '-0.05'
 */
export function fixedText(coefficient: bigint, decimals: number): string {
  if (decimals === 0) return String(coefficient);
  const small = Number(coefficient);
  if (decimals === 2 && Number.isSafeInteger(small)) return hundredthsText(small);
  const digits = String(coefficient < 0n ? -coefficient : coefficient).padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return `${coefficient < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** What nearly all amounts are, in a third of the time: hundredths below 2^53. */
function hundredthsText(hundredths: number): string {
  const magnitude = Math.abs(hundredths);
  const fraction = magnitude % 100;
  const text = `${(magnitude - fraction) / 100}.${TWO_DIGITS[fraction]!}`;
  return hundredths < 0 ? `-${text}` : text;
}

const TWO_DIGITS: readonly string[] = Array.from({ length: 100 }, (_, number) =>
  String(number).padStart(2, '0'),
);

/** 10^`exponent` as a bigint. */
export function powerOfTen(exponent: number): bigint {
  return POWERS_OF_TEN[exponent] ?? 10n ** BigInt(exponent);
}

const POWERS_OF_TEN: readonly bigint[] = Array.from(
  { length: 41 },
  (_, power) => 10n ** BigInt(power),
);

function textOf(value: DecimalInput, path: string | undefined): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  // A boxed number is no decimal: its toFixed() rounds to whole numbers.
  const isDecimalLike =
    typeof value === 'object' &&
    value !== null &&
    typeof value.toFixed === 'function' &&
    Object.prototype.toString.call(value) !== '[object Number]';
  if (!isDecimalLike) throw badDecimal(value, path);
  return String(value.toFixed());
}

function badDecimal(value: unknown, path: string | undefined): KernelError {
  return new KernelError('KERNEL_BAD_DECIMAL', { value: shown(value), path });
}

/** The value as a message shows it: short, and never by a method that may fail. */
function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    const hasText = typeof (value as { toFixed?: unknown }).toFixed === 'function';
    return hasText ? shown(String((value as { toFixed(): unknown }).toFixed())) : 'an object';
  }
  const text = String(value);
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
