/**
 * How the shop sells: its objects, its pipeline, its prices, and whose approval a discount needs.
 */
import {
  accountObject,
  activityObject,
  contactObject,
  definePipeline,
  field,
  leadObject,
  opportunityObject,
  quoteObject,
  required,
} from '@kontor/crm-core';
import { definePriceBooks, definePromotions, defineQuotePolicy } from '@kontor/crm-core/quote';
import { defineScoreModel } from '@kontor/crm-core/sales';
import { taxTable } from '@kontor/kernel/tax';

/** What it keeps. */
export const objects = [
  accountObject(),
  contactObject(),
  leadObject(),
  activityObject(),
  opportunityObject(),
  quoteObject(),
] as const;

/** Fields of the form on its page. */
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

/** From a first talk to an order. */
export const fleet = definePipeline({
  id: 'fleet',
  stages: [
    { id: 'qualify', kind: 'open', probability: 20, forecastCategory: 'pipeline' },
    {
      id: 'propose',
      kind: 'open',
      probability: 60,
      forecastCategory: 'best-case',
      entryGuards: [required('amount', 'closeDate')],
    },
    { id: 'won', kind: 'won' },
    { id: 'lost', kind: 'lost' },
  ],
  lostReasons: [{ id: 'price' }, { id: 'other', needsText: true }],
});

/** What signs of interest are worth. */
export const interest = defineScoreModel({
  rules: [
    { id: 'form', points: 20, repeats: 'once' },
    { id: 'priceList', points: 10, halfLifeDays: 14 },
    { id: 'call', points: 15, halfLifeDays: 30 },
  ],
});

/** Prices, promotions and taxes. */
export const pricing = {
  priceBooks: definePriceBooks([
    {
      id: 'list-2026',
      level: 'default',
      currency: 'EUR',
      prices: 'net',
      rows: [
        { product: 'cargo-bike', price: '3490.00' },
        { product: 'cargo-bike', price: '3290.00', from: '10' },
        { product: 'lock', price: '89.90' },
        { product: 'service', price: '240.00' },
      ],
    },
  ]),
  promotions: definePromotions([
    {
      id: 'locks',
      action: {
        kind: 'buyGet',
        mode: 'included',
        buy: 9,
        get: 1,
        lines: field('product').eq('lock'),
      },
    },
  ]),
  taxes: taxTable([{ code: 'VAT', name: 'VAT', rate: 19 }]),
};

/** More than eight percent off needs the head of sales. */
export const policy = defineQuotePolicy({
  zone: 'Europe/Berlin',
  validDays: 14,
  limits: [
    {
      approval: 'discount',
      when: field('discountPercent').gt('8'),
      approvers: ['role:head-of-sales'],
    },
  ],
});
