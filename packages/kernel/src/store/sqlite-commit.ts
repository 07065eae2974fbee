/**
 * A group of batches in one SQLite transaction, in one event-loop turn.
 *
 * `begin immediate` takes the one write lock, so everything judged afterwards holds until `commit`.
 * Each batch is judged against the file plus the earlier batches of its group, exactly: it has a
 * savepoint of its own, and goes back to it when a check or a write of it fails. Versions come from
 * one counter row and rise in commit order, which is what makes the digest sound.
 */
import { KernelError } from '../errors.ts';
import type { Check, Committed, CommitOutcome } from './contract.ts';
import {
  type EncodedBatch,
  type EncodedDocument,
  type EncodedIncrement,
  type EncodedWrite,
  incremented,
  keyConflict,
} from './sql-batch.ts';
import { rangeCondition } from './sql-range.ts';
import { quoted, quotedList, type Table } from './sql-schema.ts';
import {
  isNestedBegin,
  type SqliteConnection,
  type SqliteValue,
  uniqueColumns,
} from './sqlite-connection.ts';

/** What one group's transaction knows. */
interface Group {
  readonly connection: SqliteConnection;
  /** The last version given; each batch that writes raises it. */
  version: number;
  readonly recordedAt: number;
}

/**
 * Commits the group; the outcomes are in its order.
 *
 * @throws the driver's BUSY — nothing was done, try again
 * @throws KernelError KERNEL_OPEN_TRANSACTION — the user's own transaction is open on the
 * connection
 */
export function commitGroup(
  connection: SqliteConnection,
  group: readonly EncodedBatch[],
  now: number,
): readonly CommitOutcome[] {
  const writing = group.some(({ writes, batch }) => writes.length > 0 || batch.id !== undefined);
  return inTransaction(connection, writing ? 'begin immediate' : 'begin', () => {
    const before = lastVersion(connection);
    const run: Group = { connection, version: before, recordedAt: now };
    const outcomes = group.map((entry) => commitBatch(run, entry, group.length > 1));
    if (run.version !== before) {
      const parameters = [BigInt(run.version)];
      connection.run('update kontor_commit set version = ? where one = 1', parameters);
    }
    // A lone batch has no savepoint, which would copy every page it touches; the transaction goes.
    const keep = group.length > 1 || outcomes.every(({ kind }) => kind === 'committed');
    return { result: outcomes, keep };
  });
}

/** Runs `work` between `begin` and `commit`; `keep: false` rolls back, and so does any error. */
export function inTransaction<Result>(
  connection: SqliteConnection,
  begin: 'begin' | 'begin immediate',
  work: () => { readonly result: Result; readonly keep: boolean },
): Result {
  try {
    connection.run(begin);
  } catch (error) {
    if (!isNestedBegin(error)) throw error;
    const reason =
      'The SQLite connection has a transaction open; end it in the turn in which it began, ' +
      'or give the store a connection of its own';
    throw new KernelError('KERNEL_OPEN_TRANSACTION', { reason }, { cause: error });
  }
  try {
    const { result, keep } = work();
    connection.run(keep ? 'commit' : 'rollback');
    return result;
  } catch (error) {
    rollBack(connection);
    throw error;
  }
}

/** What a batch id was committed with. */
export function recordedOutcome(
  connection: SqliteConnection,
  tenant: string,
  batchId: string,
): Committed | undefined {
  const sql = 'select version from kontor_outcome where tenant = ? and batch = ?';
  const [row] = connection.all(sql, [tenant, batchId]);
  if (row === undefined) return undefined;
  return { kind: 'committed', version: Number(row['version']), repeated: true };
}

/**
 * Some errors (a full disk) have ended the transaction already; then there is nothing to roll back.
 */
function rollBack(connection: SqliteConnection): void {
  try {
    connection.run('rollback');
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (!message.includes('no transaction is active')) throw error;
  }
}

function lastVersion(connection: SqliteConnection): number {
  const [row] = connection.all('select version from kontor_commit where one = 1');
  if (row === undefined) {
    throw new KernelError('KERNEL_STORE_SCHEMA', {
      table: 'kontor_commit',
      problem: 'its one row is gone',
    });
  }
  return Number(row['version']);
}

function commitBatch(group: Group, entry: EncodedBatch, shared: boolean): CommitOutcome {
  const { connection } = group;
  const { tenant, batch } = entry;
  if (batch.id !== undefined) {
    const recorded = recordedOutcome(connection, tenant, batch.id);
    if (recorded !== undefined) return recorded;
  }
  const failed = firstFailedCheck(connection, entry);
  if (failed !== undefined) return failed;
  if (entry.writes.length === 0 && batch.id === undefined) {
    return { kind: 'committed', version: 0 };
  }
  const before = group.version;
  if (shared) connection.run('savepoint kontor_batch');
  const outcome = applyWrites(group, entry);
  if (outcome.kind !== 'committed') {
    group.version = before;
    if (shared) connection.run('rollback to kontor_batch');
  }
  if (shared) connection.run('release kontor_batch');
  return outcome;
}

function firstFailedCheck(
  connection: SqliteConnection,
  { tenant, checks }: EncodedBatch,
): CommitOutcome | undefined {
  const versions = keyVersions(connection, tenant, checks);
  for (const check of checks) {
    const collection = check.collection.name;
    if (check.kind === 'key') {
      const version = versions.get(collection)?.get(check.id) ?? null;
      if (version !== check.version) return keyConflict('key', collection, check.id);
    } else if (!holds(connection, tenant, check)) {
      const { index } = check.range;
      const named = index !== undefined && { index };
      return { kind: 'conflict', reason: 'range', collection, ...named };
    }
  }
  return undefined;
}

/** The versions of all keys insisted on, by collection and id: one statement a collection. */
function keyVersions(
  connection: SqliteConnection,
  tenant: string,
  checks: readonly Check[],
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const ids = new Map<string, string[]>();
  for (const check of checks) {
    if (check.kind !== 'key') continue;
    const { name } = check.collection;
    const known = ids.get(name);
    if (known === undefined) ids.set(name, [check.id]);
    else known.push(check.id);
  }
  const versions = new Map<string, ReadonlyMap<string, number>>();
  for (const [name, own] of ids) {
    const { condition, parameter } = idsCondition(own);
    const sql = `select id, version from ${quoted(name)} where tenant = ? and ${condition}`;
    const rows = connection.all(sql, [tenant, parameter]);
    versions.set(name, new Map(rows.map((row) => [String(row['id']), Number(row['version'])])));
  }
  return versions;
}

/** The condition that a row has one of these ids, for any number of them. */
export function idsCondition(ids: readonly string[]): {
  readonly condition: string;
  readonly parameter: string;
} {
  const [only] = ids;
  return ids.length === 1 && only !== undefined
    ? { condition: 'id = ?', parameter: only }
    : { condition: 'id in (select value from json_each(?))', parameter: JSON.stringify(ids) };
}

function holds(
  connection: SqliteConnection,
  tenant: string,
  check: Extract<Check, { readonly kind: 'range' }>,
): boolean {
  const name = quoted(check.collection.name);
  const parameters: SqliteValue[] = [];
  const where = rangeCondition(check.collection, tenant, check.range, sqliteBinder(parameters));
  // The sum as text: node:sqlite refuses numbers above 2^53, and others would round them.
  const digest = `count(*) || ':' || coalesce(sum(version), 0)`;
  const [row] = connection.all(
    `select ${digest} as digest from ${name} where ${where}`,
    parameters,
  );
  return row?.['digest'] === check.digest;
}

/** Placeholders of SQLite: a bare `?`, whole numbers as bigint. */
export function sqliteBinder(parameters: SqliteValue[]): {
  bind(value: string | number, kind: 'text' | 'integer'): string;
} {
  return {
    bind(value) {
      parameters.push(sqliteValue(value));
      return '?';
    },
  };
}

const sqliteValue = (value: string | number | null): SqliteValue =>
  typeof value === 'number' ? BigInt(value) : value;

function applyWrites(group: Group, entry: EncodedBatch): CommitOutcome {
  const { connection } = group;
  const { tenant, batch, writes } = entry;
  if (writes.length > 0) group.version += 1;
  const given = writes.length > 0 ? group.version : 0;
  const version = BigInt(given);
  for (const write of writes) {
    const failed = applyWrite(connection, tenant, version, write);
    if (failed !== undefined) return failed;
  }
  if (batch.id !== undefined) {
    const sql =
      'insert into kontor_outcome (tenant, batch, version, recorded_at) values (?, ?, ?, ?)';
    connection.run(sql, [tenant, batch.id, version, BigInt(Math.trunc(group.recordedAt))]);
  }
  return { kind: 'committed', version: given };
}

function applyWrite(
  connection: SqliteConnection,
  tenant: string,
  version: bigint,
  write: EncodedWrite,
): CommitOutcome | undefined {
  if (write.kind === 'increment') return applyIncrement(connection, tenant, version, write);
  if (write.kind === 'remove') {
    const sql = `delete from ${quoted(write.table.name)} where tenant = ? and id = ?`;
    connection.run(sql, [tenant, write.id]);
    return undefined;
  }
  const { table, id, values, json } = write;
  const parameters = [tenant, id, version, ...values.map(sqliteValue), json];
  try {
    const changed = connection.run(writeStatement(table, write.kind), parameters);
    return changed === 0 ? keyConflict('exists', table.name, id) : undefined;
  } catch (error) {
    const columns = uniqueColumns(error);
    if (columns === undefined) throw error;
    return uniqueConflict(write, columns);
  }
}

const writeStatements = new WeakMap<Table, Record<EncodedDocument['kind'], string>>();

function writeStatement(table: Table, kind: EncodedDocument['kind']): string {
  const known = writeStatements.get(table);
  if (known !== undefined) return known[kind];
  const columns = table.indexed.map(({ column }) => column);
  const names = ['tenant', 'id', 'version', ...columns, 'document'];
  const values = names.map(() => '?').join(', ');
  const changes = ['version', ...columns, 'document'].map(
    (name) => `${quoted(name)} = excluded.${quoted(name)}`,
  );
  const insert =
    `insert into ${quoted(table.name)} (${quotedList(names)}) values (${values}) ` +
    'on conflict (tenant, id) do';
  const made = {
    insert: `${insert} nothing`,
    put: `${insert} update set ${changes.join(', ')}`,
  };
  writeStatements.set(table, made);
  return made[kind];
}

function applyIncrement(
  connection: SqliteConnection,
  tenant: string,
  version: bigint,
  write: EncodedIncrement,
): CommitOutcome | undefined {
  const name = quoted(write.table.name);
  const sql = `select document from ${name} where tenant = ? and id = ?`;
  const [row] = connection.all(sql, [tenant, write.id]);
  const document = row && (JSON.parse(String(row['document'])) as object);
  const result = incremented(document, write);
  if ('kind' in result) return result;
  const update = `update ${name} set version = ?, document = ? where tenant = ? and id = ?`;
  const json = JSON.stringify(result.document);
  connection.run(update, [version, json, tenant, write.id]);
  return undefined;
}

function uniqueConflict({ table, id }: EncodedDocument, columns: readonly string[]): CommitOutcome {
  const index = table.indexes.find(
    (candidate) =>
      candidate.unique &&
      candidate.columns.length === columns.length - 1 &&
      candidate.columns.every(({ column }, at) => column === columns[at + 1]),
  );
  const named = index && { index: index.declared };
  return { kind: 'conflict', reason: 'unique', collection: table.name, id, ...named };
}
