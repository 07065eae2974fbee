/**
 * The model by key: bills and routings by item and site, zones and calendars by location.
 *
 * A bill or routing of a site wins over the general one of the item; the segment of a row counts
 * where the site plans segments apart.
 */
import { type Day, day, dayInZone, formatDay } from '@kontor/kernel';
import { type ItemUnits, itemUnits } from './item-units.ts';
import type { Bom, Item, ModelData, PlanningParameter, Routing, Source } from './model.ts';
import { byRank } from './source-rank.ts';
import { everyDay, isInstant, type SiteCalendar, siteCalendar } from './site-calendar.ts';

/** Look-ups over a model, made once. */
export interface ModelIndex {
  readonly model: ModelData;
  readonly units: ItemUnits;
  itemOf(item: string): Item;
  /** Whether any bill is a phantom's: most models have none, and bills are then as they stand. */
  readonly hasPhantoms: boolean;
  /**
   * The bills of an item at a site by one of its alternates (or by none), one per revision; none
   * where it has none.
   */
  billsOf(item: string, location: string, alternate?: string): readonly Bom[];
  /** The sourcing rows of an item at a site, by rank. */
  sourcesOf(item: string, location: string): readonly Source[];
  parameterOf(item: string, location: string): PlanningParameter | undefined;
  /** The segment that a row's segment counts for at a site: '' where all are planned in common. */
  segmentAt(item: string, location: string, segment: string | undefined): string;
  routingOf(item: string, location: string): Routing | undefined;
  /** The calendar of a site; every day works where it has none. */
  calendarOf(location: string): SiteCalendar;
  /** A calendar by its id; the site's when there is no id. */
  calendar(id: string | undefined, location: string): SiteCalendar;
  /** The day number of a day (each text is read once), or of an instant in the site's zone. */
  dayAt(location: string, text: string): Day;
  /** A day as text; each text is made once, as a plan shows few days many times. */
  dayText(value: Day): string;
}

/** Indexes a model whose rows refer to things that exist. */
export function indexModel(model: ModelData): ModelIndex {
  const bills = bySite(model.boms, (row) => billKey(row.item, row.alternate));
  const routings = bySite(model.routings, (row) => row.item);
  const sources = bySite(byRank(model.sourcing), (row) => row.item);
  const parameters = bySite(model.parameters, (row) => row.item);
  const items = new Map(model.items.map((row) => [row.id, row]));
  const locations = new Map(model.locations.map((row) => [row.id, row]));
  const rows = new Map(model.calendars.map((row) => [row.id, row]));
  const made = new Map<string, SiteCalendar>();
  const dayTexts = new Map<Day, string>();
  const days = new Map<string, Day>();
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
    hasPhantoms: model.boms.some((bill) => bill.phantom),
    itemOf: (item) => items.get(item)!,
    billsOf: (item, location, alternate) => bills(billKey(item, alternate), location),
    sourcesOf: sources,
    parameterOf: (item, location) => parameters(item, location)[0],
    segmentAt: (item, location, segment = '') => {
      if (segment === '') return '';
      const policy = parameters(item, location)[0]?.segments ?? 'common';
      return policy === 'common' ? '' : segment;
    },
    routingOf: (item, location) => routings(item, location)[0],
    calendarOf: (location) => named(locations.get(location)?.calendar),
    calendar: (id, location) => named(id ?? locations.get(location)?.calendar),
    dayAt: (location, text) => {
      if (isInstant(text)) {
        return dayInZone(Date.parse(text), locations.get(location)?.timeZone ?? 'UTC');
      }
      const value = days.get(text) ?? day(text);
      days.set(text, value);
      return value;
    },
    dayText: (value) => {
      const text = dayTexts.get(value) ?? formatDay(value);
      if (!dayTexts.has(value)) dayTexts.set(value, text);
      return text;
    },
  };
}

const billKey = (item: string, alternate: string | undefined): string =>
  alternate === undefined ? item : JSON.stringify([item, alternate]);

/** Finds rows by key and site: the site's own, else the general ones. */
function bySite<Row extends { location?: string | undefined }>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): (key: string, location: string) => readonly Row[] {
  const found = new Map<string, Map<string | undefined, Row[]>>();
  for (const row of rows) {
    const key = keyOf(row);
    const sites = found.get(key) ?? new Map<string | undefined, Row[]>();
    found.set(key, sites);
    const own = sites.get(row.location);
    if (own === undefined) sites.set(row.location, [row]);
    else own.push(row);
  }
  return (key, location) => {
    const sites = found.get(key);
    return sites?.get(location) ?? sites?.get(undefined) ?? [];
  };
}
