/**
 * What happened to a record, as every verb tells it.
 *
 * The changes are in the event itself, before and after, so one fold serves all objects, and a
 * reader of the log sees who changed what from what to what, and why.
 */
import { type EventEnvelope, eventSchema, json } from '@kontor/kernel';
import * as z from 'zod';

const text = z.string();

/** What an event of a record carries. */
const recordEventData = z
  .strictObject({
    object: text,
    id: text,
    /** Of the record after the event; counts from 1. */
    revision: z.int().min(1),
    /** The user, or the program, that did it. */
    by: text,
    /** When the change holds, UTC ISO; the envelope's time is when it was recorded. */
    at: z.iso.datetime(),
    reason: text.exactOptional(),
    /** By field: the value before and after; null for none. */
    changes: z.record(text, z.tuple([json, json]).readonly()).readonly(),
    /** What the verb tells beside the changes. */
    details: json.exactOptional(),
  })
  .readonly();

/** What an event of a record carries. */
export type RecordEventData = z.output<typeof recordEventData>;

/** An event of a record: its type is `crm.<object>.<verb>`, its subject `<object>/<id>`. */
export type RecordEvent = EventEnvelope<`crm.${string}.${string}`, RecordEventData>;

const version = z.int().min(1);
const stages = { from: text, to: text };
const approval = z.strictObject({ approval: text });
const figures = z.strictObject({ figures: json });

/** What verbs of the standard objects tell beside the changes, by type of event. */
const verbDetails: Readonly<Record<string, z.ZodType>> = {
  'opportunity.created': z.strictObject({ to: text }),
  'opportunity.stageMoved': z.strictObject({
    ...stages,
    isCorrection: z.boolean().exactOptional(),
  }),
  'opportunity.won': z.strictObject(stages),
  'opportunity.lost': z.strictObject(stages),
  'opportunity.reopened': z.strictObject(stages),
  'opportunity.pipelineChanged': z.strictObject({
    ...stages,
    fromPipeline: text,
    toPipeline: text,
  }),
  /** The instant of the move that made later values hold again. */
  'opportunity.restated': z.strictObject({ of: z.iso.datetime() }),
  'opportunity.approvalRequested': approval,
  'opportunity.approvalGiven': approval,
  'opportunity.approvalRejected': approval,
  'quote.edited': figures,
  'quote.versionBegun': figures,
  'quote.approvalRequested': z.strictObject({ approvals: z.array(json) }),
  'quote.approvalGiven': approval,
  'quote.approvalRejected': approval,
  'quote.sent': z.strictObject({ version, expiresOn: z.iso.date() }),
  'quote.accepted': z.strictObject({
    version,
    chosen: z.array(text),
    acceptedAt: z.iso.datetime(),
  }),
  'quote.rejected': z.strictObject({ version }),
  'quote.expired': z.strictObject({ version }),
  'lead.captured': z.strictObject({ stream: text, values: json }),
};

/** The schema of any event of a record. */
export const recordEvent = eventSchema({
  type: z.string().regex(/^crm\.[^.]+\.[^.]+$/),
  source: 'crm',
  data: recordEventData,
});

/** The schema of each event that tells something beside the changes, by type. */
export const crmEvents = Object.fromEntries(
  Object.entries(verbDetails).map(([verb, details]) => {
    const type = `crm.${verb}`;
    const data = recordEventData.unwrap().extend({ details });
    return [type, eventSchema({ type: z.literal(type), source: 'crm', data })];
  }),
);
