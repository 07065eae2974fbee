/**
 * Who does what the process asks for: ten lines for each engine, all inside the commit of the step.
 */
import type { InsideJob, ProcessEngine } from '@kontor/bpm';
import type { Transaction } from '@kontor/kernel/store';
import type { EntryInput, Ledger } from '@kontor/ledger';
import { customerPayment } from './customer-payment.ts';
import { handOver, readCard, settle } from './order-process.ts';
import { orderedSale } from './ordered-sale.ts';
import { refusalText } from './refusal-text.ts';
import { deliveryEntry, deliveryId, invoiceEntry, invoiceId } from './sale-entries.ts';
import type { CompanyCrm } from './selling.ts';

/** The engines that take part in the steps of an order. */
export interface Partners {
  readonly crm: CompanyCrm;
  readonly ledger: Ledger;
}

/** Registers all of them. */
export function handleOrders(bpm: ProcessEngine, { crm, ledger }: Partners): void {
  /** The CRM in the commit of a step. */
  const within = (tx: Transaction) => crm.within(tx, { system: 'orders' });
  const saleOf = async ({ tx, now }: InsideJob, quote: string) =>
    orderedSale((await within(tx).get('quote', quote))!, new Date(now).toISOString().slice(0, 10));

  bpm.handleInside(readCard, async ({ quote }, { tx }) => {
    const session = within(tx);
    const { account, contact } = (await session.get('quote', quote))!;
    const customer = (await session.get('account', account!))!;
    const person = (await session.get('contact', contact!))!;
    const { street, postcode, city, country } = customer.shipping!;
    return {
      customer: customer.name,
      person: `${person.givenName!} ${person.surname}`,
      mail: person.email!,
      address: `${street!}, ${country!}-${postcode!} ${city!}`,
      note: customer.description!,
    };
  });
  bpm.handleInside(handOver, async ({ quote, number, task }, job) => {
    const sale = await saleOf(job, quote);
    await postIn(job.tx, ledger, deliveryEntry(sale), invoiceEntry(sale));
    const session = within(job.tx);
    const { opportunity } = (await session.get('quote', quote))!;
    await session.opportunities.move(opportunity!, { to: 'won', reason: `${number} was shipped` });
    await session.activities.complete(task, { outcome: 'shipped' });
    return { delivery: deliveryId(number), invoice: invoiceId(number) };
  });
  bpm.handleInside(settle, async ({ number, invoice, amount }, { tx, now }) => {
    const date = new Date(now).toISOString().slice(0, 10);
    const opened = (await ledger.entry(invoice))!;
    const { entry } = customerPayment({ id: `payment-${number}`, date, amount, invoice: opened });
    await postIn(tx, ledger, entry);
    return { payment: entry.id };
  });
}

/** Posts in the commit of the step; what the books refuse, the step does not do either. */
async function postIn(
  tx: Transaction,
  ledger: Ledger,
  ...entries: readonly EntryInput[]
): Promise<void> {
  const outcomes = await ledger.postWithin(tx, entries);
  for (const [at, outcome] of outcomes.entries()) {
    // Thrown, so that nothing is kept: not what was posted before it, nor that it was refused.
    if (!outcome.ok) throw new Error(refusalText(entries[at]!, outcome));
  }
}
