/** Engines in processes of their own: several at work on one database, and some that are killed. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { manualClock, type Random, seededRandom, systemClock, ulids } from '@kontor/kernel';
import { sqliteStore } from '@kontor/kernel/sqlite';
import type { Store } from '@kontor/kernel/store';
import { afterAll, describe, expect, test } from 'vitest';
import { databaseFolder, fullRun, openSqlite } from '../../../kernel/test/store/drivers.ts';
import { postgresKind } from '../../../ledger/test/stores.ts';
import { instances } from '../../src/engine/engine-collections.ts';
import { ProcessEngine } from '../../src/process-engine.ts';
import { checkHistory, checkRows, readAll } from './rows-law.ts';
import { handleOrders, marks, prepareShop } from './shop.ts';
import { type ShopPlace, ShopProcess } from './shop-process.ts';

/** A database that processes work on, and how it is opened in this one. */
interface KillPlace extends ShopPlace {
  look<Result>(by: (store: Store) => Promise<Result>): Promise<Result>;
}

const kills = fullRun ? 50 : 2;

/** What was acknowledged is there; what is there has left every mark at most once. */
async function checkShop(store: Store, sent: ReadonlySet<string>, told: ReadonlySet<string>) {
  await checkRows(store);
  await checkHistory(store);
  const all = await readAll(store, instances);
  const ids = new Set(all.map(({ id }) => id));
  expect([...told].filter((id) => !ids.has(id))).toEqual([]);
  expect([...ids].filter((id) => !sent.has(id))).toEqual([]);
  const expected = all.flatMap(({ id, state }) =>
    state === 'completed' ? [`book ${id}`, `reserve ${id}`] : [`reserve ${id}`],
  );
  const found = await readAll(store, marks);
  expect(found.filter(({ times }) => times !== 1)).toEqual([]);
  expect(found.map(({ id }) => id)).toEqual(expected.toSorted());
}

/** Brings all orders to their end, an hour later: locks of those who were killed have run out. */
async function finish(store: Store): Promise<void> {
  const clock = manualClock(Date.now() + 3_600_000);
  const engine = new ProcessEngine({ store, clock, ids: ulids(systemClock) });
  await prepareShop(engine, store);
  handleOrders(engine, () => undefined);
  for (let work = 1; work > 0; clock.advance(1000)) {
    const { timers, sent, jobs } = await engine.tick();
    work = timers + sent + jobs;
  }
  const all = await readAll(store, instances);
  expect(all.filter(({ state }) => state !== 'completed')).toEqual([]);
}

async function killOften(place: KillPlace, random: Random): Promise<void> {
  const sent = new Set<string>();
  const told = new Set<string>();
  const start = (kill: number) => new ShopProcess(place, `k${kill}`, 'orders');
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
    await place.look((store) => checkShop(store, sent, told));
  }
  expect(told.size).toBeGreaterThanOrEqual(3 * kills);
  await place.look(async (store) => {
    await finish(store);
    await checkShop(store, sent, told);
  });
}

describe.concurrent('engines in processes', () => {
  const law = `${kills} kills in mid-commit: no step is lost, no effect inside is doubled`;
  const folder = databaseFolder();
  const postgres = postgresKind();
  afterAll(async () => {
    folder.remove();
    await postgres.close();
  }, 60_000);

  test(`${law}, in SQLite`, async () => {
    const driver = 'node-sqlite3-wasm';
    const at = join(folder.path, 'kills.db');
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
    await killOften({ driver, at, tenant, look }, seededRandom(1));
  }, 900_000);

  test(`${law}, in PostgreSQL`, async () => {
    const { store } = await postgres.open();
    const at = await postgres.connectionString();
    const look: KillPlace['look'] = (by) => by(store);
    await killOften({ driver: 'postgres', at, tenant: store.tenant, look }, seededRandom(2));
  }, 900_000);

  test('two of them on one PostgreSQL do every job once, and none is lost', async () => {
    const { store } = await postgres.open();
    const at = await postgres.connectionString();
    const place = { driver: 'postgres', at, tenant: store.tenant } as const;
    const workers = ['w1', 'w2'].map((name) => new ShopProcess(place, name, 'work'));
    const engine = new ProcessEngine({ store });
    await prepareShop(engine, store);
    const orders = Array.from({ length: 40 }, (_, n) => `o${n}`);
    for (const id of orders) await engine.start('order', { order: id }, { id });
    for (const worker of workers) worker.begin();
    while ((await engine.instances('active')).length > 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await Promise.all(workers.map((worker) => worker.kill()));
    const done = workers.flatMap(({ said }) => said.done);
    expect(done.toSorted()).toEqual(orders.toSorted());
    await checkShop(store, new Set(orders), new Set(orders));
  }, 300_000);
});
