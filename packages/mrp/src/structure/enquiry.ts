/**
 * What every enquiry about the structure is asked with: a model, a site and a day.
 *
 * A structure is asked about as an engineer sees it, by bills; sources matter only for costs. So a
 * site may be left out: the only one of the model, else none in particular, where the general bills
 * count and no site's own. The day is one for all levels: lead times and offsets are not applied.
 */
import { type Day, day } from '@kontor/kernel';
import { MrpError } from '../errors.ts';
import { refuseFigure } from '../given-figures.ts';
import type { Model } from '../model.ts';
import { indexModel, type ModelIndex } from '../model-index.ts';
import { FOREVER } from '../site-calendar.ts';

/** Where and when a structure is looked at. */
export interface EnquiryTerms {
  /** The only site of the model when left out; else the general bills, of no site. */
  readonly location?: string | undefined;
  /** `YYYY-MM-DD`. */
  readonly on?: string | undefined;
}

/** An item at a site; at no site in particular where it has none. */
export interface StructurePlace {
  readonly item: string;
  readonly location?: string;
}

/** An enquiry whose item and site are the model's. */
export interface Enquiry {
  readonly index: ModelIndex;
  /** '' = no site in particular. */
  readonly location: string;
  /** Undefined when left out. */
  readonly on: Day | undefined;
}

/** No site in particular: only general bills are found there. */
export const ANYWHERE = '';

/** The day after the last change that a model can know: what it comes to in the end. */
export const IN_THE_END: Day = FOREVER - 1;

/**
 * Opens an enquiry.
 *
 * @throws MrpError MRP_BAD_FIGURE — the model has no such item or location
 * @throws KernelError KERNEL_BAD_DAY — `on` is no day
 */
export function openEnquiry(
  model: Model,
  item: string | undefined,
  { location, on }: EnquiryTerms,
): Enquiry {
  const index = indexModel(model);
  if (item !== undefined && !index.units.knows(item)) {
    refuseFigure('item', item, 'the id of an item of the model');
  }
  if (location !== undefined && !model.locations.some((row) => row.id === location)) {
    refuseFigure('location', location, 'the id of a location of the model');
  }
  const only = model.locations.length === 1 ? model.locations[0]!.id : ANYWHERE;
  return { index, location: location ?? only, on: on === undefined ? undefined : day(on) };
}

/**
 * Refuses an alternate that none of the item's bills has.
 *
 * @throws MrpError MRP_BAD_FIGURE
 */
export function checkAlternate(model: Model, item: string, alternate: string, path: string): void {
  if (model.boms.some((bill) => bill.item === item && bill.alternate === alternate)) return;
  refuseFigure(path, alternate, `the alternate of a bill of '${item}'`);
}

/** The site of a place to show; nothing where it is no site in particular. */
export function shownSite(location: string): { readonly location?: string } {
  return location === ANYWHERE ? {} : { location };
}

/** A place as a name in a message: `bike@plant`, or `bike`. */
export function placeName({ item, location }: StructurePlace): string {
  return location === undefined || location === ANYWHERE ? item : `${item}@${location}`;
}

/** So many rows and no more: shared parts deep in a structure have more paths than memory. */
export const ROWS_MAX = 250_000;

/**
 * Refuses a list of more than `ROWS_MAX` rows.
 *
 * @throws MrpError MRP_BAD_OPTION — option `levels`
 */
export function checkRowCount(count: number, levels: number): void {
  if (count <= ROWS_MAX) return;
  throw new MrpError('MRP_BAD_OPTION', {
    option: 'levels',
    value: String(levels),
    expected: `fewer levels, as the paths are more than ${ROWS_MAX} rows; summarizeBill needs none`,
  });
}

/**
 * How many levels are shown.
 *
 * @throws MrpError MRP_BAD_FIGURE — no whole number from 1
 */
export function checkLevels(levels: number | undefined): number {
  if (levels === undefined) return Number.POSITIVE_INFINITY;
  if (Number.isSafeInteger(levels) && levels >= 1) return levels;
  return refuseFigure('levels', levels, 'a whole number from 1');
}
