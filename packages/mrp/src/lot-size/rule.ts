/**
 * The lot-sizing rules by name, for a comparison of plans on one row of demand.
 *
 * This is the door: figures are checked here, once, and what comes out are the lots and their cost.
 * The rules behind it are pure functions over typed arrays, which a planning run calls directly.
 */
import { checkWhole, refuseFigure, totalSteps } from '../given-figures.ts';
import {
  type EconomicOrderQuantityTerms,
  economicOrderQuantity,
} from './economic-order-quantity.ts';
import { type FixedQuantityTerms, fixedQuantity } from './fixed-quantity.ts';
import { groff } from './groff.ts';
import { leastUnitCost } from './least-unit-cost.ts';
import { lotSizeCost } from './lot-cost.ts';
import { lotForLot } from './lot-for-lot.ts';
import type { LotSizingInput, LotSizingRule } from './lot-sizing.ts';
import { type OrderUpToTerms, orderUpTo } from './order-up-to.ts';
import { type PartPeriodBalancingTerms, partPeriodBalancing } from './part-period-balancing.ts';
import {
  type PeriodOfSupplyTerms,
  periodOfSupply,
  periodOrderQuantity,
} from './period-of-supply.ts';
import { silverMeal } from './silver-meal.ts';
import { wagnerWhitin } from './wagner-whitin.ts';

/** A row of demand and what orders and stock cost, as a caller writes them. */
export interface LotSizingProblem {
  /** Needed in each period, in whole steps from 0: what stock and receipts do not cover. */
  readonly demand: ArrayLike<number>;
  /** Money for an order: one figure, or one for each period; from 0. */
  readonly setupCost: number | ArrayLike<number>;
  /** Money for one step in stock over the end of a period: one figure, or one for each; from 0. */
  readonly holdingCost: number | ArrayLike<number>;
}

/** What a rule makes of it. */
export interface LotSizingPlan {
  /** Received at the start of each period, in whole steps. */
  readonly lots: number[];
  /** A setup for each lot, and holding for what is left at the end of each period, in money. */
  readonly cost: number;
}

/** A rule at the door: checks the figures, sizes the lots, counts their cost. */
export type CheckedLotSizingRule<Terms extends object = object> = (
  problem: LotSizingProblem & Terms,
) => LotSizingPlan;

/**
 * The rules by name. Each takes the demand by period and the costs; some take terms of their own:
 * `fixedQuantity` a `quantity`, `periodOfSupply` a number of `periods`, `orderUpTo` a `fillUp`,
 * `partPeriodBalancing` a `convention`, `economicOrderQuantity` how the quantity is meant, `as`.
 *
 * @throws MrpError MRP_BAD_FIGURE — a demand or term that is no whole number, a cost below 0 or not
 * finite, as many costs as there are not periods, or demand beyond 2^53 steps; `path` says which
 * @example
 * lotSizeRules.wagnerWhitin({ demand: [69, 29, 36], setupCost: [85, 102, 102], holdingCost: 1 })
 * // => { lots: [134, 0, 0], cost: 186 }
 */
export const lotSizeRules = {
  lotForLot: checked(lotForLot),
  fixedQuantity: checked<FixedQuantityTerms>(fixedQuantity, ({ quantity }, total) => {
    totalSteps([total, checkWhole(quantity, 'quantity', 1)], () => 'quantity');
  }),
  economicOrderQuantity: checked<EconomicOrderQuantityTerms>(economicOrderQuantity, ({ as }) => {
    checkChoice(as, 'as', ['quantity', 'minimum']);
  }),
  periodOfSupply: checked<PeriodOfSupplyTerms>(periodOfSupply, ({ periods }) => {
    checkWhole(periods, 'periods', 1);
  }),
  periodOrderQuantity: checked(periodOrderQuantity),
  orderUpTo: checked<OrderUpToTerms>(orderUpTo, ({ fillUp }, total) => {
    totalSteps([total, checkWhole(fillUp, 'fillUp')], () => 'fillUp');
  }),
  silverMeal: checked(silverMeal),
  leastUnitCost: checked(leastUnitCost),
  partPeriodBalancing: checked<PartPeriodBalancingTerms>(partPeriodBalancing, ({ convention }) => {
    checkChoice(convention, 'convention', ['neverExceed', 'closest']);
  }),
  groff: checked(groff),
  wagnerWhitin: checked(wagnerWhitin),
} as const;

/** The name of a lot-sizing rule. */
export type LotSizeRuleName = keyof typeof lotSizeRules;

type CheckTerms<Terms> = (terms: Terms, total: number) => void;

function checked<Terms extends object = object>(
  rule: LotSizingRule<Terms>,
  checkTerms?: CheckTerms<Terms>,
): CheckedLotSizingRule<Terms> {
  return (problem) => {
    const { input, total } = checkProblem(problem);
    checkTerms?.(problem, total);
    const lots = rule({ ...problem, ...input });
    return { lots: Array.from(lots), cost: lotSizeCost(input, lots) };
  };
}

function checkProblem({ demand, setupCost, holdingCost }: LotSizingProblem): {
  readonly input: LotSizingInput;
  readonly total: number;
} {
  const needs = Array.from(demand);
  const total = totalSteps(needs, (period) => `demand.${period}`);
  const input = {
    net: Float64Array.from(needs),
    setupCost: checkCost(setupCost, 'setupCost', needs.length),
    holdingCost: checkCost(holdingCost, 'holdingCost', needs.length),
  };
  return { input, total };
}

function checkCost(
  cost: number | ArrayLike<number>,
  path: string,
  periods: number,
): number | Float64Array {
  if (typeof cost === 'number') return checkMoney(cost, path);
  if (cost.length !== periods) {
    refuseFigure(
      path,
      `${cost.length} figures`,
      `one figure, or one for each of ${periods} periods`,
    );
  }
  return Float64Array.from(cost, (figure, period) => checkMoney(figure, `${path}.${period}`));
}

function checkMoney(figure: number, path: string): number {
  if (Number.isFinite(figure) && figure >= 0) return figure;
  return refuseFigure(path, figure, 'an amount of money from 0');
}

function checkChoice(choice: string | undefined, path: string, choices: readonly string[]): void {
  if (choice === undefined || choices.includes(choice)) return;
  refuseFigure(path, choice, choices.map((one) => `'${one}'`).join(' or '));
}
