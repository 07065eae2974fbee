/**
 * Second pass, within rows: quantities that fit their unit, dates that exist, rules that make
 * sense.
 *
 * Rows that refer to unknown things are left to references.ts and skipped here.
 */
import { calendarFaults, isKnownZone } from '@kontor/kernel';
import type { ModelIssue } from '../errors.ts';
import { itemUnits } from '../item-units.ts';
import type { ModelData } from '../model.ts';
import { calendarDefinition } from '../site-calendar.ts';
import { checkBills } from './bills.ts';
import type { Report } from './cells.ts';
import { checkFlows } from './flows.ts';
import { checkItems, checkRoutings } from './items.ts';
import { checkParameters } from './parameters.ts';
import { checkReservations } from './reservations.ts';
import { checkSources } from './sources.ts';

/** Faulty quantities, dates, lead times, lot rules, zones and calendars. */
export function valueIssues(model: ModelData): ModelIssue[] {
  const issues: ModelIssue[] = [];
  const report: Report = (code, path, message) => issues.push({ code, path, message });
  const units = itemUnits(model, report);
  checkCalendars(model, report);
  checkItems(model, report);
  checkSources(model, units, report);
  checkBills(model, units, report);
  checkRoutings(model, report);
  checkParameters(model, units, report);
  checkFlows(model, units, report);
  checkReservations(model, units, report);
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
