/**
 * An instance of a statechart: plain JSON, a snapshot of where it stands.
 *
 * The chart and the charts it invokes are sessions of one document. A session holds its active
 * leaves (all other active states follow from them), what its histories remember, and its data;
 * delayed sends and what was invoked outside are the waits of the instance (chart-waits.ts). Queues
 * are empty between commits unless a step was cut.
 */
import type { JsonValue } from '../expression.ts';
import type { Incident, Variables } from '../instance.ts';
import type { TimerState } from '../timer/timer-state.ts';

/** An event of a chart, as `_event` shows it. */
export interface ChartEvent {
  readonly name: string;
  readonly type: 'platform' | 'internal' | 'external';
  readonly data?: JsonValue;
  readonly sendid?: string;
  readonly origin?: string;
  readonly origintype?: string;
  readonly invokeid?: string;
}

/** A snapshot. What is empty is left out. */
export interface ChartInstance {
  readonly id: string;
  /** The hash of its definition. */
  readonly chart: string;
  readonly state: 'active' | 'completed' | 'cancelled';
  /** It takes no work: events wait until it is resumed. */
  readonly suspended?: true;
  /** Events so far. */
  readonly sequence: number;
  /** The last number given to a session, a send, an invocation or an incident. */
  readonly serial: number;
  /** The chart itself first, then those invoked, in order of their start. */
  readonly sessions: readonly ChartSession[];
  /** What is to be sent later, in the order of sending. */
  readonly delayed?: readonly DelayedSend[];
  /** Events on their way, first in, first out. */
  readonly mail?: readonly Mail[];
  readonly incidents?: readonly Incident[];
  /** Steps that were cut one after the other without coming to rest. */
  readonly cuts?: number;
}

/** A chart that runs. */
export interface ChartSession {
  readonly id: number;
  readonly chart: string;
  /** The session that invoked it; its name there. */
  readonly parent?: number;
  readonly invokeId?: string;
  /** The content it was made from, where an expression gave it. */
  readonly content?: JsonValue;
  /** Active leaf states in document order; when it has ended, those it ended in. */
  readonly active: readonly string[];
  /** What each history remembers. */
  readonly history?: Readonly<Record<string, readonly string[]>>;
  readonly data?: Readonly<Record<string, JsonValue>>;
  /** States whose data were given their values late. */
  readonly bound?: readonly string[];
  /** What it has invoked. */
  readonly invoked?: readonly ActiveInvocation[];
  /** What its final state handed on. */
  readonly output?: JsonValue;
  /** A step was cut: internal events, the event under way, states whose charts are to start. */
  readonly internal?: readonly ChartEvent[];
  readonly event?: ChartEvent;
  readonly starting?: readonly string[];
  readonly busy?: true;
}

/** Something that was invoked, until its state is left. */
export interface ActiveInvocation {
  readonly id: string;
  readonly state: string;
  /** Which of the state's invocations, from 0. */
  readonly index: number;
  /** A chart that runs inside: its session. */
  readonly session?: number;
  /** Anything else, as long as something is to come of it. */
  readonly wait?: ChartWait;
}

/** What the world outside owes a state, with a number of its own in the instance. */
export type ChartWait = { readonly id: number } & (
  | {
      readonly kind: 'job';
      /** The type of the service. */
      readonly type: string;
      readonly attempts: number;
      readonly failed: number;
      readonly due?: number;
      /** What the job is given. */
      readonly input: Variables;
    }
  | { readonly kind: 'message'; readonly name: string; readonly key: string }
  | { readonly kind: 'signal'; readonly name: string }
  /** An instance of its own, of a process or a chart. */
  | { readonly kind: 'child'; readonly process: string; readonly version?: string }
);

/** An event that is sent when its time has come. */
export interface DelayedSend {
  readonly id: number;
  readonly session: number;
  /** Milliseconds since 1970. */
  readonly due: number;
  /** The rule behind it, where it is more than some seconds. */
  readonly timer?: TimerState;
  readonly target?: string;
  /** Of another processor. */
  readonly processor?: string;
  readonly event: ChartEvent;
}

/** An event on its way to a session. */
export interface Mail {
  readonly to: number;
  readonly event: ChartEvent;
}
