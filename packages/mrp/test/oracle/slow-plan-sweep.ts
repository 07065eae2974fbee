/**
 * Netting for the slow twin of `plan`: the days of a place, one after the other.
 */
import { type Day, type Decimal, decimal } from '@kontor/kernel';
import type { Lot } from './slow-plan-flows.ts';
import type { Place } from './slow-plan-model.ts';
import type { SlowStock } from './slow-plan-stock.ts';

const zero = decimal(0);

/** What comes to and goes from a place, by day. */
export interface SlowRow {
  readonly place: Place;
  readonly today: Day;
  /** From 0: stock below nothing is a need of today. */
  readonly onHand: Decimal;
  readonly gross: ReadonlyMap<Day, Decimal>;
  readonly receipts: ReadonlyMap<Day, Decimal>;
  /** What of the receipts may come earlier. */
  readonly movable: readonly Lot[];
  readonly stock: SlowStock;
}

/** A row as it is swept: once, or twice where demand comes before stock. */
export interface Sweep {
  /** Days with an event, rising. */
  readonly days: readonly Day[];
  /** Receipts less requirements of a day. */
  change(on: Day): Decimal;
  required(on: Day): Decimal;
  /** Where what is missing before the first break is ordered for today. */
  readonly rebuildsOn: Day | undefined;
  readonly onHand: Decimal;
}

/** Answers a net requirement with what will arrive for it; `balance` is before that. */
export type Cover = (sweep: Sweep, on: Day, net: Decimal, balance: Decimal) => Decimal;

/** Nets a row: demand and stock together, or one after the other. */
export function netRow(row: SlowRow, cover: Cover): void {
  if (!row.stock.isDeferred) {
    sweepDays(sweepOf(row, row.receipts), cover);
    return;
  }
  const receipts = new Map(row.receipts);
  sweepDays(demandSweep(row), (sweep, on, net, balance) => {
    const covered = cover(sweep, on, net, balance);
    add(receipts, on, covered);
    return covered;
  });
  sweepDays(sweepOf(row, receipts), cover);
}

/** The sweep that asks for stock. */
function sweepOf(row: SlowRow, receipts: ReadonlyMap<Day, Decimal>): Sweep {
  const { gross, stock, today, onHand } = row;
  return {
    days: eventDays(gross, receipts, stock.events()),
    change: (on) => (receipts.get(on) ?? zero).minus(gross.get(on) ?? zero),
    required: (on) => stock.required(on),
    rebuildsOn: stock.rebuildsNow ? today : undefined,
    onHand,
  };
}

/** The sweep that asks for demand only. */
function demandSweep(row: SlowRow): Sweep {
  const { days: _, ...sweep } = sweepOf(row, row.receipts);
  return {
    ...sweep,
    days: eventDays(row.gross, row.receipts, []),
    required: () => zero,
  };
}

function eventDays(
  gross: ReadonlyMap<Day, Decimal>,
  receipts: ReadonlyMap<Day, Decimal>,
  marked: readonly Day[],
): Day[] {
  const moving = [...gross, ...receipts].filter(([, quantity]) => !quantity.isZero());
  const days = new Set([...moving.map(([on]) => on), ...marked]);
  return [...days].toSorted((a, b) => a - b);
}

/** The sweep of the days: receipts before requirements, short days are covered. */
export function sweepDays(sweep: Sweep, cover: Cover): void {
  const { days, change, required, rebuildsOn, onHand } = sweep;
  let balance = onHand;
  let isWhole = rebuildsOn !== undefined;
  for (const date of days) {
    const opening = balance;
    balance = balance.plus(change(date));
    const net = required(date).minus(balance);
    if (net.lte(0)) continue;
    if (isWhole && date > rebuildsOn!) {
      // What was missing before this day's events is ordered for today.
      const missing = required(date - 1).minus(opening);
      const part = missing.lt(net) ? missing : net;
      if (part.gt(0)) balance = balance.plus(cover(sweep, rebuildsOn!, part, opening));
    }
    if (rebuildsOn !== undefined && date >= rebuildsOn) isWhole = false;
    const rest = required(date).minus(balance);
    if (rest.gt(0)) balance = balance.plus(cover(sweep, date, rest, balance));
  }
}

/** The largest shortfall at the end of any day of the window that opens on a day. */
export function windowNeed(
  sweep: Sweep,
  opened: Day,
  net: Decimal,
  balance: Decimal,
  days: number,
): Decimal {
  let [projected, largest] = [balance, net];
  for (const date of sweep.days) {
    if (date <= opened || date >= opened + days) continue;
    projected = projected.plus(sweep.change(date));
    const short = sweep.required(date).minus(projected);
    if (short.gt(largest)) largest = short;
  }
  return largest;
}

/** The row with open orders moved in to days that are short without them. */
export function withReceiptsMovedIn(row: SlowRow, horizonDays: number): SlowRow {
  if (horizonDays === 0) return row;
  const receipts = new Map(row.receipts);
  const open = row.movable.filter((lot) => lot.day <= row.today + horizonDays).toSorted(byTurn);
  const marked = row.stock.isDeferred ? [] : row.stock.events();
  let balance = row.onHand;
  for (const on of eventDays(row.gross, row.receipts, marked)) {
    balance = balance.plus(receipts.get(on) ?? zero).minus(row.gross.get(on) ?? zero);
    const isEvent =
      marked.includes(on) || [receipts, row.gross].some((map) => map.get(on)?.isZero() === false);
    if (!isEvent) continue;
    const required = row.stock.isDeferred ? zero : row.stock.required(on);
    while (balance.lt(required)) {
      const at = open.findIndex((lot) => lot.day > on);
      if (at === -1) break;
      const [lot] = open.splice(at, 1);
      add(receipts, lot!.day, lot!.quantity.neg());
      add(receipts, on, lot!.quantity);
      balance = balance.plus(lot!.quantity);
    }
    if (balance.lt(required)) balance = required;
  }
  return { ...row, receipts };
}

/** Open orders by day, then by id, the larger first. */
function byTurn(a: Lot, b: Lot): number {
  if (a.day !== b.day) return a.day - b.day;
  if (a.movable !== b.movable) return a.movable! < b.movable! ? -1 : 1;
  return b.quantity.comparedTo(a.quantity);
}

/** Adds to what a day has. Writes `days`. */
export function add(days: Map<Day, Decimal>, on: Day, quantity: Decimal): void {
  days.set(on, (days.get(on) ?? zero).plus(quantity));
}
