/**
 * Month end and payment day, as commands for the books: foreign balances of monetary accounts
 * measured at the closing rate, and open amounts settled with their exchange difference.
 *
 * The rules are those of remeasurement.ts and carrying.ts; here they meet the books, and become
 * entries that `post` takes.
 *
 * @source IAS 21.23, .28
 */
import { type DecimalInput, fixedText } from '@kontor/kernel';
import { type RowTotals, totalsAsOf } from './balances.ts';
import type { BookCurrency, Books } from './books.ts';
import { currencyNamed } from './book-terms.ts';
import { type CarriedItem, settle, type Settlement } from './carrying.ts';
import { checkedDay } from './dates.ts';
import type { Command, EntryInput, LineInput } from './entry.ts';
import { LedgerError } from './errors.ts';
import type { RateRefusal } from './exchange-rate.ts';
import * as z from 'zod';
import { givenAmount } from './given-figures.ts';
import { checkGiven, objectShape, textShape } from './given-shape.ts';
import { subtractMinor } from './minor.ts';
import { type RateKind, rateKinds } from './rate-row.ts';
import {
  type MonetaryItem,
  remeasure,
  type RemeasurementEntry,
  type RemeasurementMode,
  type RemeasurementRow,
} from './remeasurement.ts';

/** A revaluation of all foreign balances of monetary accounts. */
export interface RevaluationOptions {
  /** Of the run; the ids of its entries begin with it. */
  readonly id: string;
  readonly date: string;
  /** Taken back on the next day, or kept. */
  readonly mode: RemeasurementMode;
  readonly gain: string;
  readonly loss: string;
  /** The kind of rate; `closing` when left out. */
  readonly kind?: RateKind | undefined;
  readonly journal?: string | undefined;
  /** Only these accounts; all that are monetary when left out. */
  readonly accounts?: readonly string[] | undefined;
}

const revaluationShape = objectShape({
  id: textShape,
  mode: z.enum(['reverse', 'keep'], "'reverse' or 'keep'"),
  gain: textShape,
  loss: textShape,
  kind: z.enum(rateKinds, `one of ${rateKinds.join(', ')}`).optional(),
  journal: textShape.optional(),
  accounts: z.array(textShape, 'a list of accounts, by id').optional(),
});

/** What to post, and why; or the rates that are missing. */
export type Revaluation =
  | {
      readonly rows: readonly RemeasurementRow[];
      readonly commands: readonly Command[];
      readonly refusals?: undefined;
    }
  | {
      readonly rows?: undefined;
      readonly commands?: undefined;
      readonly refusals: readonly RateRefusal[];
    };

/**
 * Revalues the foreign balances of monetary accounts as of a day.
 *
 * @returns commands for `post`, none where nothing differs; or every rate that is missing
 * @throws LedgerError LEDGER_BAD_ARGUMENT — no day, or a part of another type
 */
export function revaluation(books: Books, options: RevaluationOptions): Revaluation {
  checkGiven(options, revaluationShape, 'options');
  const { id, date, mode, gain, loss, kind = 'closing', journal } = options;
  const day = checkedDay(date, 'date');
  const result = remeasure({
    id,
    date: day,
    mode,
    items: monetaryItems(books, options),
    functionalCurrency: books.functional,
    currencies: books.currencies,
    closingRate: (from) => books.rates.find({ from, to: books.functional.code, date: day, kind }),
    accounts: { gain, loss },
    rounding: books.rounding,
    journal,
  });
  if (result.refusals !== undefined) return result;
  return { rows: result.rows, commands: result.entries.map(commandOf) };
}

/** What each monetary account has in each foreign currency. */
function monetaryItems(books: Books, { date, accounts }: RevaluationOptions): MonetaryItem[] {
  const isAsked = (totals: RowTotals): boolean =>
    totals.account.account.monetary &&
    totals.currency !== books.functional &&
    (accounts === undefined || accounts.includes(totals.account.id));
  const items = new Map<string, { amount: bigint; base: bigint; of: RowTotals }>();
  for (const totals of totalsAsOf(books, { asOf: date }).filter(isAsked)) {
    const key = `${totals.account.id}/${totals.currency.code}`;
    const sum = items.get(key) ?? { amount: 0n, base: 0n, of: totals };
    sum.amount += BigInt(subtractMinor(totals.debits, totals.credits));
    sum.base += BigInt(subtractMinor(totals.baseDebits, totals.baseCredits));
    items.set(key, sum);
  }
  return [...items]
    .filter(([, { amount, base }]) => amount !== 0n || base !== 0n)
    .map(([id, { amount, base, of }]) => {
      return { id, account: of.account.id, currency: of.currency.code, amount, base };
    });
}

/** An entry of a run as a command: what takes one back is a reversal. */
function commandOf({ id, date, journal, reverses, lines }: RemeasurementEntry): Command {
  if (reverses !== undefined) return { do: 'reverse', id, entryId: reverses, date };
  const given = lines.map(({ account, currency, amount, base }) => {
    return { account, currency, amount, base };
  });
  return { id, date, lines: given, ...(journal !== undefined && { journal }) };
}

/** A payment of an open amount, in part or whole. */
export interface SettlementOptions {
  readonly id: string;
  readonly date: string;
  /** The account and currency of what is settled, and what it stands at. */
  readonly account: string;
  readonly currency: string;
  readonly item: CarriedItem;
  /** In units of the currency: above zero for a receivable, below for a payable. */
  readonly amount: DecimalInput;
  /** Where the money is. In the functional currency when left out. */
  readonly bank: {
    readonly account: string;
    readonly currency?: string | undefined;
    /** What it is worth in the functional currency, with the sign of `amount`. */
    readonly base: DecimalInput;
  };
  readonly gain: string;
  readonly loss: string;
  readonly journal?: string | undefined;
}

const settling = objectShape({
  id: textShape,
  date: textShape,
  account: textShape,
  currency: textShape,
  bank: objectShape({ account: textShape, currency: textShape.optional() }),
  gain: textShape,
  loss: textShape,
  journal: textShape.optional(),
});

/** The entry of a settlement, and the item after it. */
export interface SettlementEntry {
  readonly entry: EntryInput;
  readonly settlement: Settlement;
}

/**
 * The entry that settles a part of an item: money, what it releases, and the exchange difference.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — an amount that is none, or no part of what is open,
 * or something of another type
 * @throws LedgerError LEDGER_AMOUNT_PRECISION, LEDGER_AMOUNT_OVERFLOW
 * @throws LedgerError LEDGER_CURRENCY_NOT_FOUND
 */
export function settlementEntry(books: Books, options: SettlementOptions): SettlementEntry {
  checkGiven(options, settling, 'options');
  const { id, date, account, item, bank, gain, loss, journal } = options;
  const currency = knownCurrency(books, options.currency);
  const part = givenAmount(options.amount, currency, 'amount');
  const base = givenAmount(bank.base, books.functional, 'bank.base');
  const settlement = settle(item, part, base, books.rounding);
  const text = (minor: bigint): string => fixedText(minor, books.functional.exponent);
  const inForeign = { currency: currency.code, base: text(-settlement.released) };
  const isForeignBank = bank.currency !== undefined && bank.currency !== books.functional.code;
  const lines: LineInput[] = [
    isForeignBank
      ? {
          account: bank.account,
          amount: fixedText(part, currency.exponent),
          currency: currency.code,
          base: text(base),
        }
      : { account: bank.account, amount: text(base) },
    { account, amount: fixedText(-part, currency.exponent), ...inForeign },
  ];
  const { realised } = settlement;
  if (realised !== 0n) {
    lines.push({ account: realised > 0n ? gain : loss, amount: text(-realised) });
  }
  return { settlement, entry: { id, date, lines, ...(journal !== undefined && { journal }) } };
}

function knownCurrency(books: Books, code: string): BookCurrency {
  const currency = currencyNamed(books, code);
  if (currency !== undefined) return currency;
  throw new LedgerError('LEDGER_CURRENCY_NOT_FOUND', { currency: code });
}
