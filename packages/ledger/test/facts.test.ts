/**
 * Facts: posted lines as columns.
 */
import { formatDay } from '@kontor/kernel';
import { facts } from '@kontor/ledger';
import { describe, expect, test } from 'vitest';
import { entry, openTestBooks, takeAll } from './journal-grid.ts';

describe('facts', () => {
  const open = () => {
    const books = openTestBooks({
      dimensions: [{ id: 'team' }, { id: 'project' }],
      journals: [{ id: 'sales' }],
      commodities: [{ code: 'ETH', exponent: 18 }],
    });
    takeAll(books, [
      entry('e1', 'usd 10 USD @0.9; cash -9', { date: '2026-01-31', journal: 'sales' }),
      entry('h', 'cash 5; capital -5', { pending: true }),
      entry('e2', 'sales 3 team:north; retained -3', { closing: true }),
      entry('e3', 'bank 9.007199254740993 ETH =1; capital -9.007199254740993 ETH =-1'),
    ]);
    return facts(books);
  };

  test('have a row for each posted line, generated ones too, reservations not', () => {
    const { entry: ids, account, currency, amount, base, type } = open();
    const rows = ids.map((id, at) => [
      id,
      account[at],
      type[at],
      amount[at],
      currency[at],
      base[at],
    ]);
    expect(rows).toEqual([
      ['e1', 'usd', 'asset', 1000, 'USD', 900],
      ['e1', 'cash', 'asset', -900, 'EUR', -900],
      ['e1', 'trading', 'equity', -1000, 'USD', -900],
      ['e1', 'trading', 'equity', 900, 'EUR', 900],
      ['e2', 'sales', 'income', 300, 'EUR', 300],
      ['e2', 'retained', 'equity', -300, 'EUR', -300],
      ['e3', 'bank', 'asset', 9_007_199_254_740_993_000n, 'ETH', 100],
      ['e3', 'capital', 'equity', -9_007_199_254_740_993_000n, 'ETH', -100],
    ]);
  });

  test('say when, where from and what of', () => {
    const { day, recordedAt, journal, isClosing, decimals, line, ...rest } = open();
    expect(day.map(formatDay)).toEqual([
      ...Array.from({ length: 4 }, () => '2026-01-31'),
      ...Array.from({ length: 4 }, () => '2026-01-05'),
    ]);
    expect(new Set(recordedAt)).toEqual(new Set([Date.parse('2026-01-05T08:00:00Z')]));
    expect(journal.slice(3, 5)).toEqual(['sales', 'general']);
    expect(isClosing.map(Number)).toEqual([0, 0, 0, 0, 1, 1, 0, 0]);
    expect(line).toEqual([...[0, 1, 2, 3].map((at) => `e1/${at}`), 'e2/0', 'e2/1', 'e3/0', 'e3/1']);
    expect([new Set(rest.baseCurrency), new Set(rest.baseDecimals)]).toEqual([
      new Set(['EUR']),
      new Set([2]),
    ]);
    expect(decimals).toEqual([2, 2, 2, 2, 2, 2, 18, 18]);
    expect(rest['dims.team']).toEqual(['', '', '', '', 'north', '', '', '']);
    expect(rest['dims.project']).toEqual(['', '', '', '', '', '', '', '']);
  });

  test('of empty books have their columns', () => {
    const found = facts(openTestBooks({ dimensions: [{ id: 'team' }] }));
    expect(found).toMatchObject({ entry: [], amount: [], 'dims.team': [] });
  });
});
