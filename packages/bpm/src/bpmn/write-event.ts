/**
 * Event definitions as elements.
 */
import type { EventDefinition, TimerEvent } from '../event-model.ts';
import { type BpmnElement, without } from './document.ts';
import { TIMER } from './kontor.ts';
import { writeExpression, writeFields } from './kontor-fields.ts';
import { extended, type Writing } from './writing.ts';

/** The events of a node, or none. */
export function writeEvents(
  writing: Writing,
  events: readonly EventDefinition[] | undefined,
): { eventDefinitions?: readonly BpmnElement[] } {
  if (events === undefined || events.length === 0) return {};
  return { eventDefinitions: events.map((event) => without(writeEvent(writing, event))) };
}

function writeEvent(writing: Writing, event: EventDefinition): BpmnElement {
  switch (event.type) {
    case 'message':
      return {
        $type: 'bpmn:MessageEventDefinition',
        messageRef: writing.root('Message', 'name', event.name),
        ...extended(writeExpression('kontor:key', event.key)),
      };
    case 'signal':
      return {
        $type: 'bpmn:SignalEventDefinition',
        signalRef: writing.root('Signal', 'name', event.name),
      };
    case 'timer':
      return writeTimer(writing, event);
    case 'error':
      return {
        $type: 'bpmn:ErrorEventDefinition',
        errorRef: event.code && writing.root('Error', 'errorCode', event.code),
      };
    case 'escalation':
      return {
        $type: 'bpmn:EscalationEventDefinition',
        escalationRef: event.code && writing.root('Escalation', 'escalationCode', event.code),
      };
    default:
      return writePlain(writing, event);
  }
}

type PlainEvent = Exclude<
  EventDefinition,
  { type: 'message' | 'signal' | 'timer' | 'error' | 'escalation' }
>;

function writePlain(writing: Writing, event: PlainEvent): BpmnElement {
  switch (event.type) {
    case 'conditional':
      return {
        $type: 'bpmn:ConditionalEventDefinition',
        condition: writing.expression(event.condition),
      };
    case 'compensation':
      return {
        $type: 'bpmn:CompensateEventDefinition',
        activityRef: event.activity && writing.id(event.activity, 'compensation'),
      };
    case 'cancel':
      return { $type: 'bpmn:CancelEventDefinition' };
    case 'terminate':
      return { $type: 'bpmn:TerminateEventDefinition' };
    case 'link':
      return { $type: 'bpmn:LinkEventDefinition', name: event.name };
  }
}

function writeTimer(writing: Writing, timer: TimerEvent): BpmnElement {
  const { date, duration, cycle } = timer;
  const extra = Object.keys(TIMER).some((name) => name in timer);
  return {
    $type: 'bpmn:TimerEventDefinition',
    timeDate: date && writing.text(date),
    timeDuration: duration && writing.text(duration),
    timeCycle: cycle && writing.text(cycle),
    ...extended(extra ? writeFields('kontor:timer', timer, TIMER) : []),
  };
}
