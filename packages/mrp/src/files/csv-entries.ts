/**
 * From rows of a file to entries of a list, and where each entry came from.
 */
import type { CsvFileKey } from './csv-columns.ts';
import type { CsvRow, CsvTable } from './csv-table.ts';

/** The files that were there. */
export type CsvTables = Readonly<Partial<Record<CsvFileKey, CsvTable>>>;

/** An entry of a list of the model, not yet checked. */
export type Entry = Record<string, unknown>;

/** Where the entries of one list of the model come from. */
export interface Origin {
  readonly table: CsvTable;
  /** By place in the list. */
  readonly lines: readonly number[];
  /**
   * Column by field of the entry, where they differ; `''` is the entry itself, `lotSizing.days` a
   * field of a field.
   */
  readonly columns: Readonly<Record<string, string>>;
}

/** The row as an entry: columns that have another name in the model are renamed. */
export function renamed(row: Readonly<Entry>, columns: Readonly<Record<string, string>>): Entry {
  const fields = new Map(Object.entries(columns).map(([field, column]) => [column, field]));
  const entry: Entry = {};
  for (const column in row) entry[fields.get(column) ?? column] = row[column];
  return entry;
}

/** Rows that share a key, in the order in which the keys first appear; rows by their number. */
export function gather(table: CsvTable, keyColumns: readonly string[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  table.rows.forEach((row, index) => {
    const key = JSON.stringify(keyColumns.map((column) => row[column] ?? null));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else group.push(index);
  });
  return groups;
}

/** The named cells of a row, as far as they are filled. */
export const pick = (row: CsvRow, columns: readonly string[]): Entry =>
  Object.fromEntries(columns.filter((name) => name in row).map((name) => [name, row[name]]));
