/** What is handed to a calculator and is of another type: the code, the path, the remedy. */
import { describe, expect, test } from 'vitest';
import * as ledger from '../src/index.ts';

const { LedgerError } = ledger;
const unsafe = ledger as unknown as Record<string, (...given: unknown[]) => unknown>;

const item = { amount: 9n, base: 9n, open: 9n, carrying: 9n };
const pool = { account: 'rent', amount: 1 };
const service = { id: 'S', cost: 1, to: { A: 1 } };
const invoice = { id: 'i', date: 0, amount: 5n };
const eur = { currency: 'EUR' };
const openBook = ledger.openItems({ currency: 'EUR' }, [invoice]);
const books = ledger.openBooks({
  entity: { id: 'NL01', functionalCurrency: 'EUR' },
  accounts: [{ id: 'cash', type: 'asset' }],
});
const run = { id: 'r', date: 1, mode: 'keep', items: [], functionalCurrency: 'EUR' };

describe('arguments of another type', () => {
  test.each([
    // function · arguments · path · value
    ['openItems', [null], 'terms', 'no text or number'],
    ['openItems', [{ ...eur, invoiceSide: 'left' }], 'invoiceSide', 'left'],
    ['openItems', [eur, null], 'items', 'no text or number'],
    ['openItems', [eur, [invoice, null]], 'items.1', 'no text or number'],
    ['openItems', [eur, [{ ...invoice, amount: 5 }]], 'items.0.amount', '5'],
    ['openItems', [eur, [{ ...invoice, due: '2026' }]], 'items.0.due', '2026'],
    ['addOpenItems', [null, []], 'book', 'no text or number'],
    ['matchItems', [openBook, [null]], 'matches.0', 'no text or number'],
    ['unmatchItems', [openBook, undefined], 'inputs', 'missing'],
    ['openOn', [openBook, '2026-01-01'], 'asOf', '2026-01-01'],
    ['ageing', [openBook, { asOf: 3, upTo: 30 }], 'upTo', '30'],
    ['ageing', [openBook, { asOf: 3, by: 'paid' }], 'by', 'paid'],
    ['allocateCosts', [undefined], 'allocation', 'missing'],
    ['allocateCosts', [{ ...eur, receivers: [] }], 'pool', 'missing'],
    ['allocateCosts', [{ ...eur, pool, receivers: [null] }], 'receivers.0', 'no text or number'],
    ['allocateCosts', [{ ...eur, pool, receivers: [], policy: 'fair' }], 'policy', 'fair'],
    ['splitLine', [null, { dimension: 'd', weights: {} }], 'line', 'no text or number'],
    ['splitLine', [{ amount: 1 }, { dimension: 'd' }], 'split.weights', 'missing'],
    ['allocateServices', [{ ...eur, services: [{ id: 'S' }] }], 'services.0.to', 'missing'],
    ['allocateServices', [{ ...eur, services: [service], order: [1] }], 'order.0', '1'],
    ['settle', [{ ...item, open: 9 }, 1n, 1n, 'down'], 'item.open', '9'],
    ['settle', [item, 1n, 1n, 'nearest'], 'mode', 'nearest'],
    ['carriedItem', [9n, 9], 'base', '9'],
    ['remeasured', [null, 9n], 'item', 'no text or number'],
    ['restToWriteOff', [item, { amount: 1n }], 'tolerance.base', 'missing'],
    ['convert', [1n, 2, 19, { numerator: 1n, denominator: 1n }, 'up'], 'toExponent', '19'],
    ['convert', [1n, 2, 2, { numerator: 1n, denominator: 0n }, 'up'], 'rate.denominator', '0'],
    ['openRates', [[], null], 'options', 'no text or number'],
    ['foreignAccount', ['lifo'], 'method', 'lifo'],
    ['foreignBalance', [{ method: 'fifo' }], 'lots', 'missing'],
    [
      'moveForeignAccount',
      [{ method: 'fifo', lots: [] }, {}, 'up'],
      'movements',
      'no text or number',
    ],
    ['remeasure', [run], 'closingRate', 'missing'],
    [
      'remeasure',
      [{ ...run, closingRate: () => undefined, items: [{ id: 'a' }] }],
      'items.0.account',
      'missing',
    ],
    ['splitCashDiscount', [{ ...eur, amount: 1 }], 'rates', 'missing'],
    ['taxReport', [[null], eur], 'rows.0', 'no text or number'],
    ['taxReport', [[], null], 'options', 'no text or number'],
    ['accountTree', [[{ id: 'a', code: '1', name: 'A' }]], 'accounts.0.type', 'missing'],
    ['statement', [{ accounts: [], columns: [{ id: 'now' }] }], 'columns.0.balances', 'missing'],
    ['cashFlowFigures', [{ accounts: [], lines: 7, cash: [] }], 'lines', '7'],
    [
      'cashFlowFigures',
      [{ accounts: [], lines: [null], cash: [] }],
      'lines.0',
      'no text or number',
    ],
    ['post', [books, [], null], 'options', 'no text or number'],
    ['balanceOf', [books, 'cash', null], 'query', 'no text or number'],
    ['trialBalance', [books, { by: 'costCentre' }], 'by', 'costCentre'],
    ['flowLines', [books, { dims: null }], 'dims', 'no text or number'],
    ['bookStatement', [books, { columns: [null] }], 'columns.0', 'no text or number'],
    ['closingEntry', [books, { id: 'c', date: '2026-12-31' }], 'retainedEarnings', 'missing'],
    ['setPeriodStatus', [books, '2026', 'shut'], 'status', 'shut'],
    ['revaluation', [books, { id: 'r', mode: 'keep', gain: 'g' }], 'loss', 'missing'],
    [
      'settlementEntry',
      [books, { id: 's', date: 'd', account: 'a', currency: 'EUR' }],
      'bank',
      'missing',
    ],
    ['sealBatch', [{ batch: 1, recordedAt: '2026' }], 'entries', 'missing'],
    ['verifyChain', [null], 'batches', 'no text or number'],
    ['verifyChain', [[], { anchors: [null] }], 'anchors.0', 'no text or number'],
    ['proveEntry', [null, 0], 'entries', 'no text or number'],
    ['saltedDigest', [null], 'salted', 'no text or number'],
  ] as const)('%s: %o', (name, given, path, value) => {
    let thrown: unknown;
    try {
      unsafe[name]!(...given);
    } catch (error) {
      thrown = error;
    }
    expect(LedgerError.is(thrown, 'LEDGER_BAD_ARGUMENT') && thrown.details).toMatchObject({
      path,
      value,
      expected: expect.stringMatching(/\w/) as string,
    });
  });

  test.each([
    [{ debit: 5 }, 'debit', '5'],
    [{ amount: undefined }, 'amount', 'undefined'],
    [{ amount: 5 }, 'amount', '5'],
    [{ discount: null }, 'discount', 'null'],
    [{ writeOff: { amount: 1n, on: 'left' } }, 'writeOff.on', 'left'],
    [{ id: Symbol('m') }, 'id', 'a symbol'],
  ])('a match with %o is refused by itself', (change, path, value) => {
    const match = { date: 1, debit: 'i', credit: 'i', amount: 5n, ...change };
    const { outcomes } = ledger.matchItems(openBook, [match as never]);
    expect(outcomes).toMatchObject([{ code: 'LEDGER_BAD_COMMAND', details: { path, value } }]);
  });

  test('what is no batch is a fault of the chain', () => {
    const verdict = ledger.verifyChain([null as never]);
    expect(verdict).toEqual({ ok: false, batch: 1, reason: 'its record is malformed' });
    expect(ledger.verifyProof(null as never)).toBe(false);
  });

  test('a replay with members of another type is another content', () => {
    const open = ledger.openBooks({
      entity: { id: 'NL01', functionalCurrency: 'EUR' },
      accounts: [
        { id: 'cash', type: 'asset' },
        { id: 'sales', type: 'income' },
      ],
    });
    let deep: unknown = {};
    for (let level = 0; level < 50_000; level++) deep = { deep };
    const entry = (dims: unknown) => ({
      id: 'e1',
      date: '2026-01-05',
      lines: [
        { account: 'cash', amount: '1.00', dims },
        { account: 'sales', amount: '-1.00' },
      ],
    });
    const now = '2026-01-05T09:00:00Z';
    ledger.post(open, [entry(undefined) as never], { now });
    for (const dims of [null, { a: 1n }, deep]) {
      expect(ledger.post(open, [entry(dims) as never], { now })).toMatchObject([
        { code: 'LEDGER_ID_REUSED', details: { field: 'lines.0.dims' } },
      ]);
    }
  });
});
