import { fc, test as propertyTest } from '@fast-check/vitest';
import { type Decimal, divideRatios, multiplyRatios, ratio, ratioToDecimal } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';
import {
  correlation,
  type Moments,
  type PairMoments,
  populationCovariance,
  populationDeviation,
  populationVariance,
  regression,
  sampleCovariance,
  sampleDeviation,
  sampleVariance,
  STATISTIC_DIGITS,
  weightedAverage,
} from '../../src/aggregate/statistics.ts';
import { slowJoint } from '../oracle/slow-statistics.ts';

const total = (values: readonly bigint[]): bigint => values.reduce((sum, x) => sum + x, 0n);

const momentsOf = (values: readonly bigint[], scale = 0): Moments => ({
  count: BigInt(values.length),
  sum: total(values),
  squares: total(values.map((x) => x * x)),
  scale,
});

const pairsOf = (
  x: readonly bigint[],
  y: readonly bigint[],
  { scaleX, scaleY } = { scaleX: 0, scaleY: 0 },
): PairMoments => ({
  count: BigInt(x.length),
  sumX: total(x),
  sumY: total(y),
  squaresX: total(x.map((value) => value * value)),
  squaresY: total(y.map((value) => value * value)),
  products: total(x.map((value, index) => value * y[index]!)),
  scaleX,
  scaleY,
});

const shown = (value: Decimal | null | undefined, decimals: number): string | undefined =>
  value?.toFixed(decimals);

/** Sales in cents and units of CA, OR and WA, FoodMart 1997. */
const SALES = [15_916_784n, 14_227_707n, 26_379_322n];
const UNITS = [74_748n, 67_659n, 124_366n];

describe('variance and deviation', () => {
  // ST1: Mondrian FunctionTest.testStdevP and testStdev.
  test('sales of three states: σ 53,746.2587 of a population, 65,825.4548 of a sample', () => {
    const moments = momentsOf(SALES, 2);
    expect(shown(populationDeviation(moments), 4)).toBe('53746.2587');
    expect(shown(sampleDeviation(moments), 4)).toBe('65825.4548');
  });

  // PC1 of the dossier.
  test('10, 20, 30, 50: σ 14.7902 of a population, 17.0783 of a sample', () => {
    const moments = momentsOf([10n, 20n, 30n, 50n]);
    expect(populationVariance(moments)?.toFixed()).toBe('218.75');
    expect(shown(sampleVariance(moments), 6)).toBe('291.666667');
    expect(shown(populationDeviation(moments), 4)).toBe('14.7902');
    expect(shown(sampleDeviation(moments), 4)).toBe('17.0783');
  });

  test.each([
    ['no values', [], null, null],
    ['one value', [7n], '0', null],
    ['two equal values', [7n, 7n], '0', '0'],
  ])('%s', (_, values, population, sample) => {
    const moments = momentsOf(values);
    expect(populationVariance(moments)?.toFixed() ?? null).toBe(population);
    expect(populationDeviation(moments)?.toFixed() ?? null).toBe(population);
    expect(sampleVariance(moments)?.toFixed() ?? null).toBe(sample);
    expect(sampleDeviation(moments)?.toFixed() ?? null).toBe(sample);
  });

  // N. Higham, "Accuracy and Stability of Numerical Algorithms", section 1.9: three numbers near
  // 10^4 of variance 1 give 0 by Σx² − n·x̄² in single precision; here near 10^15.
  test('nothing cancels out: 10^15 and the two beside it have variance 1', () => {
    expect(
      sampleVariance(momentsOf([10n ** 15n - 1n, 10n ** 15n, 10n ** 15n + 1n]))?.toFixed(),
    ).toBe('1');
  });

  test('results have 34 digits', () => {
    expect(STATISTIC_DIGITS).toBe(34);
    expect(populationVariance(momentsOf([0n, 0n, 1n]))?.toFixed()).toBe(`0.${'2'.repeat(34)}`);
  });
});

describe('covariance, correlation, regression', () => {
  // ST1: Mondrian FunctionTest.testCovariance.
  test('units and sales of three states: covariance 1,355,761,899.0467', () => {
    const moments = pairsOf(UNITS, SALES, { scaleX: 0, scaleY: 2 });
    expect(shown(populationCovariance(moments), 4)).toBe('1355761899.0467');
    expect(shown(sampleCovariance(moments), 4)).toBe('2033642848.5700');
  });

  // TI9: Mondrian FunctionTest.testLinRegPointQuarter.
  test('sales over the quarters 1 to 4: slope 4,673.543, intercept 129,625.675', () => {
    const sales = [13_962_835n, 13_266_627n, 14_027_189n, 15_267_162n];
    const line = regression(pairsOf([1n, 2n, 3n, 4n], sales, { scaleX: 0, scaleY: 2 }));
    expect(line?.slope.toFixed()).toBe('4673.543');
    expect(line?.intercept.toFixed()).toBe('129625.675');
    expect(shown(line?.rSquared, 10)).toBe('0.5257911212');
  });

  test('a falling line: correlation −1, all explained', () => {
    const moments = pairsOf([1n, 2n, 3n], [30n, 20n, 10n]);
    expect(correlation(moments)?.toFixed()).toBe('-1');
    expect(regression(moments)).toMatchObject({ rSquared: expect.anything() as unknown });
    expect(regression(moments)?.rSquared.toFixed()).toBe('1');
  });

  test('where x does not vary there is no line; where y does not, it is flat and explains all', () => {
    expect(regression(pairsOf([5n, 5n], [1n, 2n]))).toBeNull();
    expect(correlation(pairsOf([5n, 5n], [1n, 2n]))).toBeNull();
    expect(correlation(pairsOf([1n, 2n], [5n, 5n]))).toBeNull();
    const flat = regression(pairsOf([1n, 2n], [5n, 5n]));
    expect([flat?.slope, flat?.intercept, flat?.rSquared].map(String)).toEqual(['0', '5', '1']);
    expect(regression(pairsOf([], []))).toBeNull();
  });
});

describe('weightedAverage', () => {
  // WM1 of the dossier: a missing weight counts 0, not 1 (evidence-dev/evidence#2081).
  test('10, 20, 90 with the weights 1, 3 and none: 17.5', () => {
    expect(weightedAverage({ weighted: 10n + 60n, weights: 4n, scale: 0 })?.toFixed()).toBe('17.5');
  });

  test('weights that sum to 0 have no average', () => {
    expect(weightedAverage({ weighted: 5n, weights: 0n, scale: 2 })).toBeNull();
  });
});

const pairs = fc.array(
  fc.tuple(
    fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
    fc.oneof(fc.bigInt({ min: -9n, max: 9n }), fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n })),
  ),
  { minLength: 2, maxLength: 12 },
);

propertyTest.prop([pairs])(
  'property: results equal those of the deviations from the mean, to 34 digits',
  (list) => {
    const [x, y] = [list.map(([a]) => a), list.map(([, b]) => b)];
    const moments = pairsOf(x, y);
    const n = ratio(list.length);
    const digits = (value: ReturnType<typeof ratio>): string =>
      ratioToDecimal(value).toSignificantDigits(34).toFixed();
    expect(populationVariance(momentsOf(x))?.toFixed()).toBe(
      digits(divideRatios(slowJoint(x, x), n)),
    );
    expect(populationCovariance(moments)?.toFixed()).toBe(digits(divideRatios(slowJoint(x, y), n)));
    fc.pre(slowJoint(x, x).numerator !== 0n);
    const slope = divideRatios(slowJoint(x, y), slowJoint(x, x));
    expect(regression(moments)?.slope.toFixed()).toBe(digits(slope));
    fc.pre(slowJoint(y, y).numerator !== 0n);
    const explained = divideRatios(multiplyRatios(slope, slowJoint(x, y)), slowJoint(y, y));
    expect(regression(moments)?.rSquared.toFixed()).toBe(digits(explained));
  },
);

propertyTest.prop([pairs])(
  'property: correlation is within ±1, the same both ways, and its square is explained',
  (list) => {
    const [x, y] = [list.map(([a]) => a), list.map(([, b]) => b)];
    const found = correlation(pairsOf(x, y));
    expect(correlation(pairsOf(y, x))?.toFixed()).toBe(found?.toFixed());
    if (found === null) return;
    expect(found.abs().lte(1)).toBe(true);
    const explained = regression(pairsOf(x, y))!.rSquared;
    expect(found.times(found).minus(explained).abs().toNumber()).toBeLessThan(1e-32);
  },
);
