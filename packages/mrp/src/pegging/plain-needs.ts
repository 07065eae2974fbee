/**
 * The needs of a plain node, gathered and sorted in one go: most nodes of a large plan are plain.
 *
 * Plain is a node that only planned orders need, each by whole steps of it on its release day. The
 * first and last day are known then, so orders are counted by day and go straight to their places.
 */
import { isPlainUse } from '../explode.ts';
import { hasFlows } from '../flows.ts';
import { type DatedColumns, reserveRows } from './dated-columns.ts';
import type { PegScope } from './scope.ts';

/** Whether nothing but planned orders needs the node, and all of them plainly. */
export function isPlainNode({ network, draft }: PegScope, node: number): boolean {
  if (hasFlows(network.demands, node) || hasFlows(network.forecasts, node)) return false;
  if (hasFlows(network.firmIssues, node) || network.lots.has(node)) return false;
  if (draft.moves.outOf.has(node)) return false;
  const { start, list } = network.uses;
  for (let at = start[node]!; at < start[node + 1]!; at++) {
    if (!isPlainUse(network, list[at]!)) return false;
  }
  return true;
}

/** The same as gathering the needs of a plain node and sorting them by day. Writes `into`. */
export function plainNeeds(scope: PegScope, node: number, into: DatedColumns): void {
  const { network, draft, days } = scope;
  const { release } = draft;
  const { start, list } = network.uses;
  const [from, to] = [start[node]!, start[node + 1]!];
  let [first, last, count] = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 0];
  for (let at = from; at < to; at++) {
    const { parent } = list[at]!;
    const orders = draft.end[parent]! - draft.start[parent]!;
    if (orders === 0) continue;
    first = Math.min(first, draft.firstRelease[parent]!);
    last = Math.max(last, draft.lastRelease[parent]!);
    count += orders;
  }
  into.count = 0;
  reserveRows(into, count);
  into.count = count;
  if (count === 0) return;
  const width = last - first + 2;
  if (width > days.cells.length) days.cells = new Int32Array(width * 2);
  const place = days.cells;
  for (let at = from; at < to; at++) {
    const { parent } = list[at]!;
    const end = draft.end[parent]!;
    for (let order = draft.start[parent]!; order < end; order++) {
      place[release[order]! - first + 1]!++;
    }
  }
  for (let cell = 1; cell < width; cell++) place[cell]! += place[cell - 1]!;
  for (let at = from; at < to; at++) placeOrders(scope, list[at]!, first, place, into);
  place.fill(0, 0, width);
}

/** Puts each order's need where the next one of its day goes. Writes `into` and `place`. */
function placeOrders(
  { draft }: PegScope,
  { parent, numerator }: { readonly parent: number; readonly numerator: number },
  first: number,
  place: Int32Array,
  { number, day, quantity }: DatedColumns,
): void {
  const { release, quantity: ordered } = draft;
  const end = draft.end[parent]!;
  for (let order = draft.start[parent]!; order < end; order++) {
    const on = release[order]!;
    const at = place[on - first]!++;
    number[at] = order;
    day[at] = on;
    quantity[at] = ordered[order]! * numerator;
  }
}
