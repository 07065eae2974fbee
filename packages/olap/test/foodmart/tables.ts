/**
 * Tables of FoodMart, read from its packed CSV files: text by column, an empty field is null.
 *
 * Source: `julianhyde/foodmart-data-hsqldb` 7604ded, Apache-2.0; all people and firms are invented.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type CsvRow, csvRows } from '@kontor/olap/files';

/** Reads tables of a folder by name, each once. */
export class Tables {
  private readonly known = new Map<string, CsvRow[]>();

  constructor(private readonly folder: string) {}

  /** The rows of a table. */
  rows(name: string): CsvRow[] {
    const found = this.known.get(name);
    if (found !== undefined) return found;
    const rows = csvRows(gunzipSync(readFileSync(join(this.folder, `${name}.csv.gz`))).toString());
    this.known.set(name, rows);
    return rows;
  }

  /** The rows of a table by its key. */
  byKey(name: string, key: string): Map<string, CsvRow> {
    return new Map(this.rows(name).map((row) => [row[key]!, row]));
  }
}

/** The day of an instant such as `1997-01-01 00:00:00.0`; no zone is meant. */
export const dayOf = (instant: string | null | undefined): string | null =>
  instant?.slice(0, 10) ?? null;
