/**
 * The figures of books for statements: balances as of a day or of a stretch of days, and the lines
 * of a cash flow.
 */
import { formatDay } from '@kontor/kernel';
import type { Account } from '../account.ts';
import { type AsOf, checkQuestion, matches, totalsAsOf } from '../balances.ts';
import type { Books } from '../books.ts';
import { checkedDay, checkedInstant } from '../dates.ts';
import type { Dimensions } from '../entry.ts';
import { subtractMinor } from '../minor.ts';

import type { FlowLine } from './cash-flow.ts';
import type { AccountFigure } from './statement.ts';

/** Which figures. */
export interface BookFiguresQuery extends AsOf {
  /** The first day that counts; the beginning when left out. */
  readonly from?: string | undefined;
  readonly dims?: Dimensions | undefined;
  /** Leaves closing entries out: for profit or loss, and cash flow. */
  readonly withoutClosing?: boolean | undefined;
}

/** The chart of books, for `statement`. */
export const chartOf = ({ accounts }: Books): Account[] => accounts.map(({ account }) => account);

/**
 * What each account has, or what came to it in a stretch of days, in the functional currency.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — a day or an instant that is none
 */
export function bookFigures(books: Books, query: BookFiguresQuery = {}): AccountFigure[] {
  checkQuestion(query);
  const { from, dims, knownAt, withoutClosing = false } = query;
  const sums = new Map<string, bigint>();
  const add = (asOf: AsOf, sign: 1n | -1n): void => {
    for (const totals of totalsAsOf(books, asOf, (row) => matches(books, row.dims, dims))) {
      const net = BigInt(subtractMinor(totals.baseDebits, totals.baseCredits));
      const closing = subtractMinor(totals.closingDebits, totals.closingCredits);
      const base = withoutClosing ? net - BigInt(closing) : net;
      const { id } = totals.account;
      sums.set(id, (sums.get(id) ?? 0n) + sign * base);
    }
  };
  add(query, 1n);
  if (from !== undefined) add({ asOf: formatDay(checkedDay(from, 'from') - 1), knownAt }, -1n);
  return [...sums].map(([account, base]) => ({ account, base }));
}

/**
 * The lines of a stretch of days, for `cashFlowFigures`; those of closing entries are left out.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — a day or an instant that is none
 */
export function flowLines(books: Books, query: BookFiguresQuery = {}): FlowLine[] {
  checkQuestion(query);
  const { lines, entries, accounts } = books;
  const first = query.from === undefined ? -Infinity : checkedDay(query.from, 'from');
  const last = query.asOf === undefined ? Infinity : checkedDay(query.asOf, 'asOf');
  const known = query.knownAt === undefined ? Infinity : checkedInstant(query.knownAt, 'knownAt');
  const found: FlowLine[] = [];
  for (let line = 0; line < lines.entry.length; line++) {
    const entry = lines.entry.at(line);
    const day = entries.date.at(entry);
    if (day < first || day > last || entries.recordedAt.at(entry) > known) continue;
    if (entries.notes.get(entry)?.isClosing === true) continue;
    if (!matches(books, lines.dims.at(line), query.dims)) continue;
    const account = accounts[lines.account.at(line)]!.id;
    found.push({ entry, account, base: BigInt(lines.base.at(line)) });
  }
  return found;
}
