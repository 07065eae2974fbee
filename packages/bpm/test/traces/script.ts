/**
 * Trace scripts: what is done to a process, and what must come of it, as data.
 *
 * A script knows nothing of the engine, so any engine can be held to it: a driver (runner.ts) does
 * the commands. Lists of ids are written as words: `'A B D'`. What an expectation leaves out is not
 * compared. `trace` is in order; `active`, `cancelled`, `incidents` and `diagnostics` are not.
 */

/** Values by name, as JSON. */
export type Values = Readonly<Record<string, unknown>>;

/** What must be so after a command, or at the end. */
export interface Expectation {
  /** Leaf activities that have completed, in order: tasks, iterations, handlers that undo. */
  readonly trace?: string;
  /** Nodes in which something waits, or stands still. */
  readonly active?: string;
  /** Leaf activities that were stopped. */
  readonly cancelled?: string;
  readonly ended?: 'completed' | 'terminated' | 'cancelled' | false;
  /** Variables of the process; those named are compared. */
  readonly vars?: Values;
  /** Codes of open incidents. */
  readonly incidents?: string;
  /** Codes of what was noted. */
  readonly diagnostics?: string;
  /** Open timers. */
  readonly timers?: number;
  /** Instances that run. */
  readonly instances?: number;
}

/** One thing that is done. */
export type Action =
  /** `at`: which iteration; left out: the only or the oldest one. */
  | {
      readonly complete: string;
      readonly at?: number;
      readonly vars?: Values;
      readonly fence?: number;
    }
  /** A BPMN error from a job or task. */
  | { readonly fail: string; readonly error: string; readonly at?: number; readonly vars?: Values }
  | { readonly escalate: string; readonly code: string; readonly vars?: Values }
  /** A technical failure of one attempt. */
  | { readonly crashJob: string }
  | { readonly message: PublishedMessage }
  | { readonly signal: { readonly name: string; readonly vars?: Values } }
  | { readonly set: Values }
  | { readonly cancel: string; readonly at?: number }
  /** An activity of an ad-hoc sub-process. */
  | { readonly activate: string }
  /** All instances of the process go on on another model. */
  | { readonly migrate: Migration }
  /** The last migration is undone. */
  | { readonly undoMigration: true }
  /** Changes of a modification, in the words of the engine. */
  | { readonly modify: readonly Values[] }
  | { readonly suspend: true }
  | { readonly resume: true }
  /** Virtual time moves on, by a duration; every due instant is served in order. */
  | { readonly advance: string }
  /** The same while no engine runs; then it starts again. */
  | { readonly outage: string }
  /** Both are prepared on the same version, and committed in this order. */
  | { readonly race: readonly Action[] }
  | { readonly claim: string; readonly owner: string }
  /** Incidents of a code are resolved, and tried again. */
  | { readonly resolve: string }
  /** Memory is dropped. */
  | { readonly crash: true }
  /** One more instance. */
  | { readonly start: { readonly vars?: Values } }
  | { readonly terminate: true };

/** A new model of the process, and what becomes of elements that have another id in it. */
export interface Migration {
  readonly to: string;
  readonly plan?: Readonly<Record<string, string | null>>;
  /** Elements whose timers start anew. */
  readonly recompute?: true | readonly string[];
  readonly options?: ScriptOptions;
}

/** A message as it is published. */
export interface PublishedMessage {
  readonly name: string;
  readonly key?: string;
  /** For the same id twice, the second has no effect. */
  readonly id?: string;
  /** How long it waits for a subscription, as a duration. */
  readonly ttl?: string;
  readonly vars?: Values;
}

/** What became of a message. */
export type Outcome = 'correlated' | 'started' | 'buffered' | 'not-correlated';

/** An action, and what must come of it. */
export type Command = Action & {
  readonly expect?: Expectation;
  /** It fails with this code, and changes nothing. */
  readonly rejected?: string;
  /** Of a message. */
  readonly outcome?: Outcome;
};

/** What an engine must be able to do for a script, beside the pure step. */
export type Ability = 'fence';

/** A script. */
export interface Script {
  readonly id: string;
  /** Rule or book. */
  readonly source: string;
  /** In the notation of ../notation.ts. */
  readonly model: string;
  readonly options?: ScriptOptions;
  /** False: nothing is started; a message or signal will. */
  readonly start?: Values | false;
  readonly do?: readonly Command[];
  readonly expect: Expectation;
  readonly needs?: readonly Ability[];
}

/** Settings of a script. */
export interface ScriptOptions {
  readonly orJoin?: 'strict' | 'pragmatic';
  readonly zone?: string;
  /** ISO 8601, UTC; 2026-01-01T00:00Z when left out. */
  readonly now?: string;
  /** Steps of a burst before it is cut; 1000 when left out. */
  readonly burstSteps?: number;
  /** Output mappings of activities, as `n + 1 -> n`. */
  readonly out?: Readonly<Record<string, string>>;
  /** Any other fields of nodes. */
  readonly fields?: Readonly<Record<string, Record<string, unknown>>>;
}

/** One model, several scripts: the first has the id, others `id/name`. */
export function variants(
  base: Pick<Script, 'id' | 'source' | 'model' | 'options' | 'start' | 'needs'>,
  ...others: readonly (Omit<Script, 'id' | 'source' | 'model'> & {
    readonly name?: string;
    readonly model?: string;
  })[]
): Script[] {
  return others.map(({ name, ...script }) => ({
    ...base,
    ...script,
    id: name === undefined ? base.id : `${base.id}/${name}`,
    options: { ...base.options, ...script.options },
  }));
}
