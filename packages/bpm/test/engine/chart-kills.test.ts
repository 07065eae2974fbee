/**
 * Charts in processes that are killed: no transition is lost or doubled, nor is what they cause.
 */
import { join } from 'node:path';
import { manualClock, seededRandom, systemClock, ulids } from '@kontor/kernel';
import type { Store } from '@kontor/kernel/store';
import { afterAll, describe, expect, test } from 'vitest';
import { bundleProgram } from '../../../kernel/test/store/bundle-program.ts';
import { databaseFolder, kills } from '../../../kernel/test/store/drivers.ts';
import { startPostgres } from '../../../kernel/test/store/postgres-server.ts';
import { postgresKind } from '../../../ledger/test/stores.ts';
import { history, instances, type StoredInstance } from '../../src/engine/engine-collections.ts';
import { asChart } from '../../src/engine/snapshot.ts';
import { ProcessEngine } from '../../src/process-engine.ts';
import {
  type AllSaid,
  type KilledWork,
  killOften,
  type KillPlace,
  sqlitePlace,
} from './kill-often.ts';
import { handleParcels, PARCEL_STATES, prepareParcels, sendEvents } from './parcel.ts';
import { checkHistory, checkRows, readAll } from './rows-law.ts';
import { marks } from './shop.ts';
import { shopProgram } from './shop-process.ts';

const parcelsIn = (all: readonly StoredInstance[]): StoredInstance[] =>
  all.filter(({ process }) => process === 'parcel');

/** States of each chart in the order of entering: the first so many of all, each once. */
async function checkTransitions(store: Store, all: readonly StoredInstance[]): Promise<void> {
  const entered = new Map<string, string[]>(parcelsIn(all).map(({ id }) => [id, []]));
  for (const { instance, events } of await readAll(store, history)) {
    for (const event of events) {
      if (event.type === 'entered') entered.get(instance)?.push(event.node);
    }
  }
  for (const [id, states] of entered) {
    expect([id, states]).toEqual([id, PARCEL_STATES.slice(0, states.length)]);
  }
}

/** Of what a worker does, every attempt of one parcel has the same key. */
function checkKeys(done: readonly string[]): void {
  const keys = [...new Set(done)];
  const parcels = keys.map((key) => key.split('/')[0]);
  expect(parcels.length).toBe(new Set(parcels).size);
}

/** What was acknowledged is there; what is there has happened once. */
async function check(store: Store, { sent, told, done }: AllSaid): Promise<void> {
  await checkRows(store);
  await checkHistory(store);
  const all = await readAll(store, instances);
  const ids = new Set(parcelsIn(all).map(({ id }) => id));
  expect([...told].filter((id) => !ids.has(id))).toEqual([]);
  expect([...ids].filter((id) => !sent.has(id))).toEqual([]);
  await checkTransitions(store, all);
  checkKeys(done);
  const billed = all.filter(({ process }) => process === 'billing');
  const expected = [
    ...[...ids].map((id) => `pick ${id}`),
    ...billed.map(({ id }) => `bill ${id.split(':')[0]}`),
  ];
  const found = await readAll(store, marks);
  expect(found.filter(({ times }) => times !== 1)).toEqual([]);
  expect(found.map(({ id }) => id)).toEqual(expected.toSorted());
}

/** Sends all events once more, and does what is due, an hour later. */
async function finish(store: Store): Promise<void> {
  const clock = manualClock(Date.now() + 3_600_000);
  const engine = new ProcessEngine({ store, clock, ids: ulids(systemClock) });
  await prepareParcels(engine, store);
  handleParcels(engine, () => undefined);
  for (const { id, state } of parcelsIn(await readAll(store, instances))) {
    if (state === 'active') await sendEvents(engine, id);
  }
  for (let work = 1; work > 0; clock.advance(1000)) {
    const { timers, sent, jobs } = await engine.tick();
    work = timers + sent + jobs;
  }
  const ended = parcelsIn(await readAll(store, instances)).map(({ id, snapshot }) => {
    const { state, sessions } = asChart(snapshot);
    return [id, state, sessions[0]!.output];
  });
  const wanted = ended.map(([id]) => [id, 'completed', { rings: 1, notes: 2 }]);
  expect(ended).toEqual(wanted);
}

const parcels: KilledWork = { role: 'parcels', check, finish };

const program = await bundleProgram(shopProgram);

describe.concurrent('charts in processes', () => {
  const law = `${kills} kills: no transition, event, timer or effect is lost or doubled`;
  const folder = databaseFolder();
  const postgres = postgresKind(startPostgres);
  afterAll(async () => {
    program.remove();
    folder.remove();
    await postgres.close();
  }, 60_000);

  test(`${law}, in SQLite`, async () => {
    await killOften(
      program,
      sqlitePlace(join(folder.path, 'parcels.db')),
      seededRandom(3),
      parcels,
    );
  }, 900_000);

  test(`${law}, in PostgreSQL`, async () => {
    const { store } = await postgres.open();
    const at = await postgres.connectionString();
    const look: KillPlace['look'] = (by) => by(store);
    const place: KillPlace = { driver: 'postgres', at, tenant: store.tenant, look };
    await killOften(program, place, seededRandom(4), parcels);
  }, 900_000);
});
