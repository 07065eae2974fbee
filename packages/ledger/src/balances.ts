/**
 * Balances as of a day, as known at an instant.
 *
 * Every line has two dates: the day on which it takes effect, and the instant at which the ledger
 * learned of it. A balance as of a day is the sums of the months before and the lines of its month;
 * what was recorded after the instant is taken off again. So a balance as known on a past day never
 * changes, whatever is recorded later.
 *
 * @source bitemporal data: R. T. Snodgrass, "Developing Time-Oriented Database Applications in SQL"
 */
import type { Day } from '@kontor/kernel';
import {
  type AccountState,
  BASE_CREDITS,
  BASE_DEBITS,
  type BalanceRow,
  type BookCurrency,
  type Books,
  CLOSING,
  CLOSING_CREDITS,
  CLOSING_DEBITS,
  CREDITS,
  DEBITS,
  type DraftLine,
  PENDING_CREDITS,
  PENDING_DEBITS,
  type PendingRecord,
  type Pool,
} from './books.ts';
import { currencyNamed } from './book-terms.ts';
import { checkedDay, checkedInstant, FOREVER, monthOf } from './dates.ts';
import * as z from 'zod';
import type { Dimensions } from './entry.ts';
import { LedgerError } from './errors.ts';
import { checkGiven, dimsShape, objectShape, textShape } from './given-shape.ts';
import { forEachMonth } from './month-cells.ts';
import { addMinor, type Minor, minorText, negateMinor, subtractMinor } from './minor.ts';
import { shownValue } from './shown-value.ts';

/** When a figure is asked for. */
export interface AsOf {
  /** The last day that counts, included; all days when left out. */
  readonly asOf?: string | undefined;
  /** What was recorded by then, included: a UTC instant; all that is known when left out. */
  readonly knownAt?: string | undefined;
}

/** The sums of one account, currency and set of dimensions. Credits are positive here. */
export interface RowTotals {
  readonly account: AccountState;
  readonly currency: BookCurrency;
  readonly dims: number;
  debits: Minor;
  credits: Minor;
  baseDebits: Minor;
  baseCredits: Minor;
  /** Of these, what closing entries brought: in the currency, debit positive … */
  closing: Minor;
  /** … and of the bases, by their sides. */
  closingDebits: Minor;
  closingCredits: Minor;
}

/** A balance in one currency. Text with all decimals; debit positive, credit negative. */
export interface Balance {
  readonly account: string;
  readonly currency: string;
  readonly posted: string;
  readonly base: string;
  /** What came in on either side, both positive. */
  readonly debits: string;
  readonly credits: string;
  /** Reserved by entries that are pending now, both positive. */
  readonly pendingDebits: string;
  readonly pendingCredits: string;
}

/** Which lines, as a question says it; days and instants are read by themselves. */
const questionShape = objectShape({
  dims: dimsShape,
  by: z.array(textShape, 'a list of dimensions').optional(),
  withoutClosing: z.boolean('yes or no, as a boolean').optional(),
});

/**
 * Looks at a question, whichever of these it says.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — a part of another type
 */
export const checkQuestion = (query: object): void => checkGiven(query, questionShape, 'query');

/** Which balance. */
export interface BalanceQuery extends AsOf {
  /** The account's only currency when left out, else the functional one. */
  readonly currency?: string | undefined;
  /** Only lines with these members; `''` = with none of the dimension. */
  readonly dims?: Dimensions | undefined;
  /** Reservations that have expired by then are left out; the last batch's when left out. */
  readonly now?: string | undefined;
}

/**
 * The balance of an account in one currency.
 *
 * Reservations are those of now, whatever day is asked for.
 *
 * @throws LedgerError LEDGER_ACCOUNT_NOT_FOUND, LEDGER_CURRENCY_NOT_FOUND
 * @throws LedgerError LEDGER_BAD_ARGUMENT — a day or an instant that is none
 */
export function balanceOf(books: Books, accountId: string, query: BalanceQuery = {}): Balance {
  checkQuestion(query);
  const account = books.accountOf.get(accountId);
  if (account === undefined) {
    throw new LedgerError('LEDGER_ACCOUNT_NOT_FOUND', { account: shownValue(accountId) });
  }
  const code = query.currency ?? account.onlyCurrency ?? books.functional.code;
  const currency = currencyNamed(books, code);
  if (currency === undefined)
    throw new LedgerError('LEDGER_CURRENCY_NOT_FOUND', { currency: shownValue(code) });
  const pool = account.pools[currency.index];
  const totals = pool === undefined ? [] : poolTotals(books, pool, query);
  const sum = (of: (totals: RowTotals) => Minor): Minor =>
    totals.reduce<Minor>((all, one) => addMinor(all, of(one)), 0);
  const [debits, credits] = [sum((one) => one.debits), sum((one) => one.credits)];
  const base = subtractMinor(
    sum((one) => one.baseDebits),
    sum((one) => one.baseCredits),
  );
  const [pendingDebits, pendingCredits] =
    pool === undefined ? [0, 0] : pendingOf(books, pool, query);
  const text = (minor: Minor): string => minorText(minor, currency.exponent);
  return {
    account: accountId,
    currency: code,
    posted: text(subtractMinor(debits, credits)),
    base: minorText(base, books.functional.exponent),
    debits: text(debits),
    credits: text(credits),
    pendingDebits: text(pendingDebits),
    pendingCredits: text(pendingCredits),
  };
}

/** The totals of a pool, by set of dimensions, as far as a question asks for them. */
function poolTotals(books: Books, pool: Pool, query: BalanceQuery): RowTotals[] {
  const isAsked = (dims: number): boolean => matches(books, dims, query.dims);
  return totalsAsOf(books, query, (row) => row.pool === pool && isAsked(row.dims));
}

/** Whether a set of dimensions has the members asked for. */
export function matches({ dimensionSets }: Books, dims: number, asked?: Dimensions): boolean {
  if (asked === undefined) return true;
  const own = dimensionSets[dims]!;
  return Object.entries(asked).every(([name, member]) => (own[name] ?? '') === member);
}

/** The sums of every row that is asked for, as of a day and as known at an instant. */
export function totalsAsOf(
  books: Books,
  { asOf, knownAt }: AsOf,
  isAsked: (row: BalanceRow) => boolean = () => true,
): RowTotals[] {
  const day = asOf === undefined ? FOREVER : checkedDay(asOf, 'asOf');
  const totals = new Map<BalanceRow, RowTotals>();
  const month = day === FOREVER ? FOREVER : monthOf(day);
  for (const account of books.accounts) {
    for (const pool of account.pools) {
      if (pool === undefined) continue;
      for (const row of pool.rows.values()) {
        if (isAsked(row)) totals.set(row, sumMonths(books, row, month));
      }
    }
  }
  const addLine = (line: number, sign: 1 | -1): void => addLogLine(books, totals, line, sign);
  if (day !== FOREVER) {
    books.linesOfMonth.of(month).forEach((line) => {
      if (dateOfLine(books, line) <= day) addLine(line, 1);
    });
  }
  if (knownAt !== undefined) {
    const first = firstLineAfter(books, checkedInstant(knownAt, 'knownAt'));
    for (let line = first; line < books.lines.entry.length; line++) {
      if (dateOfLine(books, line) <= day) addLine(line, -1);
    }
  }
  return [...totals.values()];
}

/** What a row of a report is about. */
export interface RowPlace {
  readonly account: AccountState;
  readonly currency: BookCurrency;
  /** The members of its dimensions, as text. */
  readonly members: string;
}

/**
 * The order of a report: by the chart, the functional currency before the others, then by members.
 * In which order currencies came into the books does not count: a refused entry brings one, too.
 */
export function byChart({ functional }: Books, a: RowPlace, b: RowPlace): number {
  if (a.account !== b.account) return a.account.index - b.account.index;
  if (a.currency === b.currency) return a.members < b.members ? -1 : 1;
  const isFirst = a.currency === functional;
  const isLast = b.currency === functional;
  return isFirst || (!isLast && a.currency.code < b.currency.code) ? -1 : 1;
}

const dateOfLine = ({ entries, lines }: Books, line: number): Day =>
  entries.date.at(lines.entry.at(line));

/** The months before one, added up. */
function sumMonths({ sums, months }: Books, row: BalanceRow, before: number): RowTotals {
  const { account, currency } = row.pool;
  const totals: RowTotals = { account, currency, dims: row.dims, ...emptyTotals() };
  forEachMonth(months, row, (month, cells, closing) => {
    if (month >= before) return;
    totals.debits = addMinor(totals.debits, sums.at(cells + DEBITS));
    totals.credits = addMinor(totals.credits, sums.at(cells + CREDITS));
    totals.baseDebits = addMinor(totals.baseDebits, sums.at(cells + BASE_DEBITS));
    totals.baseCredits = addMinor(totals.baseCredits, sums.at(cells + BASE_CREDITS));
    if (closing === -1) return;
    totals.closing = addMinor(totals.closing, sums.at(closing + CLOSING));
    totals.closingDebits = addMinor(totals.closingDebits, sums.at(closing + CLOSING_DEBITS));
    totals.closingCredits = addMinor(totals.closingCredits, sums.at(closing + CLOSING_CREDITS));
  });
  return totals;
}

const emptyTotals = (): Omit<RowTotals, 'account' | 'currency' | 'dims'> => ({
  debits: 0,
  credits: 0,
  baseDebits: 0,
  baseCredits: 0,
  closing: 0,
  closingDebits: 0,
  closingCredits: 0,
});

/** Adds a line of the log to the totals of its row, or takes it off. */
function addLogLine(
  books: Books,
  totals: ReadonlyMap<BalanceRow, RowTotals>,
  line: number,
  sign: 1 | -1,
): void {
  const { lines, accounts, entries } = books;
  const pool = accounts[lines.account.at(line)]!.pools[lines.currency.at(line)]!;
  const into = totals.get(pool.rows.get(lines.dims.at(line))!);
  if (into === undefined) return;
  const [amount, base] = [lines.amount.at(line), lines.base.at(line)];
  const signed = (minor: Minor): Minor => (sign === 1 ? minor : negateMinor(minor));
  if (amount > 0) into.debits = addMinor(into.debits, signed(amount));
  else into.credits = addMinor(into.credits, signed(negateMinor(amount)));
  if (base > 0) into.baseDebits = addMinor(into.baseDebits, signed(base));
  else into.baseCredits = addMinor(into.baseCredits, signed(negateMinor(base)));
  if (entries.notes.get(lines.entry.at(line))?.isClosing !== true) return;
  into.closing = addMinor(into.closing, signed(amount));
  if (base > 0) into.closingDebits = addMinor(into.closingDebits, signed(base));
  else into.closingCredits = addMinor(into.closingCredits, signed(negateMinor(base)));
}

/** The first line that was recorded after an instant; entries stand in that order. */
function firstLineAfter({ entries, lines }: Books, instant: number): number {
  let [low, high] = [0, lines.entry.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (entries.recordedAt.at(lines.entry.at(middle)) <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What is reserved of a pool, less what has expired by an instant: debits and credits. */
function pendingOf(books: Books, pool: Pool, { dims, now }: BalanceQuery): [Minor, Minor] {
  const { sums, pendings, expiring } = books;
  const instant = now === undefined ? Number.NEGATIVE_INFINITY : checkedInstant(now, 'now');
  if (dims !== undefined) {
    // The sums of a pool do not tell dimensions apart; the reservations do.
    const held = [...pendings.values()].filter(({ expiresAt }) => expiresAt > instant);
    return reservedBy(held, pool, (line) => matches(books, line.dims, dims));
  }
  const firstHeld = expiring.findIndex(({ expiresAt }) => expiresAt > instant);
  const due = firstHeld === -1 ? expiring : expiring.slice(0, firstHeld);
  const [debits, credits] = reservedBy(due, pool);
  return [
    subtractMinor(sums.at(pool.cells + PENDING_DEBITS), debits),
    subtractMinor(sums.at(pool.cells + PENDING_CREDITS), credits),
  ];
}

/** What those of some reservations that are open reserve of a pool: debits and credits. */
function reservedBy(
  reservations: readonly PendingRecord[],
  pool: Pool,
  isAsked: (line: DraftLine) => boolean = () => true,
): [Minor, Minor] {
  let [debits, credits]: [Minor, Minor] = [0, 0];
  for (const { state, lines } of reservations) {
    if (state !== 'open') continue;
    for (const line of lines) {
      if (line.account !== pool.account || line.currency !== pool.currency) continue;
      if (!isAsked(line)) continue;
      if (line.amount > 0) debits = addMinor(debits, line.amount);
      else credits = subtractMinor(credits, line.amount);
    }
  }
  return [debits, credits];
}
