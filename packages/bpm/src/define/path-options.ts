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
import type { InputMapping, Known, NameOf, NamesOf, Nothing, Plain } from './variable-types.ts';

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

/** Options of a message that is waited for. */
export interface ReceiveOptions<V extends Known, Mapping> extends ElementOptions {
  readonly key?: KeyOf<V>;
  readonly out?: Mapping;
}

/** Options of a message that is sent. */
export interface SendOptions<V extends Known, Wanted> extends ElementOptions {
  readonly key?: KeyOf<V>;
  /** What the message carries. */
  readonly in?: InputMapping<V, Wanted>;
}

/** Options of what carries variables without a schema. */
export interface ThrowOptions<V extends Known> extends ElementOptions {
  readonly in?: LocalMapping<V>;
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
export interface ScopeOptions extends ElementOptions {
  readonly loop?: LoopOptions;
}

/** For each item of a list, or a number of times. */
export interface ForEachOptions<List, Item> extends ElementOptions {
  /** The variable that holds the list. */
  readonly items: List;
  /** The variable of an iteration that holds its item. */
  readonly item: Item;
  /** All at once when left out. */
  readonly mode?: 'parallel' | 'sequential';
  /** Tested after each completion; true ends the rest. */
  readonly until?: Feel<boolean>;
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

/** The same, of an event that may leave running what it is caught for. */
export interface HandlerOptions extends CatchOptions {
  /** False leaves the activity or scope running. */
  readonly interrupting?: false;
}

/** The same, of an error or escalation. */
export interface NewsOptions<Payload> extends CatchOptions {
  /** What comes with it. */
  readonly carries?: Payload;
}

/** A time: `PT48H`, `R3/PT1H`, `2026-03-01T09:00`, or all that a timer can be told. */
export type When = string | Omit<TimerEvent, 'type'>;

/** When a branch is taken. */
export type Condition = Feel<boolean> | typeof otherwise;

/** Options must be given where the variables at hand are not what is wanted. */
export type Needed<V, Wanted, Options> = [Plain<V>] extends [Wanted]
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
  /** It is started by this message, too, whose payload is then its input. */
  readonly startedBy?: StarterOf<Input, Messages>;
}

/** Messages that carry what a process is started with. */
type StarterOf<Input, Messages> = {
  [Name in keyof Messages]: z.output<Messages[Name]> extends z.output<Input> ? Name : never;
}[keyof Messages] &
  string;
