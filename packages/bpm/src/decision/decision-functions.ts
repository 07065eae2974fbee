/**
 * Decisions for business rule tasks: what `ProcessEngine` takes as `decisions`.
 */
import type { JsonValue } from '../expression.ts';
import type { CompiledDecisions } from './compiled-decisions.ts';
import type { DecisionDiagnostic } from './request.ts';

/** What is told of a decision that a task asked for. */
export interface DecisionNews {
  readonly decision: string;
  readonly diagnostics: readonly DecisionDiagnostic[];
}

/**
 * The decisions and services of a model by name, as functions of the variables that a task sees.
 *
 * A process step has no clock, and so a decision in it has none: what depends on today takes today
 * as a variable. `tell` hears why parts of a result are null; a task takes the null.
 */
export function decisionFunctions(
  compiled: CompiledDecisions,
  tell: (news: DecisionNews) => void = () => undefined,
): Record<string, (variables: Readonly<Record<string, JsonValue>>) => JsonValue> {
  const names = [...compiled.decisions, ...compiled.services];
  return Object.fromEntries(
    names.map((decision) => [
      decision,
      (variables) => {
        const { value, diagnostics } = compiled.evaluate(decision, variables);
        if (diagnostics.length > 0) tell({ decision, diagnostics });
        return value;
      },
    ]),
  );
}
