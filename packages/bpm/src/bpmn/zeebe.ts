/**
 * The extensions of Zeebe (Camunda 8). An expression begins with `=` and is FEEL.
 *
 * Source: Camunda 8 "BPMN extension elements". Its loop counter counts from 1, Kontor's from 0.
 */
import type { Expression, TextOrExpression } from '../event-model.ts';
import type { Mapping, NodeOf } from '../model.ts';
import { names, wholeNumber } from './camunda7.ts';
import type { CallFields, RepetitionFields, TaskFields } from './dialect.ts';
import { type BpmnElement, orNothing } from './document.ts';
import { readValue } from './read-expression.ts';
import { type Reading, type Dialect } from './reading.ts';

/** The dialect of Zeebe. */
export const zeebe: Dialect = {
  name: 'zeebe',
  expression: feelOf,
  value: (text): TextOrExpression => (text.startsWith('=') ? { expression: feelOf(text) } : text),
  process: (reading, element) => ({ version: inside(reading, element, 'versionTag', 'value') }),
  activity: readMappings,
  event: readMappings,
  repetition: readRepetition,
  task: readTask,
  work: readWork,
  result: (reading, element) =>
    inside(reading, element, 'script', 'resultVariable') ??
    inside(reading, element, 'calledDecision', 'resultVariable'),
  call: readCall,
  adHoc(reading, element) {
    const activate = inside(reading, element, 'adHoc', 'activeElementsCollection');
    return activate === undefined ? undefined : { activate: feelOf(activate) };
  },
  key(reading, element) {
    const key = inside(reading, element, 'subscription', 'correlationKey');
    return key === undefined ? undefined : feelOf(key);
  },
};

/** FEEL without its mark, and with the loop counter from 0. */
function feelOf(text: string): string {
  const feel = text.startsWith('=') ? text.slice(1).trim() : text;
  return feel
    .split(/("(?:[^"\\]|\\.)*")/)
    .map((part) =>
      part.startsWith('"') ? part : part.replace(/\bloopCounter\b/g, '(loopCounter + 1)'),
    )
    .join('');
}

/** An attribute of an extension element. */
function inside(
  reading: Reading,
  element: BpmnElement,
  type: string,
  name: string,
): string | undefined {
  const extension = reading.extension(element, `zeebe:${type}`);
  return extension === undefined ? undefined : reading.attribute(extension, name);
}

function readMappings(
  reading: Reading,
  element: BpmnElement,
): { in?: Mapping[] | undefined; out?: Mapping[] | undefined } {
  const both = reading.extension(element, 'zeebe:ioMapping');
  if (both === undefined) return {};
  const mappings = (type: string): Mapping[] | undefined => {
    const found = reading.inner(both, type).map((one) => ({
      from: sourceOf(reading.attribute(one, 'source') ?? ''),
      to: reading.attribute(one, 'target') ?? '',
    }));
    return found.length === 0 ? undefined : found;
  };
  return { in: mappings('zeebe:input'), out: mappings('zeebe:output') };
}

/** Without its mark, a source is a text. */
const sourceOf = (source: string): Expression =>
  source.startsWith('=') ? feelOf(source) : JSON.stringify(source);

function readRepetition(reading: Reading, element: BpmnElement): RepetitionFields {
  const of = (name: string): string | undefined =>
    inside(reading, element, 'loopCharacteristics', name);
  const collection = of('inputCollection');
  const output = of('outputCollection');
  const from = of('outputElement');
  return {
    collection: collection === undefined ? undefined : feelOf(collection),
    item: of('inputElement'),
    output:
      output === undefined || from === undefined ? undefined : { from: feelOf(from), to: output },
  };
}

function readTask(reading: Reading, element: BpmnElement): TaskFields | undefined {
  const script = inside(reading, element, 'script', 'expression');
  if (script !== undefined) return { kind: 'script', script: feelOf(script), result: undefined };
  const decision = inside(reading, element, 'calledDecision', 'decisionId');
  if (decision !== undefined) return { kind: 'businessRule', decision, result: undefined };
  const type = inside(reading, element, 'taskDefinition', 'type');
  if (type === undefined) return undefined;
  const attempts = wholeNumber(inside(reading, element, 'taskDefinition', 'retries') ?? '');
  return {
    kind: 'service',
    type,
    retry: attempts === undefined || attempts < 1 ? undefined : { attempts },
  };
}

function readWork(reading: Reading, element: BpmnElement): NodeOf<'user'>['work'] {
  // That the engine keeps the task itself goes without saying here.
  reading.extension(element, 'zeebe:userTask');
  const value = (type: string, name: string): TextOrExpression | undefined => {
    const text = inside(reading, element, type, name);
    return text === undefined || text === '' ? undefined : readValue(reading, element, text);
  };
  const priority = value('priorityDefinition', 'priority');
  return orNothing({
    assignee: value('assignmentDefinition', 'assignee'),
    candidateUsers: names(value('assignmentDefinition', 'candidateUsers')),
    candidateGroups: names(value('assignmentDefinition', 'candidateGroups')),
    due: value('taskSchedule', 'dueDate'),
    followUp: value('taskSchedule', 'followUpDate'),
    priority: typeof priority === 'string' ? wholeNumber(priority) : priority,
  });
}

function readCall(reading: Reading, element: BpmnElement): CallFields {
  const of = (name: string): string | undefined => inside(reading, element, 'calledElement', name);
  const binding = of('bindingType');
  const tag = of('versionTag');
  const isWhole = of('propagateAllParentVariables') !== 'false';
  const mapped = readMappings(reading, element);
  return {
    process: of('processId'),
    version: binding === 'versionTag' ? tag : undefined,
    in: mapped.in ?? (isWhole ? undefined : []),
    out: mapped.out ?? (of('propagateAllChildVariables') === 'false' ? [] : undefined),
  };
}
