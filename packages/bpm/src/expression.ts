/**
 * The contract between the engine and a language of expressions; FEEL is the one that comes with
 * it.
 *
 * An expression is read once and evaluated many times. Reading gives a compiled form or an issue;
 * evaluating always gives a value, and diagnostics that say why a part of it is null: an expression
 * never throws, never waits, and sees nothing but the variables it asks for. What goes in and out
 * is JSON. A clock is no part of a language either: "now" is an argument.
 */

/** A value of JSON. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** `unaryTests` are the cells of a decision table: `< 5, [10..20]`, with `?` for the input. */
export type ExpressionKind = 'expression' | 'unaryTests';

/**
 * Names known when an expression is read, with what is known of their members.
 *
 * Names with spaces need no declaration; names with signs in them (`pre-tax`) do, or `-` is a
 * minus.
 */
export interface NameScope {
  readonly [name: string]: true | NameScope;
}

/** How the expressions of a definition are read and evaluated. */
export interface ExpressionLanguage {
  /** What a definition calls it: `feel`. */
  readonly name: string;
  /** Reads an expression; a fault of its text comes back as an issue. */
  compile(
    text: string,
    kind?: ExpressionKind,
    scope?: NameScope,
  ): CompiledExpression | ExpressionIssue;
}

/**
 * A variable by name: its JSON value, or undefined where there is none. Unary tests ask for `?`.
 */
export type VariableLookup = (name: string) => unknown;

/** An expression, read. */
export interface CompiledExpression {
  readonly text: string;
  /**
   * The free names it may ask for, in the order of the text; built-in functions are not among them.
   */
  readonly reads: readonly string[];
  /** Its value for these variables. Without a moment, "now" is unknown. */
  evaluate(variable: VariableLookup, moment?: EvaluationMoment): EvaluationResult;
}

/** When an expression is evaluated, and on whose clock its `now()` and `today()` are read. */
export interface EvaluationMoment {
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly now: number;
  /** An IANA zone; UTC when it is left out. */
  readonly zone?: string;
}

/** What came out of one evaluation. */
export interface EvaluationResult {
  readonly value: JsonValue;
  /** Why parts of it are null, innermost first; empty when nothing went wrong. */
  readonly diagnostics: readonly ExpressionDiagnostic[];
}

/** Why a part of an expression is null. */
export interface ExpressionDiagnostic {
  readonly code: ExpressionDiagnosticCode;
  readonly message: string;
  /** Where in the text, in UTF-16 units from 0. */
  readonly at: number;
}

/** The reasons of a null, for programs. */
export type ExpressionDiagnosticCode =
  | 'unknown-name' // no variable, member or function of that name
  | 'wrong-type' // a value of a kind that the operator, function or type does not take
  | 'wrong-arguments' // no such parameters, too many or too few of them
  | 'bad-text' // text that is no number, date, duration, range or pattern
  | 'out-of-range' // a division by zero, an index, a date, a number past its bounds
  | 'hit-policy' // the rules of a table that match are more than its policy takes, or disagree
  | 'no-clock' // now() or today() without a moment
  | 'limit'; // the evaluation was given up: too many steps, too deep, too large

/** A text that is no expression of its language. */
export interface ExpressionIssue {
  readonly issue: {
    readonly code: 'BPM_EXPRESSION_SYNTAX' | 'BPM_EXPRESSION_TOO_LARGE';
    readonly message: string;
    /** Where in the text, in UTF-16 units from 0. */
    readonly at: number;
  };
}

/** Whether reading failed. */
export function isIssue(read: CompiledExpression | ExpressionIssue): read is ExpressionIssue {
  return 'issue' in read;
}
