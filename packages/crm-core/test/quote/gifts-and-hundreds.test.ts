/**
 * A price per hundred and a gift on top go through the life of a quote, its page and its order.
 */
import { describe, expect, test } from 'vitest';
import {
  acceptQuote,
  definePriceBooks,
  definePromotions,
  documentLanguages,
  draftQuote,
  orderDocument,
  type QuoteContentInput,
  quoteDocument,
  readOrderDocument,
  sendQuote,
} from '@kontor/crm-core/quote';
import { after, context, policy, pricingAt } from './bicycle-quote.ts';

const screws = (price: string) =>
  definePriceBooks([
    {
      id: 'list',
      level: 'default',
      currency: 'EUR',
      prices: 'net',
      rows: [
        { product: 'screw', price, per: 100 },
        { product: 'plug', price: '0.10' },
      ],
    },
  ]);
const promotions = definePromotions([
  {
    id: 'bit',
    action: {
      kind: 'buyGet',
      mode: 'extra',
      buy: 100,
      get: 1,
      lines: { field: 'product', op: 'eq', value: 'screw' },
      product: 'bit',
    },
  },
]);
const content: QuoteContentInput = {
  currency: 'EUR',
  prices: 'net',
  date: '2026-03-02',
  rounding: 'line',
  lines: [
    { id: '1', product: 'screw', quantity: '250', taxCode: 'VAT', cost: '0.05' },
    { id: '2', product: 'plug', quantity: '250', taxCode: 'VAT', cost: '0.02', isOptional: true },
  ],
};
const pricing = { ...pricingAt(), priceBooks: screws('12.345'), promotions };
const open = { ...policy, limits: [] };
const anna = { by: 'anna' };

describe('a quote with a price per hundred and a gift', () => {
  const terms = context({ pricing, policy: open });
  const draft = after(undefined, draftQuote({ content, values: { name: 'Screws' } }, terms));

  test('shows the gift as a line of its own', () => {
    const { lines } = quoteDocument(draft.offer, {
      language: documentLanguages.en,
      seller: ['Kontor'],
      customer: ['Hansa'],
      version: 1,
    });
    expect(lines.map((line) => [line.text, line.quantity, line.unitPrice, line.amount])).toEqual([
      ['screw', '250', '0.12345', '30.86'],
      ['bit', '2 free', '0.00', '0.00'],
    ]);
  });

  test('is accepted with its option at the prices that were sent, whatever books say now', () => {
    const sent = after(draft, sendQuote(draft, anna, terms));
    const later = { ...terms, pricing: { ...pricing, priceBooks: screws('99'), promotions: [] } };
    const done = after(sent, acceptQuote(sent, { ...anna, chosen: ['2'] }, later));
    expect(done).toMatchObject({ state: 'accepted', net: '55.86', gross: '66.47' });
    expect(done.offer.priced.lines.map(({ product, free }) => `${product} ${free}`)).toEqual([
      'screw 0',
      'plug 0',
      'bit 2',
    ]);
  });

  test('becomes an order that adds up', () => {
    const order = orderDocument(draft.offer, {
      id: 'PO-1',
      issueDate: '2026-03-05',
      buyer: { name: 'Hansa AG' },
      seller: { name: 'Kontor' },
    });
    expect(readOrderDocument(order)).toEqual({ ok: true, order });
    expect(order.lines[1]).toMatchObject({ item: { id: 'bit' }, quantity: '0', freeQuantity: '2' });
  });
});
