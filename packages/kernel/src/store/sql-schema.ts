/**
 * How a collection becomes a table: the one description that SQLite and PostgreSQL share.
 *
 * A row is tenant, id, version, one column per *indexed* field, and the whole document as JSON.
 * Fields that are only declared become columns of the view `<name>_v`, so a new report needs no
 * rewriting of rows. An index holds the documents that have all of its fields (a partial index),
 * because a document without the field is not in that index in any store.
 */
import { assert } from '../assert.ts';
import { snakeCase } from './collection.ts';
import type { Collection, FieldKind } from './contract.ts';

/** A declared field and the column it has in the table (when indexed) and in the view. */
export interface Column {
  readonly field: string;
  readonly column: string;
  readonly kind: FieldKind;
}

/** An index of a collection as the database has it. */
export interface TableIndex {
  /** The name in the declaration: `byAccount`. */
  readonly declared: string;
  /** The name in the database: `ledger_entry__by_account`. */
  readonly name: string;
  readonly columns: readonly Column[];
  readonly unique: boolean;
}

/** A collection, compiled to what the statements need. */
export interface Table {
  readonly name: string;
  readonly view: string;
  /** The indexed fields, each once, in order of first mention. */
  readonly indexed: readonly Column[];
  /** All declared fields, for the view. */
  readonly declared: readonly Column[];
  readonly indexes: readonly TableIndex[];
}

const tables = new WeakMap<Collection, Table>();

/** The table of a collection; compiled once per declaration. */
export function tableOf(collection: Collection): Table {
  const known = tables.get(collection);
  if (known !== undefined) return known;
  const table = compileTable(collection);
  tables.set(collection, table);
  return table;
}

/** A name in double quotes, so that a collection may be called `order` or `user`. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Names in double quotes, with commas. */
export function quotedList(names: readonly string[]): string {
  return names.map(quoted).join(', ');
}

/**
 * The index by its declared name; a bug of ours when it is not there, ranges are checked before.
 */
export function indexNamed(table: Table, declared: string): TableIndex {
  const index = table.indexes.find((candidate) => candidate.declared === declared);
  assert(index !== undefined, `collection '${table.name}' has the index '${declared}'`);
  return index;
}

/** The columns of an index in the database, in order; SQLite adds the version to cover a check. */
export function indexColumns(index: TableIndex, covering: boolean): readonly string[] {
  const fields = index.columns.map(({ column }) => column);
  if (index.unique) return ['tenant', ...fields];
  return ['tenant', ...fields, 'id', ...(covering ? ['version'] : [])];
}

/** The statement that makes an index. */
export function createIndex(table: Table, index: TableIndex, covering: boolean): string {
  const present = index.columns.map(({ column }) => `${quoted(column)} is not null`).join(' and ');
  return (
    `create ${index.unique ? 'unique ' : ''}index if not exists ${quoted(index.name)} ` +
    `on ${quoted(table.name)} (${quotedList(indexColumns(index, covering))}) where ${present}`
  );
}

/** Which declared index a statement of `createIndex` makes, for the message when it cannot. */
export function indexMadeBy(
  tables: readonly Table[],
  statement: string,
): { readonly collection: string; readonly index: string } | undefined {
  for (const { name: collection, indexes } of tables) {
    const made = indexes.find(({ name }) =>
      statement.includes(` index if not exists "${name}" on`),
    );
    if (made !== undefined) return { collection, index: made.declared };
  }
  return undefined;
}

/** Text in single quotes, for the few places of DDL where no parameter is possible. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function compileTable(collection: Collection): Table {
  const columns = new Map<string, Column>();
  for (const [field, kind] of Object.entries(collection.fields)) {
    columns.set(field, { field, column: snakeCase(field), kind });
  }
  const indexes = [
    ...Object.entries(collection.indexes).map((entry) => ({ entry, unique: false })),
    ...Object.entries(collection.unique).map((entry) => ({ entry, unique: true })),
  ].map(({ entry: [declared, fields], unique }) => ({
    declared,
    // Two underscores: no collection's name has them, so no index can take a table's name.
    name: `${collection.name}__${snakeCase(declared)}`,
    columns: fields.map((field) => columnOf(collection.name, columns, field)),
    unique,
  }));
  return {
    name: collection.name,
    view: `${collection.name}_v`,
    indexed: [...new Set(indexes.flatMap((index) => index.columns))],
    declared: [...columns.values()],
    indexes,
  };
}

function columnOf(name: string, columns: ReadonlyMap<string, Column>, field: string): Column {
  const column = columns.get(field);
  assert(column !== undefined, `indexed field '${field}' of '${name}' is declared`);
  return column;
}
