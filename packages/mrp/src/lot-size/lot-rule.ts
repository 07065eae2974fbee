/**
 * The lot-sizing rule of a source, compiled: how far a lot reaches, as the planning run asks it.
 *
 * Two kinds. A window reaches so many days from the first short day on; it looks at the stock as it
 * stands. A planned rule sees the net requirements of all periods at once and says what each should
 * receive. Lot-for-lot needs neither, and lots of a fixed size are an order modifier.
 */
import type { LotSizing } from '../model.ts';
import { economicOrderQuantity } from './economic-order-quantity.ts';
import { groff } from './groff.ts';
import { leastUnitCost } from './least-unit-cost.ts';
import type { LotSizingInput, LotSizingRule } from './lot-sizing.ts';
import { partPeriodBalancing } from './part-period-balancing.ts';
import { periodOrderQuantity } from './period-of-supply.ts';
import { silverMeal } from './silver-meal.ts';
import { wagnerWhitin } from './wagner-whitin.ts';

/** How needs are gathered into lots. */
export type LotRule =
  | { readonly kind: 'window'; readonly days: number }
  | {
      readonly kind: 'planned';
      /** Of the model's rules, or `own`. */
      readonly name: string;
      /** Days of a period, counted from today. */
      readonly periodDays: number;
      /** What to receive in each period, in steps, for what each one needs. */
      readonly size: (net: Float64Array) => Float64Array;
    };

/** The dynamic rules of the model by name. */
const PLANNED_RULES: Readonly<Record<string, LotSizingRule>> = {
  periodOrderQuantity,
  silverMeal,
  leastUnitCost,
  groff,
  wagnerWhitin,
};

/**
 * The rule that a row of the model names; undefined for lot-for-lot and fixed quantities.
 *
 * @param stepsPerUnit - steps of the item in one stocking unit: holding cost is told for a unit
 * @param own - a rule of the caller's, in the place of the model's; it sees the row's costs
 */
export function compileLotRule(
  row: LotSizing | undefined,
  stepsPerUnit: number,
  own: LotSizingRule | undefined,
): LotRule | undefined {
  if (own === undefined && row?.rule === 'periodOfSupply') {
    return { kind: 'window', days: row.days };
  }
  const costs = row !== undefined && 'setupCost' in row ? row : NO_COSTS;
  const rule = own ?? plannedRule(row);
  if (rule === undefined) return undefined;
  const setupCost = Number(costs.setupCost);
  const holdingCost = Number(costs.holdingCost) / stepsPerUnit;
  return {
    kind: 'planned',
    name: own === undefined ? row!.rule : 'own',
    periodDays: costs.periodDays,
    size: (net) => rule({ net, setupCost, holdingCost }),
  };
}

const NO_COSTS = { setupCost: '0', holdingCost: '0', periodDays: 1 };

function plannedRule(row: LotSizing | undefined): LotSizingRule | undefined {
  if (row === undefined) return undefined;
  if (row.rule === 'economicOrderQuantity') {
    return (input: LotSizingInput) => economicOrderQuantity({ ...input, as: row.as });
  }
  if (row.rule === 'partPeriodBalancing') {
    return (input: LotSizingInput) => partPeriodBalancing({ ...input, convention: row.convention });
  }
  return PLANNED_RULES[row.rule];
}
