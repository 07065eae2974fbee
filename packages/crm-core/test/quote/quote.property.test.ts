/**
 * Laws of quotes: whatever is chosen, what was sent is what is priced.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { acceptQuote, priceQuote, sendQuote } from '@kontor/crm-core/quote';
import { after, context, drafted, pricingAt } from './bicycle-quote.ts';

const numRuns = process.env['KONTOR_FULL'] === '1' ? 2000 : 40;

const lines = fc.array(
  fc.record({
    quantity: fc.integer({ min: 1, max: 30 }),
    discount: fc.constantFrom(0, 5, 33),
    isOptional: fc.boolean(),
    isBicycle: fc.boolean(),
    isTaken: fc.boolean(),
  }),
  { minLength: 1, maxLength: 6 },
);

describe('acceptQuote', () => {
  test.prop([lines, fc.constantFrom('unit', 'line', 'rate', 'document')], { numRuns })(
    'property: what is accepted costs what those lines cost on the day of the quote',
    (given, rounding) => {
      const written = given.map((line, at) => ({
        id: `${at}`,
        product: line.isBicycle ? 'bicycle' : 'rack',
        quantity: `${line.quantity}`,
        discountPercent: `${line.discount}`,
        taxCode: 'VAT',
      }));
      const terms = { currency: 'EUR', prices: 'net', date: '2026-03-02', rounding } as const;
      const open = { ...context().policy, limits: [] };
      const offered = written.map((line, at) => ({ ...line, isOptional: given[at]!.isOptional }));
      const quote = drafted({ ...terms, lines: offered });
      const sent = after(quote, sendQuote(quote, { by: 'a' }, context({ policy: open })));
      const isIn = (at: number) => !given[at]!.isOptional || given[at]!.isTaken;
      const chosen = written.flatMap(({ id }, at) =>
        isIn(at) && given[at]!.isOptional ? [id] : [],
      );
      const later = context({ pricing: pricingAt('999.99', '7') });
      const done = after(sent, acceptQuote(sent, { by: 'a', chosen }, later));
      const taken = written.filter((_, at) => isIn(at));
      const { steps: _steps, ...expected } = priceQuote({ ...terms, lines: taken }, pricingAt());
      expect(done.offer.priced).toMatchObject(expected);
      expect(done.versions[0]!.offer).toEqual(sent.versions[0]!.offer);
    },
  );
});
