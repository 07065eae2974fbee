/**
 * Orders for the slow twin of `plan`: their dates, what they take elsewhere and what they yield.
 */
import { type Day, type Decimal, decimal } from '@kontor/kernel';
import type { PlanningCalendar, Source } from '../../src/model.ts';
import { type Made, ofSite } from './slow-plan-bills.ts';
import { after, before, inForce, lastWorkingDay, moved } from './slow-plan-days.ts';
import type { Place, SlowModel } from './slow-plan-model.ts';

/** An order with its days. */
export interface DatedOrder {
  readonly place: Place;
  readonly kind: string;
  readonly source: string;
  /** The row of its source; none where nobody supplies it, or common stock does. */
  readonly row: Source | undefined;
  readonly quantity: Decimal;
  readonly need: Day;
  readonly due: Day;
  readonly release: Day;
}

/** A quantity that comes to or goes from a place on the first day of a bucket. */
export interface Flow {
  readonly place: Place;
  readonly day: Day;
  readonly quantity: Decimal;
}

/** Making, at home or at a subcontractor: open or planned. */
export interface Making extends Made {
  readonly segment: string;
  readonly quantity: Decimal;
  readonly due: Day;
  /** The day it starts. */
  readonly release: Day;
}

/** The bill that a source makes by; none for what is bought or moved. */
export function madeBy(row: Source | undefined): Made | undefined {
  if (row?.kind !== 'make' && row?.kind !== 'subcontract') return undefined;
  const { item, location, alternate } = row;
  const componentsAt = row.kind === 'subcontract' ? (row.componentsAt ?? location) : location;
  return { item, location, alternate, componentsAt };
}

/** The day a quantity must be usable for a need. */
export function dueDay(model: SlowModel, { item, location }: Place, need: Day): Day {
  const site = model.siteCalendar(location);
  const days = model.parameter(item, location)?.safetyTimeDays ?? 0;
  return lastWorkingDay(site, before(site, need, days));
}

/** How long a source takes for so much that is usable on a day: working days of its calendar. */
interface Duration {
  readonly calendar: PlanningCalendar | undefined;
  readonly leadDays: number;
  readonly makingDays: number;
}

function durationOf(
  model: SlowModel,
  { item, location }: Place,
  row: Source | undefined,
  quantity: Decimal,
  due: Day,
): Duration {
  const calendar = model.leadCalendar(row, location);
  if (row === undefined) return { calendar, leadDays: 0, makingDays: 0 };
  const ofItem = model.model.items.find(({ id }) => id === item)!.leadTimeDays;
  const general = row.leadTimeDays ?? ofItem ?? 0;
  const made = madeBy(row);
  if (made === undefined) return { calendar, leadDays: general, makingDays: 0 };
  const bill = model.bills.billOn(made, due);
  const leadDays = (bill?.leadTimeDays ?? general) + (bill?.preparationDays ?? 0);
  if (row.kind === 'subcontract') return { calendar, leadDays, makingDays: 0 };
  const started = model.bills.started(made, quantity, due);
  const operations = ofSite(model.model.routings, item, location)?.operations ?? [];
  const minutes = operations.reduce(
    (sum, step) => sum.plus(step.setupMinutes).plus(started.times(step.minutesPerUnit)),
    decimal(0),
  );
  const makingDays = minutes.div(calendar?.minutesPerDay ?? 1440).ceil();
  return { calendar, leadDays, makingDays: makingDays.toNumber() };
}

/** The day an order of so much, usable on a day, is released. */
export function releaseDay(
  model: SlowModel,
  place: Place,
  row: Source | undefined,
  quantity: Decimal,
  due: Day,
): Day {
  const { item, location } = place;
  const { calendar, leadDays, makingDays } = durationOf(model, place, row, quantity, due);
  const receivingDays = model.parameter(item, location)?.receivingDays ?? 0;
  const arrival = before(model.siteCalendar(location), due, receivingDays);
  return before(calendar, before(calendar, arrival, makingDays), leadDays);
}

/** The day an order released on a day is usable; its yield and bill are those of the due day. */
export function usableDay(
  model: SlowModel,
  place: Place,
  row: Source | undefined,
  quantity: Decimal,
  due: Day,
  release: Day,
): Day {
  const { item, location } = place;
  const { calendar, leadDays, makingDays } = durationOf(model, place, row, quantity, due);
  const receivingDays = model.parameter(item, location)?.receivingDays ?? 0;
  const made = after(calendar, after(calendar, release, leadDays), makingDays);
  return after(model.siteCalendar(location), made, receivingDays);
}

/** What making takes of its components. */
export function componentsOf(model: SlowModel, making: Making): Flow[] {
  const started = model.bills.started(making, making.quantity, making.due);
  const site = model.siteCalendar(making.location);
  return model.bills.linesOf(making).flatMap((line) => {
    const on = model.notPast(moved(site, making.release, line.offsetDays));
    if (!line.times.every((time) => inForce(time, on))) return [];
    const place = model.place(line.component, line.location, making.segment);
    return [{ place, day: model.bucket(on), quantity: model.bills.need(line, started) }];
  });
}

/** What making yields beside its item, to be there on a day. */
export function outputsOf(model: SlowModel, making: Making, on: Day): Flow[] {
  const bill = model.bills.billOn(making, making.due);
  const started = model.bills.started(making, making.quantity, making.due);
  return (bill?.outputs ?? []).map((output) => ({
    place: model.place(output.item, output.location ?? making.location, making.segment),
    day: model.bucket(on),
    quantity: model.bills.yielded(bill!, output, started),
  }));
}

/** A planned order as making; none for what is bought or moved. */
export function makingOf(order: DatedOrder): Making | undefined {
  const made = madeBy(order.row);
  return made === undefined ? undefined : { ...made, ...order, segment: order.place.segment };
}

/** What an order of a source takes elsewhere. */
export function needsOf(model: SlowModel, order: DatedOrder): Flow[] {
  const making = makingOf(order);
  if (making !== undefined) return componentsOf(model, making);
  const { row, place, quantity, release } = order;
  if (row?.kind !== 'transfer') return [];
  const origin = model.place(row.item, row.origin, place.segment);
  return [{ place: origin, day: model.bucket(release), quantity }];
}
