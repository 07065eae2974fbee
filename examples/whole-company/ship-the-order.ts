/**
 * The clerk ships: the task shows the customer card and what to do; completing it delivers,
 * invoices and wins the deal in the commit of the task.
 */
import type { Company } from './company.ts';
import { deliveryId, invoiceId } from './sale-entries.ts';
import { orderId, taskId } from './start-the-order.ts';
import { comeTo } from './time.ts';
import { table, type Told } from './told.ts';
import { dueOn, quoteId } from './win-a-deal.ts';

/** Completes the clerk's task. */
export async function shipTheOrder(company: Company): Promise<Told> {
  const { bpm } = company;
  await comeTo(company, `${dueOn} 10:30`);
  const [task] = await bpm.tasks({ candidateGroups: ['warehouse'], instance: orderId(quoteId) });
  if (task !== undefined) {
    if (task.assignee === undefined) await bpm.task(task.id, 'ines', { action: 'claim' });
    await bpm.complete(orderId(quoteId), 'ship', { parcels: 7 }, 'ines');
  }
  return tell(company);
}

async function tell({ bpm, crm, ledger }: Company): Promise<Told> {
  const order = orderId(quoteId);
  const [task] = await bpm.taskRecords(order);
  const session = crm.system('story');
  const quote = (await session.get('quote', quoteId))!;
  const deal = (await session.get('opportunity', quote.opportunity!))!;
  const activity = (await session.get('activity', taskId(quoteId)))!;
  const delivery = (await ledger.entry(deliveryId(quote.number!)))!;
  const invoice = (await ledger.entry(invoiceId(quote.number!)))!;
  const page = (await bpm.history(order)).find(({ events }) =>
    events.some((event) => event.type === 'left' && event.node === 'ship'),
  )!;
  const steps = page.events.flatMap((event) => (event.type === 'left' ? [event.node] : []));
  const at = [page.at, delivery.recordedAt, invoice.recordedAt, deal.closedAt!, activity.doneAt!];
  const instants = new Set(at.map((instant) => new Date(instant).toISOString()));
  const numbers = `${delivery.number!} and ${invoice.number!}`;
  return {
    title: 'The clerk ships, and all that follows from it is one commit',
    gist: `shipped: ${numbers} are posted, the deal is ${deal.stage}`,
    lines: [
      `the task '${task!.name}', of ${task!.assignee!}:`,
      ...task!.instructions!.split('\n').map((line) => `  ${line}`),
      `completed, in one commit at ${[...instants].join(', ')}: ${steps.join(', ')}`,
      `deal ${deal.stage}, task ${activity.status}; ${numbers}:`,
      ...table(
        ['account', '', 'amount', 'EUR'],
        [...delivery.lines, ...invoice.lines].map((line) => [
          line.account,
          line.currency,
          line.amount,
          line.base,
        ]),
      ).map((row) => `  ${row}`),
    ],
  };
}
