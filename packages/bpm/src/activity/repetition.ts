/**
 * Repeated activities: for each item of a list, a number of times, or while a condition holds.
 *
 * The repeated activity is a body that holds its iterations. How many there are is decided once,
 * on entry; the completion condition is tested after each completion, and when it holds the others
 * are stopped in the same step. With `cancelRemaining: false` they go on: the results of now and
 * the token leave without them, once, and the body ends with the last of them. The list of results
 * has a cell for each iteration, null for those that were stopped, never began, or came too late.
 *
 * @source BPMN 2.0.2, 10.3.8 (loop characteristics) and 13.3.7
 */
import {
  aliveIn,
  type Burst,
  cancelInside,
  childrenOf,
  frameOf,
  record,
  send,
  setVariables,
} from '../burst.ts';
import type { CompiledNode } from '../compiled.ts';
import type { JsonValue } from '../expression.ts';
import { badValue, isTrue } from '../halt.ts';
import type { Frame, Repetition, Token } from '../instance.ts';
import { evaluateAt } from '../variables.ts';

/** Whether an activity is repeated. */
export const isRepeated = ({ node }: CompiledNode): boolean =>
  ('many' in node && node.many !== undefined) || ('loop' in node && node.loop !== undefined);

/** Iterations of one activity, at most. */
export const ITERATIONS_MAX = 100_000;

/**
 * Begins the iterations of a body: all of them, or the first.
 *
 * @throws Halt expression-failed
 */
export function beginRepetition(burst: Burst, body: Frame, node: CompiledNode): void {
  const { many, loop } = repetitionOf(node);
  if (many === undefined) {
    updateRepeats(burst, body.id, { begun: 0, completed: 0, terminated: 0 });
    const isSkipped = loop!.testBefore === true && !loopHolds(burst, body.id, node);
    if (isSkipped) burst.ending.push(body.id);
    else beginIterations(burst, body.id, node, 1);
    return;
  }
  const items = itemsOf(burst, body.id, node);
  const total = items?.length ?? countOf(burst, body.id, node);
  const results = many.output && Array.from({ length: total }, (): JsonValue => null);
  updateRepeats(burst, body.id, {
    total,
    ...(items && { items }),
    begun: 0,
    completed: 0,
    terminated: 0,
    ...(results && { results }),
  });
  if (total === 0) burst.ending.push(body.id);
  else beginIterations(burst, body.id, node, many.mode === 'parallel' ? total : 1);
}

/** How an activity is repeated. */
function repetitionOf({ node }: CompiledNode) {
  const many = 'many' in node ? node.many : undefined;
  const loop = 'loop' in node ? node.loop : undefined;
  return { many, loop };
}

function itemsOf(burst: Burst, body: number, node: CompiledNode): JsonValue[] | undefined {
  const { collection } = node.expressions;
  if (collection === undefined) return undefined;
  const value = evaluateAt(burst, body, collection);
  if (!Array.isArray(value) || value.length > ITERATIONS_MAX) {
    throw badValue(collection, value, `a list of at most ${ITERATIONS_MAX} items`);
  }
  return value as JsonValue[];
}

function countOf(burst: Burst, body: number, node: CompiledNode): number {
  const count = node.expressions.count!;
  const value = evaluateAt(burst, body, count);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) {
    if (value <= ITERATIONS_MAX) return value;
  }
  throw badValue(count, value, `a whole number from 0 to ${ITERATIONS_MAX}`);
}

function updateRepeats(burst: Burst, frame: number, repeats: Repetition): void {
  record(burst, { type: 'updated', frame, change: { repeats } });
  burst.changed = true;
}

/** Puts the next iterations into the queue. */
function beginIterations(burst: Burst, body: number, node: CompiledNode, number: number): void {
  const repeats = frameOf(burst, body).repeats!;
  const item = repetitionOf(node).many?.item;
  const tokens = Array.from({ length: number }, (_, at): Token => {
    const index = repeats.begun + at;
    const own = item !== undefined && repeats.items && { [item]: repeats.items[index]! };
    const variables = { loopCounter: index, ...own };
    return { to: node.id, in: body, as: { role: 'iteration', index, variables } };
  });
  updateRepeats(burst, body, { ...repeats, begun: repeats.begun + number });
  send(burst, tokens);
}

/**
 * What follows an iteration that has ended well: the next one, the end of the rest, or of all.
 * Its frame is left already.
 *
 * @param output - its cell in the list of results
 * @throws Halt expression-failed
 */
export function iterationEnded(
  burst: Burst,
  bodyId: number,
  node: CompiledNode,
  index: number,
  output: JsonValue | undefined,
): void {
  const before = frameOf(burst, bodyId).repeats!;
  const results =
    before.results && output !== undefined ? before.results.with(index, output) : before.results;
  const repeats = { ...before, completed: before.completed + 1, ...(results && { results }) };
  updateRepeats(burst, bodyId, repeats);
  continueRepetition(burst, bodyId, node);
}

/** Goes on after a completion; also when an incident of its condition was resolved. */
export function continueRepetition(burst: Burst, bodyId: number, node: CompiledNode): void {
  const repeats = frameOf(burst, bodyId).repeats!;
  const { many, loop } = repetitionOf(node);
  if (loop !== undefined) {
    const isOver = repeats.begun >= (loop.max ?? ITERATIONS_MAX);
    if (!isOver && loopHolds(burst, bodyId, node)) return beginIterations(burst, bodyId, node, 1);
    burst.ending.push(bodyId);
    return;
  }
  const isDone = !hasRest(repeats);
  if (repeats.gone === undefined && untilHolds(burst, bodyId, node)) {
    if (many!.cancelRemaining !== false) return stopRest(burst, bodyId);
    burst.ending.push(bodyId);
  } else if (isDone && repeats.gone !== 'results') burst.ending.push(bodyId);
  if (!isDone && many!.mode === 'sequential') beginIterations(burst, bodyId, node, 1);
}

function untilHolds(burst: Burst, body: number, { expressions }: CompiledNode): boolean {
  return expressions.until !== undefined && isTrue(burst, body, expressions.until);
}

/** Whether iterations are still to end, or to begin. */
export const hasRest = ({ completed, terminated, total }: Repetition): boolean =>
  completed + terminated !== total;

/**
 * Notes what goes out of a body while the rest of its iterations goes on.
 *
 * @returns whether there is a rest; without one nothing was noted, and the body is over
 */
export function goesOut(
  burst: Burst,
  { id, repeats }: Frame,
  node: CompiledNode,
  gone: 'results' | 'token',
): boolean {
  const isPartial = repetitionOf(node).many?.cancelRemaining === false;
  if (!isPartial || repeats === undefined || !hasRest(repeats)) return false;
  updateRepeats(burst, id, { ...repeats, gone });
  return true;
}

/** The condition of a standard loop, which sees the number of passes. */
function loopHolds(burst: Burst, body: number, node: CompiledNode): boolean {
  const loopCounter = frameOf(burst, body).repeats!.begun;
  return isTrue(burst, body, node.expressions.loop!, { loopCounter });
}

/** Stops the iterations that are still active. */
function stopRest(burst: Burst, body: number): void {
  const repeats = frameOf(burst, body).repeats!;
  if (aliveIn(burst, body) > 0) {
    const terminated = repeats.terminated + aliveIn(burst, body);
    cancelInside(burst, body);
    updateRepeats(burst, body, { ...repeats, terminated });
  }
  burst.ending.push(body);
}

/** Puts the list of results where the mapping of the activity sees it. */
export function keepResultList(burst: Burst, body: Frame, node: CompiledNode): void {
  const { many } = repetitionOf(node);
  const results = body.repeats?.results;
  if (many?.output === undefined || results === undefined) return;
  setVariables(burst, body.id, { [many.output.to]: results });
}

/** A single iteration was cancelled by command: the others go on. */
export function iterationCancelled(burst: Burst, bodyId: number, node: CompiledNode): void {
  const repeats = frameOf(burst, bodyId).repeats!;
  updateRepeats(burst, bodyId, { ...repeats, terminated: repeats.terminated + 1 });
  const isSequential = repetitionOf(node).many?.mode === 'sequential';
  if (childrenOf(burst, bodyId).length > 0 && !isSequential) return;
  continueRepetition(burst, bodyId, node);
}
