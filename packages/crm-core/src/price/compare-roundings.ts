/**
 * What a quote comes to under every policy of rounding: a choice that is worth cents is shown, not
 * hidden.
 */
import { exact, exactText, minus } from './exact.ts';
import { priceQuote, type PricingTerms } from './price-quote.ts';
import type { QuoteInput } from './quote-input.ts';
import type { PricedQuote } from './quote-totals.ts';

/** What one policy makes of a quote. */
export interface RoundingTotals {
  readonly rounding: PricedQuote['rounding'];
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
  /** Its tax less that of the policy that the quote names; '0' where they agree. */
  readonly taxDifference: string;
}

/**
 * Prices a quote under `unit`, `line`, `rate` and `document`, in this order.
 *
 * @throws CrmError — as `priceQuote`
 * @example
 * const taxes = taxTable([{ code: 'VAT', rate: 10 }]);
 * const line = { product: 'A', quantity: '1', unitPrice: '0.33', taxCode: 'VAT' };
 * const lines = ['1', '2', '3'].map((id) => ({ id, ...line }));
 * const quote = { currency: 'EUR', prices: 'net', date: '2026-03-02', rounding: 'line', lines };
 * compareRoundings(quote, { taxes }).map(({ rounding, tax }) => `${rounding} ${tax}`)
 * // => ['unit 0.09', 'line 0.09', 'rate 0.10', 'document 0.10']
 */
export function compareRoundings(quote: QuoteInput, terms: PricingTerms): RoundingTotals[] {
  const named = exact(priceQuote(quote, terms).tax);
  return (['unit', 'line', 'rate', 'document'] as const).map((rounding) => {
    const { net, tax, gross } = priceQuote({ ...quote, rounding }, terms);
    return { rounding, net, tax, gross, taxDifference: exactText(minus(exact(tax), named)) };
  });
}
