/**
 * The application as it was before: its tables, its pool, its transactions.
 *
 * One thing was added for the engines: a transaction is SERIALIZABLE, and is run again where the
 * database or an engine says that somebody else was faster.
 */
import { KernelError } from '@kontor/kernel';
import type { Pool, PoolClient } from 'pg';

/** What a customer orders. */
export interface Order {
  readonly id: string;
  readonly customer: string;
  readonly product: string;
  readonly quantity: number;
  readonly total: string;
}

const TRIES_MAX = 10;

/** The application's own tables; the stock may not go below zero. */
export async function createShop(pool: Pool): Promise<void> {
  await pool.query(`
    create table shop_stock (product text primary key, on_hand integer check (on_hand >= 0));
    create table shop_order (
      id text primary key, customer text, product text references shop_stock, quantity integer,
      total numeric, entry_number text
    );
    insert into shop_stock values ('helmet', 3), ('lock', 1);
  `);
}

/**
 * The connection is gone: the server has rolled back by itself, or, where the commit was under way,
 * nobody can say. How the driver tells it is chance: the query that was running fails, or the
 * connection does, or the next query is not taken any more.
 */
export class ConnectionLost extends Error {}

/** The application's transaction: all that is done on the client is there at the end, or nothing. */
export async function inTransaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries++) {
    const client = await pool.connect();
    let isLost = false;
    // Without a listener a connection that the server ends would end the process.
    const onLoss = (): void => {
      isLost = true;
    };
    client.on('error', onLoss);
    try {
      await client.query('begin isolation level serializable');
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      // A connection that cannot take it is lost.
      if (!isLost) await client.query('rollback').catch(onLoss);
      if (isLost) throw new ConnectionLost('the connection is gone', { cause: error });
      if (tries === TRIES_MAX || !isOvertaken(error)) throw error;
    } finally {
      if (!isLost) client.off('error', onLoss);
      client.release(isLost);
    }
  }
}

/** The database's word for it, or an engine's. */
function isOvertaken(error: unknown): boolean {
  const { code } = error as { readonly code?: string };
  return code === '40001' || KernelError.is(error, 'KERNEL_CONFLICT');
}

/** The row of an order. */
export async function saveOrder(client: PoolClient, order: Order): Promise<void> {
  const { id, customer, product, quantity, total } = order;
  await client.query(
    'insert into shop_order (id, customer, product, quantity, total) values ($1, $2, $3, $4, $5)',
    [id, customer, product, quantity, total],
  );
}

/** Takes the goods; the table's check refuses what is not there. */
export async function takeStock(client: PoolClient, order: Order): Promise<void> {
  const sql = 'update shop_stock set on_hand = on_hand - $2 where product = $1';
  await client.query(sql, [order.product, order.quantity]);
}
