/**
 * Revaluation and settlement through the books: the entries they make are posted, and the accounts
 * stand where IAS 21 wants them.
 */
import {
  balanceOf,
  type Books,
  carriedItem,
  openBooks,
  post,
  revaluation,
  settlementEntry,
  trialBalance,
} from '@kontor/ledger';
import { expect, test } from 'vitest';

const NOW = '2026-01-15T08:00:00Z';

/** A receivable of 1,000.00 USD at 0.90, closing rate 0.88 at the end of January. */
function invoiced(): Books {
  const books = openBooks({
    entity: { id: 'shop', functionalCurrency: 'EUR' },
    accounts: [
      { id: 'bank', type: 'asset' },
      { id: 'receivable', type: 'asset', openItems: true },
      { id: 'sales', type: 'income' },
      { id: 'gains', type: 'income' },
      { id: 'losses', type: 'expense' },
      { id: 'trading', type: 'equity', trading: true },
    ],
    rates: [
      { date: '2026-01-31', from: 'USD', to: 'EUR', rate: '0.88', kind: 'closing' },
      { date: '2026-01-01', from: 'USD', to: 'EUR', rate: '0.90', kind: 'spot' },
    ],
  });
  const lines = [
    { account: 'receivable', amount: '1000.00', currency: 'USD' },
    { account: 'sales', amount: '-1000.00', currency: 'USD' },
  ];
  expect(post(books, [{ id: 'inv', date: '2026-01-15', lines }], { now: NOW })[0]!.ok).toBe(true);
  return books;
}

const exchange = { gain: 'gains', loss: 'losses' };

const standing = (books: Books, asOf: string): [amount: string, base: string] => {
  const { posted, base } = balanceOf(books, 'receivable', { currency: 'USD', asOf });
  return [posted, base];
};

/** Exchange gains less losses. */
const difference = (books: Books): number =>
  -Number(balanceOf(books, 'gains').posted) - Number(balanceOf(books, 'losses').posted);

test.each([
  ['reverse', '900.00', 50],
  ['keep', '880.00', 70],
] as const)('revalued (%s), then paid at 0.95: both come to 50.00', (mode, carrying, realised) => {
  const books = invoiced();
  const run = revaluation(books, { id: 'jan', date: '2026-01-31', mode, ...exchange });
  expect(run.rows).toMatchObject([{ carrying: 900_00n, closing: 880_00n, difference: -20_00n }]);
  post(books, run.commands!, { now: NOW });
  expect(standing(books, '2026-01-31')).toEqual(['1000.00', '880.00']);
  expect(standing(books, '2026-02-01')).toEqual(['1000.00', carrying]);

  const { entry, settlement } = settlementEntry(books, {
    id: 'pay',
    date: '2026-02-28',
    account: 'receivable',
    currency: 'USD',
    item: carriedItem(1000_00n, BigInt(carrying.replace('.', ''))),
    amount: '1000.00',
    bank: { account: 'bank', base: '950.00' },
    ...exchange,
  });
  expect(settlement.realised).toBe(BigInt(realised * 100));
  expect(post(books, [entry], { now: NOW })[0]!.ok).toBe(true);
  expect(standing(books, '2026-12-31')).toEqual(['0.00', '0.00']);
  expect(difference(books)).toBe(50);
  expect(trialBalance(books).total).toBe('0.00');
});

test('a rate that is missing is named, and nothing is revalued', () => {
  const books = invoiced();
  const run = revaluation(books, { id: 'x', date: '2026-01-30', mode: 'keep', ...exchange });
  expect(run).toEqual({
    refusals: [
      {
        code: 'LEDGER_RATE_NOT_FOUND',
        details: { from: 'USD', to: 'EUR', date: '2026-01-30' },
      },
    ],
  });
});

test('accounts that are not monetary stay at their historical rate', () => {
  const books = invoiced();
  const options = { id: 'jan', date: '2026-01-31', mode: 'keep', ...exchange } as const;
  expect(revaluation(books, { ...options, accounts: ['sales'] }).commands).toEqual([]);
});

test('what conversion leaves over goes to the account for rounding, where the book names one', () => {
  const books = openBooks({
    entity: { id: 'x', functionalCurrency: 'EUR' },
    accounts: [
      { id: 'cash', type: 'asset' },
      { id: 'other', type: 'expense' },
      { id: 'rounding', type: 'expense' },
      { id: 'trading', type: 'equity', trading: true },
    ],
    roundingAccount: 'rounding',
  });
  const third = { account: 'other', amount: '0.01', currency: 'USD', rate: '0.5' };
  const lines = [third, third, third, { account: 'cash', amount: '-0.01' }];
  const [outcome] = post(books, [{ id: 'e', date: '2026-01-05', lines }], { now: NOW });
  expect(outcome).toMatchObject({ ok: true });
  // Three times half a cent is rounded to even, to nothing each.
  expect(balanceOf(books, 'other', { currency: 'USD' })).toMatchObject({
    posted: '0.03',
    base: '0.00',
  });
  expect(balanceOf(books, 'rounding').posted).toBe('0.01');
  expect(trialBalance(books).total).toBe('0.00');
});
