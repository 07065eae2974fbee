/**
 * Variables: what a frame sees, and where its results go.
 *
 * A frame sees its own variables, then those of the frames around it, up to the process or the
 * called process. A result goes to the nearest frame around that has a variable of that name, else
 * to the process. A repeated activity shows its counters as variables.
 */
import { ROOT } from './instance-draft.ts';
import { type Burst, frameOf, setVariables } from './burst.ts';
import type { CompiledMapping, CompiledNode } from './compiled.ts';
import type { CompiledExpression, JsonValue } from './expression.ts';
import type { Frame, Repetition, Variables } from './instance.ts';

/** Counters of a repeated activity, as BPMN 2.0.2 (10.3.8) names them. */
const COUNTERS: Readonly<Record<string, (repeats: Repetition) => number>> = {
  nrOfInstances: ({ total, begun }) => total ?? begun,
  nrOfActiveInstances: ({ begun, completed, terminated }) => begun - completed - terminated,
  nrOfCompletedInstances: ({ completed }) => completed,
  nrOfTerminatedInstances: ({ terminated }) => terminated,
};

/** A variable as a frame sees it; undefined: there is none. */
export function variableAt(burst: Burst, frame: number, name: string): JsonValue | undefined {
  for (let at = burst.draft.frames.get(frame); at !== undefined; ) {
    if (at.variables !== undefined && Object.hasOwn(at.variables, name)) return at.variables[name];
    if (at.repeats !== undefined && Object.hasOwn(COUNTERS, name)) {
      return COUNTERS[name]!(at.repeats);
    }
    if (isClosed(at)) return undefined;
    at = burst.draft.frames.get(at.parent);
  }
  return undefined;
}

/** A called process that maps its inputs sees nothing else. */
const isClosed = ({ calls, sees }: Frame): boolean => calls !== undefined && sees !== true;

/** All that a frame sees; of two of a name, the inner one. */
export function visibleVariables(burst: Burst, frame: number): Variables {
  const chain: Frame[] = [];
  for (let at = burst.draft.frames.get(frame); at !== undefined; ) {
    chain.unshift(at);
    at = isClosed(at) ? undefined : burst.draft.frames.get(at.parent);
  }
  return Object.assign({}, ...chain.map(({ variables }) => variables ?? {})) as Variables;
}

/** Names for one evaluation only, before those of the frame. */
export type Extra = Readonly<Record<string, JsonValue>>;

/** Evaluates an expression as a frame sees the world. */
export function evaluateAt(
  burst: Burst,
  frame: number,
  expression: CompiledExpression,
  extra?: Extra,
): JsonValue {
  const { value } = evaluateFully(burst, frame, expression, extra);
  return value;
}

/** The same, with why parts of it are null. */
export function evaluateFully(
  burst: Burst,
  frame: number,
  expression: CompiledExpression,
  extra?: Extra,
): ReturnType<CompiledExpression['evaluate']> {
  const lookup = (name: string): JsonValue | undefined =>
    extra !== undefined && Object.hasOwn(extra, name)
      ? extra[name]
      : variableAt(burst, frame, name);
  return expression.evaluate(lookup, { now: burst.now });
}

/** Computes mappings as a frame sees the world. */
export function mapped(
  burst: Burst,
  frame: number,
  mappings: readonly CompiledMapping[],
): Record<string, JsonValue> {
  const values: Record<string, JsonValue> = {};
  // A later mapping sees what an earlier one has made.
  for (const { from, to } of mappings) values[to] = evaluateAt(burst, frame, from, values);
  return values;
}

/** Gives results to where their names are known, from a frame outwards. */
export function assign(burst: Burst, frame: number, values: Variables): void {
  const byFrame = new Map<number, Record<string, JsonValue>>();
  for (const [name, value] of Object.entries(values)) {
    const target = homeOf(burst, frame, name);
    byFrame.set(target, { ...byFrame.get(target), [name]: value });
  }
  for (const [target, own] of byFrame) setVariables(burst, target, own);
}

/** The frame that a name belongs to. */
function homeOf(burst: Burst, from: number, name: string): number {
  let at = frameOf(burst, from);
  while (at.id !== ROOT && at.calls === undefined) {
    if (at.variables !== undefined && Object.hasOwn(at.variables, name)) return at.id;
    at = frameOf(burst, at.parent);
  }
  return at.id;
}

/**
 * Results of an activity, or what came with an event: kept for its own mapping where it has one,
 * else given to the scope. An iteration whose results are collected keeps them for itself.
 */
export function takeResults(
  burst: Burst,
  id: number,
  node: CompiledNode,
  results: Variables | undefined,
): void {
  if (results === undefined) return;
  const { role, parent } = frameOf(burst, id);
  const isOfMany = role === 'iteration' && 'many' in node.node && node.node.many !== undefined;
  const isMapped = isOfMany ? node.expressions.output !== undefined : node.out !== undefined;
  if (isMapped) setVariables(burst, id, results);
  else assign(burst, parent, results);
}
