/**
 * A model to decisions that can be evaluated: `model → CompiledDecisions | issues`.
 *
 * The order is: check the shape, link what is imported and required, read every text, look for
 * circles. All faults are told at once; with one of them there is nothing to evaluate.
 */
import type { DefinitionIssue } from '../errors.ts';
import { CompiledDecisions } from './compiled-decisions.ts';
import { compileElement } from './compile-element.ts';
import { type DecisionModel, decisionModel, type DecisionModelInput } from './model.ts';
import { type LinkedElement, ModelGraph } from './model-graph.ts';

/** How a model is compiled. */
export interface CompileDecisionsOptions {
  /** The models it imports, and those that they import, found by their namespaces. */
  readonly models?: readonly DecisionModelInput[];
  /**
   * What becomes of a text at fault: `refuse` gives issues instead of decisions; `null` evaluates
   * the rest of the model, and the text to null with a diagnostic.
   */
  readonly faults?: 'refuse' | 'null';
}

/** Why a model cannot be evaluated: all that is wrong with it. */
export interface DecisionIssues {
  readonly issues: readonly DefinitionIssue[];
}

/**
 * Compiles a model, once for many evaluations.
 *
 * @example
 * const decisions = [{ name: 'double', logic: '2 * x' }];
 * const compiled = compileDecisions({ name: 'sums', decisions });
 * if (!('issues' in compiled)) compiled.evaluate('double', { x: 21 }).value // => 42
 */
export function compileDecisions(
  model: DecisionModelInput,
  { models = [], faults = 'refuse' }: CompileDecisionsOptions = {},
): CompiledDecisions | DecisionIssues {
  const issues: DefinitionIssue[] = [];
  const [main, ...others] = [model, ...models].map((one) => checked(one, issues));
  if (main === undefined || issues.length > 0) return { issues };
  try {
    return compileChecked(main, others as DecisionModel[], faults);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { issues: [tooDeep(model)] };
  }
}

function tooDeep({ name }: DecisionModelInput): DefinitionIssue {
  return { code: 'too-deep', path: name, message: 'its boxes nest too deep: flatten them' };
}

function checked(model: DecisionModelInput, issues: DefinitionIssue[]): DecisionModel | undefined {
  try {
    const { data, error } = decisionModel.safeParse(model);
    for (const { path, message } of error?.issues ?? []) {
      issues.push({ code: 'shape', path: path.map(String).join('.'), message });
    }
    return data;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    issues.push(tooDeep(model));
    return undefined;
  }
}

function compileChecked(
  model: DecisionModel,
  others: readonly DecisionModel[],
  faults: 'refuse' | 'null',
): CompiledDecisions | DecisionIssues {
  const graph = new ModelGraph(others);
  const linked = graph.link(model);
  const required = new Map<LinkedElement, readonly LinkedElement[]>();
  // Elements grow while they are compiled: inputs that nobody declared come behind.
  for (const element of graph.elements) required.set(element, compileElement(element, graph));
  for (const circle of circlesOf(required)) {
    const path = `${circle[0]!.kind} ${circle[0]!.name}`;
    const names = circle.map(({ name }) => name).join(' → ');
    graph.faults.push({
      code: 'requirement-cycle',
      path,
      message: `it requires itself: ${names}. Break the circle`,
    });
    for (const element of circle) {
      const message = `'${element.name}' requires itself`;
      element.evaluate = ({ run }) => run.report('limit', message, 0);
    }
  }
  if (faults === 'refuse' && graph.faults.length > 0) return { issues: graph.faults };
  return new CompiledDecisions(linked, graph);
}

/** Every circle of requirements once, from where the search met it. */
function circlesOf(
  required: ReadonlyMap<LinkedElement, readonly LinkedElement[]>,
): LinkedElement[][] {
  const circles: LinkedElement[][] = [];
  const done = new Set<LinkedElement>();
  const open: LinkedElement[] = [];
  const visit = (element: LinkedElement): void => {
    if (done.has(element)) return;
    const at = open.indexOf(element);
    if (at >= 0) {
      circles.push([...open.slice(at), element]);
      return;
    }
    open.push(element);
    for (const other of required.get(element) ?? []) visit(other);
    open.pop();
    done.add(element);
  };
  for (const element of required.keys()) visit(element);
  return circles;
}
