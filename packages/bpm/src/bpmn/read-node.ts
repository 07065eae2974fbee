/**
 * The flow nodes of BPMN, each to its node: `bpmn:UserTask` → `{ kind: 'user' }`.
 */
import type { Node, NodeOf } from '../model.ts';
import { type BpmnElement, without } from './document.ts';
import { isTrue, readActivity, readCommon, readExplicit } from './read-activity.ts';
import { readEvents, readTriggers } from './read-event.ts';
import { readExpression } from './read-expression.ts';
import {
  readBusinessRuleTask,
  readCallActivity,
  readReceiveTask,
  readScriptTask,
  readSendTask,
  readServiceTask,
  readUserTask,
} from './read-task.ts';
import { idOf, type Reading } from './reading.ts';

type NodeReader = (reading: Reading, element: BpmnElement) => Node | undefined;

const READERS: Readonly<Record<string, NodeReader>> = {
  'bpmn:Task': (reading, element) => ({ kind: 'task', ...readActivity(reading, element) }),
  'bpmn:ManualTask': (reading, element) => ({ kind: 'manual', ...readActivity(reading, element) }),
  'bpmn:UserTask': readUserTask,
  'bpmn:ServiceTask': readServiceTask,
  'bpmn:ScriptTask': readScriptTask,
  'bpmn:SendTask': readSendTask,
  'bpmn:ReceiveTask': readReceiveTask,
  'bpmn:BusinessRuleTask': readBusinessRuleTask,
  'bpmn:CallActivity': readCallActivity,
  'bpmn:StartEvent': readStart,
  'bpmn:IntermediateCatchEvent': readCatch,
  'bpmn:BoundaryEvent': readBoundary,
  'bpmn:IntermediateThrowEvent': (reading, element) => readThrow(reading, element, 'throw'),
  'bpmn:EndEvent': (reading, element) => readThrow(reading, element, 'end'),
  'bpmn:ExclusiveGateway': (reading, element) => ({
    kind: 'exclusive',
    ...readGateway(reading, element),
  }),
  'bpmn:ParallelGateway': (reading, element) => ({
    kind: 'parallel',
    ...readCommon(reading, element),
  }),
  'bpmn:InclusiveGateway': (reading, element) => ({
    kind: 'inclusive',
    ...readGateway(reading, element),
    ...reading.merged((dialect) => dialect.gateway?.(reading, element)),
  }),
  'bpmn:EventBasedGateway': (reading, element) => ({
    kind: 'eventBased',
    ...readCommon(reading, element),
  }),
  'bpmn:ComplexGateway': readComplex,
};

/** The node of a flow element other than a sub-process; undefined where it is none. */
export function readNode(reading: Reading, element: BpmnElement): Node | undefined {
  const read = READERS[element.$type]?.(reading, element);
  return read === undefined ? undefined : without(read);
}

/** Whether a flow element is a node that is read here. */
export const isSimpleNode = (element: BpmnElement): boolean =>
  Object.hasOwn(READERS, element.$type);

const readAll = (reading: Reading, element: BpmnElement): { all?: true | undefined } =>
  reading.flag(element, 'parallelMultiple') === true ? { all: true } : {};

function readOut(reading: Reading, element: BpmnElement): Pick<NodeOf<'catch'>, 'out'> {
  return { out: reading.merged((dialect) => dialect.event?.(reading, element)).out };
}

function readStart(reading: Reading, element: BpmnElement): Node {
  const on = readEvents(reading, element);
  return {
    kind: 'start',
    ...readCommon(reading, element),
    on: on.length === 0 ? undefined : on,
    ...readAll(reading, element),
    interrupting: readExplicit(reading, element, 'isInterrupting', 'interrupting', isTrue),
    ...readOut(reading, element),
  };
}

function readCatch(reading: Reading, element: BpmnElement): Node {
  return {
    kind: 'catch',
    ...readCommon(reading, element),
    on: readTriggers(reading, element),
    ...readAll(reading, element),
    ...readOut(reading, element),
  };
}

function readBoundary(reading: Reading, element: BpmnElement): Node | undefined {
  const host = reading.referred(element, 'attachedToRef');
  if (host === undefined) {
    const message = 'It hangs on no activity, and was left out. Attach it.';
    reading.say('unresolved-reference', 'error', element, message);
    return undefined;
  }
  return {
    kind: 'boundary',
    ...readCommon(reading, element),
    on: readTriggers(reading, element),
    ...readAll(reading, element),
    attachedTo: idOf(host),
    interrupting: readExplicit(reading, element, 'cancelActivity', 'interrupting', isTrue),
    ...readOut(reading, element),
  };
}

function readThrow(reading: Reading, element: BpmnElement, kind: 'throw' | 'end'): Node {
  const throws = readEvents(reading, element);
  return {
    kind,
    ...readCommon(reading, element),
    throws: throws.length === 0 ? undefined : throws,
    in: reading.merged((dialect) => dialect.event?.(reading, element)).in,
  };
}

function readGateway(reading: Reading, element: BpmnElement): Omit<NodeOf<'exclusive'>, 'kind'> {
  const byDefault = reading.referred(element, 'default');
  return {
    ...readCommon(reading, element),
    default: byDefault === undefined ? undefined : idOf(byDefault),
  };
}

function readComplex(reading: Reading, element: BpmnElement): Node {
  const activation = readExpression(reading, reading.child(element, 'activationCondition'));
  return { kind: 'complex', ...readGateway(reading, element), activation };
}

/** Whether a node starts its process whenever its message comes: `instantiate`. */
export const isInstantiating = (reading: Reading, element: BpmnElement): boolean =>
  /^bpmn:(?:ReceiveTask|EventBasedGateway)$/.test(element.$type) &&
  reading.lastOf(() => reading.flag(element, 'instantiate')) === true;
