/**
 * A quote of bicycles: prices of a book, two options, a choice of frames; and its life by hand.
 */
import { taxTable } from '@kontor/kernel/tax';
import type { Decision } from '@kontor/crm-core';
import {
  definePriceBooks,
  defineQuotePolicy,
  draftQuote,
  quoteFields,
  type QuoteContentInput,
  type QuoteContext,
  type QuoteRecord,
} from '@kontor/crm-core/quote';
import { z } from 'zod';

/** Above 10 % a lead approves; below 25 % of margin, or unknown costs, two of finance do. */
export const policy = defineQuotePolicy({
  zone: 'Europe/Berlin',
  validDays: 14,
  limits: [
    {
      approval: 'discount',
      when: { field: 'discountPercent', op: 'gt', value: '10' },
      approvers: ['role:lead'],
    },
    {
      approval: 'margin',
      when: {
        or: [
          { field: 'marginPercent', op: 'lt', value: '25' },
          { field: 'linesWithoutCost', op: 'gt', value: 0 },
        ],
      },
      approvers: ['role:finance', 'greta'],
      count: 2,
    },
  ],
});

/** Prices of a book that may be raised, and rates. */
export const pricingAt = (bicycle = '500.00', rate = '19'): QuoteContext['pricing'] => ({
  priceBooks: definePriceBooks([
    {
      id: 'list',
      level: 'default',
      currency: 'EUR',
      prices: 'net',
      rows: [
        { product: 'bicycle', price: bicycle },
        { product: 'bicycle', from: '20', price: '480.00' },
        { product: 'rack', price: '40.00' },
        { product: 'steel', price: '0.00' },
        { product: 'alu', price: '60.00' },
      ],
    },
  ]),
  taxes: taxTable([{ code: 'VAT', name: 'VAT', rate }]),
});

/** 10 bicycles, a rack as an option, frames of steel (proposed) or aluminium. */
export const content: QuoteContentInput = {
  currency: 'EUR',
  prices: 'net',
  date: '2026-03-02',
  rounding: 'line',
  lines: [
    { id: '1', product: 'bicycle', quantity: '10', cost: '300.00', taxCode: 'VAT' },
    {
      id: '2',
      product: 'rack',
      quantity: '10',
      cost: '20.00',
      taxCode: 'VAT',
      isOptional: true,
    },
    { id: '3', product: 'steel', quantity: '10', cost: '0', taxCode: 'VAT', alternative: 'frame' },
    {
      id: '4',
      product: 'alu',
      quantity: '10',
      cost: '35.00',
      taxCode: 'VAT',
      alternative: 'frame',
    },
  ],
};

/** The same with a discount on the bicycles. */
export const discounted = (discountPercent: string): QuoteContentInput => ({
  ...content,
  lines: content.lines.map((line) => (line.id === '1' ? { ...line, discountPercent } : line)),
});

/** What commands know on 2 March 2026 at nine in Berlin. */
export const context = (more: Partial<QuoteContext> = {}): QuoteContext => ({
  now: '2026-03-02T08:00:00.000Z',
  policy,
  pricing: pricingAt(),
  ...more,
});

const fields = z.strictObject(quoteFields);

/** The record after a decision, checked against its schema. */
export function after(quote: QuoteRecord | undefined, decision: Decision): QuoteRecord {
  if (!decision.ok) throw new Error(`refused: ${decision.refusal.code}`);
  const { id: _id, ...before } = quote ?? { id: 'Q1' };
  const changes = decision.changes.map((change) => change.values);
  const values = Object.assign({}, before, ...changes) as Record<string, unknown>;
  const present = Object.entries(values).filter(([, value]) => value !== null);
  return { id: 'Q1', ...fields.parse(Object.fromEntries(present)) };
}

/** A new draft. */
export const drafted = (given = content, expiresOn?: string): QuoteRecord =>
  after(
    undefined,
    draftQuote({ content: given, expiresOn, values: { name: 'Bicycles' } }, context()),
  );

/** Why a decision was refused. */
export const refusalOf = (decision: Decision) => (decision.ok ? undefined : decision.refusal);
