/**
 * All simulations, in the order they run. An engine adds its own here.
 */
import { memoryStore } from '@kontor/kernel/memory';
import { sqliteStore } from '@kontor/kernel/sqlite';
import sqlite from 'node-sqlite3-wasm';
import type { Simulation } from './simulation.ts';
import { storeSimulation } from './store-simulation.ts';

/** The simulations by name. */
export const simulations: readonly Simulation[] = [
  storeSimulation('store on memory', async () => {
    const store = memoryStore();
    return { store, reopen: async () => store.forTenant(store.tenant), close: () => store.close() };
  }),
  storeSimulation('store on SQLite', async () => {
    const database = new sqlite.Database(':memory:');
    const store = sqliteStore(database);
    return {
      store,
      reopen: async () => store.forTenant(store.tenant),
      close: async () => {
        await store.close();
        database.close();
      },
    };
  }),
];
