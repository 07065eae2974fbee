/**
 * Rows of an Arrow table, in and out of the Arrow IPC format.
 *
 * A table of Apache Arrow or of flechette is read by its shape; bytes are read by flechette.
 */
import { tableFromIPC, tableFromArrays, tableToIPC } from '@uwdata/flechette';
import { checkArrow } from './check-arrow.ts';
import { plainValue } from './plain-value.ts';
import type { TableRow } from './parquet-rows.ts';
import { checkRowCount, readable } from './unreadable.ts';

/** The part of an Arrow table that is read. */
export interface ArrowTable {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly { readonly name: string }[] };
  getChild(name: string): { get?(row: number): unknown; at?(row: number): unknown } | null;
}

/**
 * The rows of an Arrow table, or of the bytes of one.
 *
 * @throws OlapError OLAP_UNREADABLE_FILE — bytes that are no Arrow, or are damaged
 * @throws OlapError OLAP_TOO_LARGE — more than 20,000,000 rows, or more values than so many bytes
 *   may stand for (docs/internals/limits.md)
 */
export function arrowRows(source: ArrowTable | Uint8Array | ArrayBuffer): TableRow[] {
  return readable('Arrow', () => rowsOf(source));
}

function rowsOf(source: ArrowTable | Uint8Array | ArrayBuffer): TableRow[] {
  const isBytes = source instanceof Uint8Array || source instanceof ArrayBuffer;
  const table = isBytes ? tableOf(source) : source;
  checkRowCount('Arrow', table.numRows);
  const columns = table.schema.fields.map(({ name }) => ({ name, column: table.getChild(name) }));
  return Array.from({ length: table.numRows }, (_, row) =>
    Object.fromEntries(
      columns.map(({ name, column }) => {
        const value = column?.get === undefined ? column?.at?.(row) : column.get(row);
        return [name, plainValue(value)];
      }),
    ),
  );
}

function tableOf(source: Uint8Array | ArrayBuffer): ArrowTable {
  const given = source instanceof ArrayBuffer ? new Uint8Array(source) : source;
  // Numbers are read where they lie, which is at multiples of their width: small Buffers are not.
  const bytes = given.byteOffset % 8 === 0 ? given : Uint8Array.from(given);
  checkArrow(bytes);
  return tableFromIPC(bytes, { useDate: true });
}

/** What an answer gives to be written. */
export interface ArrowSource {
  readonly levels: readonly string[];
  readonly measures: readonly string[];
  readonly rows: readonly object[];
}

/**
 * The rows of an answer as an Arrow file: members as text, counts as numbers, decimals as text, so
 * that nothing is rounded.
 */
export function arrowBytes({ levels, measures, rows }: ArrowSource): Uint8Array {
  const columns = [...levels, ...measures].map((name) => {
    const values = rows.map((row) => (row as Record<string, unknown>)[name]);
    return [name, values.map(arrowValue)] as const;
  });
  return tableToIPC(tableFromArrays(Object.fromEntries(columns)), {}) as Uint8Array;
}

function arrowValue(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return typeof value === 'string' ? value : (value as { toFixed(): string }).toFixed();
}
