import {
  addRatios,
  compareRatios,
  divideRatios,
  formatRatio,
  invertRatio,
  multiplyRatios,
  type RatioInput,
  ratio,
  ratioToDecimal,
} from '@kontor/kernel';
import { expect, test } from 'vitest';

test.each<[RatioInput, string]>([
  ['12', '12'],
  ['0.25', '1/4'],
  ['1/3', '1/3'],
  [' 2 / 6 ', '1/3'],
  ['0.5/1.5', '1/3'],
  ['1/-3', '-1/3'],
  ['-0', '0'],
  [0.1, '1/10'],
  [{ numerator: 4n, denominator: -8n }, '-1/2'],
])('ratio reads %s as %s, in lowest terms', (value, text) => {
  expect(formatRatio(ratio(value))).toBe(text);
});

test.each<[string, string]>([
  ['1/0', 'KERNEL_DIVISION_BY_ZERO'],
  ['1/2/3', 'KERNEL_BAD_DECIMAL'],
  ['/3', 'KERNEL_BAD_DECIMAL'],
  ['third', 'KERNEL_BAD_DECIMAL'],
])('ratio refuses %s by %s, naming the path', (value, code) => {
  expect(() => ratio(value, 'rates.0')).toThrow(expect.objectContaining({ code }));
  expect(() => ratio(value, 'rates.0')).toThrow(/rates\.0/);
});

test('arithmetic is exact: a third three times is one', () => {
  const third = ratio('1/3');
  expect(addRatios(addRatios(third, third), third)).toEqual(ratio(1));
  expect(multiplyRatios(third, invertRatio(third))).toEqual(ratio(1));
  expect(divideRatios(third, ratio('2/3'))).toEqual(ratio('0.5'));
  expect(compareRatios(third, ratio('0.3333'))).toBe(1);
  expect(compareRatios(ratio('-1/3'), third)).toBe(-1);
  expect(compareRatios(third, ratio('2/6'))).toBe(0);
  expect(ratioToDecimal(third).toFixed()).toBe(`0.${'3'.repeat(40)}`);
  expect(() => invertRatio(ratio(0))).toThrow(
    expect.objectContaining({ code: 'KERNEL_DIVISION_BY_ZERO' }),
  );
});
