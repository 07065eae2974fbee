/**
 * Books as grids: lines of entries, balances and trial balances as an accountant writes them, and
 * outcomes as short text.
 *
 *     usd       1000.00 USD   930.00
 *     cash      -930.00 EUR  -930.00
 *     trading  -1000.00 USD  -930.00 *
 *
 * A star marks a line that the engine made.
 */
import { expect } from 'vitest';
import {
  balanceOf,
  type BalanceQuery,
  type Books,
  type BookSetupInput,
  type Command,
  entryOf,
  type EntryInput,
  type LineInput,
  openBooks,
  type Outcome,
  post,
  trialBalance,
  type TrialBalanceQuery,
} from '@kontor/ledger';

/** The instant of recording of tests that need only one. */
export const NOW = '2026-01-05T08:00:00Z';

type Accounts = BookSetupInput['accounts'];

/** Accounts of most tests; the wallet is a liability that may not be overdrawn. */
const CHART: Accounts = [
  { id: 'cash', type: 'asset' },
  { id: 'bank', type: 'asset' },
  { id: 'usd', type: 'asset' },
  { id: 'wallet', type: 'liability', floor: '0' },
  { id: 'shop', type: 'liability' },
  { id: 'capital', type: 'equity' },
  { id: 'retained', type: 'equity' },
  { id: 'sales', type: 'income' },
  { id: 'wages', type: 'expense' },
  { id: 'trading', type: 'equity', trading: true },
];

/** Books in euros with the chart above; accounts of the same id replace those of it. */
export function openTestBooks({ accounts = [], ...rest }: Partial<BookSetupInput> = {}): Books {
  const own = new Set(accounts.map(({ id }) => id));
  return openBooks({
    entity: { id: 'NL01', functionalCurrency: 'EUR' },
    accounts: [...CHART.filter(({ id }) => !own.has(id)), ...accounts],
    ...rest,
  });
}

/**
 * An entry of lines such as `sales -30.00 USD @0.93 =27.90 team:north`: after the amount its
 * currency, rate, base and members, as far as there are any. A semicolon or a new line ends a line.
 */
export function entry(id: string, lines: string, rest: Partial<EntryInput> = {}): EntryInput {
  const rows = lines.split(/[\n;]/).map((row) => row.trim());
  return {
    id,
    date: '2026-01-05',
    lines: rows.filter((row) => row !== '').map(lineOf),
    ...rest,
  };
}

function lineOf(row: string): LineInput {
  const [account, amount, ...rest] = row.split(/\s+/);
  const line: { -readonly [Field in keyof LineInput]: LineInput[Field] } = {
    account: account!,
    amount: amount!,
  };
  for (const term of rest) {
    if (term.startsWith('@')) line.rate = term.slice(1);
    else if (term.startsWith('=')) line.base = term.slice(1);
    else if (term.includes(':')) {
      const [name, member] = term.split(':') as [string, string];
      line.dims = { ...line.dims, [name]: member };
    } else line.currency = term;
  }
  return line;
}

/** Posts one command and says what came of it. */
export const take = (books: Books, command: Command, now = NOW): string =>
  said(post(books, [command], { now })[0]!);

/** Posts a batch and says what came of each command. */
export const takeAll = (books: Books, commands: readonly Command[], now = NOW): string[] =>
  post(books, commands, { now }).map(said);

/** `ok 1`, with number and amount moved, or the code without its prefix and the details. */
export function said(outcome: Outcome): string {
  if (outcome.ok) {
    const { number, amount, replayed } = outcome;
    return ['ok', number, amount && `moved ${amount}`, replayed && 'again']
      .filter(Boolean)
      .join(' ');
  }
  const details = Object.values(outcome.details as object).filter((value) => value !== undefined);
  return [outcome.code.replace('LEDGER_', ''), ...details].join(' ');
}

const rowsOf = (grid: string): string[][] =>
  grid
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s{2,}/));

/** Compares the lines of an entry: account, amount with its currency, base, star. */
export function expectLines(books: Books, id: string, grid: string): void {
  const found = entryOf(books, id)?.lines.map(({ account, amount, currency, base, generated }) =>
    [account, `${amount} ${currency}`, generated ? `${base} *` : base].join('  '),
  );
  expect(found).toEqual(rowsOf(grid).map((row) => row.join('  ')));
}

/**
 * Compares balances. The head names columns of `balanceOf`, after `account` and, where it is not
 * the functional one, `currency`.
 */
export function expectBalances(books: Books, grid: string, query: BalanceQuery = {}): void {
  const [head, ...rows] = rowsOf(grid);
  const found = rows.map((row) => {
    const currencyAt = head!.indexOf('currency');
    const currency = currencyAt === -1 ? undefined : row[currencyAt];
    const balance = { ...balanceOf(books, row[0]!, { ...query, currency }) };
    return head!.map((column) => balance[column as keyof typeof balance]).join('  ');
  });
  expect(found).toEqual(rows.map((row) => row.join('  ')));
}

/** Compares a trial balance; the head names its columns, `dims` in between as `team:north`. */
export function expectTrialBalance(books: Books, query: TrialBalanceQuery, grid: string): void {
  const [head, ...rows] = rowsOf(grid);
  const report = trialBalance(books, query);
  const found = report.rows.map(({ dims, ...row }) => {
    const cells: Readonly<Record<string, string>> = { ...row, dims: dimsText(dims) };
    return head!.map((column) => cells[column]!).join('  ');
  });
  expect(found).toEqual(rows.map((row) => row.join('  ')));
}

const dimsText = (dims: Readonly<Record<string, string>>): string =>
  Object.entries(dims)
    .map(([name, member]) => `${name}:${member || '–'}`)
    .join(' ') || '–';
