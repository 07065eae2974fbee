/**
 * Streams that leads come in by: a form, a fair's list, a mailbox, a partner. Each one calls the
 * same things by other names, so a stream says what goes where.
 */
import type { Json } from '@kontor/kernel';
import * as z from 'zod';
import { checkGiven } from '../check-given.ts';
import { CrmError } from '../errors.ts';

/** A stream. */
export const leadStream = z.strictObject({
  /** Its name, which the lead has as its source. */
  id: z.string().min(1).max(64),
  /** By the field of what comes in: the field of the lead, custom ones as `ext.size`. */
  fields: z.record(z.string(), z.string().min(1)),
  /** Values of leads that come in by it. */
  defaults: z.record(z.string(), z.json()).default({}),
  /** What comes in with fields that the stream does not know: refused, or kept out. */
  unknown: z.enum(['refuse', 'ignore']).default('refuse'),
});

/** A stream as it is written. */
export type LeadStream = z.input<typeof leadStream>;

/**
 * The values of a lead, of what came in by a stream. Text is trimmed; what is empty is left out.
 *
 * @throws CrmError CRM_INVALID_DEFINITION — a stream with faults
 * @throws CrmError CRM_INVALID_INPUT — something that is no object, or a field that the stream does
 * not know
 * @example
 * const fair = { id: 'fair', fields: { Firma: 'company', Name: 'surname' } };
 * leadValues(fair, { Firma: ' Hansa ', Name: '' })
 * // => { source: 'fair', company: 'Hansa' }
 */
export function leadValues(stream: LeadStream, payload: unknown): Record<string, Json> {
  const about = { code: 'CRM_INVALID_DEFINITION', what: `The stream '${stream.id}'` } as const;
  const { id, fields, defaults, unknown } = checkGiven(leadStream, stream, about);
  const given = z.record(z.string(), z.json()).safeParse(payload);
  const strangers = Object.keys(given.data ?? {}).filter((field) => !Object.hasOwn(fields, field));
  if (!given.success || (unknown === 'refuse' && strangers.length > 0)) {
    const issues = given.success
      ? strangers.map((path) => ({ path, message: `the stream '${id}' does not know this field` }))
      : [{ path: '', message: 'must be an object of JSON values' }];
    throw new CrmError('CRM_INVALID_INPUT', { what: `What came in by '${id}'`, issues });
  }
  const values: Record<string, Json> = { ...(defaults as Record<string, Json>), source: id };
  for (const [from, to] of Object.entries(fields)) {
    const value = given.data[from];
    const trimmed = typeof value === 'string' ? value.trim() : value;
    if (trimmed !== undefined && trimmed !== null && trimmed !== '') values[to] = trimmed;
  }
  return values;
}
