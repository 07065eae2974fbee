/**
 * A draft: a snapshot of a chart opened for writing, each session with all its active states.
 *
 * Only events change one (apply-chart-event.ts). The engine (advance-chart.ts) records them on a
 * draft; a replay applies the same events to an empty one.
 */
import type { JsonValue } from '../expression.ts';
import type { Incident } from '../instance.ts';
import type { NewSession } from './chart-history.ts';
import type {
  ActiveInvocation,
  ChartEvent,
  ChartInstance,
  ChartSession,
  DelayedSend,
  Mail,
} from './chart-instance.ts';
import { type CompiledChart, type CompiledState, isLeaf } from './compiled-chart.ts';
import { insertInOrder, isAmong } from './document-order.ts';

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

/** A leaf becomes active, with the states around it. */
export function activate({ active }: SessionDraft, leaf: CompiledState): void {
  for (let state = leaf; state.parent !== undefined; state = state.parent) {
    if (!insertInOrder(active, state)) return;
  }
}

/** Whether a state is active. */
export const isActive = ({ active }: SessionDraft, state: CompiledState): boolean =>
  isAmong(active, state);

// Most sessions have none of these; shared, they cost an instance nothing when it is opened.
const NO_HISTORY: SessionDraft['history'] = new Map();
/** No names. */
export const NO_NAMES: ReadonlySet<string> = new Set();
const NO_DATA: SessionDraft['data'] = Object.freeze({});
const NONE_INVOKED: SessionDraft['invoked'] = Object.freeze([]);

/** A session that begins; it stands in the place of one of the same number. */
export function newSession(draft: ChartDraft, as: NewSession): SessionDraft {
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

/** A person must look at an endless step: events wait until then. */
export const isHalted = ({ incidents }: ChartDraft): boolean =>
  incidents.some(({ stage }) => stage === 'burst');

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
