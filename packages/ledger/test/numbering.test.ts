/**
 * Numbers of entries: one series a journal, or a journal and year, without gaps.
 */
import { type Command, entryOf } from '@kontor/ledger';
import { describe, expect, test } from 'vitest';
import { isNumberFormat } from '../src/numbering.ts';
import { entry, openTestBooks, take, takeAll } from './journal-grid.ts';

const journals = [
  { id: 'invoices', numberFormat: 'AR-{year}-{n:4}' },
  { id: 'memo', numberFormat: 'M{n}' },
];

const sale = (id: string, journal: string, date = '2026-01-05', terms: object = {}): Command =>
  entry(id, 'cash 1; sales -1', { journal, date, ...terms });

describe('a number', () => {
  test('counts up in its journal, and anew in each year (l24)', () => {
    const books = openTestBooks({ journals });
    const outcomes = takeAll(books, [
      sale('e1', 'invoices'),
      sale('e2', 'memo'),
      sale('e3', 'invoices'),
      sale('e4', 'invoices', '2027-01-01'),
      sale('e5', 'memo', '2027-01-01'),
      sale('e6', 'general'),
      sale('e7', 'invoices', '2026-12-31'),
      sale('e8', 'invoices', '2025-06-30'),
    ]);
    expect(outcomes).toEqual([
      'ok AR-2026-0001',
      'ok M1',
      'ok AR-2026-0002',
      'ok AR-2027-0001',
      'ok M2',
      'ok 1',
      'ok AR-2026-0003',
      'ok AR-2025-0001',
    ]);
  });

  test('is used by what is posted only', () => {
    const books = openTestBooks({ journals });
    const outcomes = takeAll(books, [
      sale('e1', 'memo'),
      entry('e2', 'wallet 1; shop -1', { journal: 'memo' }),
      sale('e3', 'memo', '2026-01-05', { pending: true }),
      sale('e4', 'memo', '2026-01-05', { pending: true }),
      { do: 'voidPending', id: 'v', pendingId: 'e3' },
      sale('e1', 'memo'),
      { do: 'postPending', id: 'p', pendingId: 'e4' },
      { do: 'reverse', id: 'r', entryId: 'e1', date: '2026-01-05' },
      {
        do: 'transferUpTo',
        id: 't',
        debit: 'wallet',
        credit: 'shop',
        max: '1',
        date: '2026-01-05',
        journal: 'memo',
      },
    ]);
    expect(outcomes).toEqual([
      'ok M1',
      'EXCEEDS_BALANCE_LIMIT wallet EUR 0.00',
      'ok',
      'ok',
      'ok',
      'ok M1 again',
      'ok M2',
      'ok M3',
      'ok M4 moved 0.00',
    ]);
  });

  test('that was spoiled is voided, and says why', () => {
    const books = openTestBooks({ journals });
    const torn = (id: string, reason: string): Command => {
      return { do: 'voidNumber', id, journal: 'invoices', date: '2026-01-05', reason };
    };
    expect(
      takeAll(books, [sale('e1', 'invoices'), torn('v', 'torn'), sale('e2', 'invoices')]),
    ).toEqual(['ok AR-2026-0001', 'ok AR-2026-0002', 'ok AR-2026-0003']);
    expect(entryOf(books, 'v')).toMatchObject({
      kind: 'voidNumber',
      number: 'AR-2026-0002',
      reason: 'torn',
      lines: [],
    });
    expect(take(books, torn('w', ''))).toMatch(/^BAD_COMMAND reason ''/);
    expect(take(books, { ...torn('x', 'lost'), journal: 'diary' } as Command)).toBe(
      'JOURNAL_NOT_FOUND diary',
    );
    expect(take(books, { ...torn('y', 'lost'), date: 'May' } as Command)).toMatch(
      /^BAD_COMMAND date/,
    );
  });

  test('goes by the fiscal year, where that is not the calendar year', () => {
    const fiscalCalendar = { kind: 'months' as const, startMonth: 7 };
    const books = openTestBooks({ journals, fiscalCalendar });
    const [june, july] = ['2026-06-30', '2026-07-01'].map((date, at) =>
      take(books, sale(`e${at}`, 'invoices', date)),
    );
    expect(june).not.toBe(july);
    expect([june, july].every((outcome) => outcome!.endsWith('-0001'))).toBe(true);
  });

  test('has more digits than its format when it needs them', () => {
    const books = openTestBooks({ journals: [{ id: 'memo', numberFormat: '{n:2}' }] });
    const outcomes = takeAll(
      books,
      Array.from({ length: 101 }, (_, at) => sale(`e${at}`, 'memo')),
    );
    expect([outcomes[0], outcomes[98], outcomes[99], outcomes[100]]).toEqual([
      'ok 01',
      'ok 99',
      'ok 100',
      'ok 101',
    ]);
  });
});

describe('isNumberFormat', () => {
  test.each([
    ['{n}', true],
    ['AR-{year}-{n:4}', true],
    ['{n:10}/{year}', true],
    ['', false],
    ['{year}', false],
    ['{n}-{n}', false],
    ['{n:123}', false],
    ['{month}-{n}', false],
    ['{n', false],
    ['{n}}', false],
  ])('%s: %s', (format, isOne) => {
    expect(isNumberFormat(format)).toBe(isOne);
  });
});
