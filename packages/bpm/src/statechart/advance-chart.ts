/**
 * The one run of a statechart: a trigger, and all that follows from it until every session rests.
 *
 * Pure: charts, the instance, the trigger and the time are arguments. The algorithm is that of the
 * SCXML recommendation, appendix D, with its queue of outside events made one for the instance:
 * first in, first out, so that a trace is unique.
 */
import { assert } from '@kontor/kernel';
import { BpmError } from '../errors.ts';
import type { JsonValue } from '../expression.ts';
import {
  applyChartEvent,
  type ChartOf,
  closeChartDraft,
  emptyChartDraft,
  MAIN,
  openChartDraft,
} from './chart-draft.ts';
import type { ChartHistoryEvent } from './chart-history.ts';
import type { ChartInstance } from './chart-instance.ts';
import {
  type ChartEffect,
  type ChartLibrary,
  type ChartRun,
  ContentFault,
  isCut,
  note,
  openRun,
  raiseError,
} from './chart-run.ts';
import { chartOfSession } from './invoke.ts';
import { deliver } from './send.ts';
import { begin, handle, settle } from './session-life.ts';

/** What makes an instance move. */
export type ChartTrigger =
  /** Its start, with values for data of the chart. */
  | { readonly kind: 'start'; readonly chart: string; readonly data?: Record<string, JsonValue> }
  /** An event from outside. */
  | { readonly kind: 'event'; readonly name: string; readonly data?: JsonValue }
  /** Time has passed: delayed sends that are due by now are sent, in the order they fell due. */
  | { readonly kind: 'due' }
  /** A step that was cut goes on. */
  | { readonly kind: 'continue' };

/** What came of a step. */
export interface ChartStep {
  readonly instance: ChartInstance;
  /** What happened, in order; replaying it on the instance before gives the instance after. */
  readonly events: readonly ChartHistoryEvent[];
  readonly effects: readonly ChartEffect[];
}

/** An instance, or the id of one that is to be started. */
export type ChartSubject = ChartInstance | { readonly id: string };

/**
 * Advances an instance of a statechart by one trigger. The instance that was handed in stays as it
 * is. An instance that has ended takes no notice of events.
 *
 * @param now - milliseconds since 1970
 * @throws BpmError BPM_INVALID_COMMAND, BPM_UNKNOWN_DEFINITION — nothing was done
 */
export function advanceChart(
  library: ChartLibrary,
  subject: ChartSubject,
  trigger: ChartTrigger,
  now: number,
): ChartStep {
  const isNew = !('sessions' in subject);
  if (isNew !== (trigger.kind === 'start')) throw refused(subject.id, isNew);
  const chartOf: ChartOf = (as, parent) => chartOfSession(library, as, parent);
  const draft = isNew ? emptyChartDraft(subject.id, chartOf) : openChartDraft(subject, chartOf);
  const run = openRun(library, draft, now);
  if (isNew || subject.state === 'active') {
    note(run, { type: 'triggered', trigger: trigger as unknown as JsonValue });
    pull(run, trigger);
    deliverMail(run);
    if (isCut(run)) cut(run);
  }
  return { instance: closeChartDraft(draft), events: run.events, effects: run.effects };
}

const refused = (instance: string, isNew: boolean): BpmError =>
  new BpmError('BPM_INVALID_COMMAND', {
    instance,
    path: 'trigger',
    reason: isNew ? 'comes before its start' : 'starts it a second time',
  });

/** The instance after events: what `advanceChart` gave for them. */
export function replayChart(
  library: ChartLibrary,
  id: string,
  events: readonly ChartHistoryEvent[],
  before?: ChartInstance,
): ChartInstance {
  const chartOf: ChartOf = (as, parent) => chartOfSession(library, as, parent);
  const draft =
    before === undefined ? emptyChartDraft(id, chartOf) : openChartDraft(before, chartOf);
  for (const event of events) applyChartEvent(draft, event);
  return closeChartDraft(draft);
}

/** The next moment at which something is due, in milliseconds. */
export const nextDue = ({ delayed = [] }: ChartInstance): number | undefined =>
  delayed.length === 0 ? undefined : Math.min(...delayed.map(({ due }) => due));

function pull(run: ChartRun, trigger: ChartTrigger): void {
  if (trigger.kind === 'start') {
    begin(run, { id: MAIN, chart: trigger.chart }, trigger.data ?? {});
  } else if (trigger.kind === 'due') sendDue(run);
  else if (trigger.kind === 'event') {
    const { name, data } = trigger;
    const event = { name, type: 'external' as const, ...(data !== undefined && { data }) };
    note(run, { type: 'mailed', to: MAIN, event });
  }
  for (const session of run.draft.sessions.values()) {
    if (session.busy && session.ended === undefined) settle(run, session);
  }
}

/** Sends what is due, each with all that follows from it, so that one may cancel the next. */
function sendDue(run: ChartRun): void {
  for (;;) {
    const [send] = [...run.draft.delayed.values()]
      .filter(({ due }) => due <= run.now)
      .sort((one, other) => one.due - other.due || one.id - other.id);
    if (send === undefined || isCut(run)) return;
    const session = run.draft.sessions.get(send.session);
    assert(session !== undefined, 'a session that has ended leaves no delayed send');
    note(run, { type: 'undelayed', send: send.id });
    try {
      deliver(run, session, send, send.event, (kind, message) => {
        throw new ContentFault(kind, message, send.event.sendid);
      });
    } catch (error) {
      raiseError(run, session, error, 'send');
      settle(run, session);
    }
    deliverMail(run);
  }
}

/** Brings event after event to its session, and lets the session come to rest. */
function deliverMail(run: ChartRun): void {
  while (!isCut(run)) {
    const [mail] = run.draft.mail;
    if (mail === undefined) return;
    const session = run.draft.sessions.get(mail.to);
    const isThere = session !== undefined && session.ended === undefined;
    note(run, { type: 'received', session: mail.to, ...(!isThere && { lost: true }) });
    if (isThere) handle(run, session);
  }
}

/** Enough for one step: what is left goes on in the next one. */
function cut(run: ChartRun): void {
  const isAtRest = [...run.draft.sessions.values()].every(({ busy }) => !busy);
  if (isAtRest && run.draft.mail.length === 0) return;
  note(run, { type: 'cut' });
  run.effects.push({ kind: 'continue' });
}
