/**
 * Nodes as elements: `{ kind: 'user' }` → `bpmn:UserTask`, the other way of read-node.ts.
 */
import type { Node, NodeKind, NodeOf } from '../model.ts';
import { type BpmnElement, without } from './document.ts';
import { MANY, RETRY, WORK } from './kontor.ts';
import { writeExpression, writeFields, writeMappings } from './kontor-fields.ts';
import { writeEvents } from './write-event.ts';
import {
  extended,
  type KontorAttributes,
  kontorAttributes,
  saidDefault,
  type Writing,
} from './writing.ts';

/** What a node adds to what all nodes have. */
interface Said {
  readonly type: string;
  readonly properties?: Readonly<Record<string, BpmnElement[string]>>;
  readonly attributes?: KontorAttributes;
  readonly extensions?: readonly BpmnElement[];
}

type NodeWriter<Kind extends NodeKind> = (writing: Writing, node: NodeOf<Kind>) => Said;
type SimpleKind = Exclude<NodeKind, 'subProcess'>;

const WRITERS: { readonly [Kind in SimpleKind]: NodeWriter<Kind> } = {
  task: () => ({ type: 'Task' }),
  manual: () => ({ type: 'ManualTask' }),
  user: (_, { work }) => ({
    type: 'UserTask',
    extensions: writeFields('kontor:work', work, WORK),
  }),
  service: (_, { type, retry }) => ({
    type: 'ServiceTask',
    attributes: { type },
    extensions: writeFields('kontor:retry', retry, RETRY),
  }),
  script: (writing, { script, result }) => ({
    type: 'ScriptTask',
    attributes: { result },
    properties: {
      script: typeof script === 'string' ? script : script.text,
      scriptFormat: writing.language(script),
    },
  }),
  send: (writing, node) => writeMessageTask(writing, node, 'SendTask'),
  receive: (writing, node) => writeReceive(writing, node),
  businessRule: (_, { decision, result }) => ({
    type: 'BusinessRuleTask',
    attributes: { decision, result },
  }),
  call: writeCall,
  start: (writing, { on, all, interrupting, out }) => ({
    type: 'StartEvent',
    attributes: { interrupting: saidDefault(interrupting, true) },
    properties: {
      isInterrupting: interrupting,
      parallelMultiple: all,
      ...writeEvents(writing, on),
    },
    extensions: writeMappings('kontor:out', out),
  }),
  catch: (writing, { on, all, out }) => ({
    type: 'IntermediateCatchEvent',
    properties: { parallelMultiple: all, ...writeEvents(writing, on) },
    extensions: writeMappings('kontor:out', out),
  }),
  boundary: (writing, { id, on, all, out, interrupting, attachedTo }) => ({
    type: 'BoundaryEvent',
    attributes: { interrupting: saidDefault(interrupting, true) },
    properties: {
      attachedToRef: writing.id(attachedTo, id),
      cancelActivity: interrupting,
      parallelMultiple: all,
      ...writeEvents(writing, on),
    },
    extensions: writeMappings('kontor:out', out),
  }),
  throw: (writing, node) => writeThrow(writing, node, 'IntermediateThrowEvent'),
  end: (writing, node) => writeThrow(writing, node, 'EndEvent'),
  exclusive: () => ({ type: 'ExclusiveGateway' }),
  parallel: () => ({ type: 'ParallelGateway' }),
  inclusive: (_, { join }) => ({ type: 'InclusiveGateway', attributes: { join } }),
  eventBased: (_, node) => writeEventGateway(node),
  complex: (writing, { activation }) => ({
    type: 'ComplexGateway',
    properties: {
      activationCondition: activation === undefined ? undefined : writing.expression(activation),
    },
  }),
};

/** The element of a node other than a sub-process. */
export function writeNode(
  writing: Writing,
  node: Exclude<Node, { kind: 'subProcess' }>,
): BpmnElement {
  const write = WRITERS[node.kind] as NodeWriter<SimpleKind>;
  return writeElement(writing, node, write(writing, node));
}

/** The element of a node: what all have, what activities have, and what it says itself. */
export function writeElement(writing: Writing, node: Node, said: Said): BpmnElement {
  const activity = isActivity(node) ? writeActivity(writing, node) : undefined;
  const id = writing.id(node.id);
  return without({
    $type: `bpmn:${said.type}`,
    ...kontorAttributes({
      id: id === node.id ? undefined : node.id,
      ...activity?.attributes,
      ...said.attributes,
    }),
    id,
    name: node.name,
    ...writeDocumentation(node.documentation),
    ...extended([...(activity?.extensions ?? []), ...(said.extensions ?? [])]),
    default: 'default' in node && node.default ? writing.id(node.default, node.id) : undefined,
    ...activity?.properties,
    ...said.properties,
  });
}

/** Documentation, or none. */
export const writeDocumentation = (
  text: string | undefined,
): { documentation?: readonly BpmnElement[] } =>
  text === undefined ? {} : { documentation: [{ $type: 'bpmn:Documentation', text }] };

type Activity = NodeOf<'task'>;

/** Gateways have a default flow, too; only activities are repeated. */
const isActivity = (node: Node): node is Activity =>
  !/^(?:start|catch|boundary|throw|end|exclusive|parallel|inclusive|eventBased|complex)$/.test(
    node.kind,
  );

function writeActivity(writing: Writing, node: Activity): Omit<Said, 'type'> {
  const { startQuantity, completionQuantity } = node;
  return {
    attributes: {
      startQuantity: saidDefault(startQuantity, 1),
      completionQuantity: saidDefault(completionQuantity, 1),
    },
    properties: {
      isForCompensation: node.undoes,
      startQuantity,
      completionQuantity,
      loopCharacteristics: writeMany(writing, node.many) ?? writeLoop(writing, node.loop),
    },
    extensions: [...writeMappings('kontor:in', node.in), ...writeMappings('kontor:out', node.out)],
  };
}

function writeMany(writing: Writing, many: Activity['many']): BpmnElement | undefined {
  if (many === undefined) return undefined;
  const { mode, count, until, cancelRemaining } = many;
  const isExtended = Object.keys(MANY).some((name) => name in many);
  return without({
    $type: 'bpmn:MultiInstanceLoopCharacteristics',
    isSequential: mode === 'sequential' ? true : undefined,
    loopCardinality: count === undefined ? undefined : writing.expression(count),
    completionCondition: until === undefined ? undefined : writing.expression(until),
    ...kontorAttributes({ cancelRemaining }),
    ...extended(isExtended ? writeFields('kontor:many', many, MANY) : []),
  });
}

function writeLoop(writing: Writing, loop: Activity['loop']): BpmnElement | undefined {
  if (loop === undefined) return undefined;
  return without({
    $type: 'bpmn:StandardLoopCharacteristics',
    ...kontorAttributes({ testBefore: saidDefault(loop.testBefore, false) }),
    testBefore: loop.testBefore,
    loopMaximum: loop.max,
    loopCondition: writing.expression(loop.while),
  });
}

function writeReceive(writing: Writing, node: NodeOf<'receive'>): Said {
  const said = writeMessageTask(writing, node, 'ReceiveTask');
  return { ...said, properties: { ...said.properties, instantiate: node.instantiate } };
}

function writeEventGateway({ instantiate }: NodeOf<'eventBased'>): Said {
  const eventGatewayType = instantiate === 'parallel' ? 'Parallel' : undefined;
  const isStarting = instantiate === undefined ? undefined : true;
  return {
    type: 'EventBasedGateway',
    properties: { instantiate: isStarting, eventGatewayType },
  };
}

function writeMessageTask(
  writing: Writing,
  { message, key }: NodeOf<'send'> | NodeOf<'receive'>,
  type: string,
): Said {
  return {
    type,
    properties: { messageRef: writing.root('Message', 'name', message) },
    extensions: writeExpression('kontor:key', key),
  };
}

function writeCall(writing: Writing, { process, version, compensates }: NodeOf<'call'>): Said {
  const calledElement = writing.processId(process) ?? process;
  const isPlain = calledElement === process && /^[A-Za-z_][\w.-]*$/.test(process);
  return {
    type: 'CallActivity',
    attributes: { process: isPlain ? undefined : process, version, compensates },
    properties: { calledElement },
  };
}

function writeThrow(writing: Writing, node: NodeOf<'throw'> | NodeOf<'end'>, type: string): Said {
  return {
    type,
    properties: writeEvents(writing, node.throws),
    extensions: writeMappings('kontor:in', node.in),
  };
}
