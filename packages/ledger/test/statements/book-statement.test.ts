/**
 * Statements with comparative columns, in the language of the entity.
 */
import {
  bookFigures,
  type Books,
  bookStatement,
  chartOf,
  closingEntry,
  type EntryInput,
  type LayoutInput,
  openBooks,
  post,
  statement,
  statementLayouts,
} from '@kontor/ledger';
import { describe, expect, test } from 'vitest';

const names = { de: 'Umsatz', 'de-AT': 'Erlöse' };

function openShop(language?: string): Books {
  const books = openBooks({
    entity: { id: 'x', functionalCurrency: 'EUR', ...(language !== undefined && { language }) },
    accounts: [
      { id: 'cash', name: 'Cash', names: { de: 'Kasse' }, type: 'asset' },
      { id: 'retained', type: 'equity' },
      { id: 'sales', name: 'Sales', names, type: 'income' },
    ],
    dimensions: [{ id: 'market' }],
  });
  take(books, '2026-06-30T00:00:00Z', sale('may', '2026-05-04', '100.00', 'north'));
  take(books, '2026-06-30T00:00:00Z', sale('june', '2026-06-05', '30.00', 'south'));
  take(books, '2026-07-10T00:00:00Z', sale('late', '2026-06-06', '4.00', 'south'));
  return books;
}

const sale = (id: string, date: string, amount: string, market: string): EntryInput => ({
  id,
  date,
  lines: [
    { account: 'cash', amount, dims: { market } },
    { account: 'sales', amount: `-${amount}`, dims: { market } },
  ],
});

const take = (books: Books, now: string, entry: EntryInput): void =>
  expect(post(books, [entry], { now })).toMatchObject([{ ok: true }]);

const layout: LayoutInput = {
  id: 'brief',
  label: 'In brief',
  labels: { de: 'In Kürze' },
  positive: 'credit',
  types: ['income'],
  rows: [
    {
      id: 'rest',
      label: 'All',
      labels: { de: 'Alle' },
      accounts: [{ type: 'income' }],
      detail: true,
    },
  ],
};

describe('bookStatement', () => {
  test('puts the figures of each column beside the others', () => {
    const june = { from: '2026-06-01', asOf: '2026-06-30' };
    const { columns, rows, currency } = bookStatement(openShop(), {
      layout,
      columns: [
        { id: 'June', ...june },
        { id: 'June, as reported', ...june, knownAt: '2026-07-01T00:00:00Z' },
        { id: 'June, south', ...june, dims: { market: 'south' } },
        { id: 'until May', asOf: '2026-05-31' },
        { id: 'ever' },
      ],
    });
    expect(columns).toEqual(['June', 'June, as reported', 'June, south', 'until May', 'ever']);
    expect(currency).toBe('EUR');
    const amounts = ['34.00', '30.00', '34.00', '100.00', '134.00'];
    expect(rows.map((row) => row.amounts)).toEqual([amounts, amounts]);
  });

  test('leaves closing entries out where it is told to', () => {
    const books = openShop();
    const close = { id: 'close', date: '2026-12-31', retainedEarnings: 'retained' };
    take(books, '2027-01-02T00:00:00Z', closingEntry(books, close)!);
    const columns = [{ id: 'closed' }, { id: 'result', withoutClosing: true }];
    const [row] = bookStatement(books, { layout, columns }).rows;
    expect(row?.amounts).toEqual(['0.00', '134.00']);
  });

  test('is what statement makes of the figures of the books', () => {
    const books = openShop();
    const columns = [{ id: 'a', asOf: '2026-05-31' }, { id: 'b' }];
    expect(bookStatement(books, { layout: statementLayouts.financialPosition, columns })).toEqual(
      statement({
        layout: statementLayouts.financialPosition,
        accounts: chartOf(books),
        currency: books.functional,
        columns: columns.map(({ id, ...query }) => ({ id, balances: bookFigures(books, query) })),
      }),
    );
  });

  test.each([
    // entity,  asked,     title,      account,  row
    [undefined, undefined, 'In brief', 'Sales', 'All'],
    ['de', undefined, 'In Kürze', 'Umsatz', 'Alle'],
    ['de-AT', undefined, 'In Kürze', 'Erlöse', 'Alle'],
    ['de', 'en', 'In brief', 'Sales', 'All'],
    [undefined, 'de', 'In Kürze', 'Umsatz', 'Alle'],
  ])('names are in the language of the entity %s, unless asked in %s', (own, asked, ...wanted) => {
    const { label, rows } = bookStatement(openShop(own), {
      layout,
      columns: [{ id: 'ever' }],
      language: asked,
    });
    expect([label, ...rows.map((row) => row.label)]).toEqual(wanted);
  });
});
