/**
 * What limits are about: how much is taken off, and what is left over the cost.
 *
 * Shipping is left out of both. A discount is rounded up and a margin down, so that no limit is
 * missed by a rounding. Lines without a cost are counted, and leave the margin unknown; of a
 * total of 0 only the percentage is.
 */
import { divideRounded, fixedText } from '@kontor/kernel';
import { type Exact, exact, exactText, minus, plus, times, ZERO } from '../price/exact.ts';
import type { PricedLine, PricedQuote } from '../price/quote-totals.ts';
import type { FieldKinds } from '../predicate/field-kinds.ts';
import type { QuoteContent } from './quote-content.ts';

/** Figures of an offer, or of a part of it. Amounts in the currency, percentages of 4 decimals. */
export interface QuoteFigures {
  /** `proposal`, `all` (every option, the dearest alternatives), or a line that may be chosen. */
  readonly of: string;
  readonly currency: string;
  readonly net: string;
  readonly gross: string;
  /** In the prices' tax mode, of list prices. */
  readonly discount: string;
  readonly discountPercent: string;
  readonly linesWithoutCost: number;
  /** Net − cost, and in percent of net. */
  readonly margin?: string;
  readonly marginPercent?: string;
}

/** What conditions of limits can be about. */
export const FIGURE_KINDS: FieldKinds = {
  of: 'text',
  currency: 'text',
  net: 'decimal',
  gross: 'decimal',
  discount: 'decimal',
  discountPercent: 'decimal',
  linesWithoutCost: 'number',
  margin: 'decimal',
  marginPercent: 'decimal',
};

/** The figures of lines that were priced, of the items among them. */
export function quoteFigures(
  of: string,
  content: Pick<QuoteContent, 'lines' | 'currency' | 'prices'>,
  { lines, net, gross }: Pick<PricedQuote, 'lines' | 'net' | 'gross'>,
): QuoteFigures {
  const items = lines.filter(({ kind }) => kind === 'item');
  const list = sumOf(items.map((line) => exact(line.list)));
  const left = sumOf(items.map((line) => exact(content.prices === 'net' ? line.net : line.gross)));
  const itemsNet = sumOf(items.map((line) => exact(line.net)));
  const costs = new Map(content.lines.map(({ id, cost }) => [id, cost]));
  const linesWithoutCost = items.filter(({ id }) => costs.get(id) === undefined).length;
  const margin = linesWithoutCost > 0 ? undefined : minus(itemsNet, costOf(costs, items));
  const discount = minus(list, left);
  return {
    of,
    currency: content.currency,
    net,
    gross,
    discount: exactText(discount),
    discountPercent: percentOf(discount, list, 'ceiling') ?? '0.0000',
    linesWithoutCost,
    ...(margin !== undefined && { margin: exactText(margin) }),
    ...(margin !== undefined && withoutUnknown(percentOf(margin, itemsNet, 'floor'))),
  };
}

const withoutUnknown = (marginPercent: string | undefined) =>
  marginPercent === undefined ? {} : { marginPercent };

const sumOf = (amounts: readonly Exact[]): Exact => amounts.reduce(plus, ZERO);

/** Units that cost nothing to the customer cost the seller as much as others. */
const costOf = (
  costs: ReadonlyMap<string, string | undefined>,
  items: readonly PricedLine[],
): Exact =>
  sumOf(
    items.map(({ id, charged, free }) =>
      times(exact(costs.get(id)!), plus(exact(charged), exact(free))),
    ),
  );

function percentOf(part: Exact, whole: Exact, mode: 'ceiling' | 'floor'): string | undefined {
  if (whole.coefficient === 0n) return undefined;
  const decimals = Math.max(part.decimals, whole.decimals);
  const [a, b] = [part, whole].map(
    ({ coefficient, decimals: own }) => coefficient * 10n ** BigInt(decimals - own),
  ) as [bigint, bigint];
  const sign = b < 0n ? -1n : 1n;
  return fixedText(divideRounded(sign * a * 1_000_000n, sign * b, mode), 4);
}
