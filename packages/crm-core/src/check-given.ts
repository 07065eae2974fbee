/**
 * What comes from outside is checked once, and all its faults are told at once.
 */
import type { z } from 'zod';
import { CrmError, type CrmErrorDetails, type CrmIssue } from './errors.ts';

type CheckCode = 'CRM_INVALID_DEFINITION' | 'CRM_INVALID_INPUT';

/** The faults that a schema has found, with their paths as text. */
export const issuesOf = ({ issues }: z.ZodError, prefix = ''): CrmIssue[] =>
  issues.map(({ path, message }) => ({ path: prefix + path.map(String).join('.'), message }));

/** The fault of what nests deeper than the stack of JavaScript. */
const TOO_DEEP: CrmIssue = { path: '', message: 'nests too deep to be read: flatten it' };

/** Reads by a schema; undefined where the value nests too deep for that. */
export function parseGiven<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.ZodSafeParseResult<z.output<Schema>> | undefined {
  try {
    return schema.safeParse(input);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}

/**
 * A value of the schema's, or all of its faults.
 *
 * @param further what a schema cannot see: asked only of values that have its form
 * @throws CrmError of the code, with `what` it is
 */
export function checkGiven<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  { code, what }: { readonly code: CheckCode; readonly what: string },
  further: (value: z.output<Schema>) => readonly CrmIssue[] = () => [],
): z.output<Schema> {
  const parsed = parseGiven(schema, input);
  if (parsed === undefined) {
    throw new CrmError(code, { what, issues: [TOO_DEEP] } satisfies CrmErrorDetails[CheckCode]);
  }
  const issues = parsed.success ? further(parsed.data) : issuesOf(parsed.error);
  if (parsed.success && issues.length === 0) return parsed.data;
  throw new CrmError(code, { what, issues } satisfies CrmErrorDetails[CheckCode]);
}
