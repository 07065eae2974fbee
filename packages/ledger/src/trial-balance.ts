/**
 * The trial balance: what each account has, and that all of it adds up to zero.
 *
 * It reads running totals, not entries: as many additions as there are accounts and months.
 */
import { formatDay } from '@kontor/kernel';
import type { Books } from './books.ts';
import {
  type AsOf,
  byChart,
  checkQuestion,
  matches,
  type RowPlace,
  type RowTotals,
  totalsAsOf,
} from './balances.ts';
import { checkedDay } from './dates.ts';
import type { Dimensions } from './entry.ts';
import { addMinor, type Minor, minorText, subtractMinor } from './minor.ts';

/** Which trial balance. */
export interface TrialBalanceQuery extends AsOf {
  /** The first day of movements; what came before is the opening. The beginning when left out. */
  readonly from?: string | undefined;
  readonly dims?: Dimensions | undefined;
  /** A row for each set of members of these dimensions, not only for each account. */
  readonly by?: readonly string[] | undefined;
  /** Leaves closing entries out, as an income statement does. */
  readonly withoutClosing?: boolean | undefined;
}

/** An account in one currency. Text with all decimals; debit positive, credit negative. */
export interface TrialBalanceRow {
  readonly account: string;
  readonly currency: string;
  /** The members of the dimensions that were asked for; `''` = none. */
  readonly dims: Dimensions;
  /** In the currency. */
  readonly amount: string;
  /** In the functional currency: before `from`, on either side since, and in the end. */
  readonly opening: string;
  readonly debits: string;
  readonly credits: string;
  readonly base: string;
}

/** The trial balance of a book. */
export interface TrialBalance {
  readonly currency: string;
  /** By the chart, then currency, then members. Rows of nothing are left out. */
  readonly rows: readonly TrialBalanceRow[];
  /** The sum of all bases: zero, in books that balance. */
  readonly total: string;
}

/** Sums of one row of the report. */
interface Group {
  readonly totals: RowTotals;
  readonly place: RowPlace;
  readonly dims: Dimensions;
  amount: Minor;
  opening: Minor;
  debits: Minor;
  credits: Minor;
}

/**
 * The trial balance as of a day.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — a day or instant that is none, a part of another type
 */
export function trialBalance(books: Books, query: TrialBalanceQuery = {}): TrialBalance {
  checkQuestion(query);
  const { from, dims, by = [], withoutClosing = false } = query;
  const groups = new Map<string, Group>();
  const isAsked = (row: { readonly dims: number }): boolean => matches(books, row.dims, dims);
  for (const totals of totalsAsOf(books, query, isAsked)) {
    const group = groupOf(books, groups, totals, by);
    group.amount = addMinor(group.amount, amountOf(totals, withoutClosing));
    const [debits, credits] = basesOf(totals, withoutClosing);
    group.debits = addMinor(group.debits, debits);
    group.credits = addMinor(group.credits, credits);
  }
  if (from !== undefined) {
    const before = { asOf: formatDay(checkedDay(from, 'from') - 1), knownAt: query.knownAt };
    for (const totals of totalsAsOf(books, before, isAsked)) {
      const group = groupOf(books, groups, totals, by);
      const [debits, credits] = basesOf(totals, withoutClosing);
      group.opening = addMinor(group.opening, subtractMinor(debits, credits));
      group.debits = subtractMinor(group.debits, debits);
      group.credits = subtractMinor(group.credits, credits);
    }
  }
  const inOrder = [...groups.values()].toSorted((a, b) => byChart(books, a.place, b.place));
  return reportOf(books, inOrder);
}

function groupOf(
  { dimensionSets }: Books,
  groups: Map<string, Group>,
  totals: RowTotals,
  by: readonly string[],
): Group {
  const own = dimensionSets[totals.dims]!;
  const members = by.map((name) => [name, own[name] ?? ''] as const);
  const { account, currency } = totals;
  const place = { account, currency, members: JSON.stringify(members) };
  const key = `${account.index} ${currency.index} ${place.members}`;
  const known = groups.get(key);
  if (known !== undefined) return known;
  const dims = Object.fromEntries(members) as Record<string, string>;
  const group: Group = { totals, place, dims, amount: 0, opening: 0, debits: 0, credits: 0 };
  groups.set(key, group);
  return group;
}

function amountOf({ debits, credits, closing }: RowTotals, withoutClosing: boolean): Minor {
  const net = subtractMinor(debits, credits);
  return withoutClosing ? subtractMinor(net, closing) : net;
}

function basesOf(totals: RowTotals, withoutClosing: boolean): [Minor, Minor] {
  const { baseDebits, baseCredits, closingDebits, closingCredits } = totals;
  if (!withoutClosing) return [baseDebits, baseCredits];
  return [subtractMinor(baseDebits, closingDebits), subtractMinor(baseCredits, closingCredits)];
}

function reportOf({ functional }: Books, groups: readonly Group[]): TrialBalance {
  let total: Minor = 0;
  const rows: TrialBalanceRow[] = [];
  const text = (minor: Minor): string => minorText(minor, functional.exponent);
  for (const { totals, dims, amount, opening, debits, credits } of groups) {
    const base = addMinor(opening, subtractMinor(debits, credits));
    total = addMinor(total, base);
    const isNothing = [amount, opening, debits, credits].every((minor) => minor === 0);
    if (isNothing) continue;
    rows.push({
      account: totals.account.id,
      currency: totals.currency.code,
      dims,
      amount: minorText(amount, totals.currency.exponent),
      opening: text(opening),
      debits: text(debits),
      credits: text(credits),
      base: text(base),
    });
  }
  return { currency: functional.code, rows, total: text(total) };
}
