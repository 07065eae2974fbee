/**
 * Reads of the SQLite adapter. Each is one statement, and so one consistent read.
 *
 * The driver gives all rows of a page at once (`all`, never `get` or `iterate`), so a statement is
 * finished before anything else happens.
 */
import type { Collection, Stored } from './contract.ts';
import { pageCondition, rangeCondition, rangeOrder } from './sql-range.ts';
import type { PageRequest } from './sql-scan.ts';
import { quoted } from './sql-schema.ts';
import { idsCondition, sqliteBinder } from './sqlite-commit.ts';
import type { SqliteConnection, SqliteRow, SqliteValue } from './sqlite-connection.ts';

/** The documents of these ids that exist, in no order. */
export function readDocuments<Document extends object>(
  connection: SqliteConnection,
  collection: Collection<Document>,
  tenant: string,
  ids: readonly string[],
): readonly Stored<Document>[] {
  const { condition, parameter } = idsCondition(ids);
  const sql =
    `select id, version, document from ${quoted(collection.name)} ` +
    `where tenant = ? and ${condition}`;
  const rows = connection.all(sql, [tenant, parameter]);
  return rows.map((row) => storedOf<Document>(row));
}

/** One page of a range, in index order. */
export function readPage<Document extends object>(
  connection: SqliteConnection,
  collection: Collection<Document>,
  tenant: string,
  request: PageRequest,
): readonly Stored<Document>[] {
  const { sql, parameters } = pageStatement(collection, tenant, request);
  return connection.all(sql, parameters).map((row) => storedOf<Document>(row));
}

/** The statement of a page; tests explain it to see that the index is used. */
export function pageStatement(
  collection: Collection,
  tenant: string,
  { range, after, reverse, size }: PageRequest,
): { readonly sql: string; readonly parameters: readonly SqliteValue[] } {
  const parameters: SqliteValue[] = [];
  const binder = sqliteBinder(parameters);
  const where = [rangeCondition(collection, tenant, range, binder)];
  if (after !== undefined) where.push(pageCondition(collection, range, after, reverse, binder));
  parameters.push(BigInt(size));
  const sql =
    `select id, version, document from ${quoted(collection.name)} where ${where.join(' and ')} ` +
    `order by ${rangeOrder(collection, range, reverse)} limit ?`;
  return { sql, parameters };
}

function storedOf<Document extends object>(row: SqliteRow): Stored<Document> {
  return {
    id: String(row['id']),
    version: Number(row['version']),
    document: JSON.parse(String(row['document'])) as Document,
  };
}
