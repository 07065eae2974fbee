/**
 * What a user writes: a process as plain JSON.
 *
 * One normal form. BPMN XML and the typed builder compile to it, and the engine interprets only it.
 * A process is nodes and flows; a sub-process is a node with nodes and flows of its own, so a flow
 * can't leave its scope. Expressions are text in a named language, never functions: a definition is
 * data, and its content hash is its version. Elements are those of BPMN 2.0.2, under shorter names.
 */
import * as z from 'zod';
import {
  elementId,
  eventDefinition,
  expression,
  label,
  matchName,
  textOrExpression,
} from './event-model.ts';

/** A value computed from the variables of one scope, for another: `total * 2` to `x`. */
export const mapping = z.strictObject({ from: expression, to: matchName });
export type Mapping = z.output<typeof mapping>;

/** A sequence flow. */
export const flow = z.strictObject({
  id: elementId,
  name: label.optional(),
  from: elementId,
  to: elementId,
  /** The token goes here only when this is true. */
  condition: expression.optional(),
});
export type Flow = z.output<typeof flow>;

const named = {
  id: elementId,
  name: label.optional(),
  /** What the element means, in words; kept, not interpreted. */
  documentation: z.string().optional(),
};

/** An activity repeated for each item of a list, or a number of times. */
export const repetition = z.strictObject({
  /** All at once, or one after the other. */
  mode: z.enum(['parallel', 'sequential']),
  /** A list; one iteration for each item. */
  collection: expression.optional(),
  /** A whole number of iterations. */
  count: expression.optional(),
  /** The variable of an iteration that holds its item. */
  item: matchName.optional(),
  /** The list of results: one cell for each iteration, null where none came. */
  output: mapping.optional(),
  /** Tested after each completion; true ends the rest. */
  until: expression.optional(),
  /** False: `until` lets the token go on, once, and the rest goes on beside it. */
  cancelRemaining: z.boolean().optional(),
});

/** An activity repeated while a condition holds. */
export const standardLoop = z.strictObject({
  while: expression,
  /** The condition is tested before the first pass, too. */
  testBefore: z.boolean().optional(),
  max: z.number().int().positive().optional(),
});

const activity = {
  ...named,
  /** Computed when it is entered, into variables of its own. Left out: it sees those around it. */
  in: z.array(mapping).optional(),
  /** Computed when it is left, into the scope around it. Left out: all its results go there. */
  out: z.array(mapping).optional(),
  /** The flow taken when no condition of the others holds. */
  default: elementId.optional(),
  many: repetition.optional(),
  loop: standardLoop.optional(),
  /** It is a compensation handler: entered only to undo. */
  undoes: z.literal(true).optional(),
  /** Tokens that must arrive before it is entered once. */
  startQuantity: z.number().int().positive().optional(),
  /** Tokens that leave by each flow. */
  completionQuantity: z.number().int().positive().optional(),
};

/** A task that the engine does by itself: it only maps variables. */
const automaticTask = z.strictObject({ kind: z.literal('task'), ...activity });
/** A task done outside, of which the engine only keeps the place; completes at once. */
const manualTask = z.strictObject({ kind: z.literal('manual'), ...activity });

/** What a person is asked to do. */
export const userWork = z.strictObject({
  assignee: textOrExpression.optional(),
  candidateUsers: z.union([z.array(z.string()), z.strictObject({ expression })]).optional(),
  candidateGroups: z.union([z.array(z.string()), z.strictObject({ expression })]).optional(),
  /** An ISO 8601 instant, or a duration from now. */
  due: textOrExpression.optional(),
  followUp: textOrExpression.optional(),
  /** A business calendar, by its name: durations of the two count working days and hours. */
  calendar: z.string().optional(),
  /** 0 = lowest … 100; 50 when left out. */
  priority: z.union([z.number().int(), z.strictObject({ expression })]).optional(),
  /** A JSON Schema of what completes the task. */
  form: z.record(z.string(), z.json()).optional(),
  /** What the employee is to do, in words; `{{name}}` is a variable. */
  instructions: z.string().optional(),
});
export type UserWork = z.output<typeof userWork>;
const userTask = z.strictObject({
  kind: z.literal('user'),
  ...activity,
  work: userWork.optional(),
});

/** How long to wait before a job is tried again, and how often. */
export const retryRule = z.strictObject({
  /** Attempts in all; 3 when left out. */
  attempts: z.number().int().positive().optional(),
  /** The first pause, an ISO 8601 duration of fixed length. */
  pause: z.string().optional(),
  /** Each pause is this many times the one before. */
  factor: z.number().positive().optional(),
  /** No pause is longer. */
  most: z.string().optional(),
});
export type RetryRule = z.output<typeof retryRule>;

/** A task done by a handler or a worker. */
const serviceTask = z.strictObject({
  kind: z.literal('service'),
  ...activity,
  type: matchName,
  retry: retryRule.optional(),
});
const scriptTask = z.strictObject({
  kind: z.literal('script'),
  ...activity,
  script: expression,
  /** The variable that takes its value; without one, the members of a context do. */
  result: matchName.optional(),
});
const sendTask = z.strictObject({
  kind: z.literal('send'),
  ...activity,
  message: matchName,
  key: expression.optional(),
});
const receiveTask = z.strictObject({
  kind: z.literal('receive'),
  ...activity,
  message: matchName,
  key: expression.optional(),
  /** Its message starts an instance, in which it is done already. */
  instantiate: z.literal(true).optional(),
});
const businessRuleTask = z.strictObject({
  kind: z.literal('businessRule'),
  ...activity,
  /** A decision, by the name under which the engine was given it. */
  decision: matchName,
  result: matchName.optional(),
});
const callActivity = z.strictObject({
  kind: z.literal('call'),
  ...activity,
  process: matchName,
  /** `latest` at the time of the call (as when left out), or a version tag or a hash. */
  version: z.string().optional(),
  /** Compensating the call undoes what the called process did. */
  compensates: z.boolean().optional(),
});

/** Activities without order: they are started by name, or by a list. */
export const adHocRule = z.strictObject({
  ordering: z.enum(['parallel', 'sequential']).optional(),
  /** A list of ids, started on entry. Left out: only commands start them. */
  activate: expression.optional(),
  /** Tested after each completion. Left out: it ends when nothing is active any more. */
  until: expression.optional(),
  /** True when left out: `until` cancels what is still active. */
  cancelRemaining: z.boolean().optional(),
});

const subProcessFields = z.strictObject({
  kind: z.literal('subProcess'),
  ...activity,
  /** `event`: entered by its start event; `transaction`: can be cancelled. */
  type: z.enum(['event', 'transaction', 'adHoc']).optional(),
  adHoc: adHocRule.optional(),
  flows: z.array(flow),
});

const startEvent = z.strictObject({
  kind: z.literal('start'),
  ...named,
  on: z.array(eventDefinition).optional(),
  /** All events of `on` must come, not one of them. */
  all: z.literal(true).optional(),
  /** Of an event sub-process: false leaves its owner running. True when left out. */
  interrupting: z.boolean().optional(),
  out: z.array(mapping).optional(),
});
const catchEvent = z.strictObject({
  kind: z.literal('catch'),
  ...named,
  on: z.array(eventDefinition).min(1),
  all: z.literal(true).optional(),
  out: z.array(mapping).optional(),
});
const boundaryEvent = z.strictObject({
  kind: z.literal('boundary'),
  ...named,
  on: z.array(eventDefinition).min(1),
  all: z.literal(true).optional(),
  attachedTo: elementId,
  /** False leaves the activity running. True when left out. */
  interrupting: z.boolean().optional(),
  /** Of a compensation: the activity that undoes. */
  handler: elementId.optional(),
  out: z.array(mapping).optional(),
});
const throwEvent = z.strictObject({
  kind: z.literal('throw'),
  ...named,
  throws: z.array(eventDefinition).optional(),
  /** What a message, signal, error or escalation carries. */
  in: z.array(mapping).optional(),
});
const endEvent = z.strictObject({
  kind: z.literal('end'),
  ...named,
  throws: z.array(eventDefinition).optional(),
  in: z.array(mapping).optional(),
});

const exclusiveGateway = z.strictObject({
  kind: z.literal('exclusive'),
  ...named,
  default: elementId.optional(),
});
const parallelGateway = z.strictObject({ kind: z.literal('parallel'), ...named });
const inclusiveGateway = z.strictObject({
  kind: z.literal('inclusive'),
  ...named,
  default: elementId.optional(),
  /** Left out: that of the process. */
  join: z.enum(['strict', 'pragmatic']).optional(),
});
const eventGateway = z.strictObject({
  kind: z.literal('eventBased'),
  ...named,
  /**
   * Each event after it starts an instance: with `exclusive` that one event is all that is awaited,
   * with `parallel` the instance awaits the others, too.
   */
  instantiate: z.enum(['exclusive', 'parallel']).optional(),
});
const complexGateway = z.strictObject({
  kind: z.literal('complex'),
  ...named,
  default: elementId.optional(),
  /** May use `activationCount` and `tokens`, a context of counts by flow. */
  activation: expression.optional(),
});

const simpleNodes = [
  automaticTask,
  manualTask,
  userTask,
  serviceTask,
  scriptTask,
  sendTask,
  receiveTask,
  businessRuleTask,
  callActivity,
  startEvent,
  catchEvent,
  boundaryEvent,
  throwEvent,
  endEvent,
  exclusiveGateway,
  parallelGateway,
  inclusiveGateway,
  eventGateway,
  complexGateway,
] as const;

/** A process inside a process. */
export type SubProcess = z.output<typeof subProcessFields> & { nodes: Node[] };
/** A node: an activity, an event or a gateway. */
export type Node = z.output<(typeof simpleNodes)[number]> | SubProcess;

const subProcessNode = subProcessFields.extend({
  get nodes(): z.ZodType<Node[], Node[]> {
    return z.array(node);
  },
});

const allNodes = [...simpleNodes, subProcessNode] as const;

/** Reads a node. */
export const node: z.ZodType<Node, Node> = z.discriminatedUnion('kind', allNodes);

/** What a node can be. */
export type NodeKind = Node['kind'];
/** A node of one kind. */
export type NodeOf<Kind extends NodeKind> = Extract<Node, { kind: Kind }>;

/** A process. */
export const processDefinition = z.strictObject({
  id: elementId,
  name: label.optional(),
  documentation: z.string().optional(),
  /** A tag for people, as `2026-03` or `v2`; the hash of the content is what counts. */
  version: z.string().max(100).optional(),
  /** The language of expressions that name none. */
  language: z.string().default('feel'),
  /** The IANA zone of its timers; UTC when left out. */
  zone: z.string().optional(),
  /** How inclusive joins wait: `strict` is BPMN 2.0, `pragmatic` waits for whatever may come. */
  join: z.enum(['strict', 'pragmatic']).default('strict'),
  nodes: z.array(node),
  flows: z.array(flow),
});
/** The same to read only, all the way down: an `as const` fits, too. */
type ReadOnly<T> = T extends (infer Item)[]
  ? readonly ReadOnly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: ReadOnly<T[Key]> }
    : T;

/** A process as a user writes it; defaults may be left out. */
export type ProcessInput = ReadOnly<z.input<typeof processDefinition>>;
/** A process as the engine keeps it. */
export type ProcessDefinition = z.output<typeof processDefinition>;
