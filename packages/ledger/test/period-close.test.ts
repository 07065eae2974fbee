/**
 * Closing a year, and closing accounts.
 */
import {
  balanceOf,
  type Books,
  closeAccount,
  closingEntry,
  entryOf,
  type EntryInput,
  LedgerError,
  post,
  trialBalance,
} from '@kontor/ledger';
import { describe, expect, test } from 'vitest';
import {
  entry,
  expectBalances,
  expectLines,
  expectTrialBalance,
  NOW,
  openTestBooks,
  take,
  takeAll,
} from './journal-grid.ts';

const year = { id: 'close', date: '2026-12-31', retainedEarnings: 'retained' };

describe('closingEntry', () => {
  /** Sales and wages of two teams; the south just covers its costs (l23). */
  function openYear(): Books {
    const books = openTestBooks({ dimensions: [{ id: 'team' }] });
    takeAll(books, [
      entry('e1', 'bank 900; sales -900 team:north'),
      entry('e2', 'bank 300; sales -300 team:south'),
      entry('e3', 'wages 650 team:north; wages 300 team:south; bank -950'),
      entry('next', 'bank 77; sales -77 team:north', { date: '2027-01-02' }),
    ]);
    return books;
  }

  test('turns each result to zero against retained earnings of the same members', () => {
    const books = openYear();
    const closing = closingEntry(books, year)!;
    expect(closing).toMatchObject({ id: 'close', date: '2026-12-31', closing: true });
    expect(take(books, closing)).toBe('ok 5');
    expectTrialBalance(
      books,
      { asOf: '2026-12-31', by: ['team'] },
      `
      account   dims        base
      bank      team:–      250.00
      retained  team:north  -250.00
      sales     team:north  0.00
      sales     team:south  0.00
      wages     team:north  0.00
      wages     team:south  0.00
    `,
    );
    expect(closingEntry(books, { ...year, id: 'again' })).toBeUndefined();
  });

  test('takes what came late in a second closing', () => {
    const books = openYear();
    take(books, closingEntry(books, year)!);
    take(books, entry('late', 'bank 5; sales -5 team:north', { date: '2026-12-30' }));
    take(books, closingEntry(books, { ...year, id: 'more' })!);
    expectLines(
      books,
      'more',
      `
      sales      5.00 EUR   5.00
      retained  -5.00 EUR  -5.00
    `,
    );
  });

  test('is reversed to open the year again', () => {
    const books = openYear();
    const before = trialBalance(books, { asOf: '2026-12-31' }).rows.map(({ account, base }) => [
      account,
      base,
    ]);
    take(books, closingEntry(books, year)!);
    take(books, { do: 'reverse', id: 'open', entryId: 'close', date: '2026-12-31' });
    expect(entryOf(books, 'open')!.closing).toBe(true);
    const after = trialBalance(books, { asOf: '2026-12-31' }).rows;
    expect(
      after.filter(({ base }) => base !== '0.00').map(({ account, base }) => [account, base]),
    ).toEqual(before);
    expect(closingEntry(books, { ...year, id: 'again' })).toBeDefined();
  });

  test('closes both columns of every currency', () => {
    const books = openTestBooks();
    takeAll(books, [
      entry('e1', 'usd 100 USD @0.9; sales -100 USD @0.9'),
      entry('e2', 'usd 50 USD @0.8; sales -50 USD @0.8'),
      entry('e3', 'usd 0 USD =-20; wages 20'),
      entry('e4', 'wages 0 =3; usd 0 USD =-3'),
    ]);
    take(books, closingEntry(books, year)!);
    expectLines(
      books,
      'close',
      `
      sales      150.00 USD   130.00
      wages      -20.00 EUR   -23.00
      retained  -150.00 USD  -130.00
      retained    20.00 EUR    23.00
    `,
    );
  });

  test('closes a base that is left without an amount', () => {
    const books = openTestBooks();
    takeAll(books, [
      entry('e1', 'usd 50 USD =45; sales -50 USD =-45'),
      entry('e2', 'usd -50 USD =-44; sales 50 USD =44'),
    ]);
    take(books, closingEntry(books, year)!);
    expectLines(
      books,
      'close',
      `
      sales     0.00 USD   1.00
      retained  0.00 USD  -1.00
    `,
    );
  });

  test('is posted in the journal asked for, also in a period that is closed softly', () => {
    const periods = [{ id: '2026', from: '2026-01-01', to: '2026-12-31' }];
    const books = openTestBooks({ periods, journals: [{ id: 'closing', numberFormat: 'C{n}' }] });
    take(books, entry('e1', 'bank 900; sales -900'));
    books.periods[0]!.status = 'softClosed';
    expect(take(books, closingEntry(books, { ...year, journal: 'closing' })!)).toBe('ok C1');
  });

  test('of nothing is none; accounts and days must be there', () => {
    const books = openTestBooks();
    take(books, entry('e1', 'bank 900; capital -900'));
    expect(closingEntry(books, year)).toBeUndefined();
    const unknown = () => closingEntry(books, { ...year, retainedEarnings: 'profit' });
    expect(unknown).toThrow("There is no account 'profit'");
    expect(() => closingEntry(books, { ...year, date: '2026-02-30' })).toThrow(LedgerError);
  });
});

describe('closeAccount', () => {
  const open = (): Books => {
    const books = openTestBooks();
    takeAll(books, [entry('e1', 'bank 5; cash -5'), entry('e2', 'bank -5; cash 5')]);
    return books;
  };
  const on = (date: string): EntryInput => entry(`e ${date}`, 'bank 1; sales -1', { date });

  test('takes no line from the day on, and any before it', () => {
    const books = open();
    closeAccount(books, 'bank', '2026-06-30');
    expect(take(books, on('2026-06-30'))).toBe('ACCOUNT_CLOSED bank 2026-06-30');
    expect(take(books, on('2026-06-29'))).toBe('ok 3');
    closeAccount(books, 'bank', undefined);
    expect(take(books, { ...on('2026-06-30'), id: 'later' })).toBe('ok 4');
  });

  test.each<[string, EntryInput, string]>([
    ['a balance', entry('e', 'bank 7; sales -7'), 'balance is 7.00 EUR'],
    [
      'one in another currency',
      entry('e', 'bank 7 USD =6; sales -7 USD =-6'),
      'balance is 7.00 USD',
    ],
    ['a reservation', entry('e', 'bank 7; sales -7', { pending: true }), 'balance is 0.00 EUR'],
    [
      'reservations on either side',
      entry('e', 'bank 7; bank -7; cash 1; sales -1', { pending: true }),
      'balance is 0.00 EUR',
    ],
  ])('keeps an account open that has %s', (_, given, message) => {
    const books = open();
    post(books, [given], { now: NOW });
    expect(() => closeAccount(books, 'bank', '2026-06-30')).toThrow(message);
    expect(take(books, on('2026-06-30'))).toMatch(/^ok/);
  });

  test('goes with the transfer that empties it', () => {
    const books = openTestBooks();
    takeAll(books, [
      entry('in', 'cash 30; wallet -30'),
      {
        do: 'transferUpTo',
        id: 't',
        debit: 'wallet',
        credit: 'shop',
        max: '1000',
        date: '2026-01-05',
      },
    ]);
    closeAccount(books, 'wallet', '2026-01-06');
    expectBalances(
      books,
      `
      account  posted
      wallet   0.00
      shop     -30.00
    `,
    );
    expect(balanceOf(books, 'wallet').pendingDebits).toBe('0.00');
  });

  test.each(['trading', 'diffs'])('refuses %s, which the ledger writes to by itself', (id) => {
    const books = openTestBooks({
      accounts: [{ id: 'diffs', type: 'expense' }],
      roundingAccount: 'diffs',
    });
    expect(() => closeAccount(books, id, '2026-06-30')).toThrow(
      `account is '${id}': give an account that the ledger does not write to by itself.`,
    );
    // Three thirds, each rounded by itself, and the whole: a cent is left over.
    const third = 'usd 33.33 USD @0.91337';
    const sold = entry('e', `${third}; ${third}; ${third}; sales -99.99 USD @0.91337`);
    expect(take(books, { ...sold, date: '2026-07-01' })).toBe('ok 1');
    expect(entryOf(books, 'e')!.lines.map(({ account }) => account)).toContain(id);
  });

  test('of no such account, or from no such day, is misuse', () => {
    expect(() => closeAccount(open(), 'till', '2026-06-30')).toThrow("no account 'till'");
    expect(() => closeAccount(open(), 'bank', 'May')).toThrow("closedOn is 'May'");
  });
});
