/**
 * The events of an instance of a statechart: its history, and all that ever changes it.
 *
 * `applyChartEvent` (apply-chart-event.ts) makes the next snapshot of each; replaying the history
 * does the same. What means the same in a process has the same shape there (history.ts):
 * `triggered`, `entered` and `left` with their node and frame (here a state and its session),
 * `changed`, `closed`, `incident`, `resolved`, `noted`, `cut`, `ended`.
 */
import type { JsonValue } from '../expression.ts';
import type { Incident } from '../instance.ts';
import type {
  ActiveInvocation,
  ChartEvent,
  ChartInstance,
  ChartSession,
  ChartWait,
  DelayedSend,
} from './chart-instance.ts';

/** What a session is when it begins. */
export type NewSession = Pick<ChartSession, 'id' | 'chart' | 'parent' | 'invokeId' | 'content'>;

/** What happened. */
export type ChartHistoryEvent =
  /** What made this step. Changes nothing. */
  | { readonly type: 'triggered'; readonly trigger: JsonValue }
  | { readonly type: 'began'; readonly session: NewSession }
  /** A transition was chosen. Changes nothing; what follows from it is recorded by itself. */
  | {
      readonly type: 'took';
      readonly session: number;
      readonly from: string;
      readonly index: number;
    }
  | {
      readonly type: 'remembered';
      readonly session: number;
      readonly history: string;
      readonly states: readonly string[];
    }
  /** A state is left: its invocations were ended before. */
  | { readonly type: 'left'; readonly node: string; readonly frame: number }
  | { readonly type: 'entered'; readonly node: string; readonly frame: number }
  /** The data of a state got their first values. */
  | { readonly type: 'bound'; readonly session: number; readonly state: string }
  /** Data that changed; null under `gone`: names without a value. */
  | {
      readonly type: 'assigned';
      readonly session: number;
      readonly data: Readonly<Record<string, JsonValue>>;
      readonly gone?: readonly string[];
    }
  /** An internal event goes to the end of its queue. */
  | { readonly type: 'raised'; readonly session: number; readonly event: ChartEvent }
  /** An internal event is under way now. */
  | { readonly type: 'pulled'; readonly session: number }
  /** An event is on its way to a session. */
  | { readonly type: 'mailed'; readonly to: number; readonly event: ChartEvent }
  /** The first event on its way has come; nobody is there to take it: `lost`. */
  | { readonly type: 'received'; readonly session: number; readonly lost?: true }
  | { readonly type: 'delayed'; readonly send: DelayedSend }
  /** A delayed send was sent, or cancelled. */
  | { readonly type: 'undelayed'; readonly send: number; readonly cancelled?: true }
  | { readonly type: 'invoked'; readonly session: number; readonly invocation: ActiveInvocation }
  /** The charts that a state invokes are started, or were not to be. */
  | { readonly type: 'launched'; readonly session: number; readonly state: string }
  /** A number was used up for an id. */
  | { readonly type: 'numbered' }
  | {
      readonly type: 'logged';
      readonly session: number;
      readonly label?: string;
      readonly value?: JsonValue;
    }
  /** The session is at rest. */
  | { readonly type: 'settled'; readonly session: number }
  /** A session has ended, in these leaves. */
  | {
      readonly type: 'finished';
      readonly session: number;
      readonly active: readonly string[];
      readonly output?: JsonValue;
      /** It was stopped by the state that had invoked it. */
      readonly cancelled?: true;
    }
  /** What the world outside owes goes on in another state: a job's next attempt. */
  | { readonly type: 'changed'; readonly wait: ChartWait }
  /** The world outside owes it no more. */
  | { readonly type: 'closed'; readonly wait: number }
  | { readonly type: 'incident'; readonly incident: Incident }
  | { readonly type: 'resolved'; readonly incident: number }
  /** Something worth knowing that needs no action. */
  | { readonly type: 'noted'; readonly code: ChartDiagnosticCode; readonly detail: JsonValue }
  /** The step was cut; a `continue` goes on. */
  | { readonly type: 'cut' }
  | {
      readonly type: 'suspended' | 'resumed';
      readonly by?: string | undefined;
      readonly reason?: string | undefined;
    }
  /** It goes on on another definition; what that is for each session, is recorded by itself. */
  | {
      readonly type: 'migrated';
      readonly from: string;
      readonly to: string;
      readonly by?: string | undefined;
      readonly reason?: string | undefined;
    }
  /** A person puts a session elsewhere: it is under way until it has settled. */
  | { readonly type: 'modified'; readonly session: number }
  /** A session stands elsewhere now: on another chart, under the names of that. */
  | {
      readonly type: 'moved';
      readonly session: number;
      readonly chart: string;
      /** Active leaves. */
      readonly active: readonly string[];
      /** States that are called otherwise, by their old names. */
      readonly states: Readonly<Record<string, string>>;
      readonly history: Readonly<Record<string, readonly string[]>>;
      readonly bound: readonly string[];
      readonly invoked: readonly ActiveInvocation[];
      readonly starting: readonly string[];
    }
  /** The instance has ended; its sessions have finished before. */
  | { readonly type: 'ended'; readonly state: Exclude<ChartInstance['state'], 'active'> };

/** Findings of a running chart. */
export type ChartDiagnosticCode =
  /** An error event that no transition took. */
  | 'unhandled-error'
  /** A delayed send that came due while no engine was running, and was to be skipped then. */
  | 'skipped-send';
