/**
 * The ledger's calculators beside the books: open items, carrying amounts, revaluation, taxes,
 * allocations, statements of figures, seals. Each is called with its arguments mutated.
 */
import {
  accountsUnder,
  accountTree,
  addOpenItems,
  ageing,
  allocateCosts,
  allocateServices,
  carriedItem,
  cashFlowFigures,
  checkChart,
  computeTax,
  convert,
  foreignAccount,
  foreignBalance,
  matchItems,
  moveForeignAccount,
  openItems,
  openOn,
  openRates,
  proveEntry,
  remeasure,
  remeasured,
  remeasureForeignAccount,
  restToWriteOff,
  saltedDigest,
  sealBatch,
  settle,
  splitCashDiscount,
  splitLine,
  statement,
  taxReport,
  taxTable,
  unmatchItems,
  verifyChain,
  verifyChainAsync,
} from '@kontor/ledger';
import { called } from '../called.ts';

const { accounts } = checkChart([
  { id: 'cash', code: '1000', name: 'Cash', type: 'asset' },
  { id: 'stock', code: '1300', name: 'Stock', type: 'asset', cashFlow: 'operating' },
  { id: 'till', code: '1010', name: 'Till', names: { de: 'Kasse' }, parent: 'top' },
  { id: 'top', code: '1', name: 'Top', type: 'asset', header: true },
  { id: 'sales', code: '4000', name: 'Sales', type: 'income' },
]);
const chart = accounts!;

const items = [
  { id: 'invoice', date: 0, due: 30, amount: 119_00n },
  { id: 'payment', date: 9, amount: -116_62n },
];
const matches = [
  {
    id: 'm1',
    date: 9,
    debit: 'invoice',
    credit: 'payment',
    amount: 116_00n,
    discount: { amount: 2_38n },
    writeOff: { amount: 1n, on: 'debit' },
  },
];
const book = openItems({ currency: 'EUR' }, items);
const matched = matchItems(book, matches as never).items;
const item = { amount: 1000_00n, base: 900_00n, open: 600_00n, carrying: 540_00n };
const account = { method: 'fifo', lots: [item] };
const receivers = [
  { dims: { costCentre: 'shop' }, weight: '1/3' },
  { account: 'b', weight: 2 },
];
const sealed = () => ({
  record: sealBatch({ batch: 1, recordedAt: '2026-01-05T08:00:00.000Z', entries: [{ id: 'e1' }] }),
  entries: [{ id: 'e1' }],
});
const rate = { rate: { numerator: 9n, denominator: 10n }, rateDate: '2026-02-28', path: [] };

/** Their rows. */
export const ledgerCalculatorImporters = [
  called('openItems', openItems, [{ currency: 'EUR', invoiceSide: 'debit' }, items]),
  called('addOpenItems', (more: never) => addOpenItems(openItems({ currency: 'EUR' }), more), [
    items,
  ]),
  called('matchItems', (inputs: never) => matchItems(book, inputs), [matches]),
  called('unmatchItems', (inputs: never) => unmatchItems(matched, inputs), [
    [{ match: 'm1', date: 12 }],
  ]),
  called('openOn', (asOf: never) => openOn(matched, asOf), [9]),
  called('ageing', (input: never) => ageing(matched, input), [
    { asOf: 60, upTo: [0, 30], by: 'due' },
  ]),
  called('allocateCosts', allocateCosts, [
    {
      currency: { code: 'PTS', exponent: 0 },
      pool: { account: 'rent', amount: '1000', dims: { costCentre: 'house' } },
      receivers,
      policy: 'cumulative',
    },
  ]),
  called('splitLine', splitLine, [
    { account: 'travel', amount: '100.00', currency: 'USD', base: '90', dims: { project: 'p' } },
    {
      dimension: 'costCentre',
      weights: { sales: 1, it: '1/2' },
      currency: 'EUR',
      commodities: [{ code: 'PTS', exponent: 0 }],
      policy: 'largestRemainder',
    },
  ]),
  ...(['direct', 'stepDown', 'reciprocal'] as const).map((method) =>
    called(
      'allocateServices',
      allocateServices,
      [
        {
          currency: 'EUR',
          method,
          services: [
            { id: 'S1', cost: 50000, to: { S2: 25, A: 45, B: 30 } },
            { id: 'S2', cost: '30000', to: { S1: 20, A: 30, B: '50' } },
          ],
          order: ['S2', 'S1'],
        },
      ],
      method,
    ),
  ),
  called('carriedItem', carriedItem, [1000_00n, 900_00n]),
  called('remeasured', remeasured, [item, 880_00n]),
  called('restToWriteOff', restToWriteOff, [item, { amount: 5_00n, base: 1n }]),
  called('settle', settle, [item, 400_00n, 372_00n, 'halfEven']),
  called('convert', convert, [7500n, 2, 3, { numerator: 9n, denominator: 10n }, 'ceiling']),
  called('openRates', openRates, [
    [{ date: '2026-02-10', from: 'USD', to: 'EUR', rate: '0.8815' }],
    { baseCurrency: 'EUR' },
  ]),
  called(
    'openRates',
    (query: never) =>
      openRates([{ date: '2026-02-10', from: 'USD', to: 'EUR', rate: 2 }], {
        baseCurrency: 'EUR',
      }).find(query),
    [
      {
        from: 'EUR',
        to: 'USD',
        date: '2026-02-11',
        kind: 'spot',
        maxAgeDays: 9,
        knownAt: '2026-03-02T08:00:00Z',
      },
    ],
    'a question for a rate',
  ),
  called('foreignAccount', foreignAccount, ['movingAverage']),
  called('foreignBalance', foreignBalance, [account]),
  called('moveForeignAccount', moveForeignAccount, [
    account,
    [
      { amount: 100_00n, base: 120_00n },
      { amount: -750_00n, base: -177_00n },
    ],
    'halfEven',
  ]),
  called('remeasureForeignAccount', remeasureForeignAccount, [account, 500_00n]),
  called(
    'remeasure',
    (input: object) => remeasure({ closingRate: () => rate, ...input } as never),
    [
      {
        id: 'r',
        date: 59,
        mode: 'reverse',
        items: [{ id: 'a', account: 'bank', currency: 'USD', amount: 9n, base: 5n, date: 3 }],
        functionalCurrency: 'EUR',
        currencies: [{ code: 'PTS', exponent: 0 }],
        accounts: { gain: 'gains', loss: 'losses' },
        rounding: 'halfEven',
        journal: 'general',
      },
    ],
  ),
  called('computeTax', computeTax, [
    {
      currency: 'EUR',
      prices: 'net',
      rounding: 'perLine',
      lines: [{ quantity: 4, unitPrice: '5.63', taxCode: 'VAT22' }],
    },
    [{ code: 'VAT22', rate: 22 }],
  ]),
  called('taxTable', taxTable, [[{ code: 'VAT22', rate: 22 }]]),
  called('splitCashDiscount', splitCashDiscount, [
    {
      currency: 'EUR',
      amount: '2.38',
      rates: [
        { rate: '19', gross: 100 },
        { rate: 7, gross: '20.00' },
      ],
      mode: 'halfUp',
    },
  ]),
  called('taxReport', taxReport, [
    [
      { date: '2026-01-12', taxCode: 'V', rate: 19, base: 100, tax: '19', side: 'output' },
      { date: '2026-01-13', taxCode: 'W', rate: 7, base: 100, tax: '7', side: 'input' },
    ],
    { currency: 'EUR', from: '2026-01-01', to: '2026-01-31' },
  ]),
  called('accountTree', accountTree, [chart]),
  called('accountsUnder', accountsUnder, [chart, 'top']),
  called('statement', statement, [
    {
      layout: { id: 'l', label: 'L', rows: [{ id: 'r', label: 'R', accounts: [{ id: 'cash' }] }] },
      accounts: chart,
      columns: [{ id: 'now', balances: [{ account: 'cash', base: 5n, kind: 'profit' }] }],
      currency: { code: 'EUR', exponent: 2 },
      language: 'de-AT',
    },
  ]),
  called('cashFlowFigures', cashFlowFigures, [
    {
      accounts: chart,
      lines: [
        { entry: 'e1', account: 'cash', base: 5n },
        { entry: 'e1', account: 'sales', base: -5n },
      ],
      cash: [{ under: 'top' }, { id: 'cash' }],
      exchange: [{ type: 'equity' }],
    },
  ]),
  called('sealBatch', sealBatch, [
    {
      previous: { batch: 1, hash: 'a'.repeat(64) },
      batch: 2,
      recordedAt: '2026-01-05T08:00:00.000Z',
      entries: [{ id: 'e1', amount: '1.00' }],
    },
  ]),
  called('verifyChain', verifyChain, [[sealed()], { from: 1, to: 1, anchors: [sealed().record] }]),
  called('verifyChainAsync', verifyChainAsync, [[sealed()], { anchors: [sealed().record] }]),
  called('proveEntry', proveEntry, [[{ id: 'e1' }, { id: 'e2' }], 1]),
  called('saltedDigest', saltedDigest, [{ value: { name: 'Ada' }, salt: 'a'.repeat(64) }]),
];
