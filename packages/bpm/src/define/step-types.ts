/**
 * What a word of a path takes and sets, in terms of the point where it stands.
 *
 * Names of messages and signals are those the process declares; what comes with them, with a form
 * or with a schema becomes variables.
 */
import type { z } from 'zod';
import type { Variables } from '../instance.ts';
import type { AnyPath, PathState } from './path-state.ts';
import type {
  Declared,
  ItemOf,
  Join,
  Known,
  Mapped,
  Merge,
  NamesOf,
  OutputMapping,
  ReadingOf,
  Variable,
} from './variable-types.ts';

/** Where a branch ends. */
export type EndOf<Body extends (path: never) => AnyPath> = ReturnType<Body>['~state'];

/** Whether an event stops what it is caught for. */
export type StopsOf<Options> = Options extends { readonly interrupting: false } ? false : true;

/** Names of the messages of a process. */
export type Messages<S extends PathState> = keyof S['process']['messages'] & string;

/** Names of its signals. */
export type Signals<S extends PathState> = keyof S['process']['signals'] & string;

/** What a message carries. */
export type Message<S extends PathState, Name> = z.output<
  S['process']['messages'][Name & Messages<S>]
>;

/** What a signal carries. */
export type Signal<S extends PathState, Name> = z.output<
  S['process']['signals'][Name & Signals<S>]
>;

/** The variables that a message sets. */
export type Carried<S extends PathState, Name> = Declared<Message<S, Name>>;

/** The variables that a signal sets. */
export type Told<S extends PathState, Name> = Declared<Signal<S, Name>>;

/** The variables that a schema tells of. */
export type Said<Schema> = Schema extends z.ZodType ? Declared<z.output<Schema>> : never;

/** What completes a user task. */
export type Filled<Form> = Form extends z.ZodType ? z.input<Form> : Variables;

/** A value under a name; without one, its members. */
export type Named<Result, Value> = Result extends string
  ? { now: Variable<Result, Value, true> }['now']
  : Declared<Value>;

/** An output mapping of what is known and what a step gives. */
export type Seen<V extends Known, Given extends Variable = never> = OutputMapping<
  NamesOf<V> | Given['name']
>;

/** What an event sees that is caught at some time: later variables may not be set then. */
export type Sight<S extends PathState> = Join<S['entry'] | S['vars']>;

/** Variables when a scope is left. */
export type ScopeEnd<End extends PathState> = Join<End['vars'] | End['exits']>;

/** Names at the end of a scope; any, as long as the compiler has not yet looked into its body. */
export type NameAt<End extends PathState> = NamesOf<ScopeEnd<End>>;

/** The variables of an iteration. */
export type Iteration<V extends Known, List, Item extends string> = Merge<
  V,
  {
    now: Variable<Item, ItemOf<ReadingOf<V, List>>, true> | Variable<'loopCounter', number, true>;
  }['now']
>;

/** The list of what is kept of each iteration. */
export type Collected<Into extends string, From, End extends PathState> = [Into] extends [never]
  ? never
  : { now: Variable<Into, (ReadingOf<ScopeEnd<End>, From> | null)[], true> }['now'];

/** What a sub-process sees: its own variables before those around. */
export type Local<V extends Known, Own> = Merge<V, Mapped<V, Own>>;

/** When a sub-process is left: its own variables stay inside, its output mapping goes out. */
export type Left<V extends Known, End extends Known, Own, Out> = Merge<
  Restored<V, End, Own>,
  Mapped<End, Out>
>;

type Restored<V extends Known, End extends Known, Own> = [keyof Own] extends [never]
  ? End
  : [End] extends [never]
    ? never
    : {
        now: Known<
          | Exclude<End['variables'], { readonly name: keyof Own }>
          | Extract<V['variables'], { readonly name: keyof Own }>
        >;
      }['now'];

/** After one activity was repeated: the list of its results; without one, what the last one set. */
export type Gathered<V extends Known, End extends PathState, Item, Into extends string, From> = [
  Into,
] extends [never]
  ? Join<V | Known<Exclude<End['vars']['variables'], { readonly name: Item | 'loopCounter' }>>>
  : Merge<V, Collected<Into, From, End>>;
