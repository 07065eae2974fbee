/**
 * What the compiler knows at one point of a process that is being written.
 *
 * A path carries one such state as its type: each step makes the next one. Nothing of it is there
 * when the process is written; the drafts (draft.ts) know the same things by themselves.
 */
import type { z } from 'zod';
import type { ThisScope } from './feel-text.ts';
import type { Join, JoinAll, Known, Merge, Variable } from './variable-types.ts';

/** Schemas by name. */
export type Schemas = Readonly<Record<string, z.ZodType>>;

/** What is told of a process once: its id, what starts it, what messages and signals carry. */
export interface ProcessTypes {
  readonly id: string;
  readonly input: z.ZodType;
  readonly messages: Schemas;
  readonly signals: Schemas;
}

/** An activity: the variables it began with, and those it left. */
export interface Active<
  Id extends string = string,
  Before extends Known = Known,
  After extends Known = Known,
  Kind extends string = string,
> {
  readonly id: Id;
  readonly before: Before;
  readonly after: After;
  readonly kind: Kind;
}

/** A user task, and what completes it. */
export interface Task<Id extends string = string, Payload = unknown> {
  readonly id: Id;
  readonly payload: Payload;
}

/** A link that was thrown, and the variables where it was. */
export interface Link<Name extends string = string, Vars extends Known = Known> {
  readonly name: Name;
  readonly vars: Vars;
}

/** A point of a process. Activities, tasks, exits and links are unions. */
export interface PathState {
  readonly process: ProcessTypes;
  /** Variables when the scope was entered. */
  readonly entry: Known;
  /** Variables at this point; never = no token comes here. */
  readonly vars: Known;
  /** Activities of this path. */
  readonly here: Active;
  /** Ids of activities of the paths around. */
  readonly around: string;
  /** User tasks, those of inner scopes, too. */
  readonly tasks: Task;
  /** Variables where the scope may have ended before. */
  readonly exits: Known;
  /** Links thrown in this scope. */
  readonly links: Link;
}

/** Any path, ended or not. Its state is there for the compiler only. */
export interface AnyPath {
  readonly '~state': PathState;
}

/** What continues a path: a function from its beginning to its end. */
export type Branch<Start> = (path: Start) => AnyPath;

/** The ends of branches that are given by name; a union. */
export type EndsOf<Branches> = Branches[keyof Branches] extends infer Each
  ? Each extends (path: never) => { readonly '~state': infer State extends PathState }
    ? State
    : never
  : never;

/**
 * A point, of its parts. They are arguments so that the compiler computes them at each step: as
 * members it would put them off, and have a long chain to go back when someone asks.
 */
export interface StateOf<
  Process extends ProcessTypes,
  Entry extends Known,
  Vars extends Known,
  Here extends Active = never,
  Around extends string = never,
  Tasks extends Task = never,
  Exits extends Known = never,
  Links extends Link = never,
> {
  readonly process: Process;
  readonly entry: Entry;
  readonly vars: Vars;
  readonly here: Here;
  readonly around: Around;
  readonly tasks: Tasks;
  readonly exits: Exits;
  readonly links: Links;
}

/** A path in the scope of another one, that goes on with its variables. */
export type InnerState<S extends PathState, Vars extends Known = S['vars']> = {
  now: StateOf<S['process'], S['entry'], Vars, never, S['around'] | S['here']['id']>;
}['now'];

/** A path in a scope of its own. */
export type ScopeState<S extends PathState, Vars extends Known = S['vars']> = {
  now: StateOf<S['process'], Vars, Vars, never, S['around'] | S['here']['id']>;
}['now'];

/** The same point with other variables, and what is new of the rest. */
export type NextState<
  S extends PathState,
  Vars extends Known,
  Here extends Active = never,
  Tasks extends Task = never,
  Exits extends Known = never,
  Links extends Link = never,
> = {
  now: StateOf<
    S['process'],
    S['entry'],
    Vars,
    S['here'] | Here,
    S['around'],
    S['tasks'] | Tasks,
    S['exits'] | Exits,
    S['links'] | Links
  >;
}['now'];

/** After an activity that sets variables. */
export type StepState<
  S extends PathState,
  Id extends string,
  Set extends Variable,
  Tasks extends Task = never,
> = NextState<
  S,
  Merge<S['vars'], Set>,
  { now: Active<Id, S['vars'], Merge<S['vars'], Set>, 'activity'> }['now'],
  Tasks
>;

/** After an activity that holds a scope. `Vars`: what is known when it is left. */
export type AroundState<
  S extends PathState,
  Id extends string,
  Inner extends PathState,
  Vars extends Known,
  Kind extends string = 'activity',
> = NextState<S, Vars, { now: Active<Id, S['vars'], Vars, Kind> }['now'], Inner['tasks']>;

/** After one of several branches; `Skipped`: the variables where none of them is taken. */
export type ChoiceState<
  S extends PathState,
  Ends extends PathState,
  Skipped extends Known = never,
> = NextState<
  S,
  Join<Ends['vars'] | Skipped>,
  Ends['here'],
  Ends['tasks'],
  Ends['exits'],
  Ends['links']
>;

/** Of the ends of branches, those that every token of the branch comes to. */
type Whole<Ends extends PathState> = Ends extends { readonly exits: infer Exits }
  ? [Exits] extends [never]
    ? Ends['vars']
    : never
  : never;

/** After all of several branches. */
export type ForkState<S extends PathState, Ends extends PathState> = NextState<
  S,
  [Ends['vars']] extends [never]
    ? never
    : JoinAll<S['vars'] | Ends['vars'], S['vars'] | Whole<Ends>>,
  Ends['here'],
  Ends['tasks'],
  Ends['exits']
>;

/** After some of several branches; what is done when all have come adds its tasks only. */
export type FirstState<
  S extends PathState,
  Ends extends PathState,
  Reset extends PathState,
> = NextState<S, Join<Ends['vars']>, Ends['here'], Ends['tasks'] | TasksOf<Reset>, Ends['exits']>;

/** Tasks of a path that may not have been given: then nothing is known of them. */
type TasksOf<S extends PathState> = string extends S['tasks']['id'] ? never : S['tasks'];

/** Ids of activities of a kind. */
export type HostOfKind<S extends PathState, Kind extends string> = Extract<
  S['here'],
  { readonly kind: Kind }
>['id'];

type HostAt<S extends PathState, Id> = Extract<S['here'], { readonly id: Id }>;

/** Where the path begins that catches an event. `Given`: what comes with the event. */
export type CaughtState<
  S extends PathState,
  Host,
  Given extends Variable = never,
> = Host extends ThisScope
  ? ScopeState<S, Merge<Join<S['entry'] | S['vars']>, Given>>
  : InnerState<S, Merge<Join<HostAt<S, Host>['before']>, Given>>;

/** Where the path begins that undoes: it sees what its activity left. */
export type UndoneState<S extends PathState, Host> = Host extends ThisScope
  ? ScopeState<S, Join<S['entry'] | S['vars']>>
  : ScopeState<S, Join<HostAt<S, Host>['after']>>;

/** After an event was given a path. An event that stops nothing adds nothing to this path. */
export type HandledState<
  S extends PathState,
  Host,
  End extends PathState,
  Stops,
> = Host extends ThisScope
  ? NextState<
      S,
      S['vars'],
      never,
      End['tasks'],
      Stops extends false ? never : End['vars'] | End['exits']
    >
  : NextState<
      S,
      Stops extends false ? S['vars'] : Join<S['vars'] | End['vars']>,
      End['here'],
      End['tasks'],
      Stops extends false ? never : End['exits'],
      Stops extends false ? never : End['links']
    >;

/** Where the path begins that a link leads to. */
export type LinkedState<S extends PathState, Name> = InnerState<
  S,
  Join<Extract<S['links'], { readonly name: Name }>['vars']>
>;

/** After one activity was repeated: it is left without what an iteration has of its own. */
export type RepeatedState<
  S extends PathState,
  End extends PathState,
  Vars extends Known,
> = NextState<
  S,
  Vars,
  { now: Active<End['here']['id'], S['vars'], Vars, End['here']['kind']> }['now'],
  End['tasks']
>;
