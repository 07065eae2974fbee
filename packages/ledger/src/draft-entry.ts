/**
 * From an entry as it is given to one that may be posted: the checks, in their fixed order, and the
 * lines in minor units.
 *
 * Shape → accounts → period → rate → balance. The first failure is the code, so that one input has
 * one answer on every store. What is left, balance limits, is asked of the books as they stand
 * (limits.ts).
 */
import { type Day, formatDay } from '@kontor/kernel';
import { balanceLines, notesOf, type OpenLine } from './balance-lines.ts';
import type { CurrencyRefusal } from './currency-table.ts';
import type { AccountState, BookCurrency, Books, DraftLine } from './books.ts';
import { currencyNamed, dimensionSet } from './book-terms.ts';
import { dayOfText, FOREVER } from './dates.ts';
import {
  type Dimensions,
  type EntryInput,
  type LineInput,
  type Refused,
  refused,
} from './entry.ts';
import { type AmountFault, inputText, type Minor, readMinor } from './minor.ts';
import { postingDay } from './periods.ts';

/** An entry that only its balance limits can still stop. */
export interface EntryDraft {
  readonly date: Day;
  readonly documentDate: string | undefined;
  readonly journal: string;
  readonly lines: readonly DraftLine[];
  /** It does again, or takes back, what a closing entry said. */
  readonly isClosing?: boolean | undefined;
}

/** Whether a result is a refusal. */
export const isRefused = <Result extends object>(result: Result | Refused): result is Refused =>
  (result as { readonly ok?: boolean }).ok === false;

/** Checks an entry and reads its lines. */
export function draftEntry(books: Books, entry: EntryInput): EntryDraft | Refused {
  const shaped = readLines(books, entry);
  if (isRefused(shaped)) return shaped;
  const date = dayOfText(entry.date);
  if (date === undefined) return badField(entry, 'date', entry.date, 'a day as YYYY-MM-DD');
  // Accounts are looked at before periods, but on the day on which they would take the lines.
  const day = postingDay(books, entry, date);
  const refusal =
    checkTerms(books, entry) ??
    checkCurrencies(books, entry, shaped, date) ??
    checkAccounts(books, entry, shaped, typeof day === 'number' ? day : date);
  if (refusal !== undefined) return refusal;
  if (typeof day !== 'number') return day;
  const lines = balanceLines(books, entry, shaped, day);
  if (isRefused(lines)) return lines;
  const documentDate = entry.documentDate ?? (day === date ? undefined : entry.date);
  return { date: day, documentDate, journal: entry.journal ?? GENERAL, lines };
}

/** The journal of entries that name none. */
export const GENERAL = 'general';

/** A refusal of a field that makes no sense. */
export function badField(
  { id }: { readonly id: string },
  path: string,
  value: unknown,
  expected: string,
): Refused {
  const text = typeof value === 'string' ? `'${value}'` : String(value);
  return refused(id, 'LEDGER_BAD_COMMAND', { path, value: text, expected });
}

/** A line with its amounts read, and accounts still to be looked at. */
function readLines(books: Books, entry: EntryInput): OpenLine[] | Refused {
  const { id, lines } = entry;
  if (!Array.isArray(lines)) return badField(entry, 'lines', lines, 'a list of lines');
  const open: OpenLine[] = [];
  let isEmpty = true;
  for (let at = 0; at < lines.length; at++) {
    const given = lines[at] as LineInput | null | undefined;
    if (typeof given !== 'object' || given === null) {
      return badField(entry, `lines.${at}`, given, 'a line with an account and an amount');
    }
    const line = readLine(books, entry, given, at);
    if (isRefused(line)) return line;
    if (line.amount !== 0 || (line.base !== undefined && line.base !== 0)) isEmpty = false;
    open.push(line);
  }
  return isEmpty ? refused(id, 'LEDGER_EMPTY_ENTRY', { id }) : open;
}

function readLine(
  books: Books,
  entry: EntryInput,
  line: LineInput,
  at: number,
): OpenLine | Refused {
  const code = line.currency;
  const currency = code === undefined ? books.functional : currencyNamed(books, code);
  if (currency === undefined) {
    const { details } = books.currencyTable.at(code!, 0) as CurrencyRefusal;
    return refused(entry.id, 'LEDGER_CURRENCY_NOT_FOUND', details);
  }
  const amount = readAmount(entry, line.amount, currency, 'amount', at);
  if (typeof amount === 'object') return amount;
  const isFunctional = currency === books.functional;
  const base =
    line.base === undefined
      ? isFunctional
        ? amount
        : undefined
      : readAmount(entry, line.base, books.functional, 'base', at);
  if (typeof base === 'object') return base;
  const set = line.dims === undefined ? 0 : dimensionSet(books, line.dims);
  const dims = typeof set === 'string' ? NO_SET : set;
  const account = books.accountOf.get(line.account);
  return { input: line, account, currency, dims, amount, base, notes: notesOf(line) };
}

/** In place of a set of dimensions that the book does not have: told after the account is known. */
const NO_SET = -1;

/**
 * An amount in minor units, or why it is none.
 *
 * @param line - its place among the lines, where it stands in one
 */
export function readAmount(
  entry: { readonly id: string },
  value: LineInput['amount'],
  { code, exponent }: BookCurrency,
  field: string,
  line?: number,
): Minor | Refused {
  const minor = readMinor(value, exponent);
  if (!isFault(minor)) return minor;
  const path = line === undefined ? field : `lines.${line}.${field}`;
  return amountRefused(entry.id, minor, value, code, path);
}

const isFault = (minor: Minor | AmountFault): minor is AmountFault => typeof minor === 'string';

function amountRefused(
  id: string,
  fault: AmountFault,
  value: LineInput['amount'],
  currency: string,
  path: string,
): Refused {
  const amount = inputText(value);
  switch (fault) {
    case 'tooFine':
      return refused(id, 'LEDGER_AMOUNT_PRECISION', { amount, currency, path });
    case 'tooLarge':
      return refused(id, 'LEDGER_AMOUNT_OVERFLOW', { path });
    case 'notANumber':
      return badField({ id }, path, value, 'a decimal amount as text');
  }
}

/** What an entry says beside its lines. */
function checkTerms(books: Books, entry: EntryInput): Refused | undefined {
  const { id, journal = GENERAL, documentDate, timeoutSeconds } = entry;
  if (!books.journals.has(journal)) return refused(id, 'LEDGER_JOURNAL_NOT_FOUND', { journal });
  if (documentDate !== undefined && dayOfText(documentDate) === undefined) {
    return badField(entry, 'documentDate', documentDate, 'a day as YYYY-MM-DD');
  }
  return checkTimeout(entry, timeoutSeconds);
}

/** A time-out is a whole number of seconds above zero. */
export function checkTimeout(
  command: { readonly id: string },
  seconds: number | undefined,
): Refused | undefined {
  if (seconds === undefined || (Number.isSafeInteger(seconds) && seconds > 0)) return undefined;
  return badField(command, 'timeoutSeconds', seconds, 'a whole number above 0');
}

/** Whether the currencies of the lines are ones on the day. */
function checkCurrencies(
  { currencyTable, functional }: Books,
  { id }: EntryInput,
  lines: readonly OpenLine[],
  date: Day,
): Refused | undefined {
  for (const { currency } of lines) {
    if (currency === functional) continue;
    const answer = currencyTable.at(currency.code, date);
    if (!answer.ok) return refused(id, answer.code, answer.details);
  }
  return undefined;
}

function checkAccounts(
  books: Books,
  entry: EntryInput,
  lines: readonly OpenLine[],
  date: Day,
): Refused | undefined {
  for (const { input, account, currency, dims } of lines) {
    if (account === undefined) {
      return refused(entry.id, 'LEDGER_ACCOUNT_NOT_FOUND', { account: input.account });
    }
    const refusal =
      checkAccount(entry.id, account, currency, date) ??
      (account.hasDimensionRules ? checkDimensions(entry.id, account, input.dims) : undefined);
    if (refusal !== undefined) return refusal;
    if (dims === NO_SET) {
      const dimension = String(dimensionSet(books, input.dims!));
      const details = { account: account.id, dimension };
      return refused(entry.id, 'LEDGER_DIMENSION_NOT_ALLOWED', details);
    }
  }
  return undefined;
}

/** Whether the accounts of lines that were taken before take them once more, on a day. */
export function checkAgain(
  id: string,
  lines: readonly DraftLine[],
  date: Day,
): Refused | undefined {
  for (const { account, currency } of lines) {
    const refusal = checkAccount(id, account, currency, date);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** Whether an account takes a line in a currency on a day. */
export function checkAccount(
  id: string,
  account: AccountState,
  currency: BookCurrency,
  date: Day,
): Refused | undefined {
  if (account.isHeader) return refused(id, 'LEDGER_ACCOUNT_IS_HEADER', { account: account.id });
  if (date >= account.closedOn || date < account.openFrom) {
    const closedOn = account.closedOn === FOREVER ? undefined : formatDay(account.closedOn);
    return refused(id, 'LEDGER_ACCOUNT_CLOSED', { account: account.id, closedOn });
  }
  if (account.onlyCurrency !== undefined && account.onlyCurrency !== currency.code) {
    const details = { account: account.id, currency: currency.code };
    return refused(id, 'LEDGER_CURRENCY_NOT_ALLOWED', details);
  }
  return undefined;
}

/** Whether a line has the dimensions that its account requires, and none that it forbids. */
export function checkDimensions(
  id: string,
  { account }: AccountState,
  dims?: Dimensions,
): Refused | undefined {
  for (const dimension of account.requiredDimensions) {
    if ((dims?.[dimension] ?? '') === '') {
      return refused(id, 'LEDGER_DIMENSION_REQUIRED', { account: account.id, dimension });
    }
  }
  for (const dimension of account.forbiddenDimensions) {
    if ((dims?.[dimension] ?? '') !== '') {
      return refused(id, 'LEDGER_DIMENSION_NOT_ALLOWED', { account: account.id, dimension });
    }
  }
  return undefined;
}
