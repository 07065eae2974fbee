/**
 * What can go wrong in the CRM, by code. The details name the thing at fault, the message the
 * remedy.
 *
 * What a rule refuses (a stage that may not be entered yet, a lead that is converted already) is
 * news of the domain: a `Decision` carries it as a value (decision.ts), and the shell throws it
 * under the same code.
 */
import { type CodedError, codedErrors } from '@kontor/kernel';

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
};

const listed = (issues: readonly CrmIssue[]): string =>
  issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');

/** The error of `@kontor/crm-core`. Match it with `CrmError.is(error, code)`. */
export const CrmError = codedErrors<CrmErrorDetails>('CrmError', {
  CRM_INVALID_DEFINITION: ({ what, issues }) =>
    `${what} has ${issues.length} fault(s). Mend: ${listed(issues)}`,
  CRM_INVALID_INPUT: ({ what, issues }) =>
    `${what} has ${issues.length} fault(s) and was not taken. Mend: ${listed(issues)}`,
});

/** An error of the CRM. */
export type CrmError<Code extends keyof CrmErrorDetails = keyof CrmErrorDetails> = CodedError<
  CrmErrorDetails,
  Code
>;
