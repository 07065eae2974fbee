/**
 * The model by key: bills and routings by item and site, zones and calendars by location.
 *
 * A bill or routing of a site wins over the general one of the item.
 */
import { type Day, day, dayInZone, formatDay } from '@kontor/kernel';
import { type ItemUnits, itemUnits } from './item-units.ts';
import type { Bom, ModelData, Routing } from './model.ts';
import { everyDay, isInstant, type SiteCalendar, siteCalendar } from './site-calendar.ts';

/** Look-ups over a model, made once. */
export interface ModelIndex {
  readonly model: ModelData;
  readonly units: ItemUnits;
  billOf(item: string, location: string): Bom | undefined;
  routingOf(item: string, location: string): Routing | undefined;
  /** The calendar of a site; every day works where it has none. */
  calendarOf(location: string): SiteCalendar;
  /** A calendar by its id; the site's when there is no id. */
  calendar(id: string | undefined, location: string): SiteCalendar;
  /** The day number of a day, or of an instant in the zone of the site. */
  dayAt(location: string, text: string): Day;
  /** A day as text; each text is made once, as a plan shows few days many times. */
  dayText(value: Day): string;
}

/** Indexes a model whose rows refer to things that exist. */
export function indexModel(model: ModelData): ModelIndex {
  const bills = bySite(model.boms);
  const routings = bySite(model.routings);
  const locations = new Map(model.locations.map((row) => [row.id, row]));
  const rows = new Map(model.calendars.map((row) => [row.id, row]));
  const made = new Map<string, SiteCalendar>();
  const dayTexts = new Map<Day, string>();
  const named = (id: string | undefined): SiteCalendar => {
    const row = id === undefined ? undefined : rows.get(id);
    if (row === undefined) return everyDay;
    const calendar = made.get(row.id) ?? siteCalendar(row);
    made.set(row.id, calendar);
    return calendar;
  };
  return {
    model,
    units: itemUnits(model),
    billOf: bills,
    routingOf: routings,
    calendarOf: (location) => named(locations.get(location)?.calendar),
    calendar: (id, location) => named(id ?? locations.get(location)?.calendar),
    dayAt: (location, text) =>
      isInstant(text)
        ? dayInZone(Date.parse(text), locations.get(location)?.timeZone ?? 'UTC')
        : day(text),
    dayText: (value) => {
      const text = dayTexts.get(value) ?? formatDay(value);
      if (!dayTexts.has(value)) dayTexts.set(value, text);
      return text;
    },
  };
}

/** Finds a row by item and site: the site's own, else the general one. */
function bySite<Row extends { item: string; location?: string | undefined }>(
  rows: readonly Row[],
): (item: string, location: string) => Row | undefined {
  const general = new Map<string, Row>();
  const own = new Map<string, Map<string, Row>>();
  for (const row of rows) {
    if (row.location === undefined) {
      general.set(row.item, row);
      continue;
    }
    const sites = own.get(row.item) ?? new Map<string, Row>();
    own.set(row.item, sites.set(row.location, row));
  }
  return (item, location) => own.get(item)?.get(location) ?? general.get(item);
}
