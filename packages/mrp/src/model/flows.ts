/**
 * What is there, what is coming and what is wanted: stock, open orders, demands, forecasts.
 */
import * as z from 'zod';
import { date, dateOrInstant, decimal, id } from './cell.ts';

/** Stock on hand; rows of one item and location add up (lots, bins). */
export const stock = z.strictObject({
  item: id,
  location: id,
  quantity: decimal,
  unit: id.optional(),
  lot: z.string().optional(),
  /** `hold`: in quality inspection, no supply … */
  status: z.enum(['free', 'hold']).default('free'),
  /** … before this day, if there is one. */
  availableOn: date.optional(),
  /** No supply from this day on. */
  expires: date.optional(),
  segment: id.optional(),
});

/** Stock set aside for one demand. */
export const reservation = z.strictObject({
  item: id,
  location: id,
  /** The id of the demand of that item at that location. */
  demand: id,
  quantity: decimal,
  unit: id.optional(),
});

/** An open order that will bring supply: a scheduled receipt. */
export const receipt = z.strictObject({
  id: id.optional(),
  item: id,
  location: id,
  due: dateOrInstant,
  quantity: decimal,
  unit: id.optional(),
  kind: z.enum(['make', 'buy', 'transfer', 'subcontract']).default('buy'),
  /**
   * `firmPlanned`: a planned order frozen by the planner, or a row of a master schedule; it needs
   * its components, or leaves its origin, a lead time before it is due unless `start` or `ship`
   * says otherwise. `closed` counts for nothing.
   */
  status: z.enum(['firmPlanned', 'confirmed', 'released', 'closed']).default('released'),
  /** No supply from this day on. */
  expires: date.optional(),
  segment: id.optional(),
  /** Which of the item's alternate bills a `make` or `subcontract` receipt follows. */
  alternate: z.string().min(1).optional(),
  /**
   * A `make` receipt not yet started consumes its components on this day; started ones have none.
   */
  start: dateOrInstant.optional(),
  /** A `transfer` receipt not yet shipped leaves this site … */
  origin: id.optional(),
  /** … on this day. Shipped transfers (or of unknown origin) have neither. */
  ship: dateOrInstant.optional(),
});

/** An independent requirement: a customer's order, a forecast. */
export const demand = z.strictObject({
  id: id.optional(),
  item: id,
  location: id,
  due: dateOrInstant,
  quantity: decimal,
  unit: id.optional(),
  /** Lower is served first. */
  priority: z.number().int().default(1),
  customer: z.string().optional(),
  /** A project, a batch or a customer whose supply is kept apart where the site plans it so. */
  segment: id.optional(),
});

/** What is expected to be sold on the days [from, until): orders consume it, the rest is demand. */
export const forecast = z.strictObject({
  id: id.optional(),
  item: id,
  location: id,
  from: date,
  until: date,
  quantity: decimal,
  unit: id.optional(),
});
