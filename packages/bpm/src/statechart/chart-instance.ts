/**
 * An instance of a statechart: plain JSON, a snapshot of where it stands.
 *
 * The chart and the charts it invokes are sessions of one document. A session holds its active
 * leaves (all other active states follow from them), what its histories remember, and its data;
 * delayed sends are the waits of the instance. Queues are empty between commits unless a step was
 * cut.
 */
import type { JsonValue } from '../expression.ts';

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
  readonly state: 'active' | 'completed';
  /** Events so far. */
  readonly sequence: number;
  /** The last number given to a session, a send or an invocation. */
  readonly serial: number;
  /** The chart itself first, then those invoked, in order of their start. */
  readonly sessions: readonly ChartSession[];
  /** What is to be sent later, in the order of sending. */
  readonly delayed?: readonly DelayedSend[];
  /** Events on their way, first in, first out. */
  readonly mail?: readonly Mail[];
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
  /** Charts it has invoked. */
  readonly invoked?: readonly ActiveInvocation[];
  /** What its final state handed on. */
  readonly output?: JsonValue;
  /** A step was cut: internal events, the event under way, states whose charts are to start. */
  readonly internal?: readonly ChartEvent[];
  readonly event?: ChartEvent;
  readonly starting?: readonly string[];
  readonly busy?: true;
}

/** A chart that was invoked, until its state is left. */
export interface ActiveInvocation {
  readonly id: string;
  readonly state: string;
  /** Which of the state's invocations, from 0. */
  readonly index: number;
  readonly session: number;
}

/** An event that is sent when its time has come. */
export interface DelayedSend {
  readonly id: number;
  readonly session: number;
  /** Milliseconds since 1970. */
  readonly due: number;
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
