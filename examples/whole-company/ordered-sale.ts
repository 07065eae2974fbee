/**
 * From an accepted quote to the sale that is delivered and invoiced: the amounts are the quote's,
 * to the cent.
 */
import type { QuoteOffer } from '@kontor/crm-core/quote';
import { accounts } from './books.ts';
import type { ProductId } from './goods.ts';
import type { Sale } from './sale-entries.ts';

/** What a sale takes of a quote. */
export interface AcceptedQuote {
  readonly number?: string | undefined;
  readonly offer: QuoteOffer;
}

/** The sale of an accepted quote, shipped from the centre on a day. */
export function orderedSale({ number, offer }: AcceptedQuote, date: string): Sale {
  const { currency, gross, lines, taxes } = offer.priced;
  return {
    id: number!,
    date,
    text: `Order ${number!}`,
    region: 'alps',
    channel: 'direct',
    site: 'centre',
    currency,
    debit: accounts.receivables,
    gross,
    lines: lines.map(({ product, quantity, net }) => {
      return { product: product as ProductId, quantity, net };
    }),
    taxes: taxes.map(({ code, tax }) => ({ code, account: accounts.outputTax, tax })),
  };
}
