/**
 * frePPLe's demands and open orders → independent requirements and scheduled receipts.
 *
 * Demands that are `open` are planned; `closed` and `canceled` ones are history, `inquiry` is none
 * yet, and `quote` counts only when asked for. Orders that are `approved` are firm planned here,
 * `confirmed` ones confirmed, `completed` ones released; `proposed` ones are the other planner's
 * advice and are planned anew; of `closed` and `canceled` ones nothing comes any more.
 * Dates keep their day; the time of day is dropped, so what arrives on a day serves the needs of
 * that day.
 *
 * @source frePPLe documentation, "Sales orders", "Manufacturing orders", "Parameters"
 */
import { decimal } from '@kontor/kernel';
import type { ModelInput } from '../model.ts';
import type { FreppleFile, FreppleRow } from './frepple-file.ts';
import type { Making } from './frepple-making.ts';
import type { Makings } from './frepple-operations.ts';

type DemandInput = NonNullable<ModelInput['demands']>[number];
type ReceiptInput = NonNullable<ModelInput['receipts']>[number];
type OrderRow = FreppleRow<'input.operationplan'>;

/** How demands and orders are read. */
export interface OrderTerms {
  /** The day of the plan. */
  readonly today: string;
  /** The plan's date and time, `YYYY-MM-DD hh:mm:ss`: what starts later has not started. */
  readonly now: string;
  readonly quotes: 'leave' | 'plan';
  readonly history: 'leave' | 'replay';
}

/** Whether confirmed and completed manufacturing orders still take their components. */
interface Consumption {
  readonly confirmed: boolean;
  readonly completed: boolean;
}

/** Reads the demands to be planned; every row left out is counted in a note. */
export function readDemands(file: FreppleFile, terms: OrderTerms): DemandInput[] {
  return file.rowsOf('input.demand').flatMap(({ row, fields }) => {
    const status = fields.status ?? 'open';
    const due = fields.due.slice(0, 10);
    if (!isPlanned(status, due, terms)) {
      file.note(`input.demand: demands in status '${status}' are not planned`);
      return [];
    }
    if (Number(fields.quantity) < 0) {
      file.fault('input.demand', row, `quantity ${fields.quantity} is negative: give 0 or more`);
    }
    if (Number(fields.quantity) <= 0) return [];
    return [
      {
        id: fields.name,
        item: fields.item_id,
        location: fields.location_id,
        due,
        quantity: decimal(fields.quantity).toFixed(),
        priority: fields.priority ?? 0,
        ...(fields.customer_id != null && { customer: fields.customer_id }),
      },
    ];
  });
}

function isPlanned(status: string, due: string, { quotes, history, today }: OrderTerms): boolean {
  if (status === 'open') return true;
  if (status === 'quote') return quotes === 'plan';
  return status === 'closed' && history === 'replay' && due >= today;
}

/** frePPLe's statuses that are supply, and what they are here. */
const SUPPLY: ReadonlyMap<string, NonNullable<ReceiptInput['status']>> = new Map([
  ['approved', 'firmPlanned'],
  ['confirmed', 'confirmed'],
  ['completed', 'released'],
]);

/** Reads open orders as scheduled receipts. */
export function readReceipts(
  file: FreppleFile,
  makings: Makings,
  terms: OrderTerms,
): ReceiptInput[] {
  const consumption = {
    confirmed: parameterIsOn(file, 'WIP.consume_material'),
    completed: parameterIsOn(file, 'COMPLETED.consume_material'),
  };
  return file.rowsOf('input.operationplan').flatMap((order) => {
    const status = order.fields.status ?? 'proposed';
    const ourStatus = SUPPLY.get(status);
    if (ourStatus === undefined) {
      file.note(`input.operationplan: orders in status '${status}' are not supply`);
      return [];
    }
    const left = decimal(order.fields.quantity).minus(order.fields.quantity_completed ?? 0);
    if (left.lte(0)) {
      file.note('input.operationplan: orders with nothing left to do are not supply');
      return [];
    }
    const whole = {
      id: order.fields.reference,
      due: order.fields.enddate.slice(0, 10),
      quantity: left.toFixed(),
      status: ourStatus,
    };
    return receiptOf(file, makings, terms, consumption, order, whole);
  });
}

/** What every open order says. */
type WholeOrder = Required<Pick<ReceiptInput, 'id' | 'due' | 'status'>> & {
  readonly quantity: string;
};

function receiptOf(
  file: FreppleFile,
  makings: Makings,
  terms: OrderTerms,
  consumption: Consumption,
  order: OrderRow,
  whole: WholeOrder,
): ReceiptInput[] {
  const { row, fields } = order;
  const missing = (field: string): [] => {
    file.fault('input.operationplan', row, `'${fields.reference}' has no ${field}: give it`);
    return [];
  };
  switch (typeOf(order)) {
    case 'PO':
      if (fields.item_id == null) return missing('item_id');
      if (fields.location_id == null) return missing('location_id');
      return [{ ...whole, kind: 'buy', item: fields.item_id, location: fields.location_id }];
    case 'DO': {
      const location = fields.destination_id ?? fields.location_id;
      if (fields.item_id == null) return missing('item_id');
      if (location == null) return missing('destination_id');
      const shipping = shippingOf(order, terms);
      return [{ ...whole, kind: 'transfer', item: fields.item_id, location, ...shipping }];
    }
    case 'MO': {
      if (fields.owner_id != null) {
        file.note('input.operationplan: steps of a routing order are part of it and are left out');
        return [];
      }
      const making = makings.makingOf(fields.operation_id ?? '');
      if (making === undefined) {
        return missing(`operation that makes an item (operation_id '${fields.operation_id}')`);
      }
      return [makeReceipt(making, whole, order, consumption)];
    }
    default:
      file.note(`input.operationplan: orders of type '${fields.type}' are not supply`);
      return [];
  }
}

/** The order's type; old files leave it to the fields that are filled. */
function typeOf({ fields }: OrderRow): string {
  if (fields.type != null && fields.type !== '') return fields.type;
  if (fields.operation_id != null) return 'MO';
  return fields.supplier_id != null ? 'PO' : 'DO';
}

/**
 * Where and when a transfer still leaves; nothing once it has left, or when nobody knows from
 * where.
 */
function shippingOf(
  { fields }: OrderRow,
  { now }: OrderTerms,
): Pick<ReceiptInput, 'origin' | 'ship'> {
  const { origin_id: origin, startdate: start } = fields;
  if (origin == null || fields.status === 'completed') return {};
  // A firm planned order without a start leaves a lead time before it is due.
  if (start == null) return fields.status === 'approved' ? { origin } : {};
  return start.replace('T', ' ') > now ? { origin, ship: start.slice(0, 10) } : {};
}

function makeReceipt(
  { item, location, output, alternate }: Making,
  whole: WholeOrder,
  { fields }: OrderRow,
  consumption: Consumption,
): ReceiptInput {
  const consumes =
    fields.status === 'approved' ||
    (fields.status === 'confirmed' ? consumption.confirmed : consumption.completed);
  return {
    ...whole,
    quantity: decimal(whole.quantity).times(output).toFixed(),
    kind: 'make',
    item,
    location,
    ...(alternate !== undefined && { alternate }),
    ...(consumes && fields.startdate != null && { start: fields.startdate.slice(0, 10) }),
  };
}

/** The value of a parameter of the file. */
export function parameterOf(file: FreppleFile, name: string): string | undefined {
  const found = file.rowsOf('common.parameter').find(({ fields }) => fields.name === name);
  return found?.fields.value ?? undefined;
}

function parameterIsOn(file: FreppleFile, name: string): boolean {
  return (parameterOf(file, name) ?? 'true').toLowerCase() === 'true';
}
