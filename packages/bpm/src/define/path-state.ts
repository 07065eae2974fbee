/**
 * What the compiler knows at one point of a process that is being written.
 *
 * A path carries one such state as its type: each step makes the next one. Nothing of it is there
 * when the process is written; the drafts (draft.ts) know the same things by themselves.
 */
import type { z } from 'zod';
import type { ThisScope } from './feel-text.ts';
import type { All, Join, JoinAll, Merge, Nothing } from './variable-types.ts';

/** Schemas by name. */
export type Schemas = Readonly<Record<string, z.ZodType>>;

/** What is told of a process once: its id, what starts it, what messages and signals carry. */
export interface ProcessTypes {
  readonly id: string;
  readonly input: z.ZodType;
  readonly messages: Schemas;
  readonly signals: Schemas;
}

/** A point of a process. */
export interface PathState {
  readonly process: ProcessTypes;
  /** Variables when the scope was entered. */
  readonly entry: unknown;
  /** Variables at this point; never = no token comes here. */
  readonly vars: unknown;
  /** Activities of this path by id, as `Active`. */
  readonly here: unknown;
  /** Ids of activities of the paths around. */
  readonly around: unknown;
  /** What completes each user task, by id; those of inner scopes, too. */
  readonly tasks: unknown;
  /** Variables where the scope may have ended before. */
  readonly exits: unknown;
}

/** An activity: the variables it began with, and those it left. */
export interface Active<Before, After, Kind extends string = 'activity'> {
  readonly before: Before;
  readonly after: After;
  readonly kind: Kind;
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

/** A path in the scope of another one, that goes on with its variables. */
export interface InnerState<S extends PathState, Vars = S['vars']> {
  readonly process: S['process'];
  readonly entry: S['entry'];
  readonly vars: Vars;
  readonly here: Nothing;
  readonly around: S['around'] | keyof S['here'];
  readonly tasks: Nothing;
  readonly exits: never;
}

/** A path in a scope of its own. */
export interface ScopeState<S extends PathState, Vars = S['vars']> {
  readonly process: S['process'];
  readonly entry: Vars;
  readonly vars: Vars;
  readonly here: Nothing;
  readonly around: S['around'] | keyof S['here'];
  readonly tasks: Nothing;
  readonly exits: never;
}

/** The same point with other variables, and what is new of the rest. */
export interface NextState<
  S extends PathState,
  Vars,
  Here = Nothing,
  Tasks = Nothing,
  Exits = never,
> {
  readonly process: S['process'];
  readonly entry: S['entry'];
  readonly vars: Vars;
  readonly here: S['here'] & Here;
  readonly around: S['around'];
  readonly tasks: S['tasks'] & Tasks;
  readonly exits: S['exits'] | Exits;
}

/** After an activity that sets variables. */
export type StepState<S extends PathState, Id extends string, Set, Tasks = Nothing> = NextState<
  S,
  Merge<S['vars'], Set>,
  Record<Id, Active<S['vars'], Merge<S['vars'], Set>>>,
  Tasks
>;

/** After an activity that holds a scope. `Vars`: what is known when it is left. */
export type AroundState<
  S extends PathState,
  Id extends string,
  Inner extends PathState,
  Vars,
  Kind extends string = 'activity',
> = NextState<S, Vars, Record<Id, Active<S['vars'], Vars, Kind>>, Inner['tasks']>;

/** After one of several branches; `Skipped`: the variables where none of them is taken. */
export type ChoiceState<S extends PathState, Ends extends PathState, Skipped = never> = NextState<
  S,
  Join<Ends['vars'] | Skipped>,
  All<Ends['here']>,
  All<Ends['tasks']>,
  Ends['exits']
>;

/** Of the ends of branches, those that every token of the branch comes to. */
type Whole<Ends extends PathState> = Ends extends unknown
  ? [Ends['exits']] extends [never]
    ? Ends['vars']
    : never
  : never;

/** After all of several branches. */
export type ForkState<S extends PathState, Ends extends PathState> = NextState<
  S,
  [Ends['vars']] extends [never]
    ? never
    : Merge<Join<S['vars'] | Ends['vars']>, JoinAll<Whole<Ends>>>,
  All<Ends['here']>,
  All<Ends['tasks']>,
  Ends['exits']
>;

/** What an event can be caught for: an activity of this path, or the scope itself. */
export type HostOf<S extends PathState> = (keyof S['here'] & string) | ThisScope;

/** Ids of activities of a kind. */
export type HostOfKind<S extends PathState, Kind extends string> = {
  [Id in keyof S['here']]: S['here'][Id] extends { readonly kind: Kind } ? Id : never;
}[keyof S['here']] &
  string;

/** Where the path begins that catches an event. `Given`: what comes with the event. */
export type CaughtState<S extends PathState, Host, Given = Nothing> = Host extends ThisScope
  ? ScopeState<S, Merge<Join<S['entry'] | S['vars']>, Given>>
  : S['here'][Host & keyof S['here']] extends { readonly before: infer Before }
    ? InnerState<S, Merge<Before, Given>>
    : never;

/** Where the path begins that undoes: it sees what its activity left. */
export type UndoneState<S extends PathState, Host> = Host extends ThisScope
  ? ScopeState<S, Join<S['entry'] | S['vars']>>
  : S['here'][Host & keyof S['here']] extends { readonly after: infer After }
    ? ScopeState<S, After>
    : never;

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
      Nothing,
      End['tasks'],
      Stops extends false ? never : End['vars'] | End['exits']
    >
  : NextState<
      S,
      Stops extends false ? S['vars'] : Join<S['vars'] | End['vars']>,
      End['here'],
      End['tasks'],
      Stops extends false ? never : End['exits']
    >;
