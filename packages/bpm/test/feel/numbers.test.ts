/**
 * Numbers of FEEL against decimal.js at 34 digits, which knows no doubles.
 */
import { fc, test as propertyTest } from '@fast-check/vitest';
import { Decimal as GlobalDecimal } from 'decimal.js';
import { describe, expect, test } from 'vitest';
import {
  add,
  compareNumbers,
  decimalOf,
  divide,
  type FeelNumber,
  floorModulo,
  jsonOfNumber,
  multiply,
  numberOfDouble,
  numberOfText,
  roundNumber,
  sameNumber,
  subtract,
  textOfNumber,
} from '../../src/feel/number.ts';
import { evaluate } from './table.ts';

const Oracle = GlobalDecimal.clone({
  precision: 34,
  rounding: GlobalDecimal.ROUND_HALF_EVEN,
  maxE: 6144,
  minE: -6176,
});

/** Small integers, integers about 2^53, and fractions: where the two forms of a number meet. */
const numberText = fc.oneof(
  fc.integer({ min: -20, max: 20 }).map(String),
  fc.maxSafeInteger().map(String),
  fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }).map(String),
  fc.bigInt({ min: -(10n ** 33n), max: 10n ** 33n }).map(String),
  fc
    .tuple(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: -8, max: 8 }))
    .map(([digits, exponent]) => `${digits}e${exponent}`),
);

const OPERATORS = [
  ['+', add, 'plus'],
  ['-', subtract, 'minus'],
  ['*', multiply, 'times'],
  ['/', divide, 'div'],
] as const;

function expectSame(mine: FeelNumber | null, theirs: GlobalDecimal): void {
  if (mine === null) expect(theirs.isFinite()).toBe(false);
  else expect(decimalOf(mine).eq(theirs), `${textOfNumber(mine)} is ${theirs}`).toBe(true);
}

/** A safe integer is a double, never -0; everything else is a decimal. */
function expectOneForm(value: FeelNumber | null): void {
  if (value === null) return;
  if (typeof value === 'number') {
    expect(Number.isSafeInteger(value) && !Object.is(value, -0)).toBe(true);
  } else {
    expect(value.isInteger() && value.abs().lt(2 ** 53)).toBe(false);
  }
}

describe('numbers', () => {
  propertyTest.prop([numberText, numberText])(
    'property: arithmetic equals that of decimal.js, and every result has its one form',
    (a, b) => {
      const [x, y] = [numberOfText(a)!, numberOfText(b)!];
      for (const [, mine, theirs] of OPERATORS) {
        const result = mine(x, y);
        expectSame(result, new Oracle(a)[theirs](b));
        expectOneForm(result);
      }
      expect(Math.sign(compareNumbers(x, y))).toBe(new Oracle(a).cmp(b));
      expect(sameNumber(x, y)).toBe(new Oracle(a).eq(b));
    },
  );

  propertyTest.prop([numberText, numberText])(
    'property: the operators of an expression are those of the numbers',
    (a, b) => {
      for (const [sign, mine] of OPERATORS) {
        const { value } = evaluate(`(${a}) ${sign} (${b})`);
        const expected = mine(numberOfText(a)!, numberOfText(b)!);
        expect(value).toBe(expected === null ? null : jsonOfNumber(expected));
      }
    },
  );

  propertyTest.prop([numberText, numberText])(
    'property: a modulo lies between zero and its divisor',
    (a, b) => {
      const [x, y] = [numberOfText(a)!, numberOfText(b)!];
      const rest = floorModulo(x, y);
      if (rest === null) {
        expect(y).toBe(0);
        return;
      }
      const sign = Math.sign(compareNumbers(y, 0));
      if (rest !== 0) expect(Math.sign(compareNumbers(rest, 0))).toBe(sign);
      // The rest of a tiny dividend may round to the divisor.
      expect(decimalOf(rest).abs().lte(decimalOf(y).abs())).toBe(true);
      expectOneForm(rest);
    },
  );

  propertyTest.prop([numberText, fc.integer({ min: -5, max: 10 })])(
    'property: rounding half even to a scale is that of decimal.js',
    (a, scale) => {
      const unit = new Oracle(10).pow(-scale);
      const expected = new Oracle(a).toNearest(unit, GlobalDecimal.ROUND_HALF_EVEN);
      expectSame(roundNumber(numberOfText(a)!, scale, 'halfEven'), expected);
    },
  );

  propertyTest.prop([fc.double({ noNaN: true, noDefaultInfinity: true })])(
    'property: a number of JSON comes back as it went in',
    (double) => {
      const expected = double === 0 ? 0 : double;
      expect(jsonOfNumber(numberOfDouble(double)!)).toBe(expected);
      expect(evaluate('x', { x: double }).value).toBe(expected);
    },
  );

  propertyTest.prop([numberText])('property: what is no double goes out as its text', (a) => {
    const json = jsonOfNumber(numberOfText(a)!);
    expect(new Oracle(json).eq(new Oracle(a))).toBe(true);
  });

  test('no number of JavaScript that is none becomes a number', () => {
    expect(evaluate('x', { x: Number.NaN }).value).toBeNull();
    expect(evaluate('x', { x: Number.POSITIVE_INFINITY }).value).toBeNull();
  });

  test.each(['', '1_000', '0x10', 'Infinity', '1e', '.', '1,5'])('%j is no number', (text) => {
    expect(numberOfText(text)).toBeNull();
  });
});
