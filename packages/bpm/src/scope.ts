/**
 * The life of a scope: opened with its event sub-processes armed, done when nothing in it is alive.
 *
 * @source BPMN 2.0.2, 13.2 (process completion), 13.3.4 (sub-process)
 */
import { ROOT } from './instance-draft.ts';
import {
  aliveIn,
  type Burst,
  cancelInside,
  enterFrame,
  frameOf,
  insideOf,
  nodeAt,
  raise,
  record,
  send,
  waitsOf,
} from './burst.ts';
import type { CompiledNode, CompiledScope } from './compiled.ts';
import { openEvents } from './event/open-event.ts';
import { lackOf, leftOver } from './gateway/waiting-join.ts';
import type { Frame, ThrownError, Variables } from './instance.ts';
import { takeResults } from './variables.ts';

/**
 * Arms the event sub-processes of a scope, then puts a token where it starts.
 *
 * @param start - the start event that was triggered, where one was
 * @throws Halt bad-timer, expression-failed
 */
export function openScope(
  burst: Burst,
  frame: number,
  scope: CompiledScope,
  start?: { readonly node: CompiledNode; readonly payload: Variables | undefined },
): void {
  for (const handler of scope.handlers) {
    for (const node of handler.body!.starts) openEvents(burst, frame, node);
  }
  if (start !== undefined) return enterStart(burst, frame, start.node, start.payload);
  const entries = scope.entries.length > 0 ? scope.entries : scope.starts;
  send(
    burst,
    entries.map(({ id }) => ({ to: id, in: frame })),
  );
}

/** What was triggered is over as soon as it is entered. */
function enterStart(
  burst: Burst,
  scope: number,
  node: CompiledNode,
  payload: Variables | undefined,
): void {
  const gateway = node.incoming[0]?.from;
  const around = gateway && enterFrame(burst, gateway, scope);
  const isParallel = gateway?.node.kind === 'eventBased' && gateway.node.instantiate === 'parallel';
  if (isParallel) {
    const others = gateway.outgoing.map(({ to }) => to.id).filter((id) => id !== node.id);
    record(burst, { type: 'updated', frame: around!, change: { pending: others } });
  } else if (around !== undefined) {
    record(burst, { type: 'left', node: gateway!.id, frame: around, flows: [] });
  }
  const frame = enterFrame(burst, node, scope);
  takeResults(burst, frame, node, payload);
  burst.ending.push(frame);
  // The others are awaited by keys that the first may have brought.
  if (isParallel) burst.ending.push(around!);
}

/** Looks at a scope in which something ended. */
export function settleScope(burst: Burst, id: number): void {
  const frame = burst.draft.frames.get(id);
  if (frame === undefined || aliveIn(burst, id) > 0) return;
  // Tokens that wait at joins are looked at when the queue is empty.
  if (frame.marks !== undefined || frame.undoing !== undefined) return;
  if (isAdHoc(burst, frame)) return settleAdHoc(burst, frame);
  burst.ending.push(id);
}

const isAdHoc = (burst: Burst, frame: Frame): boolean => {
  const node = nodeAt(burst, frame)?.node;
  return node?.kind === 'subProcess' && node.type === 'adHoc' && frame.role !== 'body';
};

/** Nothing is active in an ad-hoc sub-process: the next one starts, or it may be over. */
function settleAdHoc(burst: Burst, frame: Frame): void {
  const [next, ...rest] = frame.pending ?? [];
  if (next !== undefined) {
    const pending = rest.length > 0 ? rest : null;
    record(burst, { type: 'updated', frame: frame.id, change: { pending } });
    send(burst, [{ to: next, in: frame.id }]);
    return;
  }
  // With a completion condition, only that ends it (ad-hoc.ts); commands may start more.
  if (nodeAt(burst, frame)!.expressions.adHocUntil === undefined) burst.ending.push(frame.id);
}

/**
 * Deals with tokens at joins that nothing can move any more.
 *
 * At a join that has fired before they are surplus and taken away; at one that never did, the scope
 * is stuck, and a person must look at it.
 *
 * @returns whether something changed
 */
export function sweepJoins(burst: Burst): boolean {
  for (const frame of burst.draft.frames.values()) {
    if (frame.marks === undefined || aliveIn(burst, frame.id) > 0) continue;
    const { stranded, dead } = leftOver(burst, frame);
    if (dead.length > 0) raiseDeadlock(burst, frame, dead);
    else if (stranded.length > 0) {
      strand(burst, frame, stranded);
      return true;
    }
  }
  return false;
}

function strand(burst: Burst, { id: scope }: Frame, flows: readonly string[]): void {
  const joins = [...new Set(flows.map((flow) => targetOf(burst, scope, flow)))];
  record(burst, { type: 'stranded', scope, flows });
  record(burst, { type: 'noted', code: 'stranded-token', detail: { joins, flows } });
  burst.touched.push(scope);
}

function targetOf(burst: Burst, scope: number, flow: string): string {
  const nodes = insideOf(burst, frameOf(burst, scope))!.nodes;
  return nodes.find(({ incoming }) => incoming.some(({ id }) => id === flow))!.id;
}

/** Once for a scope, and not while an event sub-process could still end it. */
function raiseDeadlock(burst: Burst, frame: Frame, dead: readonly CompiledNode[]): void {
  const isKnown = burst.draft.incidents.some(
    (incident) => incident.code === 'join-deadlock' && incident.frame === frame.id,
  );
  const canBeEnded = waitsOf(burst, frame.id).some(({ inside }) => inside === true);
  if (isKnown || canBeEnded) return;
  const joins = dead.map((node) => ({ join: node.id, ...lackOf(frame, node) }));
  const missing = joins.flatMap((join) => join.missing).join(', ');
  raise(burst, {
    code: 'join-deadlock',
    frame: frame.id,
    node: dead[0]!.id,
    stage: 'join',
    message: `no token can come by ${missing} any more`,
    detail: joins,
  });
}

/** Ends a called instance by an error, which is its caller's to catch. */
export function failInstance(burst: Burst, lastElement: string, error: ThrownError): void {
  cancelInside(burst, ROOT);
  record(burst, { type: 'ended', state: 'failed', lastElement, error });
  stopBurst(burst);
}

/** Ends the instance. */
export function endInstance(burst: Burst, state: 'completed' | 'terminated' | 'cancelled'): void {
  const lastElement = state === 'cancelled' ? undefined : lastLeft(burst);
  record(burst, { type: 'ended', state, ...(lastElement !== undefined && { lastElement }) });
  stopBurst(burst);
}

function stopBurst({ ending, touched }: Burst): void {
  ending.length = 0;
  touched.length = 0;
}

/** The process ends in the burst in which its last element is left, unless that was cancelled. */
function lastLeft({ events }: Burst): string | undefined {
  const last = events.findLast(({ type }) => type === 'left');
  return last?.type === 'left' ? last.node : undefined;
}

/** Whether a frame is that of the process. */
export const isRoot = (frame: Frame): boolean => frame.id === ROOT;
