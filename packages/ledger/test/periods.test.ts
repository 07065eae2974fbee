/**
 * Periods: which day an entry is posted on, and which are refused.
 */
import { type Command, entryOf, LedgerError, setPeriodStatus } from '@kontor/ledger';
import { describe, expect, test } from 'vitest';
import { entry, openTestBooks, take, takeAll } from './journal-grid.ts';

const periods = [
  { id: 'jan', from: '2026-01-01', to: '2026-01-31', status: 'closed' as const },
  { id: 'feb', from: '2026-02-01', to: '2026-02-28', status: 'softClosed' as const },
  { id: 'mar', from: '2026-03-01', to: '2026-03-31' },
  { id: 'may', from: '2026-05-01', to: '2026-05-31' },
];

const sale = (id: string, date: string, terms: object = {}): Command =>
  entry(id, 'cash 1; sales -1', { date, ...terms });

describe('a period', () => {
  const [late, adjusts] = [{ latePosting: 'firstOpen' }, { adjustment: true }];

  test.each([
    // dated · terms · posted on, or refused (l22)
    ['2026-01-15', {}, 'PERIOD_CLOSED 2026-01-15 jan'],
    ['2026-01-15', adjusts, 'PERIOD_CLOSED 2026-01-15 jan'],
    ['2026-01-15', late, '2026-03-01'],
    ['2026-02-01', {}, 'PERIOD_CLOSED 2026-02-01 feb'],
    ['2026-02-28', adjusts, '2026-02-28'],
    ['2026-02-28', late, '2026-03-01'],
    ['2026-02-28', { ...late, ...adjusts }, '2026-02-28'],
    ['2026-03-01', {}, '2026-03-01'],
    ['2026-03-31', late, '2026-03-31'],
    ['2026-04-15', late, 'PERIOD_NOT_FOUND 2026-04-15'],
    ['2025-12-31', {}, 'PERIOD_NOT_FOUND 2025-12-31'],
    ['2026-05-31', {}, '2026-05-31'],
    ['2026-06-01', {}, 'PERIOD_NOT_FOUND 2026-06-01'],
  ])('an entry of %s, %j: %s', (date, terms, result) => {
    const books = openTestBooks({ periods });
    const outcome = take(books, sale('e1', date, terms));
    expect(outcome.startsWith('ok') ? entryOf(books, 'e1')!.date : outcome).toBe(result);
  });

  test('the date on the paper is kept where an entry is moved', () => {
    const books = openTestBooks({ periods, latePosting: 'firstOpen' });
    takeAll(books, [
      sale('e1', '2026-01-15'),
      sale('e2', '2026-01-15', { documentDate: '2026-01-02' }),
      sale('e3', '2026-03-02'),
    ]);
    const datesOf = (id: string) => [entryOf(books, id)!.date, entryOf(books, id)!.documentDate];
    expect(datesOf('e1')).toEqual(['2026-03-01', '2026-01-15']);
    expect(datesOf('e2')).toEqual(['2026-03-01', '2026-01-02']);
    expect(datesOf('e3')).toEqual(['2026-03-02', undefined]);
  });

  test('the choice of an entry goes before that of the book', () => {
    const books = openTestBooks({ periods, latePosting: 'firstOpen' });
    const outcome = take(books, sale('e1', '2026-01-15', { latePosting: 'refuse' }));
    expect(outcome).toBe('PERIOD_CLOSED 2026-01-15 jan');
  });

  test('an entry that was moved is known again by its own date', () => {
    const books = openTestBooks({ periods, latePosting: 'firstOpen' });
    expect(take(books, sale('e1', '2026-01-15'))).toBe('ok 1');
    expect(take(books, sale('e1', '2026-01-15'))).toBe('ok 1 again');
    expect(take(books, sale('e1', '2026-03-01'))).toBe('ID_REUSED e1 date');
  });

  test('accounts are asked on the day on which they take the line', () => {
    const accounts = [
      { id: 'old', type: 'asset' as const, closedOn: '2026-02-15' },
      { id: 'young', type: 'asset' as const, openFrom: '2026-02-15' },
    ];
    const books = openTestBooks({ accounts, periods, latePosting: 'firstOpen' });
    const date = '2026-01-15';
    expect(take(books, entry('e1', 'old 1; sales -1', { date }))).toBe(
      'ACCOUNT_CLOSED old 2026-02-15',
    );
    expect(take(books, entry('e2', 'young 1; sales -1', { date }))).toBe('ok 1');
  });

  test('a rate is that of the day of posting', () => {
    const rates = [
      { date: '2026-01-01', from: 'USD', to: 'EUR', rate: '0.9' },
      { date: '2026-03-01', from: 'USD', to: 'EUR', rate: '0.8' },
    ];
    const books = openTestBooks({ periods, rates, latePosting: 'firstOpen' });
    take(books, entry('e1', 'usd 10 USD; sales -10 USD', { date: '2026-01-15' }));
    expect(entryOf(books, 'e1')!.lines[0]!.base).toBe('8.00');
  });

  test.each<[string, Command]>([
    [
      'a reversal',
      { do: 'reverse', id: 'x', entryId: 'e', date: '2026-01-15', latePosting: 'firstOpen' },
    ],
    [
      'a voided number',
      { do: 'voidNumber', id: 'x', journal: 'general', date: '2026-01-15', reason: 'torn' },
    ],
    [
      'a transfer',
      { do: 'transferUpTo', id: 'x', debit: 'cash', credit: 'shop', max: '1', date: '2026-01-15' },
    ],
    ['the second phase', { do: 'postPending', id: 'x', pendingId: 'h', date: '2026-01-15' }],
  ])('%s is moved like an entry', (_, command) => {
    const books = openTestBooks({ periods, latePosting: 'firstOpen' });
    takeAll(books, [sale('e', '2026-03-05'), sale('h', '2026-03-05', { pending: true })]);
    expect(take(books, command)).toMatch(/^ok/);
    expect(entryOf(books, 'x')).toMatchObject({ date: '2026-03-01', documentDate: '2026-01-15' });
  });

  test('a late entry stays refused where no later period is open', () => {
    const closed = periods.map((period) => ({ ...period, status: 'closed' as const }));
    const books = openTestBooks({ periods: closed, latePosting: 'firstOpen' });
    expect(take(books, sale('e1', '2026-05-01'))).toBe('PERIOD_CLOSED 2026-05-01 may');
  });

  test('without periods every day is open', () => {
    const books = openTestBooks();
    expect(take(books, sale('e1', '1999-12-31'))).toBe('ok 1');
  });
});

describe('setPeriodStatus', () => {
  test('closes and opens a period', () => {
    const books = openTestBooks({ periods });
    setPeriodStatus(books, 'mar', 'closed');
    expect(take(books, sale('e1', '2026-03-05'))).toBe('PERIOD_CLOSED 2026-03-05 mar');
    setPeriodStatus(books, 'mar', 'softClosed');
    expect(take(books, sale('e2', '2026-03-05', { adjustment: true }))).toBe('ok 1');
    setPeriodStatus(books, 'mar', 'open');
    expect(take(books, sale('e1', '2026-03-05'))).toBe('ok 2');
  });

  test('of no such period lists those there are', () => {
    const books = openTestBooks({ periods });
    expect(() => setPeriodStatus(books, 'april', 'closed')).toThrow(LedgerError);
    expect(() => setPeriodStatus(books, 'april', 'closed')).toThrow(
      "period is 'april': give one of 'jan', 'feb', 'mar', 'may'.",
    );
  });
});
