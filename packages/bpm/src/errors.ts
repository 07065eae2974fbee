/**
 * What can go wrong in the process engine, by code. The details name the thing at fault, the
 * message the remedy.
 *
 * News of a running process are no errors: they are incidents and diagnostics of its instance
 * (instance.ts).
 */
import { type CodedError, codedErrors } from '@kontor/kernel';

/** A fault of a definition: where it is, and what to do about it. */
export interface DefinitionIssue {
  /** Stable, for programs: `unknown-target`, `expression`, … */
  readonly code: string;
  /** The element's id, with the field where one is at fault: `approve.task.due`. */
  readonly path: string;
  readonly message: string;
}

/** The codes and what each one carries. */
export type BpmErrorDetails = {
  /** A definition with faults: all of them. */
  BPM_INVALID_DEFINITION: { process: string; issues: readonly DefinitionIssue[] };
  /** No definition of that id, version or hash was deployed. */
  BPM_UNKNOWN_DEFINITION: { process: string; version?: string | undefined };
  /** No such instance. */
  BPM_UNKNOWN_INSTANCE: { instance: string };
  /** The activity does not wait: it was completed or cancelled, or never entered. */
  BPM_ACTIVITY_NOT_ACTIVE: { instance: string; activity: string };
  /** A command that makes no sense for this instance. */
  BPM_INVALID_COMMAND: { instance: string; path: string; reason: string };
  /** A message or signal from outside that is none. */
  BPM_INVALID_MESSAGE: { path: string; reason: string };
  /** A question to history that makes no sense. */
  BPM_INVALID_QUERY: { path: string; reason: string };
  /** A simulation whose options have faults: all of them. */
  BPM_INVALID_SIMULATION: { process: string; issues: readonly DefinitionIssue[] };
  /** Another worker has claimed the job since. */
  BPM_STALE_FENCE: { job: string; fence: number; current: number };
  /** A message without key that several subscriptions wait for. */
  BPM_AMBIGUOUS_CORRELATION: { message: string; candidates: readonly string[] };
  /** No handler was registered for this type of job. */
  BPM_UNKNOWN_HANDLER: { type: string };
  /**
   * A handler of the inside has failed in a transaction of the caller's (`within`): nothing of it
   * may be committed. The error of the handler is the `cause`.
   */
  BPM_HANDLER_FAILED: {
    effectKey: string;
    reason: string;
    /** When the engine, by itself, would try again; milliseconds since 1970. */
    due: number;
  };
  /** A timer counts on a business calendar that the engine was not given. */
  BPM_UNKNOWN_CALENDAR: { calendar: string };
  /** The model offers no decision or service of that name; a service may keep it to itself. */
  BPM_UNKNOWN_DECISION: { decision: string; offered: readonly string[] };
  /** Instances can't be moved by this plan: all findings; with an instance, those about it. */
  BPM_INVALID_MIGRATION: {
    process: string;
    instance?: string | undefined;
    issues: readonly DefinitionIssue[];
  };
  /** The instance, or the definition, is suspended: it takes no work until it is resumed. */
  BPM_SUSPENDED: { what: string };
  /** Variables, or an instance, larger than the limit in bytes of JSON. */
  BPM_TOO_LARGE: { what: string; bytes: number; most: number };
};

const listed = (issues: readonly DefinitionIssue[]): string =>
  issues.map(({ path, message }) => `${path}: ${message}`).join('; ');

/** The error of `@kontor/bpm`. Match it with `BpmError.is(error, code)`. */
export const BpmError = codedErrors<BpmErrorDetails>('BpmError', {
  BPM_INVALID_DEFINITION: ({ process, issues }) =>
    `The process '${process}' has ${issues.length} fault(s). Mend: ${listed(issues)}`,
  BPM_UNKNOWN_DEFINITION: ({ process, version }) =>
    `No process '${process}'${version === undefined ? '' : ` of version '${version}'`} is ` +
    `deployed. Deploy it first.`,
  BPM_UNKNOWN_INSTANCE: ({ instance }) =>
    `There is no instance '${instance}'. Look at its id, and at the tenant of the store.`,
  BPM_ACTIVITY_NOT_ACTIVE: ({ instance, activity }) =>
    `'${activity}' of instance '${instance}' does not wait for this: it has ended, ` +
    `was cancelled, or was never entered. Read the instance again.`,
  BPM_INVALID_COMMAND: ({ instance, path, reason }) =>
    `A command for instance '${instance}' is refused: ${path} ${reason}.`,
  BPM_INVALID_MESSAGE: ({ path, reason }) =>
    `A message is refused, nothing was delivered: ${path} ${reason}.`,
  BPM_INVALID_QUERY: ({ path, reason }) => `A question to history is refused: ${path} ${reason}.`,
  BPM_INVALID_SIMULATION: ({ process, issues }) =>
    `A simulation of '${process}' has ${issues.length} fault(s). Mend: ${listed(issues)}`,
  BPM_STALE_FENCE: ({ job, fence, current }) =>
    `Job '${job}' was claimed again: this worker has fence ${fence}, now ${current} counts. ` +
    `Drop the work; the other worker does it.`,
  BPM_AMBIGUOUS_CORRELATION: ({ message, candidates }) =>
    `Message '${message}' without a key fits ${candidates.length} subscriptions ` +
    `(${candidates.slice(0, 3).join(', ')}…). Give it a correlation key.`,
  BPM_UNKNOWN_HANDLER: ({ type }) =>
    `No handler is registered for jobs of type '${type}'. Call handle(contract, handler) first.`,
  BPM_HANDLER_FAILED: ({ effectKey, reason }) =>
    `The handler of effect '${effectKey}' has failed: ${reason}. Let this error out of the ` +
    `transaction, so that nothing of it is kept, and give the command again later.`,
  BPM_UNKNOWN_CALENDAR: ({ calendar }) =>
    `A timer counts on the calendar '${calendar}', which was not handed in. Give it by that name.`,
  BPM_UNKNOWN_DECISION: ({ decision, offered }) =>
    `The model offers no decision '${decision}'. Ask for one of: ${offered.join(', ')}.`,
  BPM_INVALID_MIGRATION: ({ process, instance, issues }) =>
    `${instance === undefined ? `A migration of '${process}'` : `Migrating '${instance}'`} ` +
    `meets ${issues.length} obstacle(s). Mend: ${listed(issues)}`,
  BPM_SUSPENDED: ({ what }) => `${what} is suspended. Resume it first; what came due is done then.`,
  BPM_TOO_LARGE: ({ what, bytes, most }) =>
    `${what} takes ${bytes} bytes of JSON, more than ${most}. Keep large data elsewhere, ` +
    `and only its id in the process.`,
});

/** An error of the process engine, typed by its code. */
export type BpmError<Code extends keyof BpmErrorDetails = keyof BpmErrorDetails> = CodedError<
  BpmErrorDetails,
  Code
>;
