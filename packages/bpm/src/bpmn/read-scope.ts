/**
 * The inside of a process or sub-process: nodes, flows, and the associations that compensate.
 */
import type { Flow, Node, SubProcess } from '../model.ts';
import { type BpmnElement, without } from './document.ts';
import { type Scope, startByMessage } from './instantiate.ts';
import { isTrue, readActivity, readCommon, readExplicit } from './read-activity.ts';
import { hasEvent } from './read-event.ts';
import { readExpression } from './read-expression.ts';
import { isInstantiating, isSimpleNode, readNode } from './read-node.ts';
import { idOf, type Reading } from './reading.ts';

const SUB_PROCESS = /^bpmn:(?:SubProcess|Transaction|AdHocSubProcess)$/;

/** The nodes and flows that an element contains. */
export function readScope(reading: Reading, container: BpmnElement): Scope {
  const elements = reading.children(container, 'flowElements');
  const handlers = readHandlers(reading, container);
  const nodes = elements.flatMap((element): Node[] => {
    const node = SUB_PROCESS.test(element.$type)
      ? readSubProcess(reading, element)
      : readNode(reading, element);
    if (node === undefined) return [];
    const handler = node.kind === 'boundary' ? handlers.get(element) : undefined;
    return [handler === undefined ? node : ({ ...node, handler } as Node)];
  });
  const known = new Set(nodes.map(({ id }) => id));
  const flows = elements.flatMap((element, at) =>
    element.$type === 'bpmn:SequenceFlow' ? readFlow(reading, element, at, known) : [],
  );
  const instantiating = elements.filter((element) => isInstantiating(reading, element));
  return startByMessage(reading, { nodes, flows }, instantiating);
}

/** Whether an element is among those that become nodes or flows. */
export const isFlowElement = (element: BpmnElement): boolean =>
  SUB_PROCESS.test(element.$type) || isSimpleNode(element) || element.$type === 'bpmn:SequenceFlow';

function readFlow(
  reading: Reading,
  element: BpmnElement,
  at: number,
  known: ReadonlySet<string>,
): Flow[] {
  const [from, to] = ['sourceRef', 'targetRef'].map((end) => {
    const node = reading.referred(element, end);
    return node === undefined ? '' : idOf(node);
  });
  if (!known.has(from!) || !known.has(to!)) {
    const message = 'Its source or target is no node of this scope; it was left out. Connect it.';
    reading.say('unresolved-reference', 'error', element, message);
    return [];
  }
  const condition = readExpression(reading, reading.child(element, 'conditionExpression'));
  const common = readCommon(reading, element);
  const { id, name } = common;
  if (common.documentation !== undefined) {
    const message = 'A flow of a definition has no documentation. It stays in the document.';
    reading.say('unsupported-element', 'note', element, message);
  }
  return [without({ id: id || `flow_${at + 1}`, name, from: from!, to: to!, condition })];
}

/** The handlers of compensation events: by an association from the event to its activity. */
function readHandlers(reading: Reading, container: BpmnElement): Map<BpmnElement, string> {
  const handlers = new Map<BpmnElement, string>();
  for (const element of reading.children(container, 'artifacts')) {
    if (element.$type !== 'bpmn:Association') continue;
    const [source, target] = ['sourceRef', 'targetRef'].map((end) =>
      reading.index.find(element[end] as string | undefined),
    );
    const event = [source, target].find((end) => end !== undefined && isUndo(end));
    const activity = event === source ? target : source;
    if (event === undefined || activity === undefined) continue;
    if (activity['isForCompensation'] !== true && !reading.isOwn) continue;
    reading.take(element, 'sourceRef', 'targetRef', 'associationDirection');
    handlers.set(event, idOf(activity));
  }
  return handlers;
}

const isUndo = (element: BpmnElement): boolean =>
  element.$type === 'bpmn:BoundaryEvent' && hasEvent(element, 'bpmn:CompensateEventDefinition');

function readSubProcess(reading: Reading, element: BpmnElement): SubProcess {
  const isEvent = reading.flag(element, 'triggeredByEvent') === true;
  const type = isEvent ? 'event' : TYPES[element.$type];
  return without({
    kind: 'subProcess' as const,
    ...readActivity(reading, element),
    type,
    adHoc: type === 'adHoc' ? readAdHoc(reading, element) : undefined,
    ...readScope(reading, element),
  });
}

const TYPES: Readonly<Record<string, SubProcess['type']>> = {
  'bpmn:Transaction': 'transaction',
  'bpmn:AdHocSubProcess': 'adHoc',
};

function readAdHoc(reading: Reading, element: BpmnElement): SubProcess['adHoc'] {
  const ordering = reading.text(element, 'ordering');
  const said = reading.mergedOrNothing((dialect) => dialect.adHoc?.(reading, element));
  const rule = without<NonNullable<SubProcess['adHoc']>>({
    ordering:
      ordering === undefined ? undefined : ordering === 'Sequential' ? 'sequential' : 'parallel',
    until: readExpression(reading, reading.child(element, 'completionCondition')),
    cancelRemaining: readExplicit(
      reading,
      element,
      'cancelRemainingInstances',
      'cancelRemaining',
      isTrue,
    ),
    ...said,
  });
  return said === undefined && Object.keys(rule).length === 0 ? undefined : rule;
}
