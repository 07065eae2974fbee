import { checkModel, type Facts, type ModelInput, plan } from '@kontor/mrp';
import { formatDay } from '@kontor/kernel';
import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { randomModel } from '../random-model.ts';
import { ALL_TERMS, TODAY } from '../random-terms.ts';

vi.setConfig({ testTimeout: 60_000 });

const FIGURES = [
  'gross',
  'receipts',
  'plannedReceipts',
  'plannedReleases',
  'balance',
] as const satisfies readonly (keyof Facts)[];

const factsOf = (input: ModelInput): Facts => plan(checkModel(input), { today: TODAY }).facts();

describe('facts', () => {
  test('a row for each day with an event, with what is required, by segment', () => {
    const bike = { item: 'bike', location: 'plant' };
    const columns = factsOf({
      items: [{ id: 'bike', decimals: 1 }, { id: 'lamp' }],
      locations: [{ id: 'plant' }],
      sourcing: [{ kind: 'buy', ...bike, leadTimeDays: 2 }],
      parameters: [{ ...bike, segments: 'own', safetyStock: '1.5' }],
      stock: [
        { ...bike, quantity: '2' },
        { item: 'lamp', location: 'plant', quantity: '4' },
      ],
      demands: [
        { ...bike, due: '2026-01-09', quantity: '3' },
        { ...bike, due: '2026-01-12', quantity: '7', segment: 'alpha' },
      ],
    });
    const rows = columns.day.map((day, at) => [
      `${columns.item[at]} ${columns.segment[at]} ${formatDay(day)}`,
      columns.decimals[at],
      columns.required[at],
      ...FIGURES.map((figure) => columns[figure][at]),
    ]);
    // In tenths: 2 - 3 lacks 2.5 of the safety stock of 1.5, which holds for no segment.
    expect(rows).toEqual([
      ['bike  2026-01-07', 1, 15, 0, 0, 0, 25, 20],
      ['bike  2026-01-09', 1, 15, 30, 0, 25, 0, 15],
      ['bike alpha 2026-01-10', 1, 0, 0, 0, 0, 70, 0],
      ['bike alpha 2026-01-12', 1, 0, 70, 0, 70, 0, 0],
      // Nothing moves it: it stands there today.
      ['lamp  2026-01-05', 0, 0, 0, 0, 0, 0, 4],
    ]);
    expect(columns.location).toEqual(['plant', 'plant', 'plant', 'plant', 'plant']);
  });

  test('property: the facts are the cells of the records', () => {
    fc.assert(
      fc.property(randomModel(ALL_TERMS), fc.constantFrom(1, 7), (input, bucketDays) => {
        const made = plan(checkModel(input), { today: TODAY, bucketDays });
        const columns = made.facts();
        const found = new Map<string, readonly number[]>();
        columns.day.forEach((day, at) => {
          const place = [columns.item[at], columns.location[at], columns.segment[at]].join(' ');
          const step = 10 ** columns.decimals[at]!;
          const figures = FIGURES.map((figure) => columns[figure][at]! / step);
          expect(found.has(`${place} ${formatDay(day)}`)).toBe(false);
          found.set(`${place} ${formatDay(day)}`, figures);
        });
        let expected = 0;
        for (const { item, location, segment } of made.nodes()) {
          const record = made.record(item, location, { segment });
          record.buckets.forEach((bucket, at) => {
            const cells = FIGURES.map((figure) => Number(record[figure][at]));
            if (cells.slice(0, 4).every((cell) => cell === 0)) return;
            expected++;
            const row = found.get(`${item} ${location} ${segment ?? ''} ${bucket}`);
            expect(row).toEqual(cells);
          });
          const moving = ['gross', 'receipts', 'plannedReceipts', 'plannedReleases'] as const;
          const isStill = moving.every((figure) => record[figure].every((cell) => cell === '0'));
          if (isStill && Number(record.onHand) > 0) expected++;
        }
        expect(found.size).toBe(expected);
      }),
      { numRuns: 40 },
    );
  });
});
