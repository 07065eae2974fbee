/**
 * Which price of which book holds.
 */
import { describe, expect, test } from 'vitest';
import { choosePrice, definePriceBooks, type PriceBookInput } from '@kontor/crm-core/quote';

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
  ])('a book with faults is refused', (given, message) => {
    expect(() => definePriceBooks([given])).toThrow(message);
  });
});
