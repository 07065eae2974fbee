import { test as propertyTest } from '@fast-check/vitest';
import { decimal } from '@kontor/kernel';
import fc from 'fast-check';
import { expect } from 'vitest';
import {
  defineHierarchy,
  type Figures,
  type ForecastDeal,
  forecastDistribution,
  rollUpForecast,
  rollUpHierarchy,
} from '@kontor/crm-core/sales';
import { decimalFigures } from '../oracle/decimal-forecast.ts';
import { anyDeals, numRuns, rates } from './deals.ts';

const asOf = '2026-05-31T00:00:00.000Z';
const money = { currency: 'EUR', rates };
const method = fc.constantFrom('weighted', 'cumulative', 'single');

const sumOf = (figures: readonly Figures[]): Record<string, string> => {
  const sums: Record<string, string> = {};
  for (const [name, value] of figures.flatMap((of) => Object.entries(of))) {
    sums[name] = decimal(sums[name] ?? 0)
      .plus(value)
      .toFixed();
  }
  return sums;
};
const plain = (figures: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, decimal(value).toFixed()]),
  );

propertyTest.prop([anyDeals(30), method], { numRuns })(
  'property: every cell is the sum that decimal.js makes of its deals',
  (deals, how) => {
    const forecast = rollUpForecast(deals, { asOf, by: ['owner', 'month'], method: how, ...money });
    for (const { key, figures, deals: count } of forecast.cells) {
      const mine = deals.filter((of) => isIn(of, key));
      expect(figures).toEqual(decimalFigures(mine, how, rates));
      expect(count).toBe(mine.length);
    }
    expect(forecast.total.figures).toEqual(decimalFigures(deals, how, rates));
  },
);

function isIn({ owner = null as never, ...of }: ForecastDeal, key: object): boolean {
  const month = (of.closedAt ?? of.closeDate ?? null)?.slice(0, 7) ?? null;
  const { owner: wanted, month: in_ } = key as { owner: string | null; month: string | null };
  return owner === wanted && month === in_;
}

propertyTest.prop([anyDeals(30), method], { numRuns })(
  'property: cells sum to the total, and what a cell explains sums to the cell',
  (deals, how) => {
    const forecast = rollUpForecast(deals, { asOf, by: ['owner', 'month'], method: how, ...money });
    const total = plain(forecast.total.figures);
    if (deals.length > 0)
      expect(sumOf(forecast.cells.map(({ figures }) => figures))).toEqual(total);
    for (const { key, figures } of forecast.cells) {
      const { lines } = forecast.explain(key);
      const parts = { ...zeroOf(figures), ...sumOf(lines.map((line) => line.figures as Figures)) };
      expect(parts).toEqual(plain(figures));
    }
  },
);

const zeroOf = (figures: object): Record<string, string> =>
  Object.fromEntries(Object.keys(figures).map((name) => [name, '0']));

const places = fc.record({
  anna: fc.constantFrom('north', 'south', 'bo'),
  bo: fc.constantFrom('north', 'south', 'all'),
  clara: fc.constantFrom('all', 'bo', 'south'),
  moved: fc.constantFrom('north', 'south', 'all'),
  on: fc.constantFrom('2026-04-10', '2026-05-20', '2026-06-01', '2026-07-20'),
});

propertyTest.prop([anyDeals(25), method, places], { numRuns })(
  'property: own deals and children sum to their node in every period, and tops to the forecast',
  (deals, how, { anna, bo, clara, moved, on }) => {
    const hierarchy = defineHierarchy([
      { id: 'all' },
      { id: 'north', parent: 'all' },
      { id: 'south', parent: 'all' },
      { id: 'bo', parent: bo },
      { id: 'clara', parent: clara },
      { id: 'anna', parent: anna, until: on },
      { id: 'anna', parent: moved, from: on },
    ]);
    const options = { asOf, hierarchy, period: 'month', method: how, ...money } as const;
    const forecast = rollUpHierarchy(deals, options);
    for (const period of forecast.periods) {
      for (const name of ['all', 'north', 'south', 'anna', 'bo', 'clara', 'dan', '']) {
        const { own, computed, adjusted, children } = forecast.node(name, period);
        const below = children.map((child) => forecast.node(child, period).computed);
        expect(sumOf([own, ...below])).toEqual(plain(computed));
        expect(adjusted).toEqual(computed);
      }
    }
    const tops = ['all', 'dan', ''].map((name) => forecast.node(name).computed);
    const flat = rollUpForecast(deals, { asOf, by: [], method: how, ...money });
    expect(sumOf(tops)).toEqual(plain(flat.total.figures));
  },
);

propertyTest.prop([anyDeals(12)], { numRuns })(
  'property: the mean of a distribution is the weighted forecast of its deals',
  (deals) => {
    const { mean } = forecastDistribution(deals, { ...money, withClosed: true });
    const weighted = rollUpForecast(deals, { asOf, by: [], method: 'weighted', ...money });
    expect(mean).toBe(weighted.total.figures.weighted);
  },
);
