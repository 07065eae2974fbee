/**
 * Sending: where an event goes, now or later, and what takes a delayed one back.
 *
 * Inside an instance events go by mail, first in, first out. What goes by another processor is an
 * effect. A target that is none is an error of execution, one that can't be reached an error of
 * communication.
 *
 * @source SCXML 1.0, 6.2, 6.3, appendix C.1
 */
import type { SessionDraft } from './chart-draft.ts';
import {
  addressOf,
  type ChartRun,
  ContentFault,
  dataToChange,
  nextId,
  note,
  raiseEvent,
  SCXML_PROCESSOR,
  sessionIdOf,
} from './chart-run.ts';
import type { ChartEvent, DelayedSend } from './chart-instance.ts';
import type { SendAction, TextOrExpr } from './chart-model.ts';
import { delayOf } from './delay.ts';
import { strictPayload, textOf } from './payload.ts';
import type { Variables } from '../instance.ts';

/** Where an event goes. */
type Route = Pick<DelayedSend, 'target' | 'processor'>;

/** Does a send. @throws ContentFault */
export function send(run: ChartRun, session: SessionDraft, action: SendAction): void {
  const sendid = idOf(run, session, action);
  const fault = (kind: 'execution' | 'communication', message: string): never => {
    throw new ContentFault(kind, message, sendid);
  };
  try {
    const route = routeOf(run, session, action, fault);
    const event = eventOf(run, session, action, route, sendid);
    const delay = delayOf(run, session, textOf(run, session, action.delay), action);
    if (delay === undefined) deliver(run, session, route, event, fault);
    else if (route.target === '#_internal') fault('execution', 'an internal event has no delay');
    else {
      const id = run.draft.serial + 1;
      const send = { id, session: session.id, ...delay, ...route, event };
      note(run, { type: 'delayed', send });
    }
  } catch (error) {
    if (error instanceof ContentFault) throw error;
    fault('execution', error instanceof Error ? error.message : String(error));
  }
}

function idOf(run: ChartRun, session: SessionDraft, action: SendAction): string | undefined {
  if (action.idLocation === undefined) return action.id;
  const value = `send.${nextId(run)}`;
  dataToChange(run, session).assign(action.idLocation, { value });
  return value;
}

type FaultOf = (kind: 'execution' | 'communication', message: string) => never;

function routeOf(run: ChartRun, session: SessionDraft, action: SendAction, fault: FaultOf): Route {
  const type = textOf(run, session, action.type) ?? SCXML_PROCESSOR;
  const target = textOf(run, session, action.target);
  const to = target === undefined ? {} : { target };
  if (type === SCXML_PROCESSOR || type === 'scxml') {
    if (target === undefined || target.startsWith('#_')) return to;
    return fault('execution', `'${target}' is no target`);
  }
  if (type === 'message' || type === 'signal') return { ...to, processor: type };
  const processor = run.library.processors?.[type];
  if (processor === undefined) {
    return fault('execution', `there is no event processor '${type}'`);
  }
  if (target === undefined) return fault('communication', `'${type}' needs a target`);
  const near = [...run.draft.sessions.keys()].find(
    (id) => processor.location(sessionIdOf(run, id)) === target,
  );
  return near === undefined ? { target, processor: type } : { target: addressOf(run, near) };
}

function eventOf(
  run: ChartRun,
  session: SessionDraft,
  action: SendAction,
  { target }: Route,
  sendid: string | undefined,
): ChartEvent {
  const name = textOf(run, session, action.event) ?? '';
  const data = strictPayload(run, session, action);
  const more = { ...(sendid !== undefined && { sendid }), ...(data !== undefined && { data }) };
  if (target === '#_internal') return { name, type: 'internal', ...more };
  const invokeid = target === '#_parent' ? session.as.invokeId : undefined;
  return {
    name,
    type: 'external',
    ...more,
    origin: addressOf(run, session.id),
    origintype: SCXML_PROCESSOR,
    ...(invokeid !== undefined && { invokeid }),
  };
}

/** Brings an event to where it goes. */
export function deliver(
  run: ChartRun,
  session: SessionDraft,
  { target, processor }: Route,
  event: ChartEvent,
  fault: FaultOf,
): void {
  if (processor === 'message' || processor === 'signal') {
    return publish(run, processor, target ?? '', event);
  }
  if (processor !== undefined) {
    const effectKey = `${sessionIdOf(run, session.id)}/${run.draft.sequence}/${run.effects.length}`;
    run.effects.push({ kind: 'send', effectKey, processor, target: target!, event });
    return;
  }
  if (target === '#_internal') {
    raiseEvent(run, session, event);
    return;
  }
  if (target === '#_parent' && run.silent.has(session.id)) return;
  const to = sessionAt(run, session, target);
  if (to === undefined) fault('communication', `'${target ?? ''}' can't be reached`);
  else note(run, { type: 'mailed', to, event });
}

/** A message or signal leaves the instance. */
function publish(
  run: ChartRun,
  kind: 'message' | 'signal',
  key: string,
  { name, data }: ChartEvent,
): void {
  const effectKey = `${run.draft.id}/${run.draft.sequence}/${run.effects.length}`;
  const variables = variablesOf(data);
  if (kind === 'message') run.effects.push({ kind, effectKey, name, key, variables });
  else run.effects.push({ kind, effectKey, name, variables });
}

/** What goes with a message are variables by name; any other content is one of them. */
function variablesOf(data: ChartEvent['data']): Variables {
  if (data === undefined) return {};
  const isObject = typeof data === 'object' && data !== null && !Array.isArray(data);
  return isObject ? (data as Variables) : { content: data };
}

function sessionAt(
  run: ChartRun,
  session: SessionDraft,
  target: string | undefined,
): number | undefined {
  if (target === undefined) return session.id;
  if (target === '#_parent') return session.as.parent;
  for (const id of run.draft.sessions.keys()) if (addressOf(run, id) === target) return id;
  const invoked = session.invoked.find(({ id }) => `#_${id}` === target)?.session;
  return invoked !== undefined && run.draft.sessions.has(invoked) ? invoked : undefined;
}

/** Takes back what was sent with a delay under an id. */
export function cancelSend(run: ChartRun, session: SessionDraft, from: TextOrExpr): void {
  const sendid = textOf(run, session, from);
  for (const { id, session: by, event } of run.draft.delayed.values()) {
    if (by !== session.id || event.sendid !== sendid) continue;
    note(run, { type: 'undelayed', send: id, cancelled: true });
  }
}
