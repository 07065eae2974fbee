/**
 * The laws of a quote: the parts are the whole, under every policy.
 */
import { fc, test } from '@fast-check/vitest';
import { computeTax, taxTable } from '@kontor/kernel/tax';
import { describe, expect } from 'vitest';
import { definePromotions, priceQuote, type QuoteInput } from '@kontor/crm-core/quote';
import { slowAmounts, type SlowQuote } from '../oracle/slow-quote.ts';

const numRuns = process.env['KONTOR_FULL'] === '1' ? 5000 : 120;
const rates = [0, 5, 7, 19, 20].map((rate) => ({ code: `T${rate}`, rate }));
const taxes = taxTable(rates);
const percent = fc.integer({ min: 0, max: 60 });

const slow: fc.Arbitrary<SlowQuote> = fc.record({
  lines: fc.array(
    fc.record({
      quantity: fc.integer({ min: 0, max: 20 }),
      cents: fc.integer({ min: 0, max: 99_999 }),
      discount: fc.constantFrom(0, 0, 10, 33, 100),
    }),
    { maxLength: 8 },
  ),
  items: fc.array(percent, { maxLength: 3 }),
  order: fc.array(percent, { maxLength: 2 }),
  document: fc.constantFrom(0, 5, 12),
});

const policy = fc.record({
  prices: fc.constantFrom('net', 'gross'),
  rounding: fc.constantFrom('unit', 'line', 'rate', 'document'),
  mode: fc.constantFrom('halfUp', 'halfEven'),
});

const codeOf = (line: number): string => rates[line % rates.length]!.code;
const cents = (amount: string): bigint => BigInt(Math.round(Number(amount) * 100));
const sum = (amounts: readonly string[]): bigint =>
  amounts.reduce((total, amount) => total + cents(amount), 0n);

function priced(
  { lines, items, order, document }: SlowQuote,
  policies: Partial<QuoteInput>,
  sign = 1,
) {
  const promotions = definePromotions(
    [
      ...items.map((off, at) => ({ of: 'items' as const, off, priority: at })),
      ...order.map((off, at) => ({ of: 'order' as const, off, priority: 10 + at })),
    ].map(({ of, off, priority }) => {
      return {
        id: `${of}${priority}`,
        priority,
        action: { kind: 'percent' as const, of, percent: `${off}` },
      };
    }),
  );
  const quote = {
    currency: 'EUR',
    prices: 'net',
    date: '2026-03-02',
    rounding: 'line',
    discountPercent: String(document),
    lines: lines.map((line, at) => ({
      id: String(at),
      product: 'P',
      quantity: String(line.quantity * sign),
      unitPrice: (line.cents / 100).toFixed(2),
      discountPercent: String(line.discount),
      taxCode: codeOf(at),
    })),
    ...policies,
  } satisfies QuoteInput;
  return priceQuote(quote, { promotions, taxes });
}

describe('priceQuote', () => {
  test.prop([slow, policy], { numRuns })(
    'property: lines sum to the subtotal, shares to the discount, net and tax to gross',
    (quote, policies) => {
      const found = priced(quote, policies);
      expect(sum(found.lines.map(({ amount }) => amount))).toBe(cents(found.subtotal));
      const shares = found.lines.flatMap((line) => line.shares.map(({ amount }) => amount));
      expect(sum(shares)).toBe(cents(found.discount));
      expect(sum(found.discounts.map(({ amount }) => amount))).toBe(cents(found.discount));
      const total = policies.prices === 'net' ? found.net : found.gross;
      expect(cents(found.subtotal) - cents(found.discount)).toBe(cents(total));
      for (const part of [found, ...found.lines]) {
        expect(cents(part.net) + cents(part.tax)).toBe(cents(part.gross));
        expect(sum(part.taxes.map(({ tax }) => tax))).toBe(cents(part.tax));
      }
      for (const field of ['net', 'tax', 'gross'] as const) {
        expect(sum(found.lines.map((line) => line[field]))).toBe(cents(found[field]));
      }
      for (const { list, discounts, amount } of found.lines) {
        expect(cents(list) - sum(discounts.map((one) => one.amount))).toBe(cents(amount));
      }
    },
  );

  test.prop([slow], { numRuns })(
    'property: what lines are worth is what the long way gives, and their tax is the tax of it',
    (quote) => {
      const amounts = slowAmounts(quote);
      for (const [rounding, reach] of [
        ['line', 'perLine'],
        ['rate', 'perDocument'],
        ['document', 'perTotal'],
      ] as const) {
        const found = priced(quote, { rounding });
        expect(found.lines.map(({ net }) => cents(net))).toEqual(amounts);
        const lines = amounts.map((amount, at) => {
          return { quantity: 1, unitPrice: (Number(amount) / 100).toFixed(2), taxCode: codeOf(at) };
        });
        const document = { currency: 'EUR', prices: 'net', rounding: reach, lines } as const;
        expect(found.tax).toBe(computeTax(document, taxes).tax);
      }
    },
  );

  test.prop([slow, policy], { numRuns })(
    'property: a credit is the mirror image of what it takes back',
    (quote, policies) => {
      const negative = (amount: string): bigint => -cents(amount);
      const [sale, credit] = [priced(quote, policies), priced(quote, policies, -1)];
      for (const field of ['subtotal', 'discount', 'net', 'tax', 'gross'] as const) {
        expect(cents(credit[field])).toBe(negative(sale[field]));
      }
      expect(credit.lines.map(({ gross }) => cents(gross))).toEqual(
        sale.lines.map(({ gross }) => negative(gross)),
      );
    },
  );

  test.prop([slow], { numRuns })(
    'property: policies of rounding differ by less than a cent for each line and each rate',
    (quote) => {
      const grosses = (['line', 'rate', 'document'] as const).map((rounding) =>
        cents(priced(quote, { rounding }).gross),
      );
      const most = grosses.reduce((a, b) => (a > b ? a : b));
      const least = grosses.reduce((a, b) => (a < b ? a : b));
      expect(Number(most - least)).toBeLessThanOrEqual(quote.lines.length + rates.length);
    },
  );
});
