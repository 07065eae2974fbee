/**
 * The planning model: what a user writes, as zod schemas. The schema is the type.
 *
 * Plain rows with the APICS dictionary's words, one list per kind, so that each list is also a CSV
 * file. `checkModel` (check-model.ts) takes outside data through these schemas once and then
 * through the rules between the rows; inside, nobody checks again.
 *
 * Quantities are decimal strings (or numbers, bigints, Decimals) in the item's stocking unit; days
 * are `YYYY-MM-DD` in the zone of the row's location; durations are working days of the calendar in
 * force.
 */
import { z } from 'zod';

/**
 * A decimal at the border: text, number, bigint, or anything that prints as a decimal (a Decimal).
 */
const decimal = z
  .union([
    z.string().trim().min(1),
    z.number(),
    z.bigint(),
    z.custom<{ toFixed(): string }>(
      (value) => typeof value === 'object' && value !== null && 'toFixed' in value,
    ),
  ])
  .transform((value) => (typeof value === 'object' ? value.toFixed() : String(value)));

const id = z.string().min(1).max(255);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day as YYYY-MM-DD');
/**
 * A day, or an instant (ISO 8601 with offset) that becomes a day in the zone of the row's location.
 */
const dateOrInstant = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/,
    'a day as YYYY-MM-DD, or an instant such as 2026-03-02T08:00:00Z',
  );
/** Working days; that they are not negative is checked with the rules between the rows. */
const workingDays = z.number().int();

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

/** What an item is made of; with `location`, at that site only (a site's own bills win). */
export const bom = z.strictObject({
  item: id,
  location: id.optional(),
  /** Names one of several bills of an item; each in force in its own time. */
  revision: z.string().min(1).optional(),
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
});

/** A step of making, in order of `sequence`. */
export const routingOperation = z.strictObject({
  sequence: z.number().int(),
  name: z.string().optional(),
  workCentre: id.optional(),
  setupMinutes: decimal.default('0'),
  /** Per stocking unit of the item made. */
  minutesPerUnit: decimal.default('0'),
});

/** How an item is made at a site: its operations follow one another. */
export const routing = z.strictObject({
  item: id,
  location: id.optional(),
  operations: z.array(routingOperation).min(1),
});

/** How needs are gathered into lots. */
export const lotSizing = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('lotForLot') }),
  /** The needs of so many calendar days, from the first short day on, in one lot. */
  z.strictObject({ rule: z.literal('periodOfSupply'), days: z.number().int().min(1).max(3660) }),
]);

const sourceTerms = {
  id: id.optional(),
  item: id,
  /** The site that receives. */
  location: id,
  /** Lower comes first; sources of equal priority by cost, then by id. */
  priority: z.number().int().default(1),
  cost: decimal.optional(),
  /** Working days from release to due; for `make` in addition to the routing's time. */
  leadTimeDays: workingDays.default(0),
  lotSizeMin: decimal.optional(),
  lotSizeMultiple: decimal.optional(),
  lotSizeMax: decimal.optional(),
  /** Lot for lot when left out. The lot sizes above apply after the rule. */
  lotSizing: lotSizing.optional(),
  /** In force for orders due on or after this day … */
  from: date.optional(),
  /** … and before this one. */
  until: date.optional(),
};

/** One way to supply an item at a site. */
export const sourcing = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('make'), ...sourceTerms }),
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
   */
  safetyStockPolicy: z.enum(['eachEvent', 'dueNow', 'rebuildNow']).default('eachEvent'),
  /** Order when the balance falls below this … */
  reorderMin: decimal.optional(),
  /** … and then up to this; up to `reorderMin` when left out. */
  reorderMax: decimal.optional(),
  /** Supply is due so many working days of the site before the need. */
  safetyTimeDays: workingDays.default(0),
  /** Working days of the site from arrival to use: goods receipt, inspection. */
  receivingDays: workingDays.default(0),
});

/** Stock on hand; rows of one item and location add up (lots, bins). */
export const stock = z.strictObject({
  item: id,
  location: id,
  quantity: decimal,
  unit: id.optional(),
  lot: z.string().optional(),
});

/** An open order that will bring supply: a scheduled receipt. */
export const receipt = z.strictObject({
  id: id.optional(),
  item: id,
  location: id,
  due: dateOrInstant,
  quantity: decimal,
  unit: id.optional(),
  kind: z.enum(['make', 'buy', 'transfer']).default('buy'),
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
});

/** The whole model. Lists that a user does not need may be left out. */
export const model = z.strictObject({
  units: z.array(unit).default([]),
  unitConversions: z.array(unitConversion).default([]),
  calendars: z.array(calendar).default([]),
  locations: z.array(location),
  items: z.array(item),
  boms: z.array(bom).default([]),
  routings: z.array(routing).default([]),
  sourcing: z.array(sourcing).default([]),
  parameters: z.array(planningParameter).default([]),
  stock: z.array(stock).default([]),
  receipts: z.array(receipt).default([]),
  demands: z.array(demand).default([]),
});

/** What a user may write. */
export type ModelInput = z.input<typeof model>;
/** What the schemas give: defaults filled in, quantities as decimal strings. */
export type ModelData = z.output<typeof model>;
export type Unit = z.output<typeof unit>;
export type UnitConversion = z.output<typeof unitConversion>;
export type PlanningCalendar = z.output<typeof calendar>;
export type Location = z.output<typeof location>;
export type Item = z.output<typeof item>;
export type Bom = z.output<typeof bom>;
export type BomLine = z.output<typeof bomLine>;
export type Routing = z.output<typeof routing>;
export type Source = z.output<typeof sourcing>;
export type PlanningParameter = z.output<typeof planningParameter>;
export type Stock = z.output<typeof stock>;
export type Receipt = z.output<typeof receipt>;
export type Demand = z.output<typeof demand>;

declare const checkedBrand: unique symbol;
/** A model that passed `checkModel`: only such a one can be planned. */
export type Model = ModelData & { readonly [checkedBrand]: true };
