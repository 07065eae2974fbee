/**
 * The events of an instance: its history, and all that ever changes it.
 *
 * The engine never writes to a snapshot. It records events, and `applyEvent` (apply-event.ts) makes
 * the next snapshot of each; replaying the history does the same. What an event leaves out follows
 * from the snapshot before it.
 */
import type {
  Completion,
  EntryOptions,
  Frame,
  Incident,
  InstanceState,
  ThrownError,
  Token,
  Variables,
  Wait,
} from './instance.ts';
import type { JsonValue } from './expression.ts';
import type { ChartHistoryEvent } from './statechart/chart-history.ts';

/** What happened. */
export type HistoryEvent =
  /** The first: an instance is there, and its process frame. */
  | {
      readonly type: 'started';
      readonly process: string;
      readonly variables: Variables;
      readonly key?: string | undefined;
      readonly by?: string | undefined;
      /** Another instance waits for its end. */
      readonly called?: true | undefined;
    }
  /** What made this burst: who completed what, which message came. Changes nothing. */
  | { readonly type: 'triggered'; readonly trigger: JsonValue }
  /** A frame. With `token`, the head of the queue became it. */
  | {
      readonly type: 'entered';
      readonly node: string;
      readonly frame: number;
      readonly parent: number;
      readonly token?: true | undefined;
      readonly as?: EntryOptions | undefined;
    }
  /** A frame has ended well. Tokens go on by these flows. */
  | {
      readonly type: 'left';
      readonly node: string;
      readonly frame: number;
      readonly flows: readonly string[];
      /** It can be undone; kept in the scope around it. */
      readonly completion?: Completion | undefined;
    }
  /** A frame was stopped, with its waits and tokens; those in it were stopped before it. */
  | { readonly type: 'cancelled'; readonly node: string; readonly frame: number }
  /** All tokens of a scope were taken away, those at joins too; its frames were stopped before. */
  | { readonly type: 'cleared'; readonly frame: number }
  /** The head of the queue stays at a join. */
  | { readonly type: 'joined'; readonly scope: number; readonly flow: string }
  /** A join takes tokens from its flows. `used`: those a complex gateway has to await no more. */
  | {
      readonly type: 'fired';
      readonly scope: number;
      readonly node: string;
      readonly flows: readonly string[];
      readonly used: readonly string[];
    }
  /** Tokens that can go nowhere were taken away. */
  | { readonly type: 'stranded'; readonly scope: number; readonly flows: readonly string[] }
  /** Tokens were put somewhere; by a flow only where the activity that they leave goes on. */
  | { readonly type: 'sent'; readonly tokens: readonly Token[] }
  | { readonly type: 'opened'; readonly wait: Wait }
  /** A wait goes on in another state: the next occurrence of a timer, a job's next attempt. */
  | { readonly type: 'changed'; readonly wait: Wait }
  | { readonly type: 'closed'; readonly wait: number }
  | { readonly type: 'set'; readonly frame: number; readonly variables: Variables }
  /** A part of a frame's own state. */
  | {
      readonly type: 'updated';
      readonly frame: number;
      readonly change: FrameChange;
    }
  | { readonly type: 'incident'; readonly incident: Incident }
  | { readonly type: 'resolved'; readonly incident: number }
  /** Something worth knowing that needs no action. */
  | { readonly type: 'noted'; readonly code: DiagnosticCode; readonly detail: JsonValue }
  /** The burst was cut; the queue goes on in the next one. */
  | { readonly type: 'cut' }
  /**
   * All that ran on one definition runs on another. Elements have other names; what waited at those
   * that are gone waits no more; tokens at joins are on their flows once more, and arrive anew.
   */
  | {
      readonly type: 'migrated';
      readonly from: string;
      readonly to: string;
      /** Nodes that have another name. */
      readonly nodes: Readonly<Record<string, string>>;
      /** Nodes that have no counterpart. */
      readonly gone: readonly string[];
      /** Flows into joins, by their flow in the new definition. */
      readonly flows: Readonly<Record<string, string>>;
      readonly by?: string | undefined;
      readonly reason?: string | undefined;
    }
  | {
      readonly type: 'suspended' | 'resumed';
      readonly by?: string | undefined;
      readonly reason?: string | undefined;
    }
  /** The instance has ended, by an element that was the last to be left. */
  | {
      readonly type: 'ended';
      readonly state: InstanceState;
      readonly lastElement?: string | undefined;
      readonly error?: ThrownError | undefined;
    };

/** What changes of a frame's own state; null takes a part away. */
export type FrameChange = {
  readonly [Key in 'repeats' | 'undoing' | 'pending' | 'done' | 'calls' | 'sees']?: NonNullable<
    Frame[Key]
  > | null;
};

/** Findings of a running instance. */
export type DiagnosticCode =
  | 'stranded-token'
  | 'uncaught-escalation'
  /** The instructions of a task name variables that are not there; they stand in it as written. */
  | 'unfilled-instructions';

/** A commit's worth of history, of a process or of a statechart. */
export interface HistoryPage {
  readonly instance: string;
  /** Number of the first event. */
  readonly first: number;
  /** When, in milliseconds. */
  readonly at: number;
  readonly events: readonly (HistoryEvent | ChartHistoryEvent)[];
}
