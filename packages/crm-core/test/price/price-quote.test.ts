/**
 * Quotes to the cent: prices with and without tax, promotions, and the four policies of rounding.
 */
import { describe, expect, test } from 'vitest';
import {
  compareRoundings,
  definePriceBooks,
  definePromotions,
  priceQuote,
  prorate,
  type PromotionInput,
  type QuoteInput,
} from '@kontor/crm-core/quote';
import { percentOf, quoteOf, taxes } from './quote-of.ts';

const minor = (amount: string): number => Math.round(Number(amount) * 100);
const half: PromotionInput = { id: 'half', action: percentOf('items', '50') };
const A: PromotionInput = {
  id: 'A',
  priority: 1,
  when: [{ kind: 'quantity', atLeast: '3' }],
  action: percentOf('order', '50'),
};
const B = (taxMode: 'net' | 'gross'): PromotionInput => ({
  id: 'B',
  priority: 2,
  when: [{ kind: 'amount', atLeast: '10.00', taxMode }],
  action: percentOf('order', '10'),
});
const off500: PromotionInput = {
  id: 'off',
  action: { kind: 'amount', of: 'order', amount: '5.00' },
};
const at420: PromotionInput = { id: 'at', action: { kind: 'orderPrice', amount: '4.20' } };
const item10: PromotionInput = { id: 'i', priority: 1, action: percentOf('items', '10') };
const order10: PromotionInput = { id: 'o', priority: 2, action: percentOf('order', '10') };

describe('priceQuote', () => {
  // The order calculator tests of vendure-ecommerce/vendure.
  test.each([
    ['V1', 'net', '123 × 1 @20', [], 123, 148],
    ['V1', 'net', '123 × 3 @20', [], 369, 443],
    ['V2', 'net', '8333 × 1 @20', [half], 4167, 5000],
    ['V3', 'gross', '1400 × 1 @20; 650 × 2 @10', [half], 1174, 1350],
    ['V4', 'net', '1230 × 1 @20', [at420], 420, 504],
    ['V4', 'gross', '1230 × 1 @20', [at420], 350, 420],
    ['V5', 'net', '1230 × 1 @20', [off500], 730, 876],
    ['V6', 'gross', '2000 × 1 @20; 1000 × 2 @10', [off500], undefined, 3500],
    ['V7', 'gross', '500 × 1 @20; 500 × 1 @0', [off500], undefined, 500],
    ['V8', 'net', '500 × 2 @20', [A, B('net')], 900, 1080],
    ['V8', 'net', '500 × 3 @20', [A, B('net')], 750, 900],
    ['V9', 'net', '800 × 2 @20', [A, B('net')], 1440, 1728],
    ['V9', 'net', '800 × 3 @20', [A, B('net')], 1080, 1296],
    ['V10', 'gross', '800 × 3 @20', [A, B('gross')], 900, 1080],
    ['V11', 'net', '155880 × 1 @20', [item10], 140292, 168350],
    ['V11', 'net', '155880 × 1 @20', [item10, order10], 126263, 151516],
    ['V12', 'gross', '155880 × 1 @20', [item10], 116910, 140292],
    ['V12', 'gross', '155880 × 1 @20', [item10, order10], 105219, 126263],
    ['V13', 'net', '100 × 1 @20; ship 500 @20', [], 600, 720],
    ['V13', 'gross', '100 × 1 @20; ship 500 @20', [], 500, 600],
  ] as const)('%s: %s prices, %s', (_, prices, lines, promotions, net, gross) => {
    const terms = { taxes, promotions: definePromotions(promotions) };
    const priced = priceQuote(quoteOf(lines, prices), terms);
    expect(minor(priced.gross)).toBe(gross);
    if (net !== undefined) expect(minor(priced.net)).toBe(net);
  });

  test('V7: each line has its half of what is taken off', () => {
    const terms = { taxes, promotions: definePromotions([off500]) };
    const { lines } = priceQuote(quoteOf('500 × 1 @20; 500 × 1 @0', 'gross'), terms);
    expect(lines.map(({ gross }) => gross)).toEqual(['2.50', '2.50']);
  });

  test.each([
    ['exclusive-best', '80.00'],
    ['sequential', '72.00'],
    ['additive', '70.00'],
  ] as const)('Q1: 100 with 10 %% and 20 %%, %s, is %s', (stacking, net) => {
    const promotions = definePromotions([
      { id: 'ten', action: percentOf('items', '10') },
      { id: 'twenty', action: percentOf('items', '20') },
    ]);
    const quote = quoteOf('10000 × 1 @20', 'net', { stacking });
    expect(priceQuote(quote, { taxes, promotions }).net).toBe(net);
  });

  const mixed = (rounding: QuoteInput['rounding']): QuoteInput => {
    const line = (
      id: string,
      quantity: string,
      unitPrice: string,
      taxCode: string,
      off?: string,
    ) => ({
      id,
      product: id,
      quantity,
      unitPrice,
      taxCode,
      ...(off !== undefined && { discountPercent: off }),
    });
    return {
      currency: 'EUR',
      prices: 'net',
      date: '2026-03-02',
      rounding,
      discountPercent: '5',
      lines: [
        line('a', '3', '19.99', 'T20', '10'),
        line('b', '7', '4.35', 'T5'),
        line('c', '1', '149.90', 'T20', '15'),
      ],
    };
  };

  test('Q2: discounts of lines and of the document, line by line and rate by rate', () => {
    const priced = priceQuote(mixed('line'), { taxes });
    expect(
      priced.lines.map(({ amount, shares, net, tax }) => [amount, shares[0]!.amount, net, tax]),
    ).toEqual([
      ['53.97', '2.70', '51.27', '10.25'],
      ['30.45', '1.52', '28.93', '1.45'],
      ['127.42', '6.37', '121.05', '24.21'],
    ]);
    expect(priced).toMatchObject({
      subtotal: '211.84',
      discount: '10.59',
      net: '201.25',
      tax: '35.91',
      gross: '237.16',
    });
    const byRate = priceQuote(mixed('rate'), { taxes });
    expect(byRate.taxes.map(({ code, tax }) => `${code} ${tax}`)).toEqual(['T5 1.45', 'T20 34.46']);
    expect(byRate.gross).toBe('237.16');
  });

  test.each([
    ['Q3', '33 × 1 @10; 33 × 1 @10; 33 × 1 @10', 'line', '0.09'],
    ['Q3', '33 × 1 @10; 33 × 1 @10; 33 × 1 @10', 'rate', '0.10'],
    ['Q3', '33 × 1 @10; 33 × 1 @10; 33 × 1 @10', 'document', '0.10'],
    ['Q4', '33 × 3 @10', 'unit', '0.09'],
    ['Q4', '33 × 3 @10', 'line', '0.10'],
    ['Q5', '16402 × 1 @2.6', 'line', '4.26'],
    ['Q5', '16402 × 1 @2.6', 'document', '4.26'],
  ] as const)('%s: the tax of %s by %s is %s', (_, lines, rounding, tax) => {
    expect(priceQuote(quoteOf(lines, 'net', { rounding }), { taxes }).tax).toBe(tax);
  });

  test('tells what happened on the way', () => {
    const promotions = definePromotions([A, { ...off500, coupon: 'SPRING' }]);
    const quote = quoteOf('500 × 3 @20', 'net', { discountAmount: '1.00' });
    expect(priceQuote(quote, { taxes, promotions }).steps).toEqual([
      { step: 'price', line: '0', from: 'quote' },
      { step: 'skipped', promotion: 'off', reason: "coupon 'SPRING' not given" },
      { step: 'promotion', promotion: 'A', amount: '7.50' },
      { step: 'discount', source: 'document', amount: '1.00' },
    ]);
  });
});

test.each([
  // 20.00 are left of 3 units: 6.6667 each, 6.67 with a tax of 1.33.
  ['1000 × 3 @20', 'net', 'unit', '10.00', ['20.00', '3.99', '23.99']],
  ['1000 × 3 @20', 'net', 'line', '10.00', ['20.00', '4.00', '24.00']],
  ['3570 × 2 @5', 'gross', 'unit', '71.40', ['0.00', '0.00', '0.00']],
] as const)('%s %s, by %s, %s off the order', (lines, prices, rounding, discountAmount, totals) => {
  const priced = priceQuote(quoteOf(lines, prices, { rounding, discountAmount }), { taxes });
  expect([priced.net, priced.tax, priced.gross]).toEqual(totals);
});

test('every policy of rounding is shown beside the one that was named', () => {
  const thirds = quoteOf('33 × 1 @10; 33 × 1 @10; 33 × 1 @10', 'net');
  expect(compareRoundings(thirds, { taxes })).toEqual([
    { rounding: 'unit', net: '0.99', tax: '0.09', gross: '1.08', taxDifference: '0' },
    { rounding: 'line', net: '0.99', tax: '0.09', gross: '1.08', taxDifference: '0' },
    { rounding: 'rate', net: '0.99', tax: '0.10', gross: '1.09', taxDifference: '0.01' },
    { rounding: 'document', net: '0.99', tax: '0.10', gross: '1.09', taxDifference: '0.01' },
  ]);
});

describe('prorate', () => {
  // vendure-ecommerce/vendure, prorate.
  test.each([
    [[123], 300, [300]],
    [[4000, 2000, 2000], 300, [150, 75, 75]],
    [[4000, 2000, 2000], -300, [-150, -75, -75]],
    [[4300, 1400, 2300], 299, [161, 52, 86]],
    [[1000, 1000, 1000], 299, [100, 100, 99]],
    [[10, 20, 10, 30, 50, 20, 10, 40], 95, [5, 10, 5, 15, 25, 10, 5, 20]],
    [[10, 20, 10, 30, 50, 20, 10, 40], 93, [5, 10, 5, 15, 24, 10, 5, 19]],
    [[10, 0], 40, [40, 0]],
    [[0, 0], 10, [5, 5]],
    [[0, 0], 0, [0, 0]],
    [[100, 100], -20, [-10, -10]],
    // Of both signs: parts of the total, and by magnitude where they cancel out.
    [[300, -100], 20, [30, -10]],
    [[100, -100], 20, [10, 10]],
    [[], 0, []],
  ])('over %j, %d is %j', (weights, total, shares) => {
    expect(prorate(BigInt(total), weights.map(BigInt)).map(Number)).toEqual(shares);
  });
});

describe('a credit', () => {
  test('gives back what the sale came to, free units and amounts off included', () => {
    const promotions = definePromotions([
      { id: 'get', priority: 1, action: { kind: 'buyGet', mode: 'included', buy: 2, get: 1 } },
      { ...off500, priority: 2 },
    ]);
    const sale = quoteOf('1000 × 3 @20; ship 200 @20', 'net');
    const credit = {
      ...sale,
      lines: sale.lines.map((line) => ({ ...line, quantity: '-3' })),
      shipping: [{ ...sale.shipping![0]!, price: '-2.00' }],
    };
    const [sold, back] = [sale, credit].map((one) => priceQuote(one, { taxes, promotions }));
    expect([sold!.net, sold!.tax, sold!.gross]).toEqual(['17.00', '3.40', '20.40']);
    expect([back!.net, back!.tax, back!.gross]).toEqual(['-17.00', '-3.40', '-20.40']);
    expect(back!.lines[0]).toMatchObject({ quantity: '-3', free: '-1', charged: '-2' });
  });

  test('has the price of the quantity that it takes back', () => {
    const rows = [
      { product: 'P', price: '10' },
      { product: 'P', price: '9', from: '5' },
    ];
    const book = { id: 'b', level: 'default', currency: 'EUR', prices: 'net', rows } as const;
    const priceBooks = definePriceBooks([book]);
    const lines = [{ id: '1', product: 'P', quantity: '-5' }];
    expect(priceQuote({ ...quoteOf('', 'net'), lines }, { priceBooks }).net).toBe('-45.00');
  });

  test('beside what is sold, a line that takes back is priced as it stands', () => {
    const quote = quoteOf('1000 × 3 @20; 500 × 1 @20', 'net', { discountPercent: '10' });
    const lines = [quote.lines[0]!, { ...quote.lines[1]!, quantity: '-1' }];
    const priced = priceQuote({ ...quote, lines }, { taxes });
    expect(priced.lines.map(({ net }) => net)).toEqual(['27.00', '-4.50']);
  });
});

test('a price per hundred is that of one unit, exactly', () => {
  const rows = [{ product: 'P', price: '12.345', per: 100 }];
  const book = { id: 'b', level: 'default', currency: 'EUR', prices: 'net', rows } as const;
  const lines = [{ id: '1', product: 'P', quantity: '250' }];
  const priced = priceQuote(
    { ...quoteOf('', 'net'), lines },
    { priceBooks: definePriceBooks([book]) },
  );
  expect(priced.lines[0]).toMatchObject({ listPrice: '0.12345', amount: '30.86' });
  expect(priced.steps[0]).toMatchObject({ from: { price: '12.345', per: 100 } });
});

describe('faults', () => {
  test('of the quote come all at once', () => {
    const quote = quoteOf('100 × 1 @20; 100 × 1 @20', 'net', {
      discountAmount: '1',
      discountPercent: '1',
    });
    const lines = [
      { ...quote.lines[0]!, quantity: 'many' },
      { ...quote.lines[1]!, discountAmount: '1', discountPercent: '1' },
    ];
    expect(() => priceQuote({ ...quote, lines }, { taxes })).toThrow(
      /lines\.0\.quantity: must be a decimal.*lines\.1\.discountAmount: give a percentage or/s,
    );
  });

  test('a discount of more than the price is none', () => {
    const quote = quoteOf('100 × 1 @20', 'net');
    const lines = [{ ...quote.lines[0]!, discountAmount: '1.01' }];
    expect(() => priceQuote({ ...quote, lines }, { taxes })).toThrow(
      /lines\.0\.discountAmount: is more than the price of a unit, 1/,
    );
  });

  test('a tax code that there is not is named', () => {
    const quote = quoteOf('100 × 1 @99', 'net');
    expect(() => priceQuote(quote, { taxes })).toThrow(/lines\.0\.taxes: there is no rate.*'T99'/);
  });
});
