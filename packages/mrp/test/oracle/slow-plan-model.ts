/**
 * The model as the slow twin of `plan` asks it: places, parameters, sources, days and buckets.
 *
 * Nothing is compiled. Rows are found by looking for them, days are day numbers, quantities are
 * decimals in stocking units.
 */
import { type Day, day, dayInZone } from '@kontor/kernel';
import type { Model, PlanningCalendar, PlanningParameter, Source } from '../../src/model.ts';
import { SlowBills } from './slow-plan-bills.ts';
import { isSurplus, ranked } from './slow-plan-sources.ts';

/** The terms of a run. */
export interface SlowOptions {
  readonly today: string;
  readonly pastDueRelease?: 'keep' | 'clamp' | undefined;
  readonly bucketDays?: number | undefined;
}

/** What is netted by itself: an item at a site, for one segment; '' is no segment. */
export interface Place {
  readonly item: string;
  readonly location: string;
  readonly segment: string;
}

/** A place as a key of a map. */
export const keyOf = ({ item, location, segment }: Place): string =>
  JSON.stringify([item, location, segment]);

const siteKey = (row: { readonly item: string; readonly location: string }): string =>
  JSON.stringify([row.item, row.location]);

/** By item, then site, then segment. */
export function comparePlaces(a: Place, b: Place): number {
  const [one, other] = [
    [a.item, a.location, a.segment],
    [b.item, b.location, b.segment],
  ];
  const at = one.findIndex((name, index) => name !== other[index]);
  return at === -1 ? 0 : one[at]! < other[at]! ? -1 : 1;
}

/** A model with the terms of a run. */
export class SlowModel {
  readonly model: Model;
  readonly bills: SlowBills;
  readonly today: Day;
  readonly isClamped: boolean;
  readonly #bucketDays: number;
  readonly #parameters: Map<string, PlanningParameter>;
  readonly #sources: Map<string, Source[]>;
  readonly #segments: readonly string[];

  constructor(model: Model, { today, pastDueRelease = 'keep', bucketDays = 1 }: SlowOptions) {
    this.model = model;
    this.bills = new SlowBills(model);
    this.today = day(today);
    this.isClamped = pastDueRelease === 'clamp';
    this.#bucketDays = bucketDays;
    this.#parameters = new Map(model.parameters.map((row) => [siteKey(row), row]));
    this.#sources = grouped(ranked(model.sourcing), siteKey);
    const named = [...model.stock, ...model.demands, ...model.receipts].map((row) => row.segment);
    this.#segments = [...new Set(['', ...named.filter((name) => name !== undefined)])].toSorted();
  }

  parameter(item: string, location: string): PlanningParameter | undefined {
    return this.#parameters.get(siteKey({ item, location }));
  }

  /** The sources that netting chooses from, by rank. */
  primarySources(item: string, location: string): Source[] {
    return this.#sourcesOf(item, location).filter((row) => !isSurplus(row));
  }

  /** The sources that give from what is to spare, by rank. */
  surplusSources(item: string, location: string): Source[] {
    return this.#sourcesOf(item, location).filter(isSurplus);
  }

  /** The place that a row of a segment, or a need from one, counts for. */
  place(item: string, location: string, segment: string | undefined): Place {
    const isApart = (this.parameter(item, location)?.segments ?? 'common') !== 'common';
    return { item, location, segment: isApart ? (segment ?? '') : '' };
  }

  /** The places of an item at a site. */
  placesAt(item: string, location: string): Place[] {
    const places = this.#segments.map((segment) => this.place(item, location, segment));
    return places.filter(({ segment }, at) => segment === this.#segments[at]);
  }

  /** Every item at every site in every segment, in order. */
  places(): Place[] {
    const { items, locations } = this.model;
    return items
      .flatMap((item) => locations.flatMap((at) => this.placesAt(item.id, at.id)))
      .toSorted(comparePlaces);
  }

  /** The first day of the bucket that a day lies in. */
  bucket(on: Day): Day {
    return this.today + Math.floor((on - this.today) / this.#bucketDays) * this.#bucketDays;
  }

  /** Today where the day is past and the past is closed. */
  notPast(on: Day): Day {
    return this.isClamped ? Math.max(on, this.today) : on;
  }

  /** A day of a row, or the day of an instant in the zone of its site. */
  dayAt(location: string, text: string): Day {
    const { timeZone } = this.model.locations.find(({ id }) => id === location)!;
    return text.includes('T') ? dayInZone(Date.parse(text), timeZone) : day(text);
  }

  siteCalendar(location: string): PlanningCalendar | undefined {
    return this.#calendar(this.model.locations.find(({ id }) => id === location)?.calendar);
  }

  /** The calendar of a source's lead time: the supplier's or the lane's, else the site's. */
  leadCalendar(row: Source | undefined, location: string): PlanningCalendar | undefined {
    const named = row !== undefined && 'calendar' in row ? row.calendar : undefined;
    return named === undefined ? this.siteCalendar(location) : this.#calendar(named);
  }

  #calendar(named: string | undefined): PlanningCalendar | undefined {
    return this.model.calendars.find(({ id }) => id === named);
  }

  #sourcesOf(item: string, location: string): Source[] {
    return this.#sources.get(siteKey({ item, location })) ?? [];
  }
}

/** Rows by key, in their order. */
export function grouped<Row>(
  rows: readonly Row[],
  keyOfRow: (row: Row) => string,
): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOfRow(row)) ?? [];
    groups.set(keyOfRow(row), group);
    group.push(row);
  }
  return groups;
}
