/**
 * The news of the accepted quote starts the order, once: news are told at least once, so the start
 * is a deed with a name, which is done once however often it is asked for.
 */
import { transact } from '@kontor/kernel/store';
import type { Company } from './company.ts';
import { comeTo } from './time.ts';
import type { Told } from './told.ts';
import { dueOn, quoteId } from './win-a-deal.ts';

/** The order of a quote, as an instance of the process. */
export const orderId = (quote: string): string => `order-of-${quote}`;
/** What somebody has to do about it, as a task of the CRM. */
export const taskId = (quote: string): string => `task-of-${quote}`;

/** Follows the news of the CRM. */
export async function startTheOrder(company: Company): Promise<Told> {
  const { crm, bpm } = company;
  await comeTo(company, '2026-01-20 16:46');
  for (let news = await crm.events(); news.length > 0; news = await crm.events()) {
    for (const { type, data } of news) {
      if (type === 'crm.quote.accepted') await startOnce(company, data.id);
    }
    await crm.removeEvents(news.map(({ id }) => id));
  }

  const orders = await bpm.instancesFor(quoteId);
  const [first] = await bpm.history(orderId(quoteId));
  const task = (await crm.system('story').get('activity', taskId(quoteId)))!;
  return {
    title: 'The order is started',
    gist: `started once: ${orders.join(', ')}`,
    lines: [
      `order  ${orders.join(', ')}, ${new Date(first!.at).toISOString().slice(0, 10)}`,
      `task   ${task.subject}, until ${task.dueOn!}, for ${task.owner!}`,
    ],
  };
}

/** The process and the task of the CRM: one commit. */
async function startOnce({ store, crm, bpm }: Company, quote: string): Promise<void> {
  await transact(
    store,
    async (tx) => {
      const session = crm.within(tx, { system: 'orders' });
      const { number, account, opportunity } = (await session.get('quote', quote))!;
      const task = taskId(quote);
      await session.create('activity', {
        id: task,
        kind: 'task',
        subject: `Ship ${number!}`,
        dueOn,
        owner: 'ines',
        account: account!,
        opportunity: opportunity!,
      });
      await bpm
        .within(tx)
        .start('order', { quote, number: number!, task }, { id: orderId(quote), key: quote });
    },
    { id: `start ${orderId(quote)}`, repeated: () => undefined },
  );
}
