/**
 * A process that writes into a store until it is done or killed; started by the process tests.
 *
 * Its arguments: the driver, where the database is, and the plan as JSON.
 */
import { postgresStore } from '@kontor/kernel/postgres';
import { sqliteStore } from '@kontor/kernel/sqlite';
import type { Store } from '@kontor/kernel/store';
import { runProcessWriter, type WriterPlan } from '@kontor/kernel/testing';
import { Pool } from 'pg';
import { openSqlite } from './drivers.ts';

const [driver = '', place = '', planText = ''] = process.argv.slice(2);
const plan = JSON.parse(planText) as WriterPlan;
const { store, end } = openStore();
await runProcessWriter(store, plan, (line) => process.stdout.write(`${line}\n`));
await store.close();
await end();

function openStore(): { readonly store: Store; end(): Promise<void> } {
  if (driver === 'postgres') {
    const pool = new Pool({ connectionString: place, max: 2 });
    pool.on('error', () => undefined);
    return { store: postgresStore(pool, { tenant: plan.tenant }), end: () => pool.end() };
  }
  const database = openSqlite(driver, place);
  const end = async (): Promise<void> => {
    database.close();
  };
  return { store: sqliteStore(database, { tenant: plan.tenant }), end };
}
