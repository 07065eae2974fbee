/**
 * What the shop and the web shop sell, month by month, and a first small order from Switzerland:
 * sales that were paid at once, in euro, as their tills hand them over.
 */
import { computeTax } from '@kontor/ledger';
import { accounts, functional, type Month, taxCodes } from './books.ts';
import type { ProductId } from './goods.ts';
import { type Sale, taxCodeOf } from './sale-entries.ts';

/** What a unit costs without tax, in euro. */
const listPrice: Record<ProductId, string> = {
  'desk-lamp': '69.00',
  'floor-lamp': '139.00',
  dimmer: '39.00',
  handbook: '19.00',
};

const order: readonly ProductId[] = ['desk-lamp', 'floor-lamp', 'dimmer', 'handbook'];

/** A till: where it stands, and whose tax it charges. */
const tills = {
  shop: { region: 'benelux', channel: 'shop', site: 'shop', country: 'NL' },
  web: { region: 'benelux', channel: 'web', site: 'centre', country: 'NL' },
  'web-dk': { region: 'nordics', channel: 'web', site: 'centre', country: 'DK' },
  'direct-ch': { region: 'alps', channel: 'direct', site: 'centre', country: 'CH' },
} as const;

/** Units by month, till and product, in the order above, and what was taken off the price. */
const sold: readonly (readonly [string, keyof typeof tills, readonly number[], number])[] = [
  ['2025-10', 'shop', [14, 5, 11, 4], 0],
  ['2025-10', 'web', [10, 3, 8, 2], 0],
  ['2025-11', 'shop', [16, 6, 12, 3], 0],
  ['2025-11', 'web', [12, 4, 9, 2], 0],
  ['2025-11', 'web-dk', [8, 2, 6, 0], 0],
  ['2025-11', 'direct-ch', [6, 2, 6, 1], 5],
  ['2025-12', 'shop', [22, 9, 17, 8], 0],
  ['2025-12', 'web', [15, 5, 12, 4], 0],
  ['2025-12', 'web-dk', [9, 3, 7, 1], 0],
  ['2026-01', 'shop', [11, 4, 9, 2], 0],
  ['2026-01', 'web', [7, 2, 5, 1], 0],
  ['2026-01', 'web-dk', [4, 2, 3, 0], 0],
  // A web sale: a fifth off, to make room.
  ['2026-02', 'shop', [12, 4, 10, 3], 0],
  ['2026-02', 'web', [11, 4, 9, 1], 20],
  ['2026-02', 'web-dk', [6, 2, 5, 0], 20],
  ['2026-03', 'shop', [15, 6, 12, 3], 0],
  ['2026-03', 'web', [8, 3, 6, 2], 20],
  ['2026-03', 'web-dk', [5, 2, 4, 1], 20],
];

/** The sales of a month, one for each till. */
export function tillSales({ id: month, to }: Month): Sale[] {
  return sold
    .filter(([of]) => of === month)
    .map(([, name, units, discountPercent]) => {
      const { country, ...where } = tills[name];
      const goods = order
        .map((product, at) => ({ product, quantity: String(units[at]!) }))
        .filter(({ quantity }) => quantity !== '0');
      const lines = goods.map(({ product, quantity }) => ({
        quantity,
        unitPrice: listPrice[product],
        discountPercent,
        taxCode: taxCodeOf(country, product),
      }));
      const terms = {
        currency: functional,
        date: to,
        prices: 'net',
        rounding: 'perDocument',
      } as const;
      const document = computeTax({ ...terms, lines }, taxCodes);
      return {
        ...where,
        id: `${month}-${name}`,
        date: to,
        text: `${name}, ${month}`,
        currency: functional,
        debit: accounts.bank,
        gross: document.gross,
        lines: goods.map((line, at) => ({ ...line, net: document.lines[at]!.net })),
        taxes: document.taxes.map(({ code, account, tax }) => ({ code, account: account!, tax })),
      };
    });
}

/** What stood in the sites when the books were opened: enough until the works deliver. */
export const openingStock: readonly (readonly [string, string, string])[] = [
  ['centre', 'desk-lamp', '100'],
  ['centre', 'floor-lamp', '40'],
  ['centre', 'dimmer', '90'],
  ['centre', 'handbook', '12'],
  ['shop', 'desk-lamp', '110'],
  ['shop', 'floor-lamp', '45'],
  ['shop', 'dimmer', '90'],
  ['shop', 'handbook', '30'],
  ['works', 'light-head', '6'],
  ['works', 'shade', '10'],
  ['works', 'led', '140'],
  ['works', 'cable', '12.50'],
];

/** What is in the bank when the books are opened. */
export const openingCash = '25000.00';
