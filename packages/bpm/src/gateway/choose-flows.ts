/**
 * Which flows a node leaves by.
 *
 * Exclusive: the first whose condition holds, in document order. Inclusive, complex, and an
 * activity with conditional flows: all whose condition holds. Nothing holds: the default flow; no
 * default: nobody may guess, so it is an incident. A flow without condition always holds; the
 * condition of a default flow is not looked at.
 *
 * @source BPMN 2.0.2, 13.3.1 and 13.4
 */
import type { Burst } from '../burst.ts';
import type { CompiledFlow, CompiledNode } from '../compiled.ts';
import { Halt, isTrue } from '../halt.ts';
import type { Frame } from '../instance.ts';

/**
 * The ids of the flows that take a token.
 *
 * @throws Halt no-flow-taken, expression-failed
 */
export function chooseFlows(burst: Burst, frame: Frame, node: CompiledNode): string[] {
  if (node.isPlain)
    return times(
      node,
      node.outgoing.map(({ id }) => id),
    );
  const taken: string[] = [];
  for (const flow of node.outgoing) {
    if (flow === node.defaultFlow || !holds(burst, frame, flow)) continue;
    taken.push(flow.id);
    if (node.kind === 'exclusive') break;
  }
  if (taken.length > 0) return times(node, taken);
  if (node.defaultFlow !== undefined) return times(node, [node.defaultFlow.id]);
  // The second phase of a complex gateway only takes away what came late.
  if (node.kind === 'complex' && frame.variables?.['waitingForStart'] === false) return [];
  const flows = node.outgoing.map(({ id }) => id);
  throw new Halt('no-flow-taken', `no condition of ${flows.join(', ')} holds`, flows);
}

function holds(burst: Burst, frame: Frame, { condition }: CompiledFlow): boolean {
  return condition === undefined || isTrue(burst, frame.id, condition);
}

/** Each flow as often as the activity says. */
function times({ node }: CompiledNode, flows: string[]): string[] {
  const quantity = 'completionQuantity' in node ? (node.completionQuantity ?? 1) : 1;
  if (quantity === 1) return flows;
  return flows.flatMap((flow) => Array.from({ length: quantity }, () => flow));
}
