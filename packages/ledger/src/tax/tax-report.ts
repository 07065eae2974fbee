/**
 * The tax report of a period: what was taxed, by code and rate, and what is owed in the end.
 *
 * Sums only. The tax of a row is what was posted, never figured anew: a report that rounds again
 * disagrees with the books.
 */
import {
  type Currency,
  type Day,
  type DecimalInput,
  day,
  fixedText,
  compareRatios,
} from '@kontor/kernel';
import type { Percent } from '@kontor/kernel/tax';
import { badArgument, givenAmount, givenCurrency, shownValue } from '../given-figures.ts';
import * as z from 'zod';
import { checkGiven, objectShape, textShape } from '../given-shape.ts';
import { givenRate } from './percent.ts';

/** Tax that is owed on what was sold (`output`), or taken back on what was bought (`input`). */
export type TaxSide = 'output' | 'input';

/** A tax as it was posted. Sales and purchases are positive, their credit notes negative. */
export interface TaxReportEntry {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly taxCode: string;
  /** In percent. */
  readonly rate: DecimalInput;
  readonly base: DecimalInput;
  readonly tax: DecimalInput;
  readonly side: TaxSide;
}

/** Which days are reported, both ends included; all where an end is left out. */
export interface TaxReportOptions {
  readonly currency: string | Currency;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const taxReporting = objectShape({
  rows: z.array(objectShape({ taxCode: textShape }), 'a list of posted taxes'),
  options: objectShape({}),
});

/** What was taxed under a code at a rate. */
export interface TaxReportRow {
  readonly side: TaxSide;
  readonly taxCode: string;
  readonly rate: string;
  readonly base: string;
  readonly tax: string;
}

/** A tax report; amounts with all decimals of the currency. */
export interface TaxReport {
  readonly currency: string;
  /** Output before input, then by code in code point order, then by rate upwards. */
  readonly rows: readonly TaxReportRow[];
  readonly outputTax: string;
  readonly inputTax: string;
  /** Output less input tax: owed when positive, to be refunded when negative. */
  readonly payable: string;
}

interface Sum {
  readonly side: TaxSide;
  readonly taxCode: string;
  readonly rate: Percent;
  readonly base: bigint;
  readonly tax: bigint;
}

/**
 * Sums posted taxes by side, code and rate over a period.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — a bad day, rate, amount or side, by its path
 * @throws LedgerError LEDGER_AMOUNT_PRECISION, LEDGER_CURRENCY_NOT_FOUND
 * @example
 * const sale = { date: '2026-01-12', taxCode: 'VAT19', rate: 19, base: 100, tax: 19 };
 * taxReport([{ ...sale, side: 'output' }], { currency: 'EUR' }).payable // => '19.00'
 */
export function taxReport(
  entries: readonly TaxReportEntry[],
  options: TaxReportOptions,
): TaxReport {
  checkGiven({ rows: entries, options }, taxReporting, 'rows');
  const currency = givenCurrency(options.currency);
  const first = options.from === undefined ? -Infinity : givenDay(options.from, 'from');
  const last = options.to === undefined ? Infinity : givenDay(options.to, 'to');
  const sums = new Map<string, Sum>();
  entries.forEach((entry, index) => {
    const read = readEntry(entry, currency, `rows.${index}`);
    if (read.day < first || read.day > last) return;
    const key = JSON.stringify([read.side, read.taxCode, read.rate.text]);
    const { base, tax } = sums.get(key) ?? { base: 0n, tax: 0n };
    sums.set(key, { ...read, base: base + read.base, tax: tax + read.tax });
  });
  return reportOf([...sums.values()], currency);
}

function readEntry(entry: TaxReportEntry, currency: Currency, path: string): Sum & { day: Day } {
  const { date, taxCode, side } = entry;
  if (side !== 'output' && side !== 'input') {
    throw badArgument(`${path}.side`, shownValue(side), `'output' or 'input'`);
  }
  return {
    side,
    taxCode,
    day: givenDay(date, `${path}.date`),
    rate: givenRate(entry.rate, `${path}.rate`),
    base: givenAmount(entry.base, currency, `${path}.base`),
    tax: givenAmount(entry.tax, currency, `${path}.tax`),
  };
}

function givenDay(text: string, path: string): Day {
  try {
    return day(text);
  } catch {
    throw badArgument(path, shownValue(text), 'a day as YYYY-MM-DD');
  }
}

function reportOf(sums: Sum[], { code, exponent }: Currency): TaxReport {
  const text = (minor: bigint): string => fixedText(minor, exponent);
  const taxOf = (wanted: TaxSide): bigint =>
    sums.reduce((total, { side, tax }) => (side === wanted ? total + tax : total), 0n);
  sums.sort(inReportOrder);
  return {
    currency: code,
    rows: sums.map(({ side, taxCode, rate, base, tax }) => ({
      side,
      taxCode,
      rate: rate.text,
      base: text(base),
      tax: text(tax),
    })),
    outputTax: text(taxOf('output')),
    inputTax: text(taxOf('input')),
    payable: text(taxOf('output') - taxOf('input')),
  };
}

function inReportOrder(a: Sum, b: Sum): number {
  if (a.side !== b.side) return a.side === 'output' ? -1 : 1;
  if (a.taxCode !== b.taxCode) return a.taxCode < b.taxCode ? -1 : 1;
  return compareRatios(a.rate.part, b.rate.part);
}
