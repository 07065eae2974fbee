/**
 * What a throw or end event says, and what an end event does to its scope.
 *
 * Messages and signals are effects, for the shell. Errors and escalations are looked for by
 * climbing. Compensation and cancel wait until all is undone. Terminate ends its own scope, and
 * nothing is undone.
 *
 * @source BPMN 2.0.2, 10.5.3, 10.5.4 and 13.5.6
 */
import { nextUndo, beginUndo, undoTransaction } from '../undo.ts';
import { linkTargets } from '../reach.ts';
import {
  type Burst,
  cancelInside,
  effectKey,
  frameOf,
  nodeAt,
  record,
  send,
  waitsOf,
} from '../burst.ts';
import { findCatcher } from '../climb.ts';
import type { CompiledEvent, CompiledNode } from '../compiled.ts';
import { Halt, textOf } from '../halt.ts';
import type { Frame, Variables } from '../instance.ts';
import { endInstance, failInstance, isRoot } from '../scope.ts';
import { mapped } from '../variables.ts';
import { triggerBoundary, triggerHandler } from './catch-event.ts';

/**
 * Says all that the event says, in order; then undoes; then throws what ends more than its path.
 *
 * @throws Halt uncaught-error, expression-failed
 */
export function throwEvents(burst: Burst, frame: number, node: CompiledNode): void {
  for (const event of node.events) {
    if (LAST.has(event.definition.type)) continue;
    throwAtPlace(burst, frame, node, event);
    // Who catches an escalation may have stopped its thrower.
    if (!burst.draft.frames.has(frame)) return;
  }
  const undone = node.events.flatMap(({ definition }) =>
    definition.type === 'compensation' ? [definition.activity] : [],
  );
  if (undone.length > 0) return beginUndo(burst, frame, undone);
  if (!throwFinal(burst, frame, node)) burst.ending.push(frame);
}

const FINAL = new Set(['cancel', 'terminate', 'error']);
const LAST = new Set(['compensation', ...FINAL]);

/**
 * Throws the event after which there is no other: when all else is said, and all is undone.
 *
 * @returns false when there is none
 * @throws Halt uncaught-error
 */
export function throwFinal(burst: Burst, frame: number, node: CompiledNode): boolean {
  const event = node.events.find(({ definition }) => FINAL.has(definition.type));
  if (event === undefined) return false;
  throwAtPlace(burst, frame, node, event);
  return true;
}

function throwAtPlace(burst: Burst, id: number, node: CompiledNode, event: CompiledEvent): void {
  const payload = node.in === undefined ? {} : mapped(burst, id, node.in);
  // The key of an effect is told by the place of its event: the same however often it is tried.
  const place = node.events.indexOf(event);
  throwEvent(burst, id, node, { ...event, place }, payload);
}

function throwEvent(
  burst: Burst,
  frame: number,
  node: CompiledNode,
  { definition, expression, place }: CompiledEvent & { readonly place: number },
  payload: Variables,
): void {
  switch (definition.type) {
    case 'message': {
      const key = expression === undefined ? '' : textOf(burst, frame, expression);
      return sendMessage(burst, frame, { name: definition.name, key, variables: payload }, place);
    }
    case 'signal': {
      const { name } = definition;
      const effect = effectKey(burst, frame, place);
      burst.effects.push({ kind: 'signal', effectKey: effect, name, variables: payload });
      return;
    }
    case 'escalation':
      return throwEscalation(burst, frame, definition.code ?? '', payload);
    case 'error':
      return throwError(burst, frame, definition.code ?? '', payload);
    case 'cancel':
      return cancelTransaction(burst, frame);
    case 'terminate':
      return terminate(burst, frame);
    case 'link': {
      const tokens = linkTargets(node, node.scope).map(({ id }) => id);
      const { parent } = frameOf(burst, frame);
      return send(
        burst,
        tokens.map((to) => ({ to, in: parent })),
      );
    }
    default:
  }
}

/** A message goes out, with a key that is the same on every attempt. */
export function sendMessage(
  burst: Burst,
  frame: number,
  message: { readonly name: string; readonly key: string; readonly variables: Variables },
  place = 0,
): void {
  const key = effectKey(burst, frame, place);
  burst.effects.push({ kind: 'message', effectKey: key, ...message });
}

/**
 * An error stops its thrower and goes to who catches it: out of a called instance, to its caller.
 *
 * @throws Halt uncaught-error — nobody does; the thrower stands where it is
 */
export function throwError(burst: Burst, frame: number, code: string, payload: Variables): void {
  const catcher = findCatcher(burst, frame, 'error', code);
  if (catcher === undefined) {
    if (burst.draft.called) {
      return failInstance(burst, frameOf(burst, frame).node, { code, variables: payload });
    }
    const hint = 'add a boundary event, or an event sub-process, that catches it';
    throw new Halt('uncaught-error', `nobody catches the error '${code}': ${hint}`, {
      code,
      variables: payload,
    });
  }
  deliver(burst, catcher, payload);
}

/** An escalation goes to who catches it; its thrower goes on unless that one stops it. */
export function throwEscalation(
  burst: Burst,
  frame: number,
  code: string,
  payload: Variables,
): void {
  const catcher = findCatcher(burst, frame, 'escalation', code);
  if (catcher !== undefined) return deliver(burst, catcher, payload);
  const { node } = frameOf(burst, frame);
  record(burst, { type: 'noted', code: 'uncaught-escalation', detail: { code, node } });
}

function deliver(
  burst: Burst,
  { node, frame }: { readonly node: CompiledNode; readonly frame: number },
  payload: Variables,
): void {
  if (node.kind === 'boundary') triggerBoundary(burst, node, frame, payload);
  else triggerHandler(burst, node, frame, payload);
}

/** Stops all else in the transaction, undoes what it has done, and leaves by its boundary. */
function cancelTransaction(burst: Burst, id: number): void {
  const frame = frameOf(burst, id);
  record(burst, { type: 'left', node: frame.node, frame: id, flows: [] });
  const transaction = transactionAround(burst, frame);
  stopAll(burst, transaction.id);
  undoTransaction(burst, transaction);
  nextUndo(burst, transaction.id);
}

function transactionAround(burst: Burst, { parent }: Frame): Frame {
  let frame = frameOf(burst, parent);
  const isTransaction = ({ node }: CompiledNode): boolean =>
    node.kind === 'subProcess' && node.type === 'transaction';
  while (!isTransaction(nodeAt(burst, frame)!)) frame = frameOf(burst, frame.parent);
  return frame;
}

/** Ends the scope around: a sub-process or a call is then completed, the instance terminated. */
function terminate(burst: Burst, id: number): void {
  const { node, parent } = frameOf(burst, id);
  record(burst, { type: 'left', node, frame: id, flows: [] });
  stopAll(burst, parent);
  if (isRoot(frameOf(burst, parent))) endInstance(burst, 'terminated');
  else burst.ending.push(parent);
}

/** Stops all in a scope, event sub-processes that wait included. */
function stopAll(burst: Burst, scope: number): void {
  cancelInside(burst, scope);
  for (const { id, inside } of waitsOf(burst, scope)) {
    if (inside === true) record(burst, { type: 'closed', wait: id });
  }
}
