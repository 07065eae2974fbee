/**
 * Forecast for the slow twin of `plan`: what orders have not consumed, spread over working days.
 */
import { type Calendar, createCalendar, day, decimal } from '@kontor/kernel';
import type { PlanningCalendar } from '../../src/model.ts';
import { slowConsume, slowSpread } from './slow-forecast.ts';
import { after } from './slow-plan-days.ts';
import { grouped, type SlowModel } from './slow-plan-model.ts';
import type { Flow } from './slow-plan-orders.ts';

/** The demand of all forecasts, on the days themselves. */
export function forecastDemand(model: SlowModel): Flow[] {
  const sites = grouped(model.model.forecasts, ({ item, location }) =>
    JSON.stringify([item, location]),
  );
  return [...sites.keys()].flatMap((key) => {
    const [item, location] = JSON.parse(key) as [string, string];
    return forecastAt(model, item, location);
  });
}

function forecastAt(model: SlowModel, item: string, location: string): Flow[] {
  const { bills } = model;
  const isHere = (row: { item: string; location: string }): boolean =>
    row.item === item && row.location === location;
  const inSteps = (row: { quantity: string; unit?: string | undefined }): number =>
    bills.steps(item, bills.inStock(item, row.quantity, row.unit)).toNumber();
  const policy = model.parameter(item, location);
  const periods = model.model.forecasts.filter(isHere).map((row) => ({
    from: day(row.from),
    until: day(row.until),
    quantity: inSteps(row),
  }));
  const orders = model.model.demands.filter(isHere).filter((row) => row.segment === undefined);
  const { net } = slowConsume({
    periods,
    orders: orders.map((row) => ({
      id: row.id ?? '',
      due: model.dayAt(location, row.due),
      quantity: inSteps(row),
    })),
    mode: policy?.consumptionMode,
    backwardDays: policy?.consumeBackwardDays,
    forwardDays: policy?.consumeForwardDays,
  });
  const site = model.siteCalendar(location);
  const demand = slowSpread({
    periods: periods.map((period, at) => ({ ...period, quantity: net[at]! })),
    today: after(site, model.today, policy?.demandTimeFenceDays ?? 0),
    groupDays: policy?.forecastGroupDays,
    calendar: site === undefined ? undefined : workingDaysOf(site),
  });
  const one = bills.steps(item, decimal(1));
  return demand.map((row) => ({
    place: model.place(item, location, undefined),
    day: model.bucket(row.day),
    quantity: decimal(row.quantity).div(one),
  }));
}

function workingDaysOf(row: PlanningCalendar): Calendar {
  const { workingWeekdays, holidays, minutesPerDay: minutes } = row;
  const exceptions = row.extraWorkingDays.map((date) => ({ day: date, minutes }));
  return createCalendar({ workingWeekdays, holidays, exceptions });
}
