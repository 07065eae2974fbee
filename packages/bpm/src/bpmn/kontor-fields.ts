/**
 * Kontor's extension elements, both ways: a record of a definition as one element, a child a field.
 *
 * `{ assignee: 'kim', due: { expression: 'x' } }` is `<kontor:work><kontor:assignee value="kim"/>
 * <kontor:due expression="x"/></kontor:work>`. Values are attributes, where XML keeps every space;
 * a list is as many children, an empty one a child without value.
 */
import type { Expression } from '../event-model.ts';
import type { Mapping } from '../model.ts';
import { type BpmnElement, without } from './document.ts';
import type { Reading } from './reading.ts';

/** How a field is written. `value` and `values` may be texts, numbers or expressions. */
export type FieldKind =
  | 'number'
  | 'expression'
  | 'value'
  | 'values'
  | 'numberValue'
  | 'mapping'
  | 'json';

/** The fields of an extension element, by name. */
export type FieldKinds = Readonly<Record<string, FieldKind>>;

/** The element of a record, or none where it has no field. */
export function writeFields(
  type: string,
  record: object | undefined,
  kinds: FieldKinds,
): BpmnElement[] {
  if (record === undefined) return [];
  const children = Object.entries(kinds).flatMap(([name, kind]) => {
    const value: unknown = (record as Record<string, unknown>)[name];
    return value === undefined ? [] : writeField(`kontor:${name}`, value, kind);
  });
  return [children.length === 0 ? { $type: type } : { $type: type, $children: children }];
}

/** The record that an element was made of. */
export function readFields(
  reading: Reading,
  element: BpmnElement | undefined,
  kinds: FieldKinds,
): Record<string, unknown> | undefined {
  if (element === undefined) return undefined;
  const record: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(kinds)) {
    const found = reading.inner(element, `kontor:${name}`);
    if (found.length > 0) record[name] = readField(reading, found, kind);
  }
  return without(record);
}

/** The mappings of an activity, under `kontor:in` or `kontor:out`. */
export function writeMappings(
  type: string,
  mappings: readonly Mapping[] | undefined,
): BpmnElement[] {
  if (mappings === undefined) return [];
  const children = mappings.map((mapping) => mappingElement('kontor:map', mapping));
  return [children.length === 0 ? { $type: type } : { $type: type, $children: children }];
}

/** The mappings under an element. */
export function readMappings(
  reading: Reading,
  element: BpmnElement | undefined,
): Mapping[] | undefined {
  if (element === undefined) return undefined;
  return reading.inner(element, 'kontor:map').map((map) => readMapping(reading, map));
}

/** An element that holds one expression: `kontor:key`. */
export function writeExpression(type: string, expression: Expression | undefined): BpmnElement[] {
  return expression === undefined
    ? []
    : [{ $type: type, $attrs: expressionAttributes(expression) }];
}

/** The expression of such an element. */
export function readExpressionOf(reading: Reading, element: BpmnElement): Expression | undefined {
  const text = reading.attribute(element, 'expression');
  const language = reading.attribute(element, 'language');
  if (text === undefined) return undefined;
  return language === undefined ? text : { language, text };
}

const expressionAttributes = (expression: Expression): Record<string, string> =>
  typeof expression === 'string'
    ? { expression }
    : { expression: expression.text, language: expression.language };

const mappingElement = (type: string, { from, to }: Mapping): BpmnElement => ({
  $type: type,
  $attrs: { ...expressionAttributes(from), to },
});

const readMapping = (reading: Reading, element: BpmnElement): Mapping => ({
  from: readExpressionOf(reading, element) ?? 'null',
  to: reading.attribute(element, 'to') ?? '',
});

function writeField($type: string, value: unknown, kind: FieldKind): BpmnElement[] {
  if (kind === 'json') return [{ $type, $body: JSON.stringify(value) }];
  if (kind === 'mapping') return [mappingElement($type, value as Mapping)];
  if (kind === 'expression') return writeExpression($type, value as Expression);
  if (Array.isArray(value)) {
    if (value.length === 0) return [{ $type }];
    return value.map((item) => ({ $type, $attrs: { value: String(item) } }));
  }
  if (typeof value === 'object' && value !== null) {
    return writeExpression($type, (value as { expression: Expression }).expression);
  }
  return [{ $type, $attrs: { value: String(value) } }];
}

function readField(reading: Reading, found: readonly BpmnElement[], kind: FieldKind): unknown {
  const [first] = found as readonly [BpmnElement];
  if (kind === 'json') return readJson(reading, first);
  if (kind === 'mapping') return readMapping(reading, first);
  const expression = readExpressionOf(reading, first);
  if (kind === 'expression') return expression;
  if (expression !== undefined) return { expression };
  if (kind === 'values') {
    return found.flatMap((element) => reading.attribute(element, 'value') ?? []);
  }
  const value = reading.attribute(first, 'value');
  return kind === 'value' || value === undefined ? value : Number(value);
}

function readJson(reading: Reading, element: BpmnElement): unknown {
  try {
    return JSON.parse(element.$body ?? '');
  } catch {
    reading.say('unreadable-content', 'error', element, 'It is not JSON. Mend it.');
    return undefined;
  }
}
