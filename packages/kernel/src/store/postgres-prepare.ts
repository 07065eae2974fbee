/**
 * The tables of PostgreSQL: what is missing is found in the catalogue, and only that is made.
 *
 * A row of `kontor_lock` is held meanwhile, so two processes that prepare at once go one after the
 * other (advisory locks would do too, but not every database that speaks PostgreSQL's protocol has
 * them). Nothing is dropped that holds data.
 */
import { KernelError } from '../errors.ts';
import { columnType } from './postgres-statements.ts';
import {
  type PostgresQueryable,
  type PostgresSession,
  rowsOf,
  sqlState,
} from './postgres-session.ts';
import {
  type Column,
  createIndex,
  indexColumns,
  indexMadeBy,
  literal,
  quoted,
  type Table,
  type TableIndex,
} from './sql-schema.ts';

const lockTable = 'create table if not exists kontor_lock (one integer primary key)';
const lockRow = 'insert into kontor_lock (one) values (1) on conflict do nothing';
const takeLock = 'select one from kontor_lock where one = 1 for update';
const outcomeTable = [
  'create table if not exists kontor_outcome (tenant text collate "C" not null, ' +
    'batch text collate "C" not null, version bigint not null, recorded_at bigint not null, ' +
    'primary key (tenant, batch))',
  'create index if not exists kontor_outcome_recorded_at on kontor_outcome (recorded_at)',
];
const prepareTriesMax = 10;

/** What the schema has: columns by table or view, indexes by name. */
interface Catalogue {
  readonly columns: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly indexes: ReadonlyMap<string, { readonly table: string; readonly definition: string }>;
}

/** The statements that are still missing for these tables, without running them. */
export async function missingStatements(
  session: PostgresSession,
  tables: readonly Table[],
): Promise<readonly string[]> {
  const catalogue = await readCatalogue(session.rows, tables);
  const lock = catalogue.columns.has('kontor_lock') ? [] : [lockTable, lockRow];
  return [...lock, ...planned(catalogue, tables)];
}

/**
 * Makes what is missing, one process after the other.
 *
 * @returns the statements that were run
 */
export async function prepareTables(
  session: PostgresSession,
  tables: readonly Table[],
): Promise<readonly string[]> {
  const lock = await createLock(session, tables);
  const statements = await session.transaction('read committed', async (client) => {
    await client.query(takeLock);
    const catalogue = await readCatalogue((text, values) => rowsOf(client, text, values), tables);
    const missing = planned(catalogue, tables);
    for (const statement of missing) await runDefinition(client, tables, statement);
    return { result: missing, keep: true };
  });
  return [...lock, ...statements];
}

/**
 * What the table still lacks: itself (''), or the index of this declared name; undefined: nothing.
 */
export async function missingPart(
  rows: PostgresSession['rows'],
  table: Table,
): Promise<string | undefined> {
  const { columns, indexes } = await readCatalogue(rows, [table]);
  if (!columns.has(table.name)) return '';
  return table.indexes.find(({ name }) => !indexes.has(name))?.declared;
}

/**
 * Even `create … if not exists` fails when two run at once: one of them meets the other's row in
 * the catalogue (23505, 42P07). Then it is there at the next try.
 */
async function createLock(
  session: PostgresSession,
  tables: readonly Table[],
): Promise<readonly string[]> {
  const { columns } = await readCatalogue(session.rows, tables);
  if (columns.has('kontor_lock')) return [];
  for (let tries = 1; ; tries++) {
    try {
      await session.rows(lockTable);
      await session.rows(lockRow);
      return [lockTable, lockRow];
    } catch (error) {
      const raced = ['23505', '42P07', '40001', 'XX000'].includes(sqlState(error) ?? '');
      if (!raced || tries >= prepareTriesMax) throw error;
    }
  }
}

async function readCatalogue(
  rows: PostgresSession['rows'],
  tables: readonly Table[],
): Promise<Catalogue> {
  const names = [
    ...tables.flatMap(({ name, view }) => [name, view]),
    'kontor_lock',
    'kontor_outcome',
  ];
  const columns = new Map<string, Map<string, string>>();
  const columnText =
    'select table_name::text as "table", column_name::text as name, data_type::text as type ' +
    'from information_schema.columns where table_schema = current_schema() ' +
    'and table_name = any($1::text[]) order by table_name, ordinal_position';
  for (const { table, name, type } of await rows(columnText, [names])) {
    const known = columns.get(table!) ?? new Map<string, string>();
    columns.set(table!, known.set(name!, type!));
  }
  const indexText =
    'select tablename::text as "table", indexname::text as name, indexdef::text as definition ' +
    'from pg_indexes where schemaname = current_schema() and tablename = any($1::text[])';
  const indexes = new Map<string, { table: string; definition: string }>();
  for (const { table, name, definition } of await rows(indexText, [names])) {
    indexes.set(name!, { table: table!, definition: definition! });
  }
  return { columns, indexes };
}

function planned(catalogue: Catalogue, tables: readonly Table[]): readonly string[] {
  const own = catalogue.columns.has('kontor_outcome') ? [] : outcomeTable;
  return [...own, ...tables.flatMap((table) => tableStatements(catalogue, table))];
}

function tableStatements(catalogue: Catalogue, table: Table): readonly string[] {
  const present = catalogue.columns.get(table.name);
  const statements = present === undefined ? [createTable(table)] : addColumns(table, present);
  return [
    ...statements,
    ...table.indexes.flatMap((index) => indexStatements(catalogue, table, index)),
    ...viewStatements(catalogue, table),
  ];
}

function createTable(table: Table): string {
  const columns = table.indexed.map((column) => `${columnDefinition(column)}, `).join('');
  return (
    `create table if not exists ${quoted(table.name)} (tenant text collate "C" not null, ` +
    `id text collate "C" not null, version bigint not null, ${columns}document jsonb not null, ` +
    'primary key (tenant, id))'
  );
}

function addColumns(table: Table, present: ReadonlyMap<string, string>): readonly string[] {
  if (present.get('document') !== 'jsonb' || !present.has('tenant') || !present.has('version')) {
    refuseTable(table, 'it lacks tenant, version or a document of jsonb, so it is not ours');
  }
  return table.indexed.flatMap((column) => {
    const type = present.get(column.column);
    if (type === columnType(column)) return [];
    if (type !== undefined) {
      const problem = `column '${column.column}' is ${type}, the field is now ${column.kind}`;
      refuseTable(table, problem);
    }
    return [
      `alter table ${quoted(table.name)} add column ${columnDefinition(column)}`,
      `update ${quoted(table.name)} set ${quoted(column.column)} = ${fieldValue(column)}`,
    ];
  });
}

function indexStatements(
  { indexes }: Catalogue,
  table: Table,
  index: TableIndex,
): readonly string[] {
  const known = indexes.get(index.name);
  // Without the version, unlike SQLite's: an update of other fields then touches no index at all.
  const wanted = createIndex(table, index, false);
  if (known === undefined) return [wanted];
  return sameIndex(known.definition, index) ? [] : [`drop index ${quoted(index.name)}`, wanted];
}

/** The catalogue writes `CREATE UNIQUE INDEX n ON s.t USING btree (tenant, a, b) WHERE …`. */
function sameIndex(definition: string, index: TableIndex): boolean {
  const columns = /\(([^()]*)\)/.exec(definition)?.[1]?.replaceAll('"', '').split(', ') ?? [];
  const unique = definition.startsWith('CREATE UNIQUE');
  return unique === index.unique && columns.join() === indexColumns(index, false).join();
}

function viewStatements({ columns }: Catalogue, table: Table): readonly string[] {
  const known = columns.get(table.view);
  const wanted = createView(table);
  if (known === undefined) return [wanted];
  const declared = table.declared.map(({ column, kind }) => `${column} ${viewTypes[kind]}`);
  const has = [...known].slice(3).map(([column, type]) => `${column} ${type}`);
  return declared.join() === has.join() ? [] : [`drop view ${quoted(table.view)}`, wanted];
}

const viewTypes = { text: 'text', integer: 'bigint', decimal: 'numeric', boolean: 'boolean' };

function createView(table: Table): string {
  const columns = table.declared.map(
    (column) => `, ${fieldValue(column)} as ${quoted(column.column)}`,
  );
  return (
    `create view ${quoted(table.view)} as select tenant, id, version` +
    `${columns.join('')} from ${quoted(table.name)}`
  );
}

const fieldValue = ({ field, kind }: Column): string =>
  kind === 'text'
    ? `document ->> ${literal(field)}`
    : `(document ->> ${literal(field)})::${viewTypes[kind]}`;

const columnDefinition = (column: Column): string =>
  `${quoted(column.column)} ${columnType(column)}${column.kind === 'text' ? ' collate "C"' : ''}`;

/** A new unique index over documents that break it is the caller's news, not a failure. */
async function runDefinition(
  client: PostgresQueryable,
  tables: readonly Table[],
  statement: string,
): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    const broken = sqlState(error) === '23505' ? indexMadeBy(tables, statement) : undefined;
    if (broken === undefined) throw error;
    throw new KernelError('KERNEL_DUPLICATE', broken, { cause: error });
  }
}

function refuseTable(table: Table, problem: string): never {
  throw new KernelError('KERNEL_STORE_SCHEMA', { table: table.name, problem });
}
