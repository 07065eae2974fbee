import {
  addMoney,
  allocateMoney,
  amountOf,
  compareMoney,
  convertMoney,
  currency,
  defineCurrency,
  formatMoney,
  isoCurrencies,
  money,
  moneyFromJson,
  moneyOfMinor,
  moneyToJson,
  multiplyMoney,
  negateMoney,
  type RoundingMode,
  roundMoney,
  sameCurrency,
  subtractMoney,
  sumMoney,
} from '@kontor/kernel';
import { describe, expect, test } from 'vitest';

const coded = (code: string): unknown => expect.objectContaining({ code });
const ether = defineCurrency({ code: 'ETH', exponent: 18 });

describe('money', () => {
  test.each<[string, string, bigint]>([
    ['12.34', 'EUR', 1234n],
    ['1234', 'JPY', 1234n],
    ['7.125', 'BHD', 7125n],
    ['19.99', 'HUF', 1999n],
    ['7.125', 'IQD', 7125n],
    ['1.0001', 'CLF', 10001n],
    ['1.0001', 'UYW', 10001n],
    ['-0.05', 'EUR', -5n],
    ['12.340', 'EUR', 1234n],
    ['1e3', 'JPY', 1000n],
  ])('l03: %s %s is %s minor units', (value, code, minor) => {
    expect(money(value, code).minor).toBe(minor);
  });

  test.each([
    ['1.005', 'EUR'],
    ['10.5', 'JPY'],
    ['0.0001', 'BHD'],
  ])('l03: %s %s is refused, unless a rounding mode is named', (value, code) => {
    expect(() => money(value, code, { path: 'lines.2.amount' })).toThrow(
      coded('KERNEL_MONEY_TOO_PRECISE'),
    );
    expect(() => money(value, code, { path: 'lines.2.amount' })).toThrow(/lines\.2\.amount/);
    expect(money(value, code, { rounding: 'down' }).minor).toBeTypeOf('bigint');
  });

  test.each<[RoundingMode, bigint]>([
    ['halfUp', 101n],
    ['halfEven', 100n],
    ['floor', 100n],
  ])('1.005 EUR by %s is %s cents', (rounding, minor) => {
    expect(money('1.005', 'EUR', { rounding }).minor).toBe(minor);
  });

  test('a currency of one’s own has up to 18 decimals and needs no registry', () => {
    expect(money('1.000000000000000001', ether).minor).toBe(10n ** 18n + 1n);
    expect(formatMoney(money('0.1', ether))).toBe('0.100000000000000000');
    expect(() => money('1', 'ETH')).toThrow(coded('KERNEL_UNKNOWN_CURRENCY'));
  });
});

describe('arithmetic of one currency', () => {
  const [a, b] = [money('10.00', 'EUR'), money('2.50', 'EUR')];
  test('adds, subtracts, negates, compares and sums', () => {
    expect(formatMoney(addMoney(a, b))).toBe('12.50');
    expect(formatMoney(subtractMoney(b, a))).toBe('-7.50');
    expect(formatMoney(negateMoney(a))).toBe('-10.00');
    expect([compareMoney(a, b), compareMoney(b, a), compareMoney(a, a)]).toEqual([1, -1, 0]);
    expect(sumMoney([a, b, b], 'EUR')).toEqual(money(15, 'EUR'));
    expect(sumMoney([], 'JPY')).toEqual(moneyOfMinor(0n, 'JPY'));
    expect(amountOf(b).times(2).toFixed()).toBe('5');
  });
  test('refuses to mix currencies, or two exponents of one code', () => {
    const dollars = money(1, 'USD');
    const cents = money(1, { code: 'EUR', exponent: 4 });
    for (const other of [dollars, cents]) {
      expect(() => addMoney(a, other)).toThrow(coded('KERNEL_CURRENCY_MISMATCH'));
      expect(() => subtractMoney(a, other)).toThrow(coded('KERNEL_CURRENCY_MISMATCH'));
      expect(() => compareMoney(a, other)).toThrow(coded('KERNEL_CURRENCY_MISMATCH'));
      expect(() => sumMoney([a, other], 'EUR')).toThrow(coded('KERNEL_CURRENCY_MISMATCH'));
    }
    expect(() => addMoney(a, cents)).toThrow(/exponent 2.*exponent 4/);
  });
});

describe('rates', () => {
  test.each<[RoundingMode, string]>([
    ['floor', '68.50'],
    ['halfEven', '68.50'],
    ['ceiling', '68.51'],
  ])('l02: 75.00 USD × 0.91337 by %s is %s', (mode, text) => {
    expect(formatMoney(multiplyMoney(money('75.00', 'USD'), '0.91337', mode))).toBe(text);
  });
  test('converts between exponents with one rounding: 100 EUR at 157.204 JPY', () => {
    expect(formatMoney(convertMoney(money(100, 'EUR'), 'JPY', '157.204', 'halfEven'))).toBe(
      '15720',
    );
    expect(formatMoney(convertMoney(money(15720, 'JPY'), 'BHD', '1/417.5', 'up'))).toBe('37.653');
  });
  test('a third is not rounded before use: 3.00 × 1/3 is 1.00', () => {
    expect(formatMoney(multiplyMoney(money(3, 'EUR'), '1/3', 'down'))).toBe('1.00');
  });
  test('rounds cash to five centimes', () => {
    expect(formatMoney(roundMoney(money('7.48', 'CHF'), 5n, 'halfUp'))).toBe('7.50');
    expect(formatMoney(roundMoney(money('-7.42', 'CHF'), 5n, 'halfUp'))).toBe('-7.40');
  });
});

test('shares out an amount to the last cent', () => {
  expect(allocateMoney(money('100.00', 'EUR'), [1, 1, 1]).map(formatMoney)).toEqual([
    '33.34',
    '33.33',
    '33.33',
  ]);
});

describe('JSON', () => {
  test('is text both ways, with all decimals of the currency', () => {
    const json = JSON.parse(JSON.stringify(moneyToJson(money('-12.3', 'EUR')))) as unknown;
    expect(json).toEqual({ amount: '-12.30', currency: 'EUR' });
    expect(moneyFromJson(json)).toEqual(money('-12.3', 'EUR'));
    expect(moneyFromJson(moneyToJson(money('0.5', ether)), [ether])).toEqual(money('0.5', ether));
  });
  test.each([
    [null, 'KERNEL_BAD_MONEY'],
    [{ amount: 12.3, currency: 'EUR' }, 'KERNEL_BAD_MONEY'],
    [{ amount: '12.3' }, 'KERNEL_BAD_MONEY'],
    [{ amount: '12.345', currency: 'EUR' }, 'KERNEL_MONEY_TOO_PRECISE'],
    [{ amount: 'x', currency: 'EUR' }, 'KERNEL_BAD_DECIMAL'],
    [{ amount: '1', currency: 'EURO' }, 'KERNEL_UNKNOWN_CURRENCY'],
  ])('refuses %j by %s', (json, code) => {
    expect(() => moneyFromJson(json)).toThrow(coded(code));
  });
});

describe('currency', () => {
  test.each<[string, string, number]>([
    ['EUR', '978', 2],
    ['JPY', '392', 0],
    ['ISK', '352', 0],
    ['KRW', '410', 0],
    ['UGX', '800', 0],
    ['HUF', '348', 2],
    ['MGA', '969', 2],
    ['MRU', '929', 2],
    ['BHD', '048', 3],
    ['IQD', '368', 3],
    ['TND', '788', 3],
    ['CLF', '990', 4],
    ['UYW', '927', 4],
    ['UYI', '940', 0],
    ['XCG', '532', 2],
  ])('ISO 4217: %s is %s with %i decimals', (code, numeric, exponent) => {
    expect(isoCurrencies().find((row) => row.code === code)).toMatchObject({ numeric, exponent });
    expect(currency(code)).toEqual({ code, exponent });
  });

  test('every ISO currency has a code, a number and 0 to 4 decimals or none, in order', () => {
    const rows = isoCurrencies();
    expect(rows.length).toBeGreaterThan(170);
    expect(rows.map((row) => row.code)).toEqual(
      [...new Set(rows.map((row) => row.code))].toSorted(),
    );
    for (const { code, numeric, exponent, name } of rows) {
      expect(code).toMatch(/^[A-Z]{3}$/);
      expect(numeric).toMatch(/^\d{3}$/);
      expect([null, 0, 2, 3, 4]).toContain(exponent);
      expect(name).not.toBe('');
    }
  });

  test.each(['XAU', 'XDR', 'XXX', 'XTS'])('%s has no minor unit and needs a definition', (code) => {
    expect(() => currency(code)).toThrow(coded('KERNEL_NO_MINOR_UNIT'));
    expect(currency(code, [defineCurrency({ code, exponent: 6 })]).exponent).toBe(6);
  });

  test.each(['DEM', 'HRK', 'ZWL', 'eur', ''])('%s is not in force and unknown', (code) => {
    expect(() => currency(code)).toThrow(coded('KERNEL_UNKNOWN_CURRENCY'));
  });

  test('an own definition goes before the standard', () => {
    const own = [defineCurrency({ code: 'HUF', exponent: 0 })];
    expect(currency('HUF', own).exponent).toBe(0);
    expect(currency('HUF').exponent).toBe(2);
    expect(sameCurrency(currency('HUF'), currency('HUF', own))).toBe(false);
  });

  test.each([
    ['', 2],
    ['A B', 2],
    ['X'.repeat(25), 2],
    ['BTC', 19],
    ['BTC', -1],
    ['BTC', 1.5],
  ])('the definition of %j with %d decimals is refused', (code, exponent) => {
    expect(() => defineCurrency({ code, exponent })).toThrow(coded('KERNEL_BAD_CURRENCY'));
  });
});
