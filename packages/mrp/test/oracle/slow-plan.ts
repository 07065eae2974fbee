/**
 * The slow, obvious twin of `plan`: what a planner would do with pencil and paper, in decimals.
 *
 * Each item at a site is planned when it is asked for: first everything that can need it (by
 * recursion), then its gross requirements day by day, then the netting sweep, lots, source and
 * dates. No levels, no scaled numbers, no typed arrays, no shared code with the planner except the
 * conversion of dates. Bills, days and stock policies lie beside it (slow-plan-*.ts).
 */
import { type Day, type Decimal, day, decimal, formatDay } from '@kontor/kernel';
import type { Model, PlanningCalendar, Source } from '../../src/model.ts';
import { ofSite, SlowBills } from './slow-plan-bills.ts';
import { after, before, inForce, lastWorkingDay, moved } from './slow-plan-days.ts';
import { daysOfSupply, lots, nameOf, sourceFor } from './slow-plan-sources.ts';
import { SlowStock } from './slow-plan-stock.ts';

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

/** What comes and goes at a place. */
interface Sweep {
  readonly item: string;
  readonly location: string;
  readonly stock: SlowStock;
  /** Days with an event, rising. */
  readonly days: readonly Day[];
  /** Receipts less requirements of a day. */
  change(on: Day): Decimal;
}

/** A quantity that something takes elsewhere, on a day. */
interface Need {
  readonly key: string;
  readonly day: Day;
  readonly quantity: Decimal;
}

/** A quantity that goes out of a place. */
export interface SlowIssue {
  readonly item: string;
  readonly location: string;
  readonly quantity: Decimal;
}

/**
 * What goes out of each place: by demands, debts of stock and open orders, and by the orders given,
 * each by the bill or lane of its source.
 */
export function slowIssues(
  model: Model,
  options: SlowOptions,
  orders: readonly SlowOrder[],
): SlowIssue[] {
  return new SlowPlanner(model, options).issues(orders);
}

class SlowPlanner {
  readonly #model: Model;
  readonly #bills: SlowBills;
  readonly #today: Day;
  readonly #isClamped: boolean;
  readonly #done = new Map<string, DatedOrder[]>();
  readonly #sources: Map<string, Source[]>;
  readonly #demands: Map<string, Model['demands'][number][]>;
  /** Per place, the sources whose orders may need it. */
  readonly #users: Map<string, Set<Source>>;

  constructor(model: Model, { today, pastDueRelease = 'keep' }: SlowOptions) {
    this.#model = model;
    this.#bills = new SlowBills(model);
    this.#today = day(today);
    this.#isClamped = pastDueRelease === 'clamp';
    this.#sources = grouped(model.sourcing, (row) => placeKey(row.item, row.location));
    this.#demands = grouped(model.demands, (row) => placeKey(row.item, row.location));
    this.#users = new Map();
    for (const row of model.sourcing) {
      for (const key of this.#suppliersOf(row)) {
        this.#users.set(key, (this.#users.get(key) ?? new Set()).add(row));
      }
    }
  }

  /** Every item at a site that something may happen to, by item, then site. */
  places(): string[] {
    const keys = new Set([...this.#sources.keys(), ...this.#users.keys()]);
    const { stock, demands, receipts, parameters } = this.#model;
    for (const row of [...stock, ...demands, ...receipts, ...parameters]) {
      keys.add(placeKey(row.item, row.location));
    }
    for (const row of receipts) for (const { key } of this.#firmNeedsOf(row)) keys.add(key);
    return [...keys].toSorted((a, b) => comparePlaces(JSON.parse(a), JSON.parse(b)));
  }

  issues(orders: readonly SlowOrder[]): SlowIssue[] {
    const needs = orders.flatMap((order) => {
      const rows = this.#sources.get(placeKey(order.item, order.location)) ?? [];
      const row = rows.find((source) => nameOf(source) === order.source);
      if (row === undefined) return [];
      const days = { due: day(order.due), release: day(order.release), need: day(order.need) };
      return this.#needsOf(row, { ...order, ...days, row, quantity: decimal(order.quantity) });
    });
    const own = this.places().flatMap((key) => this.#ownNeedsOf(key));
    return [...needs, ...own].map(({ key, quantity }) => {
      const [item, location] = JSON.parse(key) as [string, string];
      return { item, location, quantity };
    });
  }

  ordersOf(key: string): DatedOrder[] {
    const done = this.#done.get(key);
    if (done !== undefined) return done;
    const onHand = this.#onHandOf(key);
    const orders = this.#net(this.#sweepOf(key), onHand.lt(0) ? zero : onHand);
    this.#done.set(key, orders);
    return orders;
  }

  #sweepOf(key: string): Sweep {
    const [item, location] = JSON.parse(key) as [string, string];
    const stock = new SlowStock(this.#model, this.#today, item, location);
    const [gross, receipts] = [this.#grossOf(key), this.#receiptsOf(key)];
    const days = new Set([...gross.keys(), ...receipts.keys(), ...stock.events()]);
    return {
      item,
      location,
      stock,
      days: [...days].toSorted((a, b) => a - b),
      change: (on) => (receipts.get(on) ?? zero).minus(gross.get(on) ?? zero),
    };
  }

  /** The sweep of the days: receipts before requirements, short days get orders. */
  #net(sweep: Sweep, onHand: Decimal): DatedOrder[] {
    const { stock, days, change } = sweep;
    const orders: DatedOrder[] = [];
    let balance = onHand;
    const order = (on: Day, net: Decimal, from: Decimal): void => {
      for (const placed of this.#cover(sweep, on, net, from)) {
        orders.push(placed);
        balance = balance.plus(placed.quantity);
      }
    };
    let isWhole = stock.rebuildsNow;
    for (const date of days) {
      const opening = balance;
      balance = balance.plus(change(date));
      const net = stock.required(date).minus(balance);
      if (net.lte(0)) continue;
      if (isWhole && date > this.#today) {
        // What was missing before this day's events is ordered for today.
        const missing = stock.required(date - 1).minus(opening);
        const part = missing.lt(net) ? missing : net;
        if (part.gt(0)) order(this.#today, part, opening);
      }
      if (date >= this.#today) isWhole = false;
      const rest = stock.required(date).minus(balance);
      if (rest.gt(0)) order(date, rest, balance);
    }
    return orders;
  }

  /**
   * Orders for a net requirement: its due day, the source in force then, its lots, their releases.
   *
   * @param balance - that of the day, before anything is ordered for it
   */
  #cover(sweep: Sweep, need: Day, net: Decimal, balance: Decimal): DatedOrder[] {
    const { item, location, stock } = sweep;
    const site = this.#siteCalendar(location);
    const due = lastWorkingDay(site, before(site, need, stock.safetyTimeDays));
    const row = sourceFor(this.#sources.get(placeKey(item, location)) ?? [], due);
    const kind = row?.kind ?? 'buy';
    const source = row === undefined ? 'no source' : nameOf(row);
    const window = shortfall(sweep, need, balance, daysOfSupply(row));
    const wanted = [net, window, net.plus(stock.raise(need))].reduce((a, b) => (a.gt(b) ? a : b));
    return lots(wanted, row).map((quantity) => {
      const dates = this.#datesOf(row, item, location, stock, due, quantity);
      const { release } = dates;
      return { kind, item, location, source, row, quantity, need, due: dates.due, release };
    });
  }

  #datesOf(
    row: Source | undefined,
    item: string,
    location: string,
    stock: SlowStock,
    due: Day,
    quantity: Decimal,
  ): { due: Day; release: Day } {
    const site = this.#siteCalendar(location);
    const arrival = before(site, due, stock.receivingDays);
    const isMade = row?.kind === 'make';
    const named = row === undefined || row.kind === 'make' ? undefined : row.calendar;
    const calendar = this.#model.calendars.find(({ id }) => id === named) ?? site;
    const lead = row?.leadTimeDays ?? 0;
    const making = isMade ? this.#makingDays(item, location, calendar, quantity, due) : 0;
    const release = before(calendar, before(calendar, arrival, making), lead);
    if (release >= this.#today || !this.#isClamped) return { due, release };
    const made = after(calendar, after(calendar, this.#today, lead), making);
    return { due: after(site, made, stock.receivingDays), release: this.#today };
  }

  /** Whole working days that the routing takes to start what gives so much good. */
  #makingDays(
    item: string,
    location: string,
    calendar: PlanningCalendar | undefined,
    quantity: Decimal,
    due: Day,
  ): number {
    const started = this.#bills.started(item, location, quantity, due);
    const minutes = (ofSite(this.#model.routings, item, location)?.operations ?? []).reduce(
      (sum, step) => sum.plus(step.setupMinutes).plus(started.times(step.minutesPerUnit)),
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
      .reduce((sum, row) => sum.plus(this.#bills.inStock(row.item, row.quantity, row.unit)), zero);
  }

  #receiptsOf(key: string): Map<Day, Decimal> {
    const days = new Map<Day, Decimal>();
    for (const row of this.#model.receipts) {
      if (placeKey(row.item, row.location) !== key) continue;
      const quantity = this.#bills.inStock(row.item, row.quantity, row.unit);
      add(days, Math.max(day(row.due), this.#today), quantity);
    }
    return days;
  }

  #grossOf(key: string): Map<Day, Decimal> {
    const dependent = [...(this.#users.get(key) ?? [])].flatMap((row) =>
      this.ordersOf(placeKey(row.item, row.location))
        .filter((order) => order.row === row)
        .flatMap((order) => this.#needsOf(row, order)),
    );
    const days = new Map<Day, Decimal>();
    for (const need of [...this.#ownNeedsOf(key), ...dependent]) {
      if (need.key === key) add(days, need.day, need.quantity);
    }
    return days;
  }

  /** What goes out whatever is planned: demands, open orders, and stock below nothing. */
  #ownNeedsOf(key: string): Need[] {
    const demands = (this.#demands.get(key) ?? []).map((row) => {
      const quantity = this.#bills.inStock(row.item, row.quantity, row.unit);
      return { key, day: this.#needDay(day(row.due)), quantity };
    });
    const firm = this.#model.receipts.flatMap((row) => this.#firmNeedsOf(row));
    const onHand = this.#onHandOf(key);
    const debt = { key, day: this.#today, quantity: onHand.neg() };
    return [
      ...(onHand.lt(0) ? [debt] : []),
      ...demands,
      ...firm.filter((need) => need.key === key),
    ];
  }

  /** An overdue need counts today where the past is closed. */
  #needDay(on: Day): Day {
    return this.#isClamped ? Math.max(on, this.#today) : on;
  }

  /** What an open order still takes: components from its start day on, goods at its origin. */
  #firmNeedsOf(row: Model['receipts'][number]): Need[] {
    const { item, location, kind } = row;
    const quantity = this.#bills.inStock(item, row.quantity, row.unit);
    if (kind === 'transfer' && row.origin !== undefined && row.ship !== undefined) {
      return [{ key: placeKey(item, row.origin), day: this.#needDay(day(row.ship)), quantity }];
    }
    if (kind !== 'make' || row.start === undefined) return [];
    const release = this.#needDay(day(row.start));
    return this.#componentsOf({ item, location, quantity, due: day(row.due), release });
  }

  /** What an order from a source needs elsewhere. */
  #needsOf(row: Source, order: DatedOrder): Need[] {
    const { quantity, release } = order;
    if (row.kind === 'make') return this.#componentsOf(order);
    if (row.kind === 'buy') return [];
    return [{ key: placeKey(row.item, row.origin), day: release, quantity }];
  }

  /** The places that orders from a source may need, on whatever day. */
  #suppliersOf(row: Source): string[] {
    if (row.kind === 'transfer') return [placeKey(row.item, row.origin)];
    if (row.kind === 'buy') return [];
    return this.#bills
      .linesOf(row.item, row.location)
      .map((line) => placeKey(line.component, line.location));
  }

  #componentsOf(
    order: Pick<DatedOrder, 'item' | 'location' | 'quantity' | 'due' | 'release'>,
  ): Need[] {
    const { item, location, quantity, due, release } = order;
    const started = this.#bills.started(item, location, quantity, due);
    return this.#bills.linesOf(item, location).flatMap((line) => {
      const on = this.#needDay(moved(this.#siteCalendar(location), release, line.offsetDays));
      if (!line.times.every((time) => inForce(time, on))) return [];
      const key = placeKey(line.component, line.location);
      return [{ key, day: on, quantity: this.#bills.need(line, started) }];
    });
  }

  #siteCalendar(location: string): PlanningCalendar | undefined {
    const named = this.#model.locations.find(({ id }) => id === location)?.calendar;
    return this.#model.calendars.find(({ id }) => id === named);
  }
}

/** The largest shortfall at the end of any later day of the window that opens on a day. */
function shortfall(sweep: Sweep, opened: Day, balance: Decimal, days: number): Decimal {
  let [projected, largest] = [balance, zero];
  for (const date of sweep.days) {
    if (date <= opened || date >= opened + days) continue;
    projected = projected.plus(sweep.change(date));
    const short = sweep.stock.required(date).minus(projected);
    if (short.gt(largest)) largest = short;
  }
  return largest;
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
