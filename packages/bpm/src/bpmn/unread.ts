/**
 * What a definition cannot say: whatever of a document was not taken while it was read, told once.
 *
 * It stays in the document. What bears on behaviour is a warning; drawings, comments, data and
 * other ornaments are notes. The diagram itself is no loss, so nothing is said of it.
 */
import { type BpmnElement, childrenOf, isElement } from './document.ts';
import { isFlowElement } from './read-scope.ts';
import type { Reading } from './reading.ts';

/** Elements and attributes without bearing on how a process runs. */
const ORNAMENTS = new RegExp(
  '^bpmn:(?:TextAnnotation|Group|Association|Category|Data.*|Lane.*|Collaboration|Choreography|' +
    'Global.*|ItemDefinition|Interface|EndPoint|Resource|Partner.*|Correlation.*|Import|' +
    'Extension|Relationship|Documentation|Auditing|Monitoring|Property|InputOutputSpecification|' +
    'InputOutputBinding|InputSet|OutputSet|Message|Signal|Error|Escalation|Rendering)$',
);
const PLAIN_ATTRIBUTES = new Set([
  'isClosed',
  'processType',
  'gatewayDirection',
  'definitionalCollaborationRef',
  'supports',
  'itemRef',
  'structureRef',
  'evaluatesToTypeRef',
  'implementation',
  'categoryValueRef',
  'operationRef',
  'textFormat',
  'protocol',
  'isImmediate',
]);

/** Never told: what every element has, and what is said elsewhere in the same words. */
const SILENT = new Set([
  'id',
  'name',
  'isExecutable',
  'targetNamespace',
  'typeLanguage',
  'exporter',
  'errorCode',
  'escalationCode',
  'exporterVersion',
  'diagrams',
  '$type',
  '$attrs',
  '$uri',
  '$body',
]);

/** Vendors' hints to their engines and modellers. */
const HINTS = new RegExp(
  '^(?:camunda|flowable|activiti|zeebe):(?:async|exclusive|jobPriority|historyTimeToLive|' +
    'isStartable|diagramRelationId|modelerTemplate)',
);

/** Says what was not taken of a document. */
export function tellUnread(reading: Reading): void {
  tell(reading, reading.document.definitions);
}

function tell(reading: Reading, element: BpmnElement): void {
  tellAttributes(reading, element);
  for (const [property, value] of Object.entries(element)) {
    if (SILENT.has(property) || isElement(value) || isElements(value)) continue;
    if (property === '$children' || reading.isTaken(element, property)) continue;
    const severity = PLAIN_ATTRIBUTES.has(property) ? 'note' : 'warning';
    const message = `A definition has no '${property}'. It stays in the document.`;
    reading.say('unsupported-attribute', severity, element, message);
  }
  for (const [property, child] of childrenOf(element)) tellChild(reading, element, property, child);
}

const isElements = (value: unknown): boolean => Array.isArray(value) && value.some(isElement);

function tellAttributes(reading: Reading, element: BpmnElement): void {
  for (const name of Object.keys(element.$attrs ?? {})) {
    if (reading.isTaken(element, name) || /^(?:xmlns|xsi:|kontor:)/.test(name)) continue;
    const message = `The attribute '${name}' has no counterpart. It stays in the document.`;
    const severity = isBehaviour(name) && !HINTS.test(name) ? 'warning' : 'note';
    reading.say('unknown-extension', severity, element, message);
  }
}

function tellChild(
  reading: Reading,
  element: BpmnElement,
  property: string,
  child: BpmnElement,
): void {
  if (SILENT.has(property)) return;
  if (property === 'values' || property === '$children') tellForeign(reading, child);
  else if (isRead(reading, element, property, child)) tell(reading, child);
  else {
    const kind = child.$type.replace(/^bpmn:/, '');
    const message = `A definition has no ${kind}. It stays in the document.`;
    reading.say('unsupported-element', isOrnament(child) ? 'note' : 'warning', child, message);
  }
}

const isOrnament = ({ $type }: BpmnElement): boolean => ORNAMENTS.test($type);

/** Whether an element was read, so that only what is left of it is to be told. */
function isRead(
  reading: Reading,
  element: BpmnElement,
  property: string,
  child: BpmnElement,
): boolean {
  if (property === 'extensionElements') return true;
  // Of lists that were taken as a whole, members that nobody looked at.
  if (isOrnament(child)) return isNamed(child) || reading.isKnown(child);
  if (property === 'flowElements' && !isFlowElement(child)) return false;
  return reading.isTaken(element, property);
}

/** Root elements that events refer to are read where they are referred to. */
const isNamed = ({ $type }: BpmnElement): boolean =>
  /^bpmn:(?:Message|Signal|Error|Escalation)$/.test($type);

function tellForeign(reading: Reading, child: BpmnElement): void {
  if (reading.isTaken(child, '$type')) {
    tell(reading, child);
    return;
  }
  const message = `The extension <${child.$type}> has no counterpart. It stays in the document.`;
  const severity = isBehaviour(child.$type) ? 'warning' : 'note';
  reading.say('unknown-extension', severity, child, message);
}

/** Extensions of engines, against those of drawing tools. */
const isBehaviour = (type: string): boolean =>
  /^(?:camunda|flowable|activiti|zeebe|kontor):/.test(type);
