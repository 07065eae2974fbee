/**
 * Balances as of a day, as known at an instant, by members of dimensions.
 */
import { balanceOf, type Books, LedgerError } from '@kontor/ledger';
import { describe, expect, test } from 'vitest';
import { entry, expectBalances, NOW, openTestBooks, take, takeAll } from './journal-grid.ts';

const known = (day: string): string => `${day}T12:00:00Z`;

/** Months with lines on their first and last days, some of them learned late (l21). */
function openMonths(): Books {
  const books = openTestBooks();
  const sale = (id: string, date: string, amount: string, recorded: string): string =>
    take(books, entry(id, `cash ${amount}; sales -${amount}`, { date }), known(recorded));
  sale('e1', '2026-01-01', '1', '2026-01-05');
  sale('e2', '2026-01-31', '20', '2026-02-01');
  sale('e3', '2026-02-01', '300', '2026-02-02');
  sale('e4', '2026-01-15', '4000', '2026-02-20');
  sale('e5', '2026-12-31', '50000', '2026-02-20');
  sale('e6', '2024-02-29', '600000', '2026-03-01');
  return books;
}

describe('balanceOf', () => {
  test.each([
    // as of · all that is known · as known on 02-02 · on 02-20
    [undefined, '654321.00', '321.00', '54321.00'],
    ['2023-12-31', '0.00', '0.00', '0.00'],
    ['2024-02-29', '600000.00', '0.00', '0.00'],
    ['2025-12-31', '600000.00', '0.00', '0.00'],
    ['2026-01-01', '600001.00', '1.00', '1.00'],
    ['2026-01-14', '600001.00', '1.00', '1.00'],
    ['2026-01-15', '604001.00', '1.00', '4001.00'],
    ['2026-01-31', '604021.00', '21.00', '4021.00'],
    ['2026-02-01', '604321.00', '321.00', '4321.00'],
    ['2026-02-28', '604321.00', '321.00', '4321.00'],
    ['2026-12-31', '654321.00', '321.00', '54321.00'],
    ['9999-12-31', '654321.00', '321.00', '54321.00'],
  ])('as of %s', (asOf, all, atFirst, later) => {
    const books = openMonths();
    const posted = (knownAt?: string): string =>
      balanceOf(books, 'cash', { asOf, knownAt: knownAt && known(knownAt) }).posted;
    expect([posted(), posted('2026-02-02'), posted('2026-02-20')]).toEqual([all, atFirst, later]);
  });

  test('what was recorded at the very instant is known', () => {
    const books = openMonths();
    const at = (knownAt: string): string => balanceOf(books, 'cash', { knownAt }).posted;
    expect(at('2026-02-01T12:00:00.000Z')).toBe('21.00');
    expect(at('2026-02-01T11:59:59.999Z')).toBe('1.00');
  });

  test('counts both sides apart, and turns the sides of a reversal', () => {
    const books = openTestBooks();
    takeAll(books, [
      entry('e1', 'cash 10; sales -10'),
      entry('e2', 'cash -4; wages 4'),
      { do: 'reverse', id: 'r', entryId: 'e2', date: '2026-01-05' },
    ]);
    expectBalances(
      books,
      `
      account  posted  debits  credits  base
      cash     10.00   14.00   4.00     10.00
      wages    0.00    4.00    4.00     0.00
    `,
    );
  });

  test('keeps currencies apart, each with its base', () => {
    const books = openTestBooks();
    takeAll(books, [
      entry('e1', 'bank 100 USD @0.9; cash -90'),
      entry('e2', 'bank 50; cash -50'),
      entry('e3', 'bank 1000 JPY =6.20; cash -6.20'),
    ]);
    expectBalances(
      books,
      `
      account  currency  posted   base
      bank     EUR       50.00    50.00
      bank     USD       100.00   90.00
      bank     JPY       1000     6.20
      bank     KWD       0.000    0.00
      cash     EUR       -146.20  -146.20
    `,
    );
  });

  test.each([
    [undefined, '111.00', '8.00'],
    [{}, '111.00', '8.00'],
    [{ team: 'north' }, '11.00', '8.00'],
    [{ team: 'north', project: 'p' }, '10.00', '8.00'],
    [{ team: 'north', project: '' }, '1.00', '0.00'],
    [{ team: '' }, '100.00', '0.00'],
    [{ team: 'west' }, '0.00', '0.00'],
    [{ colour: '' }, '111.00', '8.00'],
    [{ colour: 'red' }, '0.00', '0.00'],
  ])('of lines with %j', (dims, posted, pendingDebits) => {
    const books = openTestBooks({ dimensions: [{ id: 'team' }, { id: 'project' }] });
    takeAll(books, [
      entry('e1', 'wages 1 team:north; wages 10 team:north project:p; wages 100; cash -111'),
      entry('h', 'wages 8 project:p team:north; cash -8', { pending: true, timeoutSeconds: 60 }),
    ]);
    expect(balanceOf(books, 'wages', { dims })).toMatchObject({ posted, pendingDebits });
    const later = '2026-01-05T08:01:00Z';
    expect(balanceOf(books, 'wages', { dims, now: later })).toMatchObject({
      posted,
      pendingDebits: '0.00',
    });
  });

  test('adds up exactly past 2^53', () => {
    const books = openTestBooks({ commodities: [{ code: 'ETH', exponent: 18 }] });
    const ether = '123456789.123456789123456789';
    takeAll(books, [
      entry('e1', `cash ${ether} ETH =1; sales -${ether} ETH =-1`),
      entry('e2', 'cash 0.000000000000000001 ETH =0; sales -0.000000000000000001 ETH =0'),
      entry('e3', 'cash 90071992547409.91; sales -90071992547409.91'),
      entry('e4', 'cash 0.01; sales -0.01'),
      entry('e5', 'cash 0.01; sales -0.01'),
    ]);
    expectBalances(
      books,
      `
      account  currency  posted
      cash     ETH       123456789.123456789123456790
      sales    ETH       -123456789.123456789123456790
      cash     EUR       90071992547409.93
    `,
    );
    take(books, { do: 'reverse', id: 'r', entryId: 'e3', date: '2026-01-05' });
    expect(balanceOf(books, 'cash').posted).toBe('0.02');
  });

  test.each([
    ['nowhere', {}, 'LEDGER_ACCOUNT_NOT_FOUND'],
    ['cash', { currency: 'QQQ' }, 'LEDGER_CURRENCY_NOT_FOUND'],
    ['cash', { asOf: '2026-02-30' }, 'LEDGER_BAD_ARGUMENT'],
    ['cash', { knownAt: '2026-02-28' }, 'LEDGER_BAD_ARGUMENT'],
    ['cash', { now: 'now' }, 'LEDGER_BAD_ARGUMENT'],
  ] as const)('of %s, %j: %s', (account, query, code) => {
    const books = openTestBooks();
    take(books, entry('e1', 'cash 1; sales -1'), NOW);
    let error: unknown;
    try {
      balanceOf(books, account, query);
    } catch (thrown) {
      error = thrown;
    }
    expect(LedgerError.is(error, code)).toBe(true);
  });
});
