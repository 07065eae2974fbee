/**
 * Orders between systems: out and in again without a loss, and no wrong cent comes in.
 */
import { fc, test as prop } from '@fast-check/vitest';
import { taxTable } from '@kontor/kernel/tax';
import { describe, expect, test } from 'vitest';
import {
  definePromotions,
  type OrderDocument,
  orderDocument,
  priceQuote,
  type QuoteContent,
  type QuoteInput,
  readOrderDocument,
} from '@kontor/crm-core/quote';
import { discounted, drafted } from './bicycle-quote.ts';

const numRuns = process.env['KONTOR_FULL'] === '1' ? 3000 : 100;

const parties = {
  id: 'PO-1',
  issueDate: '2026-03-05',
  buyer: { name: 'Hansa AG', taxId: 'DE111', address: { city: 'Lübeck', countryCode: 'DE' } },
  seller: { id: 'S1', name: 'Kontor Cycles', email: 'sales@kontor.example' },
  quotation: { id: 'Q-2026-1', version: 1 },
};

const taxes = taxTable([
  { code: 'VAT19', rate: 19 },
  { code: 'VAT7', rate: 7 },
  { code: 'ZERO', rate: 0 },
  { code: 'GST', rate: 5 },
  { code: 'QST', rate: '9.975', compound: true },
]);

const codes = [['VAT19'], ['VAT7'], ['ZERO'], ['GST', 'QST'], []];

const quotes = fc.record({
  lines: fc.array(
    fc.record({
      quantity: fc.constantFrom('1', '3', '2.5', '12', '-2', '0'),
      unitPrice: fc.constantFrom('0.33', '19.99', '149.9', '0.1234', '1000'),
      discountPercent: fc.constantFrom('0', '10', '33.3'),
      taxes: fc.constantFrom(...codes),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  shipping: fc.array(
    fc.record({ price: fc.constantFrom('4.9', '0'), taxes: fc.constantFrom(...codes) }),
    { maxLength: 2 },
  ),
  discountPercent: fc.constantFrom('0', '5', '12.5'),
  currency: fc.constantFrom('EUR', 'JPY'),
  prices: fc.constantFrom('net', 'gross'),
  rounding: fc.constantFrom('unit', 'line', 'rate', 'document'),
  isThreeForTwo: fc.boolean(),
});

const promotions = definePromotions([
  { id: '3for2', action: { kind: 'buyGet', mode: 'extra', buy: 2, get: 1 } },
]);

const numbered = <Item extends object>(items: readonly Item[], prefix: string) =>
  items.map((item, at) => ({ ...item, id: `${prefix}${at}` }));

/** The second tax is what the first, rounded a unit, leaves of the gross: 8.5 cents of 12 units. */
const chained = {
  lines: [{ quantity: '12', unitPrice: '19.99', discountPercent: '0', taxes: ['GST', 'QST'] }],
  shipping: [],
  discountPercent: '12.5',
  currency: 'EUR',
  prices: 'gross',
  rounding: 'unit',
  isThreeForTwo: false,
} as const;

describe('readOrderDocument', () => {
  prop.prop([quotes], { numRuns, examples: [[structuredClone(chained) as never]] })(
    'property: an order that goes out comes in as it was',
    ({ isThreeForTwo, lines, shipping, ...terms }) => {
      const input = {
        ...terms,
        date: '2026-03-02',
        lines: numbered(lines, 'L').map((line) => ({ ...line, product: 'bicycle' })),
        shipping: numbered(shipping, 'S'),
      } satisfies QuoteInput;
      const priced = priceQuote(input, { taxes, promotions: isThreeForTwo ? promotions : [] });
      const content = { lines: input.lines as unknown as QuoteContent['lines'] };
      const order = orderDocument({ content, priced }, parties);
      expect(readOrderDocument(JSON.stringify(order))).toEqual({ ok: true, order });
      expect(order.monetaryTotal.payableAmount).toBe(priced.gross);
    },
  );

  const order = orderDocument(drafted(discounted('7')).offer, parties);
  const broken = (change: (draft: OrderDocument) => void): string[] => {
    const draft = structuredClone(order);
    change(draft);
    const found = readOrderDocument(draft);
    return found.ok
      ? []
      : found.faults.map(({ code, rule, path }) => `${code} ${rule ?? ''} ${path}`);
  };

  test('an order as it goes out', () => {
    expect(order.lines[0]).toEqual({
      id: '1',
      item: { id: 'bicycle' },
      quantity: '10',
      price: { amount: '500', baseQuantity: '1' },
      allowances: [{ reason: 'line', amount: '350.00' }],
      lineExtensionAmount: '4650.00',
      taxes: [
        {
          category: 'S',
          code: 'VAT',
          percent: '19',
          taxableAmount: '4650.00',
          taxAmount: '883.50',
        },
      ],
      taxAmount: '883.50',
    });
    expect(order.monetaryTotal).toEqual({
      lineExtensionAmount: '4650.00',
      allowanceTotalAmount: '0.00',
      chargeTotalAmount: '0.00',
      taxExclusiveAmount: '4650.00',
      taxInclusiveAmount: '5533.50',
      payableAmount: '5533.50',
    });
  });

  test.each<[string, (draft: OrderDocument) => void, string[]]>([
    [
      'a line that is a cent too dear',
      (draft) => void (draft.lines[0]!.lineExtensionAmount = '4650.01'),
      [
        'ORDER_LINE_AMOUNT  lines.0.lineExtensionAmount',
        'ORDER_TOTAL BR-CO-10 monetaryTotal.lineExtensionAmount',
      ],
    ],
    [
      'a total that is a cent too high',
      (draft) => void (draft.monetaryTotal.taxInclusiveAmount = '5533.51'),
      [
        'ORDER_TOTAL BR-CO-15 monetaryTotal.taxInclusiveAmount',
        'ORDER_TOTAL BR-CO-16 monetaryTotal.payableAmount',
      ],
    ],
    [
      'an allowance of the document that no total knows',
      (draft) =>
        void draft.allowanceCharges.push({
          id: 'A',
          isCharge: false,
          reason: 'loyalty',
          amount: '10.00',
          taxes: [],
        }),
      ['ORDER_TOTAL BR-CO-11 monetaryTotal.allowanceTotalAmount'],
    ],
    [
      'a tax that is not its rate',
      (draft) => {
        draft.lines[0]!.taxes[0]!.taxAmount = '880.00';
        draft.lines[0]!.taxAmount = '880.00';
        draft.taxTotal.subtotals[0]!.taxAmount = '880.00';
        draft.taxTotal.taxAmount = '880.00';
        draft.monetaryTotal.taxInclusiveAmount = '5530.00';
        draft.monetaryTotal.payableAmount = '5530.00';
      },
      ['ORDER_TAX_RATE BR-CO-17 taxTotal.subtotals.0.taxAmount'],
    ],
    [
      'a tax without a subtotal',
      (draft) => void draft.taxTotal.subtotals.pop(),
      ['ORDER_TAX_SUBTOTAL  taxTotal.subtotals', 'ORDER_TOTAL BR-CO-14 taxTotal.taxAmount'],
    ],
    [
      'tenths of a cent',
      (draft) => void (draft.monetaryTotal.payableAmount = '5533.500'),
      ['ORDER_DECIMALS  monetaryTotal.payableAmount'],
    ],
    [
      'a line that is there twice',
      (draft) => void (draft.lines[1]!.id = '1'),
      ['ORDER_DUPLICATE_LINE  lines.1.id'],
    ],
    [
      'a currency that there is not',
      (draft) => void (draft.documentCurrencyCode = 'XQQ'),
      ['ORDER_UNKNOWN_CURRENCY  documentCurrencyCode'],
    ],
    [
      'an amount as a number',
      (draft) => Object.assign(draft.monetaryTotal, { payableAmount: 5533.5 }),
      ['ORDER_FORM  monetaryTotal.payableAmount'],
    ],
  ])('%s is refused', (_, change, faults) => {
    expect(broken(change)).toEqual(faults);
  });

  test('what is no JSON is refused', () => {
    expect(readOrderDocument('{"id":')).toMatchObject({ faults: [{ code: 'ORDER_NOT_JSON' }] });
  });
});
