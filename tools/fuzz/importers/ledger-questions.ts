/** Questions to books, and what their owner does to them: mutated, on books that stay sound. */
import {
  balanceOf,
  bookFigures,
  bookStatement,
  closeAccount,
  closingEntry,
  entryOf,
  flowLines,
  numberReports,
  openBooks,
  post,
  revaluation,
  setPeriodStatus,
  settlementEntry,
  statementLayouts,
  trialBalance,
} from '@kontor/ledger';
import { called } from '../called.ts';

const books = openBooks({
  entity: { id: 'NL01', functionalCurrency: 'EUR', zone: 'Europe/Amsterdam' },
  accounts: [
    { id: 'cash', code: '1000', name: 'Cash', type: 'asset' },
    { id: 'bank', code: '1020', name: 'Bank', type: 'asset', monetary: true },
    { id: 'trading', code: '3020', name: 'Trading', type: 'equity', trading: true },
    { id: 'retained', code: '3010', name: 'Retained', type: 'equity' },
    { id: 'sales', code: '4000', name: 'Sales', type: 'income' },
  ],
  dimensions: [{ id: 'costCentre' }],
  periods: [{ id: '2026-02', from: '2026-02-01', to: '2026-02-28' }],
  rates: [{ date: '2026-02-10', from: 'USD', to: 'EUR', rate: '0.8815', kind: 'closing' }],
});
const lines = [
  { account: 'cash', amount: '100.00', dims: { costCentre: 'north' } },
  { account: 'sales', amount: '-100.00' },
];
const foreign = [
  { account: 'bank', amount: '10.00', currency: 'USD', base: '9.00' },
  { account: 'sales', amount: '-10.00', currency: 'USD', base: '-9.00' },
];
post(
  books,
  [
    { id: 'e1', date: '2026-02-14', lines },
    { id: 'e2', date: '2026-02-15', lines: foreign },
  ],
  { now: '2026-02-16T08:00:00Z' },
);

const question = {
  asOf: '2026-02-28',
  knownAt: '2026-03-02T08:00:00Z',
  dims: { costCentre: 'north' },
};

/** Their rows. */
export const ledgerQuestionImporters = [
  called('post', (...given: [never, never]) => post(books, ...given), [
    [{ id: 'e1', date: '2026-02-14', lines }],
    { now: '2026-02-16T08:00:00Z' },
  ]),
  called('balanceOf', (...given: [never, never]) => balanceOf(books, ...given), [
    'cash',
    { ...question, currency: 'EUR', now: '2026-02-16T08:00:00Z' },
  ]),
  called('trialBalance', (query: never) => trialBalance(books, query), [
    { ...question, from: '2026-02-15', by: ['costCentre'], withoutClosing: true },
  ]),
  called('bookFigures', (query: never) => bookFigures(books, query), [
    { ...question, from: '2026-02-15', withoutClosing: true },
  ]),
  called('flowLines', (query: never) => flowLines(books, query), [
    { ...question, from: '2026-02-01' },
  ]),
  called('bookStatement', (input: never) => bookStatement(books, input), [
    {
      layout: statementLayouts.financialPosition,
      columns: [{ id: 'now', ...question }],
      language: 'de',
    },
  ]),
  called('entryOf', (id: never) => entryOf(books, id), ['e1']),
  called('numberReports', (journal: never) => numberReports(books, journal), ['general']),
  called('closingEntry', (options: never) => closingEntry(books, options), [
    { id: 'c', date: '2026-02-28', retainedEarnings: 'retained', journal: 'general' },
  ]),
  called('setPeriodStatus', (...given: [never, never]) => setPeriodStatus(books, ...given), [
    '2026-02',
    'open',
  ]),
  called('closeAccount', (...given: [never, never]) => closeAccount(books, ...given), [
    'retained',
    '2026-03-01',
  ]),
  called('revaluation', (options: never) => revaluation(books, options), [
    {
      id: 'r',
      date: '2026-02-28',
      mode: 'reverse',
      gain: 'sales',
      loss: 'sales',
      kind: 'closing',
      journal: 'general',
      accounts: ['bank'],
    },
  ]),
  called('settlementEntry', (options: never) => settlementEntry(books, options), [
    {
      id: 's',
      date: '2026-02-28',
      account: 'bank',
      currency: 'USD',
      item: { amount: 10_00n, base: 9_00n, open: 10_00n, carrying: 9_00n },
      amount: '4.00',
      bank: { account: 'cash', currency: 'EUR', base: '3.70' },
      gain: 'sales',
      loss: 'sales',
      journal: 'general',
    },
  ]),
];
