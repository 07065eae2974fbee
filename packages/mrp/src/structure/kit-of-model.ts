/**
 * Kit availability of a model's item: how many the free stock of a site can make today.
 *
 * The rule is `kitAvailability`; here its rows are taken from the model as a plan would take them:
 * phantoms blown through, units converted, scrap added, stock that is held, expired or reserved
 * left out. A fixed quantity is taken once, before anything is made.
 *
 * @source APICS Dictionary, "kitting"
 */
import { type Day, day, multiplyRatios, type Ratio, ratio } from '@kontor/kernel';
import { flattenBills, timeOf } from '../bill-of-material.ts';
import { refuseFigure } from '../given-figures.ts';
import { kitAvailability } from '../kit-availability.ts';
import type { Model, Stock } from '../model.ts';
import type { ModelIndex } from '../model-index.ts';
import { isOn, stepsOfUnit, yieldOn } from './bill-use.ts';
import { checkAlternate, openEnquiry, type StructurePlace } from './enquiry.ts';
import { decimalText, NONE, subtractRatios } from './exact-figure.ts';
import { keyOf } from './explode-bill.ts';

/** When, and by which bill. */
export interface KitTerms {
  /** The day whose stock is meant, `YYYY-MM-DD`: the bill and the shelf lives of this day. */
  readonly today: string;
  readonly alternate?: string | undefined;
  /** Whose stock, where the site plans segments apart; that of no segment when left out. */
  readonly segment?: string | undefined;
}

/** What free stock can make, as decimal text. */
export interface ModelKitAvailability {
  /** Whole runs of the bill. */
  readonly batches: string;
  /** Units started: batches × output quantity. */
  readonly units: string;
  /** Of these the good ones by the bill's yield, rounded down to the item's step. */
  readonly goodUnits: string;
  /** The components that allow no further batch, in the order of the bill. */
  readonly limitedBy: readonly Required<StructurePlace>[];
}

/**
 * How many of an item the free stock of its components can make at a site in one order.
 *
 * @throws MrpError MRP_BAD_FIGURE — no such item, location or alternate; no bill in force today, or
 * one without a line in force
 * @throws KernelError KERNEL_BAD_DAY — today is no day
 * @example
 * // 4 a batch of 2 A and 2 B, of which there are 4 and 8.
 * kitAvailabilityOf(model, 'kit', 'shop', { today: '2026-01-05' }).units // => '8'
 */
export function kitAvailabilityOf(
  model: Model,
  item: string,
  location: string,
  terms: KitTerms,
): ModelKitAvailability {
  const { index } = openEnquiry(model, item, { location });
  const today = day(terms.today);
  const { alternate } = terms;
  if (alternate !== undefined) checkAlternate(model, item, alternate, 'alternate');
  const bills = index.billsOf(item, location, alternate);
  const bill = bills.find((row) => isOn(timeOf(row), today));
  if (bill === undefined) {
    return refuseFigure('item', item, `an item with a bill in force at '${location}' today`);
  }
  const perBatch = multiplyRatios(ratio(bill.outputQuantity), stepsOfUnit(index, item));
  const needs = flattenBills(index, item, location, alternate)
    .filter((line) => isOn(line, today))
    .map(({ component, location: at, per, fixed }) => ({
      place: { item: component, location: at },
      key: keyOf(component, at),
      quantityPer: multiplyRatios(per, perBatch),
      fixed,
    }));
  const stock = freeStock(index, today, terms.segment);
  const { batches, units, limitedBy } = kitAvailability({
    outputQuantity: bill.outputQuantity,
    lines: needs.map(({ key, quantityPer }) => ({ component: key, quantityPer })),
    stock: [
      ...[...stock].map(([key, quantity]) => ({ item: key, quantity })),
      ...needs.map(({ key, fixed }) => ({ item: key, quantity: subtractRatios(NONE, fixed) })),
    ],
  });
  const good = multiplyRatios(ratio(units), yieldOn(bill, today));
  return {
    batches,
    units,
    goodUnits: decimalText(good, index.units.decimalsOf(item), 'floor'),
    limitedBy: limitedBy.map((key) => needs.find((need) => need.key === key)!.place),
  };
}

/** Steps of free stock by place: neither held, expired nor reserved, of a segment. */
function freeStock(
  { model, units, segmentAt }: ModelIndex,
  today: Day,
  segment: string | undefined,
): ReadonlyMap<string, Ratio> {
  const steps = new Map<string, number>();
  const add = (item: string, location: string, quantity: number): void => {
    const key = keyOf(item, location);
    steps.set(key, (steps.get(key) ?? 0) + quantity);
  };
  for (const row of model.stock) {
    const ofSegment =
      segmentAt(row.item, row.location, row.segment) === segmentAt(row.item, row.location, segment);
    if (!ofSegment || !isFree(row, today)) continue;
    add(row.item, row.location, units.steps(row.item, row.quantity, row.unit));
  }
  const demands = new Map(model.demands.map((row) => [row.id, row]));
  for (const row of model.reservations) {
    const of = demands.get(row.demand)?.segment;
    const { item, location } = row;
    if (segmentAt(item, location, of) !== segmentAt(item, location, segment)) continue;
    add(item, location, -units.steps(item, row.quantity, row.unit));
  }
  return new Map([...steps].map(([key, quantity]) => [key, ratio(quantity)]));
}

function isFree({ status, availableOn, expires }: Stock, today: Day): boolean {
  if (status === 'hold') return false;
  if (availableOn !== undefined && day(availableOn) > today) return false;
  return expires === undefined || day(expires) > today;
}
