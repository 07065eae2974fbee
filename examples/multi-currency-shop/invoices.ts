/**
 * From an order to what is posted for it: the invoice with its taxes, and the cost of what left.
 *
 * Both go as one group: there is no invoice without its cost, and no cost without its invoice.
 */
import { decimal } from '@kontor/kernel';
import {
  chartRoles,
  computeTax,
  type EntryInput,
  type LineInput,
  type TaxedDocument,
} from '@kontor/ledger';
import { type Order, unitCost } from './orders.ts';
import { functional, goods, taxCodes } from './set-up.ts';

/** The taxes of an order: the same function would price a quote of it. */
export function taxesOf({ currency, date, prices, lines }: Order): TaxedDocument {
  const taxed = lines.map(({ quantity, unitPrice, taxCode }) => ({ quantity, unitPrice, taxCode }));
  return computeTax({ currency, date, prices, rounding: 'perDocument', lines: taxed }, taxCodes);
}

/** The entries of an order. A credit note is an order below zero, so all its signs turn. */
export function invoiceEntries(order: Order): EntryInput[] {
  const { id, date, customer } = order;
  const terms = { date, group: id, text: customer } as const;
  return [
    { ...terms, id, journal: 'sales', lines: invoiceLines(order) },
    { ...terms, id: `${id}:cost`, lines: costLines(order) },
  ];
}

function invoiceLines(order: Order): LineInput[] {
  const { currency, rate, market, lines } = order;
  const document = taxesOf(order);
  const line = (account: string, amount: string, more: Partial<LineInput> = {}): LineInput => ({
    account,
    amount,
    currency,
    rate,
    ...more,
  });
  return [
    line(chartRoles.receivables, document.gross),
    ...document.lines.map(({ net }, at) =>
      line(goods.sales, negated(net), { taxCode: lines[at]!.taxCode, dims: { market } }),
    ),
    ...document.taxes
      .filter(({ tax }) => !decimal(tax).isZero())
      .map(({ code, tax, account }) => line(account!, negated(tax), { taxCode: code })),
  ];
}

/** Stock is kept in euro, whatever the goods are sold in. */
function costLines({ lines }: Order): LineInput[] {
  const cost = lines
    .map(({ article, quantity }) => decimal(unitCost[article]).times(quantity))
    .reduce((sum, part) => sum.plus(part), decimal(0));
  return [
    { account: goods.cost, amount: cost, currency: functional },
    { account: goods.stock, amount: cost.negated(), currency: functional },
  ];
}

/** The amount on the other side. */
const negated = (amount: string): string => decimal(amount).negated().toFixed();
