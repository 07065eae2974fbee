import { checkModel, type ForecastReport, type ModelInput, plan } from '@kontor/mrp';
import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { randomModel } from '../random-model.ts';
import { ALL_TERMS, TODAY } from '../random-terms.ts';

vi.setConfig({ testTimeout: 60_000 });

const reportOf = (input: ModelInput): ForecastReport =>
  plan(checkModel(input), { today: TODAY }).forecasts();

/** Three weeks of forecast; orders in the second and third reach one week back. */
const model: ModelInput = {
  items: [{ id: 'bike' }],
  locations: [{ id: 'shop' }],
  parameters: [{ item: 'bike', location: 'shop', demandTimeFenceDays: 3, consumeBackwardDays: 7 }],
  forecasts: [
    {
      id: 'W2',
      item: 'bike',
      location: 'shop',
      from: '2026-01-05',
      until: '2026-01-12',
      quantity: '23',
    },
    {
      id: 'W3',
      item: 'bike',
      location: 'shop',
      from: '2026-01-12',
      until: '2026-01-19',
      quantity: '14',
    },
    { item: 'bike', location: 'shop', from: '2026-01-19', until: '2026-01-26', quantity: '7' },
  ],
  demands: [
    { id: 'SO-1', item: 'bike', location: 'shop', due: '2026-01-13', quantity: '16' },
    { id: 'SO-2', item: 'bike', location: 'shop', due: '2026-01-20', quantity: '10' },
  ],
};

describe('forecasts', () => {
  test('an order takes its own week, then the week before, and says what it did not find', () => {
    const { forecasts, demands } = reportOf(model);
    const place = { item: 'bike', location: 'shop' };
    expect(demands).toEqual([
      {
        ...place,
        demand: 'SO-1',
        due: '2026-01-13',
        quantity: '16',
        consumed: [
          { forecast: 'W3', quantity: '14' },
          { forecast: 'W2', quantity: '2' },
        ],
        rest: '0',
      },
      {
        ...place,
        demand: 'SO-2',
        due: '2026-01-20',
        quantity: '10',
        consumed: [{ forecast: 'forecast 3', quantity: '7' }],
        rest: '3',
      },
    ]);
    // 23 - 2 = 21 are 3 a day, and three days are behind the fence.
    expect(forecasts[0]).toEqual({
      ...place,
      forecast: 'W2',
      from: '2026-01-05',
      until: '2026-01-12',
      gross: '23',
      consumed: '2',
      consumedBy: [{ demand: 'SO-1', quantity: '2' }],
      net: '21',
      dropped: '9',
      planned: '12',
    });
    expect(forecasts[1]).toMatchObject({ forecast: 'W3', consumed: '14', net: '0', planned: '0' });
    expect(forecasts[2]).toMatchObject({
      forecast: 'forecast 3',
      consumedBy: [{ demand: 'SO-2', quantity: '7' }],
    });
  });

  test('a model without forecast has nothing to tell', () => {
    expect(reportOf({ ...model, forecasts: [] })).toEqual({ forecasts: [], demands: [] });
  });

  test('property: every forecast is consumed, dropped or planned, from both sides alike', () => {
    fc.assert(
      fc.property(randomModel(ALL_TERMS), (input) => {
        const { forecasts, demands } = reportOf(input);
        const sum = (quantities: readonly string[]): number =>
          Math.round(1e6 * quantities.reduce((total, text) => total + Number(text), 0));
        expect(forecasts).toHaveLength(input.forecasts?.length ?? 0);
        for (const row of forecasts) {
          expect(sum([row.consumed, row.dropped, row.planned])).toBe(sum([row.gross]));
          expect(sum([row.dropped, row.planned])).toBe(sum([row.net]));
          expect(sum(row.consumedBy.map(({ quantity }) => quantity))).toBe(sum([row.consumed]));
        }
        for (const { quantity, consumed, rest } of demands) {
          expect(sum([...consumed.map((share) => share.quantity), rest])).toBe(sum([quantity]));
        }
      }),
      { numRuns: 50 },
    );
  });
});
