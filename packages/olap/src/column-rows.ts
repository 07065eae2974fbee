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
  const length = named[0]?.[1].length ?? 0;
  const other = named.find(([, column]) => column.length !== length);
  if (other !== undefined) refuseColumn(other[0], other[1].length, length);
  return Array.from(
    { length },
    (_, row) =>
      Object.fromEntries(named.map(([name, column]) => [name, column[row]])) as ColumnRow<C>,
  );
}

/** Facts as rows. */
export function rowsOfFacts<Row>(facts: Facts<Row>): readonly Row[] {
  return Array.isArray(facts) ? (facts as readonly Row[]) : (columnRows(facts as never) as Row[]);
}

function refuseColumn(column: string, length: number, wanted: number): never {
  const row = Math.min(length, wanted);
  const message = `'${column}' has ${length} cells, the first column ${wanted}: give one a row.`;
  const issues = [{ code: 'UNREADABLE', row, column, message } as const];
  throw new OlapError('OLAP_ROWS_REFUSED', { issues, rows: wanted });
}
