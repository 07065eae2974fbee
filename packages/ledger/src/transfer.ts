/**
 * Balancing transfers: what is there, up to a maximum.
 *
 * The most that one account can give above its floor and the other take below its ceiling. Where an
 * account has no floor, nothing below zero is given for this purpose.
 *
 * @source TigerBeetle, balancing transfers; Numscript, "max"
 */
import type { Day } from '@kontor/kernel';
import type { AccountState, BookCurrency, Books, Pool } from './books.ts';
import { currencyNamed } from './book-terms.ts';
import { checkedDate } from './command-terms.ts';
import {
  badField,
  checkAccount,
  checkDimensions,
  checkTimeout,
  type EntryDraft,
  GENERAL,
  isRefused,
  readAmount,
} from './draft-entry.ts';
import { type Refused, refused, type TransferUpTo } from './entry.ts';
import { atRate, bookRate } from './balance-lines.ts';
import { roomAbove, roomBelow } from './limits.ts';
import { isTooLarge, type Minor, minorText, negateMinor } from './minor.ts';
import { poolOf } from './record.ts';

/** A transfer that breaks no limit, and what it moves. */
export interface TransferDraft extends EntryDraft {
  readonly moved: string;
}

/** The two lines of a transfer; or why there is none. */
export function draftTransfer(books: Books, command: TransferUpTo): TransferDraft | Refused {
  const { id } = command;
  const currency =
    command.currency === undefined ? books.functional : currencyNamed(books, command.currency);
  if (currency === undefined) {
    return refused(id, 'LEDGER_CURRENCY_NOT_FOUND', { currency: command.currency! });
  }
  const max = readAmount(command, command.max, currency, 'max');
  if (typeof max === 'object') return max;
  if (max < 0) return badField(command, 'max', command.max, 'an amount of 0 or more');
  const journal = books.journals.get(command.journal ?? GENERAL);
  if (journal === undefined) {
    return refused(id, 'LEDGER_JOURNAL_NOT_FOUND', { journal: command.journal! });
  }
  const [debit, credit] = [command.debit, command.credit].map((name) => books.accountOf.get(name));
  if (debit === undefined || credit === undefined) {
    const account = debit === undefined ? command.debit : command.credit;
    return refused(id, 'LEDGER_ACCOUNT_NOT_FOUND', { account });
  }
  // Neither line has a dimension, so an account that requires one takes no transfer.
  const check = (account: AccountState, on: Day): Refused | undefined =>
    checkAccount(id, account, currency, on) ?? checkDimensions(id, account);
  const date =
    checkTimeout(command, command.timeoutSeconds) ??
    checkedDate(books, command, command.date, undefined, (on) => {
      return check(debit, on) ?? check(credit, on);
    });
  if (isRefused(date)) return date;
  const amount = least(
    max,
    roomFor(books, debit, currency, 1),
    roomFor(books, credit, currency, -1),
  );
  const base = baseOf(books, command, currency, amount, date.date);
  if (typeof base === 'object') return base;
  const line = (account: AccountState, sign: 1 | -1) => ({
    account,
    currency,
    dims: 0,
    amount: sign === 1 ? amount : negateMinor(amount),
    base: sign === 1 ? base : negateMinor(base),
    notes: undefined,
  });
  const lines = amount === 0 ? [] : [line(debit, 1), line(credit, -1)];
  return { ...date, journal, lines, moved: minorText(amount, currency.exponent) };
}

/** What an account can be debited (1) or credited (-1); undefined where nothing bounds it. */
function roomFor(
  books: Books,
  account: AccountState,
  currency: BookCurrency,
  sign: 1 | -1,
): Minor | undefined {
  const pool: Pool = poolOf(books, account, currency);
  const isRise = account.isDebitNormal === (sign === 1);
  if (!isRise) return roomBelow(books, pool, pool.floor ?? 0);
  return pool.ceiling === undefined ? undefined : roomAbove(books, pool, pool.ceiling);
}

const least = (max: Minor, ...rooms: (Minor | undefined)[]): Minor =>
  rooms.reduce<Minor>((found, room) => (room !== undefined && room < found ? room : found), max);

/** Both lines are of one currency, so their bases cancel whatever the rate is. */
function baseOf(
  books: Books,
  { id }: TransferUpTo,
  currency: BookCurrency,
  amount: Minor,
  date: Day,
): Minor | Refused {
  if (currency === books.functional || amount === 0) return amount;
  const rate = bookRate(books, id, currency, date);
  if ('ok' in rate) return rate;
  const base = atRate(books, amount, currency, rate);
  return isTooLarge(base) ? refused(id, 'LEDGER_AMOUNT_OVERFLOW', { path: 'max' }) : base;
}
