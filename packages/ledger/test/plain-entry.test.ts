/** The short way of plain entries is the straight way: one that names its journal takes that. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { EntryInput } from '../src/entry.ts';
import { post } from '../src/journal.ts';
import { openBooks } from '../src/open-books.ts';
import { trialBalance } from '../src/trial-balance.ts';

const setup = {
  entity: { id: 'E', functionalCurrency: 'EUR' },
  accounts: [
    { id: 'cash', code: '1', name: 'Cash', type: 'asset' as const },
    { id: 'sales', code: '4', name: 'Sales', type: 'income' as const },
    { id: 'wallet', code: '2', name: 'Wallet', type: 'liability' as const, floor: '0' },
    { id: 'dollars', code: '5', name: 'Dollars', type: 'asset' as const, currency: 'USD' },
    { id: 'late', code: '6', name: 'Late', type: 'asset' as const, openFrom: '2026-02-01' },
    { id: 'head', code: '7', name: 'Head', type: 'asset' as const, header: true },
  ],
  periods: [
    { id: 'jan', from: '2026-01-01', to: '2026-01-31', status: 'closed' as const },
    { id: 'feb', from: '2026-02-01', to: '2026-02-28' },
  ],
};

const NOW = { now: '2026-03-01T00:00:00Z' };

/** What posting gives, and what the books show then. */
function posted(entries: readonly EntryInput[]) {
  const books = openBooks(setup);
  const outcomes = post(books, entries, NOW);
  return { outcomes, balance: trialBalance(books) };
}

const straight = (entry: EntryInput): EntryInput => ({ ...entry, journal: 'general' });

const line = fc.record({
  account: fc.constantFrom('cash', 'sales', 'wallet', 'dollars', 'late', 'head', 'none'),
  amount: fc.constantFrom(
    '1.00',
    '-1.00',
    '0',
    '0.001',
    '90071992547409.91',
    '-90071992547409.91',
    '2',
  ),
});

const entry = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  date: fc.constantFrom('2026-01-15', '2026-02-15', '2026-03-15', 'soon'),
  lines: fc.oneof(
    fc.array(line, { maxLength: 4 }),
    line.map(({ account, amount }) => [
      { account, amount },
      { account: 'cash', amount: amount.startsWith('-') ? amount.slice(1) : `-${amount}` },
    ]),
  ),
});

describe('an entry of a date and lines', () => {
  test.prop([fc.array(entry, { maxLength: 8 })], { numRuns: 1000 })(
    'property: is posted or refused as one that says more',
    (entries) => {
      expect(posted(entries)).toEqual(posted(entries.map(straight)));
    },
  );

  test('whose sum passes 2^53 on the way balances exactly', () => {
    const most = '90071992547409.91';
    const lines = [most, most, '0.01', `-${most}`, `-${most}`, '-0.01'].map((amount, at) => ({
      account: at % 2 === 0 ? 'cash' : 'sales',
      amount,
    }));
    const entries = [{ id: 'a', date: '2026-02-15', lines }];
    expect(posted(entries)).toEqual(posted(entries.map(straight)));
    expect(posted(entries).outcomes).toMatchObject([{ ok: true }]);
  });
});
