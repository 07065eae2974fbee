/**
 * Rows of a Parquet file: objects by column; days and instants as text, whole numbers as they are.
 */
import { parquetReadObjects } from 'hyparquet';
import { checkParquet } from './check-parquet.ts';
import { plainValue } from './plain-value.ts';
import { readableAsync } from './unreadable.ts';

/** A row of a table by column. */
export type TableRow = Readonly<Record<string, unknown>>;

/**
 * The rows of a Parquet file.
 *
 * @param columns - those to read; absent: all
 * @throws OlapError OLAP_UNREADABLE_FILE — no Parquet, damaged, or compressed otherwise than by
 *   Snappy
 * @throws OlapError OLAP_TOO_LARGE — more than 20,000,000 rows, or more values than so many bytes
 *   may stand for (docs/internals/limits.md)
 */
export function parquetRows(bytes: ArrayBuffer, columns?: readonly string[]): Promise<TableRow[]> {
  return readableAsync('Parquet', async () => {
    const metadata = checkParquet(bytes, columns);
    const rows = await parquetReadObjects({
      file: bytes,
      metadata,
      ...(columns === undefined ? {} : { columns: [...columns] }),
    });
    return rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainValue(value)])),
    );
  });
}
