/**
 * The words a process is written with: each adds an element, and the compiler knows what it sets.
 *
 * A path is a point in one scope of a process. Each word gives the next point; the one before is
 * used up. Where branches meet again, the variables that all of them have are certain and the
 * others may be missing. A path that has ended has no next step: it can only be given handlers.
 *
 * Names are ids or become ids (slug.ts). The run of all this is draft-path.ts.
 */
import type { z } from 'zod';
import type { ServiceContract } from '../contract.ts';
import type { Feel, ResultOf, ThisScope } from './feel-text.ts';
import type { AnyHandle, InputOf, OutputOf, ProcessHandle } from './handle.ts';
import type {
  AdHocOptions,
  AwaitOptions,
  CallOptions,
  CatchOptions,
  CaughtOptions,
  CollectOptions,
  ComplexOptions,
  Condition,
  ElementOptions,
  ForEachOptions,
  HandlerOptions,
  InclusiveOptions,
  LocalMapping,
  MessageOptions,
  Needed,
  NewsOptions,
  NumberOf,
  ReceiveOptions,
  RuleOptions,
  ScopeOptions,
  ScriptOptions,
  SendOptions,
  SendTaskOptions,
  ServiceOptions,
  TaskOptions,
  ThrownOptions,
  ThrowOptions,
  TimesOptions,
  UserOptions,
  When,
} from './path-options.ts';
import type {
  AnyPath,
  AroundState,
  Branch,
  CaughtState,
  ChoiceState,
  EndsOf,
  FirstState,
  ForkState,
  HandledState,
  HostOfKind,
  InnerState,
  Link,
  LinkedState,
  NextState,
  PathState,
  RepeatedState,
  ScopeState,
  StepState,
  Task,
  UndoneState,
} from './path-state.ts';
import type {
  EventAwaited,
  EventCaught,
  EventEnding,
  EventThrown,
  ExitOf,
  WantedBy,
  WithAll,
  WithAny,
} from './several-events.ts';
import type { Slug } from './slug.ts';
import type {
  Carried,
  Collected,
  EndOf,
  Filled,
  Gathered,
  Iteration,
  Left,
  Local,
  Message,
  Messages,
  Named,
  NameAt,
  Said,
  ScopeEnd,
  Seen,
  Sight,
  Signal,
  Signals,
  StopsOf,
  Told,
} from './step-types.ts';
import type {
  Declared,
  Join,
  Known,
  Mapped,
  Merge,
  NameOf,
  NamesOf,
  Nothing,
  OutputMapping,
  Plain,
  Results,
  Variable,
} from './variable-types.ts';

/** A path at a point, ended or not. */
export type At<S extends PathState> = [S['vars']] extends [never] ? Ended<S> : Path<S>;

/** After an activity. */
type Done<
  S extends PathState,
  Name extends string,
  Set extends Variable = never,
  Tasks extends Task = never,
> = Path<StepState<S, Slug<Name>, Set, Tasks>>;
/** After what is no activity. */
type Passed<S extends PathState, Set extends Variable = never> = Path<
  NextState<S, Merge<S['vars'], Set>>
>;
/** After what ends the path. */
type Over<S extends PathState, Exits extends Known = never, Links extends Link = never> = Ended<
  NextState<S, never, never, never, Exits, Links>
>;
type Around<
  S extends PathState,
  Name extends string,
  End extends PathState,
  Vars extends Known,
  Kind extends string = 'activity',
> = At<AroundState<S, Slug<Name>, End, Vars, Kind>>;
type Caught<S extends PathState, Host, Given extends Variable = never> = (
  path: Path<CaughtState<S, Host, Given>>,
) => AnyPath;
type Handled<
  S extends PathState,
  Host,
  Handler extends (path: never) => AnyPath,
  Stops = true,
> = At<HandledState<S, Host, EndOf<Handler>, Stops>>;

/**
 * A path: what can follow its last element, and what can hang on those before.
 *
 * @example
 * process('order').user('approve').onTimer('approve', 'P2D', (p) => p.user('escalate')).build();
 */
export interface Path<S extends PathState, V extends Known = S['vars']>
  extends Ended<S>,
    Awaiting<S, V> {
  /** An automatic task: it only maps variables. */
  task<const N extends string, const Out extends Seen<V> = Nothing>(
    name: N,
    options?: TaskOptions<V, Out>,
  ): Done<S, N, Mapped<V, Out>>;
  /** A task done outside, of which the engine only keeps the place. */
  manual<const N extends string, const Out extends Seen<V> = Nothing>(
    name: N,
    options?: TaskOptions<V, Out>,
  ): Done<S, N, Mapped<V, Out>>;
  /** A task of a handler or worker. Sets the output of its contract. */
  service<
    const N extends string,
    In extends z.ZodType,
    Output extends z.ZodType,
    const Out extends Seen<V, Declared<z.output<Output>>> = Nothing,
  >(
    name: N,
    contract: ServiceContract<string, In, Output>,
    ...options: Needed<V, z.input<In>, ServiceOptions<V, z.input<In>, Out>>
  ): Done<S, N, Results<V, Declared<z.output<Output>>, Out>>;
  /** A task of a person. Sets what the form gives. */
  user<
    const N extends string,
    Form extends z.ZodObject | undefined = undefined,
    const Out extends Seen<V, Said<Form>> = Nothing,
  >(
    name: N,
    options?: UserOptions<V, Form, Out>,
  ): Done<S, N, Results<V, Said<Form>, Out>, Task<Slug<N>, Filled<Form>>>;
  /** Computes: `script('sum', feel<number>('a + b'), { result: 'sum' })`. */
  script<
    const N extends string,
    Text extends Feel,
    const Result extends string | undefined = undefined,
    const Out extends Seen<V, Named<Result, ResultOf<Text>>> = Nothing,
  >(
    name: N,
    text: Text,
    options?: ScriptOptions<V, Result, Out>,
  ): Done<S, N, Results<V, Named<Result, ResultOf<Text>>, Out>>;
  /** Asks a decision, by the name under which the engine was given it. */
  businessRule<
    const N extends string,
    Output extends z.ZodType = z.ZodUnknown,
    const Result extends string | undefined = undefined,
    const Out extends Seen<V, Named<Result, z.output<Output>>> = Nothing,
  >(
    name: N,
    decision: string,
    options?: RuleOptions<V, Result, Output, Out>,
  ): Done<S, N, Results<V, Named<Result, z.output<Output>>, Out>>;
  /** Calls a process. Sets all that the called one ends with; `out` says what is wanted. */
  call<
    const N extends string,
    Called extends AnyHandle,
    const Out extends Seen<V, Declared<OutputOf<Called>>> = Nothing,
  >(
    name: N,
    called: Called,
    ...options: Needed<V, InputOf<Called>, CallOptions<V, InputOf<Called>, Out>>
  ): Done<S, N, Results<V, Declared<OutputOf<Called>>, Out>>;
  /** A task that sends a message. */
  send<const N extends string, Name extends Messages<S>>(
    name: N,
    message: Name,
    ...options: Needed<Known<never>, Message<S, Name>, SendTaskOptions<V, Message<S, Name>>>
  ): Done<S, N>;
  /** An event without a trigger: the history tells that a token came by. */
  mark(name: string, options?: ElementOptions): Passed<S>;
  /** Sends a message, as an event. */
  throwMessage<Name extends Messages<S>>(
    name: string,
    message: Name,
    ...options: Needed<Known<never>, Message<S, Name>, SendOptions<V, Message<S, Name>>>
  ): Passed<S>;
  /** Tells all who wait for a signal. */
  throwSignal<Name extends Signals<S>>(
    name: string,
    signal: Name,
    ...options: Needed<Known<never>, Signal<S, Name>, SendOptions<V, Signal<S, Name>>>
  ): Passed<S>;
  /** Throws several events at once: `throwAll('tell', [{ message: 'paid' }, { signal: 'go' }])`. */
  throwAll<const E extends readonly EventThrown<S>[]>(
    name: string,
    events: E,
    ...options: Needed<Known<never>, WantedBy<S, E>, ThrownOptions<V, WantedBy<S, E>>>
  ): Passed<S>;
  /** News for those above; the path goes on unless who catches them stops it. */
  escalate(code: string, options?: ThrowOptions<V>): Passed<S>;
  /** Undoes an activity, or all that the scope has done. */
  compensate(activity?: S['here']['id'] | S['around'], options?: ElementOptions): Passed<S>;
  /** Goes on where the link leads to: at `onLink`, after it, in the same branch. */
  throwLink<const Name extends string>(
    link: Name,
    options?: ElementOptions,
  ): Over<S, never, Link<NoInfer<Name>, V>>;

  /** One branch: the first whose condition holds. A condition without a branch goes straight on. */
  exclusive<
    const C extends Readonly<Record<string, Condition>>,
    B extends { readonly [Key in keyof C]?: Branch<Path<InnerState<S>>> },
  >(
    name: string,
    conditions: C,
    branches: B & Readonly<Record<Exclude<keyof B, keyof C>, never>>,
    options?: ElementOptions,
  ): At<ChoiceState<S, EndsOf<B>, Exclude<keyof C, keyof B> extends never ? never : V>>;
  /** All branches whose condition holds. They meet again when no more can come. */
  inclusive<
    const C extends Readonly<Record<string, Condition>>,
    B extends { readonly [Key in keyof C]?: Branch<Path<InnerState<S>>> },
  >(
    name: string,
    conditions: C,
    branches: B & Readonly<Record<Exclude<keyof B, keyof C>, never>>,
    options?: InclusiveOptions,
  ): At<ChoiceState<S, EndsOf<B>, V>>;
  /** All branches. */
  parallel<B extends Readonly<Record<string, Branch<Path<InnerState<S>>>>>>(
    name: string,
    branches: B,
    options?: ElementOptions,
  ): At<ForkState<S, EndsOf<B>>>;
  /** The branch whose first event comes first: `{ paid: (e) => e.message('paid', 'paid'), … }`. */
  eventBased<B extends Readonly<Record<string, Branch<Awaiting<InnerState<S>>>>>>(
    name: string,
    branches: B,
    options?: ElementOptions,
  ): At<ChoiceState<S, EndsOf<B>>>;
  /**
   * All branches; goes on when `n` of them have come, and waits for the others in silence. With 1
   * it is a discriminator: the first one decides.
   */
  nOfM<
    B extends Readonly<Record<string, Branch<Path<InnerState<S>>>>>,
    Reset extends Branch<Path<InnerState<S>>>,
  >(
    name: string,
    n: NumberOf<V>,
    branches: B,
    options?: ComplexOptions<Reset>,
  ): At<FirstState<S, EndsOf<B>, EndOf<Reset>>>;
  /**
   * All branches; goes on when the activation condition holds, which may use `activationCount`, the
   * number of branches that have come, and `tokens`, a context of counts by flow.
   */
  complex<
    B extends Readonly<Record<string, Branch<Path<InnerState<S>>>>>,
    Reset extends Branch<Path<InnerState<S>>>,
  >(
    name: string,
    activation: Feel<boolean>,
    branches: B,
    options?: ComplexOptions<Reset>,
  ): At<FirstState<S, EndsOf<B>, EndOf<Reset>>>;
  /** As long as the condition holds, tested before each pass. */
  repeatWhile<Body extends Branch<Path<InnerState<S>>>>(
    name: string,
    condition: Feel<boolean>,
    body: Body,
  ): At<ChoiceState<S, EndOf<Body>, V>>;
  /** Until the condition holds, tested after each pass. */
  repeatUntil<Body extends Branch<Path<InnerState<S>>>>(
    name: string,
    condition: Feel<boolean>,
    body: Body,
  ): At<ChoiceState<S, EndOf<Body>>>;

  /** A sub-process. */
  subProcess<
    const N extends string,
    Body extends Branch<Path<ScopeState<S, Local<V, In>>>>,
    const In extends LocalMapping<V> = Nothing,
    const Out extends OutputMapping<string> = Nothing,
  >(
    name: N,
    body: Body,
    options?: ScopeOptions<In, Out & OutputMapping<NameAt<EndOf<Body>>>>,
  ): Around<S, N, EndOf<Body>, Left<V, ScopeEnd<EndOf<Body>>, In, Out>>;
  /** A sub-process that can be cancelled: all it has done is undone then. */
  transaction<
    const N extends string,
    Body extends Branch<Path<ScopeState<S, Local<V, In>>>>,
    const In extends LocalMapping<V> = Nothing,
    const Out extends OutputMapping<string> = Nothing,
  >(
    name: N,
    body: Body,
    options?: ScopeOptions<In, Out & OutputMapping<NameAt<EndOf<Body>>>>,
  ): Around<S, N, EndOf<Body>, Left<V, ScopeEnd<EndOf<Body>>, In, Out>, 'transaction'>;
  /** A sub-process of activities without order: `activate` says which are started on entry. */
  adHoc<const N extends string, const B extends readonly Branch<Path<ScopeState<S>>>[]>(
    name: N,
    paths: B,
    options?: AdHocOptions<V, EndOf<B[number]>['here']['id']>,
  ): Around<S, N, EndOf<B[number]>, Join<V | EndOf<B[number]>['vars']>>;
  /** A sub-process for each item. What it sets stays in it; `collect` brings a list of it out. */
  forEach<
    const N extends string,
    List extends NameOf<V, readonly unknown[]>,
    const Item extends string,
    Body extends Branch<Path<ScopeState<S, Iteration<V, List, Item>>>>,
    const Into extends string = never,
    const From extends string = never,
  >(
    name: N,
    options: ForEachOptions<List, Item>,
    body: Body,
    collect?: CollectOptions<Into, From & NameAt<EndOf<Body>>>,
  ): Around<S, N, EndOf<Body>, Merge<V, Collected<Into, From, EndOf<Body>>>>;
  /** The same, a number of times: `times('knock', { count: 3, mode: 'sequential' }, …)`. */
  times<
    const N extends string,
    Body extends Branch<Path<ScopeState<S, Iteration<V, never, never>>>>,
    const Into extends string = never,
    const From extends string = never,
  >(
    name: N,
    options: TimesOptions<V>,
    body: Body,
    collect?: CollectOptions<Into, From & NameAt<EndOf<Body>>>,
  ): Around<S, N, EndOf<Body>, Merge<V, Collected<Into, From, EndOf<Body>>>>;
  /** One activity for each item or a number of times, without a sub-process around it. */
  multiInstance<
    Body extends Branch<Path<InnerState<S, Iteration<V, List, Item>>>>,
    List extends NameOf<V, readonly unknown[]> = never,
    const Item extends string = never,
    const Into extends string = never,
    const From extends string = never,
  >(
    options: ForEachOptions<List, Item> | TimesOptions<V>,
    body: Body,
    collect?: CollectOptions<Into, From & NameAt<EndOf<Body>>>,
  ): At<RepeatedState<S, EndOf<Body>, Gathered<V, EndOf<Body>, Item, Into, From>>>;

  /** Ends this path; the scope ends with its last one. */
  end(name?: string, options?: ElementOptions): Over<S, V>;
  /** Ends this path and throws: `endWith('told', [{ message: 'closed' }, { terminate: true }])`. */
  endWith<const E extends readonly EventEnding<S>[]>(
    name: string,
    events: E,
    ...options: Needed<Known<never>, WantedBy<S, E>, ThrownOptions<V, WantedBy<S, E>>>
  ): Over<S, ExitOf<V, E>>;
  /** Ends the scope with all that goes on in it. */
  terminate(name?: string, options?: ElementOptions): Over<S, V>;
  /** Ends in an error, which climbs to who catches it. */
  throwError(code: string, options?: ThrowOptions<V>): Over<S>;
  /** Cancels the transaction around. */
  cancel(name?: string, options?: ElementOptions): Over<S>;
}

/** What an event-based gateway can lead to: events that are waited for. */
export interface Awaiting<S extends PathState, V extends Known = S['vars']> {
  /** A task that waits for a message. Sets what it carries. */
  receive<
    const N extends string,
    Name extends Messages<S>,
    const Out extends Seen<V, Carried<S, Name>> = Nothing,
  >(
    name: N,
    message: Name,
    options?: ReceiveOptions<V, Out>,
  ): Done<S, N, Results<V, Carried<S, Name>, Out>>;
  /** Waits for a message, as an event. */
  message<Name extends Messages<S>, const Out extends Seen<V, Carried<S, Name>> = Nothing>(
    name: string,
    message: Name,
    options?: MessageOptions<V, Out>,
  ): Passed<S, Results<V, Carried<S, Name>, Out>>;
  /** Waits for a signal. Sets what it carries. */
  signal<Name extends Signals<S>, const Out extends Seen<V, Told<S, Name>> = Nothing>(
    name: string,
    signal: Name,
    options?: AwaitOptions<Out>,
  ): Passed<S, Results<V, Told<S, Name>, Out>>;
  /** Waits for a time: `timer('cool down', 'PT1H')`. */
  timer(name: string, when: When, options?: ElementOptions): Passed<S>;
  /** Waits until a condition on variables holds. */
  condition(name: string, condition: Feel<boolean>, options?: ElementOptions): Passed<S>;
  /** Waits for one of several events: `anyOf('paid?', [{ message: 'paid' }, { timer: 'P3D' }])`. */
  anyOf<
    const E extends readonly EventAwaited<S>[],
    const Out extends Seen<V, WithAny<S, E>> = Nothing,
  >(
    name: string,
    events: E,
    options?: AwaitOptions<Out>,
  ): Passed<S, Results<V, WithAny<S, E>, Out>>;
  /** Waits for all of several events. */
  allOf<
    const E extends readonly EventAwaited<S>[],
    const Out extends Seen<V, WithAll<S, E>> = Nothing,
  >(
    name: string,
    events: E,
    options?: AwaitOptions<Out>,
  ): Passed<S, Results<V, WithAll<S, E>, Out>>;
}

/** A path that has ended: what can still be said of it, and of what came before. */
export interface Ended<S extends PathState> extends AnyPath {
  readonly '~state': S;
  /** When a time has come. `interrupting: false` leaves the activity or scope running. */
  onTimer<
    const H extends S['here']['id'] | ThisScope,
    F extends Caught<S, H>,
    const O extends HandlerOptions,
  >(at: H, when: When, handler: F, options?: O): Handled<S, H, F, StopsOf<O>>;
  /** When a message comes. */
  onMessage<
    const H extends S['here']['id'] | ThisScope,
    Name extends Messages<S>,
    F extends Caught<S, H, Results<Sight<S>, Carried<S, Name>, Out>>,
    const O extends HandlerOptions & { readonly key?: Feel | NamesOf<S['vars']> },
    const Out extends Seen<Sight<S>, Carried<S, Name>> = Nothing,
  >(
    at: H,
    message: Name,
    handler: F,
    options?: O & CaughtOptions<Out>,
  ): Handled<S, H, F, StopsOf<O>>;
  /** When a signal is told. */
  onSignal<
    const H extends S['here']['id'] | ThisScope,
    Name extends Signals<S>,
    F extends Caught<S, H, Results<Sight<S>, Told<S, Name>, Out>>,
    const O extends HandlerOptions,
    const Out extends Seen<Sight<S>, Told<S, Name>> = Nothing,
  >(
    at: H,
    signal: Name,
    handler: F,
    options?: O & CaughtOptions<Out>,
  ): Handled<S, H, F, StopsOf<O>>;
  /** When a condition becomes true. */
  onCondition<
    const H extends S['here']['id'] | ThisScope,
    F extends Caught<S, H>,
    const O extends HandlerOptions,
  >(at: H, condition: Feel<boolean>, handler: F, options?: O): Handled<S, H, F, StopsOf<O>>;
  /** When it ends in an error of this code; `'*'`: of any. */
  onError<
    const H extends S['here']['id'] | ThisScope,
    F extends Caught<S, H, Results<Sight<S>, Said<Payload>, Out>>,
    Payload extends z.ZodObject | undefined = undefined,
    const Out extends Seen<Sight<S>, Said<Payload>> = Nothing,
  >(at: H, code: string, handler: F, options?: NewsOptions<Payload, Out>): Handled<S, H, F>;
  /** When it escalates; `'*'`: whatever the code. */
  onEscalation<
    const H extends S['here']['id'] | ThisScope,
    F extends Caught<S, H, Results<Sight<S>, Said<Payload>, Out>>,
    const O extends HandlerOptions,
    Payload extends z.ZodObject | undefined = undefined,
    const Out extends Seen<Sight<S>, Said<Payload>> = Nothing,
  >(
    at: H,
    code: string,
    handler: F,
    options?: O & NewsOptions<Payload, Out>,
  ): Handled<S, H, F, StopsOf<O>>;
  /** When the first of several events comes. */
  onAnyOf<
    const H extends S['here']['id'] | ThisScope,
    const E extends readonly EventCaught<S>[],
    F extends Caught<S, H, Results<Sight<S>, WithAny<S, E>, Out>>,
    const O extends HandlerOptions,
    const Out extends Seen<Sight<S>, WithAny<S, E>> = Nothing,
  >(at: H, events: E, handler: F, options?: O & CaughtOptions<Out>): Handled<S, H, F, StopsOf<O>>;
  /** When all of several events have come. */
  onAllOf<
    const H extends S['here']['id'] | ThisScope,
    const E extends readonly EventAwaited<S>[],
    F extends Caught<S, H, Results<Sight<S>, WithAll<S, E>, Out>>,
    const O extends HandlerOptions,
    const Out extends Seen<Sight<S>, WithAll<S, E>> = Nothing,
  >(at: H, events: E, handler: F, options?: O & CaughtOptions<Out>): Handled<S, H, F, StopsOf<O>>;
  /** Where a link leads to that was thrown before; meets the path again. */
  onLink<const Name extends S['links']['name'], F extends Branch<Path<LinkedState<S, Name>>>>(
    link: Name,
    handler: F,
    options?: ElementOptions,
  ): At<ChoiceState<S, EndOf<F>, S['vars']>>;
  /** When a transaction was cancelled. */
  onCancel<const H extends HostOfKind<S, 'transaction'>, F extends Caught<S, H>>(
    at: H,
    handler: F,
    options?: CatchOptions,
  ): Handled<S, H, F>;
  /** What undoes an activity, or this scope: runs when it is compensated. */
  undo<const H extends S['here']['id'] | ThisScope, F extends Branch<Path<UndoneState<S, H>>>>(
    at: H,
    handler: F,
    options?: CatchOptions,
  ): At<NextState<S, S['vars'], never, EndOf<F>['tasks']>>;
  /**
   * The process, checked and ready to be deployed; only at its outermost path.
   *
   * @throws BpmError BPM_INVALID_DEFINITION — with all faults of its structure
   */
  build(): ProcessHandle<S['process'], S['tasks'], Plain<Join<S['vars'] | S['exits']>>>;
}
