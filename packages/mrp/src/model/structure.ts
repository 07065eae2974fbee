/**
 * What there is and what it is made of: units, calendars, sites, items, bills, routings.
 */
import * as z from 'zod';
import { date, decimal, id, workingDays } from './cell.ts';

/** A unit of measure and the finest step its quantities have: 10^-decimals. */
export const unit = z.strictObject({
  id,
  decimals: z.number().int().min(0).max(6).default(0),
});

/** `quantity` of unit `of` is one `unit`: a dozen is 12 each. With `item`, only for that item. */
export const unitConversion = z.strictObject({
  unit: id,
  of: id,
  /** Units of `of` in one `unit`, a decimal or a fraction such as `1/3`. */
  factor: decimal,
  item: id.optional(),
});

/** When a site, supplier or lane works. Days not named work as the week says. */
export const calendar = z.strictObject({
  id,
  /** Working weekdays, 0 = Sunday … 6 = Saturday. */
  workingWeekdays: z.array(z.number().int().min(0).max(6)).default([1, 2, 3, 4, 5]),
  /** Days off, each `YYYY-MM-DD`. */
  holidays: z.array(date).default([]),
  /** Days that work although the week or a holiday says no. */
  extraWorkingDays: z.array(date).default([]),
  /** Working minutes of a day, used by routings: 480 is one shift of eight hours. */
  minutesPerDay: z.number().int().min(1).max(1440).default(1440),
});

/** A site: plant, warehouse, shop, vendor. Without a calendar every day works. */
export const location = z.strictObject({
  id,
  name: z.string().optional(),
  timeZone: z.string().default('UTC'),
  calendar: id.optional(),
});

/** Something that is stocked, made, bought or moved. */
export const item = z.strictObject({
  id,
  name: z.string().optional(),
  /** The stocking unit; `each` (whole numbers) when the model declares no units. */
  unit: id.default('each'),
  /** Finest step 10^-decimals of this item's quantities; the unit's when left out. */
  decimals: z.number().int().min(0).max(6).optional(),
  /** Lead time of those of its sources that name none. */
  leadTimeDays: workingDays.optional(),
  /** Money for one stocking unit that is bought; where cost roll-up starts. */
  cost: decimal.optional(),
  /** Of one stocking unit, in one unit of mass for the whole model (kilograms, say). */
  mass: decimal.optional(),
});

/** One component of a bill of material. */
export const bomLine = z.strictObject({
  component: id,
  /** Per `outputQuantity` of the bill, in `unit` or the component's stocking unit. */
  quantityPer: decimal,
  /** Once per order, whatever its size; after scrap. */
  quantityFixed: decimal.default('0'),
  unit: id.optional(),
  /** The part of this component that is lost: 0.05 is five in a hundred. */
  scrap: decimal.optional(),
  /** `divide`: need / (1 - scrap), so that enough is left. `markUp`: need × (1 + scrap). */
  scrapConvention: z.enum(['divide', 'markUp']).default('divide'),
  /** Where it is consumed; the bill's site when left out. */
  location: id.optional(),
  /** Working days of the bill's site after the order's release; negative is earlier. */
  offsetDays: z.number().int().default(0),
  /** In force for consumption on or after this day … */
  from: date.optional(),
  /** … and before this one. */
  until: date.optional(),
});

/** The good part of what is started, from a day on or for good. */
export const yieldStep = z.strictObject({
  from: date.optional(),
  until: date.optional(),
  yield: decimal,
});

/** What a bill yields beside its item: a co-product or a by-product. */
export const bomOutput = z.strictObject({
  item: id,
  /** Per `outputQuantity` of the bill, in `unit` or the output's stocking unit. */
  quantityPer: decimal,
  unit: id.optional(),
  /** Where it lands; the bill's site when left out. */
  location: id.optional(),
  /** The part of the bill's cost that it carries, from 0 to 1: a by-product carries none. */
  costShare: decimal.default('0'),
});

/** What an item is made of; with `location`, at that site only (a site's own bills win). */
export const bom = z.strictObject({
  item: id,
  location: id.optional(),
  /** Names one of several bills of an item; each in force in its own time. */
  revision: z.string().min(1).optional(),
  /** Another way to make the item, which a source names; revisions are told apart within it. */
  alternate: z.string().min(1).optional(),
  /** Wins over the lead time of the source that makes it. */
  leadTimeDays: workingDays.optional(),
  /** Added to the lead time: picking components, setting up. */
  preparationDays: workingDays.default(0),
  /** What one run of the bill yields, in the item's stocking unit. */
  outputQuantity: decimal.default('1'),
  /** Never stocked nor ordered: its lines stand in for it in whatever uses it. */
  phantom: z.boolean().default(false),
  /**
   * Good output per unit started: one figure, or steps by the day that the output appears; of two
   * in force the first counts.
   */
  yield: z.union([decimal, z.array(yieldStep).min(1)]).default('1'),
  /** In force for consumption, and for output, on or after this day … */
  from: date.optional(),
  /** … and before this one. */
  until: date.optional(),
  lines: z.array(bomLine),
  /** What a run of it yields beside the item, on the day the order ends. */
  outputs: z.array(bomOutput).default([]),
});

/** A step of making, in order of `sequence`. */
export const routingOperation = z.strictObject({
  sequence: z.number().int(),
  name: z.string().optional(),
  workCentre: id.optional(),
  setupMinutes: decimal.default('0'),
  /** Per stocking unit of the item made. */
  minutesPerUnit: decimal.default('0'),
  /** Money for an hour of it, setup included. */
  costPerHour: decimal.default('0'),
});

/** How an item is made at a site: its operations follow one another. */
export const routing = z.strictObject({
  item: id,
  location: id.optional(),
  operations: z.array(routingOperation).min(1),
});
