/**
 * What page 2 of the tutorial ends with: a store, a clock and a planner that keeps its plans there.
 */
import { type ManualClock, manualClock, sequentialIds } from '@kontor/kernel';
import { sqliteStore } from '@kontor/kernel/sqlite';
import type { Store } from '@kontor/kernel/store';
import { Planner } from '@kontor/mrp';
import sqlite from 'node-sqlite3-wasm';
import { works } from './works.ts';

/** The desk that all engines of the company share. */
export interface Desk {
  readonly store: Store;
  readonly clock: ManualClock;
  readonly planner: Planner;
}

/** Opens a database in memory, and keeps the plan of the 3rd of February in it. */
export async function openDesk(): Promise<Desk> {
  const store = sqliteStore(new sqlite.Database(':memory:'));
  const clock = manualClock(Date.parse('2026-02-03T08:00:00Z'));
  const planner = new Planner({ store, clock, ids: sequentialIds('run') });
  await planner.prepare();
  const stock = [
    { item: 'boiler', location: 'works', quantity: 2 },
    { item: 'pump', location: 'works', quantity: 12 },
  ];
  await planner.planAndStore(works({ stock }), { today: '2026-02-03' });
  return { store, clock, planner };
}
