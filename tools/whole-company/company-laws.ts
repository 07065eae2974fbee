/**
 * What holds of the company at every moment, and what holds when its story is over.
 */
import { field } from '@kontor/crm-core';
import { type Decimal, decimal } from '@kontor/kernel';
import type { Store } from '@kontor/kernel/store';
import { expect } from 'vitest';
import { marginIn } from '../../examples/whole-company/book-figures.ts';
import { months, stockAt } from '../../examples/whole-company/books.ts';
import { type Company, openCompany } from '../../examples/whole-company/company.ts';
import { componentsOf, items, sites } from '../../examples/whole-company/goods.ts';
import { openMarginCube } from '../../examples/whole-company/margin-cube.ts';
import { deliveryId, invoiceId } from '../../examples/whole-company/sale-entries.ts';
import { shopOrders } from '../../examples/whole-company/shop-orders.ts';
import { orderId, taskId } from '../../examples/whole-company/start-the-order.ts';
import { openingStock, tillSales } from '../../examples/whole-company/tills.ts';
import { quoteId } from '../../examples/whole-company/win-a-deal.ts';

/** At every moment: books balance, goods are where they must be, a shared commit is whole. */
export async function checkMoment(store: Store): Promise<void> {
  const company = await openCompany(store);
  expect((await company.ledger.trialBalance()).total).toBe('0.00');
  expect(await company.ledger.audit()).toMatchObject({ ok: true });
  await checkGoods(company);
  await checkStart(company);
  await checkShipping(company);
}

/** At the end: one of each, and the cube has the figures of the books. */
export async function checkEnd(store: Store): Promise<void> {
  await checkMoment(store);
  const company = await openCompany(store);
  const { bpm, crm, ledger } = company;
  const laws = crm.system('laws');
  expect(await bpm.instances('completed', 'order')).toEqual([orderId(quoteId)]);
  expect(await bpm.instances('active', 'order')).toEqual([]);
  expect(await bpm.incidents()).toEqual([]);
  expect(await laws.count('opportunity', field('stage').eq('won'))).toBe(1);
  expect(await laws.count('opportunity')).toBe(1);
  expect(await laws.count('lead')).toBe(1);
  const log = (await Promise.all([laws.log('quote'), laws.log('opportunity')])).flat();
  for (const type of ['crm.quote.accepted', 'crm.opportunity.won']) {
    expect(log.filter((event) => event.type === type)).toHaveLength(1);
  }
  const { entries } = await ledger.books();
  const ofOrder = entries.id.filter((id) => id.endsWith('Q-2026-1'));
  expect(ofOrder).toEqual(['delivery-Q-2026-1', 'invoice-Q-2026-1', 'payment-Q-2026-1']);
  const [all] = (await openMarginCube(ledger)).query({ measures: ['margin'] }).rows;
  expect(all!.margin!.toFixed(2)).toBe(marginIn(await ledger.trialBalance()).margin);
  expect(await ledger.verify()).toMatchObject({ ok: true });
}

/** The order and its task in the CRM are there together. */
async function checkStart({ bpm, crm }: Company): Promise<void> {
  const started = await bpm.instancesFor(quoteId);
  const task = await crm.system('laws').get('activity', taskId(quoteId));
  expect(started).toEqual(task === undefined ? [] : [orderId(quoteId)]);
}

/** Delivery, invoice, won deal, closed tasks: all of them, or none. */
async function checkShipping({ bpm, crm, ledger }: Company): Promise<void> {
  const laws = crm.system('laws');
  const quote = await laws.get('quote', quoteId);
  if (quote?.number === undefined) return;
  const deal = await laws.get('opportunity', quote.opportunity!);
  const [started] = await bpm.instancesFor(quoteId);
  const pages = started === undefined ? [] : await bpm.history(started);
  const left = new Set(
    pages.flatMap(({ events }) =>
      events.flatMap((event) => (event.type === 'left' ? [event.node] : [])),
    ),
  );
  const facts = {
    delivery: (await ledger.entry(deliveryId(quote.number))) !== undefined,
    invoice: (await ledger.entry(invoiceId(quote.number))) !== undefined,
    won: deal?.stage === 'won',
    done: (await laws.get('activity', taskId(quoteId)))?.status === 'done',
    shipped: left.has('ship'),
    handedOver: left.has('hand-over'),
  };
  expect(new Set(Object.values(facts)).size, JSON.stringify(facts)).toBe(1);
}

/** In every site there is what was there, came in and was made, less what was used up and sold. */
async function checkGoods(company: Company): Promise<void> {
  const { rows } = await company.ledger.trialBalance();
  const expected = await movedGoods(company);
  for (const site of sites) {
    for (const { id } of items) {
      const inBooks = rows
        .filter(({ account, currency }) => account === stockAt(site) && currency === id)
        .reduce((sum, { amount }) => sum.plus(amount), decimal(0));
      const key = `${id} in the ${site}`;
      expect(`${key}: ${inBooks.toFixed()}`).toBe(
        `${key}: ${(expected.get(key) ?? decimal(0)).toFixed()}`,
      );
    }
  }
}

/** The same from what happened, without the books' sums. */
async function movedGoods({ store, crm, ledger }: Company): Promise<Map<string, Decimal>> {
  const stock = new Map<string, Decimal>();
  const move = (site: string, item: string, quantity: string | Decimal): void => {
    const key = `${item} in the ${site}`;
    stock.set(key, (stock.get(key) ?? decimal(0)).plus(quantity));
  };
  const leave = (site: string, item: string, quantity: string): void =>
    move(site, item, decimal(quantity).negated());
  if ((await ledger.entry('opening')) !== undefined) {
    for (const [site, item, quantity] of openingStock) move(site, item, quantity);
  }
  for await (const page of store.scan(shopOrders, {})) {
    for (const { document: order } of page) {
      const { state, kind, item, location, quantity, origin } = order;
      if (state !== 'received') continue;
      move(location, item, quantity);
      if (kind === 'transfer') leave(origin!, item, quantity);
      if (kind !== 'make') continue;
      for (const part of componentsOf(item, quantity)) leave(location, part.item, part.quantity);
    }
  }
  const sales = months.flatMap(tillSales);
  for (const { id, site, lines } of sales) {
    if ((await ledger.entry(deliveryId(id))) === undefined) continue;
    for (const { product, quantity } of lines) leave(site, product, quantity);
  }
  const quote = await crm.system('laws').get('quote', quoteId);
  if (quote?.number === undefined) return stock;
  if ((await ledger.entry(deliveryId(quote.number))) === undefined) return stock;
  for (const line of quote.offer.priced.lines) leave('centre', line.product, line.quantity);
  return stock;
}
