/**
 * A trigger pulls at a chart: what it does to an instance at once. What follows is the run's
 * (advance-chart.ts).
 *
 * What comes of an invocation comes as an event: `done.invoke.<id>` with the result, and for an
 * error of the business `error.execution.<id>` with what it carried, its code and a message. A
 * technical failure is no event: it uses up an attempt, and after the last one a person must look
 * at it. A trigger that no longer fits is refused before anything is recorded.
 */
import { BpmError } from '../errors.ts';
import type { JsonValue } from '../expression.ts';
import { isHalted, MAIN, type SessionDraft } from './chart-draft.ts';
import type { ActiveInvocation, ChartEvent, ChartWait } from './chart-instance.ts';
import type { ChartTrigger } from './chart-trigger.ts';
import { type ChartRun, note } from './chart-run.ts';
import { sendDue, sendNow } from './due.ts';
import { ATTEMPTS } from './invoke.ts';
import { migrateChart } from './migration/migrate-chart.ts';
import { modifyChart } from './modify-chart.ts';
import { begin, settle, stopMain } from './session-life.ts';

type TriggerOf<Kind extends ChartTrigger['kind']> = Extract<ChartTrigger, { kind: Kind }>;

/**
 * Does what the trigger says.
 *
 * @throws BpmError BPM_ACTIVITY_NOT_ACTIVE, BPM_INVALID_COMMAND — nothing was recorded
 */
export function pullChart(run: ChartRun, trigger: ChartTrigger): void {
  pulls[trigger.kind](run, trigger as never);
}

const pulls: {
  readonly [Kind in ChartTrigger['kind']]: (run: ChartRun, trigger: TriggerOf<Kind>) => void;
} = {
  start,
  event,
  due,
  timer,
  complete,
  fail,
  crash,
  message: take,
  signal: take,
  terminate,
  suspend,
  resume,
  migrate,
  modify,
  resolve,
  continue: goOn,
};

/** What made this step, for the history. */
function tell(run: ChartRun, trigger: ChartTrigger): void {
  const told = Object.entries(trigger).filter(([, value]) => value !== undefined);
  note(run, { type: 'triggered', trigger: Object.fromEntries(told) as JsonValue });
}

function start(run: ChartRun, trigger: TriggerOf<'start'>): void {
  tell(run, trigger);
  begin(run, { id: MAIN, chart: trigger.chart }, trigger.data ?? {});
}

// Told by hand: `tell` takes as long as the transition that most events make.
function event(run: ChartRun, { kind, name, data }: TriggerOf<'event'>): void {
  const type = 'external';
  note(run, {
    type: 'triggered',
    trigger: data === undefined ? { kind, name } : { kind, name, data },
  });
  mail(run, MAIN, data === undefined ? { name, type } : { name, type, data });
}

function due(run: ChartRun, trigger: TriggerOf<'due'>): void {
  tell(run, trigger);
  sendDue(run);
}

function timer(run: ChartRun, trigger: TriggerOf<'timer'>): void {
  const send = run.draft.delayed.get(trigger.wait);
  if (send === undefined) throw notActive(run, trigger.wait);
  if (send.due > run.now) throw invalid(run, 'wait', `${send.id} is not due yet`);
  tell(run, trigger);
  if (trigger.missed !== true || send.timer?.missed !== 'skip') return sendNow(run, send);
  note(run, { type: 'undelayed', send: send.id, cancelled: true });
  const detail = { event: send.event.name, due: send.due };
  note(run, { type: 'noted', code: 'skipped-send', detail });
}

function complete(run: ChartRun, trigger: TriggerOf<'complete'>): void {
  const { session, invocation, wait } = workOf(run, trigger.wait);
  tell(run, trigger);
  note(run, { type: 'closed', wait: wait.id });
  const { id: invokeid } = invocation;
  const data = trigger.variables ?? {};
  mail(run, session.id, { name: `done.invoke.${invokeid}`, type: 'external', data, invokeid });
}

function fail(run: ChartRun, trigger: TriggerOf<'fail'>): void {
  const { session, invocation, wait } = workOf(run, trigger.wait);
  tell(run, trigger);
  note(run, { type: 'closed', wait: wait.id });
  const { code, variables = {} } = trigger;
  const { id: invokeid } = invocation;
  const message = `${nameOf(wait)} has failed with '${code}'`;
  const data = { message, ...variables, code };
  mail(run, session.id, { name: `error.execution.${invokeid}`, type: 'platform', data, invokeid });
}

function nameOf(wait: ChartWait): string {
  if (wait.kind === 'child') return `the process '${wait.process}'`;
  return wait.kind === 'job' ? `the service '${wait.type}'` : wait.name;
}

/** One attempt fewer; without any left, a person must look at it. */
function crash(run: ChartRun, trigger: TriggerOf<'crash'>): void {
  const { session, invocation, wait } = workOf(run, trigger.wait);
  if (wait.kind !== 'job') throw invalid(run, 'wait', `${wait.id} is no job`);
  tell(run, trigger);
  const { due: _, ...job } = wait;
  const attempts = Math.max(0, wait.attempts - 1);
  const later = trigger.due === undefined ? {} : { due: trigger.due };
  note(run, { type: 'changed', wait: { ...job, attempts, failed: wait.failed + 1, ...later } });
  if (attempts > 0) return;
  const { message } = trigger;
  const place = { frame: session.id, node: invocation.state, wait: wait.id };
  const id = run.draft.serial + 1;
  const incident = { id, code: 'retries-exhausted', stage: 'job', message, ...place } as const;
  note(run, { type: 'incident', incident });
}

/** A message or signal that a state takes; it may take more of them. */
function take(run: ChartRun, trigger: TriggerOf<'message' | 'signal'>): void {
  const { session, invocation, wait } = owed(run, trigger.wait);
  if (wait.kind !== trigger.kind) throw invalid(run, 'wait', `${wait.id} is no ${trigger.kind}`);
  tell(run, trigger);
  const { id: invokeid } = invocation;
  const data = trigger.variables ?? {};
  mail(run, session.id, { name: wait.name, type: 'external', data, invokeid });
}

function terminate(run: ChartRun, trigger: TriggerOf<'terminate'>): void {
  tell(run, trigger);
  stopMain(run);
}

function suspend(run: ChartRun, { by, reason }: TriggerOf<'suspend' | 'resume'>): void {
  if (run.draft.suspended) throw invalid(run, 'state', 'is that of a suspended instance already');
  note(run, { type: 'suspended', ...(by && { by }), ...(reason && { reason }) });
}

function resume(run: ChartRun, { by, reason }: TriggerOf<'suspend' | 'resume'>): void {
  if (!run.draft.suspended) throw invalid(run, 'state', 'is not that of a suspended instance');
  note(run, { type: 'resumed', ...(by && { by }), ...(reason && { reason }) });
  if (!isHalted(run.draft)) settleAll(run);
}

function migrate(run: ChartRun, { plan, by, reason }: TriggerOf<'migrate'>): void {
  migrateChart(run, plan, { ...(by && { by }), ...(reason && { reason }) });
}

function modify(run: ChartRun, trigger: TriggerOf<'modify'>): void {
  modifyChart(run, trigger.change, () => tell(run, trigger));
}

/** Tries again what stood still. */
function resolve(run: ChartRun, trigger: TriggerOf<'resolve'>): void {
  const incident = run.draft.incidents.find(({ id }) => id === trigger.incident);
  if (incident === undefined) throw invalid(run, 'incident', `${trigger.incident} is not open`);
  tell(run, trigger);
  note(run, { type: 'resolved', incident: incident.id });
  if (incident.wait === undefined) return settleAll(run);
  const { session, invocation, wait } = owed(run, incident.wait);
  if (wait.kind !== 'job') return;
  const { due: _, ...job } = wait;
  const { retry } = session.chart.byId.get(invocation.state)!.invokes[invocation.index]!.definition;
  const attempts = trigger.attempts ?? retry?.attempts ?? ATTEMPTS;
  note(run, { type: 'changed', wait: { ...job, attempts, failed: 0 } });
}

function goOn(run: ChartRun, trigger: TriggerOf<'continue'>): void {
  tell(run, trigger);
  settleAll(run);
}

function settleAll(run: ChartRun): void {
  for (const session of run.draft.sessions.values()) {
    if (session.busy && session.ended === undefined) settle(run, session);
  }
}

const mail = (run: ChartRun, to: number, mailed: ChartEvent): void =>
  note(run, { type: 'mailed', to, event: mailed });

/** What is owed, open for writing. */
interface OwedDraft {
  readonly session: SessionDraft;
  readonly invocation: ActiveInvocation;
  readonly wait: ChartWait;
}

function owed(run: ChartRun, id: number): OwedDraft {
  for (const session of run.draft.sessions.values()) {
    for (const invocation of session.invoked) {
      const { wait } = invocation;
      if (wait?.id === id) return { session, invocation, wait };
    }
  }
  throw notActive(run, id);
}

/** A job, or an instance of its own. */
function workOf(run: ChartRun, id: number): OwedDraft {
  const found = owed(run, id);
  const { kind } = found.wait;
  if (kind === 'job' || kind === 'child') return found;
  throw invalid(run, 'wait', `${id} is a ${kind}, no service and no process`);
}

const notActive = ({ draft }: ChartRun, wait: number): BpmError =>
  new BpmError('BPM_ACTIVITY_NOT_ACTIVE', { instance: draft.id, activity: String(wait) });

const invalid = ({ draft }: ChartRun, path: string, reason: string): BpmError =>
  new BpmError('BPM_INVALID_COMMAND', { instance: draft.id, path, reason });
