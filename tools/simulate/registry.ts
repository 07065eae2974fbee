/**
 * All simulations, in the order they run. An engine adds its own here.
 */
import { seededRandom } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { sqliteStore } from '@kontor/kernel/sqlite';
import sqlite from 'node-sqlite3-wasm';
import { runChartWorld } from '../../packages/bpm/test/engine/chart-world.ts';
import { runFaultyWorld } from '../../packages/ledger/test/faulty-world.ts';
import { postgresKind } from '../../packages/ledger/test/stores.ts';
import { checkedStore } from '../schemas/checked-store.ts';
import { runBpmWorld } from './bpm-world.ts';
import { runCompanyWorld } from './company-world.ts';
import { runCrmWorld } from './crm-world.ts';
import { runMrpWorld } from './mrp-world.ts';
import { oneAtATime, WaitingRoom } from './one-at-a-time.ts';
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

/** Every event of the world is as it was published, or its commit fails. */
const withCheckedEvents = (world: World): World => ({
  ...world,
  store: checkedStore(world.store),
  reopen: async () => checkedStore(await world.reopen()),
});

/** A world of an engine, on a database of its own for each run. */
const engineSimulation = (
  name: string,
  open: (seed: number) => Promise<World>,
  runWorld: (world: World, seed: number) => Promise<SimulationReport>,
  close?: Simulation['close'],
): Simulation => ({
  name,
  ...(close && { close }),
  run: async (seed) => {
    const world = await open(seed);
    try {
      return await runWorld(withCheckedEvents(world), seed);
    } finally {
      await world.close();
    }
  },
});

/** Started by the first world that needs it, and again after it was closed. */
const server = postgresKind();

/** The same on a PostgreSQL server, spoken to in an order that the seed decides. */
function onPostgres(
  name: string,
  runWorld: (world: World, seed: number) => Promise<SimulationReport>,
): Simulation {
  const open = async (seed: number): Promise<World> => {
    const { store, other } = await server.open();
    const room = new WaitingRoom(seededRandom(seed + 0x0de7));
    return {
      store: oneAtATime(store, room),
      reopen: async () => oneAtATime(other, room),
      close: async () => undefined,
    };
  };
  return engineSimulation(name, open, runWorld, () => server.close());
}

/** The simulations by name. */
export const simulations: readonly Simulation[] = [
  storeSimulation('store on memory', openMemory),
  storeSimulation('store on SQLite', openSqlite),
  // Clerks who post to a ledger; their world lives with the package's tests.
  engineSimulation('ledger on memory', openMemory, runFaultyWorld),
  engineSimulation('ledger on SQLite', openSqlite, runFaultyWorld),
  // Random statecharts; their world lives with the package's tests, too.
  engineSimulation('charts on memory', openMemory, runChartWorld),
  engineSimulation('charts on SQLite', openSqlite, runChartWorld),
  onPostgres('charts on PostgreSQL', runChartWorld),
  engineSimulation('bpm on memory', openMemory, runBpmWorld),
  engineSimulation('bpm on SQLite', openSqlite, runBpmWorld),
  onPostgres('bpm on PostgreSQL', runBpmWorld),
  engineSimulation('crm on memory', openMemory, runCrmWorld),
  engineSimulation('crm on SQLite', openSqlite, runCrmWorld),
  engineSimulation('plans on memory', openMemory, runMrpWorld),
  engineSimulation('plans on SQLite', openSqlite, runMrpWorld),
  // Processes that book and change customers in their commits, and a cube that follows.
  engineSimulation('company on memory', openMemory, runCompanyWorld),
  engineSimulation('company on SQLite', openSqlite, runCompanyWorld),
  onPostgres('company on PostgreSQL', runCompanyWorld),
];
