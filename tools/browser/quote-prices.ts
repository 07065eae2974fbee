/** The job of the CRM: a quote with a discount that has to be approved, sent and accepted. */
import { accountObject, Crm, CrmError, opportunityObject, quoteObject } from '@kontor/crm-core';
import { definePriceBooks, defineQuotePolicy } from '@kontor/crm-core/quote';
import { manualClock, sequentialIds } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { taxTable } from '@kontor/kernel/tax';

const policy = defineQuotePolicy({
  zone: 'Europe/Berlin',
  validDays: 30,
  limits: [
    {
      approval: 'discount',
      when: { field: 'discountPercent', op: 'gt', value: '10' },
      approvers: ['role:lead'],
    },
  ],
});
const priceBooks = definePriceBooks([
  {
    id: 'list',
    level: 'default',
    currency: 'EUR',
    prices: 'net',
    rows: [
      { product: 'bicycle', price: '499.95' },
      { product: 'rack', price: '40.00' },
    ],
  },
]);
const terms = { policy, pricing: { priceBooks, taxes: taxTable([{ code: 'VAT', rate: 19 }]) } };

const content = {
  currency: 'EUR',
  prices: 'net' as const,
  date: '2026-03-02',
  rounding: 'line' as const,
  lines: [
    { id: '1', product: 'bicycle', quantity: '7', discountPercent: '12.5', taxCode: 'VAT' },
    { id: '2', product: 'rack', quantity: '7', taxCode: 'VAT', isOptional: true },
  ],
};

/** The quote at each step, and the timeline of its customer. */
export async function quotePrices(): Promise<string[]> {
  const clock = manualClock(Date.parse('2026-03-02T08:00:00Z'));
  const objects = [accountObject(), opportunityObject(), quoteObject()] as const;
  const crm = new Crm({ store: memoryStore(), clock, ids: sequentialIds('r'), objects });
  await crm.prepare();
  const anna = crm.as({ user: 'anna' });
  const account = await anna.create('account', { name: 'Hansa' });
  const series = { id: 'quote-2026', prefix: 'Q-2026-' };
  const given = { name: 'Bicycles', account: account.id, content, series };
  const quote = await anna.quotes.draft(given, terms);
  const refusal = await anna.quotes.send(quote.id, {}, terms).then(
    () => 'sent',
    (error: unknown) => (CrmError.is(error) ? error.code : String(error)),
  );
  await anna.quotes.requestApproval(quote.id, {}, terms);
  const lea = crm.as({ user: 'lea', roles: ['lead'] });
  await lea.quotes.answerApproval(quote.id, { approval: 'discount', answer: 'approve' }, terms);
  await anna.quotes.send(quote.id, {}, terms);
  const { number, net, gross } = await anna.quotes.accept(quote.id, { chosen: ['2'] });
  return [
    `${quote.number ?? ''} ${quote.net} ${quote.gross}`,
    refusal,
    `accepted ${number ?? ''} ${net} ${gross}`,
    ...(await anna.timeline('account', account.id)).map(({ id, type }) => `${id} ${type}`),
  ];
}
