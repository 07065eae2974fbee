/**
 * What an event does to a snapshot of a chart. The only code that changes one.
 *
 * A draft is a snapshot opened for writing: each session with all its active states. The engine
 * (advance-chart.ts) records events on a draft; a replay applies the same events to an empty one.
 */
import { assert } from '@kontor/kernel';
import type { JsonValue } from '../expression.ts';
import type { Incident } from '../instance.ts';
import type { ChartHistoryEvent, NewSession } from './chart-history.ts';
import type {
  ActiveInvocation,
  ChartEvent,
  ChartInstance,
  ChartSession,
  ChartWait,
  DelayedSend,
  Mail,
} from './chart-instance.ts';
import { type CompiledChart, type CompiledState, isLeaf, statesAround } from './compiled-chart.ts';

/** Finds the chart of a session. */
export type ChartOf = (session: NewSession, parent: CompiledChart | undefined) => CompiledChart;

/** A session opened for writing. */
export interface SessionDraft {
  readonly id: number;
  readonly as: NewSession;
  readonly chart: CompiledChart;
  /** All active states, leaves or not, by number. */
  readonly active: Set<number>;
  readonly history: Map<string, readonly string[]>;
  data: Readonly<Record<string, JsonValue>>;
  readonly bound: Set<string>;
  invoked: readonly ActiveInvocation[];
  output: JsonValue | undefined;
  readonly internal: ChartEvent[];
  event: ChartEvent | undefined;
  /** States entered whose charts are to start, in entry order. */
  readonly starting: Set<string>;
  busy: boolean;
  /** Leaves it has ended in. */
  ended: readonly string[] | undefined;
}

/** A snapshot opened for writing. */
export interface ChartDraft {
  readonly id: string;
  chart: string;
  sequence: number;
  serial: number;
  readonly sessions: Map<number, SessionDraft>;
  readonly delayed: Map<number, DelayedSend>;
  mail: Mail[];
  state: ChartInstance['state'];
  incidents: readonly Incident[];
  /** Steps that were cut one after the other. */
  cuts: number;
  readonly chartOf: ChartOf;
}

/** The session of the chart itself. */
export const MAIN = 1;

/** A draft of an instance that was not started yet. */
export const emptyChartDraft = (id: string, chartOf: ChartOf): ChartDraft => ({
  id,
  chart: '',
  sequence: 0,
  serial: 0,
  sessions: new Map(),
  delayed: new Map(),
  mail: [],
  state: 'active',
  incidents: [],
  cuts: 0,
  chartOf,
});

/** Opens a snapshot; it stays as it is. */
export function openChartDraft(instance: ChartInstance, chartOf: ChartOf): ChartDraft {
  const draft = emptyChartDraft(instance.id, chartOf);
  draft.chart = instance.chart;
  draft.sequence = instance.sequence;
  draft.serial = instance.serial;
  for (const session of instance.sessions) openSession(draft, session, instance.state);
  for (const send of instance.delayed ?? []) draft.delayed.set(send.id, send);
  draft.mail = [...(instance.mail ?? [])];
  draft.state = instance.state;
  draft.incidents = instance.incidents ?? [];
  draft.cuts = instance.cuts ?? 0;
  return draft;
}

function openSession(draft: ChartDraft, saved: ChartSession, state: ChartInstance['state']): void {
  const { id, chart, parent, invokeId, content } = saved;
  const as: NewSession = {
    id,
    chart,
    ...(parent !== undefined && { parent }),
    ...(invokeId !== undefined && { invokeId }),
    ...(content !== undefined && { content }),
  };
  const session = newSession(draft, as);
  const isOver = id === MAIN && state !== 'active';
  if (isOver) session.ended = saved.active;
  else for (const leaf of saved.active) activate(session, session.chart.byId.get(leaf)!);
  for (const [name, states] of Object.entries(saved.history ?? {})) {
    session.history.set(name, states);
  }
  session.data = saved.data ?? {};
  for (const name of saved.bound ?? []) session.bound.add(name);
  session.invoked = saved.invoked ?? [];
  session.output = saved.output;
  session.internal.push(...(saved.internal ?? []));
  session.event = saved.event;
  for (const name of saved.starting ?? []) session.starting.add(name);
  session.busy = saved.busy ?? false;
}

function activate(session: SessionDraft, leaf: CompiledState): void {
  for (const state of [leaf, ...statesAround(leaf)]) {
    if (state.index > 0) session.active.add(state.index);
  }
}

function newSession(draft: ChartDraft, as: NewSession): SessionDraft {
  const parent = as.parent === undefined ? undefined : draft.sessions.get(as.parent)?.chart;
  const session: SessionDraft = {
    id: as.id,
    as,
    chart: draft.chartOf(as, parent),
    active: new Set(),
    history: new Map(),
    data: {},
    bound: new Set(),
    invoked: [],
    output: undefined,
    internal: [],
    event: undefined,
    starting: new Set(),
    busy: true,
    ended: undefined,
  };
  draft.sessions.set(as.id, session);
  return session;
}

/** The snapshot of a draft. */
export function closeChartDraft(draft: ChartDraft): ChartInstance {
  const sessions = [...draft.sessions.values()].map(closeSession);
  return {
    id: draft.id,
    chart: draft.chart,
    state: draft.state,
    sequence: draft.sequence,
    serial: draft.serial,
    sessions,
    ...(draft.delayed.size > 0 && { delayed: [...draft.delayed.values()] }),
    ...(draft.mail.length > 0 && { mail: draft.mail }),
    ...(draft.incidents.length > 0 && { incidents: draft.incidents }),
    ...(draft.cuts > 0 && !isAtRest(draft) && { cuts: draft.cuts }),
  };
}

/** Whether nothing is under way: each session has settled, and no event is on its way. */
export const isAtRest = ({ sessions, mail }: ChartDraft): boolean =>
  mail.length === 0 && [...sessions.values()].every(({ busy }) => !busy);

function closeSession(session: SessionDraft): ChartSession {
  const { history, data, bound, invoked, output, internal, event, starting, busy } = session;
  return {
    ...session.as,
    active: session.ended ?? leavesOf(session).map(({ id }) => id),
    ...(history.size > 0 && { history: Object.fromEntries(history) }),
    ...(Object.keys(data).length > 0 && { data }),
    ...(bound.size > 0 && { bound: [...bound] }),
    ...(invoked.length > 0 && { invoked }),
    ...(output !== undefined && { output }),
    ...(internal.length > 0 && { internal }),
    ...(event !== undefined && { event }),
    ...(starting.size > 0 && { starting: [...starting] }),
    ...(busy && { busy }),
  };
}

/** Active states in document order. */
export const activeStates = ({ active, chart }: SessionDraft): CompiledState[] =>
  [...active].sort((one, other) => one - other).map((index) => chart.states[index]!);

/** Active leaves in document order. */
export const leavesOf = (session: SessionDraft): CompiledState[] =>
  activeStates(session).filter(isLeaf);

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
    case 'ended':
      draft.state = event.state;
      return;
    case 'triggered':
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
      | 'settled';
  }
>;

function applyInSession(session: SessionDraft, event: InSession): void {
  switch (event.type) {
    case 'remembered':
      session.history.set(event.history, event.states);
      return;
    case 'bound':
      session.bound.add(event.state);
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
      session.starting.delete(event.state);
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
  session.active.delete(session.chart.byId.get(node)!.index);
  session.starting.delete(node);
  session.invoked = session.invoked.filter(({ state }) => state !== node);
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
  session.active.add(state.index);
  if (state.invokes.length > 0) session.starting.add(id);
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
  session.starting.clear();
  session.event = undefined;
  session.busy = false;
  draft.mail = [];
  draft.incidents = [];
}
