/**
 * A quote as a document: plain data with every text resolved, so that any template, or another
 * writer than HTML, has only to lay it out.
 */
import { currency as currencyOf } from '@kontor/kernel';
import { exact, exactText, minus } from '../price/exact.ts';
import type { PricedLine, PricedQuote } from '../price/quote-totals.ts';
import type { DocumentLabels, DocumentLanguage } from './document-labels.ts';
import { formatDate, formatDecimal } from './format-decimal.ts';
import type { QuoteLine } from './quote-content.ts';
import type { QuoteOffer } from './quote.ts';

/** What is printed beside the offer. */
export interface DocumentTerms {
  readonly language: DocumentLanguage;
  /** Words in place of those of the language. */
  readonly labels?: Partial<DocumentLabels> | undefined;
  /** Name and address, line by line. */
  readonly seller: readonly string[];
  readonly customer: readonly string[];
  readonly number?: string | undefined;
  readonly version: number;
  readonly expiresOn?: string | undefined;
  /** Paragraphs: delivery, payment, law. */
  readonly terms?: readonly string[] | undefined;
  /** Names of products, where a line has no description. */
  readonly productNames?: Readonly<Record<string, string>> | undefined;
}

/** A row of the table of lines. */
export interface DocumentLine {
  readonly position: string;
  readonly text: string;
  /** 'optional', 'alternative'; empty where nothing is to choose. */
  readonly note: string;
  readonly quantity: string;
  readonly unitPrice: string;
  /** Empty where nothing is taken off. */
  readonly discount: string;
  readonly amount: string;
}

/** A quote, ready to be laid out. */
export interface QuoteDocument {
  readonly language: string;
  readonly title: string;
  readonly labels: DocumentLabels;
  readonly currency: string;
  readonly seller: readonly string[];
  readonly customer: readonly string[];
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  readonly lines: readonly DocumentLine[];
  readonly options: readonly DocumentLine[];
  readonly totals: readonly {
    readonly label: string;
    readonly amount: string;
    readonly isTotal: boolean;
  }[];
  readonly taxes: readonly {
    readonly name: string;
    readonly rate: string;
    readonly base: string;
    readonly tax: string;
  }[];
  readonly priceNote: string;
  readonly terms: readonly string[];
}

type Written = (text: string, decimalsMin?: number) => string;

/**
 * The document of an offer: of the one at hand, of a version that was sent, or what was accepted.
 *
 * Amounts are the offer's, written in the language; nothing is figured anew.
 */
export function quoteDocument(offer: QuoteOffer, terms: DocumentTerms): QuoteDocument {
  const { language, number, version, expiresOn } = terms;
  const labels = { ...language.labels, ...terms.labels };
  const { content, priced, options } = offer;
  const write: Written = (text, decimalsMin) => formatDecimal(text, language.format, decimalsMin);
  const date = (text: string): string => formatDate(text, language.format);
  const lineOf = (line: PricedLine, position: string): DocumentLine =>
    documentLine(line, content, { labels, write, position, names: terms.productNames ?? {} });
  return {
    language: language.tag,
    title: [labels.quote, number].filter((part) => part !== undefined).join(' '),
    labels,
    currency: priced.currency,
    seller: terms.seller,
    customer: terms.customer,
    facts: [
      ...(number === undefined ? [] : [{ label: labels.number, text: number }]),
      { label: labels.version, text: String(version) },
      { label: labels.date, text: date(priced.date) },
      ...(expiresOn === undefined ? [] : [{ label: labels.validUntil, text: date(expiresOn) }]),
    ],
    lines: priced.lines.map((line, at) => lineOf(line, String(at + 1))),
    options: options.map((line, at) => lineOf(line, `${priced.lines.length + at + 1}`)),
    totals: totalsOf(priced, labels, write),
    taxes: priced.taxes.map(({ code, name, rate, base, tax }) => {
      return { name: name ?? code, rate: `${write(rate)} %`, base: write(base), tax: write(tax) };
    }),
    priceNote: priced.prices === 'net' ? labels.excludesTax : labels.includesTax,
    terms: terms.terms ?? [],
  };
}

function documentLine(
  priced: PricedLine,
  { lines, currency }: QuoteOffer['content'],
  {
    labels,
    write,
    position,
    names,
  }: {
    readonly labels: DocumentLabels;
    readonly write: Written;
    readonly position: string;
    readonly names: Readonly<Record<string, string>>;
  },
): DocumentLine {
  const line = lines.find(({ id }) => id === priced.id);
  const off = exactText(minus(exact(priced.list), exact(priced.amount)));
  const { exponent } = currencyOf(currency);
  return {
    position,
    text: line?.description ?? names[priced.product] ?? priced.product,
    note: line === undefined ? '' : noteOf(line, labels),
    quantity: quantityOf(priced, line, labels, write),
    unitPrice: write(priced.listPrice, exponent),
    discount: off === '0' ? '' : write(off, exponent),
    amount: write(priced.amount),
  };
}

function quantityOf(
  { quantity, free }: PricedLine,
  line: QuoteLine | undefined,
  { free: word }: DocumentLabels,
  write: Written,
): string {
  const unit = line?.unit === undefined ? '' : ` ${line.unit}`;
  if (quantity === '0' && free !== '0') return `${write(free)} ${word}`;
  return write(quantity) + unit + (free === '0' ? '' : ` (${write(free)} ${word})`);
}

function noteOf({ isOptional, alternative }: QuoteLine, labels: DocumentLabels): string {
  if (alternative !== undefined) return labels.alternative;
  return isOptional ? labels.optional : '';
}

function totalsOf(priced: PricedQuote, labels: DocumentLabels, write: Written) {
  const { subtotal, discounts, net, tax, gross, prices } = priced;
  const row = (label: string, amount: string, isTotal = false) => {
    return { label, amount: write(amount), isTotal };
  };
  const taken = discounts.map(({ source, amount }) =>
    row(
      source === 'document' ? labels.discount : `${labels.discount} ${source}`,
      amount.startsWith('-') ? amount.slice(1) : `-${amount}`,
    ),
  );
  const before = discounts.length === 0 ? [] : [row(labels.subtotal, subtotal), ...taken];
  const parts = [row(labels.net, net), row(labels.tax, tax)];
  const total = row(labels.total, gross, true);
  return prices === 'net' ? [...before, ...parts, total] : [...before, total, ...parts];
}
