/**
 * Second pass, within rows: quantities that fit their unit, dates that exist, rules that make
 * sense.
 *
 * Rows that refer to unknown things are left to references.ts and skipped here.
 */
import { calendarFaults, isKnownZone } from '@kontor/kernel';
import type { ModelIssue } from '../errors.ts';
import { type ItemUnits, itemUnits } from '../item-units.ts';
import type { ModelData, Source } from '../model.ts';
import { calendarDefinition } from '../site-calendar.ts';
import { checkBills } from './bills.ts';
import {
  checkAmount,
  checkDay,
  checkNumber,
  checkQuantity,
  checkTime,
  type Report,
} from './cells.ts';

/** Faulty quantities, dates, lead times, lot sizes, zones and calendars. */
export function valueIssues(model: ModelData): ModelIssue[] {
  const issues: ModelIssue[] = [];
  const report: Report = (code, path, message) => issues.push({ code, path, message });
  const units = itemUnits(model, report);
  checkCalendars(model, report);
  checkSources(model, units, report);
  checkBills(model, units, report);
  checkRoutings(model, report);
  checkParameters(model, units, report);
  checkFlows(model, units, report);
  return issues;
}

function checkCalendars({ calendars, locations }: ModelData, report: Report): void {
  calendars.forEach((row, index) => {
    for (const fault of calendarFaults(calendarDefinition(row))) {
      const code = fault.path.length === 0 ? 'EMPTY_CALENDAR' : 'BAD_DAY';
      report(code, ['calendars', index], fault.message);
    }
  });
  locations.forEach((row, index) => {
    if (isKnownZone(row.timeZone)) return;
    const message = `zone '${row.timeZone}' is unknown; give an IANA name such as Europe/Berlin`;
    report('UNKNOWN_TIME_ZONE', ['locations', index, 'timeZone'], message);
  });
}

function checkSources({ sourcing }: ModelData, units: ItemUnits, report: Report): void {
  sourcing.forEach((row, index) => {
    const at = ['sourcing', index] as const;
    if ((row.leadTimeDays ?? 0) < 0) {
      const message = `a lead time cannot be negative; give 0 or more working days`;
      report('NEGATIVE_LEAD_TIME', [...at, 'leadTimeDays'], message);
    }
    if (row.cost !== undefined) checkNumber(row.cost, [...at, 'cost'], report);
    checkTime(row, at, report);
    checkLotSizes(row, at, units, report);
  });
}

function checkLotSizes(
  row: Source,
  at: readonly (string | number)[],
  units: ItemUnits,
  report: Report,
): void {
  const size = (field: 'lotSizeMin' | 'lotSizeMultiple' | 'lotSizeMax'): number | undefined => {
    const text = row[field];
    if (text === undefined || !units.knows(row.item)) return undefined;
    const steps = checkQuantity(units, row.item, text, undefined, [...at, field], report);
    if (steps === undefined || steps > 0) return steps;
    report('BAD_LOT_SIZE', [...at, field], 'a lot size must be more than 0; leave it out for none');
    return undefined;
  };
  const [min, multiple, max] = [size('lotSizeMin'), size('lotSizeMultiple'), size('lotSizeMax')];
  if (max === undefined) return;
  const path = [...at, 'lotSizeMax'];
  if (min !== undefined && max < min) {
    report('BAD_LOT_SIZE', path, `it is less than lotSizeMin ${row.lotSizeMin}; raise it`);
  }
  if (multiple !== undefined && max < multiple) {
    report(
      'BAD_LOT_SIZE',
      path,
      `it is less than lotSizeMultiple ${row.lotSizeMultiple}; raise it`,
    );
  }
}

function checkRoutings({ routings }: ModelData, report: Report): void {
  routings.forEach((row, index) =>
    row.operations.forEach((operation, number) => {
      for (const field of ['setupMinutes', 'minutesPerUnit'] as const) {
        checkNumber(operation[field], ['routings', index, 'operations', number, field], report);
      }
    }),
  );
}

function checkParameters({ parameters }: ModelData, units: ItemUnits, report: Report): void {
  parameters.forEach((row, index) => {
    if (!units.knows(row.item)) return;
    const at = ['parameters', index] as const;
    const amount = (text: string, path: readonly (string | number)[]): number | undefined =>
      checkAmount(units, row.item, text, undefined, path, report);
    if (typeof row.safetyStock === 'string') amount(row.safetyStock, [...at, 'safetyStock']);
    else {
      row.safetyStock.forEach((step, number) => {
        checkDay(step.from, [...at, 'safetyStock', number, 'from'], report);
        amount(step.quantity, [...at, 'safetyStock', number, 'quantity']);
      });
    }
    for (const field of ['reorderMin', 'reorderMax'] as const) {
      if (row[field] !== undefined) amount(row[field], [...at, field]);
    }
    for (const field of ['safetyTimeDays', 'receivingDays'] as const) {
      if (row[field] >= 0) continue;
      const message = 'a duration cannot be negative; give 0 or more working days';
      report('NEGATIVE_LEAD_TIME', [...at, field], message);
    }
  });
}

function checkFlows(model: ModelData, units: ItemUnits, report: Report): void {
  for (const list of ['demands', 'receipts', 'stock'] as const) {
    const check = list === 'stock' ? checkQuantity : checkAmount;
    model[list].forEach((row, index) => {
      if (!units.knows(row.item)) return;
      check(units, row.item, row.quantity, row.unit, [list, index, 'quantity'], report);
    });
  }
  model.demands.forEach((row, index) => checkDay(row.due, ['demands', index, 'due'], report));
  model.receipts.forEach((row, index) => {
    for (const field of ['due', 'start', 'ship'] as const) {
      checkDay(row[field], ['receipts', index, field], report);
    }
  });
}
