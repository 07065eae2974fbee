/**
 * The numbers of a journal in books in memory: by series, each with its entry or its reason.
 */
import { type Books, type Command, numberReports, openBooks, post } from '@kontor/ledger';
import { describe, expect, test } from 'vitest';

const sale = (id: string, date: string, journal = 'sales'): Command => ({
  id,
  date,
  journal,
  lines: [
    { account: 'cash', amount: '1.00' },
    { account: 'fees', amount: '-1.00' },
  ],
});

function openShop(): Books {
  return openBooks({
    entity: { id: 'x', functionalCurrency: 'EUR' },
    accounts: [
      { id: 'cash', type: 'asset' },
      { id: 'fees', type: 'income' },
    ],
    journals: [{ id: 'sales', numberFormat: '{year}/{n:3}' }, { id: 'bank' }],
  });
}

function takeAll(books: Books, commands: readonly Command[]): void {
  const outcomes = post(books, commands, { now: '2026-03-01T00:00:00Z' });
  expect(outcomes.map(({ ok }) => ok)).toEqual(commands.map(() => true));
}

describe('numberReports', () => {
  test('lists a series a year, numbers in order, voided ones with their reason', () => {
    const books = openShop();
    takeAll(books, [
      sale('a', '2026-01-05'),
      sale('b', '2025-12-31'),
      sale('other', '2026-01-05', 'bank'),
      { do: 'voidNumber', id: 'c', journal: 'sales', date: '2026-01-06', reason: 'form torn' },
    ]);
    const whole = { journal: 'sales', gaps: [], repeated: [] };
    const [a, b, c] = [
      { ordinal: 1, number: '2026/001', entryId: 'a', sequence: 1, date: '2026-01-05' },
      { ordinal: 1, number: '2025/001', entryId: 'b', sequence: 2, date: '2025-12-31' },
      { ordinal: 2, number: '2026/002', entryId: 'c', sequence: 4, date: '2026-01-06' },
    ];
    expect(numberReports(books, 'sales')).toEqual([
      { ...whole, year: 2025, last: 1, numbers: [b] },
      { ...whole, year: 2026, last: 2, numbers: [a, { ...c, voidReason: 'form torn' }] },
    ]);
  });

  test('a series that never starts anew has no year', () => {
    const books = openShop();
    takeAll(books, [sale('a', '2025-12-31', 'bank'), sale('b', '2026-01-01', 'bank')]);
    const [report, ...more] = numberReports(books, 'bank');
    expect(more).toEqual([]);
    expect(report).not.toHaveProperty('year');
    expect(report?.numbers.map(({ number }) => number)).toEqual(['1', '2']);
  });

  test('a number that no entry has is a gap', () => {
    const books = openShop();
    takeAll(books, [sale('a', '2025-12-31', 'bank')]);
    for (const series of books.series.values()) series.last = 3;
    expect(numberReports(books, 'bank')).toMatchObject([{ last: 3, gaps: [2, 3] }]);
  });

  test('of a journal without numbers there is nothing, of none an error', () => {
    const books = openShop();
    takeAll(books, [{ ...sale('a', '2026-01-05'), pending: true } as Command]);
    expect(numberReports(books, 'sales')).toEqual([]);
    expect(() => numberReports(books, 'purchases')).toThrow("no journal 'purchases'");
  });
});
