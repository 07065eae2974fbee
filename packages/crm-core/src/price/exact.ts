/**
 * Exact decimals while a quote is priced: prices and percentages are decimals, and so is everything
 * that comes of multiplying and subtracting them. Nothing is rounded before a line is an amount.
 */
import { divideRounded, fixedText, type RoundingMode, scaledDecimal } from '@kontor/kernel';

/** `coefficient` × 10^-`decimals`. */
export interface Exact {
  readonly coefficient: bigint;
  readonly decimals: number;
}

const POWERS = Array.from({ length: 60 }, (_, power) => 10n ** BigInt(power));
const power = (exponent: number): bigint => POWERS[exponent] ?? 10n ** BigInt(exponent);

/** Nothing. */
export const ZERO: Exact = { coefficient: 0n, decimals: 0 };

/** A decimal as text, times a whole number. */
export function exact(text: string, times = 1n): Exact {
  const { coefficient, decimals } = scaledDecimal(text);
  return { coefficient: coefficient * times, decimals };
}

/** A percentage as a part of one: 0.15 of '15'. */
export function partOf(percent: string): Exact {
  const { coefficient, decimals } = scaledDecimal(percent);
  return { coefficient, decimals: decimals + 2 };
}

/** Whether a part of so many has finite decimals: 1, 2, 4, 5, 8, 10, … */
export function isOfTwosAndFives(count: number): boolean {
  return decimalsOfPart(count) !== undefined;
}

/** Decimals of the part of a decimal that is one of so many. */
export const decimalsOf = (text: string, count: number): number =>
  scaledDecimal(text).decimals + decimalsOfPart(count)!;

/** The decimals of one of so many; undefined where they never end. */
function decimalsOfPart(count: number): number | undefined {
  const found = POWERS.findIndex((power) => power % BigInt(count) === 0n);
  return found === -1 ? undefined : found;
}

/** One part of so many, which are made of twos and fives. */
export function oneOf(whole: Exact, count: number): Exact {
  if (count === 1) return whole;
  const more = decimalsOfPart(count)!;
  const coefficient = whole.coefficient * (power(more) / BigInt(count));
  return { coefficient, decimals: whole.decimals + more };
}

/** a × b. */
export const times = (a: Exact, b: Exact): Exact => ({
  coefficient: a.coefficient * b.coefficient,
  decimals: a.decimals + b.decimals,
});

/** a − b. */
export function minus(a: Exact, b: Exact): Exact {
  const decimals = Math.max(a.decimals, b.decimals);
  return { coefficient: raised(a, decimals) - raised(b, decimals), decimals };
}

/** a + b. */
export const plus = (a: Exact, b: Exact): Exact =>
  minus(a, { coefficient: -b.coefficient, decimals: b.decimals });

const raised = ({ coefficient, decimals }: Exact, to: number): bigint =>
  decimals === to ? coefficient : coefficient * power(to - decimals);

/** Without its sign. */
export const magnitude = (a: Exact): Exact =>
  a.coefficient < 0n ? { coefficient: -a.coefficient, decimals: a.decimals } : a;

/** Whether a is below b. */
export const isBelow = (a: Exact, b: Exact): boolean => minus(a, b).coefficient < 0n;

/** Whether it is below nothing. */
export const isNegative = ({ coefficient }: Exact): boolean => coefficient < 0n;

/**
 * The nearest whole number, by magnitude: what takes something off is rounded as what puts it on.
 */
export function rounded({ coefficient, decimals }: Exact, mode: RoundingMode): bigint {
  if (decimals === 0) return coefficient;
  const ofMagnitude = mode === 'floor' ? 'down' : mode === 'ceiling' ? 'up' : mode;
  return divideRounded(coefficient, power(decimals), ofMagnitude);
}

/** Whole units of a number that is not below 0. */
export const wholeUnits = ({ coefficient, decimals }: Exact): bigint =>
  coefficient <= 0n ? 0n : coefficient / power(decimals);

/**
 * As plain text without trailing zeros.
 *
 * @param shift decimals to move the point by: of an amount in minor units
 */
export function exactText({ coefficient, decimals }: Exact, shift = 0): string {
  const text = fixedText(coefficient, decimals + shift);
  if (decimals + shift === 0) return text;
  let end = text.length;
  while (text[end - 1] === '0') end--;
  return text.slice(0, text[end - 1] === '.' ? end - 1 : end);
}

/** As the kernel computes with. */
export const asRatio = ({ coefficient, decimals }: Exact) => ({
  numerator: coefficient,
  denominator: power(decimals),
});
