/**
 * The days of an order as steps: each with its calendar, so that they can be counted again.
 */
import { assert, day, formatDay, formatQuantity, formatRatio, ratio } from '@kontor/kernel';
import {
  type CompiledSource,
  leadTimeOn,
  type ProductionTime,
  productionMinutes,
  startedQuantity,
} from '../compiled-source.ts';
import { FOREVER } from '../site-calendar.ts';
import type { DateStep, DateSteps, LeadTimeFigures, MakingFigures } from './date-step.ts';
import type { YieldFigures } from './explanation.ts';
import type { Place } from './place.ts';
import { sourceRow } from './source-row.ts';
import { countDays, daysOfMinutes, lastWorkingDay, weekOf, weekWithin } from './working-week.ts';

/** An order as the plan dated it; quantity in steps, days as day numbers. */
export interface DatedOrder {
  readonly source: CompiledSource;
  readonly quantity: number;
  readonly need: number;
  readonly due: number;
  readonly release: number;
  /** Whether fences and a closed past count: they do not for spare stock. */
  readonly isFenced: boolean;
}

/** How the days of an order were found. */
export function dateFigures(place: Place, order: DatedOrder): DateSteps {
  const need = formatDay(order.need);
  const toDue = dueSteps(place, order, need);
  const wanted = endOf(need, toDue);
  const toRelease = releaseSteps(place, order, wanted);
  const leave = endOf(wanted, toRelease);
  const earliest = earliestOf(place, order);
  const isPushed = earliest !== undefined && leave < earliest.day;
  const onward = isPushed ? onwardSteps(place, order, earliest.day, wanted) : [];
  const [due, release] = isPushed ? [endOf(earliest.day, onward), earliest.day] : [wanted, leave];
  assert(day(due) === order.due && day(release) === order.release, 'the days are as planned');
  return {
    need,
    toDue,
    toRelease,
    ...(earliest !== undefined && { earliest }),
    ...(isPushed && { onward }),
    due,
    release,
  };
}

/** The day that steps lead to. */
export const endOf = (from: string, steps: readonly DateStep[]): string => steps.at(-1)?.to ?? from;

/** A count of working days of a calendar. */
interface Count {
  readonly rule: DateStep['rule'];
  readonly days: number;
  readonly calendar: string | undefined;
  readonly direction: -1 | 1;
}

/** Counts from a day; a count of no days is no step. Writes `steps`. */
function count(place: Place, steps: DateStep[], from: string, how: Count, more = {}): string {
  if (how.days === 0) return from;
  const { rule, days, calendar, direction } = how;
  const week = weekOf(place.network.model, calendar);
  const to = countDays(week, from, days, direction);
  steps.push({ rule, from, to, days, ...weekWithin(week, from, to), ...more });
  return to;
}

function dueSteps(place: Place, { isFenced }: DatedOrder, need: string): DateStep[] {
  const { safetyTimeDays, planningFence } = place.network.policies[place.node]!;
  const { calendar } = place;
  const { model, terms } = place.network;
  const steps: DateStep[] = [];
  const how = { rule: 'safetyTime', days: safetyTimeDays, calendar, direction: -1 } as const;
  let due = count(place, steps, need, how);
  const week = weekOf(model, calendar);
  const working = lastWorkingDay(week, due);
  if (working !== due) {
    const shown = weekWithin(week, due, working);
    steps.push({ rule: 'workingDay', from: due, to: working, days: 0, ...shown });
    due = working;
  }
  if (isFenced && day(due) < planningFence) {
    const days = place.network.index.parameterOf(
      place.at.item,
      place.at.location,
    )!.planningTimeFenceDays;
    const to = formatDay(planningFence);
    const shown = weekWithin(week, formatDay(terms.today), to);
    steps.push({ rule: 'planningFence', from: due, to, days, ...shown });
  }
  return steps;
}

function releaseSteps(place: Place, order: DatedOrder, due: string): DateStep[] {
  const { source } = order;
  const { receivingDays } = place.network.policies[place.node]!;
  const steps: DateStep[] = [];
  const { calendar } = place;
  const receiving = { rule: 'receiving', days: receivingDays, calendar, direction: -1 } as const;
  const arrival = count(place, steps, due, receiving);
  const begun = making(place, order, due, steps, arrival, -1);
  const leadTime = leadTimeFigures(place, source, day(due));
  const days = leadTimeOn(source.leadTimes, day(due));
  assert(days === leadTime.days + leadTime.preparationDays, 'the lead time is whose it is');
  const way = {
    rule: 'leadTime',
    days,
    calendar: calendarOf(place, source),
    direction: -1,
  } as const;
  count(place, steps, begun, way, { leadTime });
  return steps;
}

/** The same steps forward, from the earliest day on which the order may leave. */
function onwardSteps(place: Place, order: DatedOrder, from: string, due: string): DateStep[] {
  const { source } = order;
  const steps: DateStep[] = [];
  const leadTime = leadTimeFigures(place, source, day(due));
  const days = leadTimeOn(source.leadTimes, day(due));
  const calendar = calendarOf(place, source);
  const way = { rule: 'leadTime', days, calendar, direction: 1 } as const;
  const begun = count(place, steps, from, way, { leadTime });
  const made = making(place, order, due, steps, begun, 1);
  const { receivingDays } = place.network.policies[place.node]!;
  count(place, steps, made, {
    rule: 'receiving',
    days: receivingDays,
    calendar: place.calendar,
    direction: 1,
  });
  return steps;
}

function making(
  place: Place,
  { source, quantity }: DatedOrder,
  due: string,
  steps: DateStep[],
  from: string,
  direction: -1 | 1,
): string {
  if (source.time === undefined) return from;
  const started = startedQuantity(source.yields, quantity, day(due));
  const minutes = productionMinutes(source.time, started);
  const calendar = calendarOf(place, source);
  const days = daysOfMinutes(weekOf(place.network.model, calendar), minutes);
  const figures = {
    ...makingFigures(place, source.time, started, minutes),
    ...(source.yields.length > 0 && { yield: yieldOn(source, day(due)) }),
  };
  const way = { rule: 'making', days, calendar, direction } as const;
  return count(place, steps, from, way, { making: figures });
}

function makingFigures(
  place: Place,
  { setup, perStep }: ProductionTime,
  started: number,
  minutes: number,
): MakingFigures {
  const stepsPerUnit = 10 ** place.network.index.units.decimalsOf(place.at.item);
  return {
    setupMinutes: formatQuantity(setup / stepsPerUnit, MINUTE_DECIMALS),
    minutesPerUnit: formatQuantity(perStep, MINUTE_DECIMALS),
    started: place.text(started),
    minutes,
  };
}

/** Minutes are kept to a millionth (production-time.ts). */
const MINUTE_DECIMALS = 6;

/** Whose calendar a source counts by: its own, or that of the site. */
function calendarOf({ network, calendar }: Place, source: CompiledSource): string | undefined {
  const row = sourceRow(network, source);
  return row !== undefined && 'calendar' in row ? (row.calendar ?? calendar) : calendar;
}

/** The lead time of an order due on a day: the bill's, the source's or the item's. */
function leadTimeFigures(place: Place, source: CompiledSource, due: number): LeadTimeFigures {
  const { index } = place.network;
  const { item, location } = place.at;
  const row = sourceRow(place.network, source);
  if (row === undefined) return { of: 'none', days: 0, preparationDays: 0 };
  const hasBill = row.kind === 'make' || row.kind === 'subcontract';
  const bills = hasBill ? index.billsOf(item, location, row.alternate) : [];
  const bill = bills.find(
    ({ from = '', until = '9999-12-31' }) => formatDay(due) >= from && formatDay(due) < until,
  );
  const preparationDays = bill?.preparationDays ?? 0;
  const revision = bill?.revision === undefined ? {} : { revision: bill.revision };
  const rest = { preparationDays, ...revision };
  if (bill?.leadTimeDays !== undefined) return { of: 'bill', days: bill.leadTimeDays, ...rest };
  if (row.leadTimeDays !== undefined) return { of: 'source', days: row.leadTimeDays, ...rest };
  const days = index.itemOf(item).leadTimeDays;
  return days === undefined ? { of: 'none', days: 0, ...rest } : { of: 'item', days, ...rest };
}

/** The first day on which an order may leave, where there is one. */
function earliestOf(place: Place, { isFenced }: DatedOrder): DateSteps['earliest'] {
  const { terms, policies } = place.network;
  const { releaseFence } = policies[place.node]!;
  const isClosed = terms.pastDueRelease === 'clamp';
  if (!isFenced || (!isClosed && releaseFence === -FOREVER)) return undefined;
  if (isClosed && terms.today >= releaseFence) return { day: formatDay(terms.today), by: 'today' };
  return { day: formatDay(releaseFence), by: 'releaseFence' };
}

/** What an order starts, where not all of it is good. */
export function yieldFigures(
  { text }: Place,
  source: CompiledSource,
  quantity: number,
  due: number,
): YieldFigures | undefined {
  if (source.yields.length === 0) return undefined;
  const started = text(startedQuantity(source.yields, quantity, due));
  return { yield: yieldOn(source, due), started };
}

/** The yield in force on a day, a decimal or a fraction. */
function yieldOn({ yields }: CompiledSource, due: number): string {
  const inForce = yields.find(({ from, until }) => due >= from && due < until);
  const { numerator, denominator } = inForce ?? { numerator: 1, denominator: 1 };
  return formatRatio(ratio({ numerator: BigInt(numerator), denominator: BigInt(denominator) }));
}
