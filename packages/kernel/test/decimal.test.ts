import { Decimal as GlobalDecimal } from 'decimal.js';
import {
  type DecimalInput,
  decimal,
  fixedText,
  KernelError,
  scaledDecimal,
  toText,
} from '@kontor/kernel';
import { describe, expect, test } from 'vitest';

describe('decimal', () => {
  test.each<[string, DecimalInput, string]>([
    ['text', '12.50', '12.5'],
    ['text with blanks around it', ' 7 ', '7'],
    ['text with an exponent', '1e-9', '0.000000001'],
    ['a number as it prints', 0.1, '0.1'],
    ['a large number', 1e21, '1000000000000000000000'],
    ['a bigint beyond 2^53', 9007199254740993n, '9007199254740993'],
    ['minus zero', -0, '0'],
    ['minus zero as text', '-0.00', '0'],
    ['a decimal of the global class', new GlobalDecimal('1.25'), '1.25'],
    [
      '60 digits, none of them rounded away',
      `0.${'123456'.repeat(10)}`,
      `0.${'123456'.repeat(10)}`,
    ],
  ])('reads %s', (_, value, text) => {
    expect(toText(value)).toBe(text);
  });

  test.each<[string, unknown]>([
    ['not a number', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a global NaN', new GlobalDecimal(Number.NaN)],
    ['empty text', ''],
    ['words', 'twelve'],
    ['hexadecimal', '0x10'],
    ['a comma', '1,5'],
    ['underscores', '1_000'],
    ['a power no plain text should hold', '1e9999'],
    ['null', null],
    ['undefined', undefined],
    ['a boxed number, whose toFixed() rounds', Object(2.5)],
    ['an object', {}],
  ])('refuses %s, naming the path', (_, value) => {
    const read = (): unknown => decimal(value as DecimalInput, 'demands.3.quantity');
    expect(read).toThrow(expect.objectContaining({ code: 'KERNEL_BAD_DECIMAL' }));
    expect(read).toThrow(/demands\.3\.quantity/);
  });

  test('n2: one third has 40 digits here and 20 in the global class, which stays as it was', () => {
    expect(decimal(1).dividedBy(3).toFixed()).toBe(`0.${'3'.repeat(40)}`);
    expect(new GlobalDecimal(1).dividedBy(3).toFixed()).toBe(`0.${'3'.repeat(20)}`);
    expect(GlobalDecimal.precision).toBe(20);
  });

  test('n3: a sum of tenths is exact, where floats make a phantom', () => {
    let float = 0;
    for (let count = 0; count < 1_000_000; count++) float += 0.1;
    expect(float).toBe(100000.00000133288);
    expect(0.1 * 3 > 0.3).toBe(true);
    expect(decimal('0.1').times(1_000_000).toFixed()).toBe('100000');
    expect(decimal(0.1).times(3).equals('0.3')).toBe(true);
  });

  test('a foreign decimal on the right keeps our precision', () => {
    const sum = decimal('1e-30').plus(new GlobalDecimal(1));
    expect(sum.toFixed()).toBe('1.000000000000000000000000000001');
  });

  test('the error is known by code and brand', () => {
    try {
      decimal('x');
      expect.unreachable();
    } catch (error) {
      expect(KernelError.is(error, 'KERNEL_BAD_DECIMAL')).toBe(true);
    }
  });
});

test.each<[DecimalInput, bigint, number]>([
  ['-12.50', -125n, 1],
  ['100', 100n, 0],
  ['0.000', 0n, 0],
  ['-0.05', -5n, 2],
  [1e-7, 1n, 7],
  ['1e3', 1000n, 0],
  ['+4.0', 4n, 0],
])('scaledDecimal splits %s into %s and %i decimals', (value, coefficient, decimals) => {
  expect(scaledDecimal(value)).toEqual({ coefficient, decimals });
});

test.each<[bigint, number, string]>([
  [-5n, 2, '-0.05'],
  [0n, 2, '0.00'],
  [-100n, 2, '-1.00'],
  [9_007_199_254_740_991n, 2, '90071992547409.91'],
  [-9_007_199_254_740_993n, 2, '-90071992547409.93'],
  [1234n, 0, '1234'],
  [10n ** 18n + 1n, 18, '1.000000000000000001'],
])('fixedText prints %s with %i decimals as %s', (coefficient, decimals, text) => {
  expect(fixedText(coefficient, decimals)).toBe(text);
});
