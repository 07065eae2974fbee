/**
 * The extensions of Camunda 7, and of Flowable and Activiti, which began as the same engine: the
 * prefix differs, and a few names.
 *
 * Sources: Camunda 7 "Custom Extensions", Flowable "BPMN 2.0 Constructs".
 */
import type { Expression, TextOrExpression } from '../event-model.ts';
import type { Mapping, NodeOf, RetryRule } from '../model.ts';
import type { CallFields, DialectName, TaskFields, Prefixed } from './dialect.ts';
import { type BpmnElement, orNothing } from './document.ts';
import { readForm } from './form-fields.ts';
import { isJuel, templateToFeel } from './juel.ts';
import { juel, readValue, told } from './read-expression.ts';
import { type Reading, type Dialect } from './reading.ts';

/** The dialect of Camunda 7. */
export const camunda7 = (prefix: string): Dialect => dialectOf('camunda7', prefix);

/** The dialect of Flowable and Activiti. */
export const flowable = (prefix: string): Dialect => dialectOf('flowable', prefix);

function dialectOf(name: DialectName, prefix: string): Dialect {
  const of = (local: string): string => `${prefix}:${local}`;
  return {
    name,
    expression: (text) => (isJuel(text) ? juel(text) : undefined),
    value: valueOf,
    process: (reading, element) => ({
      version: reading.attribute(element, of('versionTag')),
    }),
    activity: (reading, element) => readInputOutput(reading, element, of),
    event: (reading, element) => readInputOutput(reading, element, of),
    repetition: (reading, element) => ({
      collection: readCollection(reading, element, of),
      item: reading.attribute(element, of('elementVariable')),
    }),
    task: (reading, element) => readTask(reading, element, of),
    work: (reading, element) => readWork(reading, element, of),
    result: (reading, element) => resultOf(reading, element, of),
    call: (reading, element) => readCall(reading, element, of),
  };
}

const valueOf = (text: string): TextOrExpression =>
  isJuel(text) ? { expression: juel(text) } : text;

const resultOf = (reading: Reading, element: BpmnElement, of: Prefixed): string | undefined =>
  reading.attribute(element, of('resultVariable')) ??
  reading.attribute(element, of('resultVariableName'));

/** A collection is the name of a variable, or an expression. */
function readCollection(
  reading: Reading,
  element: BpmnElement,
  of: Prefixed,
): Expression | undefined {
  const text = reading.attribute(element, of('collection'));
  return text === undefined ? undefined : told(reading, element, juel(text));
}

function readInputOutput(
  reading: Reading,
  element: BpmnElement,
  of: Prefixed,
): { in?: Mapping[] | undefined; out?: Mapping[] | undefined } {
  const both = reading.extension(element, of('inputOutput'));
  if (both === undefined) return {};
  const mappings = (type: string): Mapping[] | undefined => {
    const parameters = reading.inner(both, of(type));
    if (parameters.length === 0) return undefined;
    return parameters.flatMap((parameter) => readParameter(reading, parameter) ?? []);
  };
  return { in: mappings('inputParameter'), out: mappings('outputParameter') };
}

/** A parameter with a text or an expression; lists, maps and scripts are left unread. */
function readParameter(reading: Reading, parameter: BpmnElement): Mapping | undefined {
  const to = reading.attribute(parameter, 'name');
  if (to === undefined || parameter.$children !== undefined) return undefined;
  const text = parameter.$body?.trim() ?? '';
  return { from: told(reading, parameter, literalOrJuel(text)), to };
}

const literalOrJuel = (text: string): Expression =>
  isJuel(text) ? (templateToFeel(text) ?? { language: 'juel', text }) : JSON.stringify(text);

function readTask(reading: Reading, element: BpmnElement, of: Prefixed): TaskFields | undefined {
  return readDecision(reading, element, of) ?? readService(reading, element, of);
}

function readDecision(
  reading: Reading,
  element: BpmnElement,
  of: Prefixed,
): TaskFields | undefined {
  const isDmn = reading.attribute(element, of('type')) === 'dmn';
  const decision =
    reading.attribute(element, of('decisionRef')) ??
    (isDmn ? fieldOf(reading, element, 'decisionTableReferenceKey', of) : undefined);
  return decision === undefined ? undefined : { kind: 'businessRule', decision, result: undefined };
}

/** A field of Flowable: `<flowable:field name="…"><flowable:string>…`. */
function fieldOf(
  reading: Reading,
  element: BpmnElement,
  name: string,
  of: Prefixed,
): string | undefined {
  const field = reading
    .extensions(element, of('field'))
    .find((candidate) => reading.attribute(candidate, 'name') === name);
  if (field === undefined) return undefined;
  const text = reading.attribute(field, 'stringValue');
  return text ?? reading.inner(field, of('string'))[0]?.$body?.trim();
}

function readService(reading: Reading, element: BpmnElement, of: Prefixed): TaskFields | undefined {
  const topic = reading.attribute(element, of('topic'));
  const delegate = reading.attribute(element, of('delegateExpression'));
  const type =
    topic ??
    reading.attribute(element, of('class')) ??
    delegate?.replace(/^[$#]\{(.*)\}$/, '$1') ??
    readBean(reading, element, of) ??
    builtIn(reading.attribute(element, of('type')));
  const retry = readRetry(reading, element, of);
  return type === undefined ? undefined : { kind: 'service', type, retry };
}

/** A task of a kind the engine brings: `mail`, `http`, `shell`. */
const builtIn = (type: string | undefined): string | undefined =>
  type === undefined || /^external(?:-worker)?$/.test(type) ? undefined : type;

/** `${bean.method(x)}` is a service of the type `bean.method`; its arguments are lost, and told. */
function readBean(reading: Reading, element: BpmnElement, of: Prefixed): string | undefined {
  const text = reading.attribute(element, of('expression'));
  if (text === undefined) return undefined;
  const type = /^[$#]\{\s*([\w.]+)/.exec(text)?.[1] ?? text;
  const message =
    `It calls '${text}'; it was read as a service of the type '${type}'. ` +
    'Register a handler of that name, which reads its arguments from the variables.';
  reading.say('rewritten', 'warning', element, message);
  return type;
}

/** `R5/PT10M` = five attempts, ten minutes apart. */
function readRetry(reading: Reading, element: BpmnElement, of: Prefixed): RetryRule | undefined {
  const cycle = reading.extension(element, of('failedJobRetryTimeCycle'));
  if (cycle === undefined) return undefined;
  const found = /^R(\d+)\/(P[\dT][\w.]*)$/.exec(cycle.$body?.trim() ?? '');
  if (found !== null && Number(found[1]) > 0) {
    return { attempts: Number(found[1]), pause: found[2]! };
  }
  const message = `The retry rule '${cycle.$body ?? ''}' is no 'R3/PT10M'. Write it so.`;
  reading.say('unknown-extension', 'warning', cycle, message);
  return undefined;
}

type Work = NonNullable<NodeOf<'user'>['work']>;

function readWork(reading: Reading, element: BpmnElement, of: Prefixed): Work | undefined {
  const value = (name: string): TextOrExpression | undefined => {
    const text = reading.attribute(element, of(name));
    return text === undefined || text === '' ? undefined : readValue(reading, element, text);
  };
  const priority = value('priority');
  return orNothing({
    assignee: value('assignee'),
    candidateUsers: names(value('candidateUsers')),
    candidateGroups: names(value('candidateGroups')),
    due: value('dueDate'),
    followUp: value('followUpDate'),
    priority: typeof priority === 'string' ? wholeNumber(priority) : priority,
    form: readForm(reading, element, of),
  });
}

/** A whole number, or nothing: also for Zeebe. */
export const wholeNumber = (text: string): number | undefined =>
  /^-?\d+$/.test(text.trim()) ? Number(text) : undefined;

/** Names parted by commas, or an expression: also for Zeebe. */
export const names = (
  value: TextOrExpression | undefined,
): string[] | Exclude<TextOrExpression, string> | undefined =>
  typeof value === 'string' ? value.split(',').map((name) => name.trim()) : value;

function readCall(reading: Reading, element: BpmnElement, of: Prefixed): CallFields {
  const given = (name: string): string | undefined => reading.attribute(element, of(name));
  const binding = given('calledElementBinding');
  const version = given('calledElementVersion');
  const tag = given('calledElementVersionTag');
  return {
    version: binding === 'version' ? version : binding === 'versionTag' ? tag : undefined,
    in: readVariables(reading, element, of('in')),
    out: readVariables(reading, element, of('out')),
  };
}

/** What goes into a called process: only what is named, unless all of it does. */
function readVariables(
  reading: Reading,
  element: BpmnElement,
  type: string,
): Mapping[] | undefined {
  const found = reading.extensions(element, type);
  const mappings = found.flatMap((one): Mapping[] => {
    const source = reading.attribute(one, 'source');
    const computed = reading.attribute(one, 'sourceExpression');
    const to = reading.attribute(one, 'target');
    const from = source ?? (computed === undefined ? undefined : juel(computed));
    return from === undefined || to === undefined ? [] : [{ from: told(reading, one, from), to }];
  });
  const isAll = found.some((one) => reading.attribute(one, 'variables') === 'all');
  if (isAll && mappings.length > 0) {
    const message = `It hands over all variables, and some by name; only all is read. Name each.`;
    reading.say('unknown-extension', 'warning', element, message);
  }
  return isAll ? undefined : mappings;
}
