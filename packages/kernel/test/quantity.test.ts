import {
  type DecimalInput,
  formatQuantity,
  parseQuantity,
  type RoundingMode,
  ratio,
  ratioScaler,
  roundQuantity,
  scaleByRatio,
} from '@kontor/kernel';
import { describe, expect, test } from 'vitest';

const coded = (code: string): unknown => expect.objectContaining({ code });

describe('parseQuantity', () => {
  test.each<[DecimalInput, number, number]>([
    ['2.5', 3, 2500],
    ['-0.000001', 6, -1],
    ['0012.50', 1, 125],
    [2.5, 1, 25],
    [0.1, 1, 1],
    [12n, 0, 12],
    ['1e3', 2, 100_000],
    ['-0', 3, 0],
    [-0, 3, 0],
    ['9007199254740991', 0, Number.MAX_SAFE_INTEGER],
    ['-9007199254.740991', 6, -Number.MAX_SAFE_INTEGER],
  ])('%s with %i decimals is %i steps', (value, decimals, steps) => {
    expect(parseQuantity(value, decimals)).toBe(steps);
  });

  test.each<[DecimalInput, number, string]>([
    ['0.001', 2, 'KERNEL_QUANTITY_TOO_PRECISE'],
    [0.5, 0, 'KERNEL_QUANTITY_TOO_PRECISE'],
    ['1e-7', 6, 'KERNEL_QUANTITY_TOO_PRECISE'],
    ['9007199254740992', 0, 'KERNEL_QUANTITY_TOO_LARGE'],
    [-(2 ** 53), 0, 'KERNEL_QUANTITY_TOO_LARGE'],
    ['9007199254.740992', 6, 'KERNEL_QUANTITY_TOO_LARGE'],
    [1e300, 0, 'KERNEL_QUANTITY_TOO_LARGE'],
    [Number.NaN, 2, 'KERNEL_BAD_DECIMAL'],
    [Number.POSITIVE_INFINITY, 2, 'KERNEL_BAD_DECIMAL'],
    ['many', 2, 'KERNEL_BAD_DECIMAL'],
  ])('%s with %i decimals is refused by %s, with its path', (value, decimals, code) => {
    const parse = (): unknown => parseQuantity(value, decimals, 'stock.4.quantity');
    expect(parse).toThrow(coded(code));
    expect(parse).toThrow(/stock\.4\.quantity/);
  });

  test.each([-1, 7, 1.5, Number.NaN])('%d decimals are refused', (decimals) => {
    expect(() => parseQuantity('1', decimals)).toThrow(coded('KERNEL_BAD_SCALE'));
    expect(() => formatQuantity(1, decimals)).toThrow(coded('KERNEL_BAD_SCALE'));
  });

  test('n11: a kilogram in millionths passes 2^31 at 2,147 kg, and nothing wraps here', () => {
    expect(2_147_483_648 | 0).toBe(-2_147_483_648);
    const wrapped = BigInt64Array.of(2n ** 63n - 1n);
    wrapped[0]! += 1n;
    expect(wrapped[0]).toBe(-(2n ** 63n));
    expect(parseQuantity('2147.483648', 6)).toBe(2_147_483_648);
  });
});

test.each<[string, number, RoundingMode, number]>([
  ['0.3331', 3, 'up', 334],
  ['0.3331', 3, 'down', 333],
  ['-2.5', 0, 'halfEven', -2],
  ['4', 0, 'up', 4],
])('roundQuantity: %s with %i decimals by %s is %i steps', (value, decimals, mode, steps) => {
  expect(roundQuantity(value, decimals, mode)).toBe(steps);
});

test.each<[number | bigint, number, string]>([
  [2500, 3, '2.5'],
  [-5, 2, '-0.05'],
  [1000, 3, '1'],
  [100, 0, '100'],
  [-0, 2, '0'],
  [2n ** 64n, 6, '18446744073709.551616'],
])('formatQuantity: %s with %i decimals prints %s', (steps, decimals, text) => {
  expect(formatQuantity(steps, decimals)).toBe(text);
});

test.each([0.5, Number.NaN, 2 ** 54])('%d is no number of steps', (steps) => {
  expect(() => formatQuantity(steps, 0)).toThrow(coded('KERNEL_NOT_SCALED'));
  expect(() => scaleByRatio(steps, ratio(1), 'up')).toThrow(coded('KERNEL_NOT_SCALED'));
});

describe('scaleByRatio', () => {
  test.each<[number, string, RoundingMode, number]>([
    [10, '1/3', 'up', 4],
    [10, '1/3', 'down', 3],
    [-10, '1/3', 'up', -4],
    [-1, '1/3', 'down', 0],
    [0, '7/2', 'up', 0],
    [2 ** 52, '3/2', 'down', 6_755_399_441_055_744],
    [Number.MAX_SAFE_INTEGER, '1000003/1000003', 'up', Number.MAX_SAFE_INTEGER],
    [Number.MAX_SAFE_INTEGER, '0.999999999999', 'down', 9_007_199_254_731_983],
  ])('%d × %s by %s is %d', (steps, factor, mode, result) => {
    expect(scaleByRatio(steps, ratio(factor), mode)).toBe(result);
    expect(ratioScaler(ratio(factor), mode)(steps)).toBe(result);
  });
  test('a result beyond 2^53 is refused', () => {
    expect(() => scaleByRatio(2 ** 52, ratio(2), 'up')).toThrow(coded('KERNEL_QUANTITY_TOO_LARGE'));
  });
});
