/**
 * A sale as entries: the delivery, which takes goods out of a site at their cost, and the invoice,
 * with its taxes.
 *
 * The tills of a month and the invoice of an order go through the same function, so that the cube
 * compares like with like.
 */
import { decimal } from '@kontor/kernel';
import type { EntryInput, LineInput } from '@kontor/ledger';
import { accounts, stockAt } from './books.ts';
import { costOf, type ProductId, products } from './goods.ts';

/** What was sold, and what it comes to: amounts are what is printed on the invoice. */
export interface Sale {
  readonly id: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly text: string;
  readonly region: string;
  readonly channel: string;
  /** The site that the goods leave. */
  readonly site: string;
  readonly currency: string;
  /** Who is debited: a customer, or the bank. */
  readonly debit: string;
  readonly gross: string;
  readonly lines: readonly {
    readonly product: ProductId;
    readonly quantity: string;
    readonly net: string;
  }[];
  readonly taxes: readonly {
    readonly code: string;
    readonly account: string;
    readonly tax: string;
  }[];
}

/** Ids of the two entries of a sale. */
export const deliveryId = (sale: string): string => `delivery-${sale}`;
export const invoiceId = (sale: string): string => `invoice-${sale}`;

/** The delivery: goods leave the stock, and their cost is a cost of sales. */
export function deliveryEntry(sale: Sale): EntryInput {
  const { id, date, text, site, lines } = sale;
  const moved = lines.flatMap(({ product, quantity }): LineInput[] => {
    const item = { currency: product };
    const base = costOf(product, quantity);
    return [
      {
        ...item,
        account: accounts.costOfSales,
        amount: quantity,
        base,
        dims: dimsOf(sale, product),
      },
      { ...item, account: stockAt(site), amount: negated(quantity), base: negated(base) },
    ];
  });
  return { id: deliveryId(id), date, text, source: id, journal: 'stock', lines: moved };
}

/** The invoice: what is owed or paid, the sales by line, each tax to its account. */
export function invoiceEntry(sale: Sale): EntryInput {
  const { id, date, text, currency, debit, gross, lines, taxes } = sale;
  const line = (account: string, amount: string, more: Partial<LineInput> = {}): LineInput => {
    return { account, amount, currency, ...more };
  };
  const sold = lines.map(({ product, net }) =>
    line(products[product].isMade ? accounts.ownProducts : accounts.merchandise, negated(net), {
      dims: dimsOf(sale, product),
    }),
  );
  const taxed = taxes
    .filter(({ tax }) => !decimal(tax).isZero())
    .map(({ account, tax, code }) => line(account, negated(tax), { taxCode: code }));
  return {
    id: invoiceId(id),
    date,
    text,
    source: id,
    journal: 'sales',
    lines: [line(debit, gross), ...sold, ...taxed],
  };
}

/** A sale in euro that was paid at once has one tax code for each product. */
export const taxCodeOf = (country: string, product: ProductId): string =>
  `${country}-${products[product].tax}`;

const dimsOf = ({ region, channel }: Sale, product: ProductId) => ({
  line: products[product].line,
  region,
  channel,
});

/** The amount on the other side. */
export const negated = (amount: string): string => decimal(amount).negated().toFixed();
