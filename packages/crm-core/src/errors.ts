/**
 * What can go wrong in the CRM, by code. The details name the thing at fault, the message the
 * remedy.
 *
 * What a rule refuses (a stage that may not be entered yet, a lead that is converted already) is
 * news of the domain: a `Decision` carries it as a value (decision.ts), and the shell throws it
 * under the same code.
 */
import { type CodedError, codedErrors, type Json } from '@kontor/kernel';

/** A fault of something given from outside: where it is, and what to do about it. */
export interface CrmIssue {
  /** From the root of what was given: `stages.2.probability`; rows count from 0. */
  readonly path: string;
  readonly message: string;
}

/** The codes and what each one carries. */
export type CrmErrorDetails = {
  /** A definition (an object, a pipeline, a price book, …) with faults: all of them. */
  CRM_INVALID_DEFINITION: { what: string; issues: readonly CrmIssue[] };
  /** A command or its values with faults: all of them. */
  CRM_INVALID_INPUT: { what: string; issues: readonly CrmIssue[] };
  /** No object of that name was declared. */
  CRM_UNKNOWN_OBJECT: { object: string; declared: readonly string[] };
  /** No such record, or none that this user may see. */
  CRM_UNKNOWN_RECORD: { object: string; id: string };
  /** The user may see the record, but not do this with it. */
  CRM_NOT_ALLOWED: { object: string; id: string; user: string; action: string };
  /** A field names a record that there is not. */
  CRM_UNKNOWN_RELATED: { object: string; id: string; field: string; related: string };
  /** Other records name this one, and their fields may not be emptied. */
  CRM_STILL_RELATED: { object: string; id: string; by: string; field: string };
  /** Another record has the value. */
  CRM_DUPLICATE_VALUE: { object: string; field: string; value: string; existing: string };
  /** A new record has the id of another one, removed ones included. */
  CRM_DUPLICATE_ID: { object: string; id: string };
  /** Others have changed the same fields since the revision that the edit began from. */
  CRM_CONFLICTING_EDIT: {
    object: string;
    id: string;
    revision: number;
    current: number;
    fields: readonly { field: string; base: Json; theirs: Json; yours: Json }[];
  };
};

const listed = (issues: readonly CrmIssue[]): string =>
  issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');

/** The error of `@kontor/crm-core`. Match it with `CrmError.is(error, code)`. */
export const CrmError = codedErrors<CrmErrorDetails>('CrmError', {
  CRM_INVALID_DEFINITION: ({ what, issues }) =>
    `${what} has ${issues.length} fault(s). Mend: ${listed(issues)}`,
  CRM_INVALID_INPUT: ({ what, issues }) =>
    `${what} has ${issues.length} fault(s) and was not taken. Mend: ${listed(issues)}`,
  CRM_UNKNOWN_OBJECT: ({ object, declared }) =>
    `There is no object '${object}'. Declared are: ${declared.join(', ')}.`,
  CRM_UNKNOWN_RECORD: ({ object, id }) =>
    `There is no ${object} '${id}' that this user may see. Look at its id and at the tenant.`,
  CRM_NOT_ALLOWED: ({ object, id, user, action }) =>
    `'${user}' may not ${action} the ${object} '${id}'. Ask its owner, or change the policy.`,
  CRM_UNKNOWN_RELATED: ({ object, id, field, related }) =>
    `The ${object} '${id}' names '${related}' as its ${field}, which is not there. Create it first.`,
  CRM_STILL_RELATED: ({ object, id, by, field }) =>
    `The ${object} '${id}' is the ${field} of '${by}'. Empty that field or remove that record first.`,
  CRM_DUPLICATE_VALUE: ({ object, field, value, existing }) =>
    `The ${object} '${existing}' has ${field} '${value}' already. Change that one, or the value.`,
  CRM_DUPLICATE_ID: ({ object, id }) =>
    `There is, or was, another ${object} '${id}'. Take another id, or let one be drawn.`,
  CRM_CONFLICTING_EDIT: ({ object, id, revision, current, fields }) =>
    `The ${object} '${id}' was edited at revision ${revision} and is at ${current} now; others have ` +
    `changed ${fields.map(({ field }) => field).join(', ')}. Show both values and edit again.`,
});

/** An error of the CRM. */
export type CrmError<Code extends keyof CrmErrorDetails = keyof CrmErrorDetails> = CodedError<
  CrmErrorDetails,
  Code
>;
