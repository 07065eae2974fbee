/**
 * Promotions of every kind, stacked every way, beside the long way.
 */
import { fc, test } from '@fast-check/vitest';
import { fixedText } from '@kontor/kernel';
import { computeTax } from '@kontor/kernel/tax';
import { describe, expect } from 'vitest';
import { type PricedQuote, priceQuote } from '@kontor/crm-core/quote';
import { slowPricing } from '../oracle/slow-pricing.ts';
import { cents, order, promotionsOf, quoteOf, taxes } from './random-order.ts';

const numRuns = process.env['KONTOR_FULL'] === '1' ? 20_000 : 250;
/** The lines that were given: a gift of a product that nobody bought is behind the items. */
const bought = ({ lines }: PricedQuote) => lines.filter(({ id }) => !id.startsWith('free-'));

describe('priceQuote', () => {
  test.prop([order], { numRuns })(
    'property: promotions of every kind leave of each line what the long way leaves',
    (given) => {
      const slow = slowPricing(given);
      const priced = priceQuote(quoteOf(given), { promotions: promotionsOf(given), taxes });
      const lines = bought(priced);
      expect(lines.map((one) => cents(one[given.prices]))).toEqual(slow.left);
      expect(lines.map(({ free }) => BigInt(free))).toEqual(slow.free);
      const worth = given.promotions.map((_, at) => {
        const step = priced.steps.find((one) => 'promotion' in one && one.promotion === `p${at}`);
        return step?.step === 'promotion' ? cents(step.amount) : undefined;
      });
      expect(worth).toEqual(slow.worth);
      const document = {
        currency: 'EUR',
        prices: given.prices,
        rounding: 'perLine' as const,
        lines: given.lines.map(({ rate }, at) => {
          return { quantity: 1, unitPrice: fixedText(slow.left[at]!, 2), taxCode: `T${rate}` };
        }),
      };
      const { net, tax, gross } = computeTax(document, taxes);
      expect([priced.net, priced.tax, priced.gross]).toEqual([net, tax, gross]);
    },
  );

  test.prop([order, fc.constantFrom('unit' as const, 'line', 'rate', 'document')], { numRuns })(
    'property: every cent between list prices and total is in a step, and in a line',
    (given, rounding) => {
      const quote = quoteOf(given, { rounding: rounding as 'line' });
      const priced = priceQuote(quote, { promotions: promotionsOf(given), taxes });
      const total = (amounts: readonly string[]) =>
        amounts.reduce((all, amount) => all + cents(amount), 0n);
      const lists = total(priced.lines.map(({ list }) => list));
      const stepped = priced.steps.flatMap((step) => ('amount' in step ? [step.amount] : []));
      expect(lists - total(stepped)).toBe(cents(priced[given.prices]));
      for (const one of priced.lines) {
        const off = [...one.discounts, ...one.shares].map(({ amount }) => amount);
        expect(cents(one.list) - total(off)).toBe(cents(one[given.prices]));
        expect(cents(one.net) + cents(one.tax)).toBe(cents(one.gross));
        expect(cents(one[given.prices]) >= 0n).toBe(true);
      }
      expect(total(priced.lines.map(({ amount }) => amount))).toBe(cents(priced.subtotal));
      expect(cents(priced.subtotal) - cents(priced.discount)).toBe(cents(priced[given.prices]));
      expect(cents(priced.net) + cents(priced.tax)).toBe(cents(priced.gross));
    },
  );

  test.prop([order, fc.constantFrom('unit' as const, 'line', 'rate', 'document')], { numRuns })(
    'property: a credit is the mirror image of the sale, whatever promotions it had',
    (given, rounding) => {
      // Nothing turned round is nothing still, and no credit: it has no sign to take over.
      fc.pre(
        given.lines.some(({ kind, quantity, price }) => (kind === 'item' ? quantity : price) > 0n),
      );
      const terms = { promotions: promotionsOf(given), taxes };
      const quote = quoteOf(given, { rounding: rounding as 'line', discountAmount: '1.00' });
      const negative = (amount: string) => (/[1-9]/.test(amount) ? `-${amount}` : amount);
      const credit = priceQuote(
        {
          ...quote,
          lines: quote.lines.map((one) => ({ ...one, quantity: negative(one.quantity) })),
          shipping: (quote.shipping ?? []).map((one) => ({ ...one, price: negative(one.price) })),
        },
        terms,
      );
      const sale = priceQuote(quote, terms);
      for (const field of ['subtotal', 'discount', 'net', 'tax', 'gross'] as const) {
        expect(cents(credit[field])).toBe(-cents(sale[field]));
      }
      for (const field of ['net', 'gross', 'free', 'charged'] as const) {
        expect(credit.lines.map((one) => cents(one[field]))).toEqual(
          sale.lines.map((one) => -cents(one[field])),
        );
      }
    },
  );

  test.prop([order], { numRuns })(
    'property: priced again it is the same, and nothing that was given is written to',
    (given) => {
      const [quote, promotions] = [quoteOf(given), promotionsOf(given)];
      const before = structuredClone({ quote, promotions });
      const first = priceQuote(quote, { promotions, taxes });
      expect(priceQuote(quote, { promotions, taxes })).toEqual(first);
      expect({ quote, promotions }).toEqual(before);
    },
  );
});
