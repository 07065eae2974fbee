/**
 * Checks of what is there, what is coming and what is wanted: stock, open orders, demands,
 * forecasts. Reservations, which join two of them, stand apart (reservations.ts).
 */
import { dayInZone, formatDay, isKnownZone } from '@kontor/kernel';
import type { ModelIssue } from '../errors.ts';
import type { ItemUnits } from '../item-units.ts';
import type { Forecast, ModelData, Receipt } from '../model.ts';
import { isInstant } from '../site-calendar.ts';
import {
  checkAmount,
  checkDay,
  checkOrder,
  checkPlannedDay,
  checkQuantity,
  overlap,
  type Report,
} from './cells.ts';

/** Faults of stock, receipts, demands and forecasts. */
export function checkFlows(model: ModelData, units: ItemUnits, report: Report): void {
  for (const list of ['demands', 'receipts', 'forecasts', 'stock'] as const) {
    const check = list === 'stock' ? checkQuantity : checkAmount;
    model[list].forEach((row, index) => {
      if (!units.knows(row.item)) return;
      check(units, row.item, row.quantity, row.unit, [list, index, 'quantity'], report);
    });
  }
  model.demands.forEach((row, index) =>
    checkPlannedDay(row.due, ['demands', index, 'due'], report),
  );
  checkStock(model, report);
  checkReceipts(model, report);
  checkForecasts(model, report);
}

function checkStock({ stock }: ModelData, report: Report): void {
  stock.forEach((row, index) => {
    const at = ['stock', index] as const;
    checkPlannedDay(row.availableOn, [...at, 'availableOn'], report);
    checkDay(row.expires, [...at, 'expires'], report);
    if (row.availableOn === undefined || row.expires === undefined) return;
    if (row.expires > row.availableOn) return;
    const message = `it expires on ${row.expires}, not after it is available on ${row.availableOn}`;
    report('BAD_EFFECTIVITY', [...at, 'expires'], `${message}; correct one of them`);
  });
}

function checkReceipts({ receipts, locations }: ModelData, report: Report): void {
  const zones = new Map(locations.map(({ id, timeZone }) => [id, timeZone]));
  receipts.forEach((row, index) => {
    for (const field of ['due', 'start', 'ship'] as const) {
      checkPlannedDay(row[field], ['receipts', index, field], report);
    }
    checkDay(row.expires, ['receipts', index, 'expires'], report);
    // What became of an order that is done with is not judged.
    if (row.expires === undefined || row.status === 'closed') return;
    const due = dueDay(row, zones.get(row.location));
    if (due === undefined || row.expires > due) return;
    const message = `it expires on ${row.expires}, not after its due day ${due}: it is no supply`;
    const remedy = `correct the day, or set the status to closed`;
    report('BAD_EFFECTIVITY', ['receipts', index, 'expires'], `${message}; ${remedy}`);
  });
}

/** The due day as text; undefined where an instant or its zone cannot be read, which is told. */
function dueDay({ due }: Receipt, timeZone = 'UTC'): string | undefined {
  if (!isInstant(due)) return due;
  const instant = Date.parse(due);
  if (Number.isNaN(instant) || !isKnownZone(timeZone)) return undefined;
  return formatDay(dayInZone(instant, timeZone));
}

/** A forecast is spread over each of its days, so it has a real end. */
function checkForecastTime(row: Forecast, at: ModelIssue['path'], report: Report): void {
  for (const field of ['from', 'until'] as const) {
    checkPlannedDay(row[field], [...at, field], report);
  }
  checkOrder(row, at, report);
}

/** Forecasts of one item at one site share no day: an order would not know which to consume. */
function checkForecasts({ forecasts }: ModelData, report: Report): void {
  const ofPlace = new Map<string, { readonly row: Forecast; readonly index: number }[]>();
  forecasts.forEach((row, index) => {
    checkForecastTime(row, ['forecasts', index], report);
    const key = JSON.stringify([row.item, row.location]);
    const others = ofPlace.get(key);
    if (others === undefined) ofPlace.set(key, [{ row, index }]);
    else others.push({ row, index });
  });
  for (const rows of ofPlace.values()) {
    const byDay = rows.toSorted((a, b) => (a.row.from < b.row.from ? -1 : 1));
    let last = byDay[0]!;
    for (const next of byDay.slice(1)) {
      if (overlap(last.row, next.row)) {
        const [first, second] = [last.index, next.index].toSorted((a, b) => a - b);
        const message = `it shares days with row ${first}; end one where the other starts`;
        report('BAD_EFFECTIVITY', ['forecasts', second!], message);
      }
      if (next.row.until > last.row.until) last = next;
    }
  }
}
