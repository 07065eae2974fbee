/**
 * What page 5 of the tutorial ends with: a process that takes an accepted quote to its payment, and
 * whose delivery moves stock, deal and books in one commit.
 */
import { ProcessEngine, service } from '@kontor/bpm';
import { process } from '@kontor/bpm/define';
import { formatMoney, money, multiplyMoney } from '@kontor/kernel';
import { costRollUp } from '@kontor/mrp';
import { z } from 'zod';
import { lines as pair, stock } from './books.ts';
import { openShop, type Shop } from './customers.ts';
import { works } from './works.ts';

const deliver = service('order.deliver', {
  input: z.object({ quote: z.string() }),
  output: z.object({ invoice: z.string(), gross: z.string() }),
});
const settle = service('order.settle', {
  input: z.object({ invoice: z.string(), gross: z.string() }),
  output: z.object({}),
});

/** From an accepted quote to the money. */
export const order = process('order', {
  input: z.object({ quote: z.string() }),
  messages: { payment: z.object({}) },
})
  .user('build', { candidateGroups: ['workshop'] })
  .service('deliver', deliver, { in: { quote: 'quote' }, retry: { attempts: 1 } })
  .receive('await payment', 'payment', { key: 'invoice' })
  .service('settle', settle, { in: { invoice: 'invoice', gross: 'gross' } })
  .build();

/** The shop with its processes. */
export interface Company extends Shop {
  readonly bpm: ProcessEngine;
}

/** Starts the process engine on the store of the shop; the café's order has gone all its way. */
export async function openCompany(): Promise<Company> {
  const shop = await openShop();
  const bpm = new ProcessEngine({ store: shop.store, clock: shop.clock });
  handleDelivery(bpm, shop);
  handlePayment(bpm, shop);
  await bpm.prepare();
  await bpm.deploy(order.definition);
  const company: Company = { ...shop, bpm };
  const [quote] = await shop.crm.system('orders').find('quote');
  const date = '2026-03-02';
  await shop.ledger.post({
    id: 'I-2025-9-paid',
    date,
    lines: pair('bank', 'receivables', '2000.00'),
  });
  await runOrder(company, { quote: quote!.id, delivered: date, paid: '2026-03-16' });
  return company;
}

function handleDelivery(bpm: ProcessEngine, { crm, ledger }: Shop): void {
  const model = works();
  const cost = costRollUp(model, { decimals: 2 }).costs.find(({ item }) => item === 'machine')!;
  bpm.handleInside(deliver, async ({ quote: id }, { tx }) => {
    const orders = crm.within(tx, { system: 'orders' });
    const quote = (await orders.get('quote', id))!;
    const { net, tax, gross, lines } = quote.offer.priced;
    const count = BigInt(lines[0]!.quantity);
    await orders.opportunities.move(quote.opportunity!, { to: 'won' });
    for (const { component, quantityPer } of model.boms[0]!.lines) {
      tx.increment(stock, component, 'quantity', -count * BigInt(quantityPer));
    }
    const invoice = `I-${quote.number!}`;
    const costs = formatMoney(multiplyMoney(money(cost.total!, 'EUR'), count, 'halfEven'));
    const dims = { customer: quote.account! };
    const [posted] = await ledger.postWithin(tx, [
      {
        id: invoice,
        date: await ledger.today(),
        lines: [
          { account: 'receivables', amount: gross },
          { account: 'sales', amount: `-${net}`, dims },
          { account: 'output-vat', amount: `-${tax}` },
          { account: 'cost-of-sales', amount: costs, dims },
          { account: 'inventory', amount: `-${costs}` },
        ],
      },
    ]);
    if (posted?.ok !== true) throw new Error(posted?.code);
    return { invoice, gross };
  });
}

function handlePayment(bpm: ProcessEngine, { ledger }: Shop): void {
  bpm.handleInside(settle, async ({ invoice, gross }, { tx }) => {
    const id = `${invoice}-paid`;
    const entry = { id, date: await ledger.today(), lines: pair('bank', 'receivables', gross) };
    const [posted] = await ledger.postWithin(tx, [entry]);
    if (posted?.ok !== true) throw new Error(posted?.code);
    return {};
  });
}

/** Runs an accepted quote to its payment: built and delivered on one day, paid on another. */
export async function runOrder(
  { bpm, clock, crm }: Company,
  {
    quote: id,
    delivered,
    paid,
  }: { readonly quote: string; readonly delivered: string; readonly paid: string },
): Promise<void> {
  const quote = (await crm.system('orders').get('quote', id))!;
  const number = quote.number!;
  await bpm.start('order', { quote: id }, { id: number });
  clock.set(Date.parse(`${delivered}T15:00:00Z`));
  await bpm.complete(number, 'build', {}, 'jo');
  clock.set(Date.parse(`${paid}T09:00:00Z`));
  await bpm.publish({ name: 'payment', key: `I-${number}`, id: `paid-${number}` });
}
