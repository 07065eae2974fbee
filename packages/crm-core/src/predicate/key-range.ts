/**
 * Comparisons with a value as a stretch of keys, both ends included.
 */
import type { KeyColumn } from './column.ts';
import { decimalParts } from './compare-values.ts';
import type { CompareOp } from './predicate.ts';
import { dayKey, instantKey } from './value-forms.ts';

/** Keys from low to high, both included; none where low is above high. */
export interface KeyRange {
  readonly low: number;
  readonly high: number;
}

const NOTHING: KeyRange = { low: Infinity, high: -Infinity };

/** The stretch of keys that fulfil a comparison; not for `ne`, which is two of them. */
export function keyRange(
  column: KeyColumn,
  op: Exclude<CompareOp, 'ne'>,
  operand: string | number,
): KeyRange {
  const { at, isExact } = placeOf(column, operand);
  switch (op) {
    case 'eq':
      return isExact ? { low: at, high: at } : NOTHING;
    case 'lt':
      return { low: -Infinity, high: isExact ? keyBefore(column, at) : at };
    case 'le':
      return { low: -Infinity, high: at };
    case 'gt':
      return { low: keyAfter(column, at), high: Infinity };
    case 'ge':
      return { low: isExact ? at : keyAfter(column, at), high: Infinity };
  }
}

/** The keys that are in both. */
export const bothRanges = (a: KeyRange, b: KeyRange): KeyRange => ({
  low: Math.max(a.low, b.low),
  high: Math.min(a.high, b.high),
});

/** A place among the keys: the greatest key that is not above the operand, and whether it is it. */
function placeOf(
  { kind, decimals }: KeyColumn,
  operand: string | number,
): { readonly at: number; readonly isExact: boolean } {
  // Zero is added so that −0 becomes 0.
  if (typeof operand === 'number') return { at: operand + 0, isExact: true };
  if (kind !== 'decimal') {
    return { at: (kind === 'day' ? dayKey(operand) : instantKey(operand))!, isExact: true };
  }
  const { sign, whole, fraction } = decimalParts(operand);
  const units = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  const isExact = fraction.length <= decimals;
  const below = sign < 0 ? -units - (isExact ? 0n : 1n) : units;
  return { at: clamped(below), isExact };
}

/** Keys are below 10^15: beyond the doubles that are whole, only the side counts. */
function clamped(units: bigint): number {
  if (units > Number.MAX_SAFE_INTEGER) return Infinity;
  return units < Number.MIN_SAFE_INTEGER ? -Infinity : Number(units);
}

/** The next key above: of numbers the next double, of whole keys the next whole number. */
export const keyAfter = ({ kind }: Pick<KeyColumn, 'kind'>, key: number): number =>
  kind === 'number' ? doubleAfter(key) : key + 1;

const keyBefore = ({ kind }: Pick<KeyColumn, 'kind'>, key: number): number =>
  kind === 'number' ? -doubleAfter(-key) : key - 1;

/** The smallest double above a finite one: its bits, counted one on. */
function doubleAfter(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + (value > 0 ? 1n : -1n));
  return bits.getFloat64(0);
}
