import { fc, test as propertyTest } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { holtWinters } from '../../src/analysis/holt-winters.ts';
import { centredMeans, decomposeSeason } from '../../src/analysis/seasonal-decomposition.ts';
import { slowCentredMean } from '../oracle/slow-analysis.ts';
import { caught } from './caught.ts';

describe('decomposeSeason', () => {
  // Worked by hand: the line 10, 11, 12, … plus the season −3, 1, 5, −3 of four quarters.
  test('a line and a season are taken apart again', () => {
    const season = [-3, 1, 5, -3];
    const series = Array.from({ length: 12 }, (_, at) => 10 + at + season[at % 4]!);
    const found = decomposeSeason(series, 4)!;
    expect(found.indices).toEqual(season);
    expect(found.trend).toEqual([null, null, 12, 13, 14, 15, 16, 17, 18, 19, null, null]);
    expect(found.remainder.slice(2, 10)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  // Worked by hand. Season of 3 and a gap at place 5: its window (4, 5, 6) and those of 4 and 6.
  test('a gap empties the trend as far as its window reaches, and nothing else', () => {
    const series = [1, 2, 6, 4, 5, null, 7, 8, 12, 10, 11, 15];
    const found = decomposeSeason(series, 3)!;
    expect(found.trend).toEqual([null, 3, 4, 5, null, null, null, 9, 10, 11, 12, null]);
    // Place 0: −1, −1; place 1: −1, −1, −1; place 2: 2, 2: together 0 already.
    expect(found.indices).toEqual([-1, -1, 2]);
    expect(found.remainder).toEqual([null, 0, 0, 0, null, null, null, 0, 0, 0, 0, null]);
  });

  test('multiplicative: factors of a season, on average 1', () => {
    const factors = [0.5, 1.5];
    const series = Array.from({ length: 8 }, (_, at) => 100 * factors[at % 2]!);
    const found = decomposeSeason(series, 2, 'multiplicative')!;
    expect(found.indices).toEqual(factors);
    expect(found.remainder.slice(1, 7)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test('less than two seasons, or a place that never has a trend, cannot be taken apart', () => {
    expect(decomposeSeason([1, 2, 3, 4, 5, 6, 7], 4)).toBeNull();
    expect(decomposeSeason([1, 2, 3, 4, 5, 6, 7, 8], 4)).not.toBeNull();
    expect(decomposeSeason([], 12)).toBeNull();
  });

  test('bad questions are refused by name', () => {
    expect(caught(() => decomposeSeason([1], 1.5))).toBe('OLAP_INVALID_QUERY season');
    const withZero = (): unknown => decomposeSeason([1, 0, 1, 2], 2, 'multiplicative');
    expect(caught(withZero)).toBe('OLAP_INVALID_QUERY model');
    expect(caught(() => decomposeSeason([Number.NaN], 2))).toBe('KERNEL_BAD_DECIMAL series.0');
  });
});

describe('holtWinters', () => {
  // Worked by hand with all shares 0.5: start level 9, trend 1, season ±4 from the first two seasons
  // (6, 15 | 8, 17); forecasts 6, 15, 8, 17 are right; then 12 is expected to be 10 and 2 too low.
  test('a step by hand: an error moves level, trend and season by its shares', () => {
    const smoothing = { alpha: 0.5, beta: 0.5, gamma: 0.5 };
    const found = holtWinters([6, 15, 8, 17, 12], { season: 2, horizon: 2, smoothing })!;
    expect(found.fitted).toEqual([6, 15, 8, 17, 10]);
    // Level 14 + 1 = 15, trend 1 + 0.5·(15 − 13 − 1) = 1.5, season −4 + 1 = −3 and 4.
    expect(found.forecast).toEqual([15 + 1.5 + 4, 15 + 3 - 3]);
    expect(found.rmse).toBe(Math.sqrt(4 / 5));
  });

  test('a gap teaches nothing: level and season go on as forecast', () => {
    const options = {
      season: 2,
      horizon: 2,
      smoothing: { alpha: 0.9, beta: 0.4, gamma: 0.7 },
    };
    const whole = holtWinters([10, 20, 12, 22, 14, 24, 16], options)!;
    const gapped = holtWinters([10, 20, 12, 22, 14, null, 16], options)!;
    expect(gapped.forecast).toEqual(whole.forecast);
    expect(gapped.fitted).toEqual(whole.fitted);
    const missed = holtWinters([6, 15, 8, 17, 12, null], options)!;
    expect(missed.rmse).toBe(Math.sqrt(4 / 5));
  });

  test('what is before two whole seasons without a gap is left out', () => {
    const found = holtWinters([99, null, null, 20, 12, 22, 14], { season: 2, horizon: 2 })!;
    expect(found.fitted).toEqual([null, null, null, 20, 12, 22, 14]);
    expect(found.forecast).toEqual([24, 16]);
    expect(holtWinters([99, 5, null, 20, 12, 22], { season: 2, horizon: 2 })).toBeNull();
    expect(holtWinters([], { season: 2, horizon: 2 })).toBeNull();
  });

  test('fitted shares are no worse than any of a fine grid, within a thousandth', () => {
    const series = Array.from(
      { length: 36 },
      (_, at) => 50 + 10 * Math.sin(at / 5) + [4, -1, -3][at % 3]! + ((at * 7919) % 13) / 4,
    );
    const fitted = holtWinters(series, { season: 3, horizon: 0 })!;
    const shares = Array.from({ length: 11 }, (_, tenth) => tenth / 10);
    for (const alpha of shares) {
      for (const beta of shares) {
        for (const gamma of shares) {
          const smoothing = { alpha, beta, gamma };
          const { rmse } = holtWinters(series, { season: 3, horizon: 0, smoothing })!;
          expect(fitted.rmse).toBeLessThanOrEqual(rmse * 1.001);
        }
      }
    }
  });

  test.each([
    [{ season: 1, horizon: 1 }, 'OLAP_INVALID_QUERY season'],
    [{ season: 2, horizon: -1 }, 'OLAP_INVALID_QUERY horizon'],
    [
      { season: 2, horizon: 1, smoothing: { alpha: 0.5, beta: 1.5, gamma: 0 } },
      'OLAP_INVALID_QUERY smoothing.beta',
    ],
  ])('%j is refused: %s', (options, expected) => {
    expect(caught(() => holtWinters([1, 2, 3, 4], options))).toBe(expected);
  });
});

const gapped = fc.array(fc.option(fc.integer({ min: -100, max: 100 }), { nil: null, freq: 9 }), {
  maxLength: 40,
});

propertyTest.prop([gapped, fc.integer({ min: 2, max: 7 })])(
  'property: centred means equal the mean of two plain means half a step apart',
  (series, season) => {
    centredMeans(series, season).forEach((found, index) => {
      const expected = slowCentredMean(series, index, season);
      if (expected === null) expect(found).toBeNull();
      else expect(found).toBeCloseTo(expected, 9);
    });
  },
);

propertyTest.prop([gapped, fc.integer({ min: 2, max: 5 })])(
  'property: trend, season and remainder add up to the series; the season adds up to 0',
  (series, season) => {
    const found = decomposeSeason(series, season);
    if (found === null) return;
    expect(found.indices.reduce((sum, index) => sum + index, 0)).toBeCloseTo(0, 9);
    series.forEach((value, index) => {
      const trend = found.trend[index];
      if (value === null || trend === null || trend === undefined) return;
      const sum = trend + found.indices[index % season]! + found.remainder[index]!;
      expect(sum).toBeCloseTo(value, 9);
    });
  },
);

const share = fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10);

propertyTest.prop([
  fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 6 }),
  fc.integer({ min: -9, max: 9 }),
  fc.integer({ min: 0, max: 9 }),
  fc.record({ alpha: share, beta: share, gamma: share }),
])(
  'property: a line and a season are forecast without an error, whatever the shares',
  (season, slope, more, smoothing) => {
    const valueAt = (at: number): number => 100 + slope * at + season[at % season.length]!;
    const length = 2 * season.length + more;
    const series = Array.from({ length }, (_, at) => valueAt(at));
    const options = { season: season.length, horizon: 5, smoothing };
    const found = holtWinters(series, options)!;
    found.forecast.forEach((value, step) => {
      expect(value).toBeCloseTo(valueAt(length + step), 7);
    });
  },
);
