/**
 * The trial balance: every account, and that all of it is zero.
 */
import { type Books, trialBalance } from '@kontor/ledger';
import { describe, expect, test } from 'vitest';
import { entry, expectTrialBalance, openTestBooks, take, takeAll } from './journal-grid.ts';

function openYear(): Books {
  const books = openTestBooks({ dimensions: [{ id: 'team' }] });
  takeAll(books, [
    entry('e1', 'bank 1000; capital -1000', { date: '2025-06-30' }),
    entry('e2', 'wages 300 team:south; bank -300', { date: '2026-01-31' }),
    entry('e3', 'bank 500; sales -500 team:north', { date: '2026-02-10' }),
    entry('e4', 'usd 100 USD @0.9; bank -90', { date: '2026-02-20' }),
    entry('e5', 'bank -20; sales 20 team:north', { date: '2026-03-05' }),
    entry('e6', 'cash 7; bank -7', { date: '2026-03-05' }),
    entry('e7', 'cash -7; bank 7', { date: '2026-03-05' }),
    entry('h', 'cash 5; capital -5', { pending: true }),
  ]);
  return books;
}

describe('trialBalance', () => {
  test('has a row for each account and currency, in the order of the chart', () => {
    expectTrialBalance(
      openYear(),
      {},
      `
      account  currency  amount    opening  debits   credits  base
      cash     EUR       0.00      0.00     7.00     7.00     0.00
      bank     EUR       1090.00   0.00     1507.00  417.00   1090.00
      usd      USD       100.00    0.00     90.00    0.00     90.00
      capital  EUR       -1000.00  0.00     0.00     1000.00  -1000.00
      sales    EUR       -480.00   0.00     20.00    500.00   -480.00
      wages    EUR       300.00    0.00     300.00   0.00     300.00
      trading  EUR       90.00     0.00     90.00    0.00     90.00
      trading  USD       -100.00   0.00     0.00     90.00    -90.00
    `,
    );
  });

  test('has an opening, and the movements since a day', () => {
    expectTrialBalance(
      openYear(),
      { from: '2026-02-01', asOf: '2026-02-28' },
      `
      account  currency  amount    opening   debits  credits  base
      bank     EUR       1110.00   700.00    500.00  90.00    1110.00
      usd      USD       100.00    0.00      90.00   0.00     90.00
      capital  EUR       -1000.00  -1000.00  0.00    0.00     -1000.00
      sales    EUR       -500.00   0.00      0.00    500.00   -500.00
      wages    EUR       300.00    300.00    0.00    0.00     300.00
      trading  EUR       90.00     0.00      90.00   0.00     90.00
      trading  USD       -100.00   0.00      0.00    90.00    -90.00
    `,
    );
  });

  test('has a row for each member of the dimensions asked for', () => {
    const books = openYear();
    take(books, entry('e8', 'wages 4; wages 5 team:north; bank -9'));
    expectTrialBalance(
      books,
      { by: ['team'], asOf: '2026-01-31' },
      `
      account  dims        base
      bank     team:–      691.00
      capital  team:–      -1000.00
      wages    team:–      4.00
      wages    team:north  5.00
      wages    team:south  300.00
    `,
    );
    expectTrialBalance(
      books,
      { dims: { team: 'north' } },
      `
      account  base
      sales    -480.00
      wages    5.00
    `,
    );
  });

  test('leaves closing entries and their reversal out when asked to', () => {
    const books = openYear();
    const date = '2026-12-31';
    const close = entry('close', 'sales 480; wages -300; retained -180', { date, closing: true });
    take(books, close);
    const income = `
      account  base
      sales    -480.00
      wages    300.00
    `;
    const rowsOf = (withoutClosing: boolean) =>
      trialBalance(books, { withoutClosing }).rows.filter(({ account }) =>
        ['sales', 'wages', 'retained'].includes(account),
      );
    expect(rowsOf(false).map(({ account, base }) => [account, base])).toEqual([
      ['retained', '-180.00'],
      ['sales', '0.00'],
      ['wages', '0.00'],
    ]);
    const shown = () => rowsOf(true).map(({ account, base }) => `${account}  ${base}`);
    const expected = income
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.trim().replace(/\s+/, '  '));
    expect(shown()).toEqual(expected);
    take(books, { do: 'reverse', id: 'open', entryId: 'close', date });
    expect(shown()).toEqual(expected);
  });

  test('counts a closing and its reversal on neither side when asked to leave them out', () => {
    const books = openYear();
    const date = '2026-12-31';
    const sidesOf = () =>
      trialBalance(books, { withoutClosing: true })
        .rows.filter(({ account }) => ['retained', 'sales'].includes(account))
        .map(({ account, debits, credits }) => [account, debits, credits]);
    const close = entry('close', 'sales 480; wages -300; retained -180', { date, closing: true });
    takeAll(books, [close, { do: 'reverse', id: 'open', entryId: 'close', date }]);
    expect(sidesOf()).toEqual([['sales', '20.00', '500.00']]);
  });

  test('is in the same order whatever was tried before', () => {
    const [first, second] = [openTestBooks(), openTestBooks()];
    take(second, entry('no', 'cash 1 USD; cash 1 JPY; wallet 9; shop -9'));
    const batch = [
      entry('e1', 'cash 1 JPY =1; sales -1 JPY =-1'),
      entry('e2', 'cash 1 USD =1; sales -1 USD =-1'),
      entry('e3', 'cash 1; sales -1'),
    ];
    takeAll(first, batch);
    takeAll(second, batch);
    expect(trialBalance(second)).toEqual(trialBalance(first));
    expectTrialBalance(
      first,
      {},
      `
      account  currency  amount
      cash     EUR       1.00
      cash     JPY       1
      cash     USD       1.00
      sales    EUR       -1.00
      sales    JPY       -1
      sales    USD       -1.00
    `,
    );
  });

  test('sums to zero, and is empty before anything was posted', () => {
    expect(trialBalance(openTestBooks())).toEqual({ currency: 'EUR', rows: [], total: '0.00' });
    for (const asOf of ['2025-12-31', '2026-02-15', '2026-02-20', '2026-12-31']) {
      expect(trialBalance(openYear(), { asOf }).total).toBe('0.00');
    }
  });

  test('of a day or instant that is none is misuse', () => {
    const books = openYear();
    expect(() => trialBalance(books, { from: '2026-13-01' })).toThrow("from is '2026-13-01'");
    expect(() => trialBalance(books, { asOf: 'May' })).toThrow("asOf is 'May'");
    expect(() => trialBalance(books, { knownAt: '2026' })).toThrow("knownAt is '2026'");
  });
});
