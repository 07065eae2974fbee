/**
 * Modifiers on the lots of a rule: rows by hand, and what holds whatever the rule and the limits.
 */
import { lotSizeRules, modifyLots, type OrderModifiers } from '@kontor/mrp';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { centProblems, inMoney } from './random-lots.ts';

const figures = (row: string): Float64Array => Float64Array.from(row.split(' ').map(Number));
const none: OrderModifiers = { min: 0, multiple: 0, max: 0 };

const sum = (values: ArrayLike<number>, end: number): number =>
  Array.from(values)
    .slice(0, end)
    .reduce((total, value) => total + value, 0);

describe('modifyLots', () => {
  test.each([
    ['the surplus of a multiple shortens the next lot', { multiple: 5 }, '130 0 15 0'],
    ['a lot that the surplus covers is not received', { min: 145 }, '145 0 0 0'],
    ['the next lot waits until the surplus is used up', { min: 140 }, '140 0 0 140'],
    ['a lot above the maximum is several', { multiple: 20, max: 60 }, '140 0 0 20'],
  ])('%s', (_, modifiers, received) => {
    const net = figures('100 27 10 8');
    const found = modifyLots(net, figures('127 0 18 0'), { ...none, ...modifiers });
    expect(found).toEqual(figures(received));
  });

  const rules = [
    lotSizeRules.lotForLot,
    lotSizeRules.silverMeal,
    lotSizeRules.wagnerWhitin,
    lotSizeRules.economicOrderQuantity,
  ];

  test('property: needs are covered, only by lots that obey, only in periods that are short', () => {
    fc.assert(
      fc.property(
        centProblems(30),
        fc.constantFrom(...rules),
        fc.nat(50),
        fc.integer({ min: 1, max: 12 }),
        (problem, rule, min, multiple) => {
          const net = Float64Array.from(problem.demand);
          const lots = Float64Array.from(rule(inMoney(problem)).lots);
          const received = modifyLots(net, lots, { ...none, min, multiple });
          received.forEach((lot, period) => {
            expect(sum(received, period + 1)).toBeGreaterThanOrEqual(sum(net, period + 1));
            if (lot === 0) return;
            expect(sum(received, period)).toBeLessThan(sum(net, period + 1));
            expect(lot % multiple).toBe(0);
            expect(lot).toBeGreaterThanOrEqual(min);
          });
          expect(sum(received, 30)).toBeLessThan(sum(lots, 30) + min + multiple);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('property: without modifiers the lots stay as they are', () => {
    fc.assert(
      fc.property(centProblems(30), fc.constantFrom(...rules), (problem, rule) => {
        const lots = Float64Array.from(rule(inMoney(problem)).lots);
        expect(modifyLots(Float64Array.from(problem.demand), lots, none)).toEqual(lots);
      }),
    );
  });
});
