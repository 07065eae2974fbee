/**
 * What happens when the work of a frame is done: its results go out, and it is left by its flows.
 *
 * @source BPMN 2.0.2, 13.3.3 (completion of activities)
 */
import { adHocOf, adHocProgress } from './activity/ad-hoc.ts';
import { goesOut, hasRest, iterationEnded, keepResultList } from './activity/repetition.ts';
import { type Burst, frameOf, nodeAt, record, send } from './burst.ts';
import type { CompiledNode } from './compiled.ts';
import { awaitOthers, triggerBoundary } from './event/catch-event.ts';
import { throwFinal } from './event/throw-event.ts';
import type { JsonValue } from './expression.ts';
import { chooseFlows } from './gateway/choose-flows.ts';
import { Halt } from './halt.ts';
import type { Frame, Variables } from './instance.ts';
import { endInstance, isRoot } from './scope.ts';
import { completionOf, nextUndo, waiterOf } from './undo.ts';
import { assign, evaluateAt, mapped } from './variables.ts';

/**
 * Ends a frame well.
 *
 * @throws Halt no-flow-taken, expression-failed, uncaught-error — it stands where it is
 */
export function finish(burst: Burst, id: number): void {
  const frame = frameOf(burst, id);
  if (isRoot(frame)) return endInstance(burst, 'completed');
  const node = nodeAt(burst, frame)!;
  if (isCancelled(frame, node)) return leaveCancelled(burst, frame, node);
  if (frame.undoing !== undefined && throwFinal(burst, id, node)) return;
  if (frame.role === 'iteration') return finishIteration(burst, frame, node);
  if (frame.role === 'body') return finishBody(burst, frame, node);
  if (node.kind === 'eventBased') return awaitOthers(burst, frame, node);
  giveResults(burst, frame, node);
  if (frame.role === 'handler') return finishHandler(burst, frame, node);
  leave(burst, frameOf(burst, id), node);
}

/** All iterations have ended, or enough of them that the rest goes on without being awaited. */
function finishBody(burst: Burst, body: Frame, node: CompiledNode): void {
  const { id, repeats } = body;
  if (repeats?.gone === 'token') return hasRest(repeats) ? undefined : leave(burst, body, node);
  keepResultList(burst, body, node);
  giveResults(burst, frameOf(burst, id), node);
  goesOut(burst, frameOf(burst, id), node, 'results');
  leave(burst, frameOf(burst, id), node);
}

/** A transaction whose cancel end was reached, and all of which is undone. */
const isCancelled = ({ undoing }: Frame, { node }: CompiledNode): boolean =>
  undoing !== undefined && node.kind === 'subProcess' && node.type === 'transaction';

function leaveCancelled(burst: Burst, frame: Frame, { boundaries }: CompiledNode): void {
  // The boundary events of a repeated transaction hang on its body.
  const host = frame.role === 'iteration' ? frame.parent : frame.id;
  const boundary = boundaries.find(({ events }) =>
    events.some(({ definition }) => definition.type === 'cancel'),
  );
  triggerBoundary(burst, boundary!, host, undefined);
}

/** Outputs are computed by what the frame sees, and go to the scope around it. */
function giveResults(burst: Burst, frame: Frame, node: CompiledNode): void {
  const { id, parent, role, calls, variables } = frame;
  // Each pass of a standard loop has given its own.
  if (role === 'body' && isLoop(node)) return;
  const target = parentOfResults(burst, frame);
  if (node.out !== undefined) return assign(burst, target, mapped(burst, id, node.out));
  // Without a mapping a called process gives all it has; a body, its list of results.
  const isOpen = role === 'body' || (calls !== undefined && role !== 'handler');
  if (isOpen && variables !== undefined) assign(burst, parent, variables);
}

const isLoop = ({ node }: CompiledNode): boolean => 'loop' in node && node.loop !== undefined;

/** Results of what undoes go to the scope of the throw, not into its frame. */
function parentOfResults(burst: Burst, frame: Frame): number {
  return waiterOf(burst, frame)?.parent ?? frame.parent;
}

/**
 * Leaves a frame whose results are given. A body with a rest stays, and only its token leaves.
 *
 * @throws Halt no-flow-taken, expression-failed
 */
export function leave(burst: Burst, frame: Frame, node: CompiledNode): void {
  const { id, parent, repeats } = frame;
  const flows = repeats?.gone === 'token' ? [] : flowsOf(burst, frame, node);
  if (goesOut(burst, frame, node, 'token')) return sendBy(burst, parent, node, flows);
  const completion = completionOf(burst, frame, node);
  record(burst, {
    type: 'left',
    node: node.id,
    frame: id,
    flows,
    ...(completion && { completion }),
  });
  const around = nodeAt(burst, frameOf(burst, parent));
  const isAdHoc = adHocOf(around) !== undefined;
  if (isAdHoc) adHocProgress(burst, parent);
  if (flows.length === 0 || isAdHoc) burst.touched.push(parent);
}

function sendBy(burst: Burst, scope: number, node: CompiledNode, flows: readonly string[]): void {
  const tokens = flows.map((by) => {
    const { to } = node.outgoing.find(({ id }) => id === by)!;
    return { to: to.id, in: scope, by };
  });
  send(burst, tokens);
}

/** Its flows; where none can be chosen, only that is to be done again, not its outputs. */
function flowsOf(burst: Burst, frame: Frame, node: CompiledNode): string[] {
  try {
    return chooseFlows(burst, frame, node);
  } catch (error) {
    if (error instanceof Halt) error.stage = 'flows';
    throw error;
  }
}

function finishHandler(burst: Burst, frame: Frame, node: CompiledNode): void {
  const waiter = waiterOf(burst, frame);
  record(burst, { type: 'left', node: node.id, frame: frame.id, flows: [] });
  if (waiter !== undefined) nextUndo(burst, waiter.id);
  else burst.touched.push(frame.parent);
}

/** What a called process has set, without what its iteration was given. */
function calledResults({ variables = {} }: Frame, { node }: CompiledNode): Variables {
  const item = 'many' in node ? node.many?.item : undefined;
  const given = new Set(['loopCounter', item]);
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !given.has(name)));
}

function finishIteration(burst: Burst, frame: Frame, node: CompiledNode): void {
  const { id, parent, index } = frame;
  if (isLoop(node) && node.out !== undefined) assign(burst, parent, mapped(burst, id, node.out));
  if (frame.calls !== undefined && node.expressions.output === undefined) {
    assign(burst, parent, calledResults(frame, node));
  }
  const output: JsonValue | undefined =
    node.expressions.output && evaluateAt(burst, id, node.expressions.output);
  const completion = completionOf(burst, frame, node);
  record(burst, {
    type: 'left',
    node: node.id,
    frame: id,
    flows: [],
    ...(completion && { completion }),
  });
  iterationEnded(burst, parent, node, index!, output);
}
