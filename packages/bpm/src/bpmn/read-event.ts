/**
 * Event definitions: what an event waits for or says, with the root elements they refer to.
 */
import type { EventDefinition, Expression } from '../event-model.ts';
import type { TimerFields } from './dialect.ts';
import { type BpmnElement, elementsOf, textIn, without } from './document.ts';
import { isCron, readExpression, readTimerText } from './read-expression.ts';
import { idOf, type Reading } from './reading.ts';

/** The events of a node: its own definitions, and those it refers to. */
export function readEvents(reading: Reading, element: BpmnElement): EventDefinition[] {
  reading.take(element, 'eventDefinitionRef');
  const references = (element['eventDefinitionRef'] ?? []) as readonly string[];
  const referred = references.flatMap((id) => reading.index.find(id) ?? []);
  const own = reading.children(element, 'eventDefinitions');
  return [...own, ...referred].flatMap((definition) => readEvent(reading, definition, element));
}

/** The events of a node that must have some; where it has none, a message of its name stands in. */
export function readTriggers(reading: Reading, element: BpmnElement): EventDefinition[] {
  const events = readEvents(reading, element);
  if (events.length > 0) return events;
  const name = standIn(reading, element, 'an event definition', 'a message');
  return [{ type: 'message', name }];
}

/** Says that something is missing, and gives the name that stands in for it. */
export function standIn(
  reading: Reading,
  element: BpmnElement,
  missing: string,
  instead = 'it',
): string {
  const given = textIn(element['name']) || idOf(element) || element.$type;
  const name = given.trim().replace(/\s+/g, ' ').slice(0, 200);
  const what = missing.replace(/^an? /, '');
  const message = `It has no ${what}; ${instead} is called '${name}'. Add ${missing}.`;
  reading.say('missing-content', 'warning', element, message);
  return name;
}

type EventReader = (
  reading: Reading,
  definition: BpmnElement,
  owner: BpmnElement,
) => EventDefinition | undefined;

const READERS: Readonly<Record<string, EventReader>> = {
  'bpmn:MessageEventDefinition': readMessage,
  'bpmn:SignalEventDefinition': (reading, definition, owner) => ({
    type: 'signal',
    name: readName(reading, definition, 'signalRef', owner),
  }),
  'bpmn:ErrorEventDefinition': (reading, definition) =>
    without({
      type: 'error' as const,
      code: readCode(reading, definition, 'errorRef', 'errorCode'),
    }),
  'bpmn:EscalationEventDefinition': (reading, definition) =>
    without({
      type: 'escalation' as const,
      code: readCode(reading, definition, 'escalationRef', 'escalationCode'),
    }),
  'bpmn:TimerEventDefinition': readTimer,
  'bpmn:ConditionalEventDefinition': readConditional,
  'bpmn:CompensateEventDefinition': readCompensation,
  'bpmn:CancelEventDefinition': () => ({ type: 'cancel' }),
  'bpmn:TerminateEventDefinition': () => ({ type: 'terminate' }),
  'bpmn:LinkEventDefinition': readLink,
};

function readEvent(
  reading: Reading,
  definition: BpmnElement,
  owner: BpmnElement,
): EventDefinition[] {
  const event = READERS[definition.$type]?.(reading, definition, owner);
  if (event !== undefined) return [event];
  reading.say('unsupported-element', 'error', definition, 'No event of this kind is known.');
  return [];
}

function readMessage(
  reading: Reading,
  definition: BpmnElement,
  owner: BpmnElement,
): EventDefinition {
  const name = readName(reading, definition, 'messageRef', owner);
  return without({ type: 'message', name, key: readKey(reading, definition) });
}

/** The correlation key of a message event or task: on itself, or on its message. */
export function readKey(reading: Reading, element: BpmnElement): Expression | undefined {
  const message = reading.index.find(element['messageRef'] as string | undefined);
  return reading.lastOf(
    (dialect) =>
      dialect.key?.(reading, element) ??
      (message === undefined ? undefined : dialect.key?.(reading, message)),
  );
}

/** The name of the message or signal that is referred to; that of the owner stands in. */
export function readName(
  reading: Reading,
  element: BpmnElement,
  property: string,
  owner = element,
): string {
  const referred = reading.referred(element, property);
  if (referred === undefined) return standIn(reading, owner, `a ${property}`);
  return reading.text(referred, 'name') || idOf(referred);
}

function readCode(
  reading: Reading,
  definition: BpmnElement,
  property: string,
  code: string,
): string | undefined {
  const referred = reading.referred(definition, property);
  if (referred === undefined) return undefined;
  return reading.text(referred, code) || reading.text(referred, 'name') || idOf(referred);
}

function readTimer(reading: Reading, definition: BpmnElement): EventDefinition {
  const extra: TimerFields = reading.merged((dialect) => dialect.timer?.(reading, definition));
  const [date, duration, given] = ['timeDate', 'timeDuration', 'timeCycle'].map((property) =>
    readTimerText(reading, reading.child(definition, property)),
  );
  const isCronCycle = !reading.isOwn && typeof given === 'string' && isCron(given);
  const [cron, cycle] = isCronCycle ? [given, undefined] : [undefined, given];
  const timer = without({ type: 'timer' as const, date, duration, cycle, cron, ...extra });
  if (Object.keys(timer).length === 1) {
    const message = 'It has no date, duration or cycle. Add one.';
    reading.say('missing-content', 'error', definition, message);
  }
  return timer;
}

function readConditional(reading: Reading, definition: BpmnElement): EventDefinition {
  const condition = readExpression(reading, reading.child(definition, 'condition'));
  if (condition === undefined) {
    const message = 'It has no condition, and never fires. Add one.';
    reading.say('missing-content', 'warning', definition, message);
  }
  return { type: 'conditional', condition: condition ?? 'false' };
}

function readCompensation(reading: Reading, definition: BpmnElement): EventDefinition {
  const activity = reading.referred(definition, 'activityRef');
  return without({
    type: 'compensation',
    activity: activity === undefined ? undefined : idOf(activity),
  });
}

/** A link is known by its name; where it has none, by that of its event. */
function readLink(reading: Reading, definition: BpmnElement, owner: BpmnElement): EventDefinition {
  reading.take(definition, 'source', 'target');
  const own = reading.text(definition, 'name');
  const name = own || (owner['name'] as string | undefined);
  return { type: 'link', name: name || standIn(reading, owner, 'a link name') };
}

/** Whether an event has a definition of a type. */
export const hasEvent = (element: BpmnElement, type: string): boolean =>
  elementsOf(element['eventDefinitions']).some(({ $type }) => $type === type);
