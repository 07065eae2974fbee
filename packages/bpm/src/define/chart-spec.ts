/**
 * What a statechart is written as in TypeScript, and what the compiler refuses of it.
 *
 * A spec is an object of objects; the order of its keys is the document order. The compiler gathers
 * all names of states and asks of each target, event and location whether it is one that was
 * declared. A mistake shows at its own place.
 */
import type { z } from 'zod';
import type { ServiceContract } from '../contract.ts';
import type { AnyHandle, InputOf, OutputOf } from './handle.ts';
import type { Schemas } from './path-state.ts';

/** One thing that is done, in the order it stands in. */
export type DeedSpec =
  /** Data and the expressions that they get. */
  | { readonly assign: Readonly<Record<string, string>> }
  /** An internal event, which is next when nothing else is to be done. */
  | { readonly raise: string }
  | {
      readonly send: string;
      /** `PT2H`, `P2D`, `500ms`; without it the event is on its way at once. */
      readonly delay?: string;
      /** What `cancel` takes it back by. */
      readonly id?: string;
      /** Members of the event's data, as expressions. */
      readonly data?: Readonly<Record<string, string>>;
    }
  | { readonly cancel: string }
  | {
      /** A message for another instance, or that starts one. */
      readonly message: string;
      /** For whom it is, as an expression; left out: the key is empty. */
      readonly key?: string;
      /** Variables that it carries, as expressions. */
      readonly data?: Readonly<Record<string, string>>;
    }
  /** A signal for all who wait for it now. */
  | { readonly signal: string; readonly data?: Readonly<Record<string, string>> }
  /** A text for the history, with a value. */
  | { readonly log: string; readonly value?: string };

/** Where an event leads: a target, or more about it. */
export interface ArrowSpec {
  /** Nothing: the content is done, and no state is left. */
  readonly to?: string | readonly string[];
  /** A condition in FEEL. */
  readonly when?: string;
  readonly do?: readonly DeedSpec[];
  /** Does not leave its compound state when all targets are inside. */
  readonly internal?: true;
}

/** A target, an arrow, or arrows of which the first that may be taken is. */
export type ArrowsSpec = string | ArrowSpec | readonly ArrowSpec[];

/** A service, or a process, that runs while the state is active. */
export type InvokeSpec =
  | (InvokedSpec & { readonly service: ServiceContract; readonly process?: never })
  | (InvokedSpec & {
      readonly process: AnyHandle;
      /** A version tag or a hash; the latest at the time of the call when left out. */
      readonly version?: string;
      readonly service?: never;
    });

interface InvokedSpec {
  /** Members of its input, as expressions over the data. */
  readonly in?: Readonly<Record<string, string>>;
  /** Data that get members of its output. */
  readonly out?: Readonly<Record<string, string>>;
  /** It is done. */
  readonly done?: ArrowsSpec;
  /**
   * It has failed with a business error, or the process was terminated; `_event.data.code` says
   * with which.
   */
  readonly failed?: ArrowsSpec;
}

/** A state. */
export interface StateSpec {
  /** A compound or atomic state when left out. */
  readonly type?: 'parallel' | 'final' | 'history' | 'deep history';
  readonly states?: StatesSpec;
  /** Of a compound state: the first of its states when left out. */
  readonly initial?: string;
  /** Of a history: where it leads as long as it remembers nothing. */
  readonly default?: string;
  readonly entry?: readonly DeedSpec[];
  readonly exit?: readonly DeedSpec[];
  /** By event; `*` is any. */
  readonly on?: Readonly<Record<string, ArrowsSpec>>;
  /** Taken without an event. */
  readonly always?: ArrowsSpec;
  /** By delay: when the state has been active for so long. */
  readonly after?: Readonly<Record<string, ArrowsSpec>>;
  /** A final state inside was reached; of a parallel state, one in each region. */
  readonly done?: ArrowsSpec;
  readonly invoke?: InvokeSpec;
}

/** States by id, in document order. */
export interface StatesSpec {
  readonly [id: string]: StateSpec;
}

/** A statechart, as it is written. */
export interface ChartSpec<
  Data extends Schemas,
  Events extends Schemas,
  States,
  Messages extends Schemas = Schemas,
  Signals extends Schemas = Schemas,
> {
  readonly version?: string;
  /** An IANA zone for delays of days and more; UTC when left out. */
  readonly zone?: string;
  /** Its variables. What a schema gives for nothing is the first value. */
  readonly data?: Data;
  /** Events from outside and of its own, with what they carry. */
  readonly events?: Events;
  /** Messages and signals that it sends, with the variables that they carry. */
  readonly messages?: Messages;
  readonly signals?: Signals;
  readonly initial: IdsOf<States>;
  readonly states: States;
}

/** The ids of all states, at any depth. */
export type IdsOf<States> = {
  [Id in keyof States & string]:
    | Id
    | (States[Id] extends { readonly states: infer Inner } ? IdsOf<Inner> : never);
}[keyof States & string];

/** What may be named in a chart. */
export interface Names {
  readonly state: string;
  readonly event: string;
  readonly datum: string;
  readonly messages: Schemas;
  readonly signals: Schemas;
}

/** A message of the compiler, where something is that is not declared. */
type Unknown<What extends string> = { readonly 'not declared': What };

type OneOf<Given, Known extends string, What extends string> = Given extends Known
  ? Given
  : Unknown<`${What} ${Given & string}`>;

/** The same spec, with each name that is not declared made a mistake. */
export type CheckedStates<States, N extends Names> = {
  readonly [Id in keyof States]: CheckedState<States[Id], N>;
};

type CheckedState<State, N extends Names> = {
  readonly [Key in keyof State]: Key extends 'states'
    ? CheckedStates<State[Key], N>
    : Key extends 'initial' | 'default'
      ? OneOf<State[Key], InitialOf<State, N>, 'state'>
      : Key extends 'on'
        ? CheckedOn<State[Key], N>
        : Key extends 'after'
          ? { readonly [Delay in keyof State[Key]]: CheckedArrows<State[Key][Delay], N> }
          : Key extends 'always' | 'done'
            ? CheckedArrows<State[Key], N>
            : Key extends 'entry' | 'exit'
              ? CheckedDeeds<State[Key], N>
              : Key extends 'invoke'
                ? CheckedInvoke<State[Key], N>
                : Key extends keyof StateSpec
                  ? State[Key]
                  : Unknown<`member ${Key & string}`>;
};

/** A compound state begins inside; a history leads to any state, which is checked when compiled. */
type InitialOf<State, N extends Names> = State extends { readonly states: infer Inner }
  ? IdsOf<Inner>
  : N['state'];

type CheckedOn<On, N extends Names> = {
  readonly [Event in keyof On]: Event extends N['event'] | '*'
    ? CheckedArrows<On[Event], N>
    : Unknown<`event ${Event & string}`>;
};

type CheckedArrows<Arrows, N extends Names> = Arrows extends string
  ? OneOf<Arrows, N['state'], 'state'>
  : Arrows extends readonly unknown[]
    ? { readonly [At in keyof Arrows]: CheckedArrow<Arrows[At], N> }
    : CheckedArrow<Arrows, N>;

type CheckedArrow<Arrow, N extends Names> = {
  readonly [Key in keyof Arrow]: Key extends 'to'
    ? Arrow[Key] extends readonly unknown[]
      ? { readonly [At in keyof Arrow[Key]]: OneOf<Arrow[Key][At], N['state'], 'state'> }
      : OneOf<Arrow[Key], N['state'], 'state'>
    : Key extends 'do'
      ? CheckedDeeds<Arrow[Key], N>
      : Key extends keyof ArrowSpec
        ? Arrow[Key]
        : Unknown<`member ${Key & string}`>;
};

type CheckedDeeds<Deeds, N extends Names> = {
  readonly [At in keyof Deeds]: CheckedDeed<Deeds[At], N>;
};

type CheckedDeed<Deed, N extends Names> = {
  readonly [Key in keyof Deed]: Key extends 'assign'
    ? KeysOf<Deed[Key], N['datum'], 'variable'>
    : Key extends 'raise' | 'send'
      ? OneOf<Deed[Key], N['event'], 'event'>
      : Key extends 'message'
        ? OneOf<Deed[Key], keyof N['messages'] & string, 'message'>
        : Key extends 'signal'
          ? OneOf<Deed[Key], keyof N['signals'] & string, 'signal'>
          : Key extends 'data'
            ? CheckedCarried<Deed, Deed[Key], N>
            : Deed[Key];
};

/** What a message or signal carries are members of its schema. */
type CheckedCarried<Deed, Data, N extends Names> = Deed extends { readonly message: infer Name }
  ? KeysOf<Data, MembersOf<N['messages'], Name>, 'member'>
  : Deed extends { readonly signal: infer Name }
    ? KeysOf<Data, MembersOf<N['signals'], Name>, 'member'>
    : Data;

type MembersOf<Declared extends Schemas, Name> = Name extends keyof Declared
  ? keyof z.input<Declared[Name]> & string
  : string;

type KeysOf<Given, Known extends string, What extends string> = {
  readonly [Key in keyof Given]: Key extends Known
    ? Given[Key]
    : Unknown<`${What} ${Key & string}`>;
};

type CheckedInvoke<Invoke, N extends Names> = Invoke extends {
  readonly service: ServiceContract<string, infer Input, infer Output>;
}
  ? CheckedMembers<Invoke, keyof z.input<Input> & string, keyof z.output<Output> & string, N>
  : Invoke extends { readonly process: infer Called extends AnyHandle }
    ? CheckedMembers<Invoke, keyof InputOf<Called> & string, keyof OutputOf<Called> & string, N>
    : Invoke;

type CheckedMembers<Invoke, Inputs extends string, Outputs extends string, N extends Names> = {
  readonly [Key in keyof Invoke]: Key extends 'in'
    ? KeysOf<Invoke[Key], Inputs, 'input'>
    : Key extends 'out'
      ? CheckedOut<Invoke[Key], Outputs, N>
      : Key extends 'done' | 'failed'
        ? CheckedArrows<Invoke[Key], N>
        : Invoke[Key];
};

type CheckedOut<Out, Members extends string, N extends Names> = {
  readonly [Key in keyof Out]: Key extends N['datum']
    ? OneOf<Out[Key], Members, 'output'>
    : Unknown<`variable ${Key & string}`>;
};
