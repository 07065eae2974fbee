/**
 * What an event does to a snapshot of a chart. The only code that changes one.
 *
 * A draft is a snapshot opened for writing: each session with all its active states. The engine
 * (advance-chart.ts) records events on a draft; a replay applies the same events to an empty one.
 */
import { assert } from '@kontor/kernel';
import type { JsonValue } from '../expression.ts';
import type { ChartHistoryEvent, NewSession } from './chart-history.ts';
import type {
  ActiveInvocation,
  ChartEvent,
  ChartInstance,
  ChartSession,
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
  const isOver = id === MAIN && state === 'completed';
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
    state: draft.sessions.get(MAIN)?.ended === undefined ? 'active' : 'completed',
    sequence: draft.sequence,
    serial: draft.serial,
    sessions,
    ...(draft.delayed.size > 0 && { delayed: [...draft.delayed.values()] }),
    ...(draft.mail.length > 0 && { mail: draft.mail }),
  };
}

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
    case 'opened':
      return opened(draft, event.session);
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
    case 'ended':
      return ended(draft, event);
    case 'triggered':
    case 'took':
    case 'logged':
    case 'cut':
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
      | 'exited'
      | 'entered'
      | 'bound'
      | 'assigned'
      | 'raised'
      | 'pulled'
      | 'invoked'
      | 'launched'
      | 'settled';
  }
>;

function applyInSession(session: SessionDraft, event: InSession): void {
  switch (event.type) {
    case 'remembered':
      session.history.set(event.history, event.states);
      return;
    case 'exited':
      return exited(session, event.state);
    case 'entered':
      return entered(session, event.state);
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
    case 'invoked':
      session.invoked = [...session.invoked, event.invocation];
      return;
    case 'launched':
      session.starting.delete(event.state);
      return;
    case 'settled':
      session.busy = false;
      session.event = undefined;
  }
}

function opened(draft: ChartDraft, as: NewSession): void {
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

function exited(session: SessionDraft, id: string): void {
  session.active.delete(session.chart.byId.get(id)!.index);
  session.starting.delete(id);
  session.invoked = session.invoked.filter(({ state }) => state !== id);
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

function ended(
  draft: ChartDraft,
  { session: id, active, output }: Extract<ChartHistoryEvent, { type: 'ended' }>,
): void {
  for (const [send, { session }] of draft.delayed) {
    if (session === id) draft.delayed.delete(send);
  }
  const session = draft.sessions.get(id)!;
  if (id !== MAIN) {
    draft.sessions.delete(id);
    return;
  }
  session.ended = active;
  session.output = output;
  session.internal.length = 0;
  session.starting.clear();
  session.event = undefined;
  session.busy = false;
  draft.mail = [];
}
