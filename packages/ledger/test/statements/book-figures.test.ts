/**
 * Statements straight from books: l35's eleven entries posted, then laid out.
 */
import {
  bookFigures,
  type Books,
  cashFlowFigures,
  chartOf,
  closingEntry,
  type EntryInput,
  flowLines,
  openBooks,
  post,
} from '@kontor/ledger';
import { expect, test } from 'vitest';

const NOW = '2026-12-31T12:00:00Z';

/** Credited account, debited account, amount, month. */
const ENTRIES: readonly (readonly [string, string, string, string])[] = [
  ['capital', 'cash', '5000.00', '01'],
  ['cash', 'equipment', '1200.00', '02'],
  ['sales', 'receivables', '3000.00', '03'],
  ['receivables', 'cash', '2200.00', '04'],
  ['cash', 'wages', '600.00', '05'],
];

function posted(): Books {
  const books = openBooks({
    entity: { id: 'x', functionalCurrency: 'EUR' },
    accounts: [
      { id: 'cash', type: 'asset' },
      { id: 'receivables', type: 'asset', cashFlow: 'operating' },
      { id: 'equipment', type: 'asset', cashFlow: 'investing' },
      { id: 'capital', type: 'equity', cashFlow: 'financing' },
      { id: 'retained', type: 'equity' },
      { id: 'sales', type: 'income' },
      { id: 'wages', type: 'expense' },
    ],
  });
  const commands = ENTRIES.map(([credit, debit, amount, month], at): EntryInput => {
    const lines = [
      { account: debit, amount },
      { account: credit, amount: `-${amount}` },
    ];
    return { id: `e${at}`, date: `2026-${month}-10`, lines };
  });
  expect(post(books, commands, { now: NOW }).every(({ ok }) => ok)).toBe(true);
  return books;
}

const figures = (of: ReturnType<typeof bookFigures>): Record<string, bigint> =>
  Object.fromEntries(
    of.filter(({ base }) => base !== 0n).map(({ account, base }) => [account, base]),
  );

test('balances as of a day, and what came in a stretch of days', () => {
  const books = posted();
  expect(figures(bookFigures(books, { asOf: '2026-03-31' }))).toEqual({
    cash: 3800_00n,
    equipment: 1200_00n,
    receivables: 3000_00n,
    capital: -5000_00n,
    sales: -3000_00n,
  });
  expect(figures(bookFigures(books, { from: '2026-04-01', asOf: '2026-05-31' }))).toEqual({
    cash: 1600_00n,
    receivables: -2200_00n,
    wages: 600_00n,
  });
});

test('profit or loss leaves the closing entry out, the financial position does not', () => {
  const books = posted();
  const options = { id: 'close', date: '2026-12-31', retainedEarnings: 'retained' };
  post(books, [closingEntry(books, options)!], { now: NOW });
  expect(figures(bookFigures(books, { withoutClosing: true }))).toMatchObject({
    sales: -3000_00n,
    wages: 600_00n,
  });
  expect(figures(bookFigures(books))).toMatchObject({ retained: -2400_00n });
  expect(figures(bookFigures(books))).not.toHaveProperty('sales');
});

test('cash flow comes to the change of cash, as known then', () => {
  const books = posted();
  const late: EntryInput = {
    id: 'late',
    date: '2026-05-31',
    lines: [
      { account: 'wages', amount: '50.00' },
      { account: 'cash', amount: '-50.00' },
    ],
  };
  post(books, [late], { now: '2027-01-10T00:00:00Z' });
  const accounts = chartOf(books);
  const change = (knownAt?: string): bigint => {
    const lines = flowLines(books, { from: '2026-02-01', asOf: '2026-12-31', knownAt });
    return cashFlowFigures({ accounts, lines, cash: [{ id: 'cash' }] }).change;
  };
  expect(change()).toBe(350_00n);
  expect(change('2026-12-31T23:00:00Z')).toBe(400_00n);
});
