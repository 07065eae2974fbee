/**
 * The tables of SQLite: what is missing is found in the catalogue, and only that is made.
 *
 * All of it is one transaction, so two processes that prepare at once do not meet half-way. Nothing
 * is dropped that holds data: a column or an index that is no longer declared stays. An index added
 * to a filled collection gets its column filled from the documents.
 */
import { KernelError } from '../errors.ts';
import {
  type Column,
  createIndex,
  literal,
  quoted,
  type Table,
  type TableIndex,
} from './sql-schema.ts';
import type { SqliteConnection } from './sqlite-connection.ts';

const ownTables: Readonly<Record<string, readonly string[]>> = {
  kontor_commit: [
    'create table if not exists kontor_commit ' +
      '(one integer primary key check (one = 1), version integer not null) strict',
    'insert or ignore into kontor_commit (one, version) values (1, 0)',
  ],
  kontor_outcome: [
    'create table if not exists kontor_outcome (tenant text not null, batch text not null, ' +
      'version integer not null, recorded_at integer not null, primary key (tenant, batch)) ' +
      'strict, without rowid',
    'create index if not exists kontor_outcome_recorded_at on kontor_outcome (recorded_at)',
  ],
};

/** The statements that are still missing for these tables; none when all is there. */
export function missingStatements(
  connection: SqliteConnection,
  tables: readonly Table[],
): readonly string[] {
  const own = Object.entries(ownTables).flatMap(([name, statements]) =>
    catalogued(connection, name) === undefined ? statements : [],
  );
  return [...own, ...tables.flatMap((table) => tableStatements(connection, table))];
}

/**
 * What the table still lacks: itself (''), or the index of this declared name; undefined: nothing.
 */
export function missingPart(connection: SqliteConnection, table: Table): string | undefined {
  if (catalogued(connection, table.name) === undefined) return '';
  return table.indexes.find(({ name }) => catalogued(connection, name) === undefined)?.declared;
}

function tableStatements(connection: SqliteConnection, table: Table): readonly string[] {
  const present = new Map(columnTypes(connection, table));
  const statements = present.size === 0 ? [createTable(table)] : addColumns(table, present);
  const indexes = table.indexes.flatMap((index) => indexStatements(connection, table, index));
  return [...statements, ...indexes, ...viewStatements(connection, table)];
}

function createTable(table: Table): string {
  const columns = table.indexed.map((column) => `${columnDefinition(column)}, `).join('');
  return (
    `create table if not exists ${quoted(table.name)} (tenant text not null, id text not null, ` +
    `version integer not null, ${columns}document text not null, primary key (tenant, id)) strict`
  );
}

function addColumns(table: Table, present: ReadonlyMap<string, string>): readonly string[] {
  for (const { column } of [{ column: 'tenant' }, { column: 'version' }, { column: 'document' }]) {
    if (!present.has(column)) refuseTable(table, `it has no column '${column}', so it is not ours`);
  }
  return table.indexed.flatMap((column) => {
    const type = present.get(column.column);
    const wanted = columnType(column);
    if (type === wanted) return [];
    if (type !== undefined) {
      refuseTable(table, `column '${column.column}' is ${type}, and the field is now ${wanted}`);
    }
    return [
      `alter table ${quoted(table.name)} add column ${columnDefinition(column)}`,
      `update ${quoted(table.name)} set ${quoted(column.column)} = ${fieldText(column)}`,
    ];
  });
}

function indexStatements(
  connection: SqliteConnection,
  table: Table,
  index: TableIndex,
): readonly string[] {
  const known = catalogued(connection, index.name);
  const wanted = createIndex(table, index, true);
  if (known === undefined) return [wanted];
  if (known.type !== 'index' || known.table !== table.name) {
    refuseTable(table, `its index would be called '${index.name}', and that name is taken`);
  }
  if (sameDefinition(known.sql, wanted)) return [];
  return [`drop index ${quoted(index.name)}`, wanted];
}

function viewStatements(connection: SqliteConnection, table: Table): readonly string[] {
  const known = catalogued(connection, table.view);
  const wanted = createView(table);
  if (known === undefined) return [wanted];
  if (known.type !== 'view') refuseTable(table, `its view's name '${table.view}' is taken`);
  return sameDefinition(known.sql, wanted) ? [] : [`drop view ${quoted(table.view)}`, wanted];
}

/** Decimals become NUMERIC: a whole number where 64 bits hold it, else the nearest REAL. */
function createView(table: Table): string {
  const columns = table.declared.map((column) => {
    const text = fieldText(column);
    const typed =
      column.kind === 'text'
        ? text
        : `cast(${text} as ${column.kind === 'decimal' ? 'numeric' : 'integer'})`;
    return `, ${typed} as ${quoted(column.column)}`;
  });
  return (
    `create view if not exists ${quoted(table.view)} as select tenant, id, version` +
    `${columns.join('')} from ${quoted(table.name)}`
  );
}

const columnType = ({ kind }: Column): string => (kind === 'integer' ? 'INTEGER' : 'TEXT');

const columnDefinition = (column: Column): string =>
  `${quoted(column.column)} ${columnType(column).toLowerCase()}`;

const fieldText = ({ field }: Column): string => `document ->> ${literal(`$."${field}"`)}`;

function columnTypes(connection: SqliteConnection, table: Table): [string, string][] {
  return connection
    .all('select name, type from pragma_table_info(?)', [table.name])
    .map((row) => [String(row['name']), String(row['type']).toUpperCase()]);
}

function catalogued(
  connection: SqliteConnection,
  name: string,
): { type: string; table: string; sql: string } | undefined {
  const [row] = connection.all(
    'select type, tbl_name, sql from sqlite_master where name = ? collate nocase',
    [name],
  );
  if (row === undefined) return undefined;
  return { type: String(row['type']), table: String(row['tbl_name']), sql: String(row['sql']) };
}

/** SQLite keeps the text from the object's name on; a unique index says so before it. */
function sameDefinition(kept: string, wanted: string): boolean {
  return definitionOf(kept) === definitionOf(wanted);
}

const definitionOf = (sql: string): string =>
  `${/^create unique/i.test(sql)} ${sql.slice(sql.indexOf('"'))}`;

function refuseTable(table: Table, problem: string): never {
  throw new KernelError('KERNEL_STORE_SCHEMA', { table: table.name, problem });
}
