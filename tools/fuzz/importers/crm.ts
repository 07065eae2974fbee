/** Readers of the CRM: conditions, records and imports, leads, orders, products with options. */
import { manualClock, sequentialIds } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { taxTable } from '@kontor/kernel/tax';
import {
  accountObject,
  checkPredicate,
  compilePredicate,
  contactObject,
  Crm,
  definePipeline,
  leadObject,
  opportunityObject,
  rowPolicy,
  signWebhook,
  verifyWebhook,
} from '@kontor/crm-core';
import { checkConfiguratorModel, compileConfigurator } from '@kontor/crm-core/configure';
import {
  definePriceBooks,
  definePromotions,
  orderDocument,
  priceQuote,
  readOrderDocument,
} from '@kontor/crm-core/quote';
import { columnsOf, defineSegments, predicateSql, selectRows } from '@kontor/crm-core/segments';
import { importer } from '../importer.ts';
import { keepsNothing } from '../keeps-nothing.ts';
import { eBike, pipeline, segments, promotions, priceBooks } from './crm-samples.ts';

const NOW = Date.parse('2026-03-02T08:00:00Z');
const kinds = {
  name: 'text',
  employees: 'number',
  revenue: 'decimal',
  tags: 'list',
  at: 'instant',
  day: 'day',
} as const;
const rows = [
  {
    name: 'Hansa',
    employees: 12,
    revenue: '100.50',
    tags: ['vip'],
    at: '2026-03-01T00:00:00.000Z',
    day: '2026-03-01',
  },
];

/** An office with what is kept of it. */
async function openOffice() {
  const crm = new Crm({
    store: memoryStore(),
    clock: manualClock(NOW),
    ids: sequentialIds('r'),
    objects: [accountObject(), contactObject(), leadObject(), opportunityObject()] as const,
    hasWebhooks: true,
  });
  await crm.prepare();
  const session = crm.system('fuzz');
  const kept = async () => [
    await session.count('account'),
    await session.count('lead'),
    (await crm.events({ limit: 1000 })).length,
  ];
  return { crm, session, kept };
}

/** Their rows. */
export const crmImporters = [
  importer({
    name: 'crm: conditions',
    covers: ['@kontor/crm-core checkPredicate'],
    samples: [
      {
        and: [
          { field: 'name', op: 'eq', value: 'Hansa' },
          {
            or: [
              { field: 'employees', op: 'ge', value: 10 },
              { not: { field: 'revenue', op: 'lt', value: '50.25' } },
            ],
          },
          { field: 'name', op: 'in', value: ['Hansa', 'Nord'] },
          { field: 'day', op: 'gt', value: '2026-01-01' },
        ],
      },
    ],
    read: (condition) => {
      const checked = checkPredicate(condition, kinds);
      const test = compilePredicate(checked, kinds);
      for (const row of rows) test(row, { now: NOW });
      selectRows(columnsOf(rows, kinds), checked, { now: NOW });
      predicateSql(checked, kinds, { dialect: 'sqlite', now: NOW } as never);
    },
  }),
  importer({
    name: 'crm: segments',
    covers: [],
    samples: [segments],
    read: (given) => defineSegments(given as never, kinds as never),
  }),
  importer({
    name: 'crm: records, created and upserted',
    covers: [],
    samples: [{ name: 'Hansa', phone: '030', employees: 12, tags: ['vip'], ext: {} }],
    read: async (record) => {
      const { session, kept } = await openOffice();
      await keepsNothing(kept, () => session.create('account', record));
      const key = { externalId: { source: 'shop', id: 'c-1' } };
      await keepsNothing(kept, () => session.upsert('account', record, key));
    },
  }),
  importer({
    name: 'crm: imports',
    covers: ['@kontor/crm-core Crm.importRecords'],
    samples: [
      [
        { name: 'Hansa', phone: '030', externalId: { source: 'shop', id: 'c-1' } },
        { name: 'Nord', employees: 3, externalId: { source: 'shop', id: 'c-2' } },
        { name: 'Hansa AG', externalId: { source: 'shop', id: 'c-1' } },
      ],
    ],
    read: async (given) => {
      const { crm, kept } = await openOffice();
      await keepsNothing(kept, () =>
        crm.importRecords({ system: 'fuzz' }, 'account', given as never),
      );
    },
  }),
  importer({
    name: 'crm: leads of a stream',
    covers: [],
    samples: [
      {
        stream: {
          id: 'web',
          fields: { firm: 'company', name: 'surname', mail: 'email' },
          defaults: {},
        },
        payload: { firm: 'Hansa', name: 'Berg', mail: 'berg@hansa.eu' },
        externalId: { source: 'web', id: 'x-1' },
      },
    ],
    read: async (given) => {
      const { session, kept } = await openOffice();
      await keepsNothing(kept, () => session.leads.capture(given));
    },
  }),
  importer({
    name: 'crm: webhooks that come in',
    covers: [],
    samples: [
      {
        headers: { ...signWebhook({ id: 'msg_1', now: NOW, body: '{"a":1}' }, [SECRET()]) },
        body: '{"a":1}',
      },
    ],
    read: (request) => {
      const { headers, body } = (request ?? {}) as Partial<typeof request>;
      return verifyWebhook({ headers, body } as never, [SECRET()], { now: NOW });
    },
  }),
  importer({
    name: 'crm: orders',
    covers: ['@kontor/crm-core/quote readOrderDocument'],
    samples: [order()],
    read: (document) => readOrderDocument(document),
  }),
  importer({
    name: 'crm: orders as text',
    covers: [],
    samples: [JSON.stringify(order())],
    read: (text) => readOrderDocument(text),
  }),
  importer({
    name: 'crm: products with options',
    covers: ['@kontor/crm-core/configure checkConfiguratorModel'],
    samples: [eBike],
    read: (model) => {
      checkConfiguratorModel(model);
      return compileConfigurator(model as never).start().count;
    },
  }),
  importer({
    name: 'crm: pipelines',
    covers: [],
    samples: [pipeline],
    read: (given) => definePipeline(given as never),
  }),
  importer({
    name: 'crm: policies',
    covers: [],
    samples: [
      [
        {
          object: 'account',
          actions: ['read'],
          roles: ['sales'],
          where: { field: 'name', op: 'eq', value: 'a' },
        },
      ],
    ],
    read: (rules) => rowPolicy(rules as never, [accountObject()]),
  }),
  importer({
    name: 'crm: price books, promotions and quotes',
    covers: [],
    samples: [{ priceBooks, promotions, quote: quote() }],
    read: ({ priceBooks: books, promotions: offers, quote: asked }) => {
      const terms = {
        priceBooks: definePriceBooks(books as never),
        promotions: definePromotions(offers as never),
        taxes: taxTable([{ code: 'std', rate: '19' }]),
      };
      return priceQuote(asked, terms);
    },
  }),
];

function SECRET(): string {
  return `whsec_${btoa('0123456789abcdef01234567')}`;
}

function quote() {
  return {
    date: '2026-03-02',
    currency: 'EUR',
    prices: 'net',
    rounding: 'line',
    discountPercent: '5',
    lines: [
      { id: 'L0', product: 'bicycle', quantity: '2', unitPrice: '199.90', taxes: ['std'] },
      {
        id: 'L1',
        product: 'bell',
        quantity: '1',
        unitPrice: '9.90',
        taxes: ['std'],
        discountPercent: '10',
      },
    ],
    shipping: [{ id: 'S0', price: '4.9', taxes: ['std'] }],
  } as const;
}

function order(): object {
  const priced = priceQuote(quote(), { taxes: taxTable([{ code: 'std', rate: '19' }]) });
  const parties = {
    id: 'PO-1',
    issueDate: '2026-03-05',
    buyer: { name: 'Hansa AG', taxId: 'DE111', address: { city: 'Lübeck', countryCode: 'DE' } },
    seller: { id: 'S1', name: 'Kontor Cycles', email: 'sales@kontor.example' },
  };
  const made = orderDocument({ content: { lines: quote().lines }, priced } as never, parties);
  return JSON.parse(JSON.stringify(made)) as object;
}
