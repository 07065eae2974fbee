/**
 * The inside of a process or sub-process as elements, the other way of read-scope.ts.
 */
import type { Flow, Node, SubProcess } from '../model.ts';
import { type BpmnElement, without } from './document.ts';
import { AD_HOC } from './kontor.ts';
import { writeFields } from './kontor-fields.ts';
import { writeElement, writeNode } from './write-node.ts';
import { kontorAttributes, saidDefault, type Writing } from './writing.ts';

/** Flow elements, and the associations of compensation events. */
export interface ScopeElements {
  readonly flowElements: readonly BpmnElement[];
  readonly artifacts?: readonly BpmnElement[];
}

/** The elements of a scope; every node says which flows come and go. */
export function writeScope(
  writing: Writing,
  { nodes, flows }: { readonly nodes: readonly Node[]; readonly flows: readonly Flow[] },
): ScopeElements {
  const incoming = idsBy(writing, flows, 'to');
  const outgoing = idsBy(writing, flows, 'from');
  const elements = nodes.map((node) => ({
    ...(node.kind === 'subProcess' ? writeSubProcess(writing, node) : writeNode(writing, node)),
    ...(incoming.has(node.id) && { incoming: incoming.get(node.id)! }),
    ...(outgoing.has(node.id) && { outgoing: outgoing.get(node.id)! }),
  }));
  const artifacts = nodes.flatMap((node) => writeHandler(writing, node));
  return {
    flowElements: [...elements, ...flows.map((flow) => writeFlow(writing, flow))],
    ...(artifacts.length > 0 && { artifacts }),
  };
}

function idsBy(
  writing: Writing,
  flows: readonly Flow[],
  end: 'from' | 'to',
): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const flow of flows) {
    const of = ids.get(flow[end]);
    if (of === undefined) ids.set(flow[end], [writing.id(flow.id)]);
    else of.push(writing.id(flow.id));
  }
  return ids;
}

function writeFlow(writing: Writing, { id, name, from, to, condition }: Flow): BpmnElement {
  const xmlId = writing.id(id);
  return without({
    $type: 'bpmn:SequenceFlow',
    ...kontorAttributes({ id: xmlId === id ? undefined : id }),
    id: xmlId,
    name,
    sourceRef: writing.id(from, id),
    targetRef: writing.id(to, id),
    conditionExpression: condition === undefined ? undefined : writing.expression(condition),
  });
}

/** The association from a compensation event to the activity that undoes. */
function writeHandler(writing: Writing, node: Node): BpmnElement[] {
  if (node.kind !== 'boundary' || node.handler === undefined) return [];
  return [
    {
      $type: 'bpmn:Association',
      id: writing.fresh(`${node.id}_undo`),
      sourceRef: writing.id(node.id),
      targetRef: writing.id(node.handler, node.id),
      associationDirection: 'One',
    },
  ];
}

const TYPES = { transaction: 'Transaction', adHoc: 'AdHocSubProcess', event: 'SubProcess' };

function writeSubProcess(writing: Writing, node: SubProcess): BpmnElement {
  const { type, adHoc } = node;
  const { ordering, until, cancelRemaining } = adHoc ?? {};
  return writeElement(writing, node, {
    type: type === undefined ? 'SubProcess' : TYPES[type],
    attributes: { cancelRemaining: saidDefault(cancelRemaining, true) },
    properties: {
      triggeredByEvent: type === 'event' ? true : undefined,
      ordering: ordering && (ordering === 'sequential' ? 'Sequential' : 'Parallel'),
      completionCondition: until === undefined ? undefined : writing.expression(until),
      cancelRemainingInstances: cancelRemaining,
      ...writeScope(writing, node),
    },
    extensions: writeFields('kontor:adHoc', adHoc, AD_HOC),
  });
}
