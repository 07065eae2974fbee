/**
 * The company in processes that are killed at random, on SQLite and PostgreSQL: each goes on where
 * the one before was killed, and the last tells the story of an undisturbed run.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '@kontor/kernel';
import { postgresStore } from '@kontor/kernel/postgres';
import { sqliteStore } from '@kontor/kernel/sqlite';
import type { Store } from '@kontor/kernel/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCompany } from '../../examples/whole-company/story.ts';
import { bundleProgram, type Program } from '../../packages/kernel/test/store/bundle-program.ts';
import { databaseFolder, kills, openSqlite } from '../../packages/kernel/test/store/drivers.ts';
import {
  type PostgresServer,
  startPostgres,
} from '../../packages/kernel/test/store/postgres-server.ts';
import { checkEnd, checkMoment } from './company-laws.ts';
import { companyProgram, type CompanyPlace, CompanyProcess } from './company-process.ts';

/** The story has about so many commits; each process is let live for a part of them. */
const COMMITS = 100;

const expected = readFileSync(
  new URL('../../examples/whole-company/expected.txt', import.meta.url),
  'utf8',
);

/** A database, and how it is looked at from here. */
interface LookedAt extends CompanyPlace {
  look(by: (store: Store) => Promise<void>): Promise<void>;
}

/** Companies one after the other, until so many processes were killed. */
async function killOften(
  program: Program,
  placeOf: (company: number) => LookedAt,
  seed: number,
): Promise<void> {
  const random = seededRandom(seed);
  let inTheMiddle = 0;
  for (let company = 0, killed = 0; killed < kills; company++) {
    const place = placeOf(company);
    for (let isDone = false; !isDone && killed < kills; killed++) {
      const one = new CompanyProcess(program, place);
      await one.untilCommits(1 + Math.floor(random() * COMMITS * 0.6));
      await new Promise((resolve) => setTimeout(resolve, random() * 5));
      isDone = await one.kill();
      if (!isDone) inTheMiddle++;
      await place.look(checkMoment);
    }
    await place.look(async (store) => {
      const lines: string[] = [];
      await runCompany(store, (line) => lines.push(line));
      expect(`${lines.join('\n')}\n`).toBe(expected);
      await checkEnd(store);
    });
  }
  expect(inTheMiddle).toBeGreaterThanOrEqual(kills / 2);
}

describe.concurrent('the company', () => {
  const law = `killed ${kills} times it loses nothing, doubles nothing and tells the same`;
  const folder = databaseFolder();
  let program: Program;
  let server: PostgresServer;
  beforeAll(async () => {
    [program, server] = await Promise.all([bundleProgram(companyProgram), startPostgres()]);
  });
  afterAll(async () => {
    program.remove();
    folder.remove();
    await server.stop();
  }, 60_000);

  test(`${law}, in SQLite`, async () => {
    await killOften(program, (company) => sqlitePlace(join(folder.path, `${company}.db`)), 1);
  }, 1_800_000);

  test(`${law}, in PostgreSQL`, async () => {
    const pool = server.pool();
    const placeOf = (company: number): LookedAt => {
      const tenant = `company-${company}`;
      const look: LookedAt['look'] = (by) => by(postgresStore(pool, { tenant }));
      return { driver: 'postgres', at: server.connectionString, tenant, look };
    };
    await killOften(program, placeOf, 2);
  }, 1_800_000);
});

function sqlitePlace(at: string): LookedAt {
  const tenant = 'company';
  const look: LookedAt['look'] = async (by) => {
    // The folder with which the driver locks the file outlives a killed process.
    rmSync(`${at}.lock`, { recursive: true, force: true });
    const database = openSqlite('node-sqlite3-wasm', at);
    const store = sqliteStore(database, { tenant });
    try {
      await by(store);
    } finally {
      await store.close();
      database.close();
    }
  };
  return { driver: 'sqlite', at, tenant, look };
}
