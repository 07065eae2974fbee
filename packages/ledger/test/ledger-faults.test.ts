/** The ledger on stores that fail, and in processes that are killed in mid-commit. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Random, seededRandom, sequentialIds, systemClock } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { sqliteStore } from '@kontor/kernel/sqlite';
import type { Store } from '@kontor/kernel/store';
import { afterAll, describe, expect, test } from 'vitest';
import { databaseFolder, fullRun, openSqlite } from '../../kernel/test/store/drivers.ts';
import type { Outcome } from '../src/entry.ts';
import { Ledger } from '../src/ledger.ts';
import { checkBooks, checkSound, runFaultyWorld } from './faulty-world.ts';
import { Poster } from './posting-process.ts';
import { postgresKind } from './stores.ts';

describe('Ledger on a store that fails', () => {
  const seeds = fullRun ? 500 : 24;
  const law = 'property: what was acknowledged is there once, what was refused is not';

  test(`${law} (${seeds} seeds)`, async () => {
    let faults = 0;
    let entries = 0;
    for (let seed = 1; seed <= seeds; seed++) {
      const store = memoryStore();
      const world = { store, reopen: async () => store.forTenant(store.tenant) };
      try {
        const report = await runFaultyWorld(world, seed);
        faults += report.faults;
        entries += report.entries;
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error });
      }
    }
    expect(faults).toBeGreaterThan(5 * seeds);
    expect(entries).toBeGreaterThan(10 * seeds);
  }, 600_000);
});

/** A database that processes post to, and how it is opened in this one. */
interface KillPlace {
  readonly driver: string;
  readonly place: string;
  /** So many processes post at once, before each kill. */
  posters(kill: number): number;
  look<Result>(by: (store: Store) => Promise<Result>): Promise<Result>;
}

const kills = fullRun ? 50 : 3;

/** Lets processes post, kills them at a moment nobody chose, sends again what had no answer. */
async function killOften(at: KillPlace, random: Random): Promise<number> {
  const told = new Map<string, Outcome>();
  let started = 0;
  const start = (kill: number): Poster[] =>
    Array.from({ length: at.posters(kill) }, () => {
      const prefix = `k${++started}-`;
      return new Poster({ driver: at.driver, place: at.place, tenant: 'kills', prefix });
    });
  let unanswered = 0;
  for (let kill = 0, next = start(0); kill < kills; kill++) {
    const posters = next;
    // The next ones load their modules meanwhile.
    next = kill + 1 < kills ? start(kill + 1) : [];
    const batches = 2 + Math.floor(random() * 12);
    await Promise.all(posters.map((poster) => poster.postUntilTold(batches)));
    await new Promise((resolve) => setTimeout(resolve, random() * 10));
    await Promise.all(posters.map((poster) => poster.kill()));
    for (const { sent } of posters) expect(sent.size).toBeGreaterThanOrEqual(batches);
    await at.look(async (store) => {
      const ledger = new Ledger({ store, clock: systemClock, ids: sequentialIds(`again-${kill}`) });
      for (const { commands, outcomes } of posters.flatMap(({ sent }) => [...sent.values()])) {
        if (outcomes === undefined) unanswered++;
        const known = outcomes ?? (await ledger.postAll(commands));
        known.forEach((outcome, of) => told.set(commands[of]!.id, outcome));
      }
      await checkSound(ledger, told);
    });
  }
  await at.look((store) => checkBooks(new Ledger({ store, clock: systemClock }), told));
  return unanswered;
}

describe.concurrent('Ledger in processes that are killed', () => {
  const law = `killed ${kills} times in mid-commit: what was acknowledged is there once`;
  const folder = databaseFolder();
  const postgres = postgresKind();
  afterAll(async () => {
    folder.remove();
    await postgres.close();
  }, 60_000);

  test(`${law}, in SQLite`, async () => {
    const place = join(folder.path, 'kills.db');
    const unanswered = await killOften(
      {
        driver: 'node-sqlite3-wasm',
        place,
        posters: () => 1,
        look: async (by) => {
          // The folder with which the driver locks the file outlives a killed process.
          rmSync(`${place}.lock`, { recursive: true, force: true });
          const database = openSqlite('node-sqlite3-wasm', place);
          const store = sqliteStore(database, { tenant: 'kills' });
          try {
            return await by(store);
          } finally {
            await store.close();
            database.close();
          }
        },
      },
      seededRandom(1),
    );
    expect(unanswered).toBeGreaterThan(0);
  }, 900_000);

  test(`${law}, in PostgreSQL, two at once`, async () => {
    const { store } = await postgres.open();
    const place = await postgres.connectionString();
    const look: KillPlace['look'] = (by) => by(store.forTenant('kills'));
    const posters = (kill: number): number => (fullRun || kill === 1 ? 2 : 1);
    const terms = { driver: 'postgres', place, posters, look };
    expect(await killOften(terms, seededRandom(2))).toBeGreaterThan(0);
  }, 900_000);
});
