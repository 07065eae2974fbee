/**
 * What page 4 of the tutorial ends with: customers in the store of the books, and a way from the
 * first call to an accepted quote.
 */
import {
  accountObject,
  contactObject,
  Crm,
  definePipeline,
  opportunityObject,
  quoteObject,
  required,
} from '@kontor/crm-core';
import { definePriceBooks, defineQuotePolicy } from '@kontor/crm-core/quote';
import { sequentialIds } from '@kontor/kernel';
import { taxTable } from '@kontor/kernel/tax';
import { type Office, openOffice } from './books.ts';

const pipeline = definePipeline({
  id: 'machines',
  stages: [
    { id: 'talk', kind: 'open', probability: 20 },
    { id: 'offer', kind: 'open', probability: 60, entryGuards: [required('amount', 'closeDate')] },
    { id: 'agreed', kind: 'open', probability: 95 },
    { id: 'won', kind: 'won' },
    { id: 'lost', kind: 'lost' },
  ],
  lostReasons: [{ id: 'price' }],
});
const objects = [accountObject(), contactObject(), opportunityObject(), quoteObject()] as const;
const rows = [{ product: 'machine', price: '1490.00' }];

/** Prices, taxes and who may give what. */
export const terms = {
  policy: defineQuotePolicy({
    zone: 'Europe/Berlin',
    validDays: 30,
    limits: [
      {
        approval: 'discount',
        when: { field: 'discountPercent', op: 'gt', value: '5' },
        approvers: ['role:head'],
      },
    ],
  }),
  pricing: {
    priceBooks: definePriceBooks([
      { id: 'list', level: 'default', currency: 'EUR', prices: 'net', rows },
    ]),
    taxes: taxTable([{ code: 'VAT', rate: 19 }]),
  },
};

/** What a customer orders. */
interface Wish {
  readonly id: string;
  readonly name: string;
  readonly quantity: string;
  readonly discountPercent?: string;
  readonly reason?: string;
}

const openCrm = ({ store, clock }: Office) =>
  new Crm({ store, clock, ids: sequentialIds('c'), objects, pipelines: [pipeline] });

/** The office with its customers. */
export interface Shop extends Office {
  readonly crm: ReturnType<typeof openCrm>;
  /** From the first call to an accepted quote: the quote's id. */
  readonly sell: (wish: Wish) => Promise<string>;
}

/** Opens the CRM; the café has agreed to six machines. */
export async function openShop(): Promise<Shop> {
  const office = await openOffice();
  const crm = openCrm(office);
  await crm.prepare();
  const shop: Shop = { ...office, crm, sell: (wish) => sell(shop, wish) };
  await shop.sell({ id: 'amsel', name: 'Café Amsel', quantity: '6' });
  return shop;
}

async function sell({ crm, ledger }: Shop, wish: Wish): Promise<string> {
  const { id, name, quantity, discountPercent = '0', reason } = wish;
  const anna = crm.as({ user: 'anna', roles: ['sales'] });
  const date = await ledger.today();
  await anna.create('account', { id, name });
  const deal = await anna.opportunities.open({
    pipeline: 'machines',
    name: `${quantity} machines`,
    account: id,
    owner: 'anna',
    closeDate: date,
  });
  const line = { id: '1', product: 'machine', quantity, discountPercent, taxCode: 'VAT' };
  const content = {
    currency: 'EUR',
    prices: 'net',
    date,
    rounding: 'line',
    lines: [line],
  } as const;
  const series = { id: 'quote-2026', prefix: 'Q-2026-' };
  const draft = { name: deal.name, account: id, opportunity: deal.id, content, series };
  const quote = await anna.quotes.draft(draft, terms);
  await anna.change('opportunity', deal.id, { amount: quote.net, currency: 'EUR' });
  if (reason !== undefined) {
    await anna.quotes.requestApproval(quote.id, { reason }, terms);
    const mia = crm.as({ user: 'mia', roles: ['head'] });
    await mia.quotes.answerApproval(
      quote.id,
      { approval: 'discount', answer: 'approve', reason: 'once' },
      terms,
    );
  }
  await anna.quotes.send(quote.id, {}, terms);
  await anna.opportunities.move(deal.id, { to: 'offer' });
  await anna.quotes.accept(quote.id);
  await anna.opportunities.move(deal.id, { to: 'agreed' });
  return quote.id;
}
