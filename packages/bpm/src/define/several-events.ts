/**
 * Events told together: what a multiple event waits for or throws, as one object for each.
 *
 * `[{ message: 'paid', key: 'sku' }, { timer: 'P3D' }]` reads as the events of BPMN do, and the
 * compiler knows each name in it. What comes with one of several may be missing afterwards; what
 * comes with all of them is there.
 *
 * @source BPMN 2.0.2, 10.5.5 (multiple and parallel multiple events)
 */
import type { Feel } from './feel-text.ts';
import type { KeyOf, Members, OneKind, When } from './path-options.ts';
import type { PathState } from './path-state.ts';
import type { Carried, Message, Messages, Signal, Signals, Told } from './step-types.ts';
import type { Known, Variable } from './variable-types.ts';

/** A message. What it carries is told by the process. */
export interface MessageTold<S extends PathState, V extends Known> {
  readonly message: Messages<S>;
  readonly key?: KeyOf<V>;
}

/** A signal. What it carries is told by the process. */
export interface SignalTold<S extends PathState> {
  readonly signal: Signals<S>;
}

/** An event that is waited for. */
export type EventAwaited<S extends PathState, V extends Known = S['vars']> =
  | OneKind<MessageTold<S, V>>
  | OneKind<SignalTold<S>>
  | OneKind<{ readonly timer: When }>
  | OneKind<{ readonly condition: Feel<boolean> }>;

/** An event that is caught for an activity or a scope; `'*'` = whatever the code. */
export type EventCaught<S extends PathState, V extends Known = S['vars']> =
  | EventAwaited<S, V>
  | OneKind<{ readonly error: string }>
  | OneKind<{ readonly escalation: string }>;

/** An event that is thrown on the way. `compensation: true`: of all that the scope has done. */
export type EventThrown<S extends PathState, V extends Known = S['vars']> =
  | OneKind<MessageTold<S, V>>
  | OneKind<SignalTold<S>>
  | OneKind<{ readonly escalation: string }>
  | OneKind<{ readonly compensation: true | S['here']['id'] | S['around'] }>;

/** An event that an end can throw: the last three end more than their path, so they come last. */
export type EventEnding<S extends PathState, V extends Known = S['vars']> =
  | EventThrown<S, V>
  | OneKind<{ readonly terminate: true }>
  | OneKind<{ readonly error: string }>
  | OneKind<{ readonly cancel: true }>;

type With<S extends PathState, Event> = Event extends { readonly message: infer Name }
  ? Carried<S, Name>
  : Event extends { readonly signal: infer Name }
    ? Told<S, Name>
    : never;

type Unsure<Set> =
  Set extends Variable<infer Name, infer Value>
    ? { now: Variable<Name, Value, false> }['now']
    : never;

/** The variables that come with all of several events. */
export type WithAll<S extends PathState, Events extends readonly unknown[]> = With<
  S,
  Events[number]
>;

/** The variables that may come with one of several events; with a single one, all that it has. */
export type WithAny<
  S extends PathState,
  Events extends readonly unknown[],
> = Events extends readonly [infer Only] ? With<S, Only> : Unsure<With<S, Events[number]>>;

type Both<Each> = (Each extends unknown ? (each: Each) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

type Wanted<S extends PathState, Event> = Event extends { readonly message: infer Name }
  ? Members<Message<S, Name>>
  : Event extends { readonly signal: infer Name }
    ? Members<Signal<S, Name>>
    : object;

/** What events want to carry when they are thrown together. */
export type WantedBy<S extends PathState, Events extends readonly unknown[]> = Both<
  Wanted<S, Events[number]>
>;

/** Whether the scope goes on, ended, after these events: not after an error or a cancel. */
export type ExitOf<V extends Known, Events extends readonly unknown[]> =
  Extract<Events[number], { readonly error: string } | { readonly cancel: true }> extends never
    ? V
    : never;
