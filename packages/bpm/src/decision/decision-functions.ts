/**
 * Decisions for business rule tasks: what `ProcessEngine` takes as `decisions`.
 */
import type { JsonValue } from '../expression.ts';
import type { CompiledDecisions, DecisionResult } from './compiled-decisions.ts';

/** What is told of a decision of a task: its value, why parts are null, the rules that matched. */
export interface DecisionNews extends DecisionResult {
  readonly decision: string;
}

/**
 * The decisions and services of a model by name, as functions of the variables that a task sees.
 *
 * A process step has no clock, and so a decision in it has none: what depends on today takes today
 * as a variable. `tell` hears of every decision: which rules of which tables matched, and why parts
 * of the result are null; a task takes the null. A step that is tried again is told again.
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
        const result = compiled.evaluate(decision, variables);
        tell({ decision, ...result });
        return result.value;
      },
    ]),
  );
}
