/**
 * All simulations, in the order they run. An engine adds its own here.
 */
import { memoryStore } from '@kontor/kernel/memory';
import { sqliteStore } from '@kontor/kernel/sqlite';
import sqlite from 'node-sqlite3-wasm';
import { runFaultyWorld } from '../../packages/ledger/test/faulty-world.ts';
import { runBpmWorld } from './bpm-world.ts';
import type { Simulation, SimulationReport } from './simulation.ts';
import { storeSimulation, type World } from './store-simulation.ts';

async function openMemory(): Promise<World> {
  const store = memoryStore();
  return { store, reopen: async () => store.forTenant(store.tenant), close: () => store.close() };
}

async function openSqlite(): Promise<World> {
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
}

/** A world of an engine, on a database of its own for each run. */
const engineSimulation = (
  name: string,
  open: () => Promise<World>,
  runWorld: (world: World, seed: number) => Promise<SimulationReport>,
): Simulation => ({
  name,
  run: async (seed) => {
    const world = await open();
    try {
      return await runWorld(world, seed);
    } finally {
      await world.close();
    }
  },
});

/** The simulations by name. */
export const simulations: readonly Simulation[] = [
  storeSimulation('store on memory', openMemory),
  storeSimulation('store on SQLite', openSqlite),
  // Clerks who post to a ledger; their world lives with the package's tests.
  engineSimulation('ledger on memory', openMemory, runFaultyWorld),
  engineSimulation('ledger on SQLite', openSqlite, runFaultyWorld),
  engineSimulation('bpm on memory', openMemory, runBpmWorld),
  engineSimulation('bpm on SQLite', openSqlite, runBpmWorld),
];
