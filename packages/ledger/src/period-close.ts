/**
 * Closing: periods that take no more entries, and years whose profit goes to retained earnings.
 *
 * A closing entry turns every income and expense balance to zero, in both columns, per currency and
 * set of dimensions, against retained earnings of the same dimensions. It is an entry like any
 * other, so it is posted, and reversed to open the year again. Income statements leave closing
 * entries out; a balance sheet is the same before and after. Closing twice finds nothing to close.
 * Opening balances need no entry: balances carry forward.
 */
import * as z from 'zod';
import {
  type BookPeriod,
  type Books,
  CREDITS,
  DEBITS,
  PENDING_CREDITS,
  PENDING_DEBITS,
} from './books.ts';
import { byChart, type RowPlace, type RowTotals, totalsAsOf } from './balances.ts';
import { checkedDay, FOREVER } from './dates.ts';
import type { EntryInput, LineInput } from './entry.ts';
import { LedgerError } from './errors.ts';
import { checkGiven, objectShape, textShape } from './given-shape.ts';
import type { BookSetupInput } from './model.ts';
import { addMinor, type Minor, minorText, negateMinor, subtractMinor } from './minor.ts';
import { shownValue } from './shown-value.ts';

/** How a year is closed. */
export interface CloseYearOptions {
  /** The id of the closing entry. */
  readonly id: string;
  /** The last day of the year: balances as of it are closed, and the entry is dated on it. */
  readonly date: string;
  /** The equity account that takes the profit. */
  readonly retainedEarnings: string;
  readonly journal?: string | undefined;
}

const closingShape = objectShape({
  id: textShape,
  retainedEarnings: textShape,
  journal: textShape.optional(),
});

/**
 * The entry that closes a year; undefined where there is nothing to close.
 *
 * @throws LedgerError LEDGER_ACCOUNT_NOT_FOUND — no such account for retained earnings
 * @throws LedgerError LEDGER_BAD_ARGUMENT — no day, or a part of another type
 */
export function closingEntry(books: Books, options: CloseYearOptions): EntryInput | undefined {
  checkGiven(options, closingShape, 'options');
  const { id, date, retainedEarnings, journal } = options;
  checkedDay(date, 'date');
  if (!books.accountOf.has(retainedEarnings)) {
    throw new LedgerError('LEDGER_ACCOUNT_NOT_FOUND', { account: retainedEarnings });
  }
  const isResult = (totals: RowTotals): boolean =>
    totals.account.account.type === 'income' || totals.account.account.type === 'expense';
  const open = totalsAsOf(books, { asOf: date })
    .filter(isResult)
    .map((totals) => ({ totals, amount: netOf(totals), base: baseNetOf(totals) }))
    .filter(({ amount, base }) => amount !== 0 || base !== 0)
    .toSorted((a, b) => byChart(books, placeOf(books, a.totals), placeOf(books, b.totals)));
  if (open.length === 0) return undefined;
  const lines = open.map(({ totals, amount, base }) =>
    lineOf(books, totals.account.id, totals, negateMinor(amount), negateMinor(base)),
  );
  const retained = retainedLines(books, retainedEarnings, open);
  return {
    id,
    date,
    lines: [...lines, ...retained],
    adjustment: true,
    closing: true,
    ...(journal !== undefined && { journal }),
  };
}

const placeOf = ({ dimensionSets }: Books, { account, currency, dims }: RowTotals): RowPlace => ({
  account,
  currency,
  members: JSON.stringify(dimensionSets[dims]),
});

const netOf = ({ debits, credits }: RowTotals): Minor => subtractMinor(debits, credits);
const baseNetOf = ({ baseDebits, baseCredits }: RowTotals): Minor =>
  subtractMinor(baseDebits, baseCredits);

interface OpenResult {
  readonly totals: RowTotals;
  readonly amount: Minor;
  readonly base: Minor;
}

/** The other side, one line for each currency and set of dimensions; those of nothing left out. */
function retainedLines(books: Books, account: string, open: readonly OpenResult[]): LineInput[] {
  const sums = new Map<string, { totals: RowTotals; amount: Minor; base: Minor }>();
  for (const { totals, amount, base } of open) {
    const key = `${totals.currency.index} ${totals.dims}`;
    const sum = sums.get(key) ?? { totals, amount: 0, base: 0 };
    sum.amount = addMinor(sum.amount, amount);
    sum.base = addMinor(sum.base, base);
    sums.set(key, sum);
  }
  return [...sums.values()]
    .filter(({ amount, base }) => amount !== 0 || base !== 0)
    .map(({ totals, amount, base }) => lineOf(books, account, totals, amount, base));
}

function lineOf(
  { functional, dimensionSets }: Books,
  account: string,
  { currency, dims }: RowTotals,
  amount: Minor,
  base: Minor,
): LineInput {
  const isForeign = currency !== functional;
  return {
    account,
    amount: minorText(amount, currency.exponent),
    ...((isForeign || base !== amount) && {
      currency: currency.code,
      base: minorText(base, functional.exponent),
    }),
    ...(dims !== 0 && { dims: { ...dimensionSets[dims]! } }),
  };
}

const statuses = ['open', 'softClosed', 'closed'] as const;
const statusShape = z.enum(statuses, `one of ${statuses.join(', ')}`);

/**
 * Sets what a period takes: all entries, adjustments only, or none. Writes `books`.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — no such period, or no such status
 */
export function setPeriodStatus(
  { periods }: Books,
  id: string,
  status: BookPeriod['status'],
): void {
  checkGiven({ status }, objectShape({ status: statusShape }), 'status');
  const period = periods.find((one) => one.id === id);
  if (period !== undefined) {
    period.status = status;
    return;
  }
  throw noPeriod(periods, id);
}

function noPeriod(periods: readonly { readonly id: string }[], id: string): LedgerError {
  const names = periods.map((one) => `'${one.id}'`).join(', ');
  const expected = names === '' ? 'a period of the set-up, which has none' : `one of ${names}`;
  return new LedgerError('LEDGER_BAD_ARGUMENT', {
    path: 'period',
    value: `'${shownValue(id)}'`,
    expected,
  });
}

/**
 * The set-up with another status of a period.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — no such period
 */
export function withPeriodStatus(
  setup: BookSetupInput,
  id: string,
  status: BookPeriod['status'],
): BookSetupInput {
  const { periods = [] } = setup;
  if (!periods.some((period) => period.id === id)) throw noPeriod(periods, id);
  return { ...setup, periods: periods.map((one) => (one.id === id ? { ...one, status } : one)) };
}

/**
 * Closes an account from a day on, or opens it again. Writes `books`.
 *
 * @param closedOn - the first day on which it takes no lines; undefined = open
 * @throws LedgerError LEDGER_ACCOUNT_NOT_FOUND
 * @throws LedgerError LEDGER_BAD_ARGUMENT — it has a balance, no day was given, or it is the
 * trading or rounding account, which the ledger writes to by itself
 */
export function closeAccount(books: Books, id: string, closedOn: string | undefined): void {
  const { sums } = books;
  const state = books.accountOf.get(id);
  if (state === undefined) throw noAccount(id);
  if (closedOn === undefined) {
    state.closedOn = FOREVER;
    return;
  }
  const day = checkedDay(closedOn, 'closedOn');
  if (state === books.trading || state === books.roundingAccount) throw writtenTo(id);
  for (const pool of state.pools) {
    if (pool === undefined) continue;
    const cell = (at: number): Minor => sums.at(pool.cells + at);
    const left = subtractMinor(cell(DEBITS), cell(CREDITS));
    const pending = addMinor(cell(PENDING_DEBITS), cell(PENDING_CREDITS));
    if (left === 0 && pending === 0) continue;
    const value = `${minorText(left, pool.currency.exponent)} ${pool.currency.code}`;
    const expected = `an account at zero, without reservations: '${id}' has that left`;
    throw new LedgerError('LEDGER_BAD_ARGUMENT', { path: 'balance', value, expected });
  }
  state.closedOn = day;
}

const noAccount = (id: string): LedgerError =>
  new LedgerError('LEDGER_ACCOUNT_NOT_FOUND', { account: shownValue(id) });

function writtenTo(id: string): LedgerError {
  const expected = 'an account that the ledger does not write to by itself';
  return new LedgerError('LEDGER_BAD_ARGUMENT', { path: 'account', value: `'${id}'`, expected });
}

/**
 * The set-up with an account closed from a day on, or open again. Whether it is at zero is for
 * whoever has its sums.
 *
 * @param closedOn - the first day on which it takes no lines; undefined = open
 * @throws LedgerError LEDGER_ACCOUNT_NOT_FOUND
 * @throws LedgerError LEDGER_BAD_ARGUMENT — no day was given, or it is the trading or rounding
 * account
 */
export function withAccountClosed(
  setup: BookSetupInput,
  id: string,
  closedOn: string | undefined,
): BookSetupInput {
  const { accounts, roundingAccount } = setup;
  const account = accounts.find((one) => one.id === id);
  if (account === undefined) throw noAccount(id);
  const { closedOn: _, ...open } = account;
  if (closedOn !== undefined) {
    checkedDay(closedOn, 'closedOn');
    if (account.trading === true || id === roundingAccount) throw writtenTo(id);
  }
  const next = closedOn === undefined ? open : { ...open, closedOn };
  return { ...setup, accounts: accounts.map((one) => (one.id === id ? next : one)) };
}
