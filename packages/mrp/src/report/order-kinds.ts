/**
 * The kinds of planned order as the report names and colours them.
 */
import type { PlannedOrder } from '../planned-order.ts';

/** Kinds in the order of lists; each has a colour of its name in the style sheet. */
export const orderKinds = ['make', 'subcontract', 'buy', 'transfer', 'substitute'] as const;

const COMMON: ReadonlySet<string> = new Set(['make', 'buy', 'transfer']);

/** The kinds to show for a list of orders: the rarer ones only where there is one. */
export function kindsOf(orders: readonly PlannedOrder[]): PlannedOrder['kind'][] {
  const there = new Set<string>(orders.map(({ kind }) => kind));
  return orderKinds.filter((kind) => COMMON.has(kind) || there.has(kind));
}
