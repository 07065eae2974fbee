/**
 * What all activities have in common: mappings, repetition, quantities, the default flow.
 */
import type { NodeOf } from '../model.ts';
import type { ActivityFields, RepetitionFields } from './dialect.ts';
import { type BpmnElement, without } from './document.ts';
import { readExpression } from './read-expression.ts';
import { idOf, type Reading } from './reading.ts';

/** The fields that every node has. */
export type CommonFields = Pick<NodeOf<'task'>, 'id' | 'name' | 'documentation'>;
/** The fields that every activity has. */
export type Activity = Omit<NodeOf<'task'>, 'kind'>;
type Repetition = NonNullable<Activity['many']>;

/** Id, name and documentation. */
export function readCommon(reading: Reading, element: BpmnElement): CommonFields {
  reading.take(element, 'incoming', 'outgoing', 'kontor:id');
  return without({
    id: idOf(element),
    name: reading.text(element, 'name'),
    documentation: readDocumentation(reading, element),
  });
}

/** The documentation of an element, in one text. */
export function readDocumentation(reading: Reading, element: BpmnElement): string | undefined {
  const all = reading.children(element, 'documentation');
  return all.length === 0
    ? undefined
    : all.map((one) => reading.text(one, 'text') ?? '').join('\n\n');
}

/** A flag or number, also where it says the default of BPMN. */
export function readExplicit<T extends boolean | number>(
  reading: Reading,
  element: BpmnElement,
  property: string,
  name: string,
  read: (text: string) => T,
): T | undefined {
  reading.take(element, property);
  const said = reading.lastOf((dialect) => dialect.explicit?.(reading, element, name));
  return said === undefined ? (element[property] as T | undefined) : read(said);
}

/** The text `true` as a flag. */
export const isTrue = (text: string): boolean => text === 'true';

/** What every activity says. */
export function readActivity(reading: Reading, element: BpmnElement): Activity {
  const said: ActivityFields = reading.merged((dialect) => dialect.activity?.(reading, element));
  const byDefault = reading.referred(element, 'default');
  const quantity = (name: string): number | undefined =>
    readExplicit(reading, element, name, name, Number);
  return without({
    ...readCommon(reading, element),
    ...said,
    default: byDefault === undefined ? undefined : idOf(byDefault),
    ...readLoop(reading, element),
    undoes: reading.flag(element, 'isForCompensation') === true ? (true as const) : undefined,
    startQuantity: quantity('startQuantity'),
    completionQuantity: quantity('completionQuantity'),
  });
}

function readLoop(reading: Reading, element: BpmnElement): Pick<Activity, 'many' | 'loop'> {
  const loop = reading.child(element, 'loopCharacteristics');
  if (loop === undefined) return {};
  if (loop.$type === 'bpmn:StandardLoopCharacteristics')
    return { loop: readStandard(reading, loop) };
  return { many: readRepetition(reading, loop) };
}

function readStandard(reading: Reading, loop: BpmnElement): NonNullable<Activity['loop']> {
  const condition = readExpression(reading, reading.child(loop, 'loopCondition'));
  const max = reading.number(loop, 'loopMaximum');
  if (condition === undefined && max === undefined) {
    const message = 'It has no condition and no maximum, and goes on for ever. Add one.';
    reading.say('missing-content', 'warning', loop, message);
  }
  return without({
    while: condition ?? 'true',
    testBefore: readExplicit(reading, loop, 'testBefore', 'testBefore', isTrue),
    max,
  });
}

function readRepetition(reading: Reading, loop: BpmnElement): Repetition {
  const said: RepetitionFields = reading.merged((dialect) => dialect.repetition?.(reading, loop));
  const many = without({
    mode: reading.flag(loop, 'isSequential') === true ? 'sequential' : 'parallel',
    collection: dataName(reading, loop, 'loopDataInputRef'),
    count: readExpression(reading, reading.child(loop, 'loopCardinality')),
    item: itemName(reading, loop, 'inputDataItem'),
    output: readOutput(reading, loop),
    until: readExpression(reading, reading.child(loop, 'completionCondition')),
    ...said,
  }) as Repetition;
  if (many.collection === undefined && many.count === undefined) {
    const message = 'It has no list and no number, and is done once. Add a loopCardinality.';
    reading.say('missing-content', 'warning', loop, message);
    return { ...many, count: '1' };
  }
  return many;
}

/** The variable that a data input or output of BPMN stands for: by its name. */
function dataName(reading: Reading, loop: BpmnElement, property: string): string | undefined {
  const data = reading.referred(loop, property);
  return data === undefined ? undefined : (data['name'] as string | undefined) || idOf(data);
}

function itemName(reading: Reading, loop: BpmnElement, property: string): string | undefined {
  const data = reading.child(loop, property);
  return data === undefined ? undefined : reading.text(data, 'name') || idOf(data);
}

function readOutput(reading: Reading, loop: BpmnElement): Repetition['output'] {
  const to = dataName(reading, loop, 'loopDataOutputRef');
  const from = itemName(reading, loop, 'outputDataItem');
  return to === undefined || from === undefined ? undefined : { from, to };
}
