/**
 * Rows of a Parquet file: objects by column; days and instants as text, whole numbers as they are.
 */
import { parquetReadObjects } from 'hyparquet';
import { plainValue } from './plain-value.ts';

/** A row of a table by column. */
export type TableRow = Readonly<Record<string, unknown>>;

/**
 * The rows of a Parquet file.
 *
 * @param columns - those to read; absent: all
 * @throws Error — of hyparquet: no Parquet, or compressed otherwise than by Snappy
 */
export async function parquetRows(
  bytes: ArrayBuffer,
  columns?: readonly string[],
): Promise<TableRow[]> {
  const rows = await parquetReadObjects({
    file: bytes,
    ...(columns === undefined ? {} : { columns: [...columns] }),
  });
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainValue(value)])),
  );
}
