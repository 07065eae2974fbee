/**
 * What the process asks of the shop's own systems: contracts, and who fulfils them.
 *
 * Placing and withdrawing write to this very database, so they run inside the commit of their step:
 * the task that was completed, the order and the entry in the books are one commit. The supplier is
 * at the other end of a network: there a handler runs outside, at least once, with a key.
 */
import { businessError, type InsideJob, type ProcessEngine, service } from '@kontor/bpm';
import type { Clock } from '@kontor/kernel';
import { collection } from '@kontor/kernel/store';
import type { Command, Ledger } from '@kontor/ledger';
import { z } from 'zod';

/** An order, a row of our own. */
export interface PurchaseOrder {
  readonly id: string;
  readonly item: string;
  readonly state: 'placed' | 'withdrawn';
}

/** The orders. */
export const purchaseOrders = collection<PurchaseOrder>('purchase_order', {
  id: ({ id }) => id,
  fields: { item: 'text', state: 'text' },
});

const request = z.object({ request: z.string(), item: z.string(), total: z.number() });
const order = z.object({ orderNumber: z.string(), item: z.string() });
const nothing = z.object({});

const place = service('order.place', {
  input: request,
  output: z.object({ orderNumber: z.string() }),
});
const withdraw = service('order.withdraw', { input: order, output: nothing });
const send = service('supplier.send', { input: order, output: nothing });
const recall = service('supplier.recall', { input: order, output: nothing });

/** The supplier's doors, in a program of yours over HTTP. */
export interface Supplier {
  send(orderNumber: string, key: string): void;
  recall(orderNumber: string, key: string): void;
}

/** Registers all of them. */
export function registerServices(bpm: ProcessEngine, ledger: Ledger, supplier: Supplier): void {
  bpm.handleInside(place, async ({ request: id, item, total }, job) => {
    const orderNumber = `PO-${id}`;
    const taken = await post(ledger, job, {
      id: orderNumber,
      date: dateOf(job),
      lines: [
        { account: 'budget:workshop', amount: total.toFixed(2) },
        { account: 'committed', amount: (-total).toFixed(2) },
      ],
    });
    if (!taken) throw businessError('NO_BUDGET');
    job.tx.put(purchaseOrders, { id: orderNumber, item, state: 'placed' });
    return { orderNumber };
  });
  bpm.handleInside(withdraw, async ({ orderNumber, item }, job) => {
    const reversal = { do: 'reverse', id: `${orderNumber}-back`, entryId: orderNumber } as const;
    await post(ledger, job, { ...reversal, date: dateOf(job), reason: 'withdrawn' });
    job.tx.put(purchaseOrders, { id: orderNumber, item, state: 'withdrawn' });
    return {};
  });
  bpm.handle(send, ({ orderNumber }, { effectKey }) => {
    supplier.send(orderNumber, effectKey);
    return {};
  });
  bpm.handle(recall, ({ orderNumber }, { effectKey }) => {
    supplier.recall(orderNumber, effectKey);
    return {};
  });
}

/** Posts in the commit of the step. @returns whether the books took it */
async function post(ledger: Ledger, { tx }: InsideJob, command: Command): Promise<boolean> {
  const [outcome] = await ledger.postWithin(tx, [command]);
  if (outcome!.ok) return true;
  if (outcome!.code === 'LEDGER_EXCEEDS_BALANCE_LIMIT') return false;
  throw new Error(`${outcome!.id}: ${outcome!.code}`);
}

const dateOf = ({ now }: Pick<InsideJob, 'now'>): string =>
  new Date(now).toISOString().slice(0, 10);

/** Opens the books: a year's budget of the workshop, from which nobody may take more than is there. */
export async function openBudget(ledger: Ledger, clock: Clock): Promise<void> {
  await ledger.prepare();
  await ledger.open({
    entity: { id: 'workshop', functionalCurrency: 'EUR', zone: 'Europe/Amsterdam' },
    accounts: [
      { id: 'funds', type: 'asset' },
      { id: 'budget:workshop', type: 'liability', floor: '0' },
      { id: 'committed', type: 'liability' },
    ],
  });
  await ledger.post({
    id: 'budget-2026',
    date: dateOf({ now: clock.now() }),
    lines: [
      { account: 'funds', amount: '6000.00' },
      { account: 'budget:workshop', amount: '-6000.00' },
    ],
  });
}
