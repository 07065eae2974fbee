/**
 * A payment of an invoice in its currency: what it takes off the receivable is what that stands at;
 * what the day's rate makes of the money is something else. Between the two is the exchange
 * difference, which is realised.
 */
import { convertMoney, formatMoney, money } from '@kontor/kernel';
import {
  carriedItem,
  type PostedEntry,
  settlementEntry,
  type SettlementEntry,
} from '@kontor/ledger';
import { accounts, functional, terms } from './books.ts';

/** A payment, and the invoice that it is for. */
export interface CustomerPayment {
  readonly id: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** In the invoice's currency. */
  readonly amount: string;
  readonly invoice: PostedEntry;
}

/** The entry of a payment, and what it realised. */
export function customerPayment({ id, date, amount, invoice }: CustomerPayment): SettlementEntry {
  const { currency, amount: owed, base } = invoice.lines[0]!;
  const item = carriedItem(money(owed, currency).minor, money(base, functional).minor);
  const found = terms.rates.find({ from: currency, to: functional, date });
  if ('code' in found) throw new Error(`no rate for ${currency} on ${date}: ${found.code}`);
  const worth = convertMoney(money(amount, currency), functional, found.rate, terms.rounding);
  return settlementEntry(terms, {
    id,
    date,
    journal: 'bank',
    account: accounts.receivables,
    currency,
    item,
    amount,
    bank: { account: accounts.foreignBank, currency, base: formatMoney(worth) },
    gain: accounts.exchangeGains,
    loss: accounts.exchangeLosses,
  });
}
