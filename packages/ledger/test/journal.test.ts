/**
 * Entries: lines, several currencies, what conversion leaves over, and what is kept of them.
 */
import { type Command, entryOf, LedgerError, post, trialBalance } from '@kontor/ledger';
import { describe, expect, test } from 'vitest';
import {
  entry,
  expectBalances,
  expectLines,
  NOW,
  openTestBooks,
  take,
  takeAll,
} from './journal-grid.ts';

const rates = [
  { date: '2026-01-01', from: 'USD', to: 'EUR', rate: '0.9' },
  { date: '2026-01-10', from: 'USD', to: 'EUR', rate: '0.91337' },
];

describe('an entry', () => {
  test('of two lines moves an amount from one account to another', () => {
    const books = openTestBooks();
    expect(post(books, [entry('e1', 'cash 100.00; capital -100')], { now: NOW })).toEqual([
      { ok: true, id: 'e1', sequence: 1, number: '1' },
    ]);
    expectLines(
      books,
      'e1',
      `
      cash      100.00 EUR   100.00
      capital  -100.00 EUR  -100.00
    `,
    );
    expectBalances(
      books,
      `
      account  posted   debits  credits
      cash     100.00   100.00  0.00
      capital  -100.00  0.00    100.00
      sales    0.00     0.00    0.00
    `,
    );
  });

  test('has any number of lines, several on one account', () => {
    const books = openTestBooks();
    const lines = 'cash 60.00; bank 25.50; cash 14.50; sales -90.00; sales -10.00';
    expect(take(books, entry('e1', lines))).toBe('ok 1');
    expectBalances(
      books,
      `
      account  posted   debits  credits
      cash     74.50    74.50   0.00
      bank     25.50    25.50   0.00
      sales    -100.00  0.00    100.00
    `,
    );
  });

  test('reads amounts as text, numbers and bigints alike', () => {
    const books = openTestBooks();
    const lines = ['0.1', 0.2, 7n, '-7.30'].map((amount) => ({ account: 'cash', amount }));
    expect(take(books, { id: 'e1', date: '2026-01-05', lines })).toBe('ok 1');
  });

  test('keeps what it says of itself, and the line what it says', () => {
    const books = openTestBooks();
    const says = {
      documentDate: '2025-12-30',
      text: 'Rent of January',
      reason: 'the lease',
      source: 'lease-7',
      documents: [{ id: 'r-1', url: 'https://files.example/r-1', sha256: 'ab' }],
      adjustment: true,
    };
    const { lines } = entry('e1', 'wages 10 USD @0.9; cash -9');
    const noted = [{ ...lines[0]!, taxCode: 'FULL', text: 'January' }, lines[1]!];
    take(books, { ...entry('e1', ''), ...says, lines: noted });
    expect(entryOf(books, 'e1')).toMatchObject(says);
    expect(entryOf(books, 'e1')!.lines[0]).toEqual({
      account: 'wages',
      amount: '10.00',
      currency: 'USD',
      base: '9.00',
      dims: {},
      rate: '0.9',
      taxCode: 'FULL',
      text: 'January',
    });
  });

  test('stays as it was posted when the caller changes what he gave', () => {
    const books = openTestBooks({ dimensions: [{ id: 'team' }] });
    const dims = { team: 'north' };
    const documents = [{ id: 'r-1' }];
    const given = entry('e1', 'cash 1; sales -1', { documents });
    const command = { ...given, lines: given.lines.map((line) => ({ ...line, dims })) };
    take(books, command);
    dims.team = 'south';
    documents[0]!.id = 'forged';
    expect(entryOf(books, 'e1')!.documents).toEqual([{ id: 'r-1' }]);
    expect(entryOf(books, 'e1')!.lines[0]!.dims).toEqual({ team: 'north' });
  });

  test('is dated by its day and recorded at the instant of its batch', () => {
    const books = openTestBooks();
    const date = '2026-03-31';
    post(books, [entry('e1', 'cash 1; sales -1', { date })], { now: '2026-04-02T10:00:00Z' });
    expect(entryOf(books, 'e1')).toMatchObject({ date, recordedAt: '2026-04-02T10:00:00.000Z' });
  });

  test('is never recorded before the batch that came first', () => {
    const books = openTestBooks();
    post(books, [entry('e1', 'cash 1; sales -1')], { now: '2026-04-02T10:00:00Z' });
    post(books, [entry('e2', 'cash 1; sales -1')], { now: '2026-04-01T10:00:00Z' });
    expect(entryOf(books, 'e2')!.recordedAt).toBe('2026-04-02T10:00:00.000Z');
  });
});

describe('several currencies', () => {
  test('1000.00 USD at 0.93 against 930.00 EUR pass the trading account (l19)', () => {
    const books = openTestBooks();
    take(books, entry('e1', 'usd 1000 USD @0.93; cash -930'));
    expectLines(
      books,
      'e1',
      `
      usd       1000.00 USD   930.00
      cash      -930.00 EUR  -930.00
      trading  -1000.00 USD  -930.00 *
      trading    930.00 EUR   930.00 *
    `,
    );
  });

  test('one currency on both sides needs no trading line', () => {
    const books = openTestBooks();
    take(books, entry('e1', 'usd 10 USD @0.93; sales -10 USD @0.93'));
    expectLines(
      books,
      'e1',
      `
      usd     10.00 USD   9.30
      sales  -10.00 USD  -9.30
    `,
    );
  });

  test.each([
    // the line · its base: given, by its own rate, by the rate of the day, in its own decimals
    ['usd 10 USD =9.11 @0.95', '2026-01-05', '9.11'],
    ['usd 10 USD @0.95', '2026-01-05', '9.50'],
    ['usd 10 USD', '2026-01-05', '9.00'],
    ['usd 10 USD', '2026-01-10', '9.13'],
    ['usd 75.00 USD', '2026-02-01', '68.50'],
    ['usd 1234 JPY @0.0062', '2026-01-05', '7.65'],
    ['usd 1.500 KWD @3', '2026-01-05', '4.50'],
    ['usd 0.05 USD @1/2', '2026-01-05', '0.02'],
  ])('%s on %s has a base of %s', (line, date, base) => {
    const books = openTestBooks({ rates });
    const [given] = entry('', line).lines;
    const back = { account: 'sales', amount: `-${base}` };
    const outcome = take(books, { id: 'e1', date, lines: [given!, back] });
    expect(outcome).toBe('ok 1');
    expect(entryOf(books, 'e1')!.lines[0]!.base).toBe(base);
  });

  test('a rate that is found is inverted or crossed, and never rounded before use', () => {
    const books = openTestBooks({
      rates: [
        { date: '2026-01-01', from: 'EUR', to: 'USD', rate: '1.2' },
        { date: '2026-01-01', from: 'USD', to: 'JPY', rate: '150' },
      ],
    });
    take(books, entry('e1', 'usd 36000 JPY; sales -36000 JPY'));
    expect(entryOf(books, 'e1')!.lines[0]!.base).toBe('200.00');
  });

  test.each([
    ['no rate of the day or before', '2025-12-31', 'RATE_REQUIRED USD EUR 2025-12-31'],
    ['a rate too old', '2026-03-01', 'RATE_STALE USD EUR 2026-03-01 2026-01-10'],
  ])('%s', (_, date, outcome) => {
    const books = openTestBooks({ rates, rateMaxAgeDays: 30 });
    expect(take(books, entry('e1', 'usd 1 USD; sales -1 USD', { date }))).toBe(outcome);
  });

  test('without a trading account the currency that does not balance is named', () => {
    const books = openTestBooks({ accounts: [{ id: 'trading', type: 'equity' }] });
    const crossed = entry('e1', 'usd 1000 USD @0.93; cash -930');
    expect(take(books, crossed)).toBe('UNBALANCED USD 1000.00');
  });
});

describe('what conversion leaves over', () => {
  const thirds = `
    usd     33.33 USD @0.91337
    usd     33.33 USD @0.91337
    usd     33.33 USD @0.91337
    sales  -99.99 USD @0.91337
  `;

  test('goes to the largest base that was computed', () => {
    const books = openTestBooks();
    take(books, entry('e1', thirds));
    expectLines(
      books,
      'e1',
      `
      usd     33.33 USD   30.44
      usd     33.33 USD   30.44
      usd     33.33 USD   30.44
      sales  -99.99 USD  -91.32
    `,
    );
  });

  test('goes to the account for it, where the book has one', () => {
    const books = openTestBooks({
      accounts: [{ id: 'rests', type: 'expense' }],
      roundingAccount: 'rests',
    });
    take(books, entry('e1', thirds));
    expectLines(
      books,
      'e1',
      `
      usd       33.33 USD   30.44
      usd       33.33 USD   30.44
      usd       33.33 USD   30.44
      sales    -99.99 USD  -91.33
      rests      0.01 EUR    0.01 *
      trading    0.00 USD    0.01 *
      trading   -0.01 EUR   -0.01 *
    `,
    );
  });

  test.each([
    // rounding · difference of three lines that is taken · and one that is not
    ['halfEven', '-27.40', '-27.41'],
    ['floor', '-27.42', '-27.43'],
  ] as const)('is at most half a unit a line, a whole one by %s', (rounding, near, far) => {
    const lines = (cash: string): string => `
      usd   10 USD @0.91337
      usd   10 USD @0.91337
      usd   10 USD @0.91337
      cash  ${cash}
    `;
    expect(take(openTestBooks({ rounding }), entry('e1', lines(near)))).toBe('ok 1');
    expect(take(openTestBooks({ rounding }), entry('e1', lines(far)))).toMatch(/^UNBALANCED EUR/);
  });

  test('never goes to a base that was given, nor to a line of no amount', () => {
    const books = openTestBooks();
    const given = 'usd 10 USD =9.13; sales -9.14';
    expect(take(books, entry('e1', given))).toBe('UNBALANCED EUR -0.01');
    const nothing = 'cash 10.01; sales -10.00; usd 0 USD @0.9; usd 0 USD @0.9';
    expect(take(books, entry('e2', nothing))).toBe('UNBALANCED EUR 0.01');
    const both = 'usd 10 USD =9.13; usd 50 USD @0.91337; usd 50 USD @0.91337; sales -100.48';
    expect(take(books, entry('e3', both))).toBe('ok 1');
    const bases = entryOf(books, 'e3')!.lines.map(({ base }) => base);
    expect(bases.slice(0, 3)).toEqual(['9.13', '45.68', '45.67']);
  });
});

describe('a line of one column', () => {
  test('clears a rest that has an amount and no base (l20)', () => {
    const books = openTestBooks();
    take(books, entry('e1', 'usd 50 USD @0.9; cash -45'));
    take(books, entry('e2', 'usd -48 USD =-45.00; cash 45'));
    expectBalances(
      books,
      `
      account  currency  posted  base
      usd      USD       2.00    0.00
    `,
    );
    take(books, entry('e3', 'usd -2 USD =0; wages 2 USD =0'));
    expectBalances(
      books,
      `
      account  currency  posted  base
      usd      USD       0.00    0.00
      wages    USD       2.00    0.00
    `,
    );
  });

  test('carries a revaluation: a base and no amount', () => {
    const books = openTestBooks();
    expect(take(books, entry('e1', 'usd 0 USD =-20.00; wages 20.00'))).toBe('ok 1');
    expectLines(
      books,
      'e1',
      `
      usd        0.00 USD  -20.00
      wages     20.00 EUR   20.00
      trading    0.00 USD   20.00 *
      trading  -20.00 EUR  -20.00 *
    `,
    );
  });

  test('both columns balance for themselves, in the functional currency, too', () => {
    const uneven = entry('e1', 'cash 100 =100; sales -90 =-100');
    const books = openTestBooks();
    expect(take(books, uneven)).toBe('ok 1');
    expectLines(
      books,
      'e1',
      `
      cash     100.00 EUR   100.00
      sales    -90.00 EUR  -100.00
      trading  -10.00 EUR     0.00 *
    `,
    );
    const bare = openTestBooks({ accounts: [{ id: 'trading', type: 'equity' }] });
    expect(take(bare, uneven)).toBe('UNBALANCED EUR 10.00');
  });
});

describe('a refused entry', () => {
  const accounts = [
    { id: 'head', type: 'asset' as const, header: true },
    { id: 'old', type: 'asset' as const, closedOn: '2026-01-01' },
    { id: 'young', type: 'asset' as const, openFrom: '2026-02-01' },
    { id: 'dollars', type: 'asset' as const, currency: 'USD' },
    { id: 'field', type: 'expense' as const, requiredDimensions: ['team'] },
    { id: 'office', type: 'expense' as const, forbiddenDimensions: ['project'] },
  ];
  const dimensions = [{ id: 'team', members: ['north', 'south'] }, { id: 'project' }];
  const periods = [
    { id: '2025', from: '2025-01-01', to: '2025-12-31', status: 'closed' as const },
    { id: '2026', from: '2026-01-01', to: '2026-12-31' },
  ];
  const open = () => openTestBooks({ accounts, dimensions, periods });

  test.each<[string, Command, string]>([
    ['no lines', entry('e', ''), 'EMPTY_ENTRY e'],
    ['nothing but zeros', entry('e', 'cash 0; sales 0.00'), 'EMPTY_ENTRY e'],
    [
      'lines that are none',
      { ...entry('e', ''), lines: 'cash' as never },
      "BAD_COMMAND lines 'cash' a list of lines",
    ],
    [
      'a line that is none',
      { ...entry('e', ''), lines: [null as never] },
      'BAD_COMMAND lines.0 null a line with an account and an amount',
    ],
    [
      'an amount that is none',
      entry('e', 'cash ten; sales -10'),
      "BAD_COMMAND lines.0.amount 'ten' a decimal amount as text",
    ],
    [
      'more decimals than the currency',
      entry('e', 'cash 1; sales -1.005'),
      'AMOUNT_PRECISION -1.005 EUR lines.1.amount',
    ],
    [
      'a base finer than the functional currency',
      entry('e', 'usd 1 USD =0.999; sales -1'),
      'AMOUNT_PRECISION 0.999 EUR lines.0.base',
    ],
    [
      'more than 38 digits',
      entry('e', `cash 1${'0'.repeat(37)}; sales -1`),
      'AMOUNT_OVERFLOW lines.0.amount',
    ],
    [
      'a day that is none',
      entry('e', 'cash 1; sales -1', { date: '2026-02-30' }),
      "BAD_COMMAND date '2026-02-30' a day as YYYY-MM-DD",
    ],
    [
      'a document date that is none',
      entry('e', 'cash 1; sales -1', { documentDate: 'May' }),
      "BAD_COMMAND documentDate 'May' a day as YYYY-MM-DD",
    ],
    [
      'an unknown journal',
      entry('e', 'cash 1; sales -1', { journal: 'diary' }),
      'JOURNAL_NOT_FOUND diary',
    ],
    [
      'a time-out of nothing',
      entry('e', 'cash 1; sales -1', { timeoutSeconds: 0 }),
      'BAD_COMMAND timeoutSeconds 0 a whole number above 0',
    ],
    ['an unknown account', entry('e', 'cash 1; nowhere -1'), 'ACCOUNT_NOT_FOUND nowhere'],
    ['a header', entry('e', 'head 1; sales -1'), 'ACCOUNT_IS_HEADER head'],
    ['a closed account', entry('e', 'old 1; sales -1'), 'ACCOUNT_CLOSED old 2026-01-01'],
    ['an account not yet open', entry('e', 'young 1; sales -1'), 'ACCOUNT_CLOSED young'],
    ['another currency', entry('e', 'dollars 1; sales -1'), 'CURRENCY_NOT_ALLOWED dollars EUR'],
    ['a missing dimension', entry('e', 'field 1; sales -1'), 'DIMENSION_REQUIRED field team'],
    [
      'a dimension without a member',
      entry('e', 'field 1 team:; sales -1'),
      'DIMENSION_REQUIRED field team',
    ],
    [
      'a forbidden one',
      entry('e', 'office 1 project:p; sales -1'),
      'DIMENSION_NOT_ALLOWED office project',
    ],
    [
      'an unknown one',
      entry('e', 'cash 1 colour:red; sales -1'),
      'DIMENSION_NOT_ALLOWED cash colour',
    ],
    [
      'an unknown member',
      entry('e', 'cash 1 team:west; sales -1'),
      'DIMENSION_NOT_ALLOWED cash team',
    ],
    [
      'a closed period',
      entry('e', 'cash 1; sales -1', { date: '2025-06-30' }),
      'PERIOD_CLOSED 2025-06-30 2025',
    ],
    [
      'no period',
      entry('e', 'cash 1; sales -1', { date: '2027-06-30' }),
      'PERIOD_NOT_FOUND 2027-06-30',
    ],
    ['no rate', entry('e', 'cash 1 USD; sales -1'), 'RATE_REQUIRED USD EUR 2026-01-05'],
    [
      'a rate of nothing',
      entry('e', 'cash 1 USD @0; sales -1'),
      'BAD_COMMAND lines.0.rate 0 a rate above 0',
    ],
    ['unequal sides', entry('e', 'cash 1; sales -0.99'), 'UNBALANCED EUR 0.01'],
    ['a limit', entry('e', 'wallet 1; sales -1'), 'EXCEEDS_BALANCE_LIMIT wallet EUR 0.00'],
    [
      'an unknown command',
      { ...entry('e', ''), do: 'erase' } as never,
      "BAD_COMMAND do erase 'post', or another command there is",
    ],
    ['no id', entry('', 'cash 1; sales -1'), 'BAD_COMMAND id  text that names it'],
  ])('with %s says so, and changes nothing', (_, command, outcome) => {
    const books = open();
    expect(take(books, command)).toBe(outcome);
    expect(trialBalance(books).rows).toEqual([]);
    expect(entryOf(books, command.id)).toBeUndefined();
  });

  test('an unknown currency says why', () => {
    const outcome = take(open(), entry('e', 'cash 1 QQQ; sales -1'));
    expect(outcome).toMatch(/^CURRENCY_NOT_FOUND QQQ ./);
  });

  /** Each has all the faults of those below it: the first check that fails gives the code. */
  test.each([
    ['cash 1.001; nowhere -1 colour:red', '2025-06-30', 'AMOUNT_PRECISION'],
    ['nowhere 1 USD colour:red; old -1', '2025-06-30', 'ACCOUNT_NOT_FOUND'],
    ['head 1 USD; old -1', '2025-06-30', 'ACCOUNT_IS_HEADER'],
    ['old 1 USD colour:red; dollars -1', '2026-06-30', 'ACCOUNT_CLOSED'],
    ['dollars 1 colour:red; field -2', '2025-06-30', 'CURRENCY_NOT_ALLOWED'],
    ['field 1 USD colour:red; cash -2', '2025-06-30', 'DIMENSION_REQUIRED'],
    ['cash 1 USD colour:red; cash -2', '2025-06-30', 'DIMENSION_NOT_ALLOWED'],
    ['cash 1 USD; wallet 2', '2025-06-30', 'PERIOD_CLOSED'],
    ['cash 1 USD; wallet 2', '2026-06-30', 'RATE_REQUIRED'],
    ['cash 1; wallet 2', '2026-06-30', 'UNBALANCED'],
    ['cash -2; wallet 2', '2026-06-30', 'EXCEEDS_BALANCE_LIMIT'],
  ])('%s on %s is %s', (lines, date, code) => {
    expect(take(open(), entry('e', lines, { date }))).toMatch(new RegExp(`^${code}`));
  });

  test('the others of its batch are taken, and see each other', () => {
    const books = openTestBooks();
    const outcomes = takeAll(books, [
      entry('e1', 'cash 10; wallet -10'),
      entry('e2', 'wallet 11; shop -11'),
      entry('e3', 'wallet 10; shop -10'),
      entry('e4', 'wallet 0.01; shop -0.01'),
    ]);
    expect(outcomes).toEqual([
      'ok 1',
      'EXCEEDS_BALANCE_LIMIT wallet EUR 10.00',
      'ok 2',
      'EXCEEDS_BALANCE_LIMIT wallet EUR 0.00',
    ]);
  });

  test.each([
    // what conversion, or the trading account, brings to more than 38 digits
    [`usd 1e35 USD @99; sales -1e35 USD @99`, 'AMOUNT_OVERFLOW lines.0.base'],
    [`usd 9e35 USD =0; usd 9e35 USD =0; cash 1; sales -1`, 'AMOUNT_OVERFLOW lines.4.amount'],
    [`usd 9e35 USD @0.1; sales -9e35 USD @0.1`, 'ok 1'],
  ])('%s: %s', (lines, outcome) => {
    expect(take(openTestBooks(), entry('e', lines))).toBe(outcome);
  });

  test('an instant that is none is misuse', () => {
    for (const now of ['2026-01-05', '2026-01-05T08:00:00+01:00', '']) {
      const error = caught(() => post(openTestBooks(), [], { now }));
      expect(LedgerError.is(error, 'LEDGER_BAD_ARGUMENT')).toBe(true);
    }
  });
});

describe('a reversal', () => {
  const reverse = (id: string, entryId: string, date = '2026-01-06'): Command => {
    return { do: 'reverse', id, entryId, date };
  };

  test('turns all signs, with the same bases, and both are linked (l18)', () => {
    const books = openTestBooks();
    take(books, entry('e1', 'usd 88 USD @0.9; cash -79.20', { journal: 'general' }));
    expect(take(books, { ...reverse('r1', 'e1'), reason: 'wrong account' })).toBe('ok 2');
    expectLines(
      books,
      'r1',
      `
      usd      -88.00 USD  -79.20
      cash      79.20 EUR   79.20
      trading   88.00 USD   79.20 *
      trading  -79.20 EUR  -79.20 *
    `,
    );
    expect(entryOf(books, 'r1')).toMatchObject({ reverses: 'e1', reason: 'wrong account' });
    expect(entryOf(books, 'e1')!.reversedBy).toBe('r1');
    const { rows } = trialBalance(books);
    expect(rows.every(({ amount, base }) => Number(amount) === 0 && base === '0.00')).toBe(true);
  });

  test.each([
    ['nobody', 'ENTRY_NOT_FOUND nobody'],
    ['held', 'ENTRY_NOT_FOUND held'],
    ['e1', 'ALREADY_REVERSED e1 r1'],
    ['e2', 'EXCEEDS_BALANCE_LIMIT wallet EUR 0.00'],
    ['r1', 'ok 5'],
  ])('of %s: %s', (entryId, outcome) => {
    const books = openTestBooks();
    takeAll(books, [
      entry('e1', 'cash 5; sales -5'),
      entry('e2', 'cash 5; wallet -5'),
      entry('e3', 'wallet 5; shop -5'),
      entry('held', 'cash 1; sales -1', { pending: true }),
      reverse('r1', 'e1'),
    ]);
    expect(take(books, reverse('r2', entryId))).toBe(outcome);
  });

  test('is posted on its own day, in an open period, on accounts that are open', () => {
    const accounts = [{ id: 'till', type: 'asset' as const, closedOn: '2026-03-01' }];
    const periods = [
      { id: 'q1', from: '2026-01-01', to: '2026-03-31' },
      { id: 'q2', from: '2026-04-01', to: '2026-06-30', status: 'closed' as const },
    ];
    const books = openTestBooks({ accounts, periods });
    takeAll(books, [entry('e1', 'till 5; sales -5'), entry('e2', 'cash 5; sales -5')]);
    expect(take(books, reverse('r1', 'e1', '2026-03-01'))).toBe('ACCOUNT_CLOSED till 2026-03-01');
    expect(take(books, reverse('r2', 'e2', '2026-04-01'))).toBe('PERIOD_CLOSED 2026-04-01 q2');
    expect(take(books, reverse('r3', 'e2', 'May'))).toMatch(/^BAD_COMMAND date/);
    expect(take(books, reverse('r4', 'e1', '2026-02-28'))).toBe('ok 3');
    expect(entryOf(books, 'r4')!.date).toBe('2026-02-28');
  });
});

function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
