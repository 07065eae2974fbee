/**
 * What is wrong with a timer as it was written: data for the list of a definition's faults, or for
 * an incident when the text came out of an expression at run time.
 */

/** Stable codes, for programs. What each one means stands in docs/internals/bpm-timers.md. */
export type TimerIssueCode =
  | 'timer-kind'
  | 'timer-date'
  | 'timer-duration'
  | 'timer-negative'
  | 'timer-cycle'
  | 'timer-endless'
  | 'timer-cron'
  | 'timer-never'
  | 'timer-zone'
  | 'timer-missed'
  | 'timer-calendar'
  | 'timer-calendar-misfit';

/** One fault of a timer. */
export interface TimerIssue {
  readonly code: TimerIssueCode;
  /** The thing at fault, and the remedy. */
  readonly message: string;
  /** The field of the spec at fault: `cycle`, `zone`. */
  readonly at: string;
}

/** A fault, from its parts. */
export function timerIssue(code: TimerIssueCode, at: string, message: string): TimerIssue {
  return { code, message, at };
}

/** Whether a reading is a fault; else it is what was to be read. */
export function isTimerIssue(reading: object): reading is TimerIssue {
  return 'code' in reading && 'at' in reading;
}
