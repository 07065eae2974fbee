/**
 * Sources and uses, compiled: every way of supply as numbers, and what each one needs of other nodes.
 *
 * A source makes, buys or moves an item to its node. What its orders need elsewhere (components where
 * they are consumed, the same item at a lane's origin) are its uses. A use multiplies an order's
 * quantity, in steps of the item made, by an exact fraction into steps of the item needed, rounded up
 * once per order.
 */
import type { OrderModifiers } from './order-modifiers.ts';
import type { SiteCalendar } from './site-calendar.ts';

/** Kinds of planned order. */
export type OrderKind = 'make' | 'buy' | 'transfer';

/** One way to supply a node. Quantities are whole steps of the item's unit. */
export interface CompiledSource {
  /** Its number, over all nodes. */
  readonly index: number;
  readonly node: number;
  readonly kind: OrderKind;
  /** The row's own id, or what names it among the node's sources: `make`, `buy:rim`, `transfer:plant`. */
  readonly id: string;
  readonly supplier: string | undefined;
  readonly origin: string | undefined;
  readonly priority: number;
  readonly leadTimeDays: number;
  readonly time: ProductionTime | undefined;
  readonly modifiers: OrderModifiers;
  /** In force for orders due on days [from, until). */
  readonly from: number;
  readonly until: number;
  readonly calendar: SiteCalendar;
  /** A `make` source without a bill, or one that stands in where the model names no source. */
  readonly missing: 'bom' | 'source' | undefined;
}

/**
 * How long making takes: `(setup + perStep × quantity) / scale` minutes, exact, quantity in steps.
 */
export interface ProductionTime {
  readonly setup: number;
  readonly perStep: number;
  readonly scale: number;
}

/** What one source's orders need of one node: `⌈quantity × numerator / denominator⌉` steps. */
export interface Use {
  readonly source: number;
  readonly parent: number;
  readonly child: number;
  readonly numerator: number;
  readonly denominator: number;
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
 * What an order of `quantity` steps needs of the use's child, in the child's steps.
 *
 * @returns NaN when it passes 2^53: the caller names the node in its error
 */
export function needOf(use: Use, quantity: number): number {
  const product = quantity * use.numerator;
  if (product > Number.MAX_SAFE_INTEGER) return exactNeed(use, quantity);
  if (use.denominator === 1) return product;
  const over = product % use.denominator;
  const whole = (product - over) / use.denominator;
  return over === 0 ? whole : whole + 1;
}

function exactNeed(use: Use, quantity: number): number {
  const denominator = BigInt(use.denominator);
  const need = (BigInt(quantity) * BigInt(use.numerator) + denominator - 1n) / denominator;
  return need > BigInt(Number.MAX_SAFE_INTEGER) ? Number.NaN : Number(need);
}
