/**
 * Cost roll-up: what one unit of every item costs, from prices up to end items.
 *
 * Over low-level codes, deepest first, so that each place is reckoned once, when all that it needs
 * is known. Exact: money becomes decimal text at the very end, by a named rounding. A cost that the
 * model does not give is never taken for nothing: it is listed, and whatever contains it has no
 * total, only the part that is known.
 *
 * @source APICS Dictionary, "cost roll-up", "standard cost"
 */
import {
  compareRatios,
  type DecimalInput,
  formatRatio,
  type Ratio,
  type RoundingMode,
  ratio,
} from '@kontor/kernel';
import { refuseFigure } from '../given-figures.ts';
import type { Model } from '../model.ts';
import { addAmount, type CostAmount, type CostElement, FREE, totalOf } from './cost-amount.ts';
import { type CostNeed, type CostRecipe, costRecipe, type MissingCostCode } from './cost-recipe.ts';
import {
  ANYWHERE,
  checkAlternate,
  type EnquiryTerms,
  IN_THE_END,
  openEnquiry,
  placeName,
  shownSite,
} from './enquiry.ts';
import { decimalText, NONE } from './exact-figure.ts';
import { keyOf } from './explode-bill.ts';
import { levelsOf, reach, type Reached } from './reach.ts';
import { wayChooser } from './supply-way.ts';

/** What is rolled up, and how it is shown. */
export interface CostTerms extends EnquiryTerms {
  /** Good units of an order, over which setups and fixed quantities are spread; 1 if left out. */
  readonly quantity?: DecimalInput | undefined;
  /** What if: by item, the alternate bill it is made by, whatever its sources say. */
  readonly alternates?: Readonly<Record<string, string>> | undefined;
  /** Decimals of the money shown; 4 when left out. */
  readonly decimals?: number | undefined;
  /** How it is rounded to them, each figure by itself; `halfEven` when left out. */
  readonly rounding?: RoundingMode | undefined;
}

/** Money by element, as decimal text. */
export type CostElements = Readonly<Record<CostElement, string>>;

/** What one stocking unit of an item costs at a site. */
export interface ItemCost extends CostElements {
  /** Low-level code: rows come deepest first. */
  readonly level: number;
  readonly item: string;
  /** Left out where it is no site in particular. */
  readonly location?: string;
  /** The way of supply that was reckoned with. */
  readonly by: CostRecipe['by'];
  readonly alternate?: string;
  /** Left out where a cost is missing; the elements are then what is known. */
  readonly total?: string;
  /** The same as an exact fraction. */
  readonly exactTotal?: string;
  /** What this level adds to its components. */
  readonly ownCost: CostElements;
  /** What it is made of, one level down, that has no total. */
  readonly lacks: readonly string[];
}

/** A cost that the model does not give. */
export interface MissingCost {
  readonly code: MissingCostCode;
  readonly item: string;
  readonly location?: string;
}

/** What everything costs, and what nobody said. */
export interface CostRollUp {
  readonly costs: readonly ItemCost[];
  readonly missing: readonly MissingCost[];
}

/**
 * Rolls costs up.
 *
 * With a location (or where the model has one only), every item at that site, and what it comes
 * from elsewhere. Else every item at each site that has a source, a bill or a routing of its own
 * for it, and the others at no site in particular. Without `on`, after the last change.
 *
 * @throws MrpError MRP_BAD_FIGURE — no such location or alternate; a quantity not above 0
 * @throws MrpError MRP_BOM_CYCLE — an item costs itself: over bills that no source follows, or as a
 * co-product of what is made of it
 * @throws KernelError KERNEL_BAD_DAY, KERNEL_BAD_DECIMAL, KERNEL_BAD_ROUNDING — a bad term
 * @source APICS Dictionary, "cost roll-up"
 * @example
 * // A bike takes 2 wheels at 30 and 20 minutes at 48 an hour.
 * costRollUp(model).costs.map((row) => `${row.item} ${row.total}`) // => ['wheel 30', 'bike 76']
 */
export function costRollUp(model: Model, terms: CostTerms = {}): CostRollUp {
  const { index, location, on = IN_THE_END } = openEnquiry(model, undefined, terms);
  const lot = ratio(terms.quantity ?? 1, 'quantity');
  if (compareRatios(lot, NONE) <= 0) {
    refuseFigure('quantity', formatRatio(lot), 'more than 0 units of an order');
  }
  const alternates = terms.alternates ?? {};
  for (const [item, alternate] of Object.entries(alternates)) {
    checkAlternate(model, item, alternate, `alternates.${item}`);
  }
  const ways = wayChooser(index, on, alternates);
  const recipes: CostRecipe[] = [];
  const reached = reach<CostPlace, CostNeed>(askedPlaces(model, location), {
    keyOf: ({ item, location }) => keyOf(item, location),
    needsOf: ({ item, location }) => {
      const way = ways.wayOf(item, location);
      const recipe = costRecipe(index, item, location, way, { on, lot });
      recipes.push(recipe);
      return recipe.needs;
    },
    placeOf: ({ item, location }) => ({ item, location }),
  });
  const { code, sequence } = levelsOf(reached, placeName);
  const deepestFirst = Array.from(sequence).reverse();
  const rolled = rollUp(reached, recipes, deepestFirst);
  const text = moneyText(terms);
  return {
    costs: deepestFirst.map((number) => ({
      level: code[number]!,
      ...rowOf(reached, recipes[number]!, rolled, number, text),
    })),
    missing: deepestFirst.flatMap((number) => {
      const { missing } = recipes[number]!;
      const { item, location } = reached.places[number]!;
      return missing === undefined ? [] : [{ code: missing, item, ...shownSite(location) }];
    }),
  };
}

interface CostPlace {
  readonly item: string;
  readonly location: string;
}

/** The places that are asked about. */
function askedPlaces(model: Model, location: string): CostPlace[] {
  if (location !== ANYWHERE) return model.items.map(({ id }) => ({ item: id, location }));
  const own = [model.sourcing, model.boms, model.routings].flatMap((rows) =>
    [...rows].flatMap((row) =>
      row.location === undefined ? [] : [{ item: row.item, location: row.location }],
    ),
  );
  const placed = new Set(own.map(({ item }) => item));
  const others = model.items.filter(({ id }) => !placed.has(id));
  return [...own, ...others.map(({ id }) => ({ item: id, location: ANYWHERE }))];
}

/** Per place: the cost of a run per good unit, what of it the item bears, whether all is known. */
interface Rolled {
  readonly run: CostAmount;
  readonly unit: CostAmount;
  readonly isKnown: boolean;
}

function rollUp(
  { leadsTo }: Reached<CostPlace, CostNeed>,
  recipes: readonly CostRecipe[],
  deepestFirst: readonly number[],
): readonly Rolled[] {
  const rolled: Rolled[] = [];
  for (const number of deepestFirst) {
    const { own, needs, kept, missing } = recipes[number]!;
    const below = leadsTo[number]!.map((place) => rolled[place]!);
    const run = needs.reduce(
      (sum, { times, ofRun }, at) =>
        addAmount(sum, ofRun ? below[at]!.run : below[at]!.unit, times),
      own,
    );
    const isKnown = missing === undefined && below.every((part) => part.isKnown);
    rolled[number] = { run, unit: addAmount(FREE, run, kept), isKnown };
  }
  return rolled;
}

/** Money as text, by the terms. */
function moneyText({ decimals = 4, rounding = 'halfEven' }: CostTerms): (money: Ratio) => string {
  if (!Number.isSafeInteger(decimals) || decimals < 0 || decimals > 40) {
    refuseFigure('decimals', decimals, 'a whole number from 0 to 40');
  }
  return (money) => decimalText(money, decimals, rounding);
}

function rowOf(
  { places, leadsTo }: Reached<CostPlace, CostNeed>,
  { by, alternate, own, kept }: CostRecipe,
  rolled: readonly Rolled[],
  number: number,
  text: (money: Ratio) => string,
): Omit<ItemCost, 'level'> {
  const { item, location } = places[number]!;
  const { unit, isKnown } = rolled[number]!;
  const total = totalOf(unit);
  const lacking = leadsTo[number]!.filter((place) => !rolled[place]!.isKnown);
  return {
    item,
    ...shownSite(location),
    by,
    ...(alternate !== undefined && { alternate }),
    ...elementsText(unit, text),
    ...(isKnown && { total: text(total), exactTotal: formatRatio(total) }),
    ownCost: elementsText(addAmount(FREE, own, kept), text),
    lacks: [...new Set(lacking.map((place) => placeName(places[place]!)))],
  };
}

function elementsText(amount: CostAmount, text: (money: Ratio) => string): CostElements {
  return {
    material: text(amount.material),
    labour: text(amount.labour),
    subcontract: text(amount.subcontract),
    transfer: text(amount.transfer),
  };
}
