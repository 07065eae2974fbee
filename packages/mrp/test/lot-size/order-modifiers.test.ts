/**
 * Order modifiers: rows of needs and limits, and the law that no lot breaks them.
 */
import { lotsFor } from '@kontor/mrp';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

describe('lotsFor', () => {
  test.each([
    // need, min, multiple, max, lots
    [20, 40, 25, 0, [50]],
    [230, 60, 20, 100, [100, 100, 60]],
    [130, 0, 25, 110, [100, 50]],
    [64, 10, 0, 64, [64]],
    [7, 0, 4, 0, [8]],
    [700, 250, 0, 250, [250, 250, 250]],
    [0, 40, 25, 0, []],
  ])('%i, at least %i, by %i, at most %i: %j', (net, min, multiple, max, lots) => {
    expect(lotsFor(net, { min, multiple, max })).toEqual(lots);
  });

  test('property: each lot obeys all three, and one lot less would not do', () => {
    const modifiers = fc
      .record({ min: fc.nat(40), multiple: fc.nat(12), room: fc.option(fc.nat(60)) })
      .map(({ min, multiple, room }) => ({
        min,
        multiple,
        max:
          room === null
            ? 0
            : Math.max(1, Math.ceil(min / (multiple || 1)) * (multiple || 1), multiple) + room,
      }));
    fc.assert(
      fc.property(fc.nat(500), modifiers, (net, { min, multiple, max }) => {
        const lots = lotsFor(net, { min, multiple, max });
        for (const lot of lots) {
          expect(lot).toBeGreaterThanOrEqual(Math.max(1, min));
          if (multiple > 0) expect(lot % multiple).toBe(0);
          if (max > 0) expect(lot).toBeLessThanOrEqual(max);
        }
        const sum = lots.reduce((total, lot) => total + lot, 0);
        expect(sum).toBeGreaterThanOrEqual(net);
        expect(sum - (lots.at(-1) ?? 0)).toBeLessThan(Math.max(1, net));
      }),
    );
  });
});
