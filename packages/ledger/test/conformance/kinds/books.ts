/**
 * Cases about books: several currencies, two dates, periods, the end of a year, numbers,
 * dimensions.
 */
import { decimal } from '@kontor/kernel';
import { balanceOf } from '../../../src/balances.ts';
import type { Command, EntryInput } from '../../../src/entry.ts';
import { post } from '../../../src/journal.ts';
import { entryOf } from '../../../src/lines.ts';
import type { BookSetupInput } from '../../../src/model.ts';
import { closingEntry } from '../../../src/period-close.ts';
import { trialBalance } from '../../../src/trial-balance.ts';
import { splitLine } from '../../../src/cost-allocation.ts';
import { type CaseAccount, caseBooks } from '../case-books.ts';

const NOW = '2026-01-05T08:00:00Z';

const differ = (what: string, found: unknown, expected: unknown): string[] =>
  JSON.stringify(found) === JSON.stringify(expected)
    ? []
    : [`${what}: ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`];

type Rows = readonly Readonly<Record<string, string>>[];

/** An entry in two currencies with its trading lines, or one that touches one column only. */
export function runMultiCurrency(input: Record<string, unknown>): string[] {
  return 'given' in input ? runOneColumn(input) : runTrading(input);
}

function runTrading(input: Record<string, unknown>): string[] {
  const { accounts, entry, expected } = input as unknown as {
    accounts: readonly CaseAccount[];
    entry: EntryInput;
    expected: { lines: Rows; sumBase: string; sumPerCurrency: Record<string, string> };
  };
  const books = caseBooks(accounts);
  const [outcome] = post(books, [entry], { now: NOW });
  if (!outcome!.ok) return [JSON.stringify(outcome)];
  const lines = entryOf(books, entry.id)!.lines;
  const shown = lines.map(({ account, amount, currency, base, generated }) => ({
    account,
    amount,
    currency,
    base,
    ...(generated && { generated }),
  }));
  const sums = Object.keys(expected.sumPerCurrency).map((currency) => [
    currency,
    lines
      .filter((line) => line.currency === currency)
      .reduce((sum, line) => sum.plus(line.amount), decimal(0))
      .toFixed(2),
  ]);
  return [
    ...differ('lines', shown, expected.lines),
    ...differ('sums', Object.fromEntries(sums), expected.sumPerCurrency),
    ...differ('total', trialBalance(books).total, expected.sumBase),
  ];
}

function runOneColumn(input: Record<string, unknown>): string[] {
  const { given, before, entry, after } = input as unknown as {
    given: readonly { account: string; amount: string; currency: string; base: string }[];
    before: Record<string, string>;
    entry: EntryInput;
    after: Record<string, string>;
  };
  const books = caseBooks([], ['receivable', 'sales', 'small differences']);
  const standing = (): Record<string, string> => {
    const { posted, base } = balanceOf(books, 'receivable', { currency: 'USD' });
    return { account: 'receivable', amount: posted, currency: 'USD', base };
  };
  const entries = given.map(({ account, amount, currency, base }, at): EntryInput => {
    const negated = (text: string): string => decimal(text).negated().toFixed(2);
    const other = { account: 'sales', amount: negated(amount), currency, base: negated(base) };
    return {
      id: `g${at}`,
      date: '2026-02-01',
      lines: [{ account, amount, currency, base }, other],
    };
  });
  post(books, entries, { now: NOW });
  const found = differ('before', standing(), before);
  const [outcome] = post(books, [entry], { now: NOW });
  if (!outcome!.ok) found.push(JSON.stringify(outcome));
  return [...found, ...differ('after', standing(), after)];
}

/** Balances by effective day and instant of recording. */
export function runBitemporal(input: Record<string, unknown>): string[] {
  const { account, entries, expected } = input as unknown as {
    account: string;
    entries: readonly { id: string; date: string; recordedAt: string; amount: string }[];
    expected: readonly { asOf: string; knownAt: string; balance: string }[];
  };
  const books = caseBooks([], [account, 'cash']);
  for (const { id, date, recordedAt, amount } of entries) {
    const lines = [
      { account, amount },
      { account: 'cash', amount: decimal(amount).negated() },
    ];
    post(books, [{ id, date, lines }], { now: recordedAt });
  }
  return expected.flatMap(({ asOf, knownAt, balance }) =>
    differ(`${asOf}, ${knownAt}`, balanceOf(books, account, { asOf, knownAt }).posted, balance),
  );
}

/** Dates in closed, softly closed and open periods. */
export function runPeriod(input: Record<string, unknown>): string[] {
  const { periods, rows } = input as unknown as {
    periods: NonNullable<BookSetupInput['periods']>;
    rows: readonly {
      date: string;
      policy: 'refuse' | 'firstOpen';
      adjustment?: boolean;
      outcome: { ok: boolean; code?: string; postedOn?: string; documentDate?: string };
    }[];
  };
  const books = caseBooks([], ['cash', 'rent'], { periods });
  return rows.flatMap(({ date, policy, adjustment, outcome }, at) => {
    const lines = [
      { account: 'rent', amount: '1' },
      { account: 'cash', amount: '-1' },
    ];
    const id = `e${at}`;
    const entry: EntryInput = { id, date, lines, latePosting: policy, adjustment };
    const [found] = post(books, [entry], { now: NOW });
    const posted = entryOf(books, id);
    return [
      ...differ(id, found!.ok, outcome.ok),
      ...differ(`${id} code`, found!.ok ? undefined : found!.code, outcome.code),
      ...differ(`${id} day`, posted?.date, outcome.postedOn),
      ...differ(`${id} document`, posted?.documentDate, outcome.documentDate),
    ];
  });
}

/** The end of a year. */
export function runClose(input: Record<string, unknown>): string[] {
  const {
    year,
    retainedEarnings,
    trialBalance: rows,
    expected,
  } = input as unknown as {
    year: { to: string };
    retainedEarnings: string;
    trialBalance: readonly {
      account: string;
      type: NonNullable<CaseAccount['type']>;
      amount: string;
      dims?: Record<string, string>;
    }[];
    expected: { closingEntry: Rows; afterClose: Rows; profitOrLossReportAfterClose: string };
  };
  const ids = new Map(rows.map(({ account, type }) => [account, type]));
  const accounts = [...ids].map(([id, type]) => ({ id, type }));
  const books = caseBooks([...accounts, { id: retainedEarnings, type: 'equity' }]);
  const lines = rows.map(({ account, amount, dims }) => ({ account, amount, dims }));
  post(books, [{ id: 'open', date: year.to, lines }], { now: NOW });
  const options = { id: 'close', date: year.to, retainedEarnings };
  const entry = closingEntry(books, options)!;
  const found = differ('entry', sortedLines(entry.lines), sortedLines(expected.closingEntry));
  post(books, [entry], { now: NOW });
  const after = trialBalance(books)
    .rows.filter(({ base }) => base !== '0.00')
    .map(({ account, amount }) => ({ account, amount }));
  found.push(...differ('after', sortedLines(after), sortedLines(expected.afterClose)));
  found.push(...differ('again', closingEntry(books, { ...options, id: 'twice' }), undefined));
  const profit = trialBalance(books, { withoutClosing: true })
    .rows.filter(({ account }) => ['income', 'expense'].includes(ids.get(account) ?? ''))
    .reduce((sum, { base }) => sum.minus(base), decimal(0));
  return [...found, ...differ('profit', profit.toFixed(2), expected.profitOrLossReportAfterClose)];
}

const sortedLines = (lines: readonly object[]): string[] =>
  lines.map((line) => JSON.stringify(line)).toSorted();

/** Numbers by journal and year. */
export function runNumbering(input: Record<string, unknown>): string[] {
  const { sequence, steps } = input as unknown as {
    sequence: { format: string };
    steps: readonly { date: string; outcome: string; number?: string }[];
  };
  const journals = [{ id: 'sales', numberFormat: sequence.format }];
  const books = caseBooks([], ['cash', 'sales'], { journals });
  const idOf = new Map<string, string>();
  return steps.flatMap(({ date, outcome, number }, at) => {
    const id = `e${at}`;
    const reversed = /^reversal of (.*)$/.exec(outcome)?.[1];
    const credit = outcome.startsWith('refused') ? '-2' : '-1';
    const command: Command =
      reversed === undefined
        ? {
            id,
            date,
            journal: 'sales',
            lines: [
              { account: 'cash', amount: '1' },
              { account: 'sales', amount: credit },
            ],
          }
        : { do: 'reverse', id, entryId: idOf.get(reversed)!, date };
    const [found] = post(books, [command], { now: NOW });
    const given = found!.ok ? found!.number : undefined;
    if (given !== undefined) idOf.set(given, id);
    return differ(id, given, number);
  });
}

/** Balances by dimension, and a line that is split. */
export function runDimensions(input: Record<string, unknown>): string[] {
  const { lines, expected } = input as unknown as {
    lines: readonly {
      account: string;
      amount: string;
      dims?: Record<string, string>;
      split?: { dimension: string; weights: Record<string, string> };
    }[];
    expected: {
      travelByCostCentre: Record<string, string>;
      travelByProject: Record<string, string>;
      travelByBoth: Rows;
      total: string;
    };
  };
  const books = caseBooks([], ['travel', 'cash']);
  const all = lines.flatMap(({ split, ...line }) =>
    split === undefined ? [line] : splitLine(line, { ...split, currency: 'EUR' }),
  );
  const [outcome] = post(books, [{ id: 'e', date: '2026-01-05', lines: all }], { now: NOW });
  if (!outcome!.ok) return [JSON.stringify(outcome)];
  const by = (...names: string[]) =>
    trialBalance(books, { by: names }).rows.filter(({ account }) => account === 'travel');
  const single = (name: string) =>
    Object.fromEntries(by(name).map(({ dims, amount }) => [dims[name]!, amount]));
  const both = expected.travelByBoth.map(({ costCentre, project = '', amount }) =>
    JSON.stringify([costCentre, project, amount]),
  );
  const found = by('costCentre', 'project').map(({ dims, amount }) =>
    JSON.stringify([dims['costCentre'], dims['project'], amount]),
  );
  return [
    ...differ(
      'by cost centre',
      sortedEntries(single('costCentre')),
      sortedEntries(expected.travelByCostCentre),
    ),
    ...differ(
      'by project',
      sortedEntries(single('project')),
      sortedEntries(expected.travelByProject),
    ),
    ...differ('by both', mergedRows(found), mergedRows(both)),
    ...differ('total', balanceOf(books, 'travel').posted, expected.total),
  ];
}

const sortedEntries = (of: Record<string, string>): [string, string][] =>
  Object.entries(of).toSorted(([a], [b]) => (a < b ? -1 : 1));

/** Rows of the same members added up. */
function mergedRows(rows: readonly string[]): [string, string][] {
  const sums = new Map<string, ReturnType<typeof decimal>>();
  for (const row of rows) {
    const [costCentre, project, amount] = JSON.parse(row) as [string, string, string];
    const key = `${costCentre} ${project}`;
    sums.set(key, (sums.get(key) ?? decimal(0)).plus(amount));
  }
  return sortedEntries(Object.fromEntries([...sums].map(([key, sum]) => [key, sum.toFixed(2)])));
}
