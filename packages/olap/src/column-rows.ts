/**
 * Facts as plain columns, as engines give them, beside facts as rows.
 */
import type { FactColumns } from '@kontor/kernel';
import { OlapError } from './errors.ts';

/** Columns of equal length by name. */
export type Columns<C> = { readonly [Name in keyof C]: readonly unknown[] };

/** A row of columns. */
export type ColumnRow<C extends Columns<C>> = { readonly [Name in keyof C]: C[Name][number] };

/** Facts that a cube takes: rows, or columns of which each row has a cell. */
export type Facts<Row> =
  | readonly Row[]
  | (unknown extends Row ? FactColumns : { readonly [Name in keyof Row]: readonly Row[Name][] });

/**
 * The rows of columns.
 *
 * @throws OlapError OLAP_ROWS_REFUSED — columns that are not of one length
 * @example
 * columnRows({ item: ['lamp', 'shade'], day: [20, 21] })[1] // => { item: 'shade', day: 21 }
 */
export function columnRows<C extends Columns<C>>(columns: C): ColumnRow<C>[] {
  const named = Object.entries<readonly unknown[]>(columns);
  for (const [name, column] of named) if (!isColumn(column)) refuse(0, name, 'is no column');
  const length = named[0]?.[1].length ?? 0;
  const other = named.find(([, column]) => column.length !== length);
  if (other !== undefined) refuseColumn(other[0], other[1].length, length);
  return Array.from(
    { length },
    (_, row) =>
      Object.fromEntries(named.map(([name, column]) => [name, column[row]])) as ColumnRow<C>,
  );
}

const isColumn = (column: unknown): boolean => Array.isArray(column) || ArrayBuffer.isView(column);

/**
 * Facts as rows.
 *
 * @throws OlapError OLAP_ROWS_REFUSED — no rows and no columns, or a row that is none
 */
export function rowsOfFacts<Row>(facts: Facts<Row>): readonly Row[] {
  if (typeof facts !== 'object' || facts === null) refuse(0, 'facts', 'are no rows and no columns');
  if (Array.isArray(facts)) refuseNone(facts);
  return Array.isArray(facts) ? (facts as readonly Row[]) : columnRows(facts as never);
}

/** Refuses rows that are not there; whatever else a row may be is up to who reads it. */
export function refuseNone(rows: readonly unknown[]): void {
  const row = rows.findIndex((one) => one === null || one === undefined);
  if (row >= 0) refuse(row, 'row', `${row} is ${String(rows[row])}: leave it out`, rows.length);
}

function refuseColumn(column: string, length: number, wanted: number): never {
  const reason = `has ${length} cells, the first column ${wanted}: give one a row.`;
  return refuse(Math.min(length, wanted), column, reason, wanted);
}

function refuse(row: number, column: string, reason: string, rows = 0): never {
  const issues = [{ code: 'UNREADABLE', row, column, message: `'${column}' ${reason}` } as const];
  throw new OlapError('OLAP_ROWS_REFUSED', { issues, rows });
}
