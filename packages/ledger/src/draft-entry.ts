/**
 * From an entry as it is given to one that may be posted: the checks, in their fixed order, and the
 * lines in minor units.
 *
 * Shape → accounts → period → rate → balance. The first failure is the code, so that one input has
 * one answer on every store. What is left, balance limits, is asked of the books as they stand
 * (limits.ts).
 */
import { type Day, formatDay } from '@kontor/kernel';
import { balanceLines, notesOf } from './balance-lines.ts';
import type { CurrencyRefusal } from './currency-table.ts';
import type {
  AccountState,
  BookCurrency,
  BookJournal,
  Books,
  DraftLine,
  OpenLine,
} from './books.ts';
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
import { shownValue } from './shown-value.ts';

/** An entry that only its balance limits can still stop. */
export interface EntryDraft {
  readonly date: Day;
  readonly documentDate: string | undefined;
  readonly journal: BookJournal;
  readonly lines: readonly DraftLine[];
  /** It does again, or takes back, what a closing entry said. */
  readonly isClosing?: boolean | undefined;
}

/** Whether a result is a refusal. */
export const isRefused = <Result extends object>(result: Result | Refused): result is Refused =>
  (result as { readonly ok?: boolean }).ok === false;

/** Checks an entry and reads its lines. */
export function draftEntry(books: Books, entry: EntryInput): EntryDraft | Refused {
  const open = readLines(books, entry);
  if ('ok' in open) return open;
  const date = dayOfText(entry.date);
  if (date === undefined) return badField(entry, 'date', entry.date, 'a day as YYYY-MM-DD');
  // Accounts are looked at before periods, but on the day on which they would take the lines.
  const day = postingDay(books, entry, date);
  const journal = books.journals.get(entry.journal ?? GENERAL);
  const refusal =
    checkTerms(entry, journal) ??
    checkCurrencies(books, entry, open, date) ??
    checkAccounts(books, entry, open, typeof day === 'number' ? day : date);
  if (refusal !== undefined) return refusal;
  if (typeof day !== 'number') return day;
  const lines = balanceLines(books, entry, open, day);
  if ('ok' in lines) return lines;
  const documentDate = entry.documentDate ?? (day === date ? undefined : entry.date);
  return { date: day, documentDate, journal: journal!, lines };
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
  const text = typeof value === 'string' ? `'${shownValue(value)}'` : shownValue(value);
  return refused(id, 'LEDGER_BAD_COMMAND', { path, value: text, expected });
}

/** The lines with their amounts read, and accounts still to be looked at. */
function readLines(books: Books, entry: EntryInput): OpenLine[] | Refused {
  const { id, lines } = entry;
  if (!Array.isArray(lines)) return badField(entry, 'lines', lines, 'a list of lines');
  const open = openLines(books, lines.length);
  let isEmpty = true;
  for (let at = 0; at < open.length; at++) {
    const line = open[at]!;
    const refusal = readLine(books, entry, at, line);
    if (refusal !== undefined) return refusal;
    if (line.amount !== 0 || (line.base !== undefined && line.base !== 0)) isEmpty = false;
  }
  return isEmpty ? refused(id, 'LEDGER_EMPTY_ENTRY', { id }) : open;
}

/**
 * So many lines to read into, those of the last entry again.
 *
 * `lines.map((line) => ({ … }))`, but for the garbage: new lines for each entry take a sixth of the
 * time of posting it.
 */
export function openLines(
  { openLines: open, functional: currency }: Books,
  count: number,
): OpenLine[] {
  while (open.length < count) {
    const [account, base, notes] = [undefined, undefined, undefined];
    open.push({ account, currency, dims: 0, amount: 0, base, notes });
  }
  if (open.length > count) open.length = count;
  return open;
}

/** Reads the line at a place. Writes `open`. */
function readLine(
  books: Books,
  entry: EntryInput,
  at: number,
  open: OpenLine,
): Refused | undefined {
  const line = entry.lines[at] as LineInput | null | undefined;
  if (typeof line !== 'object' || line === null) {
    return badField(entry, `lines.${at}`, line, 'a line with an account and an amount');
  }
  const code = line.currency;
  const currency = code === undefined ? books.functional : currencyNamed(books, code);
  if (currency === undefined) {
    const { details } = books.currencyTable.at(code!, 0) as CurrencyRefusal;
    return refused(entry.id, 'LEDGER_CURRENCY_NOT_FOUND', details);
  }
  const amount = readAmount(entry, line.amount, currency, 'amount', at);
  if (typeof amount === 'object') return amount;
  const base = readBase(books, entry, line, at, currency === books.functional ? amount : undefined);
  if (typeof base === 'object') return base;
  const { dims } = line as { readonly dims?: unknown };
  if (dims !== undefined && (typeof dims !== 'object' || dims === null)) {
    return badField(entry, `lines.${at}.dims`, dims, 'members by their dimensions');
  }
  const set = line.dims === undefined ? 0 : dimensionSet(books, line.dims);
  open.account = books.accountOf.get(line.account);
  open.currency = currency;
  open.dims = typeof set === 'string' ? NO_SET : set;
  open.amount = amount;
  open.base = base;
  open.notes = notesOf(line);
  return undefined;
}

/** The base that is given with a line, or else another one; undefined = it is to be computed. */
function readBase(
  { functional }: Books,
  entry: EntryInput,
  { base }: LineInput,
  at: number,
  otherwise: Minor | undefined,
): Minor | undefined | Refused {
  return base === undefined ? otherwise : readAmount(entry, base, functional, 'base', at);
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
function checkTerms(entry: EntryInput, journal: BookJournal | undefined): Refused | undefined {
  const { id, documentDate, timeoutSeconds } = entry;
  if (journal === undefined) {
    return refused(id, 'LEDGER_JOURNAL_NOT_FOUND', { journal: entry.journal! });
  }
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
  for (let at = 0; at < lines.length; at++) {
    const { account, currency, dims } = lines[at]!;
    const input = entry.lines[at]!;
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
