/**
 * Form fields of Camunda 7 and Flowable as a JSON Schema, the form of a user task.
 */
import type { NodeOf } from '../model.ts';
import type { Prefixed } from './dialect.ts';
import { type BpmnElement, without } from './document.ts';
import type { Reading } from './reading.ts';

type Form = NonNullable<NonNullable<NodeOf<'user'>['work']>['form']>;

const TYPES: Readonly<Record<string, Form>> = {
  string: { type: 'string' },
  long: { type: 'integer' },
  double: { type: 'number' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
};

/** The form of a user task: `camunda:formData`, or `flowable:formProperty` on the task itself. */
export function readForm(reading: Reading, element: BpmnElement, of: Prefixed): Form | undefined {
  const data = reading.extension(element, of('formData'));
  const fields = [
    ...(data === undefined ? [] : reading.inner(data, of('formField'))),
    ...reading.extensions(element, of('formProperty')),
  ];
  if (fields.length === 0) return undefined;
  const required = fields.filter((field) => isRequired(reading, field, of)).map(idOf);
  const properties = Object.fromEntries(
    fields.map((field) => [idOf(field), property(reading, field, of)]),
  );
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

const idOf = (field: BpmnElement): string => field.$attrs?.['id'] ?? '';

function isRequired(reading: Reading, field: BpmnElement, of: Prefixed): boolean {
  if (reading.attribute(field, 'required') === 'true') return true;
  const constraints = reading
    .inner(field, of('validation'))
    .flatMap((one) => reading.inner(one, of('constraint')))
    .filter(({ $attrs }) => $attrs?.['name'] === 'required');
  constraints.forEach((one) => reading.take(one, 'name', 'config'));
  return constraints.length > 0;
}

function property(reading: Reading, field: BpmnElement, of: Prefixed): Form {
  reading.take(field, 'id');
  const type = reading.attribute(field, 'type') ?? 'string';
  const title = reading.attribute(field, 'label') ?? reading.attribute(field, 'name');
  const initial = reading.attribute(field, 'defaultValue');
  const options = reading.inner(field, of('value')).map((option) => {
    reading.take(option, 'id', 'name');
    return idOf(option);
  });
  return without({
    ...(TYPES[type] ?? TYPES['string']),
    title,
    default: initial,
    enum: type === 'enum' ? options : undefined,
  }) as Form;
}
