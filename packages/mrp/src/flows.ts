/**
 * Dated flows: quantities by node and day, as compressed rows of typed arrays.
 */
import type { Day } from '@kontor/kernel';

/**
 * Dated quantities per node: those of `node` are `start[node] … start[node + 1] - 1`, by rising
 * day.
 */
export interface Flows {
  readonly start: Int32Array;
  readonly day: Int32Array;
  readonly quantity: Float64Array;
  /** The row of the model's list that it came from. */
  readonly row: Int32Array;
}

/** One dated quantity of a node; `row` is its row in the model's list, -1 for none. */
export interface Flow {
  readonly node: number;
  readonly day: Day;
  readonly quantity: number;
  readonly row: number;
}

/** Sorts flows by node, day and row. */
export function byNodeAndDay(nodeCount: number, flows: readonly Flow[]): Flows {
  const start = new Int32Array(nodeCount + 1);
  for (const flow of flows) start[flow.node + 1]!++;
  for (let node = 0; node < nodeCount; node++) start[node + 1]! += start[node]!;
  const place = start.slice();
  const sorted = Array.from<Flow>({ length: flows.length });
  for (const flow of flows) sorted[place[flow.node]!++] = flow;
  for (let node = 0; node < nodeCount; node++) sortByDay(sorted, start[node]!, start[node + 1]!);
  return {
    start,
    day: Int32Array.from(sorted, (flow) => flow.day),
    quantity: Float64Array.from(sorted, (flow) => flow.quantity),
    row: Int32Array.from(sorted, (flow) => flow.row),
  };
}

/** Sorts a stretch by day, then row; most come sorted and are left alone. */
function sortByDay(flows: Flow[], from: number, to: number): void {
  const isBehind = (a: Flow, b: Flow): boolean =>
    a.day > b.day || (a.day === b.day && a.row > b.row);
  let at = from + 1;
  while (at < to && !isBehind(flows[at - 1]!, flows[at]!)) at++;
  if (at >= to) return;
  const stretch = flows.slice(from, to).sort((a, b) => a.day - b.day || a.row - b.row);
  for (let index = from; index < to; index++) flows[index] = stretch[index - from]!;
}

/** Whether a node has any. */
export const hasFlows = ({ start }: Flows, node: number): boolean =>
  start[node] !== start[node + 1];
