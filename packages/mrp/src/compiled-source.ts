/**
 * Sources and uses, compiled: every way of supply as numbers, and what each one needs of other
 * nodes.
 *
 * A source makes, buys or moves an item to its node. What its orders need elsewhere (components
 * where they are consumed, the same item at a lane's origin) are its uses. A use multiplies an
 * order's quantity, in steps of the item made, by an exact fraction into steps of the item needed,
 * rounded up once per order. What its orders yield elsewhere (co-products) are uses the other way,
 * rounded down.
 */
import type { LotRule } from './lot-size/lot-rule.ts';
import type { OrderModifiers } from './lot-size/order-modifiers.ts';
import type { SiteCalendar } from './site-calendar.ts';

/** Kinds of planned order. */
export type OrderKind = 'make' | 'buy' | 'transfer' | 'subcontract' | 'substitute';

/** One way to supply a node. Quantities are whole steps of the item's unit. */
export interface CompiledSource {
  /** Its number, over all nodes. */
  readonly index: number;
  readonly node: number;
  readonly kind: OrderKind;
  /**
   * The row's own id, or what names it among the node's sources: `make`, `buy:rim`,
   * `transfer:plant`.
   */
  readonly id: string;
  readonly supplier: string | undefined;
  readonly origin: string | undefined;
  /** The item whose spare stock takes the place of the node's. */
  readonly substitute: string | undefined;
  readonly priority: number;
  readonly leadTimes: LeadTimes;
  readonly time: ProductionTime | undefined;
  readonly modifiers: OrderModifiers;
  /** How needs are gathered; undefined = lot for lot. */
  readonly rule: LotRule | undefined;
  /** Its part among sources of its priority; 0 = it has none. */
  readonly quota: Quota;
  /**
   * What an order takes of spare stock elsewhere, for a source that gives nothing else; such
   * sources are never chosen in netting (spare-stock.ts).
   */
  readonly spare: Use | undefined;
  /** In force for orders due on days [from, until). */
  readonly from: number;
  readonly until: number;
  readonly calendar: SiteCalendar;
  /** Empty where all that is started is good. */
  readonly yields: readonly Yield[];
  /** A `make` source without a bill, or one that stands in where the model names no source. */
  readonly missing: 'bom' | 'source' | undefined;
}

/** Working days from release to due, by the day an order is due. */
export interface LeadTimes {
  /** Where no step is in force. */
  readonly days: number;
  /** Lead times of the bills in force on days [from, until). */
  readonly steps: readonly {
    readonly days: number;
    readonly from: number;
    readonly until: number;
  }[];
}

/** The lead time of an order due on a day. */
export function leadTimeOn({ days, steps }: LeadTimes, due: number): number {
  for (const step of steps) if (due >= step.from && due < step.until) return step.days;
  return days;
}

/** A part agreed among several sources, as a fraction, and what was given before this run. */
export interface Quota {
  readonly numerator: number;
  readonly denominator: number;
  /** In steps of the item. */
  readonly allocated: number;
}

/**
 * How long making takes: `(setup + perStep × quantity) / scale` minutes, exact, quantity in steps.
 */
export interface ProductionTime {
  readonly setup: number;
  readonly perStep: number;
  readonly scale: number;
}

/** What one source's orders need of one node, or yield at one. */
export interface Use {
  /** The source's number; -1 for an open order, which no source made. */
  readonly source: number;
  readonly parent: number;
  readonly child: number;
  /** `⌈(started × numerator + constant) / denominator⌉` steps of the child. */
  readonly numerator: number;
  readonly constant: number;
  readonly denominator: number;
  /** Working days of the parent's site from the order's release to the consumption. */
  readonly offsetDays: number;
  /** In force for consumption on days [from, until). */
  readonly from: number;
  readonly until: number;
}

/** Good output per unit started, for output on days [from, until): `numerator / denominator`. */
export interface Yield {
  readonly numerator: number;
  readonly denominator: number;
  readonly from: number;
  readonly until: number;
}

/** Minutes of making so much, rounded up to a whole minute. */
export function productionMinutes(time: ProductionTime, quantity: number): number {
  const scaled = time.setup + time.perStep * quantity;
  if (scaled <= Number.MAX_SAFE_INTEGER) return Math.ceil(scaled / time.scale);
  const exact = BigInt(time.setup) + BigInt(time.perStep) * BigInt(quantity);
  const scale = BigInt(time.scale);
  return Number((exact + scale - 1n) / scale);
}

/**
 * What must be started so that `quantity` steps are good on day `due`, rounded up once.
 *
 * @returns NaN when it passes 2^53: the caller names the node in its error
 */
export function startedQuantity(yields: readonly Yield[], quantity: number, due: number): number {
  for (const { numerator, denominator, from, until } of yields) {
    if (due >= from && due < until) return scaledUp(quantity, denominator, 0, numerator);
  }
  return quantity;
}

/**
 * What an order that starts `started` steps needs of the use's child, in the child's steps.
 *
 * @returns NaN when it passes 2^53: the caller names the node in its error
 */
export function needOf(use: Use, started: number): number {
  return scaledUp(started, use.numerator, use.constant, use.denominator);
}

/**
 * What an order that starts `started` steps yields of the use's child, in the child's steps,
 * rounded down.
 *
 * @returns NaN when it passes 2^53
 */
export function outputOf({ numerator, denominator }: Use, started: number): number {
  if (!Number.isSafeInteger(started)) return Number.NaN;
  const yielded = (BigInt(started) * BigInt(numerator)) / BigInt(denominator);
  return yielded > BigInt(Number.MAX_SAFE_INTEGER) ? Number.NaN : Number(yielded);
}

/** `⌈(quantity × numerator + constant) / denominator⌉`, exact; NaN past 2^53. */
function scaledUp(
  quantity: number,
  numerator: number,
  constant: number,
  denominator: number,
): number {
  const product = quantity * numerator + constant;
  if (!(product <= Number.MAX_SAFE_INTEGER)) {
    return scaledUpExactly(quantity, numerator, constant, denominator);
  }
  if (denominator === 1) return product;
  const over = product % denominator;
  const whole = (product - over) / denominator;
  return over === 0 ? whole : whole + 1;
}

function scaledUpExactly(
  quantity: number,
  numerator: number,
  constant: number,
  denominator: number,
): number {
  if (!Number.isSafeInteger(quantity)) return Number.NaN;
  const product = BigInt(quantity) * BigInt(numerator) + BigInt(constant);
  const scaled = (product + BigInt(denominator) - 1n) / BigInt(denominator);
  return scaled > BigInt(Number.MAX_SAFE_INTEGER) ? Number.NaN : Number(scaled);
}
