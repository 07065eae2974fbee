/**
 * The customer pays in francs, three weeks later, when the franc is worth less: the message settles
 * the invoice in the commit that ends the order.
 */
import type { Company } from './company.ts';
import { functional } from './books.ts';
import { invoiceId } from './sale-entries.ts';
import { orderId } from './start-the-order.ts';
import { comeTo } from './time.ts';
import { table, type Told } from './told.ts';
import { quoteId } from './win-a-deal.ts';

/** Takes the payment in; the bank tells it twice, and it is taken once. */
export async function takeThePayment(company: Company): Promise<Told> {
  const { bpm, crm, ledger } = company;
  await comeTo(company, '2026-03-18 11:00');
  const { number, currency, gross: amount } = (await crm.system('bank').get('quote', quoteId))!;
  const message = { name: 'payment came in', key: number!, id: 'bank-4711', variables: { amount } };
  for (let copy = 0; copy < 2; copy++) await bpm.publish(message);

  const invoice = (await ledger.entry(invoiceId(number!)))!;
  const payment = (await ledger.entry(`payment-${number!}`))!;
  const receivable = await ledger.balance(payment.lines[1]!.account, { currency });
  const { state } = await bpm.instance(orderId(quoteId));
  const [bank, , difference] = payment.lines;
  return {
    title: 'The customer pays, and the franc has fallen',
    gist: `paid ${amount} ${currency}: realised ${difference!.amount} on ${difference!.account}`,
    lines: [
      ...table(
        ['', currency, functional],
        [
          ['invoiced', invoice.lines[0]!.amount, invoice.lines[0]!.base],
          ['received', bank!.amount, bank!.base],
          [difference!.account, '', difference!.base],
          ['still owed', receivable.posted, receivable.base],
        ],
      ),
      `the order is ${state}`,
    ],
  };
}
