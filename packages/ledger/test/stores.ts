/**
 * The stores that the shell's tests run on: memory, SQLite in a file, a PostgreSQL server.
 *
 * One database a kind for a whole test file; every `open` gives an empty one of its own, as a
 * tenant.
 */
import { join } from 'node:path';
import { memoryStore } from '@kontor/kernel/memory';
import { type PostgresStore, postgresStore } from '@kontor/kernel/postgres';
import { sqliteStore } from '@kontor/kernel/sqlite';
import type { Store } from '@kontor/kernel/store';
import type { Pool } from 'pg';
import { databaseFolder, openSqlite } from '../../kernel/test/store/drivers.ts';
import { openPostgres } from '../../kernel/test/store/postgres-server.ts';

/** An empty database, seen twice: as two processes see it, where the kind allows two. */
export interface OpenedStore {
  readonly store: Store;
  readonly other: Store;
}

/** A kind of store. */
export interface StoreKind {
  readonly name: string;
  open(): Promise<OpenedStore>;
  close(): Promise<void>;
}

let tenants = 0;
const newTenant = (): string => `books-${++tenants}`;

/** Stores in memory. */
export function memoryKind(): StoreKind {
  return {
    name: 'memory',
    open: async () => {
      const store = memoryStore();
      return { store, other: store.forTenant(store.tenant) };
    },
    close: async () => undefined,
  };
}

/** Stores in one SQLite file; its driver lets one connection in at a time. */
export function sqliteKind(): StoreKind {
  const folder = databaseFolder();
  const database = openSqlite('node-sqlite3-wasm', join(folder.path, 'ledger.db'));
  const shared = sqliteStore(database);
  return {
    name: 'SQLite',
    open: async () => {
      const tenant = newTenant();
      return { store: shared.forTenant(tenant), other: shared.forTenant(tenant) };
    },
    close: async () => {
      await shared.close();
      database.close();
      folder.remove();
    },
  };
}

/** Stores in one PostgreSQL database: made by the first `open`, after `close` by the next. */
export interface PostgresKind extends StoreKind {
  open(): Promise<OpenedStore & { readonly store: PostgresStore }>;
  pool(): Promise<Pool>;
  connectionString(): Promise<string>;
}

/** Stores in a database of their own, through two pools, as two processes would have them. */
export function postgresKind(openServer = openPostgres): PostgresKind {
  let started:
    | Promise<{ readonly stop: () => Promise<void>; readonly pools: Pool[]; readonly at: string }>
    | undefined;
  const start = async () => {
    const server = await openServer();
    const pools = [server.pool(), server.pool()];
    return { stop: () => server.stop(), pools, at: server.connectionString };
  };
  const server = () => (started ??= start());
  return {
    name: 'PostgreSQL',
    open: async () => {
      const { pools } = await server();
      const [store, other] = pools.map((pool) => postgresStore(pool));
      const tenant = newTenant();
      return {
        store: store!.forTenant(tenant),
        other: other!.forTenant(tenant),
      };
    },
    pool: async () => (await server()).pools[0]!,
    connectionString: async () => (await server()).at,
    close: async () => {
      const ending = started;
      started = undefined;
      await (await ending)?.stop();
    },
  };
}
