/**
 * What one good unit of an item costs at a site, one level deep: money of its own, and needs of
 * other places.
 *
 *     made:       (Σ need × cost of component + labour + charge) × (1 − Σ cost shares of outputs)
 *     need:       (quantity per with scrap) / yield + fixed quantity / lot
 *     labour:     Σ operations (minutes per unit / yield + setup / lot) × cost per hour / 60
 *     co-product: cost of the run that yields it × cost share / what the run yields of it
 *
 * Phantoms are no orders: their lines stand in for them in what is made of them, so that a fixed
 * quantity counts once in the lot of that one, and they take no routing.
 *
 * @source APICS Dictionary, "cost roll-up", "standard cost", "co-product", "by-product"
 */
import {
  addRatios,
  type Day,
  divideRatios,
  multiplyRatios,
  type Ratio,
  ratio,
} from '@kontor/kernel';
import { flattenBills } from '../bill-of-material.ts';
import type { Bom, Routing } from '../model.ts';
import type { ModelIndex } from '../model-index.ts';
import { inUnits, isOn, stepsOfUnit, yieldOn } from './bill-use.ts';
import { addAmount, amountOf, type CostAmount, FREE } from './cost-amount.ts';
import { NONE, ONE, subtractRatios } from './exact-figure.ts';
import type { MadeWay, OutputWay, SupplyWay } from './supply-way.ts';

/** What one good unit needs of another place. */
export interface CostNeed {
  readonly item: string;
  readonly location: string;
  readonly times: Ratio;
  /** Whether the cost of the whole run is meant, before co-products take their share. */
  readonly ofRun: boolean;
}

/** A cost that the model should give and does not. */
export type MissingCostCode =
  /** Neither the item nor its buy source has a cost. */
  | 'NO_PRICE'
  /** A subcontract source without a cost. */
  | 'NO_SUBCONTRACT_COST'
  /** A transfer source without a cost; '0' says that moving is free. */
  | 'NO_TRANSFER_COST';

/** One good unit, one level deep. */
export interface CostRecipe {
  readonly by: 'buy' | 'make' | 'subcontract' | 'transfer' | 'coProduct' | 'byProduct';
  readonly alternate: string | undefined;
  readonly own: CostAmount;
  readonly needs: readonly CostNeed[];
  /** What the item itself bears of the run's cost: the rest is its co-products'. */
  readonly kept: Ratio;
  readonly missing: MissingCostCode | undefined;
}

/** What the figures depend on. */
export interface RecipeTerms {
  readonly on: Day;
  /** Good units of an order. */
  readonly lot: Ratio;
}

/** The recipe of an item at a site by its way of supply. */
export function costRecipe(
  index: ModelIndex,
  item: string,
  location: string,
  way: SupplyWay,
  terms: RecipeTerms,
): CostRecipe {
  switch (way.kind) {
    case 'buy':
      return { ...PLAIN, by: 'buy', ...priceOf(index, item, way.source?.cost) };
    case 'transfer': {
      const needs = [{ item, location: way.source.origin, times: ONE, ofRun: false }];
      const charge = chargeOf('transfer', way.source.cost, 'NO_TRANSFER_COST');
      return { ...PLAIN, by: 'transfer', needs, ...charge };
    }
    case 'output':
      return outputRecipe(index, way, terms);
    default:
      return madeRecipe(index, item, location, way, terms);
  }
}

const PLAIN: Omit<CostRecipe, 'by'> = {
  alternate: undefined,
  own: FREE,
  needs: [],
  kept: ONE,
  missing: undefined,
};

type OwnCost = Pick<CostRecipe, 'own' | 'missing'>;

/** The price of a source, else of the item. */
function priceOf(index: ModelIndex, item: string, cost: string | undefined): OwnCost {
  const price = cost ?? index.itemOf(item).cost;
  if (price === undefined) return { own: FREE, missing: 'NO_PRICE' };
  return { own: amountOf('material', ratio(price)), missing: undefined };
}

function chargeOf(
  element: 'subcontract' | 'transfer',
  cost: string | undefined,
  code: MissingCostCode,
): OwnCost {
  if (cost === undefined) return { own: FREE, missing: code };
  return { own: amountOf(element, ratio(cost)), missing: undefined };
}

function madeRecipe(
  index: ModelIndex,
  item: string,
  location: string,
  way: MadeWay,
  terms: RecipeTerms,
): CostRecipe {
  const { kind, source, alternate, bill } = way;
  const isMade = kind === 'make';
  // A make source without a bill: what is known of its material is the item's own cost.
  const material = bill === undefined ? priceOf(index, item, undefined) : NOTHING;
  const charge = isMade
    ? {
        own: amountOf('labour', labourOf(index.routingOf(item, location), way, terms)),
        missing: undefined,
      }
    : chargeOf('subcontract', source?.cost, 'NO_SUBCONTRACT_COST');
  return {
    by: kind,
    alternate,
    own: addAmount(material.own, charge.own, ONE),
    needs: bill === undefined ? [] : needsOf(index, item, location, way, bill, terms),
    kept: bill === undefined ? ONE : keptOf(bill),
    missing: material.missing ?? charge.missing,
  };
}

const NOTHING: OwnCost = { own: FREE, missing: undefined };

/** Labour of one good unit: the routing's, and what the make source itself costs. */
function labourOf(
  routing: Routing | undefined,
  { source, bill }: MadeWay,
  { on, lot }: RecipeTerms,
): Ratio {
  const own = ratio(source?.cost ?? 0);
  if (routing === undefined || bill?.phantom === true) return own;
  const good = bill === undefined ? ONE : yieldOn(bill, on);
  return routing.operations.reduce((sum, { setupMinutes, minutesPerUnit, costPerHour }) => {
    const running = divideRatios(ratio(minutesPerUnit), good);
    const minutes = addRatios(running, divideRatios(ratio(setupMinutes), lot));
    return addRatios(sum, multiplyRatios(minutes, divideRatios(ratio(costPerHour), HOUR)));
  }, own);
}

/** Minutes. */
const HOUR = ratio(60);

/** What one good unit takes of its components, phantoms blown through. */
function needsOf(
  index: ModelIndex,
  item: string,
  location: string,
  { source, alternate }: MadeWay,
  bill: Bom,
  { on, lot }: RecipeTerms,
): CostNeed[] {
  const componentsAt = source?.kind === 'subcontract' ? source.componentsAt : undefined;
  const good = yieldOn(bill, on);
  const lines = flattenBills(index, item, location, alternate, componentsAt);
  return lines
    .filter((line) => isOn(line, on))
    .map(({ component, location, per, fixed }) => {
      const running = divideRatios(inUnits(index, item, component, per), good);
      const once = divideRatios(fixed, multiplyRatios(lot, stepsOfUnit(index, component)));
      const times = addRatios(running, once);
      return { item: component, location, times, ofRun: false };
    });
}

function keptOf(bill: Bom): Ratio {
  const shares = bill.outputs.map(({ costShare }) => ratio(costShare));
  return subtractRatios(ONE, shares.reduce(addRatios, NONE));
}

/** A co-product bears its share of the run; a by-product costs nothing, and that is known. */
function outputRecipe(
  index: ModelIndex,
  { bill, output, site }: OutputWay,
  { on }: RecipeTerms,
): CostRecipe {
  const share = ratio(output.costShare);
  if (share.numerator === 0n) return { ...PLAIN, by: 'byProduct' };
  const perStep = index.units.outputPerStep(bill, output);
  const perStarted = inUnits(index, bill.item, output.item, perStep);
  const perGood = divideRatios(perStarted, yieldOn(bill, on));
  const times = divideRatios(share, perGood);
  const needs = [{ item: bill.item, location: site, times, ofRun: true }];
  return { ...PLAIN, by: 'coProduct', needs };
}
