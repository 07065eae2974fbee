/**
 * A process that runs an engine until it is killed; started by the tests of kills and shared work.
 *
 * Its arguments: the driver, where the database is, the tenant, a prefix of its ids, and what it
 * does: `orders` starts orders without end and works, `parcels` starts charts of parcels and sends
 * them events, `work` only works. It begins when it reads a line. It prints every order before it
 * starts it, and when that has been acknowledged.
 */
import { once } from 'node:events';
import { systemClock, ulids } from '@kontor/kernel';
import { postgresStore } from '@kontor/kernel/postgres';
import { sqliteStore } from '@kontor/kernel/sqlite';
import type { Store } from '@kontor/kernel/store';
import { Pool } from 'pg';
import { openSqlite } from '../../../kernel/test/store/drivers.ts';
import { ProcessEngine } from '../../src/process-engine.ts';
import { handleParcels, prepareParcels, sendEvents } from './parcel.ts';
import { handleOrders, prepareShop } from './shop.ts';

const [driver = '', place = '', tenant = '', prefix = '', role = ''] = process.argv.slice(2);
say('ready');
await once(process.stdin, 'data');

const store = openStore();
const engine = new ProcessEngine({ store, clock: systemClock, ids: ulids(systemClock) });
if (role === 'parcels') {
  await prepareParcels(engine, store);
  handleParcels(engine, (effectKey) => say(`done ${effectKey}`));
} else {
  await prepareShop(engine, store);
  handleOrders(engine, (order) => say(`done ${order}`));
}
if (role === 'work') {
  await engine.run({ signal: new AbortController().signal, pollMs: 5 });
}
for (let round = 0; ; round++) {
  await Promise.all([0, 1].map((at) => begin(`${prefix}-${round}-${at}`)));
  await engine.tick();
}

async function begin(order: string): Promise<void> {
  say(`sent ${order}`);
  if (role === 'parcels') await engine.charts.start('parcel', { order }, { id: order });
  else await engine.start('order', { order }, { id: order });
  say(`told ${order}`);
  if (role === 'parcels') await sendEvents(engine, order);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function openStore(): Store {
  if (driver === 'postgres') {
    const pool = new Pool({ connectionString: place, max: 4 });
    pool.on('error', () => undefined);
    return postgresStore(pool, { tenant });
  }
  return sqliteStore(openSqlite(driver, place), { tenant });
}
