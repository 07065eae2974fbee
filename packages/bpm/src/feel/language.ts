/**
 * FEEL as a language of the engine: read once, evaluated with a budget, JSON in and out.
 */
import type {
  CompiledExpression,
  EvaluationMoment,
  EvaluationResult,
  ExpressionIssue,
  ExpressionKind,
  ExpressionLanguage,
  JsonValue,
  NameScope,
  VariableLookup,
} from '../expression.ts';
import { builtins } from './builtins/index.ts';
import { type Compiled, compileSyntax, type TypeLookup } from './compile.ts';
import { jsonOfValue } from './json-of-value.ts';
import { FEEL_LIMITS, type FeelLimits, GivenUp, Run } from './run.ts';
import type { Scope } from './scope.ts';
import { readSyntax } from './syntax.ts';
import type { FeelValue } from './value.ts';

/** What surrounds an expression of a decision model. */
export interface FeelSurroundings {
  readonly kind?: ExpressionKind;
  readonly scope?: NameScope;
  readonly types?: TypeLookup | undefined;
  /** Names with a place in the frame it will run in, such as the parameters of a boxed function. */
  readonly locals?: Scope | undefined;
}

/** Reads an expression for its values, not for JSON: what decision models are built of. */
export function readFeel(
  text: string,
  { kind = 'expression', scope = {}, types, locals }: FeelSurroundings = {},
): Compiled | ExpressionIssue {
  const syntax = readSyntax(text, kind, scope);
  return 'issue' in syntax ? syntax : compileSyntax(syntax, scope, builtins, { types, locals });
}

/** Evaluates what was read, as a part of a run; when the run is given up, that is reported. */
export function evaluateFeel(compiled: Compiled, run: Run): FeelValue {
  return guarded(run, () => compiled.code({ run, parent: undefined, values: [] }));
}

/** Nothing is thrown beyond here: an evaluation that is given up is null, and says so. */
export function guarded<T>(run: Run, work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof GivenUp) return giveUp(run, error.message);
    // The stack of JavaScript ended before the depth that is allowed: values nested in values.
    if (error instanceof RangeError) return giveUp(run, 'its values nest too deep');
    throw error;
  }
}

function giveUp(run: Run, reason: string): null {
  return run.report('limit', `the evaluation was given up: ${reason}`, 0);
}

/** FEEL with limits of your own; `feel` has those that no honest expression meets. */
export function feelLanguage(limits: Partial<FeelLimits> = {}): ExpressionLanguage {
  const allLimits = { ...FEEL_LIMITS, ...limits };
  return {
    name: 'feel',
    compile(text, kind = 'expression', scope = {}) {
      const compiled = readFeel(text, { kind, scope });
      return 'issue' in compiled ? compiled : expressionOf(text, compiled, allLimits);
    },
  };
}

function expressionOf(text: string, compiled: Compiled, limits: FeelLimits): CompiledExpression {
  const { code, reads } = compiled;
  return {
    text,
    reads,
    evaluate(variable: VariableLookup, moment?: EvaluationMoment): EvaluationResult {
      const run = new Run(variable, moment, limits);
      const frame = { run, parent: undefined, values: [] };
      const value = guarded(run, (): JsonValue => jsonOfValue(code(frame), run));
      return { value, diagnostics: run.diagnostics };
    },
  };
}

/**
 * FEEL, the expression language of DMN, with exact decimals.
 *
 * @example
 * feel.compile('0.1 + 0.2').evaluate(() => undefined).value // => 0.3
 */
export const feel: ExpressionLanguage = feelLanguage();
