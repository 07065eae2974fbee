/**
 * Opening books: a set-up with faults is refused with all of them.
 */
import {
  type BookSetupInput,
  LedgerError,
  openBooks,
  type SetupIssue,
  trialBalance,
} from '@kontor/ledger';
import { describe, expect, test } from 'vitest';
import { entry, take } from './journal-grid.ts';

const sound: BookSetupInput = {
  entity: { id: 'NL01', functionalCurrency: 'EUR' },
  accounts: [
    { id: 'cash', type: 'asset' },
    { id: 'sales', type: 'income' },
  ],
};

/** The faults of a set-up. */
function issuesOf(change: object): readonly SetupIssue[] {
  try {
    openBooks({ ...sound, ...change });
  } catch (error) {
    if (LedgerError.is(error, 'LEDGER_INVALID_SETUP')) return error.details.issues;
    throw error;
  }
  return [];
}

const shown = (issues: readonly SetupIssue[]): string[] =>
  issues.map(({ code, path }) => `${code} ${path.join('.')}`);

const account = (terms: object): object => ({
  accounts: [...sound.accounts, { id: 'x', type: 'asset', ...terms }],
});
const entityWith = (terms: object): object => ({ entity: { ...sound.entity, ...terms } });
const rate = (terms: object): object => ({
  rates: [{ date: '2026-01-01', from: 'USD', to: 'EUR', rate: '0.9', ...terms }],
});
const period = (id: string, from: string, to: string): object => ({ id, from, to });

describe('openBooks', () => {
  test('opens empty books, with what a set-up leaves out', () => {
    const books = openBooks(sound);
    expect(trialBalance(books).rows).toEqual([]);
    expect(books.setup).toMatchObject({ rounding: 'halfEven', latePosting: 'refuse' });
    expect(books.setup.entity).toMatchObject({ zone: 'UTC', language: 'en' });
    expect(take(books, entry('e1', 'cash 1; sales -1'))).toBe('ok 1');
  });

  test.each<[string, object, string]>([
    // The shape
    ['no accounts', { accounts: undefined }, 'INVALID_VALUE accounts'],
    ['an unknown field', { colour: 'red' }, 'INVALID_VALUE '],
    ['an unknown rounding', { rounding: 'nearest' }, 'INVALID_VALUE rounding'],
    ['an age of rates below 0', { rateMaxAgeDays: -1 }, 'INVALID_VALUE rateMaxAgeDays'],
    ['an entity without an id', entityWith({ id: '' }), 'INVALID_VALUE entity.id'],
    [
      'a status that is none',
      { periods: [{ ...period('p', '2026-01-01', '2026-01-31'), status: 'shut' }] },
      'INVALID_VALUE periods.0.status',
    ],
    [
      '19 decimals',
      { commodities: [{ code: 'ETH', exponent: 19 }] },
      'INVALID_VALUE commodities.0.exponent',
    ],
    // The entity
    [
      'an unknown currency',
      entityWith({ functionalCurrency: 'QQQ' }),
      'UNKNOWN_CURRENCY entity.functionalCurrency',
    ],
    [
      'gold as currency',
      entityWith({ functionalCurrency: 'XAU' }),
      'UNKNOWN_CURRENCY entity.functionalCurrency',
    ],
    ['an unknown zone', entityWith({ zone: 'Europe/Atlantis' }), 'UNKNOWN_TIME_ZONE entity.zone'],
    // The chart; more in chart-of-accounts.test.ts
    ['the same account twice', account({ id: 'cash', code: '9' }), 'DUPLICATE_KEY accounts.2.id'],
    ['an unknown parent', account({ parent: 'y' }), 'UNKNOWN_ACCOUNT accounts.2.parent'],
    [
      'another type than the parent',
      account({ type: 'asset', parent: 'sales' }),
      'TYPE_DIFFERS accounts.2.type',
    ],
    ['an account under itself', account({ parent: 'x' }), 'ACCOUNT_CYCLE accounts.2.parent'],
    [
      'an unknown currency of an account',
      account({ currency: 'QQQ' }),
      'UNKNOWN_CURRENCY accounts.2.currency',
    ],
    [
      'an unknown dimension',
      account({ requiredDimensions: ['team'] }),
      'UNKNOWN_DIMENSION accounts.2.requiredDimensions.0',
    ],
    ['a limit that is none', account({ floor: 'low' }), 'BAD_AMOUNT accounts.2.floor'],
    [
      'a floor above the ceiling',
      account({ floor: '2', ceiling: '1' }),
      'BAD_AMOUNT accounts.2.floor',
    ],
    ['a day that is none', account({ openFrom: '2026-02-30' }), 'BAD_DAY accounts.2.openFrom'],
    [
      'closed before it opens',
      account({ openFrom: '2026-02-02', closedOn: '2026-02-01' }),
      'BAD_PERIOD accounts.2.closedOn',
    ],
    // Accounts that the engine writes to
    [
      'a trading account of one currency',
      account({ trading: true, currency: 'EUR' }),
      'INVALID_VALUE accounts.2.trading',
    ],
    [
      'a trading account with a floor',
      account({ trading: true, floor: '0' }),
      'INVALID_VALUE accounts.2.trading',
    ],
    [
      'a trading account that is closed',
      account({ trading: true, closedOn: '2026-01-01' }),
      'INVALID_VALUE accounts.2.trading',
    ],
    ['an unknown rounding account', { roundingAccount: 'y' }, 'UNKNOWN_ACCOUNT roundingAccount'],
    [
      'a header as rounding account',
      { ...account({ header: true }), roundingAccount: 'x' },
      'INVALID_VALUE roundingAccount',
    ],
    [
      'a foreign rounding account',
      { ...account({ currency: 'USD' }), roundingAccount: 'x' },
      'INVALID_VALUE roundingAccount',
    ],
    // Journals, dimensions, commodities
    [
      'the same journal twice',
      { journals: [{ id: 'j' }, { id: 'j' }] },
      'DUPLICATE_KEY journals.1.id',
    ],
    [
      'a format without number',
      { journals: [{ id: 'j', numberFormat: 'J' }] },
      'BAD_NUMBER_FORMAT journals.0.numberFormat',
    ],
    [
      'the same dimension twice',
      { dimensions: [{ id: 'd' }, { id: 'd' }] },
      'DUPLICATE_KEY dimensions.1.id',
    ],
    [
      'a commodity twice on one day',
      {
        commodities: [
          { code: 'P', exponent: 0 },
          { code: 'P', exponent: 0 },
        ],
      },
      'BAD_PERIOD commodities.1',
    ],
    [
      'a commodity with other decimals later',
      {
        commodities: [
          { code: 'P', exponent: 0, until: '2026-01-01' },
          { code: 'P', exponent: 2, from: '2026-01-01' },
        ],
      },
      'INVALID_VALUE commodities.1.exponent',
    ],
    [
      'a commodity of no such day',
      { commodities: [{ code: 'P', exponent: 0, from: '2026-02-30' }] },
      'BAD_DAY commodities.0.from',
    ],
    // Periods
    [
      'the same period twice',
      {
        periods: [period('p', '2026-01-01', '2026-01-31'), period('p', '2026-02-01', '2026-02-28')],
      },
      'DUPLICATE_KEY periods.1.id',
    ],
    [
      'a period of no such days',
      { periods: [period('p', '2026-02-01', '2026-02-29')] },
      'BAD_DAY periods.0',
    ],
    [
      'a period that ends before it begins',
      { periods: [period('p', '2026-02-01', '2026-01-31')] },
      'BAD_PERIOD periods.0',
    ],
    [
      'periods that overlap, in any order',
      {
        periods: [period('b', '2026-01-31', '2026-02-28'), period('a', '2026-01-01', '2026-01-31')],
      },
      'BAD_PERIOD periods.0',
    ],
    // Rates; more in exchange-rate.test.ts
    ['a rate of nothing', rate({ rate: '0' }), 'BAD_AMOUNT rates.0.rate'],
    ['a rate of no such day', rate({ date: '2026-02-30' }), 'BAD_DAY rates.0.date'],
    ['a rate to itself', rate({ to: 'USD' }), 'INVALID_VALUE rates.0.to'],
  ])('%s', (_, change, issue) => {
    expect(shown(issuesOf(change))).toEqual([issue]);
  });

  test('a second trading account is one too many', () => {
    const accounts = ['t', 'u'].map((id) => ({ id, type: 'equity', trading: true }));
    expect(shown(issuesOf({ accounts }))).toEqual(['DUPLICATE_KEY accounts.1.trading']);
  });

  test('all faults come at once, and the message lists them with the remedy', () => {
    const change = {
      ...entityWith({ zone: 'Mars' }),
      ...account({ parent: 'nobody' }),
      journals: [{ id: 'j', numberFormat: '' }],
      ...rate({ rate: '-1' }),
    };
    expect(shown(issuesOf(change)).toSorted()).toEqual([
      'BAD_AMOUNT rates.0.rate',
      'BAD_NUMBER_FORMAT journals.0.numberFormat',
      'UNKNOWN_ACCOUNT accounts.2.parent',
      'UNKNOWN_TIME_ZONE entity.zone',
    ]);
    const open = (): unknown => openBooks({ ...sound, ...change });
    expect(open).toThrow(/^The set-up has 4 faults:/);
    expect(open).toThrow("'Mars' is no time zone: give an IANA name such as Europe/Berlin");
  });

  test('what is sound side by side is taken', () => {
    const change = {
      ...account({ trading: true, type: 'equity', openFrom: '2026-01-01' }),
      roundingAccount: 'sales',
      periods: [period('b', '2026-02-01', '2026-02-28'), period('a', '2026-01-01', '2026-01-31')],
      commodities: [
        { code: 'P', exponent: 0, until: '2026-01-01' },
        { code: 'P', exponent: 0, from: '2026-01-01' },
      ],
      journals: [{ id: 'general', numberFormat: 'G{n}' }],
    };
    expect(issuesOf(change)).toEqual([]);
    const books = openBooks({ ...sound, ...change } as BookSetupInput);
    expect(books.periods.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(take(books, entry('e1', 'cash 1; sales -1', { date: '2026-02-01' }))).toBe('ok G1');
  });
});
