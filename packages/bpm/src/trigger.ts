/**
 * What can happen to an instance from outside: the argument of one step.
 *
 * Triggers are plain data and are kept in the history, so a step can be done again.
 */
import type { Instance, Variables } from './instance.ts';
import type { MigrationPlan } from './migration/migration-plan.ts';
import type { Change } from './modification.ts';

/** Who gives a command, and why; kept in the history. */
export interface Audit {
  readonly by?: string | undefined;
  readonly reason?: string | undefined;
}

/** Who and why, without what is not said. */
export const auditOf = ({ by, reason }: Audit): Audit => ({
  ...(by !== undefined && { by }),
  ...(reason !== undefined && { reason }),
});

/** Who has done the work of a task or job, for the history. */
interface WorkDone {
  /** A person, or the name of a worker. */
  readonly by?: string | undefined;
  /** Of a job: when the claim was made that this ends, in milliseconds since 1970. */
  readonly claimedAt?: number | undefined;
}

/** What makes a burst. */
export type Trigger =
  /** A new instance. */
  | {
      readonly kind: 'start';
      readonly variables?: Variables | undefined;
      /** The start event that was triggered; left out: the none start. */
      readonly at?: string | undefined;
      /** What the process is for; told by a message start with a key, or by the caller. */
      readonly key?: string | undefined;
      /** Another instance waits for its end, and hears of an error that nobody in it catches. */
      readonly called?: true | undefined;
    }
  /** The work of a task, job or other wait is done. */
  | (WorkDone & {
      readonly kind: 'complete';
      readonly wait: number;
      readonly variables?: Variables | undefined;
    })
  /** The work has ended in a BPMN error: news for the process. */
  | (WorkDone & {
      readonly kind: 'fail';
      readonly wait: number;
      readonly code: string;
      readonly variables?: Variables | undefined;
    })
  /** The work escalates; it goes on unless who catches it stops it. */
  | {
      readonly kind: 'escalate';
      readonly wait: number;
      readonly code: string;
      readonly variables?: Variables | undefined;
    }
  /** An attempt of a job has failed technically. */
  | (WorkDone & {
      readonly kind: 'crash';
      readonly wait: number;
      readonly message: string;
      /** When to try again, in milliseconds since 1970. */
      readonly due?: number | undefined;
    })
  /** A message or signal came for a subscription. */
  | {
      readonly kind: 'message' | 'signal';
      readonly wait: number;
      readonly variables?: Variables | undefined;
    }
  /** A timer is due. `missed`: no engine was running when it came due. */
  | { readonly kind: 'timer'; readonly wait: number; readonly missed?: boolean | undefined }
  /** Variables are set from outside; without a frame, those of the process. */
  | { readonly kind: 'set'; readonly variables: Variables; readonly frame?: number | undefined }
  /** An activity is stopped; nothing leaves it. */
  | { readonly kind: 'cancel'; readonly frame: number }
  /** The instance is stopped. */
  | { readonly kind: 'terminate'; readonly reason?: string | undefined }
  /** An incident is resolved: what stood still is tried again. */
  | {
      readonly kind: 'resolve';
      readonly incident: number;
      /** Attempts of a job from now on. */
      readonly attempts?: number | undefined;
    }
  /** An activity of an ad-hoc sub-process is started. */
  | { readonly kind: 'activate'; readonly frame: number; readonly node: string }
  /** What runs on one definition goes on on another. */
  | ({ readonly kind: 'migrate'; readonly plan: MigrationPlan } & Audit)
  /** A person puts it where it should be: one change after the other, in one step. */
  | ({ readonly kind: 'modify'; readonly changes: readonly Change[] } & Audit)
  /** The instance takes no work until it is resumed. */
  | ({ readonly kind: 'suspend' | 'resume' } & Audit)
  /** A burst that was cut goes on. */
  | { readonly kind: 'continue' };

/** The instance that a step is for; one that is to be started has only an id and a process. */
export type Subject = Instance | { readonly id: string; readonly process: string };
