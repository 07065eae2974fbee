/**
 * Facts of quotes: one row a quote, and one row a line of what it offers.
 *
 * Of a quote that was accepted the offer is what was taken, else the one at hand. Lines that may be
 * chosen and are not are no part of it, so the lines of a quote add up to it.
 */
import type { QuoteOffer } from '../quote/quote.ts';
import type { PricedLine } from '../price/quote-totals.ts';
import type { CrmRecord } from '../record/record.ts';
import { type ColumnsOf, columnsOf, factReader } from './columns-of.ts';

/** Columns by quote; see `FactColumns`. */
export type QuoteFacts = ColumnsOf<QuoteRow>;
/** Columns by line of a quote; see `FactColumns`. */
export type QuoteLineFacts = ColumnsOf<QuoteLineRow>;

/** What lines have of their quote. */
type QuotePlace = {
  readonly quote: string;
  readonly state: string;
  readonly owner: string;
  readonly team: string;
  readonly region: string;
  readonly account: string;
  readonly opportunity: string;
  readonly currency: string;
  readonly createdAt: number | null;
  readonly acceptedAt: number | null;
};

type QuoteRow = QuotePlace & {
  readonly number: string;
  /** Of the offer at hand; counts from 1. */
  readonly version: number | null;
  readonly contact: string;
  /** Decimal text: without tax, of it, and with it. */
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
  /** The last day on which it may be accepted. */
  readonly expiresDay: number | null;
};

type QuoteLineRow = QuotePlace & {
  /** Unique: the quote and the line in it, `q-1/2`. */
  readonly line: string;
  /** `item` or `shipping`. */
  readonly kind: string;
  readonly product: string;
  /** Of the product; `''` where products were not handed in. */
  readonly unit: string;
  /** Decimal text: what was bought, what of it costs nothing, what is paid. */
  readonly quantity: string;
  readonly free: string;
  readonly charged: string;
  /** Of one unit, in the prices' tax mode: before and after discounts. */
  readonly listPrice: string;
  readonly unitPrice: string;
  /** Of one unit to the seller; null where it is not known. */
  readonly cost: string | null;
  /** Bought units at the list price, in the prices' tax mode. */
  readonly list: string;
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
};

const PLACE = [
  'quote',
  'state',
  'owner',
  'team',
  'region',
  'account',
  'opportunity',
  'currency',
  'createdAt',
  'acceptedAt',
] as const satisfies readonly (keyof QuotePlace)[];

const QUOTE_COLUMNS = [
  ...PLACE,
  'number',
  'version',
  'contact',
  'net',
  'tax',
  'gross',
  'expiresDay',
] as const satisfies readonly (keyof QuoteRow)[];

const LINE_COLUMNS = [
  ...PLACE,
  'line',
  'kind',
  'product',
  'unit',
  'quantity',
  'free',
  'charged',
  'listPrice',
  'unitPrice',
  'cost',
  'list',
  'net',
  'tax',
  'gross',
] as const satisfies readonly (keyof QuoteLineRow)[];

/** The facts of quotes. */
export const quoteFacts = (quotes: readonly CrmRecord[]): QuoteFacts =>
  columnsOf(QUOTE_COLUMNS, quotes.map(quoteRow));

/**
 * The facts of their lines.
 *
 * @param products where units of measure are read, by id or code
 */
export function quoteLineFacts(
  quotes: readonly CrmRecord[],
  products: readonly CrmRecord[] = [],
): QuoteLineFacts {
  const units = new Map<string, string>();
  for (const product of products) {
    const { text } = factReader(product);
    for (const name of [product.id, text('code')]) units.set(name, text('unit'));
  }
  const rows = quotes.flatMap((quote) => {
    const place = placeOf(quote);
    const { content, priced } = offerOf(quote);
    const costs = new Map(content.lines.map(({ id, cost }) => [id, cost ?? null]));
    return priced.lines.map((line) => ({
      ...place,
      ...lineRow(quote.id, line),
      unit: units.get(line.product) ?? '',
      cost: costs.get(line.id) ?? null,
    }));
  });
  return columnsOf(LINE_COLUMNS, rows);
}

const offerOf = (quote: CrmRecord): QuoteOffer => quote['offer'] as unknown as QuoteOffer;

function placeOf(quote: CrmRecord): QuotePlace {
  const { text, instant } = factReader(quote);
  return {
    quote: quote.id,
    state: text('state'),
    owner: text('owner'),
    team: text('team'),
    region: text('region'),
    account: text('account'),
    opportunity: text('opportunity'),
    currency: text('currency'),
    createdAt: instant('createdAt'),
    acceptedAt: instant('acceptedAt'),
  };
}

function quoteRow(quote: CrmRecord): QuoteRow {
  const { text, number, day } = factReader(quote);
  const { net, tax, gross } = offerOf(quote).priced;
  return {
    ...placeOf(quote),
    number: text('number'),
    version: number('versionNumber'),
    contact: text('contact'),
    net,
    tax,
    gross,
    expiresDay: day('expiresOn'),
  };
}

function lineRow(
  quote: string,
  line: PricedLine,
): Omit<QuoteLineRow, keyof QuotePlace | 'unit' | 'cost'> {
  const { id, kind, product, quantity, free, charged, listPrice, unitPrice } = line;
  const { list, net, tax, gross } = line;
  const counted = { quantity, free, charged };
  const amounts = { listPrice, unitPrice, list, net, tax, gross };
  return { line: `${quote}/${id}`, kind, product, ...counted, ...amounts };
}
