/** The store in SQLite keeps the contract, on every driver that is there. */
import { join } from 'node:path';
import { sqliteStore } from '@kontor/kernel/sqlite';
import { storeConformance } from '@kontor/kernel/testing';
import { afterAll, describe, test } from 'vitest';
import { type ClosableSqlite, databaseFolder, fullRun, sqliteDrivers } from './drivers.ts';

for (const driver of sqliteDrivers()) {
  storeConformance(
    { describe, test, afterAll },
    driver.name,
    async () => {
      const folder = databaseFolder();
      const opened: ClosableSqlite[] = [];
      const connect = (): ClosableSqlite => {
        const database = driver.open(join(folder.path, 'conformance.db'));
        opened.push(database);
        return database;
      };
      // The WASM driver lets one connection read at a time: two stores would mostly wait.
      const only = driver.name === 'node-sqlite3-wasm' ? sqliteStore(connect()) : undefined;
      return {
        open: async (tenant) => only?.forTenant(tenant) ?? sqliteStore(connect(), { tenant }),
        close: async () => {
          for (const database of opened) database.close();
          folder.remove();
        },
      };
    },
    { rounds: fullRun ? 20 : 5 },
  );
}
