/**
 * Where a frame can't go on: the way out of a step to its incident.
 *
 * Thrown by a leaf, caught by the run (advance.ts), which opens the incident. Nothing of it is seen
 * outside the engine.
 */
import type { JsonValue } from './expression.ts';
import { evaluateFully, type Extra } from './variables.ts';
import type { Burst } from './burst.ts';
import type { CompiledExpression } from './expression.ts';
import type { Incident, IncidentCode } from './instance.ts';

/** A step that can't be done. */
export class Halt extends Error {
  readonly code: IncidentCode;
  readonly detail: JsonValue | undefined;
  /** What is to be done again, where that is not all of the step. */
  stage: Incident['stage'] | undefined;

  constructor(code: IncidentCode, message: string, detail?: JsonValue) {
    super(message);
    this.code = code;
    this.detail = detail;
  }
}

/**
 * A condition's value.
 *
 * @throws Halt expression-failed — it is neither true nor false
 */
export function isTrue(
  burst: Burst,
  frame: number,
  condition: CompiledExpression,
  extra?: Extra,
): boolean {
  const { value, diagnostics } = evaluateFully(burst, frame, condition, extra);
  if (typeof value === 'boolean') return value;
  throw new Halt(
    'expression-failed',
    `'${condition.text}' is ${said(value)}, not true or false${because(diagnostics)}`,
  );
}

/**
 * The value of a text, such as a correlation key.
 *
 * @throws Halt expression-failed — it is neither text nor a number
 */
export function textOf(burst: Burst, frame: number, expression: CompiledExpression): string {
  const { value, diagnostics } = evaluateFully(burst, frame, expression);
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new Halt(
    'expression-failed',
    `'${expression.text}' is ${said(value)}, not text${because(diagnostics)}`,
  );
}

/** A fault of an expression's value. */
export const badValue = ({ text }: CompiledExpression, value: JsonValue, expected: string): Halt =>
  new Halt('expression-failed', `'${text}' is ${said(value)}, not ${expected}`);

const said = (value: JsonValue): string =>
  value === null ? 'null' : JSON.stringify(value).slice(0, 80);

function because(diagnostics: readonly { readonly message: string }[]): string {
  return diagnostics.length === 0 ? '' : `: ${diagnostics[0]!.message}`;
}
