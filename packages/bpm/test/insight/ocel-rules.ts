/**
 * The rules of OCEL 2.0 in JSON that a log can break, checked without the code that writes logs.
 *
 * @source A. Berti and others, "OCEL (Object-Centric Event Log) 2.0 Specification" (2023,
 * arXiv:2403.01975): the metamodel (types, ids, values of attributes over time, qualified
 * relationships), the JSON format and its schema
 */
import { z } from 'zod';

const time = z.iso.datetime({ offset: true });
const type = z.strictObject({
  name: z.string(),
  attributes: z.array(
    z.strictObject({
      name: z.string(),
      type: z.enum(['string', 'time', 'integer', 'float', 'boolean']),
    }),
  ),
});
const value = z.union([z.string(), z.number(), z.boolean()]);
const relationships = z.array(z.strictObject({ objectId: z.string(), qualifier: z.string() }));
const event = z.strictObject({
  id: z.string().min(1),
  type: z.string(),
  time,
  attributes: z.array(z.strictObject({ name: z.string(), value })).default([]),
  relationships: relationships.default([]),
});
const object = z.strictObject({
  id: z.string().min(1),
  type: z.string(),
  attributes: z.array(z.strictObject({ name: z.string(), value, time })).default([]),
  relationships: relationships.default([]),
});
const log = z.strictObject({
  eventTypes: z.array(type),
  objectTypes: z.array(type),
  events: z.array(event),
  objects: z.array(object),
});

/** A log of the right shape. */
export type OcelLog = z.output<typeof log>;

/** All that is wrong with a log, a line each; none: it keeps the rules. */
export function ocelFaults(text: string): string[] {
  const read = log.safeParse(JSON.parse(text));
  if (!read.success) {
    return read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  }
  const { eventTypes, objectTypes, events, objects } = read.data;
  const ids = new Set(objects.map(({ id }) => id));
  return [
    ...typeFaults('event', eventTypes),
    ...typeFaults('object', objectTypes),
    ...twice([...events, ...objects].map(({ id }) => id)).map((id) => `id '${id}' twice`),
    ...events.flatMap((one) => [
      ...carrierFaults(one, eventTypes, ({ name }) => name),
      ...relationFaults(one, ids),
      ...(one.relationships.length > 0 ? [] : [`${one.id} is of no object`]),
    ]),
    ...objects.flatMap((one) => [
      ...carrierFaults(one, objectTypes, ({ name, time: at = '' }) => `${name} at ${at}`),
      ...relationFaults(one, ids),
    ]),
  ];
}

/** A log that keeps the rules. */
export const readOcel = (text: string): OcelLog => log.parse(JSON.parse(text));

type Type = z.output<typeof type>;
type Attribute = OcelLog['events'][number]['attributes'][number] & { readonly time?: string };
type Carrier = Pick<OcelLog['events'][number], 'id' | 'type' | 'relationships'> & {
  readonly attributes: readonly Attribute[];
};

const twice = (names: readonly string[]): string[] =>
  names.filter((name, at) => names.indexOf(name) !== at);

const typeFaults = (kind: string, types: readonly Type[]): string[] => [
  ...twice(types.map(({ name }) => name)).map((name) => `${kind} type '${name}' twice`),
  ...types.flatMap(({ name, attributes }) =>
    twice(attributes.map((one) => one.name)).map((one) => `'${one}' twice in ${kind} type ${name}`),
  ),
];

/** An event or object: of a declared type, its attributes declared by it and of their type. */
function carrierFaults(
  { id, type: of, attributes }: Carrier,
  types: readonly Type[],
  keyOf: (attribute: Attribute) => string,
): string[] {
  const declared = types.find(({ name }) => name === of);
  if (declared === undefined) return [`${id}: type '${of}' is not declared`];
  return [
    ...twice(attributes.map(keyOf)).map((key) => `${id} has ${key} twice`),
    ...attributes.flatMap((attribute) => {
      const known = declared.attributes.find(({ name }) => name === attribute.name);
      if (known === undefined) return [`${id}: '${attribute.name}' is not declared`];
      return isOf(known.type, attribute.value)
        ? []
        : [`${id}: ${attribute.name} is no ${known.type}`];
    }),
  ];
}

function isOf(kind: Type['attributes'][number]['type'], it: z.output<typeof value>): boolean {
  if (kind === 'integer') return Number.isInteger(it);
  if (kind === 'float') return typeof it === 'number';
  if (kind === 'time') return time.safeParse(it).success;
  return typeof it === kind;
}

function relationFaults({ id, relationships: to }: Carrier, ids: ReadonlySet<string>): string[] {
  const lost = to.filter(({ objectId }) => !ids.has(objectId));
  return [
    ...lost.map(({ objectId }) => `${id} is of '${objectId}', which is not there`),
    ...twice(to.map((one) => JSON.stringify(one))).map((one) => `${id} has ${one} twice`),
  ];
}
