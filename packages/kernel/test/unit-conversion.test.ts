import { formatRatio, type UnitConversion, unitContradictions, unitTable } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';

const coded = (code: string): unknown => expect.objectContaining({ code });

const conversions: UnitConversion[] = [
  { unit: 'dozen', of: 'each', factor: 12 },
  { unit: 'gross', of: 'dozen', factor: '12' },
  { unit: 'kg', of: 'g', factor: 1000 },
  { unit: 'lb', of: 'kg', factor: '0.45359237' },
  { unit: 'box', of: 'each', factor: 6 },
  { unit: 'pallet', of: 'each', factor: 48, item: 'X' },
  { unit: 'box', of: 'each', factor: 10, item: 'X' },
  { unit: 'each', of: 'kg', factor: '2.5', item: 'X' },
];

describe('factor', () => {
  const units = unitTable(conversions);
  test.each<[string, string, string | undefined, string]>([
    ['dozen', 'each', undefined, '12'],
    ['each', 'dozen', undefined, '1/12'],
    ['gross', 'each', undefined, '144'],
    ['gross', 'box', undefined, '24'],
    ['lb', 'g', undefined, '45359237/100000'],
    ['box', 'each', undefined, '6'],
    ['box', 'each', 'X', '10'],
    ['each', 'box', 'X', '1/10'],
    ['pallet', 'dozen', 'X', '4'],
    ['gross', 'kg', 'X', '360'],
    ['box', 'each', 'Y', '6'],
    ['each', 'each', undefined, '1'],
    ['unheard-of', 'unheard-of', undefined, '1'],
  ])('1 %s in %s (item %s) is %s', (from, to, item, text) => {
    expect(formatRatio(units.factor(from, to, item))).toBe(text);
    expect(units.converts(from, to, item)).toBe(true);
  });
  test.each<[string, string, string | undefined]>([
    ['kg', 'each', undefined],
    ['pallet', 'each', 'Y'],
    ['each', 'litre', 'X'],
  ])('nothing leads from %s to %s (item %s)', (from, to, item) => {
    expect(units.converts(from, to, item)).toBe(false);
    expect(() => units.factor(from, to, item)).toThrow(
      expect.objectContaining({ code: 'KERNEL_UNIT_MISMATCH', details: { from, to, item } }),
    );
  });
});

describe('steps', () => {
  const units = unitTable(conversions);
  test('rounds once, at the end, or refuses', () => {
    expect(units.steps('2.5', { from: 'dozen', to: 'each', decimals: 0 })).toBe(30);
    expect(units.steps('1/3', { from: 'dozen', to: 'each', decimals: 0 })).toBe(4);
    expect(units.steps(1, { from: 'lb', to: 'kg', decimals: 3, rounding: 'halfEven' })).toBe(454);
    expect(units.steps(1, { from: 'lb', to: 'kg', decimals: 3, rounding: 'down' })).toBe(453);
    const refused = (): unknown =>
      units.steps(1, { from: 'lb', to: 'kg', decimals: 3, path: 'boms.0.lines.1.quantityPer' });
    expect(refused).toThrow(coded('KERNEL_QUANTITY_TOO_PRECISE'));
    expect(refused).toThrow(/boms\.0\.lines\.1/);
  });
  test('refuses what passes 2^53 steps, and what is no number', () => {
    const terms = { from: 'gross', to: 'each', decimals: 6 };
    expect(() => units.steps(10n ** 12n, terms)).toThrow(coded('KERNEL_QUANTITY_TOO_LARGE'));
    expect(() => units.steps('some', terms)).toThrow(coded('KERNEL_BAD_DECIMAL'));
    expect(() => units.steps(1, { ...terms, decimals: 9 })).toThrow(coded('KERNEL_BAD_SCALE'));
  });
});

describe('contradictions', () => {
  test('a second way round with another factor is refused, and named', () => {
    const faulty = [...conversions, { unit: 'gross', of: 'each', factor: 140 }];
    expect(() => unitTable(faulty)).toThrow(coded('KERNEL_UNIT_CONTRADICTION'));
    expect(unitContradictions(faulty)).toEqual([
      {
        loop: ['gross', 'each', 'dozen', 'gross'],
        factor: '1 gross = 12 dozen',
        expected: '1 gross = 35/3 dozen',
        item: undefined,
      },
    ]);
  });
  test('a second way round with the same factor is fine', () => {
    expect(
      unitContradictions([...conversions, { unit: 'gross', of: 'each', factor: '144' }]),
    ).toEqual([]);
  });
  test('an item that contradicts the general ones over three units needs its own for each', () => {
    const box: UnitConversion = { unit: 'gross', of: 'each', factor: 140, item: 'Y' };
    const [fault] = unitContradictions([...conversions, box]);
    expect(fault).toMatchObject({ item: 'Y' });
    expect(new Set(fault!.loop)).toEqual(new Set(['gross', 'dozen', 'each']));
    const mended: UnitConversion = { unit: 'gross', of: 'dozen', factor: '35/3', item: 'Y' };
    expect(unitContradictions([...conversions, box, mended])).toEqual([]);
  });
  test('a unit is one of itself', () => {
    expect(unitContradictions([{ unit: 'each', of: 'each', factor: 1 }])).toEqual([]);
    expect(unitContradictions([{ unit: 'each', of: 'each', factor: 2 }])).toHaveLength(1);
  });
  test.each(['0', '-12'])('a factor of %s is refused', (factor) => {
    expect(() => unitTable([{ unit: 'a', of: 'b', factor }])).toThrow(coded('KERNEL_UNIT_FACTOR'));
  });
  test('a chain of 20,000 units does not overflow the stack', () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => ({
      unit: `u${index}`,
      of: `u${index + 1}`,
      factor: 1,
    }));
    expect(formatRatio(unitTable(chain).factor('u0', 'u20000'))).toBe('1');
  });
});
