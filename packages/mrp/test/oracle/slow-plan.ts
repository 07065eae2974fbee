/**
 * The slow, obvious twin of `plan`: what a planner would do with pencil and paper, in decimals.
 *
 * Each item at a site is planned when it is asked for: first everything that can need it (by
 * recursion), then its gross requirements day by day, then the netting sweep, lots, source and
 * dates. No levels, no scaled numbers, no typed arrays, no shared code with the planner except the
 * conversion of dates. Units other than the stocking unit are not understood.
 */
import { type Day, day, decimal, formatDay, weekday } from '@kontor/kernel';
import type { Bom, Model, PlanningCalendar, Source } from '../../src/model.ts';

type Decimal = ReturnType<typeof decimal>;

/** An order as the twin plans it. */
export interface SlowOrder {
  readonly kind: string;
  readonly item: string;
  readonly location: string;
  readonly quantity: string;
  readonly need: string;
  readonly due: string;
  readonly release: string;
  readonly source: string;
}

interface DatedOrder extends Omit<SlowOrder, 'need' | 'due' | 'release' | 'quantity'> {
  readonly row: Source | undefined;
  readonly quantity: Decimal;
  readonly need: Day;
  readonly due: Day;
  readonly release: Day;
}

/** The terms of a run. */
export interface SlowOptions {
  readonly today: string;
  readonly pastDueRelease?: 'keep' | 'clamp';
}

const zero = decimal(0);
const placeKey = (item: string, location: string): string => JSON.stringify([item, location]);

/** Plans the model; orders by item, site and need day, in the order in which they are placed. */
export function slowPlan(model: Model, options: SlowOptions): SlowOrder[] {
  const planner = new SlowPlanner(model, options);
  return planner
    .places()
    .flatMap((key) => planner.ordersOf(key))
    .map((order) => ({
      kind: order.kind,
      item: order.item,
      location: order.location,
      source: order.source,
      quantity: order.quantity.toFixed(),
      need: formatDay(order.need),
      due: formatDay(order.due),
      release: formatDay(order.release),
    }));
}

class SlowPlanner {
  readonly #model: Model;
  readonly #today: Day;
  readonly #isClamped: boolean;
  readonly #done = new Map<string, DatedOrder[]>();
  readonly #sources: Map<string, Source[]>;
  readonly #demands: Map<string, Model['demands'][number][]>;
  readonly #items: Map<string, Model['items'][number]>;
  /** Per place, the sources whose orders may need it. */
  readonly #users: Map<string, Set<Source>>;

  constructor(model: Model, { today, pastDueRelease = 'keep' }: SlowOptions) {
    this.#model = model;
    this.#today = day(today);
    this.#isClamped = pastDueRelease === 'clamp';
    this.#sources = grouped(model.sourcing, (row) => placeKey(row.item, row.location));
    this.#demands = grouped(model.demands, (row) => placeKey(row.item, row.location));
    this.#items = new Map(model.items.map((row) => [row.id, row]));
    this.#users = new Map();
    for (const row of model.sourcing) {
      for (const { key } of this.#needsOf(row, decimal(1))) {
        this.#users.set(key, (this.#users.get(key) ?? new Set()).add(row));
      }
    }
  }

  /** Every item at a site that something may happen to, by item, then site. */
  places(): string[] {
    const keys = new Set([...this.#sources.keys(), ...this.#users.keys()]);
    for (const rows of [this.#model.stock, this.#model.demands, this.#model.receipts]) {
      for (const row of rows) keys.add(placeKey(row.item, row.location));
    }
    for (const row of this.#model.receipts) {
      for (const { key } of this.#firmNeedsOf(row)) keys.add(key);
    }
    return [...keys].toSorted((a, b) => comparePlaces(JSON.parse(a), JSON.parse(b)));
  }

  ordersOf(key: string): DatedOrder[] {
    const done = this.#done.get(key);
    if (done !== undefined) return done;
    const orders = this.#net(key, this.#grossOf(key), this.#receiptsOf(key));
    this.#done.set(key, orders);
    return orders;
  }

  /** The sweep of the days: receipts before requirements, short days get orders. */
  #net(key: string, gross: Map<Day, Decimal>, receipts: Map<Day, Decimal>): DatedOrder[] {
    const [item, location] = JSON.parse(key) as [string, string];
    const safetyStock = decimal(
      this.#model.parameters.find((row) => placeKey(row.item, row.location) === key)?.safetyStock ??
        0,
    );
    const days = [...new Set([...gross.keys(), ...receipts.keys()])].toSorted((a, b) => a - b);
    const orders: DatedOrder[] = [];
    let balance = this.#onHandOf(key);
    for (const date of days) {
      balance = balance.plus(receipts.get(date) ?? zero).minus(gross.get(date) ?? zero);
      const required = date < this.#today ? zero : safetyStock;
      if (balance.gte(required)) continue;
      for (const order of this.#cover(item, location, date, required.minus(balance))) {
        orders.push(order);
        balance = balance.plus(order.quantity);
      }
    }
    return orders;
  }

  /**
   * Orders for a net requirement: its due day, the source in force then, its lots, their releases.
   */
  #cover(item: string, location: string, need: Day, net: Decimal): DatedOrder[] {
    const due = lastWorkingDay(this.#siteCalendar(location), need);
    const row = this.#sourceFor(item, location, due);
    const kind = row?.kind ?? 'buy';
    const source = row === undefined ? 'no source' : nameOf(row);
    return lots(net, row).map((quantity) => {
      const dates = this.#datesOf(row, item, location, due, quantity);
      const { release } = dates;
      return { kind, item, location, source, row, quantity, need, due: dates.due, release };
    });
  }

  #sourceFor(item: string, location: string, due: Day): Source | undefined {
    const ranked = (this.#sources.get(placeKey(item, location)) ?? []).toSorted(
      (a, b) =>
        a.priority - b.priority ||
        Number(a.cost ?? 0) - Number(b.cost ?? 0) ||
        (nameOf(a) < nameOf(b) ? -1 : 1),
    );
    return ranked.find(
      ({ from, until }) =>
        (from === undefined || day(from) <= due) && (until === undefined || due < day(until)),
    );
  }

  #datesOf(
    row: Source | undefined,
    item: string,
    location: string,
    due: Day,
    quantity: Decimal,
  ): { due: Day; release: Day } {
    if (row === undefined) return this.#notBeforeToday(due, due, (today) => today);
    const named = row.kind === 'make' ? undefined : row.calendar;
    const calendar =
      this.#model.calendars.find(({ id }) => id === named) ?? this.#siteCalendar(location);
    const making = row.kind === 'make' ? this.#makingDays(item, location, calendar, quantity) : 0;
    const release = before(calendar, before(calendar, due, making), row.leadTimeDays);
    return this.#notBeforeToday(due, release, (today) =>
      after(calendar, after(calendar, today, row.leadTimeDays), making),
    );
  }

  #notBeforeToday(
    due: Day,
    release: Day,
    readyFrom: (today: Day) => Day,
  ): { due: Day; release: Day } {
    if (release >= this.#today || !this.#isClamped) return { due, release };
    return { due: readyFrom(this.#today), release: this.#today };
  }

  /** Whole working days that the routing takes for so much. */
  #makingDays(
    item: string,
    location: string,
    calendar: PlanningCalendar | undefined,
    quantity: Decimal,
  ): number {
    const minutes = (ofSite(this.#model.routings, item, location)?.operations ?? []).reduce(
      (sum, step) => sum.plus(step.setupMinutes).plus(quantity.times(step.minutesPerUnit)),
      zero,
    );
    return minutes
      .div(calendar?.minutesPerDay ?? 1440)
      .ceil()
      .toNumber();
  }

  #onHandOf(key: string): Decimal {
    return this.#model.stock
      .filter((row) => placeKey(row.item, row.location) === key)
      .reduce((sum, row) => sum.plus(row.quantity), zero);
  }

  #receiptsOf(key: string): Map<Day, Decimal> {
    const days = new Map<Day, Decimal>();
    for (const row of this.#model.receipts) {
      if (placeKey(row.item, row.location) !== key) continue;
      add(days, Math.max(day(row.due), this.#today), decimal(row.quantity));
    }
    return days;
  }

  #grossOf(key: string): Map<Day, Decimal> {
    const days = new Map<Day, Decimal>();
    for (const row of this.#demands.get(key) ?? []) {
      add(days, this.#needDay(row.due), decimal(row.quantity));
    }
    for (const row of this.#model.receipts) {
      for (const need of this.#firmNeedsOf(row)) {
        if (need.key === key) add(days, need.day, need.quantity);
      }
    }
    for (const user of this.#users.get(key) ?? []) {
      for (const order of this.ordersOf(placeKey(user.item, user.location))) {
        if (order.row !== user) continue;
        for (const need of this.#needsOf(user, order.quantity)) {
          if (need.key === key) add(days, order.release, need.quantity);
        }
      }
    }
    return days;
  }

  #needDay(text: string): Day {
    return this.#isClamped ? Math.max(day(text), this.#today) : day(text);
  }

  /** What an open order still takes: components on its start day, goods at its origin. */
  #firmNeedsOf(row: Model['receipts'][number]): { key: string; day: Day; quantity: Decimal }[] {
    const quantity = decimal(row.quantity);
    if (row.kind === 'transfer' && row.origin !== undefined && row.ship !== undefined) {
      return [{ key: placeKey(row.item, row.origin), day: this.#needDay(row.ship), quantity }];
    }
    if (row.kind !== 'make' || row.start === undefined) return [];
    const start = this.#needDay(row.start);
    return this.#componentsOf(row.item, row.location, quantity).map((need) => ({
      key: need.key,
      day: start,
      quantity: need.quantity,
    }));
  }

  /** What an order of so much from a source needs elsewhere. */
  #needsOf(row: Source, quantity: Decimal): { key: string; quantity: Decimal }[] {
    if (row.kind === 'transfer') return [{ key: placeKey(row.item, row.origin), quantity }];
    return row.kind === 'make' ? this.#componentsOf(row.item, row.location, quantity) : [];
  }

  #componentsOf(
    item: string,
    location: string,
    quantity: Decimal,
  ): { key: string; quantity: Decimal }[] {
    const bill: Bom | undefined = ofSite(this.#model.boms, item, location);
    return (bill?.lines ?? []).map((line) => ({
      key: placeKey(line.component, line.location ?? location),
      quantity: this.#roundUp(
        line.component,
        quantity.times(line.quantityPer).div(bill!.outputQuantity),
      ),
    }));
  }

  /** To the item's step, upward, once per order and line. */
  #roundUp(item: string, quantity: Decimal): Decimal {
    const row = this.#items.get(item)!;
    const unit = this.#model.units.find(({ id }) => id === row.unit);
    const scale = decimal(10).pow(row.decimals ?? unit?.decimals ?? 0);
    return quantity.times(scale).ceil().div(scale);
  }

  #siteCalendar(location: string): PlanningCalendar | undefined {
    const named = this.#model.locations.find(({ id }) => id === location)?.calendar;
    return this.#model.calendars.find(({ id }) => id === named);
  }
}

/** At least the minimum, whole multiples, at most the maximum; the rest again. */
function lots(net: Decimal, row: Source | undefined): Decimal[] {
  const min = decimal(row?.lotSizeMin ?? 0);
  const multiple = decimal(row?.lotSizeMultiple ?? 0);
  const max = decimal(row?.lotSizeMax ?? 0);
  const found: Decimal[] = [];
  for (let open = net; open.gt(0); open = open.minus(found.at(-1)!)) {
    let lot = open.lt(min) ? min : open;
    if (multiple.gt(0)) lot = lot.div(multiple).ceil().times(multiple);
    if (max.gt(0) && lot.gt(max)) {
      lot = multiple.gt(0) ? max.div(multiple).floor().times(multiple) : max;
    }
    found.push(lot);
  }
  return found;
}

function nameOf(row: Source): string {
  if (row.id !== undefined) return row.id;
  if (row.kind === 'transfer') return `transfer:${row.origin}`;
  return row.kind === 'buy' && row.supplier !== undefined ? `buy:${row.supplier}` : row.kind;
}

function works(calendar: PlanningCalendar | undefined, date: Day): boolean {
  if (calendar === undefined) return true;
  const text = formatDay(date);
  if (calendar.extraWorkingDays.includes(text)) return true;
  return calendar.workingWeekdays.includes(weekday(date)) && !calendar.holidays.includes(text);
}

function lastWorkingDay(calendar: PlanningCalendar | undefined, date: Day): Day {
  return works(calendar, date) ? date : lastWorkingDay(calendar, date - 1);
}

function before(calendar: PlanningCalendar | undefined, date: Day, days: number): Day {
  if (days === 0) return date;
  return before(calendar, lastWorkingDay(calendar, date - 1), days - 1);
}

function after(calendar: PlanningCalendar | undefined, date: Day, days: number): Day {
  let [at, left] = [date, days];
  while (left > 0) if (works(calendar, ++at)) left--;
  return at;
}

/** The row of the site, else the item's general one. */
function ofSite<Row extends { item: string; location?: string | undefined }>(
  rows: readonly Row[],
  item: string,
  location: string,
): Row | undefined {
  const ofItem = rows.filter((row) => row.item === item);
  return (
    ofItem.find((row) => row.location === location) ??
    ofItem.find((row) => row.location === undefined)
  );
}

function add(days: Map<Day, Decimal>, date: Day, quantity: Decimal): void {
  days.set(date, (days.get(date) ?? zero).plus(quantity));
}

function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row)) ?? [];
    groups.set(keyOf(row), group);
    group.push(row);
  }
  return groups;
}

function comparePlaces(a: [string, string], b: [string, string]): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  return a[1] < b[1] ? -1 : 1;
}
