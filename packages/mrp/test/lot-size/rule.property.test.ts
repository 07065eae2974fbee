/**
 * Laws that hold for every lot-sizing rule, and the windowed rules against their definitions.
 */
import { type LotSizingPlan, type LotSizingProblem, lotSizeCost, lotSizeRules } from '@kontor/mrp';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CentProblem, slowCost, slowLots, slowRules } from '../oracle/slow-lots.ts';
import { centProblems, inMoney } from './random-lots.ts';
import { runs } from '../runs.ts';

type Rule = (problem: LotSizingProblem) => LotSizingPlan;

const closest: Rule = (problem) =>
  lotSizeRules.partPeriodBalancing({ ...problem, convention: 'closest' });

/** Rules that receive what is needed and no more. */
const exactRules: Readonly<Record<string, Rule>> = {
  lotForLot: lotSizeRules.lotForLot,
  periodOfSupply: (problem) => lotSizeRules.periodOfSupply({ ...problem, periods: 3 }),
  silverMeal: lotSizeRules.silverMeal,
  leastUnitCost: lotSizeRules.leastUnitCost,
  neverExceed: lotSizeRules.partPeriodBalancing,
  closest,
  groff: lotSizeRules.groff,
  wagnerWhitin: lotSizeRules.wagnerWhitin,
};

const rules: Readonly<Record<string, Rule>> = {
  ...exactRules,
  periodOrderQuantity: lotSizeRules.periodOrderQuantity,
  fixedQuantity: (problem) => lotSizeRules.fixedQuantity({ ...problem, quantity: 25 }),
  economicOrderQuantity: lotSizeRules.economicOrderQuantity,
  minimum: (problem) => lotSizeRules.economicOrderQuantity({ ...problem, as: 'minimum' }),
  orderUpTo: (problem) => lotSizeRules.orderUpTo({ ...problem, fillUp: 40 }),
};

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

/** What is left at the end of each period. */
const balances = ({ demand }: CentProblem, { lots }: LotSizingPlan): number[] =>
  demand.map((_, period) => sum(lots.slice(0, period + 1)) - sum(demand.slice(0, period + 1)));

const check = (periods: number, law: (problem: CentProblem) => void): void =>
  fc.assert(fc.property(centProblems(periods), law), { numRuns: runs(800) });

describe.each(Object.entries(rules))('%s', (_, rule) => {
  test('property: every need is covered, by lots in periods with a need only', () => {
    check(30, (problem) => {
      const plan = rule(inMoney(problem));
      expect(plan.lots).toHaveLength(problem.demand.length);
      expect(balances(problem, plan).filter((balance) => balance < 0)).toEqual([]);
      expect(plan.lots.filter((lot, at) => lot > 0 && problem.demand[at] === 0)).toEqual([]);
    });
  });

  test('property: its cost is a setup for each lot and holding of each balance', () => {
    check(30, (problem) => {
      const plan = rule(inMoney(problem));
      expect(plan.cost).toBe(Number(slowCost(problem, plan.lots)) / 100);
    });
  });
});

describe.each(Object.entries(exactRules))('%s', (_, rule) => {
  test('property: nothing is left at the end, and a lot is received only when stock is out', () => {
    check(30, (problem) => {
      const plan = rule(inMoney(problem));
      const left = balances(problem, plan);
      expect(left.at(-1) ?? 0).toBe(0);
      expect(plan.lots.filter((lot, at) => lot > 0 && (left[at - 1] ?? 0) > 0)).toEqual([]);
    });
  });

  test('property: quiet periods before the row shift its lots and change nothing else', () => {
    fc.assert(
      fc.property(centProblems(30), fc.nat(5), fc.nat(500), (problem, quiet, cents) => {
        const before = (row: readonly number[], figure: number): number[] => [
          ...Array.from({ length: quiet }, () => figure),
          ...row,
        ];
        const later = rule(
          inMoney({
            demand: before(problem.demand, 0),
            setupCents: before(problem.setupCents, cents),
            holdingCents: before(problem.holdingCents, cents),
          }),
        );
        const plan = rule(inMoney(problem));
        expect(later).toEqual({ lots: before(plan.lots, 0), cost: plan.cost });
      }),
    );
  });

  test('property: in another currency the lots are the same', () => {
    check(30, (problem) => {
      const setupCents = problem.setupCents.map((cents) => cents * 7);
      const holdingCents = problem.holdingCents.map((cents) => cents * 7);
      const { lots } = rule(inMoney({ ...problem, setupCents, holdingCents }));
      expect(lots).toEqual(rule(inMoney(problem)).lots);
    });
  });

  test('property: in a smaller unit the lots are as much larger', () => {
    check(30, (problem) => {
      const demand = problem.demand.map((steps) => steps * 12);
      const setupCents = problem.setupCents.map((cents) => cents * 12);
      const { lots } = rule(inMoney({ ...problem, demand, setupCents }));
      expect(lots).toEqual(rule(inMoney(problem)).lots.map((lot) => lot * 12));
    });
  });
});

describe('rules that extend a lot', () => {
  test.each([
    ['silverMeal', lotSizeRules.silverMeal, slowRules.silverMeal],
    ['leastUnitCost', lotSizeRules.leastUnitCost, slowRules.leastUnitCost],
    ['partPeriodBalancing neverExceed', lotSizeRules.partPeriodBalancing, slowRules.neverExceed],
    ['partPeriodBalancing closest', closest, slowRules.closest],
    ['groff', lotSizeRules.groff, slowRules.groff],
  ])('property: %s stops where its definition says', (_, rule, definition) => {
    check(25, (problem) => {
      expect(rule(inMoney(problem)).lots).toEqual(slowLots(problem, definition));
    });
  });
});

describe('lotSizeCost', () => {
  test('property: of any lots it is a setup for each and holding of each balance', () => {
    const extra = fc.array(fc.nat(30), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(centProblems(20), extra, (problem, more) => {
        const { demand, ...costs } = inMoney(problem);
        const lots = problem.demand.map((needed, period) => needed + more[period]!);
        const input = {
          net: Float64Array.from(demand),
          setupCost: Float64Array.from(costs.setupCost as number[]),
          holdingCost: Float64Array.from(costs.holdingCost as number[]),
        };
        const cost = lotSizeCost(input, Float64Array.from(lots));
        expect(cost).toBe(Number(slowCost(problem, lots)) / 100);
      }),
    );
  });
});
