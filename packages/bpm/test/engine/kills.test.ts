/** Engines in processes of their own: several at work on one database, and some that are killed. */
import { join } from 'node:path';
import { manualClock, seededRandom, systemClock, ulids } from '@kontor/kernel';
import type { Store } from '@kontor/kernel/store';
import { afterAll, describe, expect, test } from 'vitest';
import { bundleProgram } from '../../../kernel/test/store/bundle-program.ts';
import { databaseFolder, kills } from '../../../kernel/test/store/drivers.ts';
import { startPostgres } from '../../../kernel/test/store/postgres-server.ts';
import { postgresKind } from '../../../ledger/test/stores.ts';
import { instances } from '../../src/engine/engine-collections.ts';
import { ProcessEngine } from '../../src/process-engine.ts';
import { type KilledWork, killOften, type KillPlace, sqlitePlace } from './kill-often.ts';
import { checkHistory, checkRows, readAll } from './rows-law.ts';
import { handleOrders, marks, prepareShop } from './shop.ts';
import { ShopProcess, shopProgram } from './shop-process.ts';

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

const orders: KilledWork = {
  role: 'orders',
  check: (store, { sent, told }) => checkShop(store, sent, told),
  finish,
};

const program = await bundleProgram(shopProgram);

describe.concurrent('engines in processes', () => {
  const law = `${kills} kills in mid-commit: no step is lost, no effect inside is doubled`;
  const folder = databaseFolder();
  const postgres = postgresKind(startPostgres);
  afterAll(async () => {
    program.remove();
    folder.remove();
    await postgres.close();
  }, 60_000);

  test(`${law}, in SQLite`, async () => {
    await killOften(program, sqlitePlace(join(folder.path, 'kills.db')), seededRandom(1), orders);
  }, 900_000);

  test(`${law}, in PostgreSQL`, async () => {
    const { store } = await postgres.open();
    const at = await postgres.connectionString();
    const look: KillPlace['look'] = (by) => by(store);
    const place: KillPlace = { driver: 'postgres', at, tenant: store.tenant, look };
    await killOften(program, place, seededRandom(2), orders);
  }, 900_000);

  test('two of them on one PostgreSQL do every job once, and none is lost', async () => {
    const { store } = await postgres.open();
    const at = await postgres.connectionString();
    const place = { driver: 'postgres', at, tenant: store.tenant } as const;
    const workers = ['w1', 'w2'].map((name) => new ShopProcess(program, place, name, 'work'));
    const engine = new ProcessEngine({ store });
    await prepareShop(engine, store);
    const ids = Array.from({ length: 40 }, (_, n) => `o${n}`);
    for (const id of ids) await engine.start('order', { order: id }, { id });
    for (const worker of workers) worker.begin();
    while ((await engine.instances('active')).length > 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await Promise.all(workers.map((worker) => worker.kill()));
    const done = workers.flatMap(({ said }) => said.done);
    expect(done.toSorted()).toEqual(ids.toSorted());
    await checkShop(store, new Set(ids), new Set(ids));
  }, 300_000);
});
