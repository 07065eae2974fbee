/**
 * Kills processes with an engine in them, one after the other, and looks at what they have left.
 */
import { rmSync } from 'node:fs';
import type { Random } from '@kontor/kernel';
import { sqliteStore } from '@kontor/kernel/sqlite';
import type { Store } from '@kontor/kernel/store';
import { expect } from 'vitest';
import type { Program } from '../../../kernel/test/store/bundle-program.ts';
import { kills, openSqlite } from '../../../kernel/test/store/drivers.ts';
import { type ShopPlace, ShopProcess, type ShopRole } from './shop-process.ts';

/** A database that processes work on, and how it is opened in this one. */
export interface KillPlace extends ShopPlace {
  look<Result>(by: (store: Store) => Promise<Result>): Promise<Result>;
}

/** What all processes have said. */
export interface AllSaid {
  readonly sent: ReadonlySet<string>;
  readonly told: ReadonlySet<string>;
  readonly done: readonly string[];
}

/** What is done in the processes, and the laws of what they leave. */
export interface KilledWork {
  readonly role: ShopRole;
  check(store: Store, said: AllSaid): Promise<void>;
  /** Brings all to its end. */
  finish(store: Store): Promise<void>;
}

/** A SQLite file. */
export function sqlitePlace(at: string): KillPlace {
  const driver = 'node-sqlite3-wasm';
  const tenant = 'kills';
  const look: KillPlace['look'] = async (by) => {
    // The folder with which the driver locks the file outlives a killed process.
    rmSync(`${at}.lock`, { recursive: true, force: true });
    const database = openSqlite(driver, at);
    const store = sqliteStore(database, { tenant });
    try {
      return await by(store);
    } finally {
      await store.close();
      database.close();
    }
  };
  return { driver, at, tenant, look };
}

/** Kills each at a random point; checks after every kill, and at the end. */
export async function killOften(
  program: Program,
  place: KillPlace,
  random: Random,
  work: KilledWork,
): Promise<void> {
  const sent = new Set<string>();
  const told = new Set<string>();
  const done: string[] = [];
  const start = (kill: number) => new ShopProcess(program, place, `k${kill}`, work.role);
  for (let kill = 0, next: ShopProcess | undefined = start(0); next !== undefined; kill++) {
    const shop: ShopProcess = next;
    // The next one loads its modules meanwhile.
    next = kill + 1 < kills ? start(kill + 1) : undefined;
    shop.begin();
    await shop.until('told', 3 + Math.floor(random() * 12));
    await new Promise((resolve) => setTimeout(resolve, random() * 20));
    await shop.kill();
    for (const order of shop.said.sent) sent.add(order);
    for (const order of shop.said.told) told.add(order);
    done.push(...shop.said.done);
    await place.look((store) => work.check(store, { sent, told, done }));
  }
  expect(told.size).toBeGreaterThanOrEqual(3 * kills);
  await place.look(async (store) => {
    await work.finish(store);
    await work.check(store, { sent, told, done });
  });
}
