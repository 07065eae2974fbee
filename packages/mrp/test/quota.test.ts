/**
 * Quotas: who takes which lot, as tables; the laws; and the twin that adds up the whole history.
 */
import { allocateByQuota, MrpError, nextByQuota, type QuotaSource } from '@kontor/mrp';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { slowQuota } from './oracle/slow-shares.ts';

/** The names of the sources that take the lots: 'A B A'. */
const taken = (sources: readonly QuotaSource[], lots: readonly number[]): string =>
  allocateByQuota({ sources, lots })
    .chosen.map((row) => 'ABC'[row])
    .join(' ');

describe('allocateByQuota', () => {
  test('five lots at 60 to 40 go 300 to 200', () => {
    const sources = [{ quota: '60' }, { quota: '40' }];
    const lots = [100, 100, 100, 100, 100];
    expect(allocateByQuota({ sources, lots })).toEqual({
      chosen: [0, 1, 0, 1, 0],
      allocated: [300, 200],
    });
  });

  test.each<[string, QuotaSource[], number[], string]>([
    [
      'only the proportion counts',
      [{ quota: '0.6' }, { quota: '2/5' }],
      [9, 9, 9, 9, 9],
      'A B A B A',
    ],
    [
      'ties go to the first listed',
      [{ quota: 1 }, { quota: 1 }, { quota: 1 }],
      [5, 5, 5, 5],
      'A B C A',
    ],
    ['history counts', [{ quota: 1, allocated: 25 }, { quota: 1 }], [10, 10, 10, 10], 'B B B A'],
    ['no quota, no lot', [{ quota: 0 }, { quota: 1, allocated: 99 }], [10, 10], 'B B'],
    ['a large lot is made up for', [{ quota: 1 }, { quota: 1 }], [90, 30, 30, 30, 30], 'A B B B A'],
    ['thirds at par are at par', [{ quota: '1/3' }, { quota: '1/3' }], [1, 1, 1, 1], 'A B A B'],
  ])('%s', (_, sources, lots, chosen) => {
    expect(taken(sources, lots)).toBe(chosen);
  });

  const source = fc.record({ quota: fc.nat(4), allocated: fc.constantFrom(0, 0, 7, 20) });
  const sources = fc
    .array(source, { minLength: 1, maxLength: 4 })
    .filter((rows) => rows.some(({ quota }) => quota > 0));
  const lots = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 15 });

  test('property: lots go where the whole history says', () => {
    fc.assert(
      fc.property(sources, lots, (rows, list) => {
        const { chosen } = allocateByQuota({ sources: rows, lots: list });
        expect(chosen).toEqual(slowQuota(rows, list));
      }),
      { numRuns: 500 },
    );
  });

  test('property: no source is ahead of another by more than its last lot', () => {
    fc.assert(
      fc.property(sources, lots, (rows, list) => {
        const fresh = rows.map(({ quota }) => ({ quota }));
        const { chosen, allocated } = allocateByQuota({ sources: fresh, lots: list });
        fresh.forEach(({ quota }, row) => {
          const last = list[chosen.lastIndexOf(row)] ?? 0;
          fresh.forEach((other, at) => {
            const before = (allocated[row]! - last) * other.quota;
            if (other.quota > 0) expect(before).toBeLessThanOrEqual(allocated[at]! * quota);
          });
        });
      }),
      { numRuns: 500 },
    );
  });

  test('property: two runs in a row are one run', () => {
    fc.assert(
      fc.property(sources, lots, lots, (rows, one, other) => {
        const first = allocateByQuota({ sources: rows, lots: one });
        const seeded = rows.map(({ quota }, row) => ({ quota, allocated: first.allocated[row]! }));
        const second = allocateByQuota({ sources: seeded, lots: other });
        const whole = allocateByQuota({ sources: rows, lots: [...one, ...other] });
        expect([...first.chosen, ...second.chosen]).toEqual(whole.chosen);
        expect(second.allocated).toEqual(whole.allocated);
      }),
    );
  });

  test.each([
    ['sources', { sources: [{ quota: 0 }] }],
    ['sources', { sources: [] }],
    ['sources.1.quota', { sources: [{ quota: 1 }, { quota: -1 }] }],
    ['sources.0.allocated', { sources: [{ quota: 1, allocated: 0.5 }] }],
    [
      'sources.1.allocated',
      { sources: [2 ** 53 - 1, 1].map((allocated) => ({ quota: 1, allocated })) },
    ],
    ['lots.1', { lots: [1, -1] }],
    ['lots.0', { sources: [{ quota: 1, allocated: 2 ** 53 - 1 }] }],
  ])('%s at fault is refused by its place', (path, fault) => {
    try {
      allocateByQuota({ sources: [{ quota: 1 }], lots: [1], ...fault });
      expect.unreachable('the fault was taken');
    } catch (error) {
      expect(MrpError.is(error, 'MRP_BAD_FIGURE') && error.details.path).toBe(path);
    }
  });
});

describe('nextByQuota', () => {
  test('the source with the smallest allocated over quota is next', () => {
    expect(nextByQuota([{ quota: 60, allocated: 100 }, { quota: 40 }])).toBe(1);
    expect(
      nextByQuota([
        { quota: 60, allocated: 100 },
        { quota: 40, allocated: 100 },
      ]),
    ).toBe(0);
    expect(nextByQuota([{ quota: 0 }, { quota: 60 }, { quota: 40 }])).toBe(1);
  });

  test('without a quota above 0 nobody is next', () => {
    expect(() => nextByQuota([{ quota: 0 }])).toThrow('at least one source a quota above 0');
  });
});
