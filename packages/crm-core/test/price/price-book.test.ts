/**
 * Which price of which book holds.
 */
import { describe, expect, test } from 'vitest';
import {
  choosePrice,
  definePriceBooks,
  type ExplainedPrice,
  explainPrice,
  type PriceBookInput,
} from '@kontor/crm-core/quote';

const book = (
  id: string,
  level: PriceBookInput['level'],
  rows: PriceBookInput['rows'],
  more: Partial<PriceBookInput> = {},
): PriceBookInput => ({ id, level, currency: 'EUR', prices: 'net', rows, ...more });

const row = (price: string, more: object = {}) => ({ product: 'A', price, ...more });

const books = definePriceBooks([
  book('list', 'default', [
    row('10.00'),
    row('9.00', { from: '10' }),
    row('8.00', { from: '100' }),
    row('9.50', { validFrom: '2026-07-01' }),
    { family: 'F', price: '5.00' },
    { product: 'B', price: '4.00' },
  ]),
  book('dealers', 'group', [row('7.00')], { of: 'dealers' }),
  book('hansa', 'customer', [row('6.50', { from: '5' })], { of: 'A-1', validTo: '2026-12-31' }),
  book('frame', 'contract', [row('6.00')], { of: 'C-1' }),
  book('usd', 'default', [row('11.00')], { currency: 'USD' }),
  book('shop', 'default', [row('11.90')], { prices: 'gross' }),
]);

const ask = (more: object = {}) =>
  choosePrice(books, {
    product: 'A',
    quantity: '1',
    date: '2026-03-02',
    currency: 'EUR',
    prices: 'net',
    ...more,
  });

describe('choosePrice', () => {
  test.each([
    ['the default', {}, '10.00'],
    ['a quantity break that is reached', { quantity: '10' }, '9.00'],
    ['the largest one', { quantity: '250.5' }, '8.00'],
    [
      'the row that holds from the latest day, whatever the break',
      { quantity: '10', date: '2026-07-01' },
      '9.50',
    ],
    ['the group before the default', { group: 'dealers' }, '7.00'],
    ['the customer before the group', { group: 'dealers', account: 'A-1', quantity: '5' }, '6.50'],
    ['not below its break', { group: 'dealers', account: 'A-1', quantity: '4' }, '7.00'],
    ['not after its last day', { account: 'A-1', quantity: '5', date: '2027-01-01' }, '9.50'],
    ['the contract before all', { contract: 'C-1', account: 'A-1', group: 'dealers' }, '6.00'],
    ['another currency', { currency: 'USD' }, '11.00'],
    ['with tax', { prices: 'gross' }, '11.90'],
    ['a family', { product: 'C', family: 'F' }, '5.00'],
    ['a product before its family', { product: 'B', family: 'F' }, '4.00'],
  ])('%s', (_, more, price) => {
    expect(ask(more).price).toBe(price);
  });

  test('of a credit, the break that its magnitude reaches', () => {
    expect(ask({ quantity: '-12' }).price).toBe('9.00');
  });

  test('a price for another unit is none for this one', () => {
    const inBoxes = definePriceBooks([
      book('list', 'default', [
        row('90', { unit: 'box' }),
        row('10'),
        row('9', { from: '100', validFrom: '2026-01-01' }),
      ]),
      book('boxes', 'group', [row('85', { unit: 'box' })], { of: 'dealers' }),
    ]);
    const question = { product: 'A', quantity: '1', date: '2026-03-02', currency: 'EUR' } as const;
    const priceOf = (more: object) =>
      choosePrice(inBoxes, { ...question, prices: 'net', ...more }).price;
    expect(priceOf({ unit: 'box', group: 'dealers' })).toBe('85');
    expect(priceOf({ unit: 'box' })).toBe('90');
    // A hundred boxes are no hundred pieces.
    expect(priceOf({ unit: 'box', quantity: '100' })).toBe('90');
    expect(priceOf({ unit: 'piece', quantity: '100' })).toBe('9');
    expect(priceOf({})).toBe('10');
  });

  test('tells where the price stands', () => {
    expect(ask({ quantity: '12' })).toEqual({ book: 'list', row: 1, price: '9.00', from: '10' });
  });

  test('no price is no price of nothing', () => {
    expect(() => ask({ product: 'X' })).toThrow(expect.objectContaining({ code: 'CRM_NO_PRICE' }));
  });

  test('rows that nothing tells apart are a fault of the books', () => {
    const twice = definePriceBooks([book('a', 'default', [row('1'), row('2')])]);
    const question = { product: 'A', quantity: '1', date: '2026-03-02', currency: 'EUR' } as const;
    expect(() => choosePrice(twice, { ...question, prices: 'net' })).toThrow(
      expect.objectContaining({
        code: 'CRM_PRICE_TIED',
        details: { product: 'A', rows: ['a row 0', 'a row 1'] },
      }),
    );
  });

  test.each([
    [book('a', 'customer', []), 'say whose book it is'],
    [book('a', 'default', [{ price: '1' }]), 'give a product or a family'],
    [book('a', 'default', [row('-1')]), 'must be a decimal as text'],
    [book('a', 'default', [row('1', { per: 12 })]), 'rows.0.per: a 12th of a price is no decimal'],
    [book('a', 'default', [row('0.12345678901234567', { per: 100 })]), 'more than 18 decimals'],
    [
      book('a', 'default', [row('1', { validFrom: '2026-02-01', validTo: '2026-01-31' })]),
      '0.rows.0.validTo: is before validFrom',
    ],
    [
      book('a', 'default', [], { validFrom: '2026-02-01', validTo: '2026-01-31' }),
      '0.validTo: is before validFrom',
    ],
  ])('a book with faults is refused', (given, message) => {
    expect(() => definePriceBooks([given])).toThrow(message);
  });
});

describe('explainPrice', () => {
  const explain = (more: object = {}) =>
    explainPrice(books, {
      product: 'A',
      quantity: '12',
      date: '2026-03-02',
      currency: 'EUR',
      prices: 'net',
      ...more,
    });
  const told = ({ others }: ExplainedPrice) =>
    others.map(
      ({ book: of, row: at, reason }) => `${of}${at === undefined ? '' : ` ${at}`} ${reason}`,
    );

  test('the price that holds, and why no other one does', () => {
    const explained = explain({ group: 'dealers', account: 'A-2' });
    expect(explained.chosen).toEqual({ book: 'dealers', row: 0, price: '7.00', from: '0' });
    expect(told(explained)).toEqual([
      'list 0 goes after dealers row 0 by the level of its book',
      'list 1 goes after dealers row 0 by the level of its book',
      'list 2 holds from a quantity of 100 on',
      'list 3 holds from 2026-07-01 on',
      "hansa is of the customer 'A-1'",
      "frame is of the contract 'C-1'",
      'usd is in USD',
      'shop has gross prices',
    ]);
  });

  test('by a first day, a break and a product', () => {
    expect(told(explain({ date: '2026-07-01' })).slice(0, 3)).toEqual([
      'list 0 goes after list row 3 by a later first day',
      'list 1 goes after list row 3 by a later first day',
      'list 2 holds from a quantity of 100 on',
    ]);
    expect(told(explain())[0]).toBe('list 0 goes after list row 1 by a larger quantity break');
    expect(told(explain({ product: 'B', family: 'F' }))[0]).toBe(
      'list 4 goes after list row 5 by its product',
    );
    expect(told(explain({ account: 'A-1', date: '2027-01-01' }))).toContain(
      'hansa held until 2026-12-31',
    );
  });

  test('rows that nothing tells apart leave no price', () => {
    const twice = definePriceBooks([book('a', 'default', [row('1'), row('2')])]);
    const question = { product: 'A', quantity: '1', date: '2026-03-02', currency: 'EUR' } as const;
    expect(explainPrice(twice, { ...question, prices: 'net' })).toEqual({
      others: [
        { book: 'a', row: 0, price: '1', reason: 'is told apart from a row 1 by nothing' },
        { book: 'a', row: 1, price: '2', reason: 'is told apart from a row 0 by nothing' },
      ],
    });
  });

  test('a product without a row has no price', () => {
    expect(explain({ product: 'X' }).chosen).toBeUndefined();
  });
});
