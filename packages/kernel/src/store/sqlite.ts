/**
 * The store in SQLite: one file, one writer, every commit durable.
 *
 * Takes the connection you already have: node:sqlite (Node 22 and up), better-sqlite3, or
 * node-sqlite3-wasm where no compiler is at hand. The journal is a write-ahead log flushed at every
 * commit. All waiting batches share one flush (group commit), because the flush is what takes time.
 *
 * SQLite would wait for a busy file inside the process and stop its event loop; so its own waiting
 * is off, and we wait outside, with jitter and an end.
 */
import { type Clock, systemClock } from '../clock.ts';
import { KernelError } from '../errors.ts';
import { secureRandom } from './batch-id.ts';
import type { Capabilities, Collection, CommitOutcome, Store, Stored } from './contract.ts';
import { checkId } from './document-check.ts';
import { type GroupCommit, groupCommit } from './group-commit.ts';
import { collectionsOf, type EncodedBatch, encodeBatch } from './sql-batch.ts';
import { outcomeKeptMs, pruneEveryMs, risingClock } from './sql-outcome.ts';
import { scanPages } from './sql-scan.ts';
import { indexMadeBy, type Table, tableOf } from './sql-schema.ts';
import { commitGroup, inTransaction, recordedOutcome } from './sqlite-commit.ts';
import {
  connectSqlite,
  isBusy,
  type SqliteConnection,
  type SqliteDatabase,
  uniqueColumns,
} from './sqlite-connection.ts';
import { missingPart, missingStatements } from './sqlite-prepare.ts';
import { readDocuments, readPage } from './sqlite-read.ts';

export type { SqliteDatabase, SqliteStatement } from './sqlite-connection.ts';

/** How a SQLite store is opened. */
export interface SqliteStoreOptions {
  /** Whose data the store speaks for; `forTenant` gives others. Default: ''. */
  readonly tenant?: string | undefined;
  /**
   * `full` (the default) flushes every commit; `normal` is many times as fast and loses the last
   * commits when the power fails: the store then says `durable: false`.
   */
  readonly synchronous?: 'full' | 'normal' | undefined;
  /** How long to wait for another process's commit, in milliseconds; default 10,000. */
  readonly busyWaitMs?: number | undefined;
  /** Dates the outcomes of batches, to prune them after a day; default: the machine's clock. */
  readonly clock?: Clock | undefined;
  /** Uniform in [0, 1), to spread the tries of several processes; default: from crypto. */
  readonly random?: (() => number) | undefined;
}

const batchWritesMax = 100_000;
const groupLimits = { maxBatches: 256, maxWrites: 20_000 };

/** What all tenants of one connection share. */
interface Shared {
  readonly connection: SqliteConnection;
  readonly capabilities: Capabilities;
  readonly group: GroupCommit;
  readonly prepared: WeakSet<object>;
  /** Resolves, for all who wait in one event-loop turn, together at its end. */
  turnEnd(): Promise<void>;
  /**
   * Runs a synchronous step on the set-up connection; waits while another process holds the file.
   */
  whenFree<Result>(operation: string, step: () => Result): Promise<Result>;
  /** Leaves the file as other programs expect it; the next step sets the connection up again. */
  leave(): void;
}

/**
 * Opens the store on the user's connection, which stays the user's to close.
 *
 * Sets the connection's `journal_mode`, `synchronous` and `busy_timeout`. Give the store a
 * connection that nothing else writes through: a transaction of yours that is open when the store
 * commits is refused with KERNEL_OPEN_TRANSACTION.
 *
 * On node-sqlite3-wasm the connection takes the file for itself (`locking_mode = exclusive`), which
 * its write-ahead log needs; `close` gives it back. After a crash its lock, the folder
 * `<file>.lock`, must be removed by hand.
 *
 * @example
 * const store = sqliteStore(new DatabaseSync('books.db'));
 * await store.prepare([entries]);
 */
export function sqliteStore(database: SqliteDatabase, options: SqliteStoreOptions = {}): Store {
  return openTenant(share(connectSqlite(database), options), options.tenant ?? '');
}

function share(connection: SqliteConnection, options: SqliteStoreOptions): Shared {
  const { synchronous = 'full' } = options;
  const { whenFree, leave } = waiting(connection, options);
  const now = risingClock(options.clock ?? systemClock);
  let prunedAt = -Infinity;
  const write = async (group: readonly EncodedBatch[]): Promise<readonly CommitOutcome[]> => {
    try {
      return await whenFree('commit', () => {
        const time = now();
        if (time - prunedAt >= pruneEveryMs) {
          pruneOutcomes(connection, time);
          prunedAt = time;
        }
        return commitGroup(connection, group, time);
      });
    } catch (error) {
      if (!isBusy(error)) throw error;
      return group.map(() => ({ kind: 'conflict', reason: 'busy' }));
    }
  };
  const onFile = connection
    .all('pragma database_list')
    .some(({ name, file }) => name === 'main' && file !== '' && file !== null);
  return {
    connection,
    capabilities: {
      durable: onFile && synchronous === 'full',
      multiProcess: onFile && connection.driver !== 'node-sqlite3-wasm',
      maxBatch: batchWritesMax,
    },
    // Only encoded batches are queued (openTenant).
    group: groupCommit((group) => write(group as readonly EncodedBatch[]), groupLimits),
    prepared: new WeakSet(),
    turnEnd: endOfTurn(),
    whenFree,
    leave,
  };
}

function openTenant(shared: Shared, tenant: string): Store {
  const { connection, capabilities, group, turnEnd, whenFree, leave } = shared;
  let open = true;
  const use = async (collections: Iterable<Collection>): Promise<void> => {
    if (!open) throw new KernelError('KERNEL_STORE_CLOSED', {});
    for (const collection of collections) await requirePrepared(shared, collection);
  };
  return {
    tenant,
    capabilities,
    prepare: async (collections, { dryRun = false } = {}) => {
      await use([]);
      return prepare(shared, collections, dryRun);
    },
    async get<Document extends object>(of: Collection<Document>, ids: readonly string[]) {
      await use([of]);
      for (const id of ids) checkId(of, id);
      const rows = await whenFree('read', () => readDocuments(connection, of, tenant, ids));
      const found = new Map(rows.map((row) => [row.id, row]));
      return inOrder(ids, found);
    },
    scan: (of, range, options) =>
      scanPages(of, range, options, async (request) => {
        await use([of]);
        return whenFree('read', () => readPage(connection, of, tenant, request));
      }),
    commit: async (batch) => {
      const encoded = encodeBatch(tenant, batch, batchWritesMax);
      await use(collectionsOf(batch));
      await turnEnd();
      return group.commit(encoded);
    },
    outcome: async (batchId) => {
      await use([]);
      return whenFree('read', () => recordedOutcome(connection, tenant, batchId));
    },
    forTenant: (other) => openTenant(shared, other),
    close: async () => {
      open = false;
      await group.idle();
      connection.release();
      leave();
    },
  };
}

/** A document asked for twice is given twice, as two copies. */
function inOrder<Document extends object>(
  ids: readonly string[],
  found: ReadonlyMap<string, Stored<Document>>,
): (Stored<Document> | undefined)[] {
  const given = new Set<string>();
  return ids.map((id) => {
    const row = found.get(id);
    if (row === undefined || !given.has(id)) {
      given.add(id);
      return row;
    }
    return { ...row, document: structuredClone(row.document) };
  });
}

/** All batches of one event-loop turn are asked for before the first of them is committed. */
function endOfTurn(): () => Promise<void> {
  let turn: Promise<void> | undefined;
  return () =>
    (turn ??= new Promise((resolve) => {
      setImmediate(() => {
        turn = undefined;
        resolve();
      });
    }));
}

async function requirePrepared(shared: Shared, collection: Collection): Promise<void> {
  const table = tableOf(collection);
  if (shared.prepared.has(table)) return;
  const missing = await shared.whenFree('read', () => missingPart(shared.connection, table));
  if (missing === undefined) {
    shared.prepared.add(table);
    return;
  }
  throw new KernelError('KERNEL_NOT_PREPARED', {
    collection: collection.name,
    ...(missing !== '' && { index: missing }),
  });
}

async function prepare(
  shared: Shared,
  collections: readonly Collection[],
  dryRun: boolean,
): Promise<readonly string[]> {
  const { connection, whenFree } = shared;
  const tables = collections.map(tableOf);
  if (dryRun) return whenFree('read', () => missingStatements(connection, tables));
  return whenFree('prepare', () =>
    inTransaction(connection, 'begin immediate', () => {
      const statements = missingStatements(connection, tables);
      for (const statement of statements) runDefinition(connection, tables, statement);
      return { result: statements, keep: true };
    }),
  );
}

/**
 * A new unique index over documents that break it is the caller's news, not a failure of SQLite.
 */
function runDefinition(
  connection: SqliteConnection,
  tables: readonly Table[],
  statement: string,
): void {
  try {
    connection.run(statement);
  } catch (error) {
    const broken = uniqueColumns(error) && indexMadeBy(tables, statement);
    if (broken === undefined) throw error;
    throw new KernelError('KERNEL_DUPLICATE', broken, { cause: error });
  }
}

function pruneOutcomes(connection: SqliteConnection, now: number): void {
  const tables = connection.all("select 1 from sqlite_master where name = 'kontor_outcome'");
  if (tables.length === 0) return;
  const sql = 'delete from kontor_outcome where recorded_at < ?';
  connection.run(sql, [BigInt(Math.trunc(now - outcomeKeptMs))]);
}

/** Sets the connection up at the first step, and waits outside SQLite while the file is busy. */
function waiting(
  connection: SqliteConnection,
  { synchronous = 'full', busyWaitMs = 10_000, random = secureRandom }: SqliteStoreOptions,
): Pick<Shared, 'whenFree' | 'leave'> {
  const takesFile = connection.driver === 'node-sqlite3-wasm';
  let ready = false;
  const setUp = (): void => {
    if (ready) return;
    connection.all('pragma busy_timeout = 0');
    // The WASM driver has no shared memory, which a log needs unless the file is one connection's.
    // Its older journal is no choice: a lock that a killed process left, or its own, makes SQLite
    // take that journal for one in use, and a commit that was cut short is never rolled back.
    if (takesFile) connection.all('pragma locking_mode = exclusive');
    connection.all('pragma journal_mode = wal');
    connection.run(`pragma synchronous = ${synchronous}`);
    ready = true;
  };
  const stepOf = <Result>(step: () => Result): Result => {
    try {
      return step();
    } finally {
      // A kept statement would keep this driver's file locked when the user closes his connection.
      if (takesFile) connection.release();
    }
  };
  const leave = (): void => {
    if (!takesFile || !ready || !connection.isOpen()) return;
    // A log would ask of every other reader that he, too, takes the file for himself.
    connection.all('pragma journal_mode = delete');
    connection.all('pragma locking_mode = normal');
    // The lock goes with the next read.
    connection.all('select 1 from sqlite_master limit 1');
    connection.release();
    ready = false;
  };
  const whenFree: Shared['whenFree'] = async (operation, step) => {
    let waitedMs = 0;
    for (let tries = 0; ; tries++) {
      try {
        setUp();
        return stepOf(step);
      } catch (error) {
        if (!isBusy(error)) throw failure(error, operation);
        if (waitedMs >= busyWaitMs) {
          if (operation === 'commit') throw error;
          throw failure(error, operation);
        }
      }
      const waitMs = 0.5 + random() * Math.min(50, 2 ** tries);
      waitedMs += waitMs;
      await new Promise((resolve) => {
        setTimeout(resolve, waitMs);
      });
    }
  };
  return { whenFree, leave };
}

/**
 * Our own errors and bugs pass; what the driver says gets our code, with its error as the cause.
 */
function failure(error: unknown, operation: string): unknown {
  if (KernelError.is(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new KernelError(
    'KERNEL_STORE_FAILED',
    { store: 'sqlite', operation, reason },
    { cause: error },
  );
}
