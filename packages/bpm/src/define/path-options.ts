/**
 * What can be told of a step beside its name: labels, mappings, retries, times.
 *
 * Where a value is computed, the text is one of FEEL: the name of a variable is the shortest one.
 */
import type { z } from 'zod';
import type { TimerEvent } from '../event-model.ts';
import type { RetryRule, UserWork } from '../model.ts';
import type { Feel, otherwise } from './feel-text.ts';
import type { Schemas } from './path-state.ts';
import type {
  Declared,
  InputMapping,
  Known,
  NameOf,
  NamesOf,
  Nothing,
  Plain,
} from './variable-types.ts';

/** What every element can have. */
export interface ElementOptions {
  /** What a person reads; the text that the id was made of when left out. */
  readonly name?: string;
  readonly documentation?: string;
}

/** A standard loop: the activity is done again while the condition holds. */
export interface LoopOptions {
  readonly while: Feel<boolean>;
  /** The condition is tested before the first pass, too. */
  readonly testBefore?: boolean;
  readonly max?: number;
}

/** What every activity can have. */
export interface ActivityOptions<Mapping = Nothing> extends ElementOptions {
  readonly loop?: LoopOptions;
  /** Tokens that must arrive before it is entered once: it merges threads. */
  readonly startQuantity?: number;
  /** Tokens that leave by each flow: it splits threads. */
  readonly completionQuantity?: number;
  /** What it sets, by name. Left out: all its results. */
  readonly out?: Mapping;
}

/** Variables of its own, that an activity computes on entry. */
export type LocalMapping<V extends Known> = Readonly<Record<string, NamesOf<V> | Feel>>;

/** Options of a task that maps variables. */
export interface TaskOptions<V extends Known, Mapping> extends ActivityOptions<Mapping> {
  readonly in?: LocalMapping<V>;
}

/** Options of a service task. */
export interface ServiceOptions<V extends Known, Wanted, Mapping> extends ActivityOptions<Mapping> {
  /** What the contract wants. Left out: it sees the variables as they are. */
  readonly in?: InputMapping<V, Wanted>;
  readonly retry?: RetryRule;
}

/** Options of a user task. */
export interface UserOptions<V extends Known, Form, Mapping>
  extends ActivityOptions<Mapping>,
    Omit<UserWork, 'form'> {
  readonly in?: LocalMapping<V>;
  /** What completes the task. The definition keeps it as JSON Schema. */
  readonly form?: Form;
}

/** Options of a script. */
export interface ScriptOptions<V extends Known, Result, Mapping> extends ActivityOptions<Mapping> {
  readonly in?: LocalMapping<V>;
  /** The variable that takes the value; without one, the members of a context do. */
  readonly result?: Result;
}

/** Options of a business rule task. */
export interface RuleOptions<V extends Known, Result, Output, Mapping>
  extends ScriptOptions<V, Result, Mapping> {
  /** What the decision gives. */
  readonly output?: Output;
}

/** By what a message finds whom it is for: a variable, or an expression. */
export type KeyOf<V extends Known> = NameOf<V, string | number> | Feel<string | number>;

/** Options of an event that is waited for. */
export interface AwaitOptions<Mapping = Nothing> extends ElementOptions {
  /** What it sets, by name. Left out: all that comes with it. */
  readonly out?: Mapping;
}

/** Options of a message that is waited for. */
export interface MessageOptions<V extends Known, Mapping> extends AwaitOptions<Mapping> {
  readonly key?: KeyOf<V>;
}

/** Options of a receive task. */
export interface ReceiveOptions<V extends Known, Mapping> extends ActivityOptions<Mapping> {
  readonly key?: KeyOf<V>;
}

/** Options of a message that is sent. */
export interface SendOptions<V extends Known, Wanted> extends ElementOptions {
  readonly key?: KeyOf<V>;
  /** What the message carries. */
  readonly in?: InputMapping<V, Wanted>;
}

/** Options of a send task. */
export interface SendTaskOptions<V extends Known, Wanted>
  extends SendOptions<V, Wanted>,
    Omit<ActivityOptions, 'out'> {}

/** Options of what carries variables without a schema. */
export interface ThrowOptions<V extends Known> extends ElementOptions {
  readonly in?: LocalMapping<V>;
}

/** Options of several events that are thrown together. */
export interface ThrownOptions<V extends Known, Wanted> extends ElementOptions {
  /** What they carry, all of it. */
  readonly in?: InputMapping<V, Wanted>;
}

/** Options of a call. */
export interface CallOptions<V extends Known, Wanted, Mapping> extends ActivityOptions<Mapping> {
  readonly in?: InputMapping<V, Wanted>;
  /** A version tag or a hash; the latest at the time of the call when left out. */
  readonly version?: string;
  /** Compensating the call undoes what the called process did. */
  readonly compensates?: boolean;
}

/** Options of a sub-process. */
export interface ScopeOptions<Own = Nothing, Mapping = Nothing> extends ActivityOptions<Mapping> {
  /** Variables of its own, computed on entry; what is done to them stays inside. */
  readonly in?: Own;
}

/** Options of an ad-hoc sub-process, which holds the activities of these ids. */
export interface AdHocOptions<V extends Known, Ids> extends ElementOptions {
  readonly loop?: LoopOptions;
  /** One after the other, or all at once as when left out. */
  readonly ordering?: 'parallel' | 'sequential';
  /** What is started on entry: ids, or a list that is computed. Left out: only commands start. */
  readonly activate?: readonly Ids[] | NameOf<V, readonly string[]> | Feel<readonly string[]>;
  /** Tested after each completion. Left out: it ends when nothing is active any more. */
  readonly until?: Feel<boolean>;
  /** False: what is active when `until` holds goes on to its end. */
  readonly cancelRemaining?: boolean;
}

/** How iterations follow each other. */
export interface RepeatOptions extends ElementOptions {
  /** All at once when left out. */
  readonly mode?: 'parallel' | 'sequential';
  /** Tested after each completion; true ends the rest. */
  readonly until?: Feel<boolean>;
  /** False: when `until` holds the path goes on, and the rest goes on beside it. */
  readonly cancelRemaining?: false;
}

/** For each item of a list. */
export interface ForEachOptions<List, Item> extends RepeatOptions {
  /** The variable that holds the list. */
  readonly items: List;
  /** The variable of an iteration that holds its item. */
  readonly item: Item;
}

/** A number, a variable that holds one, or an expression. */
export type NumberOf<V extends Known> = number | NameOf<V, number> | Feel<number>;

/** A number of times. */
export interface TimesOptions<V extends Known> extends RepeatOptions {
  /** How often: a whole number, known when it begins. */
  readonly count: NumberOf<V>;
}

/** What is kept of each iteration: a variable of it, in a list with a cell for each. */
export interface CollectOptions<Into, From> {
  readonly into: Into;
  readonly from: From;
}

/** Options of an event that is caught for an activity or a scope. */
export interface CatchOptions extends ElementOptions {
  /** The id of the event; made of what it is when left out. */
  readonly id?: string;
}

/** The same, of an event that comes with variables. */
export interface CaughtOptions<Mapping> extends CatchOptions {
  /** What it sets, by name. Left out: all that comes with it. */
  readonly out?: Mapping;
}

/** The same, of an event that may leave running what it is caught for. */
export interface HandlerOptions extends CatchOptions {
  /** False leaves the activity or scope running. */
  readonly interrupting?: false;
}

/** The same, of an error or escalation. */
export interface NewsOptions<Payload, Mapping = Nothing> extends CaughtOptions<Mapping> {
  /** What comes with it. */
  readonly carries?: Payload;
}

/** A time: `PT48H`, `R3/PT1H`, `2026-03-01T09:00`, or all that a timer can be told. */
export type When = string | Omit<TimerEvent, 'type'>;

/** Options of an inclusive gateway. */
export interface InclusiveOptions extends ElementOptions {
  /** How its join waits; that of the process when left out. */
  readonly join?: 'strict' | 'pragmatic';
}

/** Options of a join that goes on before all its branches have come. */
export interface ComplexOptions<Reset> extends ElementOptions {
  /** A path of its own, for when the other branches have come, too; the join then begins anew. */
  readonly reset?: Reset;
}

/** What tells the kind of an event apart, and the key that only a message has. */
type EventKinds =
  | ('message' | 'key' | 'signal' | 'timer' | 'condition' | 'error' | 'escalation')
  | ('compensation' | 'terminate' | 'cancel')
  | ('receive' | 'anyOf' | 'firstOf' | 'allOf');

/** An event is of one kind: without this, a second one would be accepted, and never come. */
export type OneKind<Event> = Event & {
  readonly [Kind in Exclude<EventKinds, keyof Event>]?: never;
};

/** When a branch is taken. */
export type Condition = Feel<boolean> | typeof otherwise;

/** What must be in a payload. A schema without members gives a map of nothing: no member. */
export type Members<Payload> = string extends keyof Payload ? object : Payload;

/** Options must be given where the variables at hand are not what is wanted. */
export type Needed<V, Wanted, Options> = [Plain<V>] extends [Members<Wanted>]
  ? [options?: Options]
  : [options: Options & { readonly in: unknown }];

/** What a process is told beside its id. */
export interface ProcessOptions<
  Input extends z.ZodType,
  Messages extends Schemas,
  Signals extends Schemas,
> extends ElementOptions {
  /** The variables it is started with. */
  readonly input?: Input;
  /** What each message carries. */
  readonly messages?: Messages;
  /** What each signal carries. */
  readonly signals?: Signals;
  /** A tag for people, as `2026-03`. */
  readonly version?: string;
  /** The IANA zone of its timers; UTC when left out. */
  readonly zone?: string;
  /** How inclusive joins wait; see `processDefinition`. */
  readonly join?: 'strict' | 'pragmatic';
  /** The language of its expressions; FEEL when left out. */
  readonly language?: string;
  /** What starts it beside a command: a message whose payload is its input, or events. */
  readonly startedBy?:
    | FittingMessage<Input, Messages>
    | Starter<Input, Messages, Signals>
    | readonly Starter<Input, Messages, Signals>[];
  /** False: only what `startedBy` names starts it. */
  readonly noneStart?: false;
}

/** Messages or signals that carry what a process is started with. */
type Fitting<Input, Each extends Schemas> = {
  [Name in keyof Each]: z.output<Each[Name]> extends z.output<Input> ? Name : never;
}[keyof Each] &
  string;
type FittingMessage<Input, Messages extends Schemas> = Fitting<Input, Messages>;

/** An event that starts a process with what it carries. A timer carries nothing. */
export type StartEvent<Input, Messages extends Schemas, Signals extends Schemas> =
  | OneKind<{ readonly message: Fitting<Input, Messages> }>
  | OneKind<{ readonly signal: Fitting<Input, Signals> }>
  | (Nothing extends z.output<Input> ? OneKind<{ readonly timer: When }> : never)
  | OneKind<{ readonly condition: Feel<boolean> }>;

/** An event whose payload is mapped to what the process is started with. */
type MappedStart<Input, Messages extends Schemas, Signals extends Schemas> =
  | {
      [Name in keyof Messages & string]: OneKind<{
        readonly message: Name;
        readonly out: StartMapping<Input, Messages[Name]>;
      }>;
    }[keyof Messages & string]
  | {
      [Name in keyof Signals & string]: OneKind<{
        readonly signal: Name;
        readonly out: StartMapping<Input, Signals[Name]>;
      }>;
    }[keyof Signals & string]
  | OneKind<{ readonly timer: When; readonly out: StartMapping<Input, z.ZodObject<Nothing>> }>;

type StartMapping<Input, Payload extends z.ZodType> = InputMapping<
  Known<Declared<z.output<Payload>>>,
  z.output<Input>
>;

/** A receive task that starts the process, with what its message carries. */
type Received<Input, Messages extends Schemas> =
  | OneKind<{ readonly receive: Fitting<Input, Messages> }>
  | {
      [Name in keyof Messages & string]: OneKind<{
        readonly receive: Name;
        readonly out: StartMapping<Input, Messages[Name]>;
      }>;
    }[keyof Messages & string];

/**
 * An event after a gateway that starts the process: each brings what the process is started with.
 * The key is that by which it is awaited when another event has come first.
 */
type GatewayStart<Input, Messages extends Schemas, Signals extends Schemas> = ElementOptions & {
  readonly id?: string;
} & (
    | OneKind<{
        readonly message: Fitting<Input, Messages>;
        readonly key?: KeyOf<Known<Declared<z.output<Input>>>>;
      }>
    | OneKind<{ readonly signal: Fitting<Input, Signals> }>
  );

/**
 * What starts the process: a start event of one event or of `anyOf` several; a task that receives;
 * or a gateway, by the first event that comes (`firstOf`), or `allOf` them: the first starts the
 * instance, which goes on when it has got the others.
 *
 * @source BPMN 2.0.2, 10.3.3.1 and 10.6.6 (`instantiate`)
 */
export type Starter<Input, Messages extends Schemas, Signals extends Schemas> = ElementOptions & {
  /** The id of the start event; made by itself when left out. */
  readonly id?: string;
} & (
    | StartEvent<Input, Messages, Signals>
    | MappedStart<Input, Messages, Signals>
    | OneKind<{ readonly anyOf: readonly StartEvent<Input, Messages, Signals>[] }>
    | Received<Input, Messages>
    | OneKind<{ readonly firstOf: readonly GatewayStart<Input, Messages, Signals>[] }>
    | OneKind<{ readonly allOf: readonly GatewayStart<Input, Messages, Signals>[] }>
  );
