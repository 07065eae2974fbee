/**
 * Pricing a quote: from lines to a total in which every cent has its reason.
 *
 * Prices are chosen, the quote's own discounts of lines are taken off, promotions go over the
 * running order, the quote's own discount of the document follows, and taxes are rounded by the
 * policy that the quote names. Whatever the policy, the parts sum to their wholes.
 */
import type { TaxTable } from '@kontor/kernel/tax';
import { CrmError, type CrmIssue } from '../errors.ts';
import { exact, exactText, isNegative, minus, partOf, rounded, times } from './exact.ts';
import { openOrder } from './open-order.ts';
import type { PriceBook } from './price-book.ts';
import type { PricingStep } from './pricing-step.ts';
import type { QuoteInput, QuotePricing } from './quote-input.ts';
import type { Promotion } from './promotion.ts';
import { type PricedQuote, totalsOf } from './quote-totals.ts';
import { readQuote } from './read-quote.ts';
import { leftOf, reprice, type RunningOrder, shownAmount, takeOffOrder } from './running-order.ts';
import { stackPromotions } from './stack-promotions.ts';

/** What quotes are priced by. */
export interface PricingTerms {
  readonly priceBooks?: readonly PriceBook[] | undefined;
  readonly promotions?: readonly Promotion[] | undefined;
  /** The table of tax codes; lines without one are not taxed. */
  readonly taxes?: TaxTable | undefined;
}

/**
 * Prices a quote.
 *
 * @throws CrmError CRM_INVALID_INPUT — every fault of the quote, with its path
 * @throws CrmError CRM_NO_PRICE, CRM_PRICE_TIED
 * @example
 * const taxes = taxTable([{ code: 'VAT', rate: 20 }]);
 * const lines = [{ id: '1', product: 'A', quantity: '3', unitPrice: '0.33', taxCode: 'VAT' }];
 * const quote = { currency: 'EUR', prices: 'net', date: '2026-03-02', rounding: 'line', lines };
 * priceQuote(quote, { taxes }).gross // => '1.19'
 */
export function priceQuote(input: QuoteInput, terms: PricingTerms): PricedQuote {
  const quote = readQuote(input);
  const steps: PricingStep[] = [];
  const order = openOrder(quote, terms, steps);
  takeLineDiscounts(order, quote, steps);
  const { promotions = [] } = terms;
  const priced = stackPromotions(order, promotions, quote, quote.stacking, steps);
  takeDocumentDiscount(priced, quote, steps);
  return totalsOf(priced, quote, steps);
}

/** What the seller takes off single lines; promotions start from there. */
function takeLineDiscounts(order: RunningOrder, quote: QuotePricing, steps: PricingStep[]): void {
  const issues: CrmIssue[] = [];
  quote.lines.forEach(({ discountPercent, discountAmount }, at) => {
    if (discountPercent === undefined && discountAmount === undefined) return;
    const line = order.lines[at]!;
    const off =
      discountPercent === undefined
        ? exact(discountAmount!, order.unit)
        : times(line.unitPrice, partOf(discountPercent));
    if (off.coefficient === 0n) return;
    const price = minus(line.unitPrice, off);
    if (isNegative(price)) {
      const listPrice = exactText(line.listPrice, order.exponent);
      const message = `is more than the price of a unit, ${listPrice}`;
      issues.push({ path: `lines.${at}.discountAmount`, message });
      return;
    }
    const minor = reprice(line, price, 'line', order.mode);
    line.startPrice = price;
    steps.push({ step: 'discount', source: line.view.id, amount: shownAmount(order, minor) });
  });
  if (issues.length > 0) throw new CrmError('CRM_INVALID_INPUT', { what: 'The quote', issues });
}

function takeDocumentDiscount(
  order: RunningOrder,
  { discountPercent, discountAmount }: QuotePricing,
  steps: PricingStep[],
): void {
  if (discountPercent === undefined && discountAmount === undefined) return;
  const items = order.lines.filter(({ kind }) => kind === 'item');
  const whole = { coefficient: leftOf(items), decimals: 0 };
  const off =
    discountPercent === undefined
      ? exact(discountAmount!, order.unit)
      : times(whole, partOf(discountPercent));
  const minor = takeOffOrder(items, rounded(off, order.mode), 'document');
  steps.push({ step: 'discount', source: 'document', amount: shownAmount(order, minor) });
}
