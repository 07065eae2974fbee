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
  /** The bills of an item at a site, one per revision; none where it has none. */
  billsOf(item: string, location: string): readonly Bom[];
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
    billsOf: bills,
    routingOf: (item, location) => routings(item, location)[0],
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

/** Finds rows by item and site: the site's own, else the general ones. */
function bySite<Row extends { item: string; location?: string | undefined }>(
  rows: readonly Row[],
): (item: string, location: string) => readonly Row[] {
  const found = new Map<string, Map<string | undefined, Row[]>>();
  for (const row of rows) {
    const sites = found.get(row.item) ?? new Map<string | undefined, Row[]>();
    found.set(row.item, sites.set(row.location, [...(sites.get(row.location) ?? []), row]));
  }
  return (item, location) => {
    const sites = found.get(item);
    return sites?.get(location) ?? sites?.get(undefined) ?? [];
  };
}
