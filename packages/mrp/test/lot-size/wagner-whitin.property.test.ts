/**
 * Wagner–Whitin against all that could be ordered, and against itself as published.
 */
import { type LotSizingProblem, lotSizeRules } from '@kontor/mrp';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cheapestOfAllPatterns, plainWagnerWhitin, slowCost } from '../oracle/slow-lots.ts';
import { centProblems, inMoney } from './random-lots.ts';

const { wagnerWhitin, ...others } = lotSizeRules;

/** Every other rule, with terms drawn from `pick`. */
function otherPlans(problem: LotSizingProblem, pick: number): [string, number][] {
  const { fixedQuantity, periodOfSupply, orderUpTo, ...plain } = others;
  const plans = {
    ...Object.fromEntries(Object.entries(plain).map(([name, rule]) => [name, rule(problem)])),
    fixedQuantity: fixedQuantity({ ...problem, quantity: 1 + (pick % 90) }),
    periodOfSupply: periodOfSupply({ ...problem, periods: 1 + (pick % 7) }),
    orderUpTo: orderUpTo({ ...problem, fillUp: pick % 70 }),
    closest: others.partPeriodBalancing({ ...problem, convention: 'closest' }),
    minimum: others.economicOrderQuantity({ ...problem, as: 'minimum' }),
  };
  return Object.entries(plans).map(([name, { cost }]) => [name, cost]);
}

describe('wagnerWhitin', () => {
  test('property: no pattern of orders costs less, to the cent', () => {
    fc.assert(
      fc.property(centProblems(11), (problem) => {
        const { lots, cost } = wagnerWhitin(inMoney(problem));
        const least = cheapestOfAllPatterns(problem);
        expect(slowCost(problem, lots)).toBe(least);
        expect(cost).toBe(Number(least) / 100);
      }),
      { numRuns: 1500 },
    );
  });

  test('property: it orders the same lots as the T² method, ties included', () => {
    fc.assert(
      fc.property(centProblems(120), (problem) => {
        const { lots } = wagnerWhitin(inMoney(problem));
        const { demand, setupCents, holdingCents } = problem;
        expect(lots).toEqual(plainWagnerWhitin(demand, setupCents, holdingCents));
      }),
      { numRuns: 1000 },
    );
  });

  test('property: no other rule costs less', () => {
    fc.assert(
      fc.property(centProblems(40), fc.nat(), (cents, pick) => {
        const problem = inMoney(cents);
        const { cost } = wagnerWhitin(problem);
        const cheaper = otherPlans(problem, pick).filter(([, other]) => other < cost);
        expect(cheaper).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  test('property: costs that no decimals can hold cost more by rounding at most', () => {
    fc.assert(
      fc.property(centProblems(60), (cents) => {
        const setupCost = cents.setupCents.map((figure) => figure / 3);
        const holdingCost = cents.holdingCents.map((figure) => figure / 7);
        const { cost } = wagnerWhitin({ demand: cents.demand, setupCost, holdingCost });
        const lots = plainWagnerWhitin(
          cents.demand,
          cents.setupCents.map((figure) => figure * 7),
          cents.holdingCents.map((figure) => figure * 3),
        );
        const scaled = {
          demand: cents.demand,
          setupCents: cents.setupCents.map((figure) => figure * 7),
          holdingCents: cents.holdingCents.map((figure) => figure * 3),
        };
        const least = Number(slowCost(scaled, lots)) / 21;
        expect(Math.abs(cost - least)).toBeLessThanOrEqual(1e-9 * (1 + least));
      }),
      { numRuns: 500 },
    );
  });
});
