/**
 * What records are called in other systems: so that an import, or a hook that comes twice, finds
 * the record again instead of making another one.
 */
import * as z from 'zod';
import { issuesOf } from '../check-given.ts';
import { CrmError } from '../errors.ts';

/** A name in another system. */
export const externalId = z.strictObject({
  /** The system: 'shop', 'erp'. */
  source: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be lower case, such as web-shop'),
  id: z
    .string()
    .min(1)
    .max(255)
    .regex(/^\P{Cs}*$/u, 'has half a surrogate pair'),
});

/** A name in another system. */
export type ExternalId = z.output<typeof externalId>;

/** Keys are ASCII of at most 255 bytes. */
const ID_BYTES_MAX = 160;

/**
 * The key by which the record is found.
 *
 * @throws CrmError CRM_INVALID_INPUT — a source or an id that is no such name, or too long
 */
export function externalKey(object: string, given: ExternalId): string {
  const parsed = externalId.safeParse(given);
  const encoded = parsed.success ? encodeURIComponent(parsed.data.id) : '';
  if (parsed.success && encoded.length <= ID_BYTES_MAX) {
    return `${object}|${parsed.data.source}|${encoded}`;
  }
  const issues = parsed.success
    ? [{ path: 'externalId.id', message: `is longer than ${ID_BYTES_MAX} bytes` }]
    : issuesOf(parsed.error, 'externalId.');
  throw new CrmError('CRM_INVALID_INPUT', { what: `The external id of the ${object}`, issues });
}
