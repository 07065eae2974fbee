/**
 * A small world of each engine, and the facts that it has.
 */
import { facts as processFacts, ProcessEngine } from '@kontor/bpm';
import {
  accountObject,
  activityObject,
  Crm,
  definePipeline,
  opportunityObject,
  productObject,
  quoteObject,
} from '@kontor/crm-core';
import {
  definePriceBooks,
  defineQuotePolicy,
  type QuoteContentInput,
} from '@kontor/crm-core/quote';
import { manualClock, type ManualClock, sequentialIds } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { taxTable } from '@kontor/kernel/tax';
import { type EntryInput, Ledger } from '@kontor/ledger';
import { checkModel, type Model, plan } from '@kontor/mrp';

const doors = () => {
  const clock = manualClock(Date.parse('2026-03-02T08:00:00Z'));
  return { store: memoryStore(), clock, ids: sequentialIds('id-') };
};

/** A shop with euro, yen and dinars: none, two and three decimals. */
export async function openBooks(): Promise<Ledger> {
  const ledger = new Ledger(doors());
  await ledger.prepare();
  await ledger.open({
    entity: { id: 'shop', functionalCurrency: 'EUR' },
    dimensions: [{ id: 'team' }],
    accounts: [
      { id: 'bank', type: 'asset' },
      { id: 'yen', type: 'asset', currency: 'JPY' },
      { id: 'dinar', type: 'asset', currency: 'KWD' },
      { id: 'sales', type: 'income' },
      { id: 'wages', type: 'expense' },
      { id: 'trading', type: 'equity', trading: true },
    ],
  });
  const post = (id: string, date: string, lines: EntryInput['lines']): Promise<unknown> =>
    ledger.post({ id, date, lines });
  await post('e1', '2026-01-15', [
    { account: 'bank', amount: '500.00' },
    { account: 'sales', amount: '-500.00', dims: { team: 'north' } },
  ]);
  await post('e2', '2026-02-15', [
    { account: 'yen', amount: '16000', currency: 'JPY', base: '100.00' },
    { account: 'sales', amount: '-100.00', dims: { team: 'south' } },
  ]);
  await post('e3', '2026-02-20', [
    { account: 'dinar', amount: '10.125', currency: 'KWD', base: '30.50' },
    { account: 'sales', amount: '-30.50', dims: { team: 'south' } },
  ]);
  await post('e4', '2026-02-28', [
    { account: 'wages', amount: '320.10' },
    { account: 'bank', amount: '-320.10' },
  ]);
  return ledger;
}

/** Lamps by the piece, of cable by the metre: quantities of no and of two decimals. */
export const planLampsModel = (): Model =>
  checkModel({
    units: [
      { id: 'pcs', decimals: 0 },
      { id: 'm', decimals: 2 },
    ],
    items: [
      { id: 'lamp', unit: 'pcs' },
      { id: 'cable', unit: 'm' },
    ],
    locations: [{ id: 'works' }],
    boms: [{ item: 'lamp', lines: [{ component: 'cable', quantityPer: '1.25' }] }],
    sourcing: [
      { kind: 'make', item: 'lamp', location: 'works', leadTimeDays: 1 },
      { kind: 'buy', item: 'cable', location: 'works', leadTimeDays: 5, lotSizeMultiple: '10' },
    ],
    stock: [{ item: 'cable', location: 'works', quantity: '3.5' }],
    demands: [
      { id: 'd1', item: 'lamp', location: 'works', due: '2026-01-20', quantity: 4 },
      { id: 'd2', item: 'lamp', location: 'works', due: '2026-02-10', quantity: 5 },
    ],
  });

/** Their plan. */
export const planLamps = (): ReturnType<typeof plan> =>
  plan(planLampsModel(), { today: '2026-01-05' });

/** Three orders that wait for approval for 10, 40 and 20 minutes. */
export async function approveOrders(): Promise<ReturnType<typeof processFacts>> {
  const { store, clock } = doors();
  const engine = new ProcessEngine({ store, clock });
  await engine.prepare();
  await engine.deploy({
    id: 'order',
    nodes: [
      { kind: 'start', id: 'ordered' },
      { kind: 'user', id: 'approve' },
      { kind: 'end', id: 'done' },
    ],
    flows: [
      { id: 'f1', from: 'ordered', to: 'approve' },
      { id: 'f2', from: 'approve', to: 'done' },
    ],
  });
  const pages = [];
  for (const [id, minutes] of Object.entries({ 'o-1': 10, 'o-2': 40, 'o-3': 20 })) {
    await engine.start('order', {}, { id });
    clock.advance(minutes * 60_000);
    await engine.complete(id, 'approve', {}, 'ann');
    pages.push(...(await engine.history(id)));
  }
  return processFacts(pages, () => 'order');
}

/** How the office sells. */
export const pipeline = definePipeline({
  id: 'sales',
  stages: [
    { id: 'qualify', kind: 'open', probability: 20, forecastCategory: 'pipeline' },
    { id: 'propose', kind: 'open', probability: 60, forecastCategory: 'best-case' },
    { id: 'won', kind: 'won' },
    { id: 'lost', kind: 'lost' },
  ],
});

const objects = [
  accountObject(),
  activityObject(),
  opportunityObject(),
  productObject(),
  quoteObject(),
] as const;

type Office = Crm<typeof objects, readonly [typeof pipeline]>;

/** An office with deals in two currencies, a quote and two activities. */
export async function openOffice(): Promise<Office> {
  const at = doors();
  const crm = new Crm({ ...at, objects, pipelines: [pipeline] });
  await crm.prepare();
  await sellBicycles(crm, at.clock);
  return crm;
}

async function sellBicycles(crm: Office, clock: ManualClock): Promise<void> {
  const anna = crm.as({ user: 'anna' });
  const account = (await anna.create('account', { name: 'Hansa' })).id;
  const about = { pipeline: 'sales', account, owner: 'anna' };
  const open = async (amount: string, currency: string, closeDate: string): Promise<string> => {
    const given = { ...about, name: `${amount} ${currency}`, amount, currency, closeDate };
    return (await anna.opportunities.open(given)).id;
  };
  const first = await open('500.00', 'EUR', '2026-04-30');
  await open('1200.5', 'EUR', '2026-05-15');
  await open('90000', 'JPY', '2026-05-31');
  await anna.opportunities.open({ ...about, name: 'unknown', owner: 'bert' });
  clock.advance(2 * 86_400_000);
  await anna.opportunities.move(first, { to: 'propose' });
  clock.advance(86_400_000);
  const call = { kind: 'call', subject: 'Frames', opportunity: first } as const;
  await anna.create('activity', { ...call, status: 'done', durationMinutes: 25 });
  await anna.create('activity', { ...call, kind: 'task', dueOn: '2026-03-09' });
  await anna.create('product', { name: 'Bicycle', code: 'bicycle', unit: 'pcs' });
  const content: QuoteContentInput = {
    currency: 'EUR',
    prices: 'net',
    rounding: 'line',
    date: '2026-03-05',
    lines: [
      { id: '1', product: 'bicycle', quantity: '10', taxCode: 'VAT', cost: '300.00' },
      { id: '2', product: 'rack', quantity: '2.5', taxCode: 'VAT' },
    ],
  };
  const series = { id: 'quotes' };
  await anna.quotes.draft({ name: 'Bicycles', account, content, series }, terms);
}

const terms = {
  policy: defineQuotePolicy({ zone: 'Europe/Berlin', validDays: 14 }),
  pricing: {
    priceBooks: definePriceBooks([
      {
        id: 'list',
        level: 'default',
        currency: 'EUR',
        prices: 'net',
        rows: [
          { product: 'bicycle', price: '499.99' },
          { product: 'rack', price: '40.00' },
        ],
      },
    ]),
    taxes: taxTable([{ code: 'VAT', name: 'VAT', rate: '19' }]),
  },
};
