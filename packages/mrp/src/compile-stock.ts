/**
 * Stock, compiled: what is free today, what is held until a day, and what expires.
 *
 * Expired stock is no supply, held stock none before it is released, reserved stock none but for
 * its own demand. Stock below nothing is a debt: a need of today.
 */
import { type Day, day } from '@kontor/kernel';
import { MrpError } from './errors.ts';
import type { Flow } from './flows.ts';
import type { Stock } from './model.ts';
import type { ModelIndex } from './model-index.ts';
import type { NodeTable } from './node-table.ts';
import { bucketStart, type PlanTerms } from './plan-terms.ts';
import { FOREVER } from './site-calendar.ts';

/** So much of an item, from a day on, until it expires. */
export interface Lot {
  readonly from: Day;
  /** The first day on which it is no supply; FOREVER = it does not expire. */
  readonly expires: Day;
  readonly quantity: number;
  /** The row of stock (`stock`) or of receipts (`receipt`) that it came from. */
  readonly kind: 'stock' | 'receipt';
  readonly row: number;
}

/** The stock of all nodes. */
export interface CompiledStock {
  /** Free on hand, reserved stock left out; never below nothing. */
  readonly onHand: Float64Array;
  readonly debts: readonly Flow[];
  /** Held stock, on the day it is released; rows of `stock`. */
  readonly held: readonly Flow[];
  /** What of each demand's quantity is reserved, by its row. */
  readonly reserved: ReadonlyMap<number, number>;
  /** Lots of stock of all nodes, held ones among them, by node and row. */
  readonly lots: ReadonlyMap<number, readonly Lot[]>;
}

/** Compiles stock and reservations. */
export function compileStock(index: ModelIndex, nodes: NodeTable, terms: PlanTerms): CompiledStock {
  const { model, units } = index;
  const onHand = new Float64Array(nodes.count);
  const held: Flow[] = [];
  const lots = new Map<number, Lot[]>();
  model.stock.forEach((row, at) => {
    const from = availableFrom(row, terms);
    const expires = row.expires === undefined ? FOREVER : bucketStart(terms, day(row.expires));
    if (from === undefined || expires <= Math.max(from, terms.today)) return;
    const segment = index.segmentAt(row.item, row.location, row.segment);
    const node = nodes.find(row.item, row.location, segment);
    const quantity = units.steps(row.item, row.quantity, row.unit);
    if (from === -FOREVER) onHand[node]! += quantity;
    else held.push({ node, day: from, quantity, row: at });
    const ofNode = lots.get(node) ?? [];
    lots.set(node, [...ofNode, { from, expires, quantity, kind: 'stock', row: at }]);
  });
  checkStock(nodes, onHand);
  const reserved = reserve(index, nodes, onHand);
  return { onHand, debts: payDebts(onHand, terms.today), held, reserved, lots };
}

/** @throws MrpError MRP_QUANTITY_TOO_LARGE — the stock of a node adds up to 2^53 steps or more */
function checkStock(nodes: NodeTable, onHand: Float64Array): void {
  const large = onHand.findIndex((steps) => Math.abs(steps) > Number.MAX_SAFE_INTEGER);
  if (large !== -1) throw new MrpError('MRP_QUANTITY_TOO_LARGE', nodes.at(large));
}

/** From when a row is supply: always, from a day on, or (undefined) never. */
function availableFrom(row: Stock, terms: PlanTerms): Day | undefined {
  if (row.availableOn === undefined) return row.status === 'free' ? -FOREVER : undefined;
  const on = day(row.availableOn);
  if (on <= terms.today && row.status === 'free') return -FOREVER;
  return bucketStart(terms, Math.max(on, terms.today));
}

/** Takes reserved stock out; returns what each demand's row is served by it. Writes `onHand`. */
function reserve(
  { model, units, segmentAt }: ModelIndex,
  nodes: NodeTable,
  onHand: Float64Array,
): Map<number, number> {
  const demandRow = new Map(model.demands.map((row, at) => [row.id, at]));
  const reserved = new Map<number, number>();
  for (const row of model.reservations) {
    const at = demandRow.get(row.demand)!;
    const demand = model.demands[at]!;
    const segment = segmentAt(demand.item, demand.location, demand.segment);
    const quantity = units.steps(row.item, row.quantity, row.unit);
    onHand[nodes.find(row.item, row.location, segment)]! -= quantity;
    reserved.set(at, (reserved.get(at) ?? 0) + quantity);
  }
  return reserved;
}

/** Turns negative stock into a need of today. Writes `onHand`. */
function payDebts(onHand: Float64Array, today: Day): Flow[] {
  const debts: Flow[] = [];
  for (let node = 0; node < onHand.length; node++) {
    const quantity = -onHand[node]!;
    if (quantity <= 0) continue;
    debts.push({ node, day: today, quantity, row: -1 });
    onHand[node] = 0;
  }
  return debts;
}
