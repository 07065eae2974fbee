/**
 * Joins that fire as soon as enough tokens are there: parallel gateways, and activities with a
 * start quantity.
 *
 * A parallel join needs a token on each distinct incoming flow, and takes one from each. It counts
 * flows that hold a token, not tokens: two tokens on one flow don't fire it.
 *
 * @source BPMN 2.0.2, 13.4.1; 13.3.2 (startQuantity)
 */
import { type Burst, frameOf } from '../burst.ts';
import type { CompiledNode } from '../compiled.ts';

/** Whether tokens stay before this node until there are enough. */
export function isCounting({ kind, incoming, node }: CompiledNode): boolean {
  if (kind === 'parallel') return incoming.length > 1;
  return 'startQuantity' in node && (node.startQuantity ?? 1) > 1;
}

/** The flows that give a token when it fires now; undefined: not yet. */
export function takenFlows(burst: Burst, node: CompiledNode, scope: number): string[] | undefined {
  const marks = frameOf(burst, scope).marks ?? {};
  const flows = node.incoming.map(({ id }) => id);
  if (node.kind === 'parallel') {
    return flows.every((flow) => (marks[flow] ?? 0) > 0) ? flows : undefined;
  }
  const all = flows.flatMap((flow) => Array.from({ length: marks[flow] ?? 0 }, () => flow));
  const quantity = 'startQuantity' in node.node ? (node.node.startQuantity ?? 1) : 1;
  return all.length >= quantity ? all.slice(0, quantity) : undefined;
}
