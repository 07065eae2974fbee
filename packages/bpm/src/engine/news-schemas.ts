/**
 * What the process engine tells the world outside, by type of event.
 *
 * The subject of an event is the instance; of a delivery that was refused, what was to be
 * delivered.
 */
import { eventSchema, json } from '@kontor/kernel';
import * as z from 'zod';

const variables = z.record(z.string(), json).readonly();

/** Who was to get what was refused: a wait of an instance, or a start event. */
const recipient = z.union([
  z.strictObject({ instance: z.string(), wait: z.int() }).readonly(),
  z.strictObject({ hash: z.string(), node: z.string() }).readonly(),
]);

const refusal = { name: z.string(), code: z.string(), message: z.string() };

/** The data of each type. */
export const newsData = {
  /** A process or a chart sent a message; others that wait for it get it by themselves. */
  'bpm.message.sent': z.strictObject({
    name: z.string(),
    /** What it is correlated by; '' for none. */
    key: z.string(),
    variables,
    /** The same on every attempt: whoever acts on it acts once. */
    effectKey: z.string(),
  }),
  /** A chart sent an event by an event processor of the application. */
  'bpm.event.sent': z.strictObject({
    effectKey: z.string(),
    processor: z.string(),
    /** The address that it is sent to. */
    target: z.string(),
    event: z.strictObject({
      name: z.string(),
      type: z.enum(['platform', 'internal', 'external']),
      data: json.exactOptional(),
      sendid: z.string().exactOptional(),
      origin: z.string().exactOptional(),
      origintype: z.string().exactOptional(),
      invokeid: z.string().exactOptional(),
    }),
  }),
  /** Something stands still until a person looks at it. */
  'bpm.incident.opened': z.strictObject({
    code: z.string(),
    node: z.string(),
    message: z.string(),
  }),
  /** An instance is over. */
  'bpm.instance.ended': z.strictObject({
    state: z.enum(['completed', 'terminated', 'cancelled', 'failed']),
  }),
  /** An error of the business that nothing in the process caught; it goes on without. */
  'bpm.error.unhandled': z.strictObject({ detail: json }),
  /** A signal or a message that could not be brought to whom it was for. */
  'bpm.delivery.refused': z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('signal'), ...refusal, to: recipient }),
    z.strictObject({
      kind: z.literal('message'),
      ...refusal,
      key: z.string(),
      effectKey: z.string(),
    }),
  ]),
  /** A row stood for a wait that is not there any more, and was removed. */
  'bpm.orphan.removed': z.strictObject({
    kind: z.enum(['timer', 'job', 'subscription']),
    /** Of the row. */
    id: z.string(),
    instance: z.string(),
    wait: z.int(),
    /** The type of the job, the name of the message or signal; '' of a timer. */
    name: z.string(),
  }),
} as const;

/** The types of news. */
export type NewsType = keyof typeof newsData;

/** The data of a type of news. */
export type NewsData<Type extends NewsType> = z.input<(typeof newsData)[Type]>;

/** The schema of each event of the process engine, by type. */
export const bpmEvents = Object.fromEntries(
  Object.entries(newsData).map(([type, data]) => [
    type,
    eventSchema({ type: z.literal(type), source: 'bpm', data }),
  ]),
);
