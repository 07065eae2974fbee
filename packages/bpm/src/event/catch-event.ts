/**
 * What happens when something comes that an instance waits for.
 *
 * An event in the flow is done and goes on. A boundary event stops its activity or leaves it, and a
 * token leaves by the boundary. The start of an event sub-process stops its scope or leaves it, and
 * the sub-process runs in it. At an event-based gateway the first one closes the others.
 *
 * @source BPMN 2.0.2, 13.5.2 – 13.5.4, 13.4.4
 */
import { processAround } from '../instance-draft.ts';
import {
  type Burst,
  calledProcess,
  cancelFrame,
  cancelInside,
  enterFrame,
  frameOf,
  nodeAt,
  record,
  waitsOf,
} from '../burst.ts';
import type { CompiledNode } from '../compiled.ts';
import { openScope } from '../scope.ts';
import type { Frame, Variables, Wait } from '../instance.ts';
import { following, type TimerState } from '../timer/timer-state.ts';
import { assign, takeResults } from '../variables.ts';
import { openEvents } from './open-event.ts';

/** The node that a wait belongs to. */
export function nodeOfWait(burst: Burst, wait: Wait): CompiledNode {
  const frame = frameOf(burst, wait.frame);
  const process =
    wait.inside === true
      ? (calledProcess(burst, frame) ?? processAround(burst.draft, frame.id))
      : processAround(burst.draft, frame.parent);
  return process.nodes.get(wait.node)!;
}

/**
 * The event of a wait has come. The wait itself goes on to its next occurrence, or is closed.
 *
 * @param payload - variables that came with it
 * @param next - the timer from now on, null = none; left out: its next occurrence
 */
export function occur(
  burst: Burst,
  wait: Wait,
  payload?: Variables,
  next?: TimerState | null,
): void {
  const node = nodeOfWait(burst, wait);
  const frame = frameOf(burst, wait.frame);
  if (awaitsMore(burst, wait, node)) {
    record(burst, { type: 'closed', wait: wait.id });
    const scope = wait.inside === true ? frame.id : frame.parent;
    return payload && assign(burst, scope, payload);
  }
  if (wait.inside === true) return triggerHandler(burst, node, frame.id, payload, { wait, next });
  if (node.kind === 'boundary')
    return triggerBoundary(burst, node, frame.id, payload, { wait, next });
  if (node.id !== frame.node) return chooseAtGateway(burst, frame, node, payload);
  takeResults(burst, frame.id, node, payload);
  burst.ending.push(frame.id);
}

/** A parallel multiple event: others of its events are still to come. */
function awaitsMore(burst: Burst, wait: Wait, { node }: CompiledNode): boolean {
  if (!('all' in node) || node.all !== true) return false;
  const others = waitsOf(burst, wait.frame).filter(
    (other) => other.node === wait.node && other.inside === wait.inside,
  );
  return others.length > 1;
}

/** A boundary event fires on a running activity. */
export function triggerBoundary(
  burst: Burst,
  boundary: CompiledNode,
  host: number,
  payload: Variables | undefined,
  by?: Occurrence,
): void {
  const { parent } = frameOf(burst, host);
  if (isInterrupting(boundary)) cancelFrame(burst, host);
  else if (by !== undefined) rearm(burst, by, boundary);
  const frame = enterFrame(burst, boundary, parent);
  takeResults(burst, frame, boundary, payload);
  burst.ending.push(frame);
}

/** An event sub-process starts in the scope that owns it. */
export function triggerHandler(
  burst: Burst,
  start: CompiledNode,
  scope: number,
  payload: Variables | undefined,
  by?: Occurrence,
): void {
  const handler = start.scope.owner!;
  if (isInterrupting(start)) interrupt(burst, scope);
  else if (by !== undefined) rearm(burst, by, start);
  const frame = enterFrame(burst, handler, scope, { role: 'handler' });
  openScope(burst, frame, handler.body!, { node: start, payload });
}

/** Stops all that goes on in a scope, and disarms its event sub-processes. */
function interrupt(burst: Burst, scope: number): void {
  cancelInside(burst, scope);
  const { pending, undoing } = frameOf(burst, scope);
  if (pending !== undefined || undoing !== undefined) {
    const change = { pending: null, undoing: null };
    record(burst, { type: 'updated', frame: scope, change });
  }
  for (const { id, inside } of waitsOf(burst, scope)) {
    if (inside === true) record(burst, { type: 'closed', wait: id });
  }
}

const isInterrupting = ({ node }: CompiledNode): boolean =>
  'interrupting' in node ? node.interrupting !== false : true;

/** A wait whose event has come, and what its timer goes on with. */
interface Occurrence {
  readonly wait: Wait;
  readonly next: TimerState | null | undefined;
}

/** An event that leaves its host running can fire again, a timer as often as it says. */
function rearm(burst: Burst, { wait, next }: Occurrence, node: CompiledNode): void {
  if ('all' in node.node && node.node.all === true) {
    record(burst, { type: 'closed', wait: wait.id });
    return openEvents(burst, wait.frame, node);
  }
  if (wait.kind !== 'timer' || !burst.draft.waits.has(wait.id)) return;
  const timer = next === undefined ? following(wait.timer, burst.library.calendars) : next;
  if (timer) record(burst, { type: 'changed', wait: { ...wait, timer } });
  else record(burst, { type: 'closed', wait: wait.id });
}

/**
 * A gateway that needs all its events to start an instance has got the first: it awaits the others.
 *
 * @throws Halt expression-failed — of a key
 */
export function awaitOthers(burst: Burst, { id, pending = [] }: Frame, node: CompiledNode): void {
  for (const { id: wait } of waitsOf(burst, id)) record(burst, { type: 'closed', wait });
  for (const { to } of node.outgoing) if (pending.includes(to.id)) openEvents(burst, id, to);
}

/**
 * The first event after an event-based gateway: its path is the one that is taken. One that needs
 * all its events is left by the last.
 */
function chooseAtGateway(
  burst: Burst,
  gateway: Frame,
  node: CompiledNode,
  payload: Variables | undefined,
): void {
  const { id, parent, pending = [] } = gateway;
  const others = pending.filter((other) => other !== node.id);
  if (others.length > 0) {
    for (const wait of waitsOf(burst, id)) {
      if (wait.node === node.id) record(burst, { type: 'closed', wait: wait.id });
    }
    record(burst, { type: 'updated', frame: id, change: { pending: others } });
  } else record(burst, { type: 'left', node: nodeAt(burst, gateway)!.id, frame: id, flows: [] });
  const frame = enterFrame(burst, node, parent);
  takeResults(burst, frame, node, payload);
  burst.ending.push(frame);
}
