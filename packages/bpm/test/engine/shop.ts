/**
 * A shop whose orders leave marks that can be counted: one inside the commit of the step, one by a
 * worker with the key of its effect, one by each end.
 */
import { collection, type Store, type Transaction } from '@kontor/kernel/store';
import { z } from 'zod';
import { service } from '../../src/contract.ts';
import type { ProcessEngine } from '../../src/process-engine.ts';
import { readNotation } from '../notation.ts';

/** What was done for an order. */
export interface Mark {
  readonly id: string;
  readonly order: string;
  /** How often it was done. */
  readonly times: number;
}

/** Marks that were left inside commits. */
export const marks = collection<Mark>('shop_mark', {
  id: ({ id }) => id,
  fields: { order: 'text', times: 'integer' },
});

const order = z.object({ order: z.string() });
const reserve = service('reserve', { input: order, output: z.object({ reserved: z.number() }) });
const send = service('send', { input: order, output: z.object({ sent: z.boolean() }) });
const book = service('book', { input: order, output: z.object({ booked: z.number() }) });

const definition = readNotation(
  'start > svc(R, reserve) > timer(t, PT0.001S) > svc(S, send) > svc(B, book) > end',
  { id: 'order' },
).main;

/** Makes what is kept, and deploys the process of an order. */
export async function prepareShop(engine: ProcessEngine, store: Store): Promise<void> {
  await engine.prepare();
  await store.prepare([marks]);
  await engine.deploy(definition);
}

/** Leaves a mark in a commit. @returns how often it was left */
export async function leaveMark(tx: Transaction, what: string, name: string): Promise<number> {
  const id = `${what} ${name}`;
  const times = ((await tx.get(marks, id))?.times ?? 0) + 1;
  tx.put(marks, { id, order: name, times });
  return times;
}

/** Registers who does the work. @param sent - is told of each order that a worker has sent */
export function handleOrders(engine: ProcessEngine, sent: (order: string) => void): void {
  engine.handleInside(reserve, async ({ order: name }, { tx }) => ({
    reserved: await leaveMark(tx, 'reserve', name),
  }));
  engine.handleInside(book, async ({ order: name }, { tx }) => ({
    booked: await leaveMark(tx, 'book', name),
  }));
  engine.handle(send, ({ order: name }) => {
    sent(name);
    return { sent: true };
  });
}
