/**
 * Fair shares: a table for the three policies, their laws, and the slow twin of largest remainder.
 */
import { fairShare, fairSharePolicies, MrpError, type ShareNeed } from '@kontor/mrp';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { slowProportional } from './oracle/slow-shares.ts';

const policyNames = Object.keys(fairSharePolicies) as (keyof typeof fairSharePolicies)[];

/** Quantity, priority, day. */
const needs = (
  [
    [50, 2, 8],
    [40, 1, 9],
    [30, 2, 7],
  ] as const
).map(([quantity, priority, day]) => ({ quantity, priority, day }));

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

/** A policy that serves the last of three needs only. */
const lastFirst = (supply: number): number[] => [0, 0, Math.min(30, supply)];

describe('fairShare', () => {
  test.each([
    // supply · proportional · priority · earliest first
    [0, [0, 0, 0], [0, 0, 0], [0, 0, 0]],
    [1, [1, 0, 0], [0, 1, 0], [0, 0, 1]],
    [10, [4, 3, 3], [0, 10, 0], [0, 0, 10]],
    [60, [25, 20, 15], [0, 40, 20], [30, 0, 30]],
    [100, [42, 33, 25], [30, 40, 30], [50, 20, 30]],
    [120, [50, 40, 30], [50, 40, 30], [50, 40, 30]],
    [999, [50, 40, 30], [50, 40, 30], [50, 40, 30]],
  ])('%i for 50, 40 and 30', (supply, proportional, priority, earliestFirst) => {
    expect(fairShare({ supply, needs, policy: 'proportional' })).toEqual(proportional);
    expect(fairShare({ supply, needs, policy: 'priority' })).toEqual(priority);
    expect(fairShare({ supply, needs, policy: 'earliestFirst' })).toEqual(earliestFirst);
  });

  test('ties go to the earlier row, and a need without a day comes last', () => {
    const same: ShareNeed[] = [{ quantity: 5 }, { quantity: 5, day: 3 }, { quantity: 5, day: 3 }];
    expect(fairShare({ supply: 7, needs: same, policy: 'earliestFirst' })).toEqual([0, 5, 2]);
    expect(fairShare({ supply: 7, needs: same, policy: 'priority' })).toEqual([0, 5, 2]);
    expect(fairShare({ supply: 7, needs: same, policy: 'proportional' })).toEqual([3, 2, 2]);
  });

  test('needs of one day go by priority, needs of one priority by day', () => {
    const crossed: ShareNeed[] = [
      { quantity: 5, priority: 2, day: 3 },
      { quantity: 5, priority: 1, day: 3 },
      { quantity: 5, priority: 1, day: 2 },
    ];
    expect(fairShare({ supply: 7, needs: crossed, policy: 'earliestFirst' })).toEqual([0, 2, 5]);
    expect(fairShare({ supply: 12, needs: crossed, policy: 'earliestFirst' })).toEqual([2, 5, 5]);
    expect(fairShare({ supply: 7, needs: crossed, policy: 'priority' })).toEqual([0, 2, 5]);
  });

  test('nobody needs anything, or nobody is there', () => {
    const none = [{ quantity: 0 }, { quantity: 0 }];
    for (const policy of policyNames) {
      expect(fairShare({ supply: 5, needs: none, policy })).toEqual([0, 0]);
      expect(fairShare({ supply: 0, needs: [], policy })).toEqual([]);
    }
  });

  test('a policy of your own is asked when supply is short, and held to it', () => {
    expect(fairShare({ supply: 60, needs, policy: lastFirst })).toEqual([0, 0, 30]);
    expect(fairShare({ supply: 500, needs, policy: lastFirst })).toEqual([50, 40, 30]);
    const given = (shares: number[]) => (): unknown =>
      fairShare({ supply: 60, needs, policy: () => shares });
    expect(given([0, 41, 0])).toThrow('shares.1 is 41: give at most the need, 40');
    expect(given([50, 11, 0])).toThrow('the sum of the shares is 61');
    expect(given([0, 0.5, 0])).toThrow('shares.1 is 0.5');
    expect(given([0, 0])).toThrow('shares.length is 2');
  });

  const quantities = fc.array(fc.nat(30), { minLength: 1, maxLength: 6 });
  const anyNeeds = fc.array(
    fc.record({
      quantity: fc.nat(30),
      priority: fc.constantFrom(undefined, 1, 2, 3),
      day: fc.constantFrom(undefined, 4, 5, 6),
    }),
    { maxLength: 6 },
  );

  test('property: all of a short supply is given out, and nobody gets more than he needs', () => {
    fc.assert(
      fc.property(
        anyNeeds,
        fc.nat(120),
        fc.constantFrom(...policyNames),
        (rows, supply, policy) => {
          const shares = fairShare({ supply, needs: rows, policy });
          expect(sum(shares)).toBe(Math.min(supply, sum(rows.map(({ quantity }) => quantity))));
          shares.forEach((share, row) => expect(share).toBeLessThanOrEqual(rows[row]!.quantity));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('property: proportional shares are those of largest remainder, step by step', () => {
    fc.assert(
      fc.property(quantities, fc.nat(100), (list, supply) => {
        fc.pre(supply < sum(list));
        const rows = list.map((quantity) => ({ quantity }));
        const found = fairShare({ supply, needs: rows, policy: 'proportional' });
        expect(found).toEqual(slowProportional(supply, list));
      }),
      { numRuns: 500 },
    );
  });

  test('property: in turn, nobody gets anything while one before him is short', () => {
    fc.assert(
      fc.property(anyNeeds, fc.nat(120), (rows, supply) => {
        const shares = fairShare({ supply, needs: rows, policy: 'priority' });
        rows.forEach((row, at) => {
          if (shares[at]! >= row.quantity) return;
          const behind = rows.filter((other) => (other.priority ?? 1) > (row.priority ?? 1));
          for (const other of behind) expect(shares[rows.indexOf(other)]).toBe(0);
        });
      }),
    );
  });

  test.each([
    ['supply', { supply: -1 }],
    ['needs.1.quantity', { needs: [{ quantity: 1 }, { quantity: 0.5 }] }],
    ['needs.0.priority', { needs: [{ quantity: 1, priority: Number.NaN }] }],
    ['needs.0.day', { needs: [{ quantity: 1, day: 0.5 }] }],
    ['policy', { policy: 'loudest' as 'priority' }],
    ['policy', { policy: 'toString' as 'priority' }],
  ])('%s at fault is refused by its place', (path, fault) => {
    try {
      fairShare({ supply: 1, needs, policy: 'priority', ...fault });
      expect.unreachable('the fault was taken');
    } catch (error) {
      expect(MrpError.is(error, 'MRP_BAD_FIGURE') && error.details.path).toBe(path);
    }
  });
});
