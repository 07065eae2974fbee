/**
 * Pricing a quote: from lines to a total in which every cent has its reason.
 *
 * Prices are chosen, the quote's own discounts of lines are taken off, promotions go over the
 * running order, the quote's own discount of the document follows, and taxes are rounded by the
 * policy that the quote names. Whatever the policy, the parts sum to their wholes.
 */
import { currency as currencyOf, day, fixedText, type RoundingMode } from '@kontor/kernel';
import { rowInForce, type TaxRow, type TaxTable } from '@kontor/kernel/tax';
import { checkGiven } from '../check-given.ts';
import { CrmError, type CrmIssue } from '../errors.ts';
import { applyPromotion } from './apply-promotion.ts';
import { type Exact, exact, exactText, minus, partOf, rounded, times, ZERO } from './exact.ts';
import { choosePrice, type PriceBook } from './price-book.ts';
import type { PricingStep } from './pricing-step.ts';
import { type QuoteInput, quoteInput, type QuotePricing } from './quote-input.ts';
import type { Promotion } from './promotion.ts';
import { type OrderFacts, whyNot } from './promotion-conditions.ts';
import { type PricedQuote, totalsOf } from './quote-totals.ts';
import {
  leftOf,
  reprice,
  type RunningLine,
  type RunningOrder,
  takeOffOrder,
} from './running-order.ts';

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
  const quote = checkGiven(quoteInput, input, { code: 'CRM_INVALID_INPUT', what: 'The quote' });
  const steps: PricingStep[] = [];
  const order = openOrder(quote, terms, steps);
  takeLineDiscounts(order, quote, steps);
  const facts = { ...quote, coupons: quote.coupons };
  const priced = stackPromotions(order, terms.promotions ?? [], facts, quote.stacking, steps);
  takeDocumentDiscount(priced, quote, steps);
  return totalsOf(priced, quote, steps);
}

function openOrder(
  quote: QuotePricing,
  { priceBooks = [], taxes }: PricingTerms,
  steps: PricingStep[],
): RunningOrder {
  const { exponent } = currencyOf(quote.currency);
  const unit = 10n ** BigInt(exponent);
  const issues: CrmIssue[] = [];
  const known = new Map<string, readonly TaxRow[]>();
  const rowsOf = (codes: readonly string[], path: string): readonly TaxRow[] => {
    const key = codes.join('|');
    const found = known.get(key);
    if (found !== undefined) return found;
    const rows = taxRows(codes, taxes, quote.date, (message) => issues.push({ path, message }));
    // A code that is missing is told at every line that has it.
    if (rows.length === codes.length) known.set(key, rows);
    return rows;
  };
  const items = quote.lines.map((line, at): RunningLine => {
    const chosen =
      line.unitPrice === undefined ? choosePrice(priceBooks, { ...quote, ...line }) : 'quote';
    steps.push({ step: 'price', line: line.id, from: chosen });
    const price = exact(chosen === 'quote' ? line.unitPrice! : chosen.price, unit);
    const codes = line.taxCode === undefined ? line.taxes : [line.taxCode];
    return openLine('item', line, {
      price,
      mode: quote.mode,
      taxes: rowsOf(codes, `lines.${at}.taxes`),
    });
  });
  const shipping = quote.shipping.map((one, at): RunningLine => {
    const codes = one.taxCode === undefined ? one.taxes : [one.taxCode];
    const line = { id: one.id, product: one.id, quantity: '1' };
    return openLine('shipping', line, {
      price: exact(one.price, unit),
      mode: quote.mode,
      taxes: rowsOf(codes, `shipping.${at}.taxes`),
    });
  });
  if (issues.length > 0) throw new CrmError('CRM_INVALID_INPUT', { what: 'The quote', issues });
  return { prices: quote.prices, mode: quote.mode, unit, lines: [...items, ...shipping] };
}

function openLine(
  kind: RunningLine['kind'],
  given: {
    readonly id: string;
    readonly product: string;
    readonly quantity: string;
    readonly family?: string | undefined;
    readonly tags?: readonly string[] | undefined;
  },
  {
    price,
    taxes,
    mode,
  }: { readonly price: Exact; readonly mode: RoundingMode } & Pick<RunningLine, 'taxes'>,
): RunningLine {
  const { id, product, family, tags, quantity } = given;
  const bought = exact(quantity);
  const amount = rounded(times(price, bought), mode);
  return {
    kind,
    view: { id, product, family, tags, quantity: exactText(bought) },
    taxes,
    bought,
    charged: bought,
    free: ZERO,
    listPrice: price,
    startPrice: price,
    unitPrice: price,
    amount,
    left: amount,
    discounts: [],
    shares: [],
  };
}

function taxRows(
  codes: readonly string[],
  table: TaxTable | undefined,
  date: string,
  report: (message: string) => void,
): TaxRow[] {
  const rows = codes.flatMap((code) => {
    const found = table?.rowsByCode.get(code);
    const row = found === undefined ? undefined : rowInForce(found, day(date));
    if (row !== undefined) return [row];
    report(`there is no rate of the tax code '${code}' on ${date}: add it to the table`);
    return [];
  });
  return rows.sort((a, b) => a.rank - b.rank);
}

/** What the seller takes off single lines; promotions start from there. */
function takeLineDiscounts(order: RunningOrder, quote: QuotePricing, steps: PricingStep[]): void {
  quote.lines.forEach(({ discountPercent, discountAmount }, at) => {
    const line = order.lines[at]!;
    const off =
      discountPercent === undefined
        ? exact(discountAmount ?? '0', order.unit)
        : times(line.unitPrice, partOf(discountPercent));
    if (off.coefficient === 0n) return;
    const price = minus(line.unitPrice, off);
    const minor = reprice(line, price, 'line', order.mode);
    line.startPrice = price;
    steps.push({ step: 'discount', source: line.view.id, amount: text(order, minor) });
  });
}

/**
 * `sequential`: each one on what the ones before have left. `additive`: percentages of what it cost
 * before any of them. `exclusive-best`: only the one that takes off the most.
 */
function stackPromotions(
  order: RunningOrder,
  promotions: readonly Promotion[],
  facts: OrderFacts,
  stacking: QuotePricing['stacking'],
  steps: PricingStep[],
): RunningOrder {
  if (stacking === 'exclusive-best') return bestPromotion(order, promotions, facts, steps);
  const base = stacking === 'additive' ? 'list' : 'running';
  for (const promotion of promotions) {
    const reason = whyNot(promotion, order, facts);
    if (reason !== undefined) {
      steps.push({ step: 'skipped', promotion: promotion.id, reason });
      continue;
    }
    const amount = text(order, applyPromotion(order, promotion, base));
    steps.push({ step: 'promotion', promotion: promotion.id, amount });
  }
  return order;
}

function bestPromotion(
  order: RunningOrder,
  promotions: readonly Promotion[],
  facts: OrderFacts,
  steps: PricingStep[],
): RunningOrder {
  let best:
    | { readonly order: RunningOrder; readonly id: string; readonly minor: bigint }
    | undefined;
  const lost: { readonly id: string; readonly reason: string }[] = [];
  for (const promotion of promotions) {
    const reason = whyNot(promotion, order, facts);
    const tried = copyOf(order);
    const minor = reason === undefined ? applyPromotion(tried, promotion, 'running') : 0n;
    if (reason !== undefined) lost.push({ id: promotion.id, reason });
    else if (best !== undefined && minor <= best.minor) {
      lost.push({ id: promotion.id, reason: `'${best.id}' takes off more` });
    } else {
      if (best !== undefined)
        lost.push({ id: best.id, reason: `'${promotion.id}' takes off more` });
      best = { order: tried, id: promotion.id, minor };
    }
  }
  for (const { id, reason } of lost) steps.push({ step: 'skipped', promotion: id, reason });
  if (best === undefined) return order;
  steps.push({ step: 'promotion', promotion: best.id, amount: text(order, best.minor) });
  return best.order;
}

const copyOf = (order: RunningOrder): RunningOrder => ({
  ...order,
  lines: order.lines.map((line) => ({
    ...line,
    discounts: [...line.discounts],
    shares: [...line.shares],
  })),
});

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
  steps.push({ step: 'discount', source: 'document', amount: text(order, minor) });
}

const text = ({ unit }: RunningOrder, minor: bigint): string =>
  fixedText(minor, String(unit).length - 1);
