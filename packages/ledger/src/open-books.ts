/**
 * Opening books: a set-up is checked as a whole, then compiled.
 */
import { createFiscalCalendar, isKnownZone } from '@kontor/kernel';
import type { Account } from './account.ts';
import { currencyNamed } from './book-terms.ts';
import {
  type AccountState,
  type BookCurrency,
  type BookJournal,
  type BookPeriod,
  type Books,
  openEntries,
  openLog,
} from './books.ts';
import { checkChart } from './chart-of-accounts.ts';
import { IdTable, PlacesByMonth } from './columns.ts';
import { commodityIssues, type CurrencyTable, currencyTable } from './currency-table.ts';
import { dayOfText, FOREVER } from './dates.ts';
import { GENERAL } from './draft-entry.ts';
import { LedgerError, type SetupIssue } from './errors.ts';
import { openRates, type Rates } from './exchange-rate.ts';
import { SumTable } from './minor.ts';
import { openMonths } from './month-cells.ts';
import { openRun } from './plain-run.ts';
import { type BookSetup, type BookSetupInput, bookSetup } from './model.ts';
import { isNumberFormat } from './numbering.ts';
import { readRates } from './rate-row.ts';

/**
 * Opens empty books.
 *
 * @throws LedgerError LEDGER_INVALID_SETUP — every fault with its path
 * @example
 * const books = openBooks({
 *   entity: { id: 'NL01', functionalCurrency: 'EUR' },
 *   accounts: [
 *     { id: 'cash', code: '1000', name: 'Cash', type: 'asset' },
 *     { id: 'capital', code: '3000', name: 'Capital', type: 'equity' },
 *   ],
 * });
 */
export const openBooks = (input: BookSetupInput): Books => compileBooks(checkSetup(input));

/** A set-up without a fault, with its chart, rates and currencies. */
export interface CheckedSetup {
  readonly setup: BookSetup;
  readonly accounts: readonly Account[];
  readonly rates: Rates;
  readonly currencyTable: CurrencyTable;
}

/**
 * Checks a set-up as a whole.
 *
 * @throws LedgerError LEDGER_INVALID_SETUP — every fault with its path
 */
export function checkSetup(input: BookSetupInput): CheckedSetup {
  const parsed = bookSetup.safeParse(input);
  if (!parsed.success) throw invalid(parsed.error.issues.map(shapeIssue));
  const setup = parsed.data;
  const { accounts, issues } = checkChart(setup.accounts, {
    dimensions: setup.dimensions.map(({ id }) => id),
    currencies: setup.commodities,
  });
  const commodities = commodityIssues(setup.commodities);
  const { issues: ofRates } = readRates(setup.rates, ['rates']);
  const faults = [...issues, ...commodities, ...ofRates, ...decimalIssues(setup)];
  if (commodities.length === 0) faults.push(...termIssues(setup));
  if (faults.length > 0 || accounts === undefined) throw invalid(faults);
  const { functionalCurrency: baseCurrency } = setup.entity;
  return {
    setup,
    accounts,
    rates: openRates(setup.rates, { baseCurrency }),
    currencyTable: currencyTable({ own: setup.commodities }),
  };
}

const invalid = (issues: readonly SetupIssue[]): LedgerError =>
  new LedgerError('LEDGER_INVALID_SETUP', { issues });

const shapeIssue = (issue: {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}): SetupIssue => ({
  code: 'INVALID_VALUE',
  path: issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
  message: issue.message,
});

/** Faults beside those of the chart. */
function termIssues(setup: BookSetup): SetupIssue[] {
  return [
    ...entityIssues(setup),
    ...generatedIssues(setup),
    ...duplicates('journals', setup.journals),
    ...duplicates('dimensions', setup.dimensions),
    ...duplicates('periods', setup.periods),
    ...setup.journals.flatMap(({ id, numberFormat }, at): SetupIssue[] => {
      if (isNumberFormat(numberFormat)) return [];
      const message = `'${numberFormat}' of '${id}' must have {n} or {n:4} once, maybe {year}`;
      return [{ code: 'BAD_NUMBER_FORMAT', path: ['journals', at, 'numberFormat'], message }];
    }),
    ...periodIssues(setup),
  ];
}

function entityIssues(setup: BookSetup): SetupIssue[] {
  const { functionalCurrency: code, zone } = setup.entity;
  const issues: SetupIssue[] = [];
  if (currencyTable({ own: setup.commodities }).stretchesOf(code).length === 0) {
    const message = `'${code}' is in neither ISO 4217 nor commodities: define it there`;
    issues.push({ code: 'UNKNOWN_CURRENCY', path: ['entity', 'functionalCurrency'], message });
  }
  if (!isKnownZone(zone)) {
    const message = `'${zone}' is no time zone: give an IANA name such as Europe/Berlin`;
    issues.push({ code: 'UNKNOWN_TIME_ZONE', path: ['entity', 'zone'], message });
  }
  return issues;
}

/** The engine writes to these accounts by itself, so they must take whatever comes. */
function generatedIssues({ entity: { functionalCurrency }, ...setup }: BookSetup): SetupIssue[] {
  const { roundingAccount, accounts } = setup;
  const trading = accounts.flatMap((account, at) => (account.trading ? [{ account, at }] : []));
  const issues = trading.slice(1).map(({ account: { id }, at }): SetupIssue => {
    const message = `'${id}' is a second trading account: a book has one`;
    return { code: 'DUPLICATE_KEY', path: ['accounts', at, 'trading'], message };
  });
  for (const { account, at } of trading) {
    if (takesAll(account) && account.currency === undefined) continue;
    const message = `'${account.id}' gets lines in every currency: it has no rules of its own`;
    issues.push({ code: 'INVALID_VALUE', path: ['accounts', at, 'trading'], message });
  }
  if (roundingAccount === undefined) return issues;
  const rounding = accounts.find(({ id }) => id === roundingAccount);
  const path = ['roundingAccount'];
  if (rounding === undefined) {
    const message = `there is no account '${roundingAccount}': add it to the chart`;
    issues.push({ code: 'UNKNOWN_ACCOUNT', path, message });
  } else if (
    !takesAll(rounding) ||
    (rounding.currency ?? functionalCurrency) !== functionalCurrency
  ) {
    const message = `'${roundingAccount}' gets lines in ${functionalCurrency}: no other rules`;
    issues.push({ code: 'INVALID_VALUE', path, message });
  }
  return issues;
}

const takesAll = (account: BookSetup['accounts'][number]): boolean =>
  !account.header &&
  account.floor === undefined &&
  account.ceiling === undefined &&
  account.closedOn === undefined &&
  account.requiredDimensions.length === 0;

/** A code counts in the same decimals on all its days. */
function decimalIssues({ commodities }: BookSetup): SetupIssue[] {
  const exponents = new Map<string, number>();
  return commodities.flatMap(({ code, exponent }, at): SetupIssue[] => {
    const first = exponents.get(code) ?? exponent;
    exponents.set(code, first);
    if (first === exponent) return [];
    const message = `'${code}' has ${first} decimals before: give what is counted anew a new code`;
    return [{ code: 'INVALID_VALUE', path: ['commodities', at, 'exponent'], message }];
  });
}

function duplicates(list: string, rows: readonly { readonly id: string }[]): SetupIssue[] {
  const seen = new Set<string>();
  return rows.flatMap(({ id }, at): SetupIssue[] => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    const message = `'${id}' stands there twice: give each its own id`;
    return [{ code: 'DUPLICATE_KEY', path: [list, at, 'id'], message }];
  });
}

function periodIssues({ periods }: BookSetup): SetupIssue[] {
  const days = periods.map(({ from, to }) => [dayOfText(from), dayOfText(to)] as const);
  const issues = days.flatMap(([first, last], at): SetupIssue[] => {
    if (first === undefined || last === undefined) {
      return [
        { code: 'BAD_DAY', path: ['periods', at], message: 'its days are not in a calendar' },
      ];
    }
    if (first <= last) return [];
    return [{ code: 'BAD_PERIOD', path: ['periods', at], message: 'it ends before it begins' }];
  });
  if (issues.length > 0) return issues;
  const inOrder = days.map((_, at) => at).sort((a, b) => days[a]![0]! - days[b]![0]!);
  return inOrder.slice(1).flatMap((at, before): SetupIssue[] => {
    const other = inOrder[before]!;
    if (days[other]![1]! < days[at]![0]!) return [];
    const message = `it overlaps '${periods[other]!.id}': a day has one period`;
    return [{ code: 'BAD_PERIOD', path: ['periods', at], message }];
  });
}

/** Empty books of a checked set-up. */
export function compileBooks(checked: CheckedSetup): Books {
  const { setup, accounts, rates, currencyTable: table } = checked;
  const { functionalCurrency } = setup.entity;
  const currencies: BookCurrency[] = [];
  const currencyOf = new Map<string, BookCurrency>();
  const named = { currencyTable: table, currencies, currencyOf };
  const functional = currencyNamed(named, functionalCurrency)!;
  const states = accounts.map((account, index) => accountState(account, index, functional));
  const journals = journalsOf(setup);
  const entries = openEntries(journals.values());
  return {
    setup,
    functional,
    rounding: setup.rounding,
    fiscal: createFiscalCalendar(setup.fiscalCalendar ?? { kind: 'months' }),
    rates,
    accounts: states,
    accountOf: new Map(states.map((state) => [state.account.id, state])),
    trading: states.find(({ account }) => account.trading),
    roundingAccount: states.find((state) => state.id === setup.roundingAccount),
    currencyTable: table,
    currencies,
    currencyOf,
    dimensionSets: [{}],
    dimensionSetOf: new Map([['', 0]]),
    journals,
    general: journals.get(GENERAL)!,
    periods: periodsOf(setup),
    sums: new SumTable(),
    months: openMonths(),
    lines: openLog(),
    entries,
    entriesBefore: 0,
    linesOfMonth: new PlacesByMonth(),
    ids: new IdTable(entries.id),
    refusals: new Map(),
    pendings: new Map(),
    expiring: [],
    series: new Map(),
    recordedAt: Number.NEGATIVE_INFINITY,
    openLines: [],
    plainRun: openRun(states.length),
    undo: undefined,
  };
}

const accountState = (account: Account, index: number, functional: BookCurrency): AccountState => ({
  index,
  isPlain:
    takesAll(account) &&
    account.forbiddenDimensions.length === 0 &&
    (account.currency === undefined || account.currency === functional.code),
  openFrom: (account.openFrom === undefined ? undefined : dayOfText(account.openFrom)) ?? -FOREVER,
  closedOn: (account.closedOn === undefined ? undefined : dayOfText(account.closedOn)) ?? FOREVER,
  id: account.id,
  isDebitNormal: account.type === 'asset' || account.type === 'expense',
  isHeader: account.header,
  isLimited: account.floor !== undefined || account.ceiling !== undefined,
  hasDimensionRules: account.requiredDimensions.length + account.forbiddenDimensions.length > 0,
  onlyCurrency: account.currency,
  account,
  pools: [],
  lastRow: undefined,
});

function journalsOf({ journals }: BookSetup): Map<string, BookJournal> {
  const all = journals.some(({ id }) => id === GENERAL)
    ? journals
    : [{ id: GENERAL, numberFormat: '{n}' }, ...journals];
  return new Map(
    all.map(({ id, numberFormat: format }, index) => [
      id,
      { index, id, format, startsAnew: format.includes('{year}') },
    ]),
  );
}

const periodsOf = ({ periods }: BookSetup): BookPeriod[] =>
  periods
    .map(({ id, from, to, status }) => {
      return { id, first: dayOfText(from)!, last: dayOfText(to)!, status };
    })
    .sort((a, b) => a.first - b.first);
