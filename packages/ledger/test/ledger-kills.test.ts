/** The ledger in processes that are killed in mid-commit. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Random, seededRandom, sequentialIds, systemClock } from '@kontor/kernel';
import { sqliteStore } from '@kontor/kernel/sqlite';
import type { Store } from '@kontor/kernel/store';
import { afterAll, describe, expect, test } from 'vitest';
import { bundleProgram } from '../../kernel/test/store/bundle-program.ts';
import { databaseFolder, kills, openSqlite } from '../../kernel/test/store/drivers.ts';
import type { Outcome } from '../src/entry.ts';
import { Ledger } from '../src/ledger.ts';
import { checkBooks, checkSound } from './faulty-world.ts';
import { Poster, type PostingPlace, postingProgram, type SentBatch } from './posting-process.ts';
import { startPostgres } from '../../kernel/test/store/postgres-server.ts';
import { postgresKind } from './stores.ts';

/** A database that processes post to, and how it is opened in this one. */
interface KillPlace extends PostingPlace {
  look<Result>(by: (store: Store) => Promise<Result>): Promise<Result>;
}

const tenant = 'kills';
const program = await bundleProgram(postingProgram);

/** Everything that processes were told of a database, with what was sent again for want of it. */
class Told {
  readonly outcomes = new Map<string, Outcome>();
  unanswered = 0;

  /** Sends again what had no answer, under the same ids, and checks all that was ever told. */
  async check(store: Store, batches: readonly SentBatch[], round: number): Promise<void> {
    const ids = sequentialIds(`again-${round}`);
    const ledger = new Ledger({ store, clock: systemClock, ids });
    for (const { commands, outcomes } of batches) {
      if (outcomes === undefined) this.unanswered++;
      const known = outcomes ?? (await ledger.postAll(commands));
      known.forEach((outcome, at) => this.outcomes.set(commands[at]!.id, outcome));
    }
    await checkSound(ledger, this.outcomes);
  }
}

/** Lets processes post and kills them at a moment nobody chose; says how much was unanswered. */
async function killOften(place: KillPlace, random: Random): Promise<number> {
  const told = new Told();
  let started = 0;
  const start = (kill: number): Poster[] => {
    // Two at once where several processes may share a database.
    const isShared = place.driver === 'postgres';
    const count = kill >= kills ? 0 : isShared ? 2 : 1;
    return Array.from(
      { length: count },
      () => new Poster(program, place, tenant, `k${++started}-`),
    );
  };
  for (let kill = 0, next = start(0); kill < kills; kill++) {
    const posters = next;
    // The next ones load their modules meanwhile.
    next = start(kill + 1);
    const batches = 2 + Math.floor(random() * 10);
    await Promise.all(posters.map((poster) => poster.postUntilTold(batches)));
    await new Promise((resolve) => setTimeout(resolve, random() * 10));
    await Promise.all(posters.map((poster) => poster.kill()));
    for (const { sent } of posters) expect(sent.length).toBeGreaterThanOrEqual(batches);
    const sent = posters.flatMap((poster) => poster.sent);
    await place.look((store) => told.check(store, sent, kill));
  }
  await place.look((store) => checkBooks(new Ledger({ store, clock: systemClock }), told.outcomes));
  return told.unanswered;
}

describe.concurrent('Ledger in processes that are killed', () => {
  const law = `${kills} kills in mid-commit: what was acknowledged is there once`;
  const folder = databaseFolder();
  const postgres = postgresKind(startPostgres);
  afterAll(async () => {
    program.remove();
    folder.remove();
    await postgres.close();
  }, 60_000);

  test(`${law}, in SQLite`, async () => {
    const driver = 'node-sqlite3-wasm';
    const at = join(folder.path, 'kills.db');
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
    expect(await killOften({ driver, at, look }, seededRandom(1))).toBeGreaterThan(0);
  }, 900_000);

  test(`${law}, in PostgreSQL`, async () => {
    const { store } = await postgres.open();
    const at = await postgres.connectionString();
    const look: KillPlace['look'] = (by) => by(store.forTenant(tenant));
    const place: KillPlace = { driver: 'postgres', at, look };
    expect(await killOften(place, seededRandom(2))).toBeGreaterThan(0);
  }, 900_000);
});
