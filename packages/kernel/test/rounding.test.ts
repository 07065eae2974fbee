import {
  type DecimalInput,
  divideRounded,
  type RoundingMode,
  ratio,
  roundDecimal,
  roundRatio,
  roundingModes,
} from '@kontor/kernel';
import { describe, expect, test } from 'vitest';
import { divideRoundedNumber } from '../src/rounding.ts';

/** The fractions of IEEE 754's table of directions, and what each mode makes of them. */
const GRID = `
  value      halfEven  halfUp  halfDown   up  down  ceiling  floor
  0.5               0       1         0    1     0        1      0
  1.5               2       2         1    2     1        2      1
  2.5               2       3         2    3     2        3      2
  -0.5              0      -1         0   -1     0        0     -1
  -1.5             -2      -2        -1   -2    -1       -1     -2
  -2.5             -2      -3        -2   -3    -2       -2     -3
  0.4               0       0         0    1     0        1      0
  -0.4              0       0         0   -1     0        0     -1
  0.6               1       1         1    1     0        1      0
  -1.6             -2      -2        -2   -2    -1       -1     -2
  3                 3       3         3    3     3        3      3
  -3               -3      -3        -3   -3    -3       -3     -3
`;

const [header, ...lines] = GRID.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const cells = lines.flatMap(([value, ...results]) =>
  results.map((result, column) => [value!, header![column + 1]! as RoundingMode, result] as const),
);

describe('rounding to whole numbers', () => {
  test('the grid names every mode', () => {
    expect(header!.slice(1)).toEqual([...roundingModes]);
  });
  test.each(cells)(
    'n1, l01: %s by %s is %s, in bigint, double and decimal alike',
    (value, mode, result) => {
      expect(String(roundRatio(ratio(value), mode))).toBe(result);
      const { numerator, denominator } = ratio(value);
      const double = divideRoundedNumber(Number(numerator), Number(denominator), mode);
      expect(Object.is(double, -0)).toBe(false);
      expect(String(double)).toBe(result);
      expect(roundDecimal(value, 0, mode).toString()).toBe(result);
    },
  );
});

describe('roundDecimal', () => {
  test.each<[DecimalInput, number, RoundingMode, string]>([
    ['2.675', 2, 'halfEven', '2.68'],
    ['1.005', 2, 'halfUp', '1.01'],
    ['1.005', 2, 'halfEven', '1'],
    ['0.125', 2, 'halfUp', '0.13'],
    ['0.125', 2, 'halfEven', '0.12'],
    ['7.481', 2, 'floor', '7.48'],
    ['-7.481', 2, 'floor', '-7.49'],
    ['7.481', 2, 'ceiling', '7.49'],
    ['-7.481', 2, 'ceiling', '-7.48'],
  ])('n1, l01: %s to %i decimals by %s is %s', (value, decimals, mode, result) => {
    expect(roundDecimal(value, decimals, mode).toFixed()).toBe(result);
  });
  test('refuses decimals that are no count', () => {
    expect(() => roundDecimal('1', -1, 'up')).toThrow(
      expect.objectContaining({ code: 'KERNEL_BAD_SCALE' }),
    );
  });
});

test('a division by zero and an unknown mode are refused by code', () => {
  const mode = 'nearest' as RoundingMode;
  expect(() => divideRounded(1n, 0n, 'up')).toThrow(
    expect.objectContaining({ code: 'KERNEL_DIVISION_BY_ZERO' }),
  );
  expect(() => divideRounded(1n, 2n, mode)).toThrow(
    expect.objectContaining({ code: 'KERNEL_BAD_ROUNDING' }),
  );
  expect(() => roundDecimal('0.5', 0, mode)).toThrow(
    expect.objectContaining({ code: 'KERNEL_BAD_ROUNDING' }),
  );
});
