/**
 * Several processes on one database, and processes killed in mid-commit, on every driver there is.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { postgresStore } from '@kontor/kernel/postgres';
import { sqliteStore } from '@kontor/kernel/sqlite';
import { processConformance, type ProcessHarness, type TestRunner } from '@kontor/kernel/testing';
import { afterAll, describe, test } from 'vitest';
import { bundleProgram } from './bundle-program.ts';
import {
  databaseFolder,
  fullRun,
  kills,
  type SqliteDriverUnderTest,
  sqliteDrivers,
} from './drivers.ts';
import { startPostgres } from './postgres-server.ts';
import { startWriter, writerProgram } from './writer-process.ts';

const program = await bundleProgram(writerProgram);
afterAll(() => program.remove());

function sqliteHarness(driver: SqliteDriverUnderTest): ProcessHarness {
  const folder = databaseFolder();
  const file = join(folder.path, 'shared.db');
  // The folder with which the WASM driver locks the file outlives a killed process: our
  // documentation says to remove it, and so do we.
  const unlock = (): void => rmSync(`${file}.lock`, { recursive: true, force: true });
  return {
    startWriter: (plan, onLine) => startWriter(program, driver.name, file, plan, onLine),
    withStore: async (tenant, look) => {
      if (driver.name === 'node-sqlite3-wasm') unlock();
      const database = driver.open(file);
      const store = sqliteStore(database, { tenant });
      try {
        return await look(store);
      } finally {
        await store.close();
        database.close();
      }
    },
    close: async () => folder.remove(),
  };
}

// One driver's tests follow each other on its database; the drivers do not wait for each other.
const runner: TestRunner = {
  describe: describe.concurrent,
  test: (name, run, timeout = 120_000) => test(name, { concurrent: false, timeout }, run),
  afterAll,
};

for (const driver of sqliteDrivers()) {
  const multiProcess = driver.name !== 'node-sqlite3-wasm';
  processConformance(runner, driver.name, async () => sqliteHarness(driver), {
    kills,
    multiProcess,
    ...(fullRun && { timeoutMs: 600_000 }),
  });
}

processConformance(
  runner,
  'PostgreSQL',
  async () => {
    const server = await startPostgres();
    const pool = server.pool();
    return {
      startWriter: (plan, onLine) =>
        startWriter(program, 'postgres', server.connectionString, plan, onLine),
      withStore: (tenant, look) => look(postgresStore(pool, { tenant })),
      close: () => server.stop(),
    };
  },
  { kills, ...(fullRun && { timeoutMs: 600_000 }) },
);
