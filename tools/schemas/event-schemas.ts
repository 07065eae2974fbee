/**
 * The schemas of all events, by engine and type, and the JSON Schema that is published of each.
 *
 * Engines keep them where events are told; nothing of them is in their indexes, so they are read
 * from the sources here.
 */
import { z } from 'zod';
import { bpmEvents } from '../../packages/bpm/src/engine/news-schemas.ts';
import { crmEvents, recordEvent } from '../../packages/crm-core/src/record-event.ts';
import { eventEnvelope } from '../../packages/kernel/src/event.ts';
import { ledgerEvents } from '../../packages/ledger/src/ledger-events.ts';
import { mrpEvents } from '../../packages/mrp/src/plan-events.ts';

/** By package: the schema of each type of event. */
export const eventSchemas: Readonly<Record<string, Readonly<Record<string, z.ZodObject>>>> = {
  kernel: { event: eventEnvelope },
  bpm: bpmEvents,
  'crm-core': { 'crm.record': recordEvent, ...crmEvents },
  ledger: ledgerEvents,
  mrp: mrpEvents,
};

/** A file of a package. */
export interface SchemaFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

/** Every published file, as it should be. */
export function schemaFiles(): SchemaFile[] {
  return Object.entries(eventSchemas).flatMap(([name, schemas]) =>
    Object.entries(schemas).map(([type, schema]) => ({
      path: `packages/${name}/schemas/${type}.json`,
      text: `${JSON.stringify(jsonSchemaOf(name, type, schema), null, 2)}\n`,
    })),
  );
}

function jsonSchemaOf(name: string, type: string, schema: z.ZodType): object {
  const made = z.toJSONSchema(schema, {
    // Anything that JSON holds is `{}` there.
    unrepresentable: 'any',
    // That nobody writes to a value is a matter of types, not of what is sent.
    override: ({ jsonSchema }) => delete jsonSchema.readOnly,
  });
  const { $schema, ...rest } = made;
  return { $schema, $id: `@kontor/${name}/schemas/${type}.json`, title: type, ...rest };
}

/**
 * What is wrong with an event: against the schema of its type, else against that of its engine.
 *
 * @returns undefined where nothing is
 */
export function eventFault(event: {
  readonly type: string;
  readonly source: string;
}): string | undefined {
  const schema = schemaOf(event);
  if (schema === undefined) return `${event.type} has no schema: declare what it tells`;
  const parsed = schema.safeParse(event);
  return parsed.success ? undefined : `${event.type}: ${z.prettifyError(parsed.error)}`;
}

function schemaOf({ type, source }: { type: string; source: string }): z.ZodType | undefined {
  const name = source === 'crm' ? 'crm-core' : source;
  const schemas = eventSchemas[name] ?? {};
  return schemas[type] ?? (source === 'crm' ? recordEvent : undefined);
}
