/**
 * What customers still owe, at which carrying amount, and what a payment of it comes to.
 *
 * Money in a foreign currency is worth what the day's rate makes of it. What it takes off the
 * receivable is that receivable's share of its carrying amount; between the two lies the exchange
 * difference, a gain or a loss that is realised.
 */
import {
  convertMoney,
  decimal,
  formatMoney,
  type Money,
  money,
  moneyOfMinor,
} from '@kontor/kernel';
import {
  type CarriedItem,
  carriedItem,
  chartRoles,
  type EntryInput,
  type LineInput,
  openBooks,
  type PostedEntry,
  settlementEntry,
  splitCashDiscount,
} from '@kontor/ledger';
import { taxesOf } from './invoices.ts';
import type { Order, Payment } from './orders.ts';
import { functional, setup } from './set-up.ts';

/** Rates, currencies and rounding, as the books have them; nothing is posted here. */
const terms = openBooks(setup);

/** A receivable as its invoice opened it. */
export function receivableOf({ lines }: PostedEntry): CarriedItem {
  const { amount, currency, base } = lines[0]!;
  return carriedItem(money(amount, currency).minor, money(base, functional).minor);
}

/** A payment as an entry, what is open after it, and what it realised. */
export interface SettledPayment {
  readonly entry: EntryInput;
  readonly item: CarriedItem;
  readonly realised: bigint;
}

/** Settles a payment of an invoice, in whole or part. */
export function settlePayment(
  { id, date, order: source, amount, discount = '0' }: Payment,
  invoice: Order,
  item: CarriedItem,
): SettledPayment {
  const { currency } = invoice;
  const isForeign = currency !== functional;
  const settled = decimal(amount).plus(discount);
  const { entry, settlement } = settlementEntry(terms, {
    id,
    date,
    journal: 'bank',
    account: chartRoles.receivables,
    currency,
    item,
    amount: settled,
    bank: {
      account: isForeign ? chartRoles.foreignBank : chartRoles.bank,
      currency,
      base: formatMoney(atSpot(money(settled, currency), date)),
    },
    gain: chartRoles.exchangeGains,
    loss: chartRoles.exchangeLosses,
  });
  // What the customer kept did not come to the bank.
  const [bank, ...others] = entry.lines;
  const lines = [{ ...bank!, amount }, ...others, ...discountLines(invoice, discount)];
  return { entry: { ...entry, source, lines }, item: settlement, realised: settlement.realised };
}

/** An amount at the spot rate of a day, rounded once. */
export function atSpot(amount: Money, date: string): Money {
  const from = amount.currency.code;
  const found = terms.rates.find({ from, to: functional, date });
  if ('code' in found) throw new Error(`no rate for ${from} on ${date}: ${found.code}`);
  return convertMoney(amount, functional, found.rate, terms.rounding);
}

/** A discount takes off sales and tax, each rate of the invoice by its part. */
function discountLines(invoice: Order, amount: string): LineInput[] {
  if (amount === '0') return [];
  const { currency } = invoice;
  const rates = taxesOf(invoice).taxes.map(({ rate, base, tax }) => ({
    rate,
    gross: decimal(base).plus(tax),
  }));
  const { net, tax } = splitCashDiscount({ currency, amount, rates });
  return [
    { account: chartRoles.discountsGranted, amount: net, currency },
    { account: chartRoles.outputTax, amount: tax, currency },
  ];
}

/** A gain is a credit, a loss a debit; of nothing there is no line. */
export function differenceLines(realised: bigint): LineInput[] {
  if (realised === 0n) return [];
  const account = realised > 0n ? chartRoles.exchangeGains : chartRoles.exchangeLosses;
  return [{ account, amount: euro(-realised) }];
}

/** Minor units of the functional currency as text. */
export const euro = (minor: bigint): string => formatMoney(moneyOfMinor(minor, functional));
