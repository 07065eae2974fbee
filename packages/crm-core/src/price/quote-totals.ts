/**
 * What a priced order comes to: taxes by the policy, and sums that are those of their parts.
 */
import { divideRatios, type Ratio, ratio } from '@kontor/kernel';
import {
  type CheckedLine,
  type ComputedLine,
  groupKey,
  type LineTax,
  roundTaxes,
} from '@kontor/kernel/tax';
import { asRatio, type Exact, exactText, ZERO } from './exact.ts';
import type { PricingStep } from './pricing-step.ts';
import type { QuotePricing } from './quote-input.ts';
import {
  type Discount,
  type RunningLine,
  type RunningOrder,
  shownAmount,
} from './running-order.ts';

/** An amount of tax, of a line or of the quote. */
export interface QuoteTax {
  readonly code: string;
  readonly name?: string | undefined;
  /** In percent. */
  readonly rate: string;
  readonly base: string;
  readonly tax: string;
}

/** What was taken off, in the prices' tax mode. */
export interface QuoteDiscount {
  /** `line` or `document` for what the seller took off; else the promotion. */
  readonly source: string;
  readonly amount: string;
}

/** A line that was priced; amounts with all decimals of the currency. */
export interface PricedLine {
  readonly id: string;
  readonly kind: 'item' | 'shipping';
  readonly product: string;
  /** Bought units. */
  readonly quantity: string;
  /** Units that cost nothing. */
  readonly free: string;
  /** Units that are paid. */
  readonly charged: string;
  /** Exact, in the prices' tax mode: before discounts, and after those of the unit. */
  readonly listPrice: string;
  readonly unitPrice: string;
  /** Bought units at the list price. */
  readonly list: string;
  /** Off the unit price, free units included. */
  readonly discounts: readonly QuoteDiscount[];
  /** list − discounts. */
  readonly amount: string;
  /** Its shares of what was taken off the whole. */
  readonly shares: readonly QuoteDiscount[];
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
  readonly taxes: readonly QuoteTax[];
}

/** A quote that was priced. */
export interface PricedQuote {
  readonly currency: string;
  readonly prices: 'net' | 'gross';
  readonly rounding: QuotePricing['rounding'];
  readonly mode: QuotePricing['mode'];
  readonly stacking: QuotePricing['stacking'];
  readonly date: string;
  readonly lines: readonly PricedLine[];
  /** The sum of the lines' amounts, shipping included, in the prices' tax mode. */
  readonly subtotal: string;
  /** What was taken off the whole, by source; subtotal − it = the net (or gross) total. */
  readonly discounts: readonly QuoteDiscount[];
  readonly discount: string;
  /** By code and rate. */
  readonly taxes: readonly QuoteTax[];
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
  /** How it came about. */
  readonly steps: readonly PricingStep[];
}

const reaches = {
  unit: 'perUnit',
  line: 'perLine',
  rate: 'perDocument',
  document: 'perTotal',
} as const;

/** Taxes and sums of an order. */
export function totalsOf(
  order: RunningOrder,
  quote: QuotePricing,
  steps: readonly PricingStep[],
): PricedQuote {
  const computed = taxesOf(order, quote);
  const text = (minor: bigint): string => shownAmount(order, minor);
  const sum = (of: (line: RunningLine, at: number) => bigint): bigint =>
    order.lines.reduce((total, line, at) => total + of(line, at), 0n);
  const shares = sumBySource(order.lines.map((line) => line.shares));
  const { currency, prices, rounding, mode, stacking, date } = quote;
  return {
    currency,
    prices,
    rounding,
    mode,
    stacking,
    date,
    lines: order.lines.map((line, at) => pricedLine(order, line, computed[at]!)),
    subtotal: text(sum(({ amount }) => amount)),
    discounts: shownDiscounts(order, shares),
    discount: text(shares.reduce((total, { minor }) => total + minor, 0n)),
    taxes: taxesByRate(computed).map((tax) => shownTax(order, tax)),
    net: text(sum((_, at) => computed[at]!.net)),
    tax: text(sum((_, at) => computed[at]!.gross - computed[at]!.net)),
    gross: text(sum((_, at) => computed[at]!.gross)),
    steps,
  };
}

/** The taxes of what is left of the lines. */
function taxesOf(order: RunningOrder, { rounding, currency }: QuotePricing): ComputedLine[] {
  const { prices, mode, exponent } = order;
  const taxed = rounding === 'unit' ? ofUnits : ofWhole;
  const lines = order.lines.map(taxed);
  const policy = { rounding: reaches[rounding], mode };
  return roundTaxes({ currency: { code: currency, exponent }, prices, ...policy, lines });
}

const ONE: Ratio = { numerator: 1n, denominator: 1n };

const ofWhole = ({ left, taxes }: RunningLine): CheckedLine => ({
  quantity: ONE,
  unitPrice: { numerator: left, denominator: 1n },
  taxes,
});

/** A unit that is paid: at its price, or at its part of what is left after shares of the whole. */
function ofUnits(line: RunningLine): CheckedLine {
  const { charged, unitPrice, left, taxes } = line;
  if (charged.coefficient === 0n) return ofWhole(line);
  const quantity = asRatio(charged);
  if (left === line.amount) return { quantity, unitPrice: asRatio(unitPrice), taxes };
  return { quantity, unitPrice: divideRatios(ratio(left), quantity), taxes };
}

function pricedLine(
  order: RunningOrder,
  line: RunningLine,
  { net, gross, taxes }: ComputedLine,
): PricedLine {
  const { view, kind, bought, free, charged, listPrice, unitPrice } = line;
  const quantity = signedText(order, bought);
  const price = exactText(listPrice, order.exponent);
  return {
    id: view.id,
    kind,
    product: view.product,
    quantity,
    free: free === ZERO ? '0' : signedText(order, free),
    charged: charged === bought ? quantity : signedText(order, charged),
    listPrice: price,
    unitPrice: unitPrice === listPrice ? price : exactText(unitPrice, order.exponent),
    list: shownAmount(order, line.list),
    discounts: shownDiscounts(order, bySource(line.discounts)),
    amount: shownAmount(order, line.amount),
    shares: shownDiscounts(order, bySource(line.shares)),
    net: shownAmount(order, net),
    tax: shownAmount(order, gross - net),
    gross: shownAmount(order, gross),
    taxes: taxes.map((tax) => shownTax(order, tax)),
  };
}

const signedText = ({ sign }: RunningOrder, { coefficient, decimals }: Exact): string =>
  exactText({ coefficient: sign * coefficient, decimals });

const shownDiscounts = (order: RunningOrder, discounts: readonly Discount[]): QuoteDiscount[] =>
  discounts.map(({ source, minor }) => ({ source, amount: shownAmount(order, minor) }));

/** One for each source, in the order in which they came. */
function bySource(discounts: readonly Discount[]): readonly Discount[] {
  for (let at = 1; at < discounts.length; at++) {
    for (let before = 0; before < at; before++) {
      if (discounts[before]!.source === discounts[at]!.source) return sumBySource([discounts]);
    }
  }
  return discounts;
}

function sumBySource(lists: readonly (readonly Discount[])[]): Discount[] {
  const sums = new Map<string, { readonly source: string; minor: bigint }>();
  for (const discounts of lists) {
    for (const { source, minor } of discounts) {
      const sum = sums.get(source);
      if (sum === undefined) sums.set(source, { source, minor });
      else sum.minor += minor;
    }
  }
  return [...sums.values()];
}

function taxesByRate(lines: readonly ComputedLine[]): LineTax[] {
  const byRow = new Map<LineTax['row'], { base: bigint; tax: bigint }>();
  for (const { taxes } of lines) {
    for (const { row, base, tax } of taxes) {
      const sum = byRow.get(row);
      if (sum === undefined) byRow.set(row, { base, tax });
      else {
        sum.base += base;
        sum.tax += tax;
      }
    }
  }
  const sums = new Map<string, LineTax>();
  for (const [row, { base, tax }] of byRow) {
    const sum = sums.get(groupKey(row)) ?? { row, base: 0n, tax: 0n };
    sums.set(groupKey(row), { row, base: sum.base + base, tax: sum.tax + tax });
  }
  return [...sums.values()].sort((a, b) => a.row.rank - b.row.rank);
}

function shownTax(order: RunningOrder, { row, base, tax }: LineTax): QuoteTax {
  const amounts = {
    rate: row.rate.text,
    base: shownAmount(order, base),
    tax: shownAmount(order, tax),
  };
  return row.name === undefined
    ? { code: row.code, ...amounts }
    : { code: row.code, name: row.name, ...amounts };
}
