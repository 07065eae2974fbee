/**
 * An instance of a process: plain JSON, a snapshot of where it stands.
 *
 * Frames are the running activities and scopes, as a tree: the process is frame 1, everything in it
 * a descendant. Waits are what it waits for from outside: jobs, tasks, timers, messages, signals,
 * conditions. The shell's rows (jobs due, subscriptions, tasks) are the waits of instances written
 * where they can be found; so none can be left behind. Tokens under way stand in the queue, which
 * is empty between commits unless a burst was cut.
 */
import type { JsonValue } from './expression.ts';
import type { TimerState } from './timer/timer-state.ts';

/** Variables by name. */
export type Variables = Readonly<Record<string, JsonValue>>;

/**
 * How an instance ended, or that it has not. `failed`: by an error that nobody in it catches, which
 * its caller hears of; without a caller, such an error is an incident.
 */
export type InstanceState = 'active' | 'completed' | 'terminated' | 'cancelled' | 'failed';

/** An error of the business, on its way out of an instance. */
export interface ThrownError {
  readonly code: string;
  readonly variables: Variables;
}

/** A snapshot. What is empty is left out, so that a sleeping instance is small. */
export interface Instance {
  readonly id: string;
  /** The hash of its definition. */
  readonly process: string;
  readonly state: InstanceState;
  /**
   * Of one that has ended: the last element it left, as a rule an end event; none where it was
   * cancelled by command. Of one that has failed: the element that threw.
   */
  readonly lastElement?: string;
  /** Another instance has called it and waits for its end. */
  readonly called?: true;
  /** Of one that has failed: the error. */
  readonly error?: ThrownError;
  /** It takes no work: its tokens stand, and what comes due waits until it is resumed. */
  readonly suspended?: true;
  /** Events so far. */
  readonly sequence: number;
  /** The last number given to a frame, wait or incident. */
  readonly serial: number;
  /** The process first, then in the order of entering. */
  readonly frames: readonly Frame[];
  /** In the order of opening. */
  readonly waits: readonly Wait[];
  /** Tokens on their way, first in, first out. */
  readonly queue?: readonly Token[];
  readonly incidents?: readonly Incident[];
  /** What the process was started for; unique while it runs, where the start asks for it. */
  readonly key?: string;
  /** Bursts that were cut one after the other without a wait in between. */
  readonly cuts?: number;
}

/** A running activity or scope. */
export interface Frame {
  readonly id: number;
  /** The element; '' = the process. */
  readonly node: string;
  /** The frame around it; 0 = none. */
  readonly parent: number;
  /**
   * `body`: holds the iterations of a repeated activity; `iteration`: one of them; `handler`: an
   * event sub-process that was triggered, or an activity that undoes; `throw`: waits for handlers.
   */
  readonly role?: 'body' | 'iteration' | 'handler' | 'throw';
  /** Variables of its own. */
  readonly variables?: Variables;
  /** Tokens that wait at joins of this scope, by flow. */
  readonly marks?: Readonly<Record<string, number>>;
  /** Joins that have fired; a complex gateway that awaits its reset, with the flows it has used. */
  readonly fired?: Readonly<Record<string, readonly string[]>>;
  /** What this scope has completed and could undo, in the order of completion. */
  readonly done?: readonly Completion[];
  /** Of an iteration: its place from 0. */
  readonly index?: number;
  /** Of a body: what is repeated, and how far it is. */
  readonly repeats?: Repetition;
  /** Of a called process: the hash of its definition. Its variables end here. */
  readonly calls?: string;
  /** A called process without input mapping: it sees the variables around it, and changes none. */
  readonly sees?: true;
  /** Of a `throw`: what is still to be undone, last first. */
  readonly undoing?: readonly Completion[];
  /**
   * Activities of an ad-hoc sub-process that are still to be started, in order; events that a
   * gateway which has started the instance still awaits.
   */
  readonly pending?: readonly string[];
}

/** The state of a repeated activity. */
export interface Repetition {
  /** Undefined: a standard loop, that knows no number beforehand. */
  readonly total?: number;
  /** One for each iteration, where it repeats over a list. */
  readonly items?: readonly JsonValue[];
  /** Iterations begun. */
  readonly begun: number;
  readonly completed: number;
  readonly terminated: number;
  /** The results; a cell for each iteration. */
  readonly results?: readonly JsonValue[];
  /** What has gone out already while the rest goes on: its results, then its token, too. */
  readonly gone?: 'results' | 'token';
}

/** An activity that has completed and can be undone, once. */
export interface Completion {
  /** Number of the event of its completion: orders them. */
  readonly at: number;
  readonly node: string;
  readonly frame: number;
  /** All it could see when it completed. */
  readonly variables: Variables;
  /** Of a sub-process or a repeated activity: what was completed in it. */
  readonly inner?: readonly Completion[];
  /** Of a called process: the hash of its definition. */
  readonly calls?: string;
}

/** A token that is on its way to a node. */
export interface Token {
  /** The node it comes to. */
  readonly to: string;
  /** The scope frame it is in. */
  readonly in: number;
  /** The flow it comes by; undefined: it was put there. */
  readonly by?: string;
  /** What entering knows beforehand: an iteration, a handler. */
  readonly as?: EntryOptions;
}

/** How a frame is entered other than by a token on a flow. */
export interface EntryOptions {
  readonly role?: Frame['role'];
  readonly index?: number;
  readonly variables?: Variables;
  /** Of what undoes: what was completed in the activity it undoes. */
  readonly inner?: readonly Completion[];
  /** Of a call that is undone: the hash of the called process. */
  readonly calls?: string;
}

/** Where a wait belongs. */
interface WaitPlace {
  readonly id: number;
  readonly frame: number;
  /** The element that waits: that of the frame, a boundary event of it, a start event in it. */
  readonly node: string;
  /** It is the start of an event sub-process in the frame, not something on it. */
  readonly inside?: true;
  /** Which of the element's events it is; left out = the first. */
  readonly event?: number;
}

/** What an instance waits for. */
export type Wait = WaitPlace &
  (
    | { readonly kind: 'task' }
    | JobWait
    | { readonly kind: 'timer'; readonly timer: TimerState }
    | { readonly kind: 'message'; readonly name: string; readonly key: string }
    | { readonly kind: 'signal'; readonly name: string }
    | { readonly kind: 'condition'; readonly was: boolean }
    /** A call of a statechart, which runs as an instance of its own (child-instance.ts). */
    | { readonly kind: 'child'; readonly process: string; readonly version?: string }
  );

/** A job that a handler or worker does. */
export interface JobWait {
  readonly kind: 'job';
  readonly type: string;
  /** Attempts that are left. */
  readonly attempts: number;
  /** Attempts that failed so far, since it was opened or resolved. */
  readonly failed: number;
  /** When it may be tried, in milliseconds; undefined: at once. */
  readonly due?: number;
}

/** A wait of one kind. */
export type WaitOf<Kind extends Wait['kind']> = Extract<Wait, { kind: Kind }>;

/** Why an incident is open. */
export type IncidentCode =
  | 'no-flow-taken'
  | 'uncaught-error'
  | 'join-deadlock'
  | 'retries-exhausted'
  | 'expression-failed'
  | 'burst-limit'
  | 'unknown-process'
  | 'unknown-decision'
  | 'bad-timer';

/** An open problem that needs a person. The other tokens of the instance go on. */
export interface Incident {
  readonly id: number;
  readonly code: IncidentCode;
  /** The frame that stands still; its scope where a join does. */
  readonly frame: number;
  readonly node: string;
  /** What is done again when it is resolved. */
  readonly stage: 'begin' | 'leave' | 'flows' | 'progress' | 'job' | 'join' | 'burst';
  readonly message: string;
  /** What the error carried, or the flows of a join. */
  readonly detail?: JsonValue;
  /** The wait that failed for good. */
  readonly wait?: number;
}
