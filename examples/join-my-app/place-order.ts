/**
 * An order: rows of the application, an entry, a note at the customer and a process, in the one
 * transaction of the application.
 */
import { transact } from '@kontor/kernel/store';
import type { Pool, PoolClient } from 'pg';
import type { Engines } from './engines.ts';
import { inTransaction, type Order, saveOrder, takeStock } from './shop.ts';

/** The customer cannot pay: news of the books, which the application answers by giving up. */
export class NotPaid extends Error {}

/** What is done between the application's rows and its commit, for the scenes of this program. */
export type LastWork = (client: PoolClient) => Promise<void>;

/**
 * Places an order and returns the number of its entry.
 *
 * The row of the order is written first, the stock is taken last: whichever refuses, nothing of the
 * rest stays.
 */
export function placeOrder(
  pool: Pool,
  engines: Engines,
  order: Order,
  lastWork: LastWork = async () => undefined,
): Promise<string> {
  return inTransaction(pool, async (client) => {
    await saveOrder(client, order);
    const number = await tellEngines(client, engines, order);
    const sql = 'update shop_order set entry_number = $2 where id = $1';
    await client.query(sql, [order.id, number]);
    await takeStock(client, order);
    await lastWork(client);
    return number;
  });
}

/** The part of the engines: one `transact` within the application's transaction. */
function tellEngines(client: PoolClient, engines: Engines, order: Order): Promise<string> {
  const { store, ledger, crm, bpm } = engines;
  return transact(store.within(client), async (tx) => {
    const [sale] = await ledger.postWithin(tx, [
      {
        id: `sale-${order.id}`,
        date: '2026-03-02',
        journal: 'sales',
        lines: [
          { account: `wallet:${order.customer}`, amount: order.total },
          { account: 'sales', amount: `-${order.total}` },
        ],
      },
    ]);
    if (sale?.ok !== true) throw new NotPaid(sale?.code);
    const [customer] = await crm.within(tx, { system: 'shop' }).find('account', {
      where: { field: 'name', op: 'eq', value: order.customer },
    });
    await crm.within(tx, { system: 'shop' }).create('activity', {
      kind: 'note',
      subject: `bought ${order.quantity} × ${order.product}`,
      account: customer!.id,
    });
    await bpm.within(tx).start('delivery', { order: order.id }, { id: `delivery-${order.id}` });
    return sale.number!;
  });
}
