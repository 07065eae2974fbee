/**
 * Uses, compiled: what an order takes of other nodes and yields at them, as exact fractions.
 */
import { divideRatios, type Ratio, ratio } from '@kontor/kernel';
import { flattenBills, outputsOf } from './bill-of-material.ts';
import { componentsSite } from './compile-nodes.ts';
import type { Use } from './compiled-source.ts';
import { MrpError } from './errors.ts';
import type { Receipt, Source } from './model.ts';
import type { ModelIndex } from './model-index.ts';
import type { ItemAtLocation, NodeTable } from './node-table.ts';
import { FOREVER } from './site-calendar.ts';

/** Whose uses they are: a source of a node; an open order, which no source made, has -1 and -1. */
export interface User {
  readonly index: number;
  readonly node: number;
}

/** What the orders of a source, or an open order, need of other nodes. */
export function usesOf(
  index: ModelIndex,
  nodes: NodeTable,
  row: Source | Receipt,
  segment: string | undefined,
  user: User,
): Use[] {
  if (row.kind === 'transfer' && row.origin !== undefined) {
    return [always(user, place(index, nodes, row.item, row.origin, segment), ratio(1))];
  }
  if (row.kind !== 'make' && row.kind !== 'subcontract') return [];
  const componentsAt = row.kind === 'subcontract' ? componentsSite(index, row) : row.location;
  const lines = flattenBills(index, row.item, row.location, row.alternate, componentsAt);
  return lines.map((line) => ({
    source: user.index,
    parent: user.node,
    child: place(index, nodes, line.component, line.location, segment),
    ...overOneDenominator(line.per, line.fixed, line),
    offsetDays: line.offsetDays,
    from: line.from,
    until: line.until,
  }));
}

/** What the orders of a source, or an open order, yield beside their item. */
export function outputUsesOf(
  index: ModelIndex,
  nodes: NodeTable,
  row: Source | Receipt,
  segment: string | undefined,
  user: User,
): Use[] {
  if (row.kind !== 'make' && row.kind !== 'subcontract') return [];
  return outputsOf(index, row.item, row.location, row.alternate).map((output) => ({
    ...always(user, place(index, nodes, output.item, output.location, segment), output.per),
    from: output.from,
    until: output.until,
  }));
}

/** What a move of spare stock takes at its origin; undefined for a source that plans. */
export function spareUseOf(
  index: ModelIndex,
  nodes: NodeTable,
  row: Source,
  segment: string | undefined,
  user: User,
): Use | undefined {
  if (row.kind === 'substitute') {
    const at = place(index, nodes, row.substitute, row.location, segment);
    return always(user, at, index.units.inPlaceOf(row.item, row.substitute, row.quantityPer));
  }
  if (row.kind !== 'transfer' || !row.onlyFromStock) return undefined;
  return always(user, place(index, nodes, row.item, row.origin, segment), ratio(1));
}

/** A use of `per` steps of the child for each step, on the release day, at all times. */
export function always(user: User, child: number, per: Ratio): Use {
  return {
    source: user.index,
    parent: user.node,
    child,
    numerator: Number(per.numerator),
    constant: 0,
    denominator: Number(per.denominator),
    offsetDays: 0,
    from: -FOREVER,
    until: FOREVER,
  };
}

function place(
  index: ModelIndex,
  nodes: NodeTable,
  item: string,
  location: string,
  segment: string | undefined,
): number {
  return nodes.find(item, location, index.segmentAt(item, location, segment));
}

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * `q × per + fixed` over the least common denominator: with b/d = m/n in lowest terms, it is
 * bn = dm, and (q × a/b + c/d) = (q × an + cm) / bn.
 *
 * @throws MrpError MRP_QUANTITY_TOO_LARGE — a fraction, over phantoms, has more than 15 digits
 */
function overOneDenominator(
  per: Ratio,
  fixed: Ratio,
  { component, location }: { readonly component: string; readonly location: string },
): Pick<Use, 'numerator' | 'constant' | 'denominator'> {
  if (per.denominator === 1n && fixed.numerator === 0n && per.numerator <= LARGEST) {
    return { numerator: Number(per.numerator), constant: 0, denominator: 1 };
  }
  const apart = divideRatios(ratio(per.denominator), ratio(fixed.denominator));
  const numerator = Number(per.numerator * apart.denominator);
  const constant = Number(fixed.numerator * apart.numerator);
  const denominator = Number(per.denominator * apart.denominator);
  if ([numerator, constant, denominator].every(Number.isSafeInteger)) {
    return { numerator, constant, denominator };
  }
  const at: ItemAtLocation = { item: component, location };
  throw new MrpError('MRP_QUANTITY_TOO_LARGE', at);
}
