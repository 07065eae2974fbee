/**
 * Whatever promotions a quote has, the order that comes of it adds up.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  orderDocument,
  priceQuote,
  type QuoteContent,
  readOrderDocument,
} from '@kontor/crm-core/quote';
import { order, promotionsOf, quoteOf, taxes } from '../price/random-order.ts';

const numRuns = process.env['KONTOR_FULL'] === '1' ? 5000 : 150;
const parties = {
  id: 'PO-1',
  issueDate: '2026-03-05',
  buyer: { name: 'Hansa AG' },
  seller: { name: 'Kontor Cycles' },
};

describe('readOrderDocument', () => {
  test.prop([order, fc.constantFrom('unit', 'line', 'rate', 'document' as const)], { numRuns })(
    'property: an order with promotions of every kind comes in as it went out',
    (given, rounding) => {
      const quote = quoteOf(given, { rounding: rounding as 'unit', discountPercent: '3' });
      const priced = priceQuote(quote, { promotions: promotionsOf(given), taxes });
      const content = { lines: quote.lines as unknown as QuoteContent['lines'] };
      const sent = orderDocument({ content, priced }, parties);
      expect(readOrderDocument(JSON.stringify(sent))).toEqual({ ok: true, order: sent });
      expect(sent.monetaryTotal.taxInclusiveAmount).toBe(priced.gross);
    },
  );
});
