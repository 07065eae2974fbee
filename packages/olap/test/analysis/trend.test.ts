import { fc, test as propertyTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { linearTrend } from '../../src/analysis/linear-trend.ts';
import { normalTails } from '../../src/analysis/normal-distribution.ts';
import { mannKendall, theilSen } from '../../src/analysis/robust-trend.ts';
import { slowLine, slowSlope } from '../oracle/slow-analysis.ts';
import { caught } from './caught.ts';
import { SALES_BY_MONTH, SALES_BY_QUARTER, UNITS_BY_MONTH } from './foodmart-1997.ts';

describe('linearTrend', () => {
  // TI9: Mondrian FunctionTest.testLinRegPointQuarter.
  test('sales of FoodMart over the quarters', () => {
    const trend = linearTrend(SALES_BY_QUARTER)!;
    expect(trend.slope).toBeCloseTo(4673.543, 8);
    expect(trend.intercept).toBeCloseTo(129_625.675, 7);
    expect(trend.rSquared).toBeCloseTo(0.525_791_121_2, 10);
    expect(trend.fitted.map((value) => value.toFixed(2))).toEqual([
      '134299.22',
      '138972.76',
      '143646.30',
      '148319.85',
    ]);
  });

  // TI10: Mondrian FunctionTest.testLinRegPointMonth.
  test('and over the months', () => {
    const trend = linearTrend(SALES_BY_MONTH)!;
    expect(trend.slope).toBeCloseTo(596.148_706_293_7, 8);
    expect(trend.intercept).toBeCloseTo(43_228.210_909_090_9, 7);
    expect(trend.fitted[0]!.toFixed(2)).toBe('43824.36');
    expect(trend.fitted[11]!.toFixed(2)).toBe('50382.00');
  });

  test.each([
    ['a gap keeps its place in time', [10, null, 14], { slope: 2, fitted: [10, 12, 14] }],
    ['equal values: flat, all explained', [7, 7, 7], { slope: 0, intercept: 7, rSquared: 1 }],
    ['one value has no trend', [null, 5], null],
    ['nothing has none', [], null],
  ])('%s', (_, series, expected) => {
    if (expected === null) expect(linearTrend(series)).toBeNull();
    else expect(linearTrend(series)).toMatchObject(expected);
  });

  test('a value that is no number is named by its place', () => {
    expect(caught(() => linearTrend([1, null, Number.NaN]))).toBe('KERNEL_BAD_DECIMAL series.2');
  });
});

describe('theilSen and mannKendall', () => {
  // TI11: by definition.
  test('units of FoodMart by month: 184.5 a month, and no significant trend', () => {
    expect(theilSen(UNITS_BY_MONTH)?.slope).toBe(184.5);
    const found = mannKendall(UNITS_BY_MONTH)!;
    expect(found).toMatchObject({ s: 14, verdict: 'none' });
    expect(found.variance).toBeCloseTo(212.667, 3);
    expect(found.z).toBeCloseTo(0.8914, 4);
    expect(found.pValue).toBeCloseTo(0.3727, 4);
  });

  // By hand: all 45 pairs rise; variance 10·9·25/18 = 125; Z = 44/√125.
  test('ten rising values: S 45, variance 125, Z 3.9355, rising', () => {
    const rising = Array.from({ length: 10 }, (_, index) => index ** 2);
    const found = mannKendall(rising)!;
    expect(found).toMatchObject({ s: 45, variance: 125, verdict: 'rising' });
    expect(found.z).toBeCloseTo(3.935_48, 6);
    expect(mannKendall(rising.toReversed())).toMatchObject({ s: -45, verdict: 'falling' });
  });

  // By hand: 1, 2, 2, 3 has five rising pairs; (4·3·13 − 2·1·9)/18 = 138/18.
  test('equal values are reckoned with', () => {
    expect(mannKendall([1, 2, 2, 3])).toMatchObject({ s: 5, variance: 138 / 18 });
    expect(mannKendall([4, 4, 4])).toMatchObject({ s: 0, variance: 0, z: 0, pValue: 1 });
  });

  test('an outlier does not turn the slope', () => {
    expect(theilSen([1, 2, 300, 4, 5, 6])).toEqual({ slope: 1, intercept: 0 });
  });

  test('two values have no test, one has no slope; a level must lie between 0 and 1', () => {
    expect([mannKendall([1, 2]), theilSen([1])]).toEqual([null, null]);
    expect(caught(() => mannKendall([1, 2, 3], 5))).toBe('OLAP_INVALID_QUERY significance');
  });
});

describe('normalTails', () => {
  // Python 3.11, math.erfc(z / math.sqrt(2)).
  test.each([
    [0, 1],
    [0.5, 0.617_075_077_451_973_8],
    [1, 0.317_310_507_862_914_15],
    [3, 0.002_699_796_063_260_191_3],
    [3.5355339, 0.000_406_952_026_583_034_3],
    [3.54, 0.000_400_127_032_014_641_1],
    [5, 5.733_031_437_583_892e-7],
    [10, 1.523_970_604_832_118_6e-23],
    [37, 1.145_114_244_505_027_8e-299],
  ])('beyond %d: %d', (z, expected) => {
    expect(normalTails(z) / expected).toBeCloseTo(1, 12);
    expect(normalTails(-z)).toBe(normalTails(z));
  });
});

const series = fc.array(fc.option(fc.integer({ min: -1000, max: 1000 }), { nil: null, freq: 6 }), {
  minLength: 2,
  maxLength: 40,
});
const countOf = (values: readonly unknown[]): number =>
  values.filter((value) => value !== null).length;

propertyTest.prop([series])('property: trends equal those by their definitions', (values) => {
  fc.pre(countOf(values) >= 2);
  const [slope, intercept] = slowLine(values);
  expect(linearTrend(values)!.slope).toBeCloseTo(slope, 8);
  expect(linearTrend(values)!.intercept).toBeCloseTo(intercept, 8);
  expect(theilSen(values)!.slope).toBeCloseTo(slowSlope(values), 10);
});

propertyTest.prop([series, fc.integer({ min: -9, max: 9 }), fc.integer({ min: -99, max: 99 })])(
  'property: adding a line to a series adds its slope to both trends',
  (values, slope, level) => {
    fc.pre(countOf(values) >= 2);
    const tilted = values.map((value, at) => (value === null ? null : value + level + slope * at));
    expect(linearTrend(tilted)!.slope).toBeCloseTo(linearTrend(values)!.slope + slope, 8);
    expect(theilSen(tilted)!.slope).toBeCloseTo(theilSen(values)!.slope + slope, 8);
  },
);

propertyTest.prop([series])('property: read backwards, a trend is the opposite one', (values) => {
  fc.pre(countOf(values) >= 3);
  const [there, back] = [mannKendall(values)!, mannKendall(values.toReversed())!];
  expect(back.s + there.s).toBe(0);
  expect([back.variance, back.pValue]).toEqual([there.variance, there.pValue]);
  expect(there.pValue).toBeLessThanOrEqual(1);
});
