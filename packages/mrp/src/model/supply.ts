/**
 * Where supply comes from and how it is planned: sources with their lot rules, and parameters.
 */
import * as z from 'zod';
import { consumptionModes } from '../forecast/consume.ts';
import { date, decimal, id, workingDays } from './cell.ts';

/** What a rule that weighs setups against stock is told. */
const lotCosts = {
  /** Money for an order. */
  setupCost: decimal,
  /** Money for one stocking unit in stock over the end of a period. */
  holdingCost: decimal,
  /** Days of a period, counted from today. */
  periodDays: z.number().int().min(1).max(366).default(1),
};

/** How needs are gathered into lots. */
export const lotSizing = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('lotForLot') }),
  /** Whole lots of one size. */
  z.strictObject({ rule: z.literal('fixedQuantity'), quantity: decimal }),
  /** The needs of so many calendar days, from the first short day on, in one lot. */
  z.strictObject({ rule: z.literal('periodOfSupply'), days: z.number().int().min(1).max(3660) }),
  z.strictObject({
    rule: z.literal('economicOrderQuantity'),
    /** Whole lots of it, or at least it. */
    as: z.enum(['quantity', 'minimum']).default('quantity'),
    ...lotCosts,
  }),
  z.strictObject({ rule: z.literal('periodOrderQuantity'), ...lotCosts }),
  z.strictObject({ rule: z.literal('silverMeal'), ...lotCosts }),
  z.strictObject({ rule: z.literal('leastUnitCost'), ...lotCosts }),
  z.strictObject({
    rule: z.literal('partPeriodBalancing'),
    convention: z.enum(['neverExceed', 'closest']).default('neverExceed'),
    ...lotCosts,
  }),
  z.strictObject({ rule: z.literal('groff'), ...lotCosts }),
  z.strictObject({ rule: z.literal('wagnerWhitin'), ...lotCosts }),
]);

const sourceTerms = {
  id: id.optional(),
  item: id,
  /** The site that receives. */
  location: id,
  /** Lower comes first; sources of equal priority by cost, then by id. */
  priority: z.number().int().default(1),
  cost: decimal.optional(),
  /**
   * Working days from release to due, the item's when left out; for `make` in addition to the
   * routing's time.
   */
  leadTimeDays: workingDays.optional(),
  /** Its part of what the sources of equal priority supply over time: 60 and 40. */
  quota: decimal.optional(),
  /** What it was given before this run, in the item's stocking unit. */
  quotaAllocated: decimal.default('0'),
  lotSizeMin: decimal.optional(),
  lotSizeMultiple: decimal.optional(),
  lotSizeMax: decimal.optional(),
  /**
   * Lot for lot when left out. The lot sizes above apply after the rule; a fixed quantity takes
   * their place.
   */
  lotSizing: lotSizing.optional(),
  /** In force for orders due on or after this day … */
  from: date.optional(),
  /** … and before this one. */
  until: date.optional(),
};

/** One way to supply an item at a site. */
export const sourcing = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('make'),
    ...sourceTerms,
    /** Which of the item's alternate bills; the one without a name when left out. */
    alternate: z.string().min(1).optional(),
  }),
  z.strictObject({
    kind: z.literal('buy'),
    ...sourceTerms,
    supplier: id.optional(),
    /** Calendar of the lead time; the receiving site's when left out. */
    calendar: id.optional(),
  }),
  z.strictObject({
    kind: z.literal('transfer'),
    ...sourceTerms,
    origin: id,
    /** Calendar of the lane; the receiving site's when left out. */
    calendar: id.optional(),
    /** Gives what the origin has to spare in stock and open orders; never creates a need there. */
    onlyFromStock: z.boolean().default(false),
  }),
  /** A supplier makes it of components that we hand him. */
  z.strictObject({
    kind: z.literal('subcontract'),
    ...sourceTerms,
    supplier: id.optional(),
    /** Where the components are taken from: the supplier's stock of ours; else the site's. */
    componentsAt: id.optional(),
    alternate: z.string().min(1).optional(),
    calendar: id.optional(),
  }),
  /** Spare stock of another item at the same site takes its place. */
  z.strictObject({
    kind: z.literal('substitute'),
    ...sourceTerms,
    substitute: id,
    /** Stocking units of the substitute for one of the item. */
    quantityPer: decimal.default('1'),
  }),
]);

/** A safety stock from a day on, until the next step. */
export const safetyStockStep = z.strictObject({ from: date, quantity: decimal });

/** How an item is planned at a site, beside its sources. */
export const planningParameter = z.strictObject({
  item: id,
  location: id,
  /** One figure, or steps by date; nothing before the first step. */
  safetyStock: z.union([decimal, z.array(safetyStockStep).min(1)]).default('0'),
  /**
   * When the safety stock is asked for. `eachEvent`: on every day with a need, a receipt or a new
   * step. `dueNow`: also today. `rebuildNow`: as `eachEvent`, but what was missing before the first
   * break is ordered for today.
   * `afterDemand`: in a second pass, when all demand is planned.
   */
  safetyStockPolicy: z
    .enum(['eachEvent', 'dueNow', 'rebuildNow', 'afterDemand'])
    .default('eachEvent'),
  /** Order when the balance falls below this … */
  reorderMin: decimal.optional(),
  /** … and then up to this; up to `reorderMin` when left out. */
  reorderMax: decimal.optional(),
  /** Supply is due so many working days of the site before the need. */
  safetyTimeDays: workingDays.default(0),
  /** Working days of the site from arrival to use: goods receipt, inspection. */
  receivingDays: workingDays.default(0),
  /** `manual`: a master schedule plans it by hand; the run adds no order, and says what lacks. */
  planning: z.enum(['automatic', 'manual']).default('automatic'),
  /** Working days from today: a new order is not due before their end … */
  planningTimeFenceDays: workingDays.default(0),
  /** … nor released before the end of these … */
  releaseTimeFenceDays: workingDays.default(0),
  /** … and within these, forecast is ignored. */
  demandTimeFenceDays: workingDays.default(0),
  /**
   * A receipt due within so many calendar days is taken to be moved in to an earlier need before
   * anything new is planned.
   */
  rescheduleWithinDays: z.number().int().min(0).default(0),
  /** Calendar days, quantities of the stocking unit, up to which messages are silent. */
  rescheduleInToleranceDays: z.number().int().min(0).optional(),
  rescheduleOutToleranceDays: z.number().int().min(0).optional(),
  quantityTolerance: decimal.optional(),
  /** A lot covers needs of at most so many calendar days; more stock than that is excess. */
  maxCoverDays: z.number().int().min(1).max(3660).optional(),
  /** Whether a later source takes over where the first could not release in time. */
  avoidPastDue: z.boolean().default(false),
  /**
   * What becomes of the segment of a demand (a project, a batch, a customer) here: `common` plans
   * all segments as one, `own` apart, `ownThenCommon` apart after spare stock of no segment.
   */
  segments: z.enum(['common', 'own', 'ownThenCommon']).default('common'),
  /** How far an order consumes forecast, in calendar days, before and after its own period. */
  consumeBackwardDays: z.number().int().min(0).default(0),
  consumeForwardDays: z.number().int().min(0).default(0),
  consumptionMode: z.enum(consumptionModes).default('backwardThenForward'),
  /** Working days whose forecast is one demand, on the first of them. */
  forecastGroupDays: z.number().int().min(1).default(1),
  /**
   * Who gets how much when several want it: of what this site has to spare and, where a planner
   * plans it by hand or a fence keeps orders out, of what there is.
   */
  fairShare: z.enum(['proportional', 'priority', 'earliestFirst']).default('earliestFirst'),
});
