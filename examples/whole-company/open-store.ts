/**
 * The store that the program is asked for.
 *
 * - `--store memory`, or nothing: gone at the end.
 * - `--store sqlite [file]`: a file, `out/company.db` when none is named.
 * - `--store postgres [url]`: a database; `DATABASE_URL`, or what `PGHOST`, `PGUSER` … say.
 *
 * A file or database that is there is gone on with.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { memoryStore } from '@kontor/kernel/memory';
import { postgresStore } from '@kontor/kernel/postgres';
import { sqliteStore } from '@kontor/kernel/sqlite';
import type { Store } from '@kontor/kernel/store';
import { openDatabase } from './open-database.ts';

/** A store, and how its connection is closed. */
export interface OpenedStore {
  readonly store: Store;
  close(): Promise<void>;
}

/** Opens the store that the words of the command line ask for. */
export async function openStore(words: readonly string[]): Promise<OpenedStore> {
  const at = words.indexOf('--store');
  const [kind = 'memory', place] = at < 0 ? [] : words.slice(at + 1);
  switch (kind) {
    case 'memory': {
      const store = memoryStore();
      return { store, close: () => store.close() };
    }
    case 'sqlite':
      return openSqlite(place ?? fileURLToPath(new URL('./out/company.db', import.meta.url)));
    case 'postgres':
      return openPostgres(place ?? process.env['DATABASE_URL']);
    default:
      throw new Error(`there is no store '${kind}': take memory, sqlite or postgres`);
  }
}

async function openSqlite(file: string): Promise<OpenedStore> {
  mkdirSync(dirname(file), { recursive: true });
  // The driver in WebAssembly locks the file with a folder, which outlives a killed process.
  rmSync(`${file}.lock`, { recursive: true, force: true });
  const database = await openDatabase(file);
  const store = sqliteStore(database);
  const close = async (): Promise<void> => {
    await store.close();
    database.close();
  };
  return { store, close };
}

async function openPostgres(connectionString: string | undefined): Promise<OpenedStore> {
  const { Pool } = (await import('pg')).default;
  const pool = new Pool({ connectionString });
  pool.on('error', (error) => console.warn(error.message));
  const store = postgresStore(pool);
  const close = async (): Promise<void> => {
    await store.close();
    await pool.end();
  };
  return { store, close };
}
