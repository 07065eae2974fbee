/**
 * The normal form of a statechart: plain JSON, in document order, with expressions as texts of one
 * named language.
 *
 * It says all that SCXML 1.0 says. Lists stand where an object might, because the order of states
 * and transitions decides, and a content hash knows no order of keys.
 *
 * @source W3C State Chart XML (SCXML) 1.0, Recommendation of 2015-09-01
 */
import * as z from 'zod';
import { elementId, label, matchName, missedPolicy } from '../event-model.ts';
import type { JsonValue } from '../expression.ts';
import { retryRule, type RetryRule } from '../model.ts';

/** The text of an expression, in the language of its chart. */
const chartExpression = z.string().max(10_000);

/** A text, or the expression that gives it. */
const textOrExpr = z.union([z.string().max(2000), z.strictObject({ expr: chartExpression })]);

/** A literal text, or `{ expr }` where it is to be computed. */
export type TextOrExpr = z.output<typeof textOrExpr>;

const json: z.ZodType<JsonValue> = z.json();

/**
 * Where a value comes from: an expression, plain JSON, or a text that the language reads in its own
 * way (the ECMAScript data model: JSON, else XML, else a string).
 */
export const valueSource = z.union([
  z.strictObject({ expr: chartExpression }),
  z.strictObject({ value: json }),
  z.strictObject({ text: z.string().max(100_000) }),
]);
export type ValueSource = z.output<typeof valueSource>;

/** A named value that goes with a send, an invocation or a done event. */
const parameter = z.strictObject({ name: z.string().min(1), expr: chartExpression });

/** What is handed over: names with values, or one content instead. */
const payload = {
  params: z.array(parameter).optional(),
  /** Locations whose values are handed over under their own names. */
  namelist: z.array(z.string().min(1)).optional(),
  content: valueSource.optional(),
};

const payloadShape = z.strictObject(payload);
/** What is handed over with a send, an invocation or a done event. */
export type Payload = z.output<typeof payloadShape>;

const sendAction = z.strictObject({
  do: z.literal('send'),
  event: textOrExpr.optional(),
  /**
   * Nothing: this session; `#_internal`, `#_parent`, `#_<invoke>`, `#_scxml_<session>`. Of a
   * message: its correlation key.
   */
  target: textOrExpr.optional(),
  /** Nothing: the SCXML processor; `message` or `signal`: for processes and other charts. */
  type: textOrExpr.optional(),
  id: z.string().min(1).optional(),
  /** Where the id that the engine makes is put. */
  idLocation: z.string().min(1).optional(),
  /** `2s`, `500ms`, or an ISO 8601 duration, counted in the zone of the chart. */
  delay: textOrExpr.optional(),
  /** What becomes of a delayed send that came due while no engine was running. */
  missed: missedPolicy.optional(),
  /** A business calendar that its days are counted on. */
  calendar: z.string().optional(),
  ...payload,
});
/** A send. */
export type SendAction = z.output<typeof sendAction>;

const plainActions = [
  z.strictObject({ do: z.literal('raise'), event: z.string().min(1).max(200) }),
  z.strictObject({ do: z.literal('assign'), location: z.string().min(1), from: valueSource }),
  sendAction,
  z.strictObject({ do: z.literal('cancel'), id: textOrExpr }),
  z.strictObject({
    do: z.literal('log'),
    label: z.string().optional(),
    expr: chartExpression.optional(),
  }),
  z.strictObject({ do: z.literal('script'), text: z.string().max(100_000) }),
] as const;

type PlainAction = z.output<(typeof plainActions)[number]>;

/** A branch of a choice; the last one may go without a condition. */
export interface Branch {
  readonly cond?: string | undefined;
  readonly content: readonly Action[];
}

/** A piece of executable content. */
export type Action =
  | PlainAction
  | { readonly do: 'if'; readonly branches: readonly Branch[] }
  | {
      readonly do: 'foreach';
      readonly array: string;
      readonly item: string;
      readonly index?: string | undefined;
      readonly content: readonly Action[];
    };

const action: z.ZodType<Action> = z.lazy(() =>
  z.union([
    ...plainActions,
    z.strictObject({
      do: z.literal('if'),
      branches: z
        .array(z.strictObject({ cond: chartExpression.optional(), content: block }))
        .min(1),
    }),
    z.strictObject({
      do: z.literal('foreach'),
      array: chartExpression,
      item: z.string(),
      index: z.string().optional(),
      content: block,
    }),
  ]),
);

const block = z.array(action);

const datum = z.strictObject({ id: z.string().min(1), from: valueSource.optional() });
/** A name of the data model with its first value. */
export type Datum = z.output<typeof datum>;

/** What is entered by default, and what is done on the way. */
const initial = z.strictObject({
  targets: z.array(elementId).min(1),
  content: block.optional(),
});
export type Initial = z.output<typeof initial>;

const transition = z.strictObject({
  /** Descriptors: a name, a prefix of one, or `*`. Nothing: taken without an event. */
  events: z.array(z.string().min(1).max(200)).min(1).optional(),
  cond: chartExpression.optional(),
  targets: z.array(elementId).optional(),
  /** Does not leave its compound source when all targets are inside. */
  internal: z.literal(true).optional(),
  content: block.optional(),
});
/** A transition; its source is the state that it stands in. */
export type ChartTransition = z.output<typeof transition>;

/**
 * What runs while its state is active: a chart inside (`scxml`), a `service`, an instance of a
 * `process` or chart of its own, or the taking of each `message` or `signal` of a name.
 */
export interface Invocation extends Payload {
  /** `scxml` when left out. */
  readonly type?: TextOrExpr | undefined;
  readonly id?: string | undefined;
  readonly idLocation?: string | undefined;
  /** The name: of a chart of the library, a type of service, a process, a message, a signal. */
  readonly src?: TextOrExpr | undefined;
  /** Of a message: its correlation key; the empty one when left out. */
  readonly key?: TextOrExpr | undefined;
  /** Of a process: a version tag or hash; the newest when left out. */
  readonly version?: string | undefined;
  /** Of a service: how it is tried again. */
  readonly retry?: RetryRule | undefined;
  /** The chart itself. */
  readonly chart?: ChartDefinition | undefined;
  /** Events from outside are handed on to it. */
  readonly autoforward?: true | undefined;
  /** Done with each event that comes from it, before transitions are chosen. */
  readonly finalize?: readonly Action[] | undefined;
}

const invocation: z.ZodType<Invocation> = z.lazy(() =>
  z.strictObject({
    type: textOrExpr.optional(),
    id: z.string().min(1).optional(),
    idLocation: z.string().min(1).optional(),
    src: textOrExpr.optional(),
    key: textOrExpr.optional(),
    version: matchName.optional(),
    retry: retryRule.optional(),
    chart: chartDefinition.optional(),
    autoforward: z.literal(true).optional(),
    finalize: block.optional(),
    ...payload,
  }),
);

/** A state: atomic or compound (`state`), parallel, final, or a history of its parent. */
export interface ChartState {
  readonly id: string;
  readonly kind: 'state' | 'parallel' | 'final' | 'history';
  /** Of a history: it remembers the leaves, not only the children. */
  readonly deep?: true | undefined;
  /** Of a compound state: the first child when left out. Of a history: what it enters at first. */
  readonly initial?: Initial | undefined;
  readonly data?: readonly Datum[] | undefined;
  /** Blocks; a fault in one of them ends that block only. */
  readonly onentry?: readonly (readonly Action[])[] | undefined;
  readonly onexit?: readonly (readonly Action[])[] | undefined;
  readonly transitions?: readonly ChartTransition[] | undefined;
  readonly invokes?: readonly Invocation[] | undefined;
  readonly states?: readonly ChartState[] | undefined;
  /** Of a final state: what goes with its done event. */
  readonly done?: Payload | undefined;
}

const chartState: z.ZodType<ChartState> = z.lazy(() =>
  z.strictObject({
    id: elementId,
    kind: z.enum(['state', 'parallel', 'final', 'history']),
    deep: z.literal(true).optional(),
    initial: initial.optional(),
    data: z.array(datum).optional(),
    onentry: z.array(block).optional(),
    onexit: z.array(block).optional(),
    transitions: z.array(transition).optional(),
    invokes: z.array(invocation).optional(),
    states: z.array(chartState).optional(),
    done: payloadShape.optional(),
  }),
);

/** A statechart. */
export interface ChartDefinition {
  readonly id: string;
  readonly name?: string | undefined;
  /** The version that its author gives it. */
  readonly version?: string | undefined;
  /** An IANA zone, for delays of days and more; UTC when left out. */
  readonly zone?: string | undefined;
  /** The language of all its expressions; `feel` when left out. */
  readonly language?: string | undefined;
  /** `late`: the data of a state gets its values when the state is first entered. */
  readonly binding?: 'early' | 'late' | undefined;
  readonly data?: readonly Datum[] | undefined;
  /** Run once at the start; what they define may be needed again, so they are kept apart. */
  readonly scripts?: readonly string[] | undefined;
  readonly initial?: Initial | undefined;
  readonly states: readonly ChartState[];
}

/** The shape of a statechart. */
export const chartDefinition: z.ZodType<ChartDefinition> = z.lazy(() =>
  z.strictObject({
    id: elementId,
    name: label.optional(),
    version: matchName.optional(),
    zone: z.string().optional(),
    language: z.string().min(1).optional(),
    binding: z.enum(['early', 'late']).optional(),
    data: z.array(datum).optional(),
    scripts: z.array(z.string().max(100_000)).optional(),
    initial: initial.optional(),
    states: z.array(chartState).min(1),
  }),
);
