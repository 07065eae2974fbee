/**
 * Bases, and the two columns made to balance.
 *
 * A line's base is given, or its amount at the rate of the day, rounded once. What conversion
 * leaves over, at most half a unit a line (a whole one where the mode rounds one way), goes to the
 * largest base that was computed, or, where the book names one, to its account for rounding
 * differences; bases that were given are never changed. Then every currency that the lines do not
 * balance by themselves gets a line on the trading account, so that each currency, and the base,
 * adds up to zero.
 *
 * @source P. Selinger, "Tutorial on multiple currency accounting": currency trading accounts
 */
import { type Day, formatDay, type Ratio, ratio } from '@kontor/kernel';
import type { AccountState, BookCurrency, Books, DraftLine, LineNotes, OpenLine } from './books.ts';
import { type EntryInput, type LineInput, type Refused, refused } from './entry.ts';
import { converted } from './exchange-rate.ts';
import {
  addMinor,
  inputText,
  isTooLarge,
  magnitudeOf,
  type Minor,
  minorOf,
  minorText,
  negateMinor,
  subtractMinor,
} from './minor.ts';

/** A draft line whose base may still change. */
interface GrowingLine extends Omit<DraftLine, 'base'> {
  base: Minor;
  readonly isComputed: boolean;
}

/** The lines with their bases and with those of the trading account; or why they do not balance. */
export function balanceLines(
  books: Books,
  entry: EntryInput,
  open: readonly OpenLine[],
  date: Day,
): readonly DraftLine[] | Refused {
  if (isPlain(books, open)) return plainLines(books, entry, open as readonly DraftLine[]);
  const lines: GrowingLine[] = [];
  for (let at = 0; at < open.length; at++) {
    const line = open[at]!;
    const base = baseOf(books, entry, line, date, at);
    if (typeof base === 'object') return base;
    const { account, currency, amount, dims, notes } = line;
    const isComputed = line.base === undefined && currency !== books.functional && amount !== 0;
    lines.push({ account: account!, currency, dims, amount, base, notes, isComputed });
  }
  const refusal = settleBase(books, entry, lines);
  if (refusal !== undefined) return refusal;
  const all = withTrading(books, entry, lines);
  return 'ok' in all ? all : (overflow(entry, all) ?? all);
}

/** What conversion or the trading account brought to more digits than can be stored. */
function overflow({ id }: EntryInput, lines: readonly DraftLine[]): Refused | undefined {
  for (const [at, { amount, base }] of lines.entries()) {
    const field = isTooLarge(amount) ? 'amount' : isTooLarge(base) ? 'base' : undefined;
    if (field !== undefined) {
      return refused(id, 'LEDGER_AMOUNT_OVERFLOW', { path: `lines.${at}.${field}` });
    }
  }
  return undefined;
}

/** Whether all lines are of the functional currency, and their bases their amounts. */
function isPlain({ functional }: Books, open: readonly OpenLine[]): boolean {
  for (const { currency, amount, base } of open) {
    if (currency !== functional || base !== amount) return false;
  }
  return true;
}

/** Such lines are ready once their amounts add up. */
function plainLines(
  { functional }: Books,
  { id }: EntryInput,
  lines: readonly DraftLine[],
): readonly DraftLine[] | Refused {
  let sum: Minor = 0;
  for (const { amount } of lines) sum = addMinor(sum, amount);
  if (sum === 0) return lines;
  const details = { currency: functional.code, difference: minorText(sum, functional.exponent) };
  return refused(id, 'LEDGER_UNBALANCED', details);
}

/** What a line says beside its amounts; undefined where that is nothing. */
export function notesOf({ rate, taxCode, text, base }: LineInput): LineNotes | undefined {
  if (rate === undefined && taxCode === undefined && text === undefined && base === undefined) {
    return undefined;
  }
  return {
    ...(rate !== undefined && { rate: inputText(rate) }),
    ...(taxCode !== undefined && { taxCode }),
    ...(text !== undefined && { text }),
    ...(base !== undefined && { isBaseGiven: true }),
  };
}

function baseOf(
  books: Books,
  entry: EntryInput,
  { currency, amount, base }: OpenLine,
  date: Day,
  at: number,
): Minor | Refused {
  if (base !== undefined) return base;
  if (currency === books.functional || amount === 0) return amount;
  const rate = rateOf(books, entry, entry.lines[at]!, currency, date, at);
  if ('ok' in rate) return rate;
  return atRate(books, amount, currency, rate);
}

/** An amount at a rate, in minor units of the functional currency, rounded once. */
export const atRate = (
  { functional, rounding }: Books,
  amount: Minor,
  { exponent }: BookCurrency,
  rate: Ratio,
): Minor => minorOf(converted(BigInt(amount), exponent, functional.exponent, rate, rounding));

function rateOf(
  books: Books,
  entry: EntryInput,
  { rate }: LineInput,
  currency: BookCurrency,
  date: Day,
  at: number,
): Ratio | Refused {
  if (rate !== undefined) {
    const given = positiveRatio(rate);
    if (given !== undefined) return given;
    const details = {
      path: `lines.${at}.rate`,
      value: inputText(rate),
      expected: 'a rate above 0',
    };
    return refused(entry.id, 'LEDGER_BAD_COMMAND', details);
  }
  return bookRate(books, entry.id, currency, date);
}

/** The book's own rate of a day; or why there is none. */
export function bookRate(
  { rates, functional, setup }: Books,
  id: string,
  { code }: BookCurrency,
  date: Day,
): Ratio | Refused {
  const [to, on] = [functional.code, formatDay(date)];
  const found = rates.find({ from: code, to, date: on, maxAgeDays: setup.rateMaxAgeDays });
  if (!('code' in found)) return found.rate;
  if (found.code === 'LEDGER_RATE_STALE') return refused(id, 'LEDGER_RATE_STALE', found.details);
  return refused(id, 'LEDGER_RATE_REQUIRED', { from: code, to, date: on });
}

function positiveRatio(value: NonNullable<LineInput['rate']>): Ratio | undefined {
  try {
    const read = ratio(value);
    return read.numerator > 0n ? read : undefined;
  } catch {
    return undefined; // Text that is no number: the caller names the field.
  }
}

/** Gives what conversion left over to the largest computed base; undefined when Σ base is 0. */
function settleBase(books: Books, { id }: EntryInput, lines: GrowingLine[]): Refused | undefined {
  let sum: Minor = 0;
  let largest: GrowingLine | undefined;
  let computed = 0;
  for (const line of lines) {
    sum = addMinor(sum, line.base);
    if (!line.isComputed) continue;
    computed++;
    if (largest === undefined || magnitudeOf(line.base) > magnitudeOf(largest.base)) largest = line;
  }
  if (sum === 0) return undefined;
  const halfUnits = books.rounding.startsWith('half') ? computed : 2 * computed;
  if (largest === undefined || addMinor(magnitudeOf(sum), magnitudeOf(sum)) > halfUnits) {
    const { code, exponent } = books.functional;
    const details = { currency: code, difference: minorText(sum, exponent) };
    return refused(id, 'LEDGER_UNBALANCED', details);
  }
  if (books.roundingAccount === undefined) largest.base = subtractMinor(largest.base, sum);
  else lines.push(roundingLine(books, books.roundingAccount, sum));
  return undefined;
}

function roundingLine({ functional }: Books, account: AccountState, sum: Minor): GrowingLine {
  const amount = negateMinor(sum);
  const notes = GENERATED;
  return { account, currency: functional, dims: 0, amount, base: amount, notes, isComputed: false };
}

/** Adds the lines of the trading account, where a currency does not balance by itself. */
function withTrading(
  books: Books,
  { id }: EntryInput,
  lines: readonly GrowingLine[],
): readonly DraftLine[] | Refused {
  const sums = new Map<BookCurrency, { amount: Minor; base: Minor }>();
  for (const { currency, amount, base } of lines) {
    const sum = sums.get(currency) ?? { amount: 0, base: 0 };
    sum.amount = addMinor(sum.amount, amount);
    sum.base = addMinor(sum.base, base);
    sums.set(currency, sum);
  }
  const generated: DraftLine[] = [];
  for (const [currency, { amount, base }] of sums) {
    if (amount === 0 && base === 0) continue;
    if (books.trading === undefined) {
      const difference = minorText(amount, currency.exponent);
      return refused(id, 'LEDGER_UNBALANCED', { currency: currency.code, difference });
    }
    generated.push({
      account: books.trading,
      currency,
      dims: 0,
      amount: negateMinor(amount),
      base: negateMinor(base),
      notes: GENERATED,
    });
  }
  return [...lines, ...generated];
}

const GENERATED: LineNotes = { isGenerated: true };
