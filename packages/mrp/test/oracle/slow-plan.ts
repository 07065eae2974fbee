/**
 * The slow, obvious twin of `plan`: what a planner would do with pencil and paper, in decimals.
 *
 * Each item at a site is planned when it is asked for: first everything that can need it (by
 * recursion), then its gross requirements day by day, then the netting sweep, lots, source and
 * dates. No levels, no scaled numbers, no typed arrays, no shared code with the planner except the
 * conversion of dates and the lot-sizing rules, which have twins of their own. The parts lie beside
 * it (slow-plan-*.ts).
 */
import { type Day, type Decimal, formatDay } from '@kontor/kernel';
import type { Model, Source } from '../../src/model.ts';
import { SlowCover } from './slow-plan-cover.ts';
import { expiredOf } from './slow-plan-expiry.ts';
import { SlowFlows } from './slow-plan-flows.ts';
import { keyOf, type Place, SlowModel, type SlowOptions } from './slow-plan-model.ts';
import {
  type DatedOrder,
  type Flow,
  madeBy,
  makingOf,
  needsOf,
  outputsOf,
} from './slow-plan-orders.ts';
import { isSurplus } from './slow-plan-sources.ts';
import { type Move, sharesSpareStock, spareMoves } from './slow-plan-spare.ts';
import { SlowStock } from './slow-plan-stock.ts';
import { add, netRow, type SlowRow, withReceiptsMovedIn } from './slow-plan-sweep.ts';

/** An order as the twin plans it. */
export interface SlowOrder {
  readonly kind: string;
  readonly item: string;
  readonly location: string;
  /** Left out where there is none. */
  readonly segment?: string;
  readonly quantity: string;
  readonly need: string;
  readonly due: string;
  readonly release: string;
  readonly source: string;
}

/** Plans the model; orders by item, site, segment and need day, in the order they are placed. */
export function slowPlan(model: Model, options: SlowOptions): SlowOrder[] {
  const planner = slowPlanner(model, options);
  return planner.places().flatMap((place) => planner.ordersOf(place).map(asText));
}

/** What comes to and goes from every place by that plan, its own planned orders left out. */
export function slowRows(model: Model, options: SlowOptions): SlowRow[] {
  const planner = slowPlanner(model, options);
  return planner.places().map((place) => planner.rowOf(place));
}

/** Plans; where something gives from its spare stock, once without and again with what it gives. */
function slowPlanner(model: Model, options: SlowOptions): SlowPlanner {
  const slow = new SlowModel(model, options);
  const primary = new SlowPlanner(slow, []);
  if (!sharesSpareStock(slow)) return primary;
  return new SlowPlanner(
    slow,
    spareMoves(slow, (place) => primary.rowOf(place)),
  );
}

function asText(order: DatedOrder): SlowOrder {
  const { item, location, segment } = order.place;
  return {
    kind: order.kind,
    item,
    location,
    ...(segment !== '' && { segment }),
    source: order.source,
    quantity: order.quantity.toFixed(),
    need: formatDay(order.need),
    due: formatDay(order.due),
    release: formatDay(order.release),
  };
}

/** An item at a site, whatever the segment, as a key. */
const siteOf = (item: string, location: string): string => JSON.stringify([item, location]);

class SlowPlanner {
  readonly #model: SlowModel;
  readonly #flows: SlowFlows;
  readonly #moves: readonly Move[];
  readonly #rows = new Map<string, SlowRow>();
  readonly #orders = new Map<string, DatedOrder[]>();
  /** Per item at a site, the sources whose orders may take of it, and those that may yield it. */
  readonly #takers = new Map<string, Set<Source>>();
  readonly #yielders = new Map<string, Set<Source>>();

  constructor(model: SlowModel, moves: readonly Move[]) {
    this.#model = model;
    this.#flows = new SlowFlows(model);
    this.#moves = moves;
    for (const row of model.model.sourcing.filter((source) => !isSurplus(source))) {
      for (const site of takenFrom(model, row)) enter(this.#takers, site, row);
      for (const site of yieldedAt(model, row)) enter(this.#yielders, site, row);
    }
  }

  places(): Place[] {
    return this.#model.places();
  }

  /** The orders of a place, by need day. */
  ordersOf(place: Place): DatedOrder[] {
    const done = this.#orders.get(keyOf(place));
    if (done !== undefined) return done;
    const row = this.rowOf(place);
    const covering = new SlowCover(this.#model, place, row.stock.upTo());
    const policy = this.#model.parameter(place.item, place.location);
    if (policy?.planning !== 'manual') {
      netRow(row, (...need) => covering.cover(...need));
    }
    const moved = this.#moves.map((move) => move.order).filter((order) => isAt(place, order.place));
    const orders = [...moved, ...covering.orders].toSorted((a, b) => a.need - b.need);
    this.#orders.set(keyOf(place), orders);
    return orders;
  }

  /** What comes and goes, less what expires, with open orders moved in. */
  rowOf(place: Place): SlowRow {
    const done = this.#rows.get(keyOf(place));
    if (done !== undefined) return done;
    const { today } = this.#model;
    const onHand = this.#flows.onHandOf(place);
    const free = onHand.lt(0) ? onHand.times(0) : onHand;
    const lots = this.#flows.lotsOf(place);
    const coming = [...lots.filter((lot) => lot.day !== -Infinity), ...this.#yieldsFor(place)];
    const gross = byDay(this.#issuesOf(place));
    if (onHand.lt(0)) add(gross, today, onHand.neg());
    const all = [...lots.filter((lot) => lot.day === -Infinity), ...coming];
    const expiring = all.map((lot) => ({ expires: Infinity, ...lot }));
    for (const [on, quantity] of expiredOf(expiring, free, gross)) {
      add(gross, Math.max(on, today), quantity);
    }
    const row = {
      place,
      today,
      onHand: free,
      gross,
      receipts: byDay(coming),
      movable: lots.filter((lot) => lot.movable !== undefined),
      stock: new SlowStock(this.#model, place),
    };
    const days = this.#model.parameter(place.item, place.location)?.rescheduleWithinDays ?? 0;
    const moved = withReceiptsMovedIn(row, days);
    this.#rows.set(keyOf(place), moved);
    return moved;
  }

  /** All that goes out: as given, for planned orders elsewhere, and as spare stock. */
  #issuesOf(place: Place): Flow[] {
    const dependent = this.#ordersFrom(this.#takers, place).flatMap((order) =>
      needsOf(this.#model, order),
    );
    const spare = this.#moves.map(({ taken }) => taken);
    return [
      ...this.#flows.issuesOf(place),
      ...[...dependent, ...spare].filter((flow) => isAt(place, flow.place)),
    ];
  }

  /** Co-products of planned orders, and spare stock moved in. */
  #yieldsFor(place: Place): Flow[] {
    const outputs = this.#ordersFrom(this.#yielders, place).flatMap((order) =>
      outputsOf(this.#model, makingOf(order)!, order.due),
    );
    const spare = this.#moves.map(({ order }) => ({
      place: order.place,
      day: order.need,
      quantity: order.quantity,
    }));
    return [...outputs, ...spare].filter((flow) => isAt(place, flow.place));
  }

  /** The planned orders of the sources that have to do with a place. */
  #ordersFrom(sources: ReadonlyMap<string, Set<Source>>, place: Place): DatedOrder[] {
    const rows = [...(sources.get(siteOf(place.item, place.location)) ?? [])];
    return rows.flatMap((row) =>
      this.#model
        .placesAt(row.item, row.location)
        .flatMap((parent) => this.ordersOf(parent))
        .filter((order) => order.row === row),
    );
  }
}

/** The items at sites that orders of a source may take of, whenever. */
function takenFrom(model: SlowModel, row: Source): string[] {
  if (row.kind === 'transfer') return [siteOf(row.item, row.origin)];
  const made = madeBy(row);
  if (made === undefined) return [];
  return model.bills.linesOf(made).map((line) => siteOf(line.component, line.location));
}

/** The items at sites that orders of a source may yield beside their own, whenever. */
function yieldedAt(model: SlowModel, row: Source): string[] {
  const made = madeBy(row);
  if (made === undefined) return [];
  return model.bills
    .billsOf(made)
    .flatMap((bill) => bill.outputs)
    .map((output) => siteOf(output.item, output.location ?? row.location));
}

function enter(sources: Map<string, Set<Source>>, site: string, row: Source): void {
  sources.set(site, (sources.get(site) ?? new Set()).add(row));
}

const isAt = (place: Place, other: Place): boolean => keyOf(place) === keyOf(other);

function byDay(flows: readonly Flow[]): Map<Day, Decimal> {
  const days = new Map<Day, Decimal>();
  for (const { day, quantity } of flows) add(days, day, quantity);
  return days;
}
