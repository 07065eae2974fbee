/**
 * How the company sells: what it keeps of customers, its pipeline, its prices in francs, its terms.
 */
import {
  accountObject,
  activityObject,
  contactObject,
  type Crm,
  definePipeline,
  leadObject,
  opportunityObject,
  quoteObject,
  required,
} from '@kontor/crm-core';
import { definePriceBooks, definePromotions, defineQuotePolicy } from '@kontor/crm-core/quote';
import { taxTable } from '@kontor/kernel/tax';
import { taxCodes } from './books.ts';

/** What it keeps. */
export const objects = [
  accountObject(),
  contactObject(),
  leadObject(),
  activityObject(),
  opportunityObject(),
  quoteObject(),
] as const;

/** From a first talk to goods that have left: a deal is won when it was shipped, not before. */
export const projects = definePipeline({
  id: 'projects',
  stages: [
    { id: 'propose', kind: 'open', probability: 50, forecastCategory: 'best-case' },
    {
      id: 'ordered',
      kind: 'open',
      probability: 95,
      forecastCategory: 'commit',
      entryGuards: [required('amount', 'closeDate')],
    },
    { id: 'won', kind: 'won' },
    { id: 'lost', kind: 'lost' },
  ],
  lostReasons: [{ id: 'price' }, { id: 'other', needsText: true }],
});

/** The CRM with all of it. */
export type CompanyCrm = Crm<typeof objects, readonly [typeof projects]>;

/** Fields of the form on the web page. */
export const webForm = {
  id: 'web',
  fields: {
    firm: 'company',
    first: 'givenName',
    last: 'surname',
    mail: 'email',
    country: 'country',
  },
};

const pricing = {
  priceBooks: definePriceBooks([
    {
      id: 'switzerland-2026',
      level: 'default',
      currency: 'CHF',
      prices: 'net',
      rows: [
        { product: 'desk-lamp', price: '72.00' },
        { product: 'desk-lamp', price: '66.50', from: '25' },
        { product: 'floor-lamp', price: '145.00' },
        { product: 'dimmer', price: '41.50' },
        { product: 'dimmer', price: '38.90', from: '50' },
        { product: 'handbook', price: '21.00' },
      ],
    },
  ]),
  promotions: definePromotions([]),
  taxes: taxTable(taxCodes),
};

/** What a quote is priced and sent by. */
export const quoteTerms = {
  policy: defineQuotePolicy({ zone: 'Europe/Amsterdam', validDays: 30, limits: [] }),
  pricing,
};
