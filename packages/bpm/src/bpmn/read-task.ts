/**
 * Tasks: what a person, a handler, a script, a message, a decision or another process does.
 */
import type { Node, NodeOf } from '../model.ts';
import type { CallFields, TaskFields } from './dialect.ts';
import { type BpmnElement, without } from './document.ts';
import { readActivity } from './read-activity.ts';
import { readKey, readName, standIn } from './read-event.ts';
import { expressionOf, readExpression, told } from './read-expression.ts';
import type { Reading } from './reading.ts';

/** A user task, with those whom BPMN or a dialect names for it. */
export function readUserTask(reading: Reading, element: BpmnElement): Node {
  const said = reading.mergedOrNothing((dialect) => dialect.work?.(reading, element));
  const work = { ...readResources(reading, element), ...said };
  const isSaid = said !== undefined || Object.keys(work).length > 0;
  return {
    kind: 'user',
    ...readActivity(reading, element),
    work: isSaid ? work : undefined,
  };
}

/** Performers of BPMN: the human performer is the assignee, potential owners are groups. */
function readResources(reading: Reading, element: BpmnElement): Partial<NodeOf<'user'>['work']> {
  const work: NonNullable<NodeOf<'user'>['work']> = {};
  for (const role of reading.children(element, 'resources')) {
    const resource = reading.referred(role, 'resourceRef');
    const assignment = reading.child(role, 'resourceAssignmentExpression');
    const expression =
      assignment && readExpression(reading, reading.child(assignment, 'expression'));
    reading.take(role, 'name');
    const name = (resource?.['name'] ?? role['name']) as string | undefined;
    if (role.$type === 'bpmn:PotentialOwner') {
      if (expression !== undefined) work.candidateGroups = asGroups(reading, expression);
      else if (name !== undefined) work.candidateGroups = [name];
    } else if (expression !== undefined) work.assignee = asPerson(reading, expression);
    else if (name !== undefined) work.assignee = name;
  }
  return work;
}

type Given = NonNullable<ReturnType<typeof readExpression>>;

type Work = NonNullable<NodeOf<'user'>['work']>;

/** `user(kim)`; elsewhere than in FEEL also `kim`. Anything else is computed. */
function asPerson(reading: Reading, expression: Given): NonNullable<Work['assignee']> {
  return namesIn(reading, expression, 'user')?.[0] ?? { expression };
}

/** `group(sales), group(support)`; elsewhere than in FEEL also `sales, support`. */
function asGroups(reading: Reading, expression: Given): NonNullable<Work['candidateGroups']> {
  return namesIn(reading, expression, 'group') ?? { expression };
}

function namesIn(reading: Reading, expression: Given, call: string): string[] | undefined {
  if (typeof expression !== 'string') return undefined;
  const isVendor = reading.dialects.some(({ name }) => /^(?:camunda7|flowable)$/.test(name));
  const names = expression.split(',').map((part) => wordIn(part, call, isVendor));
  return names.includes(undefined) ? undefined : (names as string[]);
}

function wordIn(text: string, call: string, isBareName: boolean): string | undefined {
  const called = new RegExp(`^\\s*${call}\\(\\s*([^()]+?)\\s*\\)\\s*$`).exec(text)?.[1];
  return called ?? (isBareName && /^\s*[\w-]+\s*$/.test(text) ? text.trim() : undefined);
}

/** A task that its dialect makes a service, a script or a decision. */
function readAs(reading: Reading, element: BpmnElement): Node | undefined {
  const task: TaskFields | undefined = reading.lastOf((dialect) =>
    dialect.task?.(reading, element),
  );
  if (task === undefined) return undefined;
  reading.take(element, 'implementation');
  const activity = readActivity(reading, element);
  if (task.kind !== 'service') {
    return { ...activity, ...task, result: task.result ?? readResult(reading, element) };
  }
  return { ...activity, ...task };
}

const readResult = (reading: Reading, element: BpmnElement): string | undefined =>
  reading.lastOf((dialect) => dialect.result?.(reading, element));

/** A service task: its type is what its dialect, its implementation or its operation is called. */
export function readServiceTask(reading: Reading, element: BpmnElement): Node {
  const known = readAs(reading, element);
  if (known !== undefined) return known;
  const implementation = reading.text(element, 'implementation');
  const operation = reading.referred(element, 'operationRef');
  const type =
    implementation === undefined || implementation.startsWith('##')
      ? (operation?.['name'] as string | undefined)
      : implementation;
  return {
    kind: 'service',
    ...readActivity(reading, element),
    type: type || standIn(reading, element, 'a type of job'),
  };
}

/** A script task; without a script it is null. */
export function readScriptTask(reading: Reading, element: BpmnElement): Node {
  const known = readAs(reading, element);
  if (known !== undefined) return known;
  const format = reading.text(element, 'scriptFormat');
  const text = reading.text(element, 'script');
  if (text === undefined || text === '') {
    reading.say('missing-content', 'warning', element, 'It has no script, and is null. Add one.');
  }
  const language =
    format !== undefined && /feel$/i.test(format) && !reading.isOwn ? undefined : format;
  const script = expressionOf(reading, text || 'null', language);
  return {
    kind: 'script',
    ...readActivity(reading, element),
    script: told(reading, element, script),
    result: readResult(reading, element),
  };
}

/** A send task; one that names no message but a type of job is a service. */
export function readSendTask(reading: Reading, element: BpmnElement): Node {
  const known = element['messageRef'] === undefined ? readAs(reading, element) : undefined;
  if (known !== undefined) {
    const message = 'It names no message but a type of job, and was read as a service task.';
    reading.say('rewritten', 'note', element, message);
    return known;
  }
  return {
    kind: 'send',
    ...readActivity(reading, element),
    message: readName(reading, element, 'messageRef'),
    key: readKey(reading, element),
  };
}

/** A receive task. */
export function readReceiveTask(reading: Reading, element: BpmnElement): Node {
  return {
    kind: 'receive',
    ...readActivity(reading, element),
    message: readName(reading, element, 'messageRef'),
    key: readKey(reading, element),
  };
}

/** A business rule task: a decision, or a service that decides. */
export function readBusinessRuleTask(reading: Reading, element: BpmnElement): Node {
  const known = readAs(reading, element);
  if (known !== undefined) return known;
  const implementation = reading.text(element, 'implementation');
  const isNamed = implementation !== undefined && !implementation.startsWith('##');
  return {
    kind: 'businessRule',
    ...readActivity(reading, element),
    decision: isNamed ? implementation : standIn(reading, element, 'a decision'),
    result: readResult(reading, element),
  };
}

/** A call activity; the prefix of the called element is its namespace. */
export function readCallActivity(reading: Reading, element: BpmnElement): Node {
  const { process: named, ...said }: CallFields = reading.merged((dialect) =>
    dialect.call?.(reading, element),
  );
  const called = reading.text(element, 'calledElement');
  const process = named ?? localName(reading, called);
  if (process !== undefined && /^=|[$#]\{/.test(process) && !reading.isOwn) {
    const message = `It calls what it computes: '${process}'. Name it, or choose by a gateway.`;
    reading.say('expression', 'error', element, message);
  }
  return {
    kind: 'call',
    ...readActivity(reading, element),
    ...without(said),
    process: process || standIn(reading, element, 'a called element'),
  };
}

/** The called process without the prefix of its namespace. */
function localName(reading: Reading, called: string | undefined): string | undefined {
  const prefix = called?.slice(0, Math.max(0, called.indexOf(':')));
  const isDeclared = `xmlns:${prefix ?? ''}` in (reading.document.definitions.$attrs ?? {});
  return isDeclared ? called?.slice(prefix!.length + 1) : called;
}
