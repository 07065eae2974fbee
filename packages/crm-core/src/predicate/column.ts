/**
 * One field of many records, laid out so that a condition is asked of numbers.
 *
 * Three layouts. **Keys**: a double that is ordered as the values are (a number itself, an epoch
 * day, milliseconds, a decimal as whole units of its last place), NaN where there is none.
 * **Codes**: a place in the list of distinct values, 0 where there is none, so that a text is
 * looked at once however many records have it. **Lists**: the codes of the items, one record behind
 * the other. Days, instants and decimals that do not fit into keys exactly are coded as the text
 * that they are.
 */
import { formatDay } from '@kontor/kernel';
import { decimalParts } from './compare-values.ts';
import type { FieldKind } from './field-kinds.ts';
import { dayKey, instantKey, isOfKind } from './value-forms.ts';

/** Numbers in the order of the values. */
export interface KeyColumn {
  readonly layout: 'keys';
  readonly kind: FieldKind;
  /** NaN where there is no value. */
  readonly keys: Float64Array;
  /** Of decimals: how many places a key has behind the point; 0 of other kinds. */
  readonly decimals: number;
}

/** Places in the list of distinct values. */
export interface CodeColumn {
  readonly layout: 'codes';
  readonly kind: FieldKind;
  /** 0 where there is no value. */
  readonly codes: Int32Array;
  /** By code; undefined at 0. */
  readonly values: readonly (string | boolean | undefined)[];
  readonly codeOf: ReadonlyMap<string | boolean, number>;
}

/** Lists of items. */
export interface ListColumn {
  readonly layout: 'lists';
  readonly kind: FieldKind;
  /** Where a record's items begin; one more than there are records. */
  readonly starts: Int32Array;
  readonly items: Int32Array;
  /** 0 where there is no list, which is not an empty one. */
  readonly isPresent: Uint8Array;
  readonly codeOf: ReadonlyMap<string | boolean, number>;
}

/** A field of many records. */
export type Column = KeyColumn | CodeColumn | ListColumn;

/** Lays out values in the order of their records. */
export function columnOf(kind: FieldKind, values: readonly unknown[]): Column {
  switch (kind) {
    case 'number':
      return keysOf(kind, values, 0, (value) => value as number)!;
    case 'day':
      return keysOf(kind, values, 0, (value) => dayKey(value as string)) ?? codesOf(kind, values);
    case 'instant':
      return (
        keysOf(kind, values, 0, (value) => instantKey(value as string)) ?? codesOf(kind, values)
      );
    case 'decimal':
      return decimalKeys(values) ?? codesOf(kind, values);
    case 'list':
      return listsOf(kind, values);
    default:
      return codesOf(kind, values);
  }
}

/** The value of a record, as its field has it; decimals without zeros that do not count. */
export function valueAt(column: KeyColumn | CodeColumn, row: number): unknown {
  if (column.layout === 'codes') return column.values[column.codes[row]!];
  const key = column.keys[row]!;
  if (Number.isNaN(key)) return undefined;
  switch (column.kind) {
    case 'day':
      return formatDay(key);
    case 'instant':
      return new Date(key).toISOString();
    case 'decimal':
      return decimalText(key, column.decimals);
    default:
      return key;
  }
}

function decimalText(units: number, decimals: number): string {
  const digits = String(Math.abs(units)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? '' : `.${digits.slice(-decimals)}`;
  return `${units < 0 ? '-' : ''}${whole}${fraction}`;
}

/** Keys of all values; undefined where one of them has none. */
function keysOf(
  kind: FieldKind,
  values: readonly unknown[],
  decimals: number,
  keyOf: (value: unknown) => number | undefined,
): KeyColumn | undefined {
  const keys = new Float64Array(values.length).fill(Number.NaN);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (!isOfKind(kind, value)) continue;
    const key = keyOf(value);
    if (key === undefined) return undefined;
    keys[row] = key;
  }
  return { layout: 'keys', kind, keys, decimals };
}

/** Every whole number of so many digits is a double. */
const DIGITS_MAX = 15;

/** Decimals as whole units of the last place that any of them has. */
function decimalKeys(values: readonly unknown[]): KeyColumn | undefined {
  let wholeDigits = 0;
  let decimals = 0;
  for (const value of values) {
    if (!isOfKind('decimal', value)) continue;
    const { whole, fraction } = decimalParts(value as string);
    wholeDigits = Math.max(wholeDigits, whole.length);
    decimals = Math.max(decimals, fraction.length);
  }
  if (wholeDigits + decimals > DIGITS_MAX) return undefined;
  return keysOf('decimal', values, decimals, (value) => {
    const { sign, whole, fraction } = decimalParts(value as string);
    return sign * Number(whole + fraction.padEnd(decimals, '0'));
  });
}

/** Numbers distinct values from 1. */
class Codes {
  readonly values: (string | boolean | undefined)[] = [undefined];
  readonly codeOf = new Map<string | boolean, number>();

  add(value: string | boolean): number {
    const known = this.codeOf.get(value);
    if (known !== undefined) return known;
    const code = this.values.push(value) - 1;
    this.codeOf.set(value, code);
    return code;
  }
}

function codesOf(kind: FieldKind, values: readonly unknown[]): CodeColumn {
  const distinct = new Codes();
  const codes = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (isOfKind(kind, value)) codes[row] = distinct.add(value as string);
  }
  return { layout: 'codes', kind, codes, values: distinct.values, codeOf: distinct.codeOf };
}

function listsOf(kind: FieldKind, values: readonly unknown[]): ListColumn {
  const distinct = new Codes();
  const starts = new Int32Array(values.length + 1);
  const isPresent = new Uint8Array(values.length);
  const items: number[] = [];
  for (let row = 0; row < values.length; row++) {
    starts[row] = items.length;
    const value = values[row];
    if (!Array.isArray(value)) continue;
    isPresent[row] = 1;
    for (const item of value as readonly unknown[]) {
      if (typeof item === 'string') items.push(distinct.add(item));
    }
  }
  starts[values.length] = items.length;
  const { codeOf } = distinct;
  return { layout: 'lists', kind, starts, items: Int32Array.from(items), isPresent, codeOf };
}
