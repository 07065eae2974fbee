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
import { type CompiledChart, type CompiledState, isLeaf } from './compiled-chart.ts';
import { insertInOrder, isAmong, placeInOrder } from './document-order.ts';

/** Finds the chart of a session. */
export type ChartOf = (session: NewSession, parent: CompiledChart | undefined) => CompiledChart;

/** A session opened for writing. */
export interface SessionDraft {
  readonly id: number;
  readonly as: NewSession;
  readonly chart: CompiledChart;
  /** All active states, leaves or not, in document order. */
  readonly active: CompiledState[];
  history: ReadonlyMap<string, readonly string[]>;
  data: Readonly<Record<string, JsonValue>>;
  bound: ReadonlySet<string>;
  invoked: readonly ActiveInvocation[];
  output: JsonValue | undefined;
  readonly internal: ChartEvent[];
  event: ChartEvent | undefined;
  /** States entered whose charts are to start, in entry order. */
  starting: ReadonlySet<string>;
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
  suspended: boolean;
  incidents: readonly Incident[];
  /** Steps that were cut one after the other. */
  cuts: number;
  readonly chartOf: ChartOf;
}

/** The session of the chart itself. */
export const MAIN = 1;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

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
  suspended: false,
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
  draft.suspended = instance.suspended === true;
  draft.incidents = instance.incidents ?? [];
  draft.cuts = instance.cuts ?? 0;
  return draft;
}

function openSession(draft: ChartDraft, saved: ChartSession, state: ChartInstance['state']): void {
  const session = newSession(draft, saved);
  const isOver = saved.id === MAIN && state !== 'active';
  if (isOver) session.ended = saved.active;
  else for (const leaf of saved.active) activate(session, session.chart.byId.get(leaf)!);
  if (saved.history !== undefined) session.history = new Map(Object.entries(saved.history));
  if (saved.data !== undefined) session.data = saved.data;
  if (saved.bound !== undefined) session.bound = new Set(saved.bound);
  if (saved.invoked !== undefined) session.invoked = saved.invoked;
  session.output = saved.output;
  if (saved.internal !== undefined) session.internal.push(...saved.internal);
  session.event = saved.event;
  if (saved.starting !== undefined) session.starting = new Set(saved.starting);
  session.busy = saved.busy ?? false;
}

function activate({ active }: SessionDraft, leaf: CompiledState): void {
  for (let state = leaf; state.parent !== undefined; state = state.parent) {
    if (!insertInOrder(active, state)) return;
  }
}

/** Whether a state is active. */
export const isActive = ({ active }: SessionDraft, state: CompiledState): boolean =>
  isAmong(active, state);

// Most sessions have none of these; shared, they cost an instance nothing when it is opened.
const NO_HISTORY: SessionDraft['history'] = new Map();
const NO_NAMES: ReadonlySet<string> = new Set();
const NO_DATA: SessionDraft['data'] = Object.freeze({});
const NONE_INVOKED: SessionDraft['invoked'] = Object.freeze([]);

function newSession(draft: ChartDraft, as: NewSession): SessionDraft {
  const parent = as.parent === undefined ? undefined : draft.sessions.get(as.parent)?.chart;
  const session: SessionDraft = {
    id: as.id,
    as,
    chart: draft.chartOf(as, parent),
    active: [],
    history: NO_HISTORY,
    data: NO_DATA,
    bound: NO_NAMES,
    invoked: NONE_INVOKED,
    output: undefined,
    internal: [],
    event: undefined,
    starting: NO_NAMES,
    busy: true,
    ended: undefined,
  };
  draft.sessions.set(as.id, session);
  return session;
}

/** The snapshot of a draft. */
export function closeChartDraft(draft: ChartDraft): ChartInstance {
  const { id, chart, state, sequence, serial, delayed, mail, incidents, cuts } = draft;
  const sessions: ChartSession[] = [];
  for (const session of draft.sessions.values()) sessions.push(closeSession(session));
  const closed: Mutable<ChartInstance> = { id, chart, state, sequence, serial, sessions };
  if (draft.suspended) closed.suspended = true;
  if (delayed.size > 0) closed.delayed = [...delayed.values()];
  if (mail.length > 0) closed.mail = mail;
  if (incidents.length > 0) closed.incidents = incidents;
  if (cuts > 0 && !isAtRest(draft)) closed.cuts = cuts;
  return closed;
}

/** Whether nothing is under way: each session has settled, and no event is on its way. */
export const isAtRest = ({ sessions, mail }: ChartDraft): boolean =>
  mail.length === 0 && [...sessions.values()].every(({ busy }) => !busy);

function closeSession(session: SessionDraft): ChartSession {
  const { history, data, bound, invoked, output, internal, event, starting } = session;
  const { id, chart, parent, invokeId, content } = session.as;
  // Not by spreading: an object that is copied so has no shape, and is ten times slower to read.
  const active = session.ended ?? leafIdsOf(session);
  const closed: Mutable<ChartSession> = { id, chart, active };
  if (parent !== undefined) closed.parent = parent;
  if (invokeId !== undefined) closed.invokeId = invokeId;
  if (content !== undefined) closed.content = content;
  if (history.size > 0) closed.history = Object.fromEntries(history);
  if (data !== NO_DATA && Object.keys(data).length > 0) closed.data = data;
  if (bound.size > 0) closed.bound = [...bound];
  if (invoked.length > 0) closed.invoked = invoked;
  if (output !== undefined) closed.output = output;
  if (internal.length > 0) closed.internal = internal;
  if (event !== undefined) closed.event = event;
  if (starting.size > 0) closed.starting = [...starting];
  if (session.busy) closed.busy = true;
  return closed;
}

/** Active leaves in document order. */
export const leavesOf = ({ active }: SessionDraft): CompiledState[] => active.filter(isLeaf);

/** Their ids. */
export function leafIdsOf({ active }: SessionDraft): string[] {
  const ids: string[] = [];
  for (const state of active) if (isLeaf(state)) ids.push(state.id);
  return ids;
}

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
    case 'suspended':
    case 'resumed':
      draft.suspended = event.type === 'suspended';
      return;
    case 'ended':
      draft.state = event.state;
      draft.suspended = false;
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
