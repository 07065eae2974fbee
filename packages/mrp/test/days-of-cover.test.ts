/**
 * Days of cover: rows of a stock card, and the rule against its slow twin that waits day by day.
 */
import { day } from '@kontor/kernel';
import { DAYS_OF_COVER_MAX, daysOfCover, MrpError } from '@kontor/mrp';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { slowCover } from './oracle/slow-promise.ts';

const demands = [
  { day: day('2025-08-01'), quantity: 10 },
  { day: day('2026-01-01'), quantity: 4 },
  { day: day('2025-12-01'), quantity: 2 },
  { day: day('2026-02-01'), quantity: 10 },
];

describe('daysOfCover', () => {
  // The first five rows as in frePPLe's test/period_of_cover; the others by hand.
  test.each([
    ['2025-06-30', 0, 0, 32],
    ['2025-08-01', 5, 0, 153],
    ['2025-12-01', 3, 0, 31],
    ['2026-01-01', 14, 0, 999],
    ['2025-03-01', 10, 25, 0],
    ['2026-01-01', 10, 0, 999],
    ['2026-01-01', 9, 0, 31],
    ['2025-07-31', 9, 0, 1],
    ['2025-08-01', -1, 0, 0],
    ['2026-03-01', 0, 0, 999],
  ])('%s with %i on hand and %i overdue lasts %i days', (date, onHand, overdue, days) => {
    expect(daysOfCover({ demands, points: [{ day: day(date), onHand, overdue }] })).toEqual([days]);
  });

  test('a cover of years reads as one without an end', () => {
    const points = [998, 999, 1500].map((ahead) => ({ day: 2000 - ahead, onHand: 0 }));
    const found = daysOfCover({ demands: [{ day: 2000, quantity: 1 }], points });
    expect(found).toEqual([998, DAYS_OF_COVER_MAX, DAYS_OF_COVER_MAX]);
  });

  test('property: it is how long one can wait', () => {
    const near = fc.integer({ min: 0, max: 40 });
    const rows = fc.array(fc.record({ day: near, quantity: fc.nat(9) }), { maxLength: 12 });
    const point = fc.record({
      day: near,
      onHand: fc.integer({ min: -2, max: 60 }),
      overdue: fc.constantFrom(undefined, 0, 0, 3),
    });
    fc.assert(
      fc.property(rows, fc.array(point, { maxLength: 5 }), (demands, points) => {
        expect(daysOfCover({ demands, points })).toEqual(
          points.map((one) => slowCover(demands, one)),
        );
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    [
      'demands.1.quantity',
      {
        demands: [
          { day: 1, quantity: 1 },
          { day: 1, quantity: -1 },
        ],
      },
    ],
    ['demands.0.day', { demands: [{ day: 0.5, quantity: 1 }] }],
    ['points.0.day', { points: [{ day: Number.NaN, onHand: 1 }] }],
    ['points.0.onHand', { points: [{ day: 1, onHand: 0.5 }] }],
    ['points.0.overdue', { points: [{ day: 1, onHand: 1, overdue: -1 }] }],
  ])('%s at fault is refused by its place', (path, fault) => {
    try {
      daysOfCover({ demands: [], points: [], ...fault });
      expect.unreachable('the fault was taken');
    } catch (error) {
      expect(MrpError.is(error, 'MRP_BAD_FIGURE') && error.details.path).toBe(path);
    }
  });
});
