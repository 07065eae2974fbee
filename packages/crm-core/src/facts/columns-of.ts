/**
 * From rows to the columns of a table of facts.
 */
import { day, type FactCell } from '@kontor/kernel';
import type { CrmRecord } from '../record/record.ts';

/** The columns of rows. */
export type ColumnsOf<Row> = { readonly [Name in keyof Row]: Row[Name][] };

/**
 * Rows as columns; `names` are there without rows too.
 *
 * @example
 * columnsOf(['id', 'net'], [{ id: 'q', net: '5.00' }]) // => { id: ['q'], net: ['5.00'] }
 */
export function columnsOf<Row extends { readonly [name: string]: FactCell }>(
  names: readonly (keyof Row & string)[],
  rows: readonly Row[],
): ColumnsOf<Row> {
  const columns = names.map((name) => [name, rows.map((row) => row[name])]);
  return Object.fromEntries(columns) as ColumnsOf<Row>;
}

/** How a record's fields are read for a cell. */
export interface FactReader {
  /** An id, a name; `''` for none. */
  text(field: string): string;
  /** A decimal; null for none. */
  decimal(field: string): string | null;
  /** Milliseconds since 1970; null for none. */
  instant(field: string): number | null;
  /** A day number; null for none. */
  day(field: string): number | null;
  /** A number; null for none. */
  number(field: string): number | null;
}

/** Reads fields of a record. */
export function factReader(record: CrmRecord): FactReader {
  const given = (field: string): string | undefined => {
    const value = record[field];
    return typeof value === 'string' ? value : undefined;
  };
  const read = <Cell>(field: string, of: (value: string) => Cell): Cell | null => {
    const value = given(field);
    return value === undefined ? null : of(value);
  };
  return {
    text: (field) => given(field) ?? '',
    decimal: (field) => given(field) ?? null,
    instant: (field) => read(field, Date.parse),
    day: (field) => read(field, day),
    number(field) {
      const value = record[field];
      return typeof value === 'number' ? value : null;
    },
  };
}
