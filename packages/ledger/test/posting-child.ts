/**
 * A process that posts to a ledger until it is killed; started by the tests of kills.
 *
 * Its arguments: the driver, where the database is, the tenant, and the prefix of its ids. When it
 * reads a line it begins. It prints every batch before it sends it, and what came of it after.
 */
import { once } from 'node:events';
import { seededRandom, sequentialIds, systemClock } from '@kontor/kernel';
import { postgresStore } from '@kontor/kernel/postgres';
import { sqliteStore } from '@kontor/kernel/sqlite';
import type { Store } from '@kontor/kernel/store';
import { Pool } from 'pg';
import { openSqlite } from '../../kernel/test/store/drivers.ts';
import { Ledger } from '../src/ledger.ts';
import { BatchDrawer, randomSetup } from './random-batches.ts';

const [driver = '', place = '', tenant = '', prefix = ''] = process.argv.slice(2);
process.stdout.write('ready\n');
await once(process.stdin, 'data');

const ledger = new Ledger({ store: openStore(), clock: systemClock, ids: sequentialIds(prefix) });
await ledger.prepare();
await ledger.open(randomSetup);
const random = seededRandom(Number(prefix.replaceAll(/\D/g, '')));
const drawer = new BatchDrawer(random, { prefix, repeats: false });
for (let round = 0; ; round++) {
  // Two callers side by side: they share a commit.
  await Promise.all([post(`${round} a`), post(`${round} b`)]);
}

async function post(name: string): Promise<void> {
  const commands = drawer.batch(4);
  say('sent', { name, commands });
  const outcomes = await ledger.postAll(commands);
  drawer.learn(commands, outcomes);
  say('told', { name, outcomes });
}

function say(what: 'sent' | 'told', said: object): void {
  process.stdout.write(`${what} ${JSON.stringify(said)}\n`);
}

function openStore(): Store {
  if (driver === 'postgres') {
    const pool = new Pool({ connectionString: place, max: 2 });
    pool.on('error', () => undefined);
    return postgresStore(pool, { tenant });
  }
  return sqliteStore(openSqlite(driver, place), { tenant });
}
