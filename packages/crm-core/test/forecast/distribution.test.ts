import { test as propertyTest } from '@fast-check/vitest';
import { ratio, ratioToDecimal } from '@kontor/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forecastDistribution, forecastDistributions } from '@kontor/crm-core/sales';
import { exactDistribution } from '../oracle/exact-distribution.ts';
import { deal, fiveDeals, numRuns } from './deals.ts';

describe('forecastDistribution', () => {
  const distribution = forecastDistribution(fiveDeals, {});

  test('F2: the open deals of F1, every sum and its probability', () => {
    const expected: [string, number][] = [
      ['0.00', 0.03],
      ['50000.00', 0.27],
      ['80000.00', 0.01],
      ['120000.00', 0.045],
      ['130000.00', 0.09],
      ['170000.00', 0.405],
      ['200000.00', 0.015],
      ['250000.00', 0.135],
    ];
    const { points, isExact, binWidth, deals } = distribution;
    expect({ isExact, binWidth, deals }).toEqual({ isExact: true, binWidth: null, deals: 3 });
    expect(points.map(({ amount }) => amount)).toEqual(expected.map(([amount]) => amount));
    for (const [place, [, probability]] of expected.entries()) {
      expect(points[place]!.probability).toBeCloseTo(probability, 15);
    }
  });

  test('F2: mean, deviation, and the probability of 170,000 and more', () => {
    expect(distribution.mean).toBe('137000.00');
    expect(distribution.standardDeviation).toBeCloseTo(69_864.15, 2);
    expect(distribution.probabilityAtLeast('170000')).toBeCloseTo(0.555, 15);
    expect(distribution.probabilityAtLeast('170000.01')).toBeCloseTo(0.15, 15);
    expect(distribution.probabilityAtLeast('0')).toBe(1);
    expect(distribution.probabilityAtLeast('250000.01')).toBe(0);
  });

  test.each([
    [0, '0.00'],
    [0.03, '0.00'],
    [0.31, '80000.00'],
    [0.5, '170000.00'],
    [0.85, '170000.00'],
    [0.9, '250000.00'],
    [1, '250000.00'],
  ])('the quantile of %d is %s', (level, amount) => {
    expect(distribution.quantile(level)).toBe(amount);
  });

  test('closed deals are certain: they move every sum', () => {
    const all = forecastDistribution(fiveDeals, { withClosed: true });
    expect(all.points[0]).toEqual({ amount: '40000.00', probability: expect.closeTo(0.03, 15) });
    expect(all.mean).toBe('177000.00');
    expect(all.standardDeviation).toBe(distribution.standardDeviation);
  });

  test('credits count: negative amounts may come about too', () => {
    const credit = [deal('1', '-20', 50, 'commit'), deal('2', '30', 50, 'commit')];
    expect(forecastDistribution(credit, {}).points.map(({ amount }) => amount)).toEqual([
      '-20.00',
      '0.00',
      '10.00',
      '30.00',
    ]);
  });

  test('beyond its states it lies on a grid and says how wide; the mean stays', () => {
    const deals = Array.from({ length: 200 }, (_, index) =>
      deal(
        `${index}`,
        `${(index * 7919) % 10_007}.${10 + (index % 90)}`,
        1 + ((index * 37) % 99),
        'commit',
      ),
    );
    const binned = forecastDistribution(deals, {});
    expect(binned.isExact).toBe(false);
    expect(binned.binWidth).toBe('50.00');
    const sum = binned.points.reduce((total, { probability }) => total + probability, 0);
    const mean = binned.points.reduce(
      (total, { amount, probability }) => total + Number(amount) * probability,
      0,
    );
    expect(sum).toBeCloseTo(1, 12);
    expect(mean).toBeCloseTo(Number(binned.mean), 5);
    // Near the normal law that so many deals come to.
    const { standardDeviation } = binned;
    const high = Number(binned.quantile(0.8413447));
    expect(Math.abs(high - mean - standardDeviation)).toBeLessThan(0.02 * standardDeviation);
  });

  test('thousands of small deals keep their deviation: the grid spans what is likely', () => {
    const deals = Array.from({ length: 3000 }, (_, index) =>
      deal(`${index}`, `${1000 + ((index * 7919) % 1009)}.${10 + (index % 90)}`, 50, 'commit'),
    );
    const { isExact, mean, standardDeviation, quantile } = forecastDistribution(deals, {});
    expect(isExact).toBe(false);
    const spread = Number(quantile(0.8413447)) - Number(mean);
    expect(Math.abs(spread / standardDeviation - 1)).toBeLessThan(0.001);
  });

  test('no deals are certainly nothing', () => {
    const none = forecastDistribution([], { currency: 'EUR' });
    expect(none.points).toEqual([{ amount: '0.00', probability: 1 }]);
    expect([none.mean, none.standardDeviation, none.quantile(0.9)]).toEqual(['0.00', 0, '0.00']);
  });

  test('by owner, team or category there is one for each', () => {
    const byCategory = forecastDistributions(fiveDeals, { by: 'forecastCategory' });
    expect([...byCategory].map(([category, { mean }]) => `${category} ${mean}`)).toEqual([
      'best-case 72000.00',
      'closed 0.00',
      'commit 45000.00',
      'omitted 0.00',
      'pipeline 20000.00',
    ]);
  });
});

const anyOutcome = fc.record({
  minor: fc.oneof(fc.integer({ min: -500, max: 2000 }), fc.constantFrom(100, 200, 300, 0)),
  hundredths: fc.oneof(fc.integer({ min: 0, max: 10_000 }), fc.constantFrom(0, 10_000, 5000)),
});
const dealsOf = (outcomes: readonly { minor: number; hundredths: number }[]) =>
  outcomes.map(({ minor, hundredths }, index) =>
    deal(`${index}`, (minor / 100).toFixed(2), hundredths / 100, 'commit'),
  );

propertyTest.prop([fc.array(anyOutcome, { maxLength: 9 })], { numRuns })(
  'property: the exact distribution is that of all outcomes in fractions',
  (outcomes) => {
    const expected = exactDistribution(
      outcomes.map(({ minor, hundredths }) => ({
        minor,
        probability: ratio(`${hundredths}/10000`),
      })),
    );
    const { points } = forecastDistribution(dealsOf(outcomes), { currency: 'EUR' });
    expect(points.map(({ amount }) => Math.round(Number(amount) * 100) + 0)).toEqual([
      ...expected.keys(),
    ]);
    for (const [place, exact] of [...expected.values()].entries()) {
      expect(points[place]!.probability).toBeCloseTo(ratioToDecimal(exact).toNumber(), 14);
    }
  },
);

propertyTest.prop([fc.array(anyOutcome, { minLength: 1, maxLength: 9 })], { numRuns })(
  'property: on a grid, probabilities sum to 1 and the mean is the exact one',
  (outcomes) => {
    const options = { currency: 'EUR', statesMax: 1, binsMax: 40 };
    const { points, mean } = forecastDistribution(dealsOf(outcomes), options);
    const sum = points.reduce((total, { probability }) => total + probability, 0);
    const binnedMean = points.reduce(
      (total, { amount, probability }) => total + Number(amount) * probability,
      0,
    );
    expect(sum).toBeCloseTo(1, 12);
    expect(binnedMean).toBeCloseTo(Number(mean), 9);
  },
);

propertyTest.prop(
  [fc.array(anyOutcome, { maxLength: 9 }), fc.double({ min: 0, max: 1, noNaN: true })],
  {
    numRuns,
  },
)(
  'property: a quantile is reached with its probability, and no lesser sum is',
  (outcomes, level) => {
    const { points, quantile } = forecastDistribution(dealsOf(outcomes), { currency: 'EUR' });
    const place = points.findIndex(({ amount }) => amount === quantile(level));
    const upTo = (end: number) =>
      points.slice(0, end).reduce((sum, { probability }) => sum + probability, 0);
    expect(upTo(place + 1)).toBeGreaterThanOrEqual(level - 1e-9);
    if (place > 0) expect(upTo(place)).toBeLessThan(level + 1e-9);
  },
);
