/**
 * A shop with tables and transactions of its own takes the engines in: what it saves and what they
 * save is committed together, rolled back together, and lost together when the connection breaks.
 */
import { manualClock } from '@kontor/kernel';
import { openEngines } from './engines.ts';
import { openServer } from './open-server.ts';
import { NotPaid, placeOrder } from './place-order.ts';
import { ConnectionLost, createShop, type Order } from './shop.ts';

const { pool, stop } = await openServer();
const clock = manualClock(Date.parse('2026-03-02T09:00:00Z'));
await createShop(pool);
const engines = await openEngines(pool, clock);
const { ledger, crm, bpm } = engines;

console.log('Ann pays 100.00 into her wallet');
await crm.system('shop').create('account', { name: 'ann' });
await ledger.post({
  id: 'top-up',
  date: '2026-03-02',
  lines: [
    { account: 'bank', amount: '100.00' },
    { account: 'wallet:ann', amount: '-100.00' },
  ],
});
await show();

await scene('She orders two helmets: one commit, of the shop and of the engines', [
  order('o-1', 'helmet', 2, '50.00'),
]);

await scene('Two more: one helmet is left, the check of the shop’s own table refuses', [
  order('o-2', 'helmet', 2, '50.00'),
]);

await scene('A lock for 60.00: the wallet refuses, and the shop gives its order up', [
  order('o-3', 'lock', 1, '60.00'),
]);

head('A helmet for 25.00, and the connection is lost before the commit');
const lost = await placeOrder(pool, engines, order('o-4', 'helmet', 1, '25.00'), async (client) => {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  await pool.query('select pg_terminate_backend($1)', [rows[0]!.pid]);
  await client.query('select 1');
}).catch((error: unknown) => {
  if (!(error instanceof ConnectionLost)) throw error;
  return 'lost';
});
console.log(`  o-4: ${lost}`);
await show();

await scene('Two orders at the same time, and money for one of them', [
  order('o-5', 'helmet', 1, '40.00'),
  order('o-6', 'helmet', 1, '40.00'),
]);

head('What the shop tells others, once it is committed');
for (const { id, type, data } of await ledger.events()) {
  const entries = data.entries.map(({ number }) => number ?? 'reserved');
  console.log(`  ${type}: ${entries.join(', ')}`);
  await ledger.removeEvents([id]);
}

head('The books agree with the shop');
const { rows: unlike } = await pool.query(`
  select o.id from shop_order o
  full join (select * from ledger_entry_v where journal = 'sales') e on e.number = o.entry_number
  where o.id is null or e.number is null`);
console.log(`  orders without an entry, entries without an order: ${unlike.length}`);
const verdict = await ledger.verify();
console.log(`  chain: ${verdict.ok}, audit: ${(await ledger.audit()).ok}`);
await stop();

function order(id: string, product: string, quantity: number, total: string): Order {
  return { id, customer: 'ann', product, quantity, total };
}

function head(text: string): void {
  console.log(`\n${text}`);
}

/** Orders that are placed at once; which of two is first is the database's to say. */
async function scene(text: string, orders: readonly Order[]): Promise<void> {
  head(text);
  const ends = await Promise.all(
    orders.map((each) => placeOrder(pool, engines, each).catch(reasonOf)),
  );
  const names = orders.length === 1 ? `${orders[0]!.id}: ` : '';
  for (const end of ends.toSorted()) console.log(`  ${names}${end}`);
  await show();
}

function reasonOf(error: unknown): string {
  if (error instanceof NotPaid) return `refused, ${error.message}`;
  const { code, constraint } = error as { code?: string; constraint?: string };
  if (code === '23514') return `refused, ${constraint ?? code}`;
  throw error;
}

/** What the shop and each engine have. */
async function show(): Promise<void> {
  const { rows: orders } = await pool.query('select id from shop_order');
  const { rows: stock } = await pool.query<{ left: string }>(
    `select string_agg(product || ' ' || on_hand, ', ' order by product) as left from shop_stock`,
  );
  const notes = await crm.system('shop').find('activity', {});
  const tasks = await bpm.tasks({ candidateGroups: ['store'] });
  const wallet = await ledger.balance('wallet:ann');
  const [series] = await ledger.series('sales');
  console.log(`  shop    orders: ${orders.length}, in stock: ${stock[0]!.left}`);
  console.log(`  books   sales: ${series?.numbers.length ?? 0}, wallet ${wallet.posted}`);
  console.log(`  crm     notes: ${notes.length}`);
  console.log(`  bpm     parcels to pack: ${tasks.length}`);
}
