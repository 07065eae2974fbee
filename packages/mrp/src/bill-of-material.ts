/**
 * Bills of material, flattened: what making an item at a site takes, with phantoms blown through.
 *
 * A phantom is never stocked nor ordered; its lines stand in for it, multiplied, on the same day,
 * to any depth. A line is in force where its own time, its bill's, and those of the phantoms above
 * it overlap. Everything stays an exact fraction until an order's need is rounded, once.
 *
 * @source APICS Dictionary, "phantom bill of material", "effectivity date", "scrap factor"
 */
import { addRatios, day, divideRatios, multiplyRatios, type Ratio, ratio } from '@kontor/kernel';
import type { LeadTimes, Yield } from './compiled-source.ts';
import type { Bom, BomLine } from './model.ts';
import type { ModelIndex } from './model-index.ts';
import { FOREVER } from './site-calendar.ts';

/** What one order takes of one component: `per` steps a step started, and `fixed` steps once. */
export interface FlatLine {
  readonly component: string;
  readonly location: string;
  readonly per: Ratio;
  readonly fixed: Ratio;
  readonly offsetDays: number;
  /** In force for consumption on days [from, until). */
  readonly from: number;
  readonly until: number;
}

/**
 * What making an item at a site takes by one of its alternates; empty where it has no bill.
 *
 * @param componentsAt - where it is taken from unless a line says so: the site itself when left out
 */
export function flattenBills(
  index: ModelIndex,
  item: string,
  location: string,
  alternate?: string,
  componentsAt: string = location,
): FlatLine[] {
  const flat: FlatLine[] = [];
  const bills = index.billsOf(item, location, alternate);
  if (!index.hasPhantoms) {
    return bills.flatMap((bill) => linesOf(index, bill, componentsAt).filter(isEverInForce));
  }
  const open = bills.flatMap((bill) => linesOf(index, bill, componentsAt));
  for (let line = open.pop(); line !== undefined; line = open.pop()) {
    const phantoms = phantomsOf(index, line);
    if (phantoms.length === 0) flat.push(line);
    for (const phantom of phantoms) {
      const inPlace = within(line, phantom);
      open.push(...linesOf(index, phantom, line.location).map(inPlace));
    }
  }
  return flat.reverse().filter(isEverInForce);
}

const isEverInForce = ({ from, until }: Time): boolean => from < until;

/** The bills that stand in for a line's component; none unless it is a phantom. */
export function phantomsOf(
  index: ModelIndex,
  { component, location }: Pick<FlatLine, 'component' | 'location'>,
): readonly Bom[] {
  return index.billsOf(component, location).filter((bill) => bill.phantom);
}

/** The lines of one bill at a site, per step started. */
function linesOf(index: ModelIndex, bill: Bom, location: string): FlatLine[] {
  return bill.lines.map((line) => {
    return {
      component: line.component,
      location: line.location ?? location,
      per: index.units.perStep(bill, line),
      fixed: fixedOf(index, line),
      offsetDays: line.offsetDays,
      ...overlap(timeOf(line), timeOf(bill)),
    };
  });
}

/** The quantity of a line that an order takes once, in steps. */
function fixedOf({ units }: ModelIndex, { component, quantityFixed, unit }: BomLine): Ratio {
  if (quantityFixed === '0') return NOTHING;
  return ratio(units.steps(component, quantityFixed, unit));
}

const NOTHING = ratio(0);

/** Puts a phantom's lines in the place of the line that names it; its yield is taken in here. */
function within(named: FlatLine, phantom: Bom): (line: FlatLine) => FlatLine {
  return (line) => {
    const perGood = divideRatios(line.per, constantYield(phantom));
    return {
      ...line,
      per: multiplyRatios(named.per, perGood),
      fixed: addRatios(multiplyRatios(named.fixed, perGood), line.fixed),
      offsetDays: named.offsetDays + line.offsetDays,
      ...overlap(named, line),
    };
  };
}

/** Days [from, until) in which something is in force. */
interface Time {
  readonly from: number;
  readonly until: number;
}

/** When a row with `from` and `until` is in force; for ever where it says neither. */
export function timeOf(row: Partial<Record<'from' | 'until', string | undefined>>): Time {
  return {
    from: row.from === undefined ? -FOREVER : day(row.from),
    until: row.until === undefined ? FOREVER : day(row.until),
  };
}

const overlap = (a: Time, b: Time): Time => ({
  from: Math.max(a.from, b.from),
  until: Math.min(a.until, b.until),
});

/** The steps of a bill's yield: a single figure is one step for ever. */
export function yieldSteps(bill: Bom): readonly (Time & { readonly yield: Ratio })[] {
  const steps = typeof bill.yield === 'string' ? [{ yield: bill.yield }] : bill.yield;
  return steps.map((step) => ({ ...timeOf(step), yield: ratio(step.yield) }));
}

/** A phantom has one yield; steps by date are refused by the check. */
const constantYield = (bill: Bom): Ratio => yieldSteps(bill)[0]!.yield;

/** The yields of an item's bills at a site; empty where all that is started is good. */
export function yieldsOf(
  index: ModelIndex,
  item: string,
  location: string,
  alternate?: string,
): Yield[] {
  const bills = index.billsOf(item, location, alternate);
  if (bills.every((bill) => bill.yield === '1')) return [];
  const yields = bills.flatMap((bill) =>
    yieldSteps(bill).map((step) => ({
      numerator: Number(step.yield.numerator),
      denominator: Number(step.yield.denominator),
      ...overlap(step, timeOf(bill)),
    })),
  );
  return yields.every(({ numerator, denominator }) => numerator === denominator) ? [] : yields;
}

/** What a run of the bill yields of one other item: `per` steps a step started. */
export interface FlatOutput {
  readonly item: string;
  readonly location: string;
  readonly per: Ratio;
  /** In force for output on days [from, until). */
  readonly from: number;
  readonly until: number;
}

/** The co- and by-products of an item's bills at a site. */
export function outputsOf(
  index: ModelIndex,
  item: string,
  location: string,
  alternate?: string,
): FlatOutput[] {
  return index.billsOf(item, location, alternate).flatMap((bill) =>
    bill.outputs.map((output) => ({
      item: output.item,
      location: output.location ?? location,
      per: index.units.outputPerStep(bill, output),
      ...timeOf(bill),
    })),
  );
}

/**
 * The lead times of making an item at a site: the bill's own wins over the source's, that one over
 * the item's; the bill's preparation comes on top.
 */
export function leadTimesOf(
  index: ModelIndex,
  item: string,
  location: string,
  sourceDays: number | undefined,
  alternate?: string,
): LeadTimes {
  const days = sourceDays ?? index.itemOf(item).leadTimeDays ?? 0;
  const steps = index.billsOf(item, location, alternate).map((bill) => ({
    days: (bill.leadTimeDays ?? days) + bill.preparationDays,
    ...timeOf(bill),
  }));
  return { days, steps: steps.filter((step) => step.days !== days) };
}
