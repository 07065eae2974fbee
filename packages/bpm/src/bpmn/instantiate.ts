/**
 * Receive tasks and event-based gateways that start a process: `instantiate`.
 *
 * @source BPMN 2.0.2, 10.3.3.1 (receive task) and 10.6.6 (event-based gateway)
 */
import type { Flow, Node } from '../model.ts';
import type { BpmnElement } from './document.ts';
import { idOf, type Reading } from './reading.ts';

/** Nodes and flows. */
export interface Scope {
  readonly nodes: Node[];
  readonly flows: Flow[];
}

/** The scope in which the nodes that start instances say so; where one can't, that is told. */
export function startByMessage(
  reading: Reading,
  scope: Scope,
  instantiating: readonly BpmnElement[],
): Scope {
  const starting = new Map(
    instantiating
      .filter((element) => isFree(reading, scope, element))
      .map((element) => [idOf(element), element]),
  );
  if (starting.size === 0) return scope;
  const nodes = scope.nodes.map((node) => {
    const element = starting.get(node.id);
    return element === undefined ? node : asStarting(reading, node, element);
  });
  return { ...scope, nodes };
}

function asStarting(reading: Reading, node: Node, element: BpmnElement): Node {
  if (node.kind === 'receive') return { ...node, instantiate: true };
  if (node.kind !== 'eventBased') return node;
  const isParallel = reading.text(element, 'eventGatewayType') === 'Parallel';
  return { ...node, instantiate: isParallel ? 'parallel' : 'exclusive' };
}

/** Whether nothing leads to it and nothing hangs on it. */
function isFree(reading: Reading, { nodes, flows }: Scope, element: BpmnElement): boolean {
  const id = idOf(element);
  const hosts = nodes.some((node) => node.kind === 'boundary' && node.attachedTo === id);
  if (!hosts && !flows.some(({ to }) => to === id)) return true;
  const message =
    'It starts instances, but has incoming flows or boundary events: it only waits. ' +
    'Put a message start event before it.';
  reading.say('unsupported-attribute', 'error', element, message);
  return false;
}
