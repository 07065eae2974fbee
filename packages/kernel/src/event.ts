/**
 * Events: the envelope in which every engine tells what happened. JSON through and through.
 *
 * The attributes are those of CloudEvents with the chain of causes added: `correlationId` is one
 * for all that a request set off, `causationId` is the id of the event that set off this one.
 *
 * @source CloudEvents 1.0.2 (CNCF), "Context Attributes"
 */
import * as z from 'zod';
import type { Clock } from './clock.ts';
import { KernelError } from './errors.ts';
import type { Ids } from './ids.ts';

/** What JSON can hold. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** How deep `data` may nest. */
const DEPTH_MAX = 100;

const name = z.string().min(1).max(255);

/** Anything that JSON holds; refuses what it would lose. */
export const json = z.custom<Json>().superRefine((data, context) => {
  const fault = jsonFault(data, [], new Set());
  if (fault !== undefined) context.addIssue({ code: 'custom', ...fault });
});

/** The envelope's schema; `data` is anything that JSON holds. */
export const eventEnvelope = z.strictObject({
  id: name,
  /** What happened, in the past tense: 'mrp.plan.made'. */
  type: name,
  /** Who tells it: 'mrp', or a URI. */
  source: name,
  /** What it is about: the id of an order, an instance, an entry. */
  subject: name.optional(),
  /** When it happened: ISO 8601 in UTC, '2026-03-02T08:00:00.000Z'. */
  time: z.iso.datetime(),
  tenant: name.optional(),
  /** Of the shape of `data` for this type; a change that breaks readers counts one up. */
  version: z.number().int().min(1),
  data: json,
  causationId: name.optional(),
  correlationId: name.optional(),
});

/** An event: what happened, when, told by whom, and why. */
export type EventEnvelope<Type extends string = string, Data = Json> = Omit<
  z.output<typeof eventEnvelope>,
  'type' | 'data'
> & { readonly type: Type; readonly data: Data };

/** The schema of a type of event: the envelope with this type, this source and this data. */
export type EventSchema<Data extends z.ZodType = z.ZodType> = ReturnType<typeof eventSchema<Data>>;

/**
 * The schema of a type of event.
 *
 * @param type - a name, or the form of names; `version` is 1 when left out
 * @example
 * const released = eventSchema({
 *   type: z.literal('order.released'),
 *   source: 'mrp',
 *   data: z.strictObject({ quantity: z.string() }),
 * });
 * released.parse(event).data.quantity;
 */
export const eventSchema = <Data extends z.ZodType>({
  type,
  source,
  version = 1,
  data,
}: {
  readonly type: z.ZodType<string>;
  readonly source: string;
  readonly version?: number;
  readonly data: Data;
}) =>
  eventEnvelope.extend({
    type,
    source: z.literal(source),
    version: z.literal(version),
    data,
  });

/** What the teller of an event says; id and time come from the doors. */
export type EventDraft<Type extends string = string, Data = Json> = Omit<
  EventEnvelope<Type, Data>,
  'id' | 'time' | 'version'
> & { readonly version?: number };

/**
 * An event that happened now.
 *
 * @param draft `version` is 1 when left out
 * @throws KernelError KERNEL_BAD_EVENT — all faults, each with its path
 * @example
 * createEvent(
 *   { type: 'order.released', source: 'mrp', subject: 'order-7', data: { quantity: '12.5' } },
 *   { clock: systemClock, ids: ulids(systemClock) },
 * )
 */
export function createEvent<Type extends string, Data extends Json>(
  draft: EventDraft<Type, Data>,
  doors: { readonly clock: Clock; readonly ids: Ids },
): EventEnvelope<Type, Data> {
  const time = new Date(doors.clock.now()).toISOString();
  return checkEvent({ version: 1, ...draft, id: doors.ids.next(), time }) as EventEnvelope<
    Type,
    Data
  >;
}

/**
 * Checks an event from outside.
 *
 * @throws KernelError KERNEL_BAD_EVENT — all faults, each with its path
 */
export function checkEvent(input: unknown): EventEnvelope {
  const parsed = eventEnvelope.safeParse(input);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => ({
    path: path.length === 0 ? 'event' : path.map(String).join('.'),
    message,
  }));
  throw new KernelError('KERNEL_BAD_EVENT', { faults });
}

interface JsonFault {
  readonly path: (string | number)[];
  readonly message: string;
}

/** What JSON would lose or refuse: undefined, NaN, bigint, dates and other classes, cycles. */
function jsonFault(
  value: unknown,
  path: readonly (string | number)[],
  around: Set<object>,
): JsonFault | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  const fault = (message: string): JsonFault => ({ path: [...path], message });
  if (typeof value === 'number') {
    return Number.isFinite(value) ? undefined : fault(`${value} is no JSON number`);
  }
  if (typeof value !== 'object') return fault(`${typeof value} is not JSON: give text`);
  if (around.has(value) || around.size >= DEPTH_MAX) return fault('nests too deep, or in a cycle');
  if (!Array.isArray(value) && !isPlainObject(value))
    return fault('is of a class: give plain data');
  around.add(value);
  for (const [key, member] of memberEntries(value)) {
    const inner = jsonFault(member, [...path, key], around);
    if (inner !== undefined) return inner;
  }
  around.delete(value);
  return undefined;
}

/** Holes of arrays included: they are undefined, and so a fault. */
function memberEntries(value: object): Iterable<[string | number, unknown]> {
  return Array.isArray(value) ? value.entries() : Object.entries(value);
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // By shape, not identity: objects of another realm (a worker, a test's context) are plain too.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
