/**
 * Which values are of a kind: everything else is a missing value, to every back-end alike.
 *
 * Values of records are judged by their JSON type, decimals by their form too: a database could not
 * compare what is no number. Days and instants of records are text, ordered as text. What they are
 * compared with (operands, parameters) has to be a real day, or an instant to the millisecond.
 */
import { dayOf, daysInMonth, type Json } from '@kontor/kernel';
import type { FieldKind } from './field-kinds.ts';
import { isParam, type ValueOperand } from './predicate.ts';

const DECIMAL = /^-?\d+(\.\d+)?$/;
const DECIMAL_OPERAND = /^-?\d{1,40}(\.\d{1,40})?$/;
const UNSTORABLE = /[\0\p{Surrogate}]/u;
const DAY_MS = 86_400_000;

/** Whether a record's value is one of the kind; what is not is missing. */
export function isOfKind(kind: FieldKind, value: unknown): boolean {
  switch (kind) {
    case 'number':
      return Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'decimal':
      return typeof value === 'string' && DECIMAL.test(value);
    case 'list':
      return Array.isArray(value);
    default:
      return typeof value === 'string';
  }
}

/**
 * A value as a field of the kind is compared with it; undefined where it is none of the kind.
 * Decimals may be given as whole numbers. A list is compared with its items, which are text.
 */
export function operandOfKind(
  kind: FieldKind,
  value: unknown,
): string | number | boolean | undefined {
  switch (kind) {
    case 'number':
      return Number.isFinite(value) ? (value as number) : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'decimal':
      if (Number.isSafeInteger(value)) return String(value);
      return typeof value === 'string' && DECIMAL_OPERAND.test(value) ? value : undefined;
    case 'day':
      return typeof value === 'string' && dayKey(value) !== undefined ? value : undefined;
    case 'instant':
      return typeof value === 'string' && instantKey(value) !== undefined ? value : undefined;
    default:
      return typeof value === 'string' && !UNSTORABLE.test(value) ? value : undefined;
  }
}

/** An operand with its parameter's value in its place; undefined where that is missing. */
export function boundOperand(
  kind: FieldKind,
  operand: ValueOperand,
  params: Readonly<Record<string, Json>> | undefined,
): string | number | boolean | undefined {
  return operandOfKind(kind, isParam(operand) ? paramOf(params, operand.param) : operand);
}

/** The value of a parameter; undefined where none was given. */
export const paramOf = (
  params: Readonly<Record<string, Json>> | undefined,
  name: string,
): Json | undefined =>
  params !== undefined && Object.hasOwn(params, name) ? params[name] : undefined;

/** The number that `text` has at `from`, of so many digits; NaN where one of them is none. */
function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** The day number of `YYYY-MM-DD`; undefined where it is not of that form, or there is none. */
export function dayKey(text: string): number | undefined {
  return text.length === 10 ? dayAt(text) : undefined;
}

function dayAt(text: string): number | undefined {
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return undefined;
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)];
  const isDay =
    year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return isDay ? dayOf(year, month, day) : undefined;
}

/** The milliseconds of `YYYY-MM-DDTHH:MM:SS.sssZ`; undefined where there is no such instant. */
export function instantKey(text: string): number | undefined {
  if (text.length !== 24 || text[10] !== 'T' || text[13] !== ':' || text[16] !== ':') {
    return undefined;
  }
  if (text[19] !== '.' || text[23] !== 'Z') return undefined;
  const day = dayAt(text);
  const [hour, minute] = [digits(text, 11, 2), digits(text, 14, 2)];
  const [second, ms] = [digits(text, 17, 2), digits(text, 20, 3)];
  if (day === undefined || !(hour <= 23 && minute <= 59 && second <= 59 && ms >= 0)) {
    return undefined;
  }
  return day * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + ms;
}
