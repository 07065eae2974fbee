/**
 * The contract between a statechart and the language of its expressions.
 *
 * Unlike a condition of a process, the data model of a chart may assign, run scripts and hold
 * values that are no JSON; so a language opens an evaluator for a session, and the engine asks it
 * for the JSON of its data when the session comes to rest. What throws becomes `error.execution`.
 */
import type { JsonValue } from '../expression.ts';
import type { ValueSource } from './chart-model.ts';
import type { ChartEvent } from './chart-instance.ts';

/** What an evaluator knows of its session. */
export interface ChartScope {
  readonly sessionId: string;
  /** The name of the chart. */
  readonly name: string;
  /** Addresses by the name of their event processor. */
  readonly processors: Readonly<Record<string, { readonly location: string }>>;
  /** Every name that the chart declares. */
  readonly declared: readonly string[];
  /** Data as of the snapshot; undefined when the session begins. */
  readonly data: Readonly<Record<string, JsonValue>> | undefined;
  /** Scripts of the chart that have run before: what they define is needed again. */
  readonly scripts: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The event under way. */
  event(): ChartEvent | undefined;
  /** Whether a state is active. */
  isIn(state: string): boolean;
  /** All active states in document order. */
  states(): readonly string[];
}

/** The data of one session, open for expressions. Everything in it may throw. */
export interface ChartEvaluator {
  /** The JSON of an expression's value; undefined where there is none. */
  value(expr: string): JsonValue | undefined;
  isTrue(cond: string): boolean;
  /** A text as the language reads it. */
  literal(text: string): JsonValue;
  /** Gives a declared name its first value; none: it is there without a value. */
  declare(name: string, from: ValueSource | undefined): void;
  assign(location: string, from: ValueSource): void;
  /** The items of a list, which `bind` takes. */
  items(array: string): readonly unknown[];
  bind(name: string, item: unknown): void;
  run(script: string): void;
  /** All data as JSON; what has no value is left out. */
  data(): Readonly<Record<string, JsonValue>>;
}

/** A language that a chart may be written with. */
export interface ChartLanguage {
  /** What a chart calls it: `feel`, `ecmascript`. */
  readonly name: string;
  /** Why a text is no expression, if that is to be a fault of the definition. */
  check?(text: string): string | undefined;
  open(scope: ChartScope): ChartEvaluator;
}

/** Names that no assignment may change. */
export const isSystemLocation = (location: string): boolean =>
  /^\s*_(?:event|sessionid|name|ioprocessors|x|states)\b/.test(location);
