import { describe, expect, test } from 'vitest';
import { calibrationOf, forecastAccuracy } from '@kontor/crm-core/sales';

const periods = (forecasts: number[], actuals: number[]) =>
  forecasts.map((forecast, index) => ({ forecast, actual: actuals[index]! }));

describe('forecastAccuracy', () => {
  test('F3: MAPE, WAPE, bias and sMAPE of four periods', () => {
    const figures = forecastAccuracy(periods([110, 100, 90, 130], [100, 120, 90, 110]));
    expect(figures).toEqual({
      periods: 4,
      mape: expect.closeTo(0.112121, 6),
      zeroActuals: 0,
      wape: expect.closeTo(0.119048, 6),
      bias: expect.closeTo(0.02381, 6),
      smape: expect.closeTo(0.110931, 6),
    });
  });

  test('a MAPE with an actual of zero is not defined: the count says why, and WAPE stands', () => {
    expect(forecastAccuracy(periods([10, 10, 0], [0, 20, 0]))).toEqual({
      periods: 3,
      mape: undefined,
      zeroActuals: 2,
      wape: 1,
      bias: 0,
      smape: expect.closeTo((2 + 2 / 3 + 0) / 3, 12),
    });
  });

  test('nothing to divide by gives no figure', () => {
    const none = { mape: undefined, wape: undefined, bias: undefined, smape: undefined };
    expect(forecastAccuracy([])).toEqual({ periods: 0, zeroActuals: 0, ...none });
    expect(forecastAccuracy(periods([5], [0]))).toMatchObject({ wape: undefined, smape: 2 });
  });

  test('text keeps its digits', () => {
    const cents = [{ forecast: '100000000000000000.01', actual: '100000000000000000.00' }];
    expect(forecastAccuracy(cents).mape).toBe(1e-19);
  });
});

const outcomes = (probabilities: number[], won: number[]) =>
  probabilities.map((probability, index) => ({ probability, isWon: won[index] === 1 }));

describe('calibrationOf', () => {
  test('F4: Brier score and log-loss of four deals', () => {
    const { brier, logLoss, impossible } = calibrationOf(outcomes([90, 60, 25, 10], [1, 0, 1, 0]));
    expect(brier).toBeCloseTo(0.235625, 12);
    expect(logLoss).toBeCloseTo(0.628327, 6);
    expect(impossible).toBe(0);
  });

  test('what was said to be impossible and happened leaves no log-loss, but a count', () => {
    const figures = calibrationOf(outcomes([0, 100, 50], [1, 0, 1]));
    expect(figures).toMatchObject({ logLoss: undefined, impossible: 2, brier: 0.75 });
  });

  test('the curve has ten deciles; 10 is in the second, 100 in the last', () => {
    const { deciles } = calibrationOf(outcomes([0, 9.99, 10, 90, 100], [0, 1, 0, 1, 1]));
    const filled = deciles.filter(({ deals }) => deals > 0);
    expect(deciles).toHaveLength(10);
    expect(
      filled.map(({ from, deals, predicted, observed }) => [from, deals, predicted, observed]),
    ).toEqual([
      [0, 2, 4.995, 50],
      [10, 1, 10, 0],
      [90, 2, 95, 100],
    ]);
    expect(deciles[5]).toEqual({
      from: 50,
      to: 60,
      deals: 0,
      predicted: undefined,
      observed: undefined,
    });
  });

  test('no deals give no figure', () => {
    expect(calibrationOf([])).toMatchObject({ deals: 0, brier: undefined, logLoss: undefined });
  });
});
