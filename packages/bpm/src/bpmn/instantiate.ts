/**
 * Receive tasks and event-based gateways that start a process, as the start events they stand for.
 *
 * BPMN 2.0.2, 10.3.3 and 10.6.6: a message to an instantiating receive task, or to one behind an
 * instantiating gateway, makes a new instance, as a message start event does.
 */
import type { EventDefinition } from '../event-model.ts';
import type { Flow, Node, NodeOf } from '../model.ts';
import { type BpmnElement, without } from './document.ts';
import { idOf, type Reading } from './reading.ts';

/** Nodes and flows. */
export interface Scope {
  readonly nodes: Node[];
  readonly flows: Flow[];
}

/** The scope with start events for the nodes that start it. */
export function startByMessage(
  reading: Reading,
  scope: Scope,
  instantiating: readonly BpmnElement[],
): Scope {
  const starting = instantiating.filter((element) => isFree(reading, scope, element));
  if (starting.length === 0) return scope;
  const gateways = new Set(starting.filter(isGateway).map(idOf));
  const started = new Set([
    ...starting.filter((element) => !isGateway(element)).map(idOf),
    ...scope.flows.filter(({ from }) => gateways.has(from)).map(({ to }) => to),
  ]);
  return {
    nodes: scope.nodes
      .filter(({ id }) => !gateways.has(id))
      .map((node) => (started.has(node.id) ? asStart(node) : node)),
    flows: scope.flows.filter(({ from }) => !gateways.has(from)),
  };
}

const isGateway = ({ $type }: BpmnElement): boolean => $type === 'bpmn:EventBasedGateway';

/** Whether it can be said by start events; if not, that is told. */
function isFree(reading: Reading, { nodes, flows }: Scope, element: BpmnElement): boolean {
  const id = idOf(element);
  const hosts = nodes.some((node) => node.kind === 'boundary' && node.attachedTo === id);
  const isParallel = element['eventGatewayType'] === 'Parallel';
  if (hosts || isParallel || flows.some(({ to }) => to === id)) {
    const message =
      'It starts instances, but has incoming flows, boundary events, or waits for all events: ' +
      'it only waits. Put a message start event before it.';
    reading.say('unsupported-attribute', 'error', element, message);
    return false;
  }
  const message = 'It starts instances; it was read as message start events.';
  reading.say('rewritten', 'note', element, message);
  return true;
}

function asStart(node: Node): Node {
  const { id, name, documentation } = node;
  const out = 'out' in node ? node.out : undefined;
  const on = eventsOf(node);
  return without<NodeOf<'start'>>({ kind: 'start', id, name, documentation, on, out });
}

function eventsOf(node: Node): EventDefinition[] | undefined {
  if (node.kind === 'catch') return node.on;
  if (node.kind !== 'receive') return undefined;
  return [without({ type: 'message' as const, name: node.message, key: node.key })];
}
