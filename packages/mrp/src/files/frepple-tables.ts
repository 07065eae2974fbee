/**
 * The tables of a frePPLe file, as zod schemas: a Django fixture is one list of `{ model, fields }`
 * rows.
 *
 * Field names are frePPLe's own. A schema lists the fields that are mapped; `harmless` ones carry
 * no planning meaning here, or none at their usual value; any other field that is filled becomes a
 * note, so that nothing of a file is lost in silence.
 *
 * @source frePPLe documentation, "Model reference"
 */
import * as z from 'zod';

/** A decimal as number or text, kept as text. */
const decimal = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/, 'a number')]);
/** Seconds, as frePPLe writes durations: a number or text such as `86400.0`. */
const seconds = z.union([z.number(), z.string().regex(/^\d+(\.\d+)?$/, 'seconds')]);
/** Local date and time; the day is what counts here. */
const moment = z.string().regex(/^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/, 'a date');
const name = z.string().min(1);
const flag = z.boolean().nullish();
const clock = z.string().regex(/^\d{1,2}:\d{2}(:\d{2})?$/, 'a time such as 08:00:00');

/** Terms that every way of supply has. */
const lotTerms = {
  priority: z.number().int().nullish(),
  cost: decimal.nullish(),
  sizeminimum: decimal.nullish(),
  sizemultiple: decimal.nullish(),
  sizemaximum: decimal.nullish(),
  effective_start: moment.nullish(),
  effective_end: moment.nullish(),
};

/** The tables that are mapped, by the name of frePPLe's model. */
export const freppleTables = {
  'common.parameter': z.object({ name: name.optional(), value: z.string().nullish() }),
  'input.calendar': z.object({ name, defaultvalue: decimal.nullish() }),
  'input.calendarbucket': z.object({
    calendar_id: name,
    value: decimal,
    priority: z.number().int().nullish(),
    startdate: moment.nullish(),
    enddate: moment.nullish(),
    sunday: flag,
    monday: flag,
    tuesday: flag,
    wednesday: flag,
    thursday: flag,
    friday: flag,
    saturday: flag,
    starttime: clock.nullish(),
    endtime: clock.nullish(),
  }),
  'input.location': z.object({ name, owner_id: name.nullish(), available_id: name.nullish() }),
  'input.item': z.object({
    name,
    description: z.string().nullish(),
    owner_id: name.nullish(),
    cost: decimal.nullish(),
    weight: decimal.nullish(),
  }),
  'input.supplier': z.object({
    name,
    owner_id: name.nullish(),
    available_id: name.nullish(),
  }),
  'input.customer': z.object({ name, owner_id: name.nullish() }),
  'input.buffer': z.object({
    item_id: name,
    location_id: name,
    onhand: decimal.nullish(),
    minimum: decimal.nullish(),
  }),
  'input.operation': z.object({
    name,
    type: z.string().nullish(),
    item_id: name.nullish(),
    location_id: name.nullish(),
    owner_id: name.nullish(),
    duration: seconds.nullish(),
    duration_per: seconds.nullish(),
    ...lotTerms,
  }),
  'input.operationmaterial': z.object({
    operation_id: name,
    item_id: name,
    location_id: name.nullish(),
    quantity: decimal.nullish(),
    type: z.string().nullish(),
    name: z.string().nullish(),
    priority: z.number().int().nullish(),
  }),
  'input.itemsupplier': z.object({
    item_id: name,
    location_id: name.nullish(),
    supplier_id: name,
    leadtime: seconds.nullish(),
    ...lotTerms,
  }),
  'input.itemdistribution': z.object({
    item_id: name,
    location_id: name.nullish(),
    origin_id: name,
    leadtime: seconds.nullish(),
    ...lotTerms,
  }),
  'input.demand': z.object({
    name,
    item_id: name,
    location_id: name,
    due: moment,
    status: z.string().nullish(),
    quantity: decimal,
    priority: z.number().int().nullish(),
    customer_id: name.nullish(),
  }),
  'input.operationplan': z.object({
    reference: name,
    type: z.string().nullish(),
    status: z.string().nullish(),
    quantity: decimal,
    quantity_completed: decimal.nullish(),
    startdate: moment.nullish(),
    enddate: moment,
    operation_id: name.nullish(),
    item_id: name.nullish(),
    location_id: name.nullish(),
    supplier_id: name.nullish(),
    origin_id: name.nullish(),
    destination_id: name.nullish(),
    owner_id: name.nullish(),
  }),
} as const;

/** The name of a mapped table. */
export type FreppleTable = keyof typeof freppleTables;
/** A row's fields, checked. */
export type FreppleFields<Table extends FreppleTable> = z.output<(typeof freppleTables)[Table]>;

/** Tables that are known and not mapped, with what a planner should know of it. */
export const unmappedTables: Readonly<Record<string, string>> = {
  'input.resource': 'capacity is not planned: every order is taken to find room',
  'input.operationresource': 'capacity is not planned: what operations load is left out',
  'input.resourceskill': 'skills are not planned',
  'input.skill': 'skills are not planned',
  'input.setupmatrix': 'setups between operations are not planned',
  'input.setuprule': 'setups between operations are not planned',
  'input.suboperation': 'steps of the old form are left out: give them an owner instead',
  'input.operationdependency': 'dependencies between operations are left out',
  'input.operationplanmaterial': 'reservations of orders are left out',
  'input.operationplanresource': 'the load of orders is left out',
  'common.bucket': 'reporting buckets are not planning data',
  'common.bucketdetail': 'reporting buckets are not planning data',
  'common.userpreference': 'settings of screens are not planning data',
  'common.user': 'users are not planning data',
  'common.comment': 'comments are not planning data',
};

/** Fields that say nothing about the plan: names, pictures, bookkeeping, figures for reports. */
export const harmlessFields: ReadonlySet<string> = new Set([
  'id',
  'name',
  'type',
  'description',
  'category',
  'subcategory',
  'source',
  'lastmodified',
  'lft',
  'rght',
  'lvl',
  'uom',
  'cost',
  'volume',
  'weight',
  'resource_qty',
]);
