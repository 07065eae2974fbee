/**
 * Idempotency: an id is one command for ever.
 */
import {
  type Command,
  entryOf,
  type EntryInput,
  post,
  setPeriodStatus,
  trialBalance,
} from '@kontor/ledger';
import { describe, expect, test } from 'vitest';
import { entry, NOW, openTestBooks, take, takeAll } from './journal-grid.ts';

const dimensions = [{ id: 'team' }, { id: 'project' }];

/** An entry that says everything an entry can say. */
const full: EntryInput = {
  id: 'e1',
  group: 'g',
  date: '2026-01-05',
  documentDate: '2026-01-03',
  journal: 'sales',
  timeoutSeconds: 60,
  adjustment: true,
  latePosting: 'firstOpen',
  lines: [
    {
      account: 'usd',
      amount: '10',
      currency: 'USD',
      rate: '0.9',
      dims: { team: 'north', project: 'p1' },
      taxCode: 'FULL',
      text: 'line',
    },
    { account: 'sales', amount: '-10', currency: 'USD', base: '-9.00' },
  ],
  text: 'text',
  reason: 'reason',
  source: 'source',
  documents: [{ id: 'd1', url: 'https://files.example/d1' }],
};

const openBooksOfAll = () => openTestBooks({ dimensions, journals: [{ id: 'sales' }] });

const withLine = (change: object): EntryInput => ({
  ...full,
  lines: [{ ...full.lines[0]!, ...change }, full.lines[1]!],
});

describe('the same command again', () => {
  test('is not done again, and has the first result', () => {
    const books = openBooksOfAll();
    const [first] = post(books, [full], { now: NOW });
    const later = '2027-01-01T00:00:00Z';
    expect(post(books, [full, full], { now: later })).toEqual([
      { ...first, replayed: true },
      { ...first, replayed: true },
    ]);
    expect(books.entries.id).toEqual(['e1']);
  });

  test('is known whatever became of the books', () => {
    const books = openTestBooks({
      periods: [{ id: '2026', from: '2026-01-01', to: '2026-12-31' }],
    });
    const spent = entry('e2', 'wallet 10; shop -10');
    takeAll(books, [entry('e1', 'cash 10; wallet -10'), spent]);
    setPeriodStatus(books, '2026', 'closed');
    expect(take(books, spent)).toBe('ok 2 again');
  });

  test.each<[string, Command, Command]>([
    [
      'other zeros in numbers',
      entry('e1', 'usd 10.0 USD @0.90; sales -9'),
      entry('e1', 'usd 10 USD @0.9; sales -9.00'),
    ],
    [
      'numbers instead of text',
      entry('e1', 'cash 0.5; sales -0.5'),
      {
        id: 'e1',
        date: '2026-01-05',
        lines: [
          { account: 'cash', amount: 0.5 },
          { account: 'sales', amount: -0.5 },
        ],
      },
    ],
    [
      'the functional currency named',
      entry('e1', 'cash 1; sales -1'),
      entry('e1', 'cash 1 EUR; sales -1 EUR'),
    ],
    [
      'the functional currency left out',
      entry('e1', 'cash 1 EUR; sales -1 EUR'),
      entry('e1', 'cash 1; sales -1'),
    ],
    [
      'a dimension without a member',
      entry('e1', 'cash 1 team:north project:; sales -1'),
      entry('e1', 'cash 1 team:north; sales -1 team:'),
    ],
    [
      'what is so anyway',
      entry('e1', 'cash 1; sales -1'),
      {
        ...entry('e1', 'cash 1; sales -1'),
        do: 'post',
        journal: 'general',
        pending: false,
        closing: false,
      },
    ],
    [
      'members in another order',
      full,
      {
        ...withLine({ dims: { project: 'p1', team: 'north' } }),
        documents: [{ url: 'https://files.example/d1', id: 'd1' }],
      },
    ],
    [
      'a transfer with its currency',
      { do: 'transferUpTo', id: 'e1', debit: 'cash', credit: 'shop', max: '5', date: '2026-01-05' },
      {
        do: 'transferUpTo',
        id: 'e1',
        debit: 'cash',
        credit: 'shop',
        max: 5,
        currency: 'EUR',
        date: '2026-01-05',
      },
    ],
  ])('is the same with %s', (_, first, second) => {
    const books = openBooksOfAll();
    expect(take(books, first)).toMatch(/^ok/);
    expect(take(books, second)).toMatch(/ again$/);
  });
});

describe('another command under the same id', () => {
  test.each<[string, Command]>([
    ['do', { do: 'reverse', id: 'e1', entryId: 'e1', date: '2026-01-05' }],
    ['group', { ...full, group: undefined }],
    ['date', { ...full, date: '2026-01-06' }],
    ['documentDate', { ...full, documentDate: undefined }],
    ['journal', { ...full, journal: 'general' }],
    ['pending', { ...full, pending: true }],
    ['timeoutSeconds', { ...full, timeoutSeconds: 61 }],
    ['adjustment', { ...full, adjustment: undefined }],
    ['latePosting', { ...full, latePosting: undefined }],
    ['closing', { ...full, closing: true }],
    ['lines.0.account', withLine({ account: 'cash' })],
    ['lines.0.amount', withLine({ amount: '10.01' })],
    ['lines.0.amount', withLine({ amount: 'ten' })],
    ['lines.0.currency', withLine({ currency: undefined })],
    ['lines.0.base', withLine({ base: '9' })],
    ['lines.0.rate', withLine({ rate: '0.91' })],
    ['lines.0.dims', withLine({ dims: { team: 'north' } })],
    ['lines.0.taxCode', withLine({ taxCode: 'LOW' })],
    ['lines.0.text', withLine({ text: '' })],
    ['lines.1.base', { ...full, lines: [full.lines[0]!, { ...full.lines[1]!, base: undefined }] }],
    ['lines.1', { ...full, lines: [full.lines[0]!] }],
    ['lines.2', { ...full, lines: [...full.lines, full.lines[0]!] }],
    ['lines.0.account', { ...full, lines: [null as never, full.lines[1]!] }],
    ['text', { ...full, text: 'other' }],
    ['reason', { ...full, reason: 'other' }],
    ['source', { ...full, source: 'other' }],
    ['documents', { ...full, documents: [{ id: 'd1' }] }],
  ])('is refused, and %s is named', (field, command) => {
    const books = openBooksOfAll();
    take(books, full);
    const before = trialBalance(books);
    expect(take(books, command)).toBe(`ID_REUSED e1 ${field}`);
    expect(trialBalance(books)).toEqual(before);
    expect(take(books, full)).toMatch(/ again$/);
  });

  test('the first field that differs is named, in the order in which commands list them', () => {
    const books = openBooksOfAll();
    take(books, full);
    const other = { ...withLine({ amount: '1', text: 'x' }), text: 'y', journal: 'general' };
    expect(take(books, other)).toBe('ID_REUSED e1 journal');
  });

  test.each<[string, Command, object]>([
    ['pendingId', { do: 'voidPending', id: 'x', pendingId: 'h' }, { pendingId: 'e1' }],
    ['date', { do: 'postPending', id: 'x', pendingId: 'h' }, { date: '2026-01-05' }],
    ['amount', { do: 'postPending', id: 'x', pendingId: 'h', amount: '1' }, { amount: '2' }],
    ['entryId', { do: 'reverse', id: 'x', entryId: 'e1', date: '2026-01-05' }, { entryId: 'h' }],
    [
      'reason',
      { do: 'voidNumber', id: 'x', journal: 'general', date: '2026-01-05', reason: 'torn' },
      { reason: 'lost' },
    ],
  ])('%s counts, too', (field, command, change) => {
    const books = openTestBooks();
    const pending = entry('h', 'cash 5; sales -5', { pending: true });
    takeAll(books, [entry('e1', 'cash 5; sales -5'), pending, command]);
    expect(take(books, { ...command, ...change })).toBe(`ID_REUSED x ${field}`);
  });
});

describe('a transfer again', () => {
  const transfer = { do: 'transferUpTo', id: 't', date: '2026-01-05' } as const;
  const given = { ...transfer, debit: 'wallet', credit: 'shop', max: '50' };

  test.each([
    // another maximum · 18.00 were moved
    ['18.00', 'ok 2 moved 18.00 again'],
    ['1000', 'ok 2 moved 18.00 again'],
    ['17.99', 'ID_REUSED t max'],
    ['all', 'ID_REUSED t max'],
  ])('up to %s: %s', (max, outcome) => {
    const books = openTestBooks();
    takeAll(books, [entry('in', 'cash 18; wallet -18'), given]);
    expect(take(books, { ...given, max })).toBe(outcome);
    expect(take(books, { ...given, max, text: 'other' })).toMatch(/^ID_REUSED t (max|text)$/);
    expect(take(books, { ...given, max, credit: 'cash' })).toBe('ID_REUSED t credit');
  });
});

describe('a refusal', () => {
  const accounts = [{ id: 'old', type: 'asset' as const, closedOn: '2026-01-01' }];
  const before = [
    entry('in', 'cash 5; wallet -5'),
    entry('h', 'cash 5; sales -5', { pending: true }),
    entry('held', 'cash 5; sales -5', { pending: true }),
    { do: 'voidPending', id: 'v', pendingId: 'h' },
    { do: 'reverse', id: 'r', entryId: 'in', date: '2026-01-05' },
  ] satisfies Command[];

  test.each<[string, Command]>([
    ['ACCOUNT_NOT_FOUND', entry('x', 'nowhere 1; sales -1')],
    ['ACCOUNT_CLOSED', entry('x', 'old 1; sales -1')],
    ['EXCEEDS_BALANCE_LIMIT', entry('x', 'wallet 99; sales -99')],
    ['ENTRY_NOT_FOUND', { do: 'reverse', id: 'x', entryId: 'y', date: '2026-01-05' }],
    ['ALREADY_REVERSED', { do: 'reverse', id: 'x', entryId: 'in', date: '2026-01-05' }],
    ['PENDING_NOT_FOUND', { do: 'voidPending', id: 'x', pendingId: 'y' }],
    ['NOT_PENDING', { do: 'voidPending', id: 'x', pendingId: 'in' }],
    ['EXCEEDS_PENDING_AMOUNT', { do: 'postPending', id: 'x', pendingId: 'held', amount: '6' }],
    ['PENDING_ALREADY_VOIDED', { do: 'postPending', id: 'x', pendingId: 'h' }],
  ])('%s, which hangs on the state of the books, is remembered', (code, command) => {
    const books = openTestBooks({ accounts });
    takeAll(books, before);
    expect(take(books, command)).toMatch(new RegExp(`^${code}`));
    expect(take(books, command)).toBe(`ID_ALREADY_FAILED x LEDGER_${code}`);
    expect(take(books, entry('x', 'cash 1; sales -1'))).toMatch(/^ID_REUSED x/);
    expect(take(books, { ...command, id: 'y' })).toMatch(new RegExp(`^${code}`));
  });

  test('stays, even when the books would take the command now', () => {
    const books = openTestBooks();
    const spend = entry('x', 'wallet 10; shop -10');
    expect(take(books, spend)).toMatch(/^EXCEEDS/);
    take(books, entry('in', 'cash 100; wallet -100'));
    expect(take(books, spend)).toBe('ID_ALREADY_FAILED x LEDGER_EXCEEDS_BALANCE_LIMIT');
    expect(take(books, { ...spend, id: 'y' })).toBe('ok 2');
  });

  test.each<[string, Command]>([
    ['BAD_COMMAND', entry('x', 'cash ten; sales -1')],
    ['EMPTY_ENTRY', entry('x', 'cash 0')],
    ['UNBALANCED', entry('x', 'cash 1; sales -2')],
    ['AMOUNT_PRECISION', entry('x', 'cash 0.001; sales -1')],
    ['CURRENCY_NOT_FOUND', entry('x', 'cash 1 QQQ; sales -1')],
    ['RATE_REQUIRED', entry('x', 'usd 1 USD; sales -1')],
    ['JOURNAL_NOT_FOUND', entry('x', 'cash 1; sales -1', { journal: 'y' })],
  ])('%s, which is mended and tried again, is not', (code, command) => {
    const books = openTestBooks();
    expect(take(books, command)).toMatch(new RegExp(`^${code}`));
    expect(take(books, command)).toMatch(new RegExp(`^${code}`));
    expect(take(books, entry('x', 'cash 1; sales -1'))).toBe('ok 1');
    expect(entryOf(books, 'x')!.lines).toHaveLength(2);
  });

  test('a period that was opened meanwhile takes the entry', () => {
    const periods = [
      { id: '2026', from: '2026-01-01', to: '2026-12-31', status: 'closed' as const },
    ];
    const books = openTestBooks({ periods });
    const given = entry('x', 'cash 1; sales -1');
    expect(take(books, given)).toMatch(/^PERIOD_CLOSED/);
    setPeriodStatus(books, '2026', 'open');
    expect(take(books, given)).toBe('ok 1');
  });
});
