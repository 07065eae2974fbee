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
import * as z from 'zod';
import { demand, forecast, receipt, reservation, stock } from './model/flows.ts';
import {
  bom,
  type bomLine,
  type bomOutput,
  calendar,
  item,
  location,
  routing,
  unit,
  unitConversion,
} from './model/structure.ts';
import { type lotSizing, planningParameter, sourcing } from './model/supply.ts';

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
  reservations: z.array(reservation).default([]),
  forecasts: z.array(forecast).default([]),
});

/** What a user may write. */
export type ModelInput = z.input<typeof model>;
/** What the schemas give: defaults filled in, quantities as decimal strings. */
export type ModelData = z.output<typeof model>;
/** A unit of measure. */
export type Unit = z.output<typeof unit>;
/** So many units of one kind in another. */
export type UnitConversion = z.output<typeof unitConversion>;
/** When a site, supplier or lane works. */
export type PlanningCalendar = z.output<typeof calendar>;
/** A site. */
export type Location = z.output<typeof location>;
/** Something that is stocked, made, bought or moved. */
export type Item = z.output<typeof item>;
/** A bill of material. */
export type Bom = z.output<typeof bom>;
/** One component of a bill. */
export type BomLine = z.output<typeof bomLine>;
/** A co- or by-product of a bill. */
export type BomOutput = z.output<typeof bomOutput>;
/** How an item is made at a site. */
export type Routing = z.output<typeof routing>;
/** One way to supply an item at a site. */
export type Source = z.output<typeof sourcing>;
/** How an item is planned at a site. */
export type PlanningParameter = z.output<typeof planningParameter>;
/** Stock on hand. */
export type Stock = z.output<typeof stock>;
/** An open order. */
export type Receipt = z.output<typeof receipt>;
/** An independent requirement. */
export type Demand = z.output<typeof demand>;
/** Stock set aside for a demand. */
export type Reservation = z.output<typeof reservation>;
/** What is expected to be sold in a period. */
export type Forecast = z.output<typeof forecast>;
/** How needs are gathered into lots. */
export type LotSizing = z.output<typeof lotSizing>;

declare const checkedBrand: unique symbol;
/** A model that passed `checkModel`: only such a one can be planned. */
export type Model = ModelData & { readonly [checkedBrand]: true };
