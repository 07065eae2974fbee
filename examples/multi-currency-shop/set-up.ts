/**
 * What the shop's books are set up with: who keeps them, the chart, journals, periods and rates.
 */
import { type BookSetupInput, chartRoles, tradingChart } from '@kontor/ledger';

/** The currency that everything is measured in. */
export const functional = 'EUR';

/** Where goods are booked: what the chart's roles do not name. */
export const goods = {
  sales: 'sales-of-merchandise',
  stock: 'merchandise',
  cost: 'cost-of-goods-sold',
} as const;

/** The tables of tax codes: ours at home, and the one we are registered for abroad. */
export const taxCodes = [
  { code: 'NL21', name: 'Btw 21 %', rate: '21', account: chartRoles.outputTax },
  { code: 'NL9', name: 'Btw 9 %', rate: '9', account: chartRoles.outputTax },
  { code: 'UK20', name: 'UK VAT 20 %', rate: '20', account: chartRoles.outputTax },
  { code: 'ZERO', name: 'Exports, and books in the UK', rate: '0', account: chartRoles.outputTax },
];

/** The ready chart of a trading company; sales must say in which market they were made. */
const accounts = tradingChart.map((account) =>
  account.id === goods.sales ? { ...account, requiredDimensions: ['market'] } : account,
);

/** What one unit is in euro. A closing rate is a kind of its own, and no spot rate of its day. */
const rates = [
  ['2026-01-02', '0.9150', '1.1480'],
  ['2026-01-12', '0.9205', '1.1530'],
  ['2026-01-19', '0.9170', '1.1555'],
  ['2026-01-26', '0.9120', '1.1570'],
  ['2026-01-30', '0.9080', '1.1610'],
  ['2026-02-09', '0.9135', '1.1590'],
  ['2026-02-18', '0.9240', '1.1620'],
].flatMap(([date, usd, gbp]) => [
  { date: date!, from: 'USD', to: functional, rate: usd! },
  { date: date!, from: 'GBP', to: functional, rate: gbp! },
]);
const closingRates = [
  { date: '2026-01-31', from: 'USD', to: functional, rate: '0.9080', kind: 'closing' },
  { date: '2026-01-31', from: 'GBP', to: functional, rate: '1.1610', kind: 'closing' },
] as const;

/** The whole set-up. */
export const setup: BookSetupInput = {
  entity: { id: 'atelier-maas', functionalCurrency: functional, zone: 'Europe/Amsterdam' },
  accounts,
  rates: [...rates, ...closingRates],
  dimensions: [{ id: 'market', members: ['nl', 'uk', 'us'] }],
  journals: [
    { id: 'sales', numberFormat: 'AR-{year}-{n:4}' },
    { id: 'purchases', numberFormat: 'AP-{year}-{n:4}' },
    { id: 'bank', numberFormat: 'BK-{year}-{n:4}' },
  ],
  periods: [
    { id: '2026-01', from: '2026-01-01', to: '2026-01-31' },
    { id: '2026-02', from: '2026-02-01', to: '2026-02-28' },
  ],
};
