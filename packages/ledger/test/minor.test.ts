/**
 * Amounts in minor units: exact on both sides of 2^53.
 */
import { decimal } from '@kontor/kernel';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addMinor,
  inputText,
  magnitudeOf,
  type Minor,
  MinorPairs,
  minorOf,
  minorText,
  negateMinor,
  readMinor,
  subtractMinor,
  SumTable,
} from '../src/minor.ts';

const LAST = Number.MAX_SAFE_INTEGER;

/** Amounts around zero, around 2^53 and far beyond. */
const minors = fc
  .oneof(
    fc.integer({ min: -5, max: 5 }).map(BigInt),
    fc.maxSafeInteger().map(BigInt),
    fc.integer({ min: -5, max: 5 }).map((off) => BigInt(LAST) + BigInt(off)),
    fc.integer({ min: -5, max: 5 }).map((off) => -BigInt(LAST) + BigInt(off)),
    fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n }),
  )
  .map(minorOf);

/** A number where it is exact, never −0, else a bigint. */
function expectNormal(minor: Minor): void {
  if (typeof minor === 'number') {
    expect(Number.isSafeInteger(minor)).toBe(true);
    expect(Object.is(minor, -0)).toBe(false);
  } else expect(Number.isSafeInteger(Number(minor))).toBe(false);
}

describe('readMinor', () => {
  test.each<[string | number | bigint, number, Minor | string]>([
    ['12.34', 2, 1234],
    ['-12.34', 2, -1234],
    ['12', 2, 1200],
    ['12.3', 2, 1230],
    ['12.340', 2, 1234],
    ['0', 2, 0],
    ['-0', 2, 0],
    ['-0.00', 2, 0],
    ['.5', 2, 50],
    ['-.5', 2, -50],
    ['+5', 2, 500],
    [' 5 ', 2, 500],
    ['1e3', 2, 100_000],
    ['007', 0, 7],
    [0.1, 2, 10],
    [-3, 2, -300],
    [10n ** 18n, 2, 10n ** 20n],
    ['90071992547409.91', 2, LAST],
    ['90071992547409.92', 2, 9_007_199_254_740_992n],
    ['-9007199254740993', 0, -9_007_199_254_740_993n],
    ['1.000000000000000001', 18, 1_000_000_000_000_000_001n],
    ['1.005', 2, 'tooFine'],
    ['0.1', 0, 'tooFine'],
    ['1e-9', 2, 'tooFine'],
    ['9'.repeat(38), 0, BigInt('9'.repeat(38))],
    ['9'.repeat(39), 0, 'tooLarge'],
    ['1e37', 2, 'tooLarge'],
    ['1e999', 2, 'tooLarge'],
    ['', 2, 'notANumber'],
    ['-', 2, 'notANumber'],
    ['.', 2, 'notANumber'],
    ['1.2.3', 2, 'notANumber'],
    ['--1', 2, 'notANumber'],
    ['1-', 2, 'notANumber'],
    ['1,5', 2, 'notANumber'],
    ['ten', 2, 'notANumber'],
    ['1e99999999', 2, 'notANumber'],
    [Number.NaN, 2, 'notANumber'],
    [Number.POSITIVE_INFINITY, 2, 'notANumber'],
  ])('%s with %i decimals is %s', (text, exponent, expected) => {
    expect(readMinor(text, exponent)).toBe(expected);
  });

  test('property: what was written is read, whatever its spelling', () => {
    const exponents = fc.integer({ min: 0, max: 18 });
    fc.assert(
      fc.property(minors, exponents, fc.nat({ max: 3 }), (minor, exponent, zeros) => {
        const text = minorText(minor, exponent);
        const long = exponent === 0 ? `${text}.${'0'.repeat(zeros + 1)}` : text + '0'.repeat(zeros);
        const isLarge = String(minor).replace('-', '').length > 38;
        for (const spelling of [text, long, decimal(text)]) {
          expect(readMinor(spelling, exponent)).toBe(isLarge ? 'tooLarge' : minor);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('arithmetic', () => {
  test.each<[Minor, Minor, Minor]>([
    [LAST, 1, 9_007_199_254_740_992n],
    [9_007_199_254_740_992n, -1, LAST],
    [-LAST, -1, -9_007_199_254_740_992n],
    [10n ** 20n, -(10n ** 20n), 0],
    [5, -5, 0],
  ])('%s + %s = %s', (a, b, sum) => {
    expect(addMinor(a, b)).toBe(sum);
    expect(subtractMinor(sum, b)).toBe(a);
  });

  test('property: sums are those of bigints, in the shape that fits', () => {
    fc.assert(
      fc.property(minors, minors, (a, b) => {
        for (const [found, expected] of [
          [addMinor(a, b), BigInt(a) + BigInt(b)],
          [subtractMinor(a, b), BigInt(a) - BigInt(b)],
          [negateMinor(a), -BigInt(a)],
          [magnitudeOf(a), BigInt(a) < 0n ? -BigInt(a) : BigInt(a)],
        ] as const) {
          expect(BigInt(found)).toBe(expected);
          expectNormal(found);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('minorText', () => {
  test.each<[Minor, number, string]>([
    [0, 2, '0.00'],
    [-5, 2, '-0.05'],
    [1234, 2, '12.34'],
    [-1234, 0, '-1234'],
    [7, 3, '0.007'],
    [1n, 18, '0.000000000000000001'],
    [-(10n ** 20n), 18, '-100.000000000000000000'],
  ])('%s with %i decimals is %s', (minor, exponent, text) => {
    expect(minorText(minor, exponent)).toBe(text);
  });
});

describe('inputText', () => {
  test.each([
    ['1.50', '1.50'],
    [0.5, '0.5'],
    [12n, '12'],
    [decimal('1e-9'), '0.000000001'],
    [null, 'null'],
    [undefined, 'undefined'],
  ])('%s', (value, text) => {
    expect(inputText(value)).toBe(text);
  });
});

describe('MinorPairs', () => {
  test('property: is a list of pairs that is cut off now and then', () => {
    const steps = fc.array(fc.oneof(fc.tuple(minors, minors), fc.constant('cut' as const)), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(steps, (all) => {
        const column = new MinorPairs();
        let list: (readonly [Minor, Minor])[] = [];
        for (const step of all) {
          if (step === 'cut') {
            list = list.slice(0, Math.floor(list.length / 2));
            column.truncate(list.length);
          } else {
            list.push(step);
            column.push(...step);
          }
        }
        expect(column.length).toBe(list.length);
        expect(list.map((_, at) => [column.at(at, 0), column.at(at, 1)])).toEqual(list);
      }),
      { numRuns: 200 },
    );
  });
});

describe('SumTable', () => {
  test('property: adds an amount that is its base to three sums of its side', () => {
    const amounts = fc.array(fc.maxSafeInteger(), { maxLength: 20 });
    fc.assert(
      fc.property(amounts, (all) => {
        const [table, twin] = [new SumTable(), new SumTable()];
        for (const one of [table, twin]) one.open(8);
        for (const amount of all) {
          table.addPlain(0, 4, amount);
          const [side, by] = amount > 0 ? [0, amount] : [1, amount === 0 ? 0 : -amount];
          for (const cell of [side, 4 + side, 6 + side]) twin.add(cell, by);
        }
        const cellsOf = (one: SumTable) => Array.from({ length: 8 }, (_, cell) => one.at(cell));
        expect(cellsOf(table)).toEqual(cellsOf(twin));
      }),
      { numRuns: 200 },
    );
  });

  test('property: adds to each cell what was added to it, exactly', () => {
    const moves = fc.array(fc.tuple(fc.nat({ max: 5 }), minors), { maxLength: 60 });
    fc.assert(
      fc.property(moves, (all) => {
        const table = new SumTable();
        const first = table.open(6);
        const sums = [0n, 0n, 0n, 0n, 0n, 0n];
        for (const [cell, by] of all) {
          table.add(first + cell, by);
          sums[cell]! += BigInt(by);
          expect(BigInt(table.at(first + cell))).toBe(sums[cell]);
          expectNormal(table.at(first + cell));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('has room for as many cells as are opened, all at zero', () => {
    const table = new SumTable();
    const firsts = Array.from({ length: 700 }, () => table.open(4));
    firsts.forEach((first, at) => table.add(first + 3, at));
    expect(firsts.every((first, at) => table.at(first + 3) === at)).toBe(true);
    expect(firsts.every((first) => table.at(first) === 0)).toBe(true);
    table.set(firsts[9]!, 10n ** 20n);
    table.set(firsts[9]!, 3);
    expect(table.at(firsts[9]!)).toBe(3);
  });
});
