/**
 * What happened to a record, as every verb tells it.
 *
 * The changes are in the event itself, before and after, so one fold serves all objects, and a
 * reader of the log sees who changed what from what to what, and why.
 */
import type { EventEnvelope, Json } from '@kontor/kernel';

/** What an event of a record carries. */
export type RecordEventData = {
  readonly object: string;
  readonly id: string;
  /** Of the record after the event; counts from 1. */
  readonly revision: number;
  /** The user, or the program, that did it. */
  readonly by: string;
  /** When the change holds, UTC ISO; the envelope's time is when it was recorded. */
  readonly at: string;
  readonly reason?: string;
  /** By field: the value before and after; null for none. */
  readonly changes: { readonly [field: string]: readonly [before: Json, after: Json] };
  /** What the verb tells beside the changes. */
  readonly details?: Json;
};

/** An event of a record: its type is `crm.<object>.<verb>`, its subject `<object>/<id>`. */
export type RecordEvent = EventEnvelope<`crm.${string}.${string}`, RecordEventData>;
