/**
 * Streams that leads come in by: a form, a fair's list, a mailbox, a partner. Each one calls the
 * same things by other names, so a stream says what goes where.
 */
import type { Json } from '@kontor/kernel';
import * as z from 'zod';
import { checkGiven, parseGiven } from '../check-given.ts';
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
  const given = parseGiven(z.record(z.string(), z.json()), payload)?.data;
  const named = typeof (stream as unknown as LeadStream | null)?.id === 'string' ? stream.id : '';
  const about = { code: 'CRM_INVALID_DEFINITION', what: `The stream '${named}'` } as const;
  const { id, fields, defaults, unknown } = checkGiven(leadStream, stream, about);
  const strangers = Object.keys(given ?? {}).filter((field) => !Object.hasOwn(fields, field));
  if (given === undefined || (unknown === 'refuse' && strangers.length > 0)) {
    const issues =
      given === undefined
        ? [{ path: '', message: 'must be an object of JSON values, not nested too deep' }]
        : strangers.map((path) => ({
            path,
            message: `the stream '${id}' does not know this field`,
          }));
    throw new CrmError('CRM_INVALID_INPUT', { what: `What came in by '${id}'`, issues });
  }
  const values: Record<string, Json> = { ...(defaults as Record<string, Json>), source: id };
  for (const [from, to] of Object.entries(fields)) {
    const value = Object.hasOwn(given, from) ? given[from] : undefined;
    const trimmed = typeof value === 'string' ? value.trim() : value;
    if (trimmed !== undefined && trimmed !== null && trimmed !== '') values[to] = trimmed;
  }
  return values;
}
