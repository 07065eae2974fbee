import { fc, test as propertyTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { anomalies, robustScores, seasonalAnomalies } from '../../src/analysis/anomalies.ts';
import { slowMad } from '../oracle/slow-analysis.ts';
import { caught } from './caught.ts';
import { UNITS_BY_MONTH } from './foodmart-1997.ts';

describe('robustScores and anomalies', () => {
  // TI12: by definition.
  test('units of FoodMart by month: December 2.9694, November 2.1155, nothing beyond 3.5', () => {
    const found = robustScores(UNITS_BY_MONTH)!;
    expect([found.median, found.mad]).toEqual([21_489, 1205.5]);
    expect(found.scores[11]).toBeCloseTo(2.9694, 4);
    expect(found.scores[10]).toBeCloseTo(2.1155, 4);
    expect(anomalies(UNITS_BY_MONTH)).toEqual([]);
    expect(anomalies(UNITS_BY_MONTH, 2).map(({ index }) => index)).toEqual([10, 11]);
  });

  test('two outliers do not hide each other, as they do by mean and deviation', () => {
    const series = [10, 11, 9, 10, 60, 58, 10, 11, null, 9];
    expect(anomalies(series).map(({ index, value }) => [index, value])).toEqual([
      [4, 60],
      [5, 58],
    ]);
  });

  // By hand: the mean distance of 0, 0, 0, 0, 20 is 4; 20 / (1.253314 · 4) = 3.98942.
  test('where most values are equal the mean deviation takes the place of the MAD', () => {
    expect(robustScores([5, 5, 5, 5, 25])?.scores[4]).toBeCloseTo(3.989_42, 5);
  });

  test('equal values score 0, gaps nothing, and no values have no scores', () => {
    expect(robustScores([5, null, 5])?.scores).toEqual([0, null, 0]);
    expect(robustScores([null])).toBeNull();
    expect(anomalies([])).toEqual([]);
  });

  test('bad options and values are refused by name', () => {
    expect(caught(() => anomalies([1], 0))).toBe('OLAP_INVALID_QUERY limit');
    expect(caught(() => seasonalAnomalies([1], 1))).toBe('OLAP_INVALID_QUERY season');
    expect(caught(() => anomalies([1, Number.POSITIVE_INFINITY]))).toBe(
      'KERNEL_BAD_DECIMAL series.1',
    );
  });
});

describe('seasonalAnomalies', () => {
  // Quarters: every fourth is high, so a high fourth is usual and a high second is not.
  const quarters = [10, 12, 11, 50, 11, 13, 12, 52, 12, 40, 13, 53, 13, 15, 14, 55];

  test('a value is measured against its place in the season before', () => {
    expect(seasonalAnomalies(quarters, 4).map(({ index }) => index)).toEqual([9, 13]);
    expect(seasonalAnomalies(quarters.slice(0, 12), 4).map(({ index }) => index)).toEqual([9]);
  });

  test('the first season has nothing to be measured against, nor has a gap', () => {
    const [first, ...rest] = quarters;
    expect(first).toBe(10);
    expect(seasonalAnomalies([9999, ...rest], 4).map(({ index }) => index)).toContain(4);
    expect(seasonalAnomalies([9999, ...rest], 4).map(({ index }) => index)).not.toContain(0);
    expect(seasonalAnomalies([null, ...rest], 4).map(({ index }) => index)).toEqual([9, 13]);
  });
});

const values = fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 1, maxLength: 40 });

propertyTest.prop([values])('property: median and MAD equal those by sorting', (list) => {
  const found = robustScores(list)!;
  expect([found.median, found.mad]).toEqual(slowMad(list).map((value) => value + 0));
});

propertyTest.prop([values, fc.integer({ min: 1, max: 9 }), fc.integer({ min: -99, max: 99 })])(
  'property: scores do not depend on the unit or on the zero of the scale',
  (list, factor, by) => {
    const moved = robustScores(list.map((value) => value * factor + by))!.scores;
    robustScores(list)!.scores.forEach((score, index) => {
      expect(moved[index]).toBeCloseTo(score!, 9);
    });
  },
);
