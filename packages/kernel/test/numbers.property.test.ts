/** Laws of the kernel's numbers, and agreement with their slow twins in oracle/. */
import { fc, test } from '@fast-check/vitest';
import {
  addToSum,
  allocate,
  allocationPolicies,
  convertMoney,
  decimal,
  divideRounded,
  emptySum,
  formatMoney,
  formatQuantity,
  formatRatio,
  invertRatio,
  mergeSum,
  money,
  moneyFromJson,
  moneyOfMinor,
  moneyToJson,
  multiplyRatios,
  parseQuantity,
  ratio,
  roundDecimal,
  roundingModes,
  scaleByRatio,
  sumScaled,
  sumValue,
  toText,
  unitTable,
} from '@kontor/kernel';
import { expect } from 'vitest';
import { divideRoundedNumber } from '../src/rounding.ts';
import { allocateByHand, roundByNeighbours, sumByBigint } from './oracle/exact.ts';

const mode = fc.constantFrom(...roundingModes);
const whole = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const aboveZero = fc.bigInt({ min: 1n, max: 10n ** 12n });
/** Few bits half of the time: halves and ties are common there. */
const small = fc.bigInt({ min: -40n, max: 40n });
const step = fc.maxSafeInteger();
const fraction = fc
  .tuple(aboveZero, aboveZero)
  .map(([numerator, denominator]) => ratio({ numerator, denominator }));

test.prop([fc.oneof(whole, small), fc.oneof(aboveZero, fc.bigInt({ min: 1n, max: 12n })), mode])(
  'property: divideRounded equals the choice between both neighbours, and mirrors the sign of both',
  (numerator, denominator, mode) => {
    const expected = roundByNeighbours(numerator, denominator, mode);
    expect(divideRounded(numerator, denominator, mode)).toBe(expected);
    expect(divideRounded(-numerator, -denominator, mode)).toBe(expected);
  },
);

test.prop([
  fc.oneof(step, fc.integer({ min: -40, max: 40 })),
  fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })),
  mode,
])('property: rounding in doubles equals rounding in bigint', (numerator, denominator, mode) => {
  const result = divideRoundedNumber(numerator, denominator, mode);
  expect(result).toBe(Number(roundByNeighbours(BigInt(numerator), BigInt(denominator), mode)));
});

test.prop([whole, fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }), mode])(
  'property: roundDecimal equals the same division in bigint',
  (coefficient, decimals, keep, mode) => {
    const value = decimal(coefficient).times(decimal(`1e-${decimals}`));
    const drop = Math.max(0, decimals - keep);
    const expected = divideRounded(coefficient, 10n ** BigInt(drop), mode);
    expect(roundDecimal(value, keep, mode).toFixed()).toBe(
      toText(`${expected}e-${decimals - drop}`),
    );
  },
);

test.prop([fc.array(fc.oneof(step, fc.integer({ min: -9, max: 9 })), { maxLength: 60 }), fc.nat()])(
  'property: sums equal bigint, in any order and over any split',
  (values, at) => {
    const exact = sumByBigint(values);
    expect(BigInt(sumScaled(Float64Array.from(values)))).toBe(exact);
    expect(BigInt(sumScaled(Float64Array.from(values).toReversed()))).toBe(exact);
    const cut = at % (values.length + 1);
    const [left, right] = [emptySum(), emptySum()];
    addToSum(left, Float64Array.from(values.slice(0, cut)));
    addToSum(right, Float64Array.from(values.slice(cut)));
    mergeSum(right, left);
    expect(BigInt(sumValue(right))).toBe(exact);
  },
);

test.prop([
  fc.oneof(whole, small),
  fc.array(fc.bigInt({ min: 0n, max: 1000n }), { minLength: 1, maxLength: 20 }),
])(
  'property: parts sum to the total, stay within a unit of their share; a reversal mirrors them',
  (total, weights) => {
    fc.pre(weights.some((weight) => weight > 0n));
    const sum = weights.reduce((a, b) => a + b, 0n);
    for (const policy of allocationPolicies) {
      const parts = allocate(total, weights, policy);
      expect(parts.reduce((a, b) => a + b, 0n)).toBe(total);
      expect(allocate(-total, weights, policy)).toEqual(parts.map((part) => -part));
      for (const [line, part] of parts.entries()) {
        const error = part * sum - total * weights[line]!;
        const bound = policy === 'largestRemainder' ? sum - 1n : sum;
        expect(error <= bound && error >= -bound).toBe(true);
        if (weights[line] === 0n) expect(part).toBe(0n);
      }
    }
  },
);

test.prop([
  fc.oneof(whole, small),
  fc.array(fc.bigInt({ min: 0n, max: 20n }), { minLength: 1, maxLength: 12 }),
])('property: largest remainder equals handing out unit by unit', (total, weights) => {
  fc.pre(weights.some((weight) => weight > 0n));
  expect(allocate(total, weights)).toEqual(allocateByHand(total, weights));
});

test.prop([
  fc.bigInt({ min: -1000n, max: 1000n }),
  fc.array(fraction, { minLength: 1, maxLength: 6 }),
  aboveZero,
])('property: only the proportion of the weights counts', (total, weights, scale) => {
  const scaled = weights.map((weight) => multiplyRatios(weight, ratio(scale)));
  expect(allocate(total, scaled)).toEqual(allocate(total, weights));
});

test.prop([step, fc.integer({ min: 0, max: 6 })])(
  'property: quantity → text → quantity is the identity, and so is decimal → text → decimal',
  (steps, decimals) => {
    const text = formatQuantity(steps, decimals);
    expect(parseQuantity(text, decimals)).toBe(steps);
    expect(parseQuantity(decimal(text), decimals)).toBe(steps);
    expect(toText(text)).toBe(text);
  },
);

test.prop([fc.double({ noDefaultInfinity: true, noNaN: true })])(
  'property: a number means the decimal that it prints',
  (value) => {
    expect(decimal(value).toNumber()).toBe(value + 0);
  },
);

test.prop([whole, fc.constantFrom('JPY', 'EUR', 'BHD', 'CLF')])(
  'property: money → text → money and money → JSON → money are the identity',
  (minor, code) => {
    const amount = moneyOfMinor(minor, code);
    expect(money(formatMoney(amount), code)).toEqual(amount);
    expect(moneyFromJson(JSON.parse(JSON.stringify(moneyToJson(amount))))).toEqual(amount);
  },
);

test.prop([whole, fraction, fc.constantFrom('JPY', 'EUR', 'BHD'), mode])(
  'property: a conversion is the exact product, rounded once',
  (minor, rate, code, mode) => {
    const exponent = BigInt(moneyOfMinor(0n, code).currency.exponent);
    const converted = convertMoney(moneyOfMinor(minor, 'EUR'), code, rate, mode);
    const expected = roundByNeighbours(
      minor * rate.numerator * 10n ** exponent,
      rate.denominator * 100n,
      mode,
    );
    expect(converted.minor).toBe(expected);
  },
);

test.prop([fc.oneof(step, fc.integer({ min: -1000, max: 1000 })), fraction, mode])(
  'property: scaleByRatio equals bigint, or refuses what passes 2^53',
  (steps, factor, mode) => {
    const exact = roundByNeighbours(BigInt(steps) * factor.numerator, factor.denominator, mode);
    const scale = (): number => scaleByRatio(steps, factor, mode);
    if (exact > -(2n ** 53n) && exact < 2n ** 53n) expect(scale()).toBe(Number(exact));
    else expect(scale).toThrow(expect.objectContaining({ code: 'KERNEL_QUANTITY_TOO_LARGE' }));
  },
);

test.prop([fraction])(
  'property: a ratio reads back from its text, and twice inverted is itself',
  (value) => {
    expect(ratio(formatRatio(value))).toEqual(value);
    expect(invertRatio(invertRatio(value))).toEqual(value);
  },
);

test.prop([
  fc.array(fc.tuple(fc.nat(), fraction), { minLength: 1, maxLength: 12 }),
  fc.nat(),
  fc.nat(),
])(
  'property: over any tree of units the way there and back is one, and ways compose',
  (links, a, b) => {
    const conversions = links.map(([parent, factor], index) => ({
      unit: `u${index + 1}`,
      of: `u${parent % (index + 1)}`,
      factor,
    }));
    const units = unitTable(conversions);
    const from = `u${a % (links.length + 1)}`;
    const to = `u${b % (links.length + 1)}`;
    const there = units.factor(from, to);
    expect(multiplyRatios(there, units.factor(to, from))).toEqual(ratio(1));
    expect(multiplyRatios(units.factor(from, 'u0'), units.factor('u0', to))).toEqual(there);
  },
);
