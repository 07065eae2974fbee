/**
 * Entries read back out of the books, as their reader sees them and as they are sealed.
 */
import { entryOf, openBooks, post } from '@kontor/ledger';
import { describe, expect, test } from 'vitest';
import { linesOf, shownEntry } from '../src/lines.ts';

const books = openBooks({
  entity: { id: 'NL01', functionalCurrency: 'EUR' },
  accounts: [
    { id: 'bank', type: 'asset' },
    { id: 'capital', type: 'equity' },
    { id: 'trading', type: 'asset', trading: true },
  ],
});
const yen = { currency: 'JPY', base: '1.00' };
post(
  books,
  [
    {
      id: 'plain',
      date: '2026-01-05',
      lines: [
        { account: 'bank', amount: '100.05' },
        { account: 'capital', amount: '-100.05' },
      ],
    },
    {
      id: 'worded',
      date: '2026-01-06',
      text: 'paid in',
      lines: [
        { account: 'bank', amount: '7' },
        { account: 'capital', amount: '-7' },
      ],
    },
    {
      id: 'yen',
      date: '2026-01-07',
      lines: [
        { account: 'bank', amount: '100', ...yen },
        { account: 'capital', amount: '-100', ...yen, base: '-1.00' },
      ],
    },
  ],
  { now: '2026-01-08T09:00:00Z' },
);

const sealed = (id: string): object => {
  const entry = books.ids.find(id);
  return shownEntry(books, entry, linesOf(books, entry), { kept: { ordinal: entry + 1 } });
};

describe('shownEntry', () => {
  test.each(['plain', 'worded', 'yen'])('is what a reader sees, and what is kept: %s', (id) => {
    const { kept, ...seen } = sealed(id) as { readonly kept: object };
    expect(seen).toStrictEqual(entryOf(books, id));
    expect(kept).toEqual({ ordinal: books.ids.find(id) + 1 });
  });

  test.each(['plain', 'worded', 'yen'])('has its members in the order of their names: %s', (id) => {
    const names = Object.keys(sealed(id));
    expect(names).toEqual(names.toSorted());
  });

  test('has an instant for each batch', () => {
    const lines = [
      { account: 'bank', amount: '1' },
      { account: 'capital', amount: '-1' },
    ];
    post(books, [{ id: 'later', date: '2026-01-07', lines }], { now: '2026-01-09T09:00:00Z' });
    const instants = ['plain', 'later', 'plain'].map((id) => entryOf(books, id)!.recordedAt);
    const [first, later] = ['2026-01-08T09:00:00.000Z', '2026-01-09T09:00:00.000Z'];
    expect(instants).toEqual([first, later, first]);
  });
});

describe('shownLine', () => {
  test('writes amount and base by the decimals of each, where the digits are the same', () => {
    expect(entryOf(books, 'yen')!.lines[0]).toMatchObject({ amount: '100', base: '1.00' });
    expect(entryOf(books, 'plain')!.lines[0]).toMatchObject({ amount: '100.05', base: '100.05' });
  });
});
