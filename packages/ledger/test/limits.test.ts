/**
 * Balance limits, and transfers of what is there.
 */
import { balanceOf, type BookSetupInput, type Command } from '@kontor/ledger';
import { describe, expect, test } from 'vitest';
import {
  entry,
  expectBalances,
  expectLines,
  openTestBooks,
  take,
  takeAll,
} from './journal-grid.ts';

type Account = BookSetupInput['accounts'][number];

const hold = (id: string, lines: string): Command => entry(id, lines, { pending: true });

/** Books with one limited account `a`. */
const openWith = (account: Omit<Account, 'id'>, rest: Partial<BookSetupInput> = {}) =>
  openTestBooks({ ...rest, accounts: [{ id: 'a', ...account }] });

describe('a limit', () => {
  test.each<[Omit<Account, 'id'>, string, string]>([
    // the account · a movement after 50.00 on its normal side · outcome
    [{ type: 'asset', floor: '0' }, '-50.00', 'ok 2'],
    [{ type: 'asset', floor: '0' }, '-50.01', 'EXCEEDS_BALANCE_LIMIT a EUR 50.00'],
    [{ type: 'asset', floor: '-25' }, '-75.00', 'ok 2'],
    [{ type: 'asset', floor: '-25' }, '-75.01', 'EXCEEDS_BALANCE_LIMIT a EUR 75.00'],
    [{ type: 'asset', floor: '20' }, '-30.01', 'EXCEEDS_BALANCE_LIMIT a EUR 30.00'],
    [{ type: 'asset', ceiling: '60' }, '10.00', 'ok 2'],
    [{ type: 'asset', ceiling: '60' }, '10.01', 'EXCEEDS_BALANCE_LIMIT a EUR 10.00'],
    [{ type: 'asset', ceiling: '60' }, '-999', 'ok 2'],
    [{ type: 'asset', floor: '0' }, '999', 'ok 2'],
    [{ type: 'expense', floor: '0' }, '-50.01', 'EXCEEDS_BALANCE_LIMIT a EUR 50.00'],
    [{ type: 'liability', floor: '0' }, '50.00', 'ok 2'],
    [{ type: 'liability', floor: '0' }, '50.01', 'EXCEEDS_BALANCE_LIMIT a EUR 50.00'],
    [{ type: 'liability', ceiling: '60' }, '-10.01', 'EXCEEDS_BALANCE_LIMIT a EUR 10.00'],
    [{ type: 'income', floor: '0' }, '50.01', 'EXCEEDS_BALANCE_LIMIT a EUR 50.00'],
    [{ type: 'equity', ceiling: '60' }, '-10.01', 'EXCEEDS_BALANCE_LIMIT a EUR 10.00'],
  ])('%j, moved by %s: %s', (account, amount, outcome) => {
    const books = openWith(account);
    const isDebit = account.type === 'asset' || account.type === 'expense';
    take(books, entry('in', isDebit ? 'a 50; capital -50' : 'a -50; capital 50'));
    const back = amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
    expect(take(books, entry('e', `a ${amount}; capital ${back}`))).toBe(outcome);
  });

  test('counts reservations that would hurt, not those that would help (l13)', () => {
    const books = openWith({ type: 'liability', floor: '0' });
    takeAll(books, [
      entry('in', 'cash 100; a -100'),
      hold('out', 'a 30; shop -30'),
      hold('more', 'cash 500; a -500'),
    ]);
    expect(take(books, entry('e1', 'a 70.01; shop -70.01'))).toMatch(/ 70.00$/);
    expect(take(books, hold('e2', 'a 70.01; shop -70.01'))).toMatch(/ 70.00$/);
    expect(take(books, entry('e3', 'a 70; shop -70'))).toBe('ok 2');
  });

  test('counts what is reserved to come against a ceiling', () => {
    const books = openWith({ type: 'asset', ceiling: '500' });
    takeAll(books, [hold('in', 'a 300; capital -300'), hold('out', 'a -100; capital 100')]);
    expect(take(books, entry('e1', 'a 200.01; capital -200.01'))).toMatch(/ 200.00$/);
    expect(take(books, entry('e2', 'a 200; capital -200'))).toBe('ok 1');
  });

  test('is asked once an entry, of all its lines together', () => {
    const books = openWith({ type: 'asset', floor: '0', ceiling: '10' });
    expect(take(books, entry('e1', 'a -100; a 105; capital -5'))).toBe('ok 1');
    expect(take(books, entry('e2', 'a -3; a -3; capital 6'))).toMatch(/ 5.00$/);
  });

  test('is asked of a reservation line by line, as a part of it may be posted', () => {
    const books = openWith({ type: 'liability', floor: '0' });
    const inAndOut = hold('h', 'shop -0.01; a -0.01; a 0.01; cash 0.01');
    expect(take(books, inAndOut)).toBe('EXCEEDS_BALANCE_LIMIT a EUR 0.00');
    take(books, entry('in', 'cash 0.01; a -0.01'));
    expect(take(books, { ...inAndOut, id: 'i' })).toBe('ok');
    expect(take(books, { do: 'postPending', id: 'p', pendingId: 'i', amount: '0.01' })).toBe(
      'ok 2',
    );
    expect(balanceOf(books, 'a').posted).toBe('0.00');
  });

  test('is never broken by the second phase', () => {
    const books = openWith({ type: 'liability', floor: '0', ceiling: '100' });
    takeAll(books, [
      entry('in', 'cash 50; a -50'),
      hold('out', 'a 50; shop -50'),
      hold('more', 'cash 50; a -50'),
    ]);
    const outcomes = takeAll(books, [
      { do: 'postPending', id: 'p1', pendingId: 'out' },
      { do: 'postPending', id: 'p2', pendingId: 'more' },
    ]);
    expect(outcomes).toEqual(['ok 2', 'ok 3']);
  });

  test('holds in each currency by itself, in units of it', () => {
    const books = openWith({ type: 'asset', floor: '-10' });
    const spend = (amount: string, currency: string): string => {
      const line = `${currency} @1`;
      const lines = `a -${amount} ${line}; bank ${amount} ${line}`;
      return take(books, entry(`${amount} ${currency}`, lines));
    };
    expect(spend('10', 'USD')).toBe('ok 1');
    expect(spend('10', 'JPY')).toBe('ok 2');
    expect(spend('1', 'JPY')).toBe('EXCEEDS_BALANCE_LIMIT a JPY 0');
    expect(spend('10.00', 'EUR')).toBe('ok 3');
  });

  test.each([
    // a bound finer than the yen is the next one within
    [{ floor: '-10.50' }, '-10', '-11'],
    [{ ceiling: '10.50' }, '10', '11'],
    [{ floor: '-0.5' }, '0', '-1'],
  ] as const)('%j lets %s yen pass and not %s', (bound, near, far) => {
    const books = openWith({ type: 'asset', ...bound });
    const move = (id: string, amount: string): string => {
      const back = amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
      return take(books, entry(id, `a ${amount} JPY @1 ; bank ${back} JPY @1; cash 1; sales -1`));
    };
    expect(move('far', far)).toMatch(/^EXCEEDS_BALANCE_LIMIT a JPY/);
    expect(move('near', near)).toBe('ok 1');
  });

  test('is asked of a reversal, too', () => {
    const books = openWith({ type: 'liability', floor: '0' });
    takeAll(books, [entry('in', 'cash 50; a -50'), entry('out', 'a 40; shop -40')]);
    const reverse: Command = { do: 'reverse', id: 'r', entryId: 'in', date: '2026-01-06' };
    expect(take(books, reverse)).toBe('EXCEEDS_BALANCE_LIMIT a EUR 10.00');
  });

  test('names the first account in the order of lines', () => {
    const accounts = ['a', 'b'].map((id) => ({ id, type: 'asset' as const, floor: '0' }));
    const books = openTestBooks({ accounts });
    expect(take(books, entry('e', 'capital 3; b -1; a -2'))).toMatch(/LIMIT b EUR/);
  });
});

describe('transferUpTo', () => {
  const date = '2026-01-05';
  const transfer = (id: string, debit: string, credit: string, max: string): Command => {
    return { do: 'transferUpTo', id, debit, credit, max, date };
  };

  test('moves what is there, less what is reserved; nothing is a success (l15)', () => {
    const books = openTestBooks();
    takeAll(books, [entry('in', 'cash 30; wallet -30'), hold('h', 'wallet 12; shop -12')]);
    expect(take(books, transfer('t1', 'wallet', 'shop', '50'))).toBe('ok 2 moved 18.00');
    expectLines(
      books,
      't1',
      `
      wallet   18.00 EUR   18.00
      shop    -18.00 EUR  -18.00
    `,
    );
    expect(take(books, transfer('t2', 'wallet', 'shop', '50'))).toBe('ok 3 moved 0.00');
    expect(take(books, transfer('t1', 'wallet', 'shop', '50'))).toBe('ok 2 moved 18.00 again');
  });

  test.each<[string, string, string, string]>([
    // debit · credit · max · moved: 40.00 in the purse, 25.00 in the till, 90.00 of 100.00 in the jar
    ['purse', 'shop', '15', '15.00'],
    ['purse', 'shop', '99', '40.00'],
    ['cash', 'till', '99', '25.00'],
    ['purse', 'till', '99', '25.00'],
    ['purse', 'jar', '99', '10.00'],
    ['purse', 'credit', '99', '40.00'],
    ['credit', 'shop', '99', '20.00'],
    ['cash', 'capital', '99', '99.00'],
    ['cash', 'sales', '0', '0.00'],
  ])('%s to %s, up to %s: %s', (debit, credit, max, moved) => {
    const books = openTestBooks({
      accounts: [
        { id: 'purse', type: 'liability' },
        { id: 'till', type: 'asset' },
        { id: 'jar', type: 'liability', ceiling: '100' },
        { id: 'credit', type: 'liability', floor: '-20' },
      ],
    });
    take(books, entry('in', 'purse -40; till 25; jar -90; bank 105'));
    expect(take(books, transfer('t', debit, credit, max))).toBe(`ok 2 moved ${moved}`);
  });

  test('may be pending: then it reserves what is there, and says so', () => {
    const books = openTestBooks();
    take(books, entry('in', 'cash 30; wallet -30'));
    const held = { ...transfer('t', 'wallet', 'shop', '50'), pending: true, timeoutSeconds: 60 };
    expect(take(books, held)).toBe('ok moved 30.00');
    expect(take(books, held)).toBe('ok moved 30.00 again');
    expectBalances(
      books,
      `
      account  posted  pendingDebits
      wallet   -30.00  30.00
    `,
    );
    expect(take(books, transfer('u', 'wallet', 'shop', '1'))).toBe('ok 2 moved 0.00');
  });

  test('in another currency has its base by the rate of the day', () => {
    const rates = [{ date: '2026-01-01', from: 'USD', to: 'EUR', rate: '0.9' }];
    const books = openTestBooks({ rates, rateMaxAgeDays: 10 });
    take(books, entry('in', 'usd 30 USD; wallet -30 USD'));
    const dollars = { ...transfer('t', 'wallet', 'usd', '50'), currency: 'USD' };
    const late = { ...dollars, id: 'u', date: '2026-01-31' };
    expect(take(books, late)).toBe('RATE_STALE USD EUR 2026-01-31 2026-01-01');
    expect(take(books, dollars)).toBe('ok 2 moved 30.00');
    expectLines(
      books,
      't',
      `
      wallet   30.00 USD   27.00
      usd     -30.00 USD  -27.00
    `,
    );
  });

  test('whose base has too many digits is refused', () => {
    const rates = [{ date: '2026-01-01', from: 'USD', to: 'EUR', rate: '99' }];
    const books = openTestBooks({ rates });
    const given = { ...transfer('t', 'cash', 'capital', '1e35'), currency: 'USD' };
    expect(take(books, given)).toBe('AMOUNT_OVERFLOW max');
  });

  test.each<[string, object, string]>([
    ['a maximum below 0', { max: '-1' }, "BAD_COMMAND max '-1' an amount of 0 or more"],
    ['one that is none', { max: 'all' }, "BAD_COMMAND max 'all' a decimal amount as text"],
    ['one too fine', { max: '0.001' }, 'AMOUNT_PRECISION 0.001 EUR max'],
    ['a day that is none', { date: 'May' }, "BAD_COMMAND date 'May' a day as YYYY-MM-DD"],
    ['an unknown journal', { journal: 'diary' }, 'JOURNAL_NOT_FOUND diary'],
    ['an unknown account', { debit: 'nowhere' }, 'ACCOUNT_NOT_FOUND nowhere'],
    ['a closed account', { credit: 'old' }, 'ACCOUNT_CLOSED old 2026-01-01'],
    ['one that needs a dimension', { credit: 'field' }, 'DIMENSION_REQUIRED field team'],
    [
      'no rate',
      { currency: 'USD', credit: 'capital', debit: 'cash' },
      'RATE_REQUIRED USD EUR 2026-01-05',
    ],
    [
      'a time-out of nothing',
      { timeoutSeconds: 0 },
      'BAD_COMMAND timeoutSeconds 0 a whole number above 0',
    ],
  ])('with %s is refused', (_, terms, outcome) => {
    const books = openTestBooks({
      accounts: [
        { id: 'old', type: 'asset', closedOn: '2026-01-01' },
        { id: 'field', type: 'expense', requiredDimensions: ['team'] },
      ],
      dimensions: [{ id: 'team' }],
    });
    const given = { ...transfer('t', 'wallet', 'shop', '1'), ...terms };
    expect(take(books, given)).toBe(outcome);
  });
});
