/**
 * Rows of a Parquet file: objects by column; days and instants as text, whole numbers as they are.
 */
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { plainValue } from './plain-value.ts';
import { checkRowCount, readableAsync } from './unreadable.ts';

/** A row of a table by column. */
export type TableRow = Readonly<Record<string, unknown>>;

/**
 * The rows of a Parquet file.
 *
 * @param columns - those to read; absent: all
 * @throws OlapError OLAP_UNREADABLE_FILE — no Parquet, damaged, or compressed otherwise than by
 *   Snappy
 * @throws OlapError OLAP_TOO_LARGE — more than 20,000,000 rows
 */
export async function parquetRows(
  bytes: ArrayBuffer,
  columns?: readonly string[],
): Promise<TableRow[]> {
  const rows = await readableAsync('Parquet', async () => {
    const metadata = parquetMetadata(bytes);
    checkRowCount('Parquet', Number(metadata.num_rows));
    return parquetReadObjects({
      file: bytes,
      metadata,
      ...(columns === undefined ? {} : { columns: [...columns] }),
    });
  });
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainValue(value)])),
  );
}
