/**
 * What an event does to a snapshot of a chart. The only code that changes one.
 */
import { assert } from '@kontor/kernel';
import {
  activate,
  type ChartDraft,
  MAIN,
  newSession,
  NO_NAMES,
  type SessionDraft,
} from './chart-draft.ts';
import type { ChartHistoryEvent, NewSession } from './chart-history.ts';
import type { ChartWait } from './chart-instance.ts';
import { insertInOrder, placeInOrder } from './document-order.ts';

/** Changes a draft by an event. */
export function applyChartEvent(draft: ChartDraft, event: ChartHistoryEvent): void {
  draft.sequence++;
  switch (event.type) {
    case 'began':
      return began(draft, event.session);
    case 'mailed':
      draft.mail.push({ to: event.to, event: event.event });
      return;
    case 'received':
      return received(draft, event.session);
    case 'delayed':
      draft.serial = event.send.id;
      draft.delayed.set(event.send.id, event.send);
      return;
    case 'undelayed':
      draft.delayed.delete(event.send);
      return;
    case 'numbered':
      draft.serial++;
      return;
    case 'finished':
      return finished(draft, event);
    case 'moved':
      return moved(draft, event);
    case 'left':
      return left(draft, event);
    case 'entered':
      return entered(draft.sessions.get(event.frame)!, event.node);
    case 'invoked':
      return invoked(draft, event);
    case 'changed':
      return changeWait(draft, event.wait.id, event.wait);
    case 'closed':
      return changeWait(draft, event.wait, undefined);
    case 'incident':
      draft.serial = event.incident.id;
      draft.incidents = [...draft.incidents, event.incident];
      return;
    case 'resolved':
      draft.incidents = draft.incidents.filter(({ id }) => id !== event.incident);
      draft.cuts = 0;
      return;
    case 'cut':
      draft.cuts++;
      return;
    case 'suspended':
    case 'resumed':
      draft.suspended = event.type === 'suspended';
      return;
    case 'ended':
      draft.state = event.state;
      draft.suspended = false;
      return;
    case 'triggered':
    case 'migrated':
    case 'took':
    case 'logged':
    case 'noted':
      return;
    default:
      applyInSession(draft.sessions.get(event.session)!, event);
  }
}

type InSession = Extract<
  ChartHistoryEvent,
  {
    readonly type:
      | 'remembered'
      | 'bound'
      | 'assigned'
      | 'raised'
      | 'pulled'
      | 'launched'
      | 'modified'
      | 'settled';
  }
>;

function applyInSession(session: SessionDraft, event: InSession): void {
  switch (event.type) {
    case 'remembered':
      session.history = new Map(session.history).set(event.history, event.states);
      return;
    case 'bound':
      session.bound = new Set(session.bound).add(event.state);
      return;
    case 'assigned':
      session.data = withData(session.data, event.data, event.gone ?? []);
      return;
    case 'raised':
      session.internal.push(event.event);
      return;
    case 'pulled':
      session.event = session.internal.shift();
      return;
    case 'launched':
      session.starting = without(session.starting, event.state);
      return;
    case 'modified':
      session.busy = true;
      return;
    case 'settled':
      session.busy = false;
      session.event = undefined;
  }
}

function began(draft: ChartDraft, as: NewSession): void {
  if (as.id === MAIN) draft.chart = as.chart;
  draft.serial = as.id;
  newSession(draft, as);
}

/** The session goes on on another chart, under the names of that. */
function moved(draft: ChartDraft, event: EventOf<'moved'>): void {
  const { session: id, chart, active, states, history, bound, invoked: kept, starting } = event;
  const before = draft.sessions.get(id)!;
  const { parent, invokeId } = before.as;
  const as: NewSession = {
    id,
    chart,
    ...(parent !== undefined && { parent }),
    ...(invokeId !== undefined && { invokeId }),
  };
  if (id === MAIN) draft.chart = chart;
  const session = newSession(draft, as);
  for (const leaf of active) activate(session, session.chart.byId.get(leaf)!);
  session.history = new Map(Object.entries(history));
  session.data = before.data;
  session.bound = new Set(bound);
  session.invoked = kept;
  session.internal.push(...before.internal);
  session.event = before.event;
  session.starting = new Set(starting);
  draft.incidents = draft.incidents.map((incident) =>
    incident.frame === id && Object.hasOwn(states, incident.node)
      ? { ...incident, node: states[incident.node]! }
      : incident,
  );
  dropIncidents(draft);
}

function received(draft: ChartDraft, to: number): void {
  const mail = draft.mail.shift();
  assert(mail?.to === to, 'the first event on its way is the one received');
  const session = draft.sessions.get(to);
  if (session === undefined || session.ended !== undefined) return;
  session.event = mail.event;
  session.busy = true;
}

type EventOf<Type extends ChartHistoryEvent['type']> = Extract<ChartHistoryEvent, { type: Type }>;

function left(draft: ChartDraft, { frame, node }: EventOf<'left'>): void {
  const session = draft.sessions.get(frame)!;
  const { active, starting, invoked: before } = session;
  active.splice(placeInOrder(active, session.chart.byId.get(node)!), 1);
  if (starting.size > 0) session.starting = without(starting, node);
  if (before.length > 0) session.invoked = before.filter(({ state }) => state !== node);
  dropIncidents(draft);
}

function invoked(draft: ChartDraft, { session: id, invocation }: EventOf<'invoked'>): void {
  const session = draft.sessions.get(id)!;
  session.invoked = [...session.invoked, invocation];
  if (invocation.wait !== undefined) draft.serial = invocation.wait.id;
}

function changeWait(draft: ChartDraft, id: number, next: ChartWait | undefined): void {
  for (const session of draft.sessions.values()) {
    if (!session.invoked.some(({ wait }) => wait?.id === id)) continue;
    session.invoked = session.invoked.map((invocation) => {
      if (invocation.wait?.id !== id) return invocation;
      const { wait: _, ...rest } = invocation;
      return next === undefined ? rest : { ...rest, wait: next };
    });
  }
  dropIncidents(draft);
}

/** An incident of something that is owed no more is over. */
function dropIncidents(draft: ChartDraft): void {
  if (draft.incidents.length === 0) return;
  const owed = new Set(
    [...draft.sessions.values()].flatMap(({ invoked: all }) => all.map(({ wait }) => wait?.id)),
  );
  draft.incidents = draft.incidents.filter(({ wait }) => wait === undefined || owed.has(wait));
}

function entered(session: SessionDraft, id: string): void {
  const state = session.chart.byId.get(id)!;
  insertInOrder(session.active, state);
  if (state.invokes.length > 0) session.starting = new Set(session.starting).add(id);
}

function without(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const left = new Set(names);
  left.delete(name);
  return left;
}

function withData(
  before: SessionDraft['data'],
  data: SessionDraft['data'],
  gone: readonly string[],
): SessionDraft['data'] {
  const after = { ...before, ...data };
  for (const name of gone) Reflect.deleteProperty(after, name);
  return after;
}

function finished(draft: ChartDraft, { session: id, active, output }: EventOf<'finished'>): void {
  for (const [send, { session }] of draft.delayed) {
    if (session === id) draft.delayed.delete(send);
  }
  const session = draft.sessions.get(id)!;
  if (id !== MAIN) {
    draft.sessions.delete(id);
    dropIncidents(draft);
    return;
  }
  session.ended = active;
  session.output = output;
  session.internal.length = 0;
  session.starting = NO_NAMES;
  session.event = undefined;
  session.busy = false;
  draft.mail = [];
  draft.incidents = [];
}
