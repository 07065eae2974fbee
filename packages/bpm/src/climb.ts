/**
 * Errors and escalations climb from where they are thrown to who catches them.
 *
 * From the thrower outwards: its own boundary events; then for each scope around it, first the
 * event sub-processes of the scope, then the boundary events of the scope itself. On one level an
 * exact code comes before a catch-all; an inner catch-all comes before an outer exact code. Calls
 * are crossed like sub-processes.
 *
 * @source BPMN 2.0.2, 10.5.6 and 13.5.3
 */
import { type Burst, childrenOf, frameOf, insideOf, nodeAt } from './burst.ts';
import type { CompiledNode } from './compiled.ts';
import type { Frame } from './instance.ts';
import { isRoot } from './scope.ts';

/** Who catches: an event on a frame, or the start of an event sub-process in it. */
export interface Catcher {
  readonly node: CompiledNode;
  readonly frame: number;
}

/**
 * Who catches an error or escalation; undefined: nobody.
 *
 * @param from - the frame that throws
 */
export function findCatcher(
  burst: Burst,
  from: number,
  type: 'error' | 'escalation',
  code: string,
): Catcher | undefined {
  let cameFrom: Frame | undefined;
  for (let frame = frameOf(burst, from); ; cameFrom = frame, frame = frameOf(burst, frame.parent)) {
    const inside = cameFrom && catchInside(burst, frame, cameFrom, type, code);
    if (inside !== undefined) return { node: inside, frame: frame.id };
    if (isRoot(frame)) return undefined;
    // Iterations have no boundary of their own, and a handler can't be caught on itself.
    if (frame.role === 'iteration' || frame.role === 'handler') continue;
    const boundary = matching(nodeAt(burst, frame)!.boundaries, type, code);
    if (boundary !== undefined) return { node: boundary, frame: frame.id };
  }
}

/** An event sub-process of a scope that catches, other than the one the error comes out of. */
function catchInside(
  burst: Burst,
  scope: Frame,
  from: Frame,
  type: 'error' | 'escalation',
  code: string,
): CompiledNode | undefined {
  const handlers = insideOf(burst, scope)?.handlers ?? [];
  // After an interrupting event sub-process the others are disarmed; for errors they still count.
  if (type === 'escalation' && isInterrupted(burst, scope)) return undefined;
  const others = handlers.filter(({ id }) => !(from.role === 'handler' && from.node === id));
  return matching(
    others.flatMap(({ body }) => body!.starts),
    type,
    code,
  );
}

/** Whether an interrupting event sub-process runs in a scope. */
export function isInterrupted(burst: Burst, scope: Frame): boolean {
  return childrenOf(burst, scope.id).some((child) => {
    if (child.role !== 'handler' || scope.undoing !== undefined) return false;
    const start = nodeAt(burst, child)?.body?.starts[0]?.node;
    return start?.kind === 'start' && start.interrupting !== false;
  });
}

function matching(
  nodes: readonly CompiledNode[],
  type: 'error' | 'escalation',
  code: string,
): CompiledNode | undefined {
  const catches = (node: CompiledNode, wanted: string | undefined): boolean =>
    node.events.some(({ definition }) =>
      definition.type === type && 'code' in definition
        ? definition.code === wanted
        : definition.type === type && wanted === undefined,
    );
  return (
    nodes.find((node) => catches(node, code)) ?? nodes.find((node) => catches(node, undefined))
  );
}
