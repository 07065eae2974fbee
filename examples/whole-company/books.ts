/**
 * What the books are set up with: the chart, items as commodities, dimensions, months, rates.
 *
 * A stock account counts an item in units and carries its standard cost in euro, in one line; its
 * floor of zero is why nobody ships what is not there.
 */
import { type BookSetupInput, chartRoles, openBooks, tradingChart } from '@kontor/ledger';
import { items, products, sites } from './goods.ts';

/** The currency that everything is measured in. */
export const functional = 'EUR';

/** What the chart's roles do not name. */
export const accounts = {
  ...chartRoles,
  ownProducts: 'sales-of-products',
  merchandise: 'sales-of-merchandise',
  costOfSales: 'cost-of-goods-sold',
  wages: 'production-wages',
  goodsReceived: 'goods-received',
  capital: 'share-capital',
} as const;

/** Where the stock of a site is booked. */
export const stockAt = (site: string): string => `stock-${site}`;

/** Tax codes, ours at home and where we are registered abroad; quotes are priced with them, too. */
export const taxCodes = [
  { code: 'NL-full', rate: '21', account: accounts.outputTax },
  { code: 'NL-reduced', rate: '9', account: accounts.outputTax },
  { code: 'DK-full', rate: '25', account: accounts.outputTax },
  { code: 'DK-reduced', rate: '25', account: accounts.outputTax },
  { code: 'CH-full', rate: '8.1', account: accounts.outputTax },
  { code: 'CH-reduced', rate: '2.6', account: accounts.outputTax },
];

/** A month of the books. */
export interface Month {
  /** `2026-03` */
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

/** The months that there are, in order. */
export const months: readonly Month[] = [
  ['2025-10', 31],
  ['2025-11', 30],
  ['2025-12', 31],
  ['2026-01', 31],
  ['2026-02', 28],
  ['2026-03', 31],
  ['2026-04', 30],
].map(([id, days]) => ({ id: String(id), from: `${id!}-01`, to: `${id!}-${days!}` }));

/** Sales and their cost say of which line, where to, and by which way. */
const ofSales = ['line', 'region', 'channel'];
const toldApart: ReadonlySet<string> = new Set([
  accounts.ownProducts,
  accounts.merchandise,
  accounts.costOfSales,
]);

const rates = [
  { date: '2026-02-23', from: 'CHF', to: functional, rate: '1.0712' },
  { date: '2026-03-18', from: 'CHF', to: functional, rate: '1.0645' },
  { date: '2026-02-28', from: 'CHF', to: functional, rate: '1.0695', kind: 'closing' as const },
  { date: '2026-03-31', from: 'CHF', to: functional, rate: '1.0660', kind: 'closing' as const },
];

/** The whole set-up. */
export const setup: BookSetupInput = {
  entity: { id: 'halden-lamps', functionalCurrency: functional, zone: 'Europe/Amsterdam' },
  accounts: [
    ...tradingChart.map((account) =>
      toldApart.has(account.id) ? { ...account, requiredDimensions: ofSales } : account,
    ),
    ...sites.map((site, at) => ({
      id: stockAt(site),
      code: `133${at + 1}`,
      name: `Goods in the ${site}`,
      parent: 'inventories',
      floor: '0',
    })),
  ],
  commodities: items.map(({ id, decimals }) => ({ code: id, exponent: decimals })),
  dimensions: [
    { id: 'line', members: Object.values(products).map(({ line }) => line) },
    { id: 'region', members: ['benelux', 'nordics', 'alps'] },
    { id: 'channel', members: ['direct', 'web', 'shop'] },
  ],
  journals: [
    { id: 'sales', numberFormat: 'AR-{year}-{n:4}' },
    { id: 'stock', numberFormat: 'ST-{year}-{n:4}' },
    { id: 'bank', numberFormat: 'BK-{year}-{n:4}' },
  ],
  periods: months.map(({ id, from, to }) => ({ id, from, to })),
  rates,
};

/** Rates, currencies and rounding as the books have them; nothing is posted here. */
export const terms = openBooks(setup);
