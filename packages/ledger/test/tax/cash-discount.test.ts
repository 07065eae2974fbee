/**
 * Cash discounts in net and tax.
 */
import { describe, expect, test } from 'vitest';
import { LedgerError } from '../../src/errors.ts';
import { splitCashDiscount } from '../../src/tax/cash-discount.ts';

describe('splitCashDiscount', () => {
  test.each([
    // discount · rate · net · tax
    ['2.38', '19', '2.00', '0.38'],
    ['3.57', '19', '3.00', '0.57'],
    ['0.05', '19', '0.04', '0.01'],
    ['0.01', '19', '0.01', '0.00'],
    ['-2.38', '19', '-2.00', '-0.38'],
    ['2.38', '0', '2.38', '0.00'],
    ['0.00', '19', '0.00', '0.00'],
    ['0.03', '20', '0.03', '0.00'],
  ])('%s at %s %% is %s + %s', (amount, rate, net, tax) => {
    const split = splitCashDiscount({ currency: 'EUR', amount, rates: [{ rate }] });
    expect(split).toEqual({ amount, net, tax, byRate: [{ rate, amount, net, tax }] });
  });

  test('the mode is that of the net', () => {
    const terms = { currency: 'EUR', amount: '0.03', rates: [{ rate: 20 }] };
    expect(splitCashDiscount({ ...terms, mode: 'halfEven' }).tax).toBe('0.01');
    expect(splitCashDiscount({ ...terms, mode: 'down' }).tax).toBe('0.01');
    expect(splitCashDiscount({ ...terms, mode: 'up' }).tax).toBe('0.00');
  });

  test('each rate of an invoice has its part, by its gross', () => {
    const rates = [
      { rate: '19', gross: '119.00' },
      { rate: '7', gross: '53.50' },
      { rate: '0', gross: '10.00' },
    ];
    const { net, tax, byRate } = splitCashDiscount({ currency: 'EUR', amount: '3.65', rates });
    expect(byRate.map((part) => Object.values(part).join(' '))).toEqual([
      '19 2.38 2.00 0.38',
      '7 1.07 1.00 0.07',
      '0 0.20 0.20 0.00',
    ]);
    expect([net, tax]).toEqual(['3.20', '0.45']);
  });

  const several = [{ rate: 19, gross: '1.00' }, { rate: 7 }];
  test.each([
    ['amount', { amount: 'all' }],
    ['rates', { rates: [] }],
    ['rates.0.rate', { rates: [{ rate: -100 }] }],
    ['rates.0.rate', { rates: [{ rate: 'nineteen' }] }],
    ['rates.1.gross', { rates: several }],
    ['rates', { rates: [several[0]!, { rate: 7, gross: '-1.00' }] }],
  ])('%s at fault is refused by its place', (path, fault) => {
    try {
      splitCashDiscount({ currency: 'EUR', amount: 1, rates: [], ...fault });
      expect.unreachable('the fault was taken');
    } catch (error) {
      expect(LedgerError.is(error, 'LEDGER_BAD_ARGUMENT') && error.details.path).toBe(path);
    }
  });

  test('a discount finer than a cent', () => {
    const rates = [{ rate: 19 }];
    expect(() => splitCashDiscount({ currency: 'EUR', amount: '2.385', rates })).toThrow(
      'amount is 2.385, finer than EUR has decimals',
    );
  });
});
