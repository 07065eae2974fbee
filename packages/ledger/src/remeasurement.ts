/**
 * Revaluation: monetary items in foreign currencies measured anew at the closing rate, each with
 * its difference explained, and the entries that post it.
 *
 *     difference = round(amount × closing rate) − carrying amount
 *
 * With debit positive a difference above zero is a gain on every account, for a payable too: it
 * stands below zero, and owes less. Two modes: `reverse` takes the entries back on the next day, so
 * that settlement meets the original carrying amount; `keep` lets the carrying amount move. Over
 * the life of an item both come to the same sum.
 *
 * Which items are monetary, and so belong here, the caller knows: receivables and payables item by
 * item, bank accounts each as one.
 *
 * @source IAS 21.23 and .28 (which call it translating monetary items at the closing rate)
 */
import { type Currency, type Day, fixedText, formatDay, type RoundingMode } from '@kontor/kernel';
import { converted, type FoundRate, type RateRefusal } from './exchange-rate.ts';
import * as z from 'zod';
import { givenCurrency } from './given-figures.ts';
import {
  checkGiven,
  currenciesShape,
  dayShape,
  minorShape,
  objectShape,
  roundingShape,
  textShape,
} from './given-shape.ts';

/** An open item, or the balance of a bank account. */
export interface MonetaryItem {
  readonly id: string;
  readonly account: string;
  readonly currency: string;
  /** What is open, in minor units; debit positive. */
  readonly amount: bigint;
  /** Its carrying amount, in minor units of the functional currency. */
  readonly base: bigint;
  /** Its day: items later than the run's are left out. */
  readonly date?: Day | undefined;
}

/** What becomes of the difference on the day after. */
export type RemeasurementMode = 'reverse' | 'keep';

/** A run over open items. */
export interface RemeasurementInput {
  /** Of the run; the ids of its entries begin with it. */
  readonly id: string;
  readonly date: Day;
  readonly mode: RemeasurementMode;
  readonly items: readonly MonetaryItem[];
  readonly functionalCurrency: string | Currency;
  /** Currencies that are not of ISO 4217, or have other decimals than there. */
  readonly currencies?: readonly Currency[] | undefined;
  /** The closing rate into the functional currency; asked once per currency. */
  readonly closingRate: (currency: string) => FoundRate | RateRefusal;
  /** Where gains and losses go; one account may take both, and then takes the difference. */
  readonly accounts: { readonly gain: string; readonly loss: string };
  readonly rounding: RoundingMode;
  readonly journal?: string | undefined;
}

const remeasurement = objectShape({
  id: textShape,
  date: dayShape,
  mode: z.enum(['reverse', 'keep'], "'reverse' or 'keep'"),
  items: z.array(
    objectShape({
      id: textShape,
      account: textShape,
      currency: textShape,
      amount: minorShape,
      base: minorShape,
      date: dayShape.optional(),
    }),
    'a list of items',
  ),
  currencies: currenciesShape,
  closingRate: z.custom((given) => typeof given === 'function', 'a function of a currency'),
  accounts: objectShape({ gain: textShape, loss: textShape }),
  rounding: roundingShape,
  journal: textShape.optional(),
});

/** An item and why its carrying amount differs; amounts in minor units. */
export interface RemeasurementRow {
  readonly id: string;
  readonly account: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly rate: FoundRate;
  /** `amount` at the rate, rounded once. */
  readonly closing: bigint;
  /** Before the run. */
  readonly carrying: bigint;
  /** `closing` − `carrying`: a gain is above zero. */
  readonly difference: bigint;
}

/** A line to post: text with all decimals of its currency; debit positive. */
export interface RemeasurementLine {
  readonly account: string;
  readonly currency: string;
  readonly amount: string;
  readonly base: string;
  /** The open item whose carrying amount moves; the lines of gain and loss have none. */
  readonly item?: string | undefined;
}

/** An entry to post: the differences of one account. */
export interface RemeasurementEntry {
  readonly id: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly journal?: string | undefined;
  /** The entry of the day before that this one takes back. */
  readonly reverses?: string | undefined;
  readonly lines: readonly RemeasurementLine[];
}

/** Rows and entries; or every rate that is missing, and nothing else. */
export type Remeasurement =
  | {
      readonly rows: readonly RemeasurementRow[];
      readonly entries: readonly RemeasurementEntry[];
      readonly refusals?: undefined;
    }
  | {
      readonly rows?: undefined;
      readonly entries?: undefined;
      readonly refusals: readonly RateRefusal[];
    };

/**
 * Revalues open items as of a day.
 *
 * There is one row per item in a foreign currency, in the order given, and one entry per account
 * with a difference: a line per item, zero in its own currency, against gain and loss in the
 * functional one. With `reverse` each entry is followed by the one that takes it back.
 *
 * @returns refusals LEDGER_RATE_NOT_FOUND and LEDGER_RATE_STALE, one per currency, instead of a run
 * that leaves items out
 * @throws LedgerError LEDGER_BAD_ARGUMENT — a part of another type
 * @throws LedgerError LEDGER_CURRENCY_NOT_FOUND — no such code, or one without a minor unit
 */
export function remeasure(input: RemeasurementInput): Remeasurement {
  checkGiven(input, remeasurement, 'input');
  const functional = givenCurrency(input.functionalCurrency, input.currencies);
  const items = input.items.filter(
    (item) => item.currency !== functional.code && (item.date ?? input.date) <= input.date,
  );
  const terms = new Map<string, CurrencyTerms>();
  const refusals: RateRefusal[] = [];
  for (const { currency: code } of items) {
    if (terms.has(code)) continue;
    const rate = input.closingRate(code);
    if ('code' in rate) refusals.push(rate);
    terms.set(code, { rate, exponent: givenCurrency(code, input.currencies).exponent });
  }
  if (refusals.length > 0) return { refusals };
  const rows = items.map((item) => rowOf(item, terms.get(item.currency)!, functional, input));
  return { rows, entries: entriesOf(rows, terms, functional, input) };
}

/** What a run knows of a currency. */
interface CurrencyTerms {
  readonly rate: FoundRate | RateRefusal;
  readonly exponent: number;
}

function rowOf(
  { id, account, currency, amount, base }: MonetaryItem,
  { rate, exponent }: CurrencyTerms,
  functional: Currency,
  { rounding }: RemeasurementInput,
): RemeasurementRow {
  const found = rate as FoundRate; // A run with a refusal has no rows.
  const closing = converted(amount, exponent, functional.exponent, found.rate, rounding);
  const difference = closing - base;
  return { id, account, currency, amount, rate: found, closing, carrying: base, difference };
}

function entriesOf(
  rows: readonly RemeasurementRow[],
  terms: ReadonlyMap<string, CurrencyTerms>,
  functional: Currency,
  { id, date, mode, journal, accounts }: RemeasurementInput,
): RemeasurementEntry[] {
  const entries: RemeasurementEntry[] = [];
  for (const [account, own] of byAccount(rows)) {
    const entry = (sign: bigint, on: Day, of: string): RemeasurementEntry => ({
      id: of,
      date: formatDay(on),
      ...(journal !== undefined && { journal }),
      ...(sign < 0n && { reverses: `${id}:${account}` }),
      lines: [
        ...own.map((row) => itemLine(row, sign, terms.get(row.currency)!.exponent, functional)),
        ...resultLines(own, sign, functional, accounts),
      ],
    });
    entries.push(entry(1n, date, `${id}:${account}`));
    if (mode === 'reverse') entries.push(entry(-1n, date + 1, `${id}:${account}:reversal`));
  }
  return entries;
}

/** The rows with a difference, by account in order of appearance. */
function byAccount(rows: readonly RemeasurementRow[]): Map<string, RemeasurementRow[]> {
  const groups = new Map<string, RemeasurementRow[]>();
  for (const row of rows) {
    if (row.difference === 0n) continue;
    const group = groups.get(row.account);
    if (group === undefined) groups.set(row.account, [row]);
    else group.push(row);
  }
  return groups;
}

function itemLine(
  { id, account, currency, difference }: RemeasurementRow,
  sign: bigint,
  exponent: number,
  functional: Currency,
): RemeasurementLine {
  const base = fixedText(sign * difference, functional.exponent);
  return { account, currency, amount: fixedText(0n, exponent), base, item: id };
}

/** Gains as a credit, losses as a debit; both in one line where they have one account. */
function resultLines(
  rows: readonly RemeasurementRow[],
  sign: bigint,
  { code, exponent }: Currency,
  { gain, loss }: RemeasurementInput['accounts'],
): RemeasurementLine[] {
  let [gains, losses] = [0n, 0n];
  for (const { difference } of rows) {
    if (difference > 0n) gains += difference;
    else losses += difference;
  }
  const totals: [string, bigint][] =
    gain === loss
      ? [[gain, gains + losses]]
      : [
          [gain, gains],
          [loss, losses],
        ];
  return totals
    .filter(([, total]) => total !== 0n)
    .map(([account, total]) => {
      const text = fixedText(-sign * total, exponent);
      return { account, currency: code, amount: text, base: text };
    });
}
