/**
 * What a priced order comes to: taxes by the policy, and sums that are those of their parts.
 */
import { fixedText, formatRatio, multiplyRatios, ratio, type Ratio } from '@kontor/kernel';
import {
  type CheckedDocument,
  type ComputedLine,
  groupKey,
  type LineTax,
  roundAmount,
  roundTaxes,
} from '@kontor/kernel/tax';
import type { PricingStep } from './price-quote.ts';
import type { QuotePricing } from './quote-input.ts';
import { lineAmount, type RunningLine, type RunningOrder, unitAmount } from './running-order.ts';

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
  const exponent = String(order.unit).length - 1;
  const text = (minor: bigint): string => fixedText(minor, exponent);
  const lines = order.lines.map((line, at) => pricedLine(order, line, computed[at]!, text));
  const sum = (of: (line: RunningLine, at: number) => bigint): bigint =>
    order.lines.reduce((total, line, at) => total + of(line, at), 0n);
  const shares = order.lines.flatMap((line) => line.shares);
  const { currency, prices, rounding, mode, stacking, date } = quote;
  return {
    ...{ currency, prices, rounding, mode, stacking, date, lines },
    subtotal: text(sum((line) => unitAmount(line, order.mode))),
    discounts: bySource(shares).map(([source, minor]) => ({ source, amount: text(minor) })),
    discount: text(shares.reduce((total, { minor }) => total + minor, 0n)),
    taxes: taxesByRate(computed).map((tax) => shownTax(tax, text)),
    net: text(sum((_, at) => computed[at]!.net)),
    tax: text(sum((_, at) => computed[at]!.gross - computed[at]!.net)),
    gross: text(sum((_, at) => computed[at]!.gross)),
    steps,
  };
}

/**
 * The taxes of the lines. What was taken off the whole has lowered what a line is worth, so that is
 * taxed as it stands; only of a `unit` it cannot be: there its share is taxed beside the units.
 */
function taxesOf(order: RunningOrder, { rounding, currency }: QuotePricing): ComputedLine[] {
  const exponent = String(order.unit).length - 1;
  const document = (lines: CheckedDocument['lines']): CheckedDocument => ({
    currency: { code: currency, exponent },
    prices: order.prices,
    rounding: reaches[rounding],
    mode: order.mode,
    lines,
  });
  const one = ratio(1);
  if (rounding !== 'unit') {
    return roundTaxes(
      document(
        order.lines.map((line) => ({
          quantity: one,
          unitPrice: ratio(lineAmount(line, order.mode)),
          taxes: line.taxes,
        })),
      ),
    );
  }
  const units = order.lines.map(({ charged: quantity, unitPrice, taxes }) => {
    return { quantity, unitPrice, taxes };
  });
  const shares = order.lines.map((line) => ({
    quantity: one,
    unitPrice: ratio(lineAmount(line, order.mode) - unitAmount(line, order.mode)),
    taxes: line.taxes,
  }));
  const computed = roundTaxes(document(units));
  return roundTaxes(document(shares)).map((share, at) => merged(computed[at]!, share));
}

const merged = (a: ComputedLine, b: ComputedLine): ComputedLine => ({
  net: a.net + b.net,
  gross: a.gross + b.gross,
  taxes: a.taxes.map(({ row, base, tax }, at) => ({
    row,
    base: base + b.taxes[at]!.base,
    tax: tax + b.taxes[at]!.tax,
  })),
});

function pricedLine(
  order: RunningOrder,
  line: RunningLine,
  { net, gross, taxes }: ComputedLine,
  text: (minor: bigint) => string,
): PricedLine {
  const inUnits = (price: Ratio): string =>
    formatRatio(ratio({ numerator: price.numerator, denominator: price.denominator * order.unit }));
  const shown = ([source, minor]: readonly [string, bigint]): QuoteDiscount => {
    return { source, amount: text(minor) };
  };
  return {
    id: line.id,
    kind: line.kind,
    product: line.product,
    quantity: formatRatio(line.bought),
    free: formatRatio(line.free),
    charged: formatRatio(line.charged),
    listPrice: inUnits(line.listPrice),
    unitPrice: inUnits(line.unitPrice),
    list: text(roundAmount(multiplyRatios(line.listPrice, line.bought), order.mode)),
    discounts: bySource(line.discounts).map(shown),
    amount: text(unitAmount(line, order.mode)),
    shares: bySource(line.shares).map(shown),
    net: text(net),
    tax: text(gross - net),
    gross: text(gross),
    taxes: taxes.map((tax) => shownTax(tax, text)),
  };
}

function bySource(
  discounts: readonly { readonly source: string; readonly minor: bigint }[],
): [string, bigint][] {
  const sums = new Map<string, bigint>();
  for (const { source, minor } of discounts) sums.set(source, (sums.get(source) ?? 0n) + minor);
  return [...sums];
}

function taxesByRate(lines: readonly ComputedLine[]): LineTax[] {
  const sums = new Map<string, LineTax>();
  for (const { row, base, tax } of lines.flatMap(({ taxes }) => taxes)) {
    const sum = sums.get(groupKey(row)) ?? { row, base: 0n, tax: 0n };
    sums.set(groupKey(row), { row, base: sum.base + base, tax: sum.tax + tax });
  }
  return [...sums.values()].sort((a, b) => a.row.rank - b.row.rank);
}

const shownTax = ({ row, base, tax }: LineTax, text: (minor: bigint) => string): QuoteTax => ({
  code: row.code,
  ...(row.name !== undefined && { name: row.name }),
  rate: row.rate.text,
  base: text(base),
  tax: text(tax),
});
