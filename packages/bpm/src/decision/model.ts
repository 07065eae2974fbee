/**
 * The normal form of a decision model: plain JSON, whatever it was written in.
 *
 * It has the nouns of DMN 1.5 and none of its drawing: inputs, types, decisions, knowledge models,
 * services, and what they require. Expressions are FEEL texts, or boxes of such texts. Elements are
 * referred to by id, or by name where they have none.
 *
 * @source DMN 1.5, chapters 6 (requirements), 7 (expressions, types), 8 (tables), 10.2 (boxes)
 */
import * as z from 'zod';

/** An expression: a FEEL text, or a box. */
export type Boxed = string | Box;

/** A value with a name: an entry, an argument. */
export interface NamedBox {
  readonly name: string;
  readonly type?: string | undefined;
  readonly value: Boxed;
}

/** An entry of a context; the one without a name, the last, is what the context comes to. */
export interface ContextEntry {
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  readonly value: Boxed;
}

/** A boxed function; one that is external has no body and is null here. */
export interface FunctionBox {
  readonly kind: 'function';
  readonly parameters: readonly Typed[];
  readonly body?: Boxed | undefined;
  readonly external?: string | undefined;
  /** The type of its results. */
  readonly type?: string | undefined;
}

/** The boxes of DMN; `type` is the type that the value must conform to. */
export type Box =
  | { readonly kind: 'literal'; readonly text: string; readonly type?: string | undefined }
  | TableBox
  | {
      readonly kind: 'context';
      readonly entries: readonly ContextEntry[];
      readonly type?: string | undefined;
    }
  | {
      readonly kind: 'invocation';
      readonly callee: Boxed;
      readonly arguments: readonly NamedBox[];
      readonly type?: string | undefined;
    }
  | {
      readonly kind: 'list';
      readonly elements: readonly Boxed[];
      readonly type?: string | undefined;
    }
  | {
      readonly kind: 'relation';
      readonly columns: readonly Typed[];
      readonly rows: readonly (readonly Boxed[])[];
      readonly type?: string | undefined;
    }
  | FunctionBox
  | {
      readonly kind: 'conditional';
      readonly condition: Boxed;
      /** What it is when the condition holds. */
      readonly consequence: Boxed;
      readonly alternative: Boxed;
      readonly type?: string | undefined;
    }
  | {
      readonly kind: 'filter';
      readonly in: Boxed;
      readonly match: Boxed;
      readonly type?: string | undefined;
    }
  | {
      readonly kind: 'for' | 'some' | 'every';
      readonly variable: string;
      readonly in: Boxed;
      /** What each element becomes, or must satisfy. */
      readonly each: Boxed;
      readonly type?: string | undefined;
    };

const type = z.string().min(1).optional();
const typed = z.strictObject({ name: z.string().min(1), type });
const boxed: z.ZodType<Boxed, Boxed> = z.lazy(() => z.union([z.string(), box]));

/** A name with the type of what it stands for. */
export type Typed = z.output<typeof typed>;

/** How the rules of a table that match become its result (U, A, P, F, R, O and C of DMN). */
export const hitPolicy = z.enum([
  'unique',
  'any',
  'priority',
  'first',
  'rule-order',
  'output-order',
  'collect',
]);
/** A hit policy. */
export type HitPolicy = z.output<typeof hitPolicy>;

const tableInput = z.strictObject({
  /** What the cells of the column test. */
  expression: z.string(),
  type,
  /** Unary tests that every value must pass. */
  allowed: z.string().optional(),
});

const tableOutput = z.strictObject({
  /** Needed where there are several. */
  name: z.string().min(1).optional(),
  type,
  /** The values it may have, those of high priority first: `"refer", "accept"`. */
  allowed: z.string().optional(),
  /** Its value when no rule matches. */
  default: z.string().optional(),
});

const rule = z.strictObject({
  id: z.string().optional(),
  /** A cell of unary tests for each input; `-` takes everything. */
  when: z.array(z.string()),
  /** An expression for each output. */
  gives: z.array(z.string()),
  annotations: z.array(z.string()).optional(),
});

const table = z.strictObject({
  kind: z.literal('table'),
  hitPolicy,
  /** What a collecting table makes of the values; `list` when it is left out. */
  aggregation: z.enum(['list', 'sum', 'min', 'max', 'count']).optional(),
  inputs: z.array(tableInput),
  outputs: z.array(tableOutput).min(1),
  rules: z.array(rule),
  type,
});
/** A decision table. */
export type TableBox = z.output<typeof table>;

const functionBox = z.strictObject({
  kind: z.literal('function'),
  parameters: z.array(typed),
  body: boxed.optional(),
  external: z.string().optional(),
  type,
});

const functionLogic: z.ZodType<FunctionBox, FunctionBox> = functionBox;

const box = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('literal'), text: z.string(), type }),
  table,
  z.strictObject({
    kind: z.literal('context'),
    entries: z.array(z.strictObject({ name: z.string().min(1).optional(), type, value: boxed })),
    type,
  }),
  z.strictObject({
    kind: z.literal('invocation'),
    callee: boxed,
    arguments: z.array(z.strictObject({ name: z.string().min(1), type, value: boxed })),
    type,
  }),
  z.strictObject({ kind: z.literal('list'), elements: z.array(boxed), type }),
  z.strictObject({
    kind: z.literal('relation'),
    columns: z.array(typed),
    rows: z.array(z.array(boxed)),
    type,
  }),
  functionBox,
  z.strictObject({
    kind: z.literal('conditional'),
    condition: boxed,
    consequence: boxed,
    alternative: boxed,
    type,
  }),
  z.strictObject({ kind: z.literal('filter'), in: boxed, match: boxed, type }),
  z.strictObject({
    kind: z.enum(['for', 'some', 'every']),
    variable: z.string().min(1),
    in: boxed,
    each: boxed,
    type,
  }),
]);

/** A type of the model. */
export interface ItemDefinition {
  readonly name: string;
  /** The type it narrows or lists; left out where it has components or is a function. */
  readonly type?: string | undefined;
  /** Unary tests that every value must pass; of a collection, every element. */
  readonly allowed?: string | undefined;
  /** Unary tests that the collection as a whole must pass. */
  readonly constraint?: string | undefined;
  readonly isCollection?: boolean | undefined;
  /** The entries of a context. */
  readonly components?: readonly ItemDefinition[] | undefined;
  /** The parameters of a function. */
  readonly parameters?: readonly Typed[] | undefined;
}

const itemDefinition: z.ZodType<ItemDefinition, ItemDefinition> = z.lazy(() =>
  z.strictObject({
    name: z.string().min(1),
    type,
    allowed: z.string().optional(),
    constraint: z.string().optional(),
    isCollection: z.boolean().optional(),
    components: z.array(itemDefinition).optional(),
    parameters: z.array(typed).optional(),
  }),
);

/** An element of this model by its id or name, or one of an imported model. */
const reference = z.union([
  z.string().min(1),
  z.strictObject({ namespace: z.string(), ref: z.string().min(1) }),
]);
/** A reference to an element. */
export type Reference = z.output<typeof reference>;

const element = { id: z.string().min(1).optional(), name: z.string().min(1), type };
/** Left out: whatever its expressions name. */
const requires = z.array(reference).optional();

const inputData = z.strictObject(element);
const decision = z.strictObject({ ...element, requires, logic: boxed.optional() });
const knowledge = z.strictObject({ ...element, requires, logic: functionLogic.optional() });
const service = z.strictObject({
  ...element,
  outputs: z.array(reference).min(1),
  /** Decisions inside that are not seen from outside. */
  encapsulated: z.array(reference).default([]),
  /** Inputs that a caller hands over first, … */
  inputs: z.array(reference).default([]),
  /** … and decisions that he makes himself. */
  inputDecisions: z.array(reference).default([]),
});

/** A decision model, checked by this schema; `compileDecisions` takes it. */
export const decisionModel = z.strictObject({
  name: z.string().min(1),
  namespace: z.string().default(''),
  /** Models whose elements and types are seen here as `name.element`. */
  imports: z.array(z.strictObject({ name: z.string(), namespace: z.string() })).default([]),
  types: z.array(itemDefinition).default([]),
  inputs: z.array(inputData).default([]),
  decisions: z.array(decision).default([]),
  knowledge: z.array(knowledge).default([]),
  services: z.array(service).default([]),
});
/** A decision model as plain JSON. */
export type DecisionModel = z.output<typeof decisionModel>;
/** A decision model as it may be written: what is empty is left out. */
export type DecisionModelInput = z.input<typeof decisionModel>;
/** A decision of a model. */
export type Decision = z.output<typeof decision>;
/** A knowledge model: a function that decisions may call. */
export type KnowledgeModel = z.output<typeof knowledge>;
/** A decision service: some decisions behind an interface of inputs and outputs. */
export type DecisionService = z.output<typeof service>;
/** An input of a model. */
export type InputData = z.output<typeof inputData>;
