/**
 * The store in PostgreSQL 15 and up, through the pool you already have, or in PGlite.
 *
 * Every commit is SERIALIZABLE, the ones without checks too: one commit below that level would make
 * histories possible that no serial order explains. Versions are uniform random numbers of 53 bits:
 * a sequence gives numbers before the commit, so they become visible out of order and the digest of
 * a range would lie. What distributed databases with PostgreSQL's protocol lack is not used.
 */
import { type Clock, systemClock } from '../clock.ts';
import { KernelError } from '../errors.ts';
import { secureRandom } from './batch-id.ts';
import type { Capabilities, Collection, CommitOutcome, Store, Stored } from './contract.ts';
import { checkId } from './document-check.ts';
import { type GroupCommit, groupCommit } from './group-commit.ts';
import { type CommitSource, commitGroup, deferred } from './postgres-commit.ts';
import { missingPart, missingStatements, prepareTables } from './postgres-prepare.ts';
import { readDocuments, readOutcome, readPage } from './postgres-read.ts';
import {
  type PgliteDatabase,
  type PostgresPool,
  type PostgresQueryable,
  type PostgresSession,
  postgresSession,
  sqlState,
} from './postgres-session.ts';
import { joinTransaction, type Joined } from './postgres-within.ts';
import { collectionsOf, type EncodedBatch, encodeBatch } from './sql-batch.ts';
import { outcomeKeptMs, pruneEveryMs, risingClock } from './sql-outcome.ts';
import { scanPages } from './sql-scan.ts';
import { tableOf } from './sql-schema.ts';

export type {
  PgliteDatabase,
  PostgresClient,
  PostgresPool,
  PostgresQueryable,
} from './postgres-session.ts';

/** How a PostgreSQL store is opened. */
export interface PostgresStoreOptions {
  /** Whose data the store speaks for; `forTenant` gives others. Default: ''. */
  readonly tenant?: string | undefined;
  /**
   * `indexes` (the default) sends `set local enable_seqscan = off` with every commit, because a
   * scan of a whole small table conflicts with every other commit; `default` leaves the planner
   * alone, for databases that do not know the setting.
   */
  readonly planner?: 'indexes' | 'default' | undefined;
  /** Dates the outcomes of batches, to prune them after a day; default: the machine's clock. */
  readonly clock?: Clock | undefined;
  /**
   * Uniform in [0, 1), 32 bits at least: versions and jitter are drawn from it; default: crypto.
   */
  readonly random?: (() => number) | undefined;
}

/** A store that can also take part in a transaction that the user has open. */
export interface PostgresStore extends Store {
  /**
   * The store inside the user's own transaction on `client`: reads see his uncommitted rows, and
   * what we write is committed or rolled back with his.
   *
   * The transaction must be SERIALIZABLE; make one such store per transaction. A conflict is final
   * for it (`capabilities.joined`): `transact` throws KERNEL_CONFLICT at once, and the user rolls
   * back and runs his whole block again. A commit counts only once his transaction has committed.
   *
   * @throws KernelError KERNEL_OPEN_TRANSACTION — at first use: not in a transaction, or another
   * level
   */
  within(client: PostgresQueryable): Store;
  forTenant(tenant: string): PostgresStore;
}

const batchWritesMax = 100_000;
const groupLimits = { maxBatches: 64, maxWrites: 10_000 };

/** What all tenants of one pool share. */
interface Shared {
  readonly session: PostgresSession;
  readonly capabilities: Capabilities;
  readonly group: GroupCommit;
  readonly source: CommitSource;
  readonly prepared: WeakSet<object>;
}

/**
 * Opens the store on the user's pool, which stays the user's to close.
 *
 * Give the pool an `error` listener (pg ends the process otherwise when an idle connection is
 * lost). Tables live in the schema that `search_path` names first.
 *
 * @example
 * const pool = new Pool({ connectionString });
 * pool.on('error', (error) => log.warn(error));
 * const store = postgresStore(pool);
 */
export function postgresStore(
  database: PostgresPool | PgliteDatabase,
  options: PostgresStoreOptions = {},
): PostgresStore {
  return openTenant(share(database, options), options.tenant ?? '');
}

function share(database: PostgresPool | PgliteDatabase, options: PostgresStoreOptions): Shared {
  const { random = secureRandom, planner = 'indexes' } = options;
  const session = postgresSession(database, planner === 'indexes');
  const now = risingClock(options.clock ?? systemClock);
  const source: CommitSource = {
    version: () => drawVersion(random),
    now,
    pause: (tries) => pause(tries, random),
  };
  let prunedAt = -Infinity;
  const write = async (group: readonly EncodedBatch[]): Promise<readonly CommitOutcome[]> => {
    const time = now();
    if (time - prunedAt >= pruneEveryMs) {
      await pruneOutcomes(session, time);
      prunedAt = time;
    }
    return commitGroup(session, group, source);
  };
  const { embedded } = session;
  return {
    session,
    capabilities: { durable: !embedded, multiProcess: !embedded, maxBatch: batchWritesMax },
    group: groupCommit((group) => write(group as readonly EncodedBatch[]), groupLimits),
    source,
    prepared: new WeakSet(),
  };
}

/** Reads and commits of one view: of the pool, or of the user's transaction. */
interface Access {
  readonly rows: PostgresSession['rows'];
  readonly capabilities: Capabilities;
  commit(batch: EncodedBatch): Promise<CommitOutcome>;
  idle(): Promise<void>;
}

function openTenant(shared: Shared, tenant: string): PostgresStore {
  const { session, capabilities, group } = shared;
  const access: Access = {
    rows: session.rows,
    capabilities,
    commit: async (batch) => {
      for (;;) {
        const outcome = await named(batch, group.commit(batch));
        if (outcome !== deferred) return outcome;
      }
    },
    idle: () => group.idle(),
  };
  return {
    ...openView(shared, tenant, access),
    within: (client) => openWithin(shared, tenant, joinTransaction(client, shared.source)),
    forTenant: (other) => openTenant(shared, other),
  };
}

function openWithin(shared: Shared, tenant: string, joined: Joined): Store {
  const access: Access = {
    rows: joined.rows,
    capabilities: { ...shared.capabilities, joined: true },
    commit: joined.commit,
    idle: joined.idle,
  };
  return {
    ...openView(shared, tenant, access),
    forTenant: (other) => openWithin(shared, other, joined),
  };
}

function openView(shared: Shared, tenant: string, access: Access): Omit<Store, 'forTenant'> {
  let open = true;
  const use = async (collections: Iterable<Collection>): Promise<void> => {
    if (!open) throw new KernelError('KERNEL_STORE_CLOSED', {});
    for (const collection of collections) await requirePrepared(shared, access, collection);
  };
  return {
    tenant,
    capabilities: access.capabilities,
    prepare: async (collections, { dryRun = false } = {}) => {
      await use([]);
      const tables = collections.map(tableOf);
      const { session } = shared;
      return failing('prepare', () =>
        dryRun ? missingStatements(session, tables) : prepareTables(session, tables),
      );
    },
    async get<Document extends object>(of: Collection<Document>, ids: readonly string[]) {
      await use([of]);
      for (const id of ids) checkId(of, id);
      const rows = await failing('read', () =>
        readDocuments<Document>(access.rows, of, tenant, ids),
      );
      return inOrder(ids, rows);
    },
    scan: (of, range, options) =>
      scanPages(of, range, options, async (request) => {
        await use([of]);
        return failing('read', () => readPage(access.rows, of, tenant, request));
      }),
    commit: async (batch) => {
      const encoded = encodeBatch(tenant, batch, batchWritesMax);
      await use(collectionsOf(batch));
      return failing('commit', () => access.commit(encoded));
    },
    outcome: async (batchId) => {
      await use([]);
      return failing('read', () => readOutcome(access.rows, tenant, batchId));
    },
    close: async () => {
      open = false;
      await access.idle();
    },
  };
}

/** A document asked for twice is given twice, as two copies. */
function inOrder<Document extends object>(
  ids: readonly string[],
  rows: readonly Stored<Document>[],
): (Stored<Document> | undefined)[] {
  const found = new Map(rows.map((row) => [row.id, row]));
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

/** An unknown outcome is the whole group's; each caller is told of his own batch. */
async function named(
  { batch }: EncodedBatch,
  outcome: Promise<CommitOutcome>,
): Promise<CommitOutcome> {
  try {
    return await outcome;
  } catch (error) {
    if (batch.id === undefined || !KernelError.is(error, 'KERNEL_UNKNOWN_OUTCOME')) throw error;
    throw new KernelError('KERNEL_UNKNOWN_OUTCOME', { batch: batch.id }, { cause: error.cause });
  }
}

async function requirePrepared(
  { prepared }: Shared,
  { rows }: Access,
  collection: Collection,
): Promise<void> {
  const table = tableOf(collection);
  if (prepared.has(table)) return;
  const missing = await failing('read', () => missingPart(rows, table));
  if (missing === undefined) {
    prepared.add(table);
    return;
  }
  throw new KernelError('KERNEL_NOT_PREPARED', {
    collection: collection.name,
    ...(missing !== '' && { index: missing }),
  });
}

async function pruneOutcomes(session: PostgresSession, now: number): Promise<void> {
  const there = await session.rows(`select to_regclass('kontor_outcome')::text as name`);
  if (there[0]?.['name'] == null) return;
  const sql = 'delete from kontor_outcome where recorded_at < $1::bigint';
  await session.rows(sql, [String(Math.trunc(now - outcomeKeptMs))]);
}

/** Full jitter, doubling from 2 ms: two processes that met do not meet again at once. */
function pause(tries: number, random: () => number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, random() * Math.min(100, 2 ** tries));
  });
}

/** 53 random bits from two draws; 0 is kept for batches that write nothing. */
function drawVersion(random: () => number): number {
  const high = Math.floor(random() * 2 ** 21);
  return high * 2 ** 32 + Math.floor(random() * 2 ** 32) || drawVersion(random);
}

/** Our own errors pass; what the driver says gets our code, with its error as the cause. */
async function failing<Result>(operation: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (KernelError.is(error)) throw error;
    const text = error instanceof Error ? error.message : String(error);
    const state = sqlState(error);
    const reason = state === undefined ? text : `${text} (${state})`;
    const details = { store: 'postgres', operation, reason } as const;
    throw new KernelError('KERNEL_STORE_FAILED', details, { cause: error });
  }
}
