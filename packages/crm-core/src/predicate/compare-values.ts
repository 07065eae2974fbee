/**
 * How values are compared, the same way in memory, in columns and in databases.
 */
import type { FieldKind } from './field-kinds.ts';
import type { CompareOp } from './predicate.ts';

/** What a comparison says of a difference: below, at or above 0. */
export const comparisons: Readonly<Record<CompareOp, (difference: number) => boolean>> = {
  eq: (difference) => difference === 0,
  ne: (difference) => difference !== 0,
  lt: (difference) => difference < 0,
  le: (difference) => difference <= 0,
  gt: (difference) => difference > 0,
  ge: (difference) => difference >= 0,
};

/**
 * Two values of a kind, neither of them missing.
 *
 * @returns below, at or above 0
 */
export function compareOfKind(kind: FieldKind, a: unknown, b: unknown): number {
  switch (kind) {
    case 'number':
    case 'boolean':
      return Number(a) - Number(b);
    case 'decimal':
      return compareDecimals(a as string, b as string);
    default:
      return compareText(a as string, b as string);
  }
}

/**
 * Text by code points, as UTF-8 bytes are ordered: UTF-16 units put what is beyond U+FFFF before
 * U+E000.
 *
 * @returns below, at or above 0
 */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return codePointRank(left) - codePointRank(right);
  }
  return a.length - b.length;
}

/** Surrogates come after all other units. */
const codePointRank = (unit: number): number =>
  unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;

/**
 * Exact decimals as text, by value: '1.50' is '1.5', '-0' is '0'.
 *
 * @returns below, at or above 0
 * @example
 * compareDecimals('-10.5', '9') < 0 // => true
 */
export function compareDecimals(a: string, b: string): number {
  const [left, right] = [decimalParts(a), decimalParts(b)];
  if (left.sign !== right.sign) return left.sign - right.sign;
  return left.sign * compareMagnitudes(left, right);
}

/** A decimal without the zeros that do not count. */
export interface DecimalParts {
  readonly sign: -1 | 0 | 1;
  readonly whole: string;
  readonly fraction: string;
}

/** The digits of a decimal that count. */
export function decimalParts(text: string): DecimalParts {
  const isNegative = text.charCodeAt(0) === 45;
  const point = text.indexOf('.');
  const end = point < 0 ? text.length : point;
  let from = isNegative ? 1 : 0;
  while (from < end && text.charCodeAt(from) === 48) from++;
  let to = point < 0 ? end : text.length;
  while (to > end + 1 && text.charCodeAt(to - 1) === 48) to--;
  const whole = text.slice(from, end);
  const fraction = text.slice(end + 1, to);
  const isZero = whole === '' && fraction === '';
  return { sign: isZero ? 0 : isNegative ? -1 : 1, whole, fraction };
}

function compareMagnitudes(a: DecimalParts, b: DecimalParts): number {
  if (a.whole.length !== b.whole.length) return a.whole.length - b.whole.length;
  if (a.whole !== b.whole) return a.whole < b.whole ? -1 : 1;
  if (a.fraction === b.fraction) return 0;
  return a.fraction < b.fraction ? -1 : 1;
}
