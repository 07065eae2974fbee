/**
 * A trigger pulls: what it does to an instance at once. What follows is the run's (advance.ts).
 *
 * A trigger that no longer fits is refused with a code before anything is recorded: the one that
 * was committed first has won.
 */
import { adHocOf, adHocProgress, isRunningOut, startable } from './activity/ad-hoc.ts';
import { continueRepetition } from './activity/repetition.ts';
import { ROOT } from './instance-draft.ts';
import { attempt } from './attempt.ts';
import { attemptsOf, begin } from './begin.ts';
import {
  aliveIn,
  type Burst,
  cancelInside,
  frameOf,
  nodeAt,
  raise,
  record,
  send,
  setVariables,
} from './burst.ts';
import { stopActivity } from './cancel-activity.ts';
import { BpmError } from './errors.ts';
import { nodeOfWait, occur } from './event/catch-event.ts';
import { throwError, throwEscalation } from './event/throw-event.ts';
import type { JsonValue } from './expression.ts';
import { leave } from './finish.ts';
import { Halt } from './halt.ts';
import type { Frame, Incident, Wait, WaitOf } from './instance.ts';
import { endInstance, openScope } from './scope.ts';
import { migrate } from './migration/migrate.ts';
import { modify } from './modification.ts';
import { missedAt } from './timer/missed.ts';
import { auditOf, type Subject, type Trigger } from './trigger.ts';
import { takeResults } from './variables.ts';

/**
 * Does what the trigger says.
 *
 * @throws BpmError BPM_ACTIVITY_NOT_ACTIVE, BPM_INVALID_COMMAND — nothing was recorded
 */
export function pull(burst: Burst, subject: Subject, trigger: Trigger): void {
  if (trigger.kind === 'start') return start(burst, subject, trigger);
  if (!('frames' in subject)) throw invalid(burst, 'kind', 'must be start for a new instance');
  const { state } = burst.draft;
  if (state !== 'active') throw tooLate(burst, trigger, state);
  if (burst.draft.suspended && !isFitWhileSuspended(burst, trigger)) {
    throw new BpmError('BPM_SUSPENDED', { what: `Instance '${burst.draft.id}'` });
  }
  pulls[trigger.kind](burst, trigger as never);
}

/** What a person may do to an instance that takes no work; and a signal that it heard before. */
const WHILE_SUSPENDED: ReadonlySet<Trigger['kind']> = new Set([
  'resume',
  'terminate',
  'signal',
  'set',
  'cancel',
  'modify',
  'migrate',
]);

/** The end of what was called is taken note of, too: it comes only once. */
function isFitWhileSuspended({ draft }: Burst, trigger: Trigger): boolean {
  if (WHILE_SUSPENDED.has(trigger.kind)) return true;
  return 'wait' in trigger && draft.waits.get(trigger.wait)?.kind === 'child';
}

type TriggerOf<Kind extends Trigger['kind']> = Extract<Trigger, { kind: Kind }>;

const pulls: {
  readonly [Kind in Exclude<Trigger['kind'], 'start'>]: (
    burst: Burst,
    trigger: TriggerOf<Kind>,
  ) => void;
} = {
  complete,
  fail,
  escalate,
  crash,
  message: (burst, trigger) => happen(burst, trigger),
  signal: (burst, trigger) => happen(burst, trigger),
  timer: fireTimer,
  set,
  cancel,
  terminate,
  resolve,
  activate,
  migrate: (burst, { plan, by, reason }) => migrate(burst, plan, auditOf({ by, reason })),
  modify: (burst, trigger) => {
    note(burst, trigger);
    modify(burst, trigger.changes);
  },
  suspend: (burst, trigger) => suspend(burst, trigger),
  resume: (burst, trigger) => resume(burst, trigger),
  continue: (burst, trigger) => note(burst, trigger),
};

/** What made this burst, for the history. */
function note(burst: Burst, trigger: Trigger): void {
  const given = trigger as unknown as Readonly<Record<string, JsonValue | undefined>>;
  const told: Record<string, JsonValue> = {};
  for (const name of Object.keys(given)) {
    const value = given[name];
    if (value !== undefined) told[name] = value;
  }
  record(burst, { type: 'triggered', trigger: told });
}

function start(burst: Burst, subject: Subject, trigger: TriggerOf<'start'>): void {
  if ('frames' in subject) throw invalid(burst, 'state', 'is not that of a new instance');
  const { process } = subject;
  const { scope, nodes } = burst.library.process(process);
  const { at, key, called, variables = {} } = trigger;
  const node = at === undefined ? undefined : nodes.get(at);
  if (at !== undefined && (node === undefined || !scope.starts.includes(node))) {
    throw invalid(burst, 'at', `'${at}' is no start event with a trigger`);
  }
  if (node === undefined && scope.entries.length === 0) {
    const names = scope.starts.map(({ id }) => id).join(', ');
    throw invalid(burst, 'at', `is missing: name one of the start events ${names}`);
  }
  const own = node === undefined ? variables : {};
  const by = at === undefined ? {} : { by: at };
  record(burst, {
    type: 'started',
    process,
    variables: own,
    ...by,
    ...(key && { key }),
    ...(called && { called }),
  });
  const triggered = node && { node, payload: variables };
  attempt(burst, ROOT, 'begin', () => openScope(burst, ROOT, scope, triggered));
}

function complete(burst: Burst, trigger: TriggerOf<'complete'>): void {
  const wait = waitOf(burst, trigger.wait);
  if (wait.kind === 'task') checkForm(burst, wait, trigger);
  note(burst, trigger);
  const { id, frame, kind } = wait;
  if (kind !== 'task' && kind !== 'job' && kind !== 'child')
    return occur(burst, wait, trigger.variables);
  record(burst, { type: 'closed', wait: id });
  takeResults(burst, frame, nodeOfWait(burst, wait), trigger.variables);
  burst.ending.push(frame);
}

/** What completes a task must fit its form; all faults at once. */
function checkForm(burst: Burst, wait: Wait, { variables }: TriggerOf<'complete'>): void {
  const read = nodeOfWait(burst, wait).form?.safeParse(variables ?? {});
  if (read === undefined || read.success) return;
  const faults = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw invalid(burst, `variables of '${wait.node}'`, `don't fit its form (${faults.join('; ')})`);
}

function fail(burst: Burst, trigger: TriggerOf<'fail'>): void {
  const { id, frame } = workOf(burst, trigger.wait);
  const { code, variables = {} } = trigger;
  note(burst, trigger);
  record(burst, { type: 'closed', wait: id });
  attempt(burst, frame, 'begin', () => throwError(burst, frame, code, variables));
}

function escalate(burst: Burst, trigger: TriggerOf<'escalate'>): void {
  const { frame } = workOf(burst, trigger.wait);
  note(burst, trigger);
  throwEscalation(burst, frame, trigger.code, trigger.variables ?? {});
}

/** One attempt fewer; without any left, a person must look at it. */
function crash(burst: Burst, trigger: TriggerOf<'crash'>): void {
  const wait = waitOf(burst, trigger.wait);
  if (wait.kind !== 'job') throw invalid(burst, 'wait', `${wait.id} is no job`);
  note(burst, trigger);
  const attempts = Math.max(0, wait.attempts - 1);
  const { due: _, ...job } = wait;
  const due = trigger.due === undefined ? {} : { due: trigger.due };
  const next = { ...job, attempts, failed: wait.failed + 1, ...due };
  record(burst, { type: 'changed', wait: next });
  if (attempts > 0) return;
  raise(burst, {
    code: 'retries-exhausted',
    frame: wait.frame,
    node: wait.node,
    stage: 'job',
    message: trigger.message,
    wait: wait.id,
  });
}

function happen(burst: Burst, trigger: TriggerOf<'message' | 'signal'>): void {
  const wait = waitOf(burst, trigger.wait);
  if (wait.kind !== trigger.kind) throw invalid(burst, 'wait', `${wait.id} is no ${trigger.kind}`);
  note(burst, trigger);
  attempt(burst, wait.frame, 'progress', () => occur(burst, wait, trigger.variables));
}

function fireTimer(burst: Burst, trigger: TriggerOf<'timer'>): void {
  const wait = waitOf(burst, trigger.wait);
  if (wait.kind !== 'timer') throw invalid(burst, 'wait', `${wait.id} is no timer`);
  if (wait.timer.due === undefined || wait.timer.due > burst.now) {
    throw invalid(burst, 'wait', `${wait.id} is not due yet`);
  }
  note(burst, trigger);
  if (trigger.missed !== true) {
    return attempt(burst, wait.frame, 'progress', () => occur(burst, wait));
  }
  fireMissed(burst, wait);
}

/** Occurrences that came due while no engine was running, by the policy of the timer. */
function fireMissed(burst: Burst, wait: WaitOf<'timer'>): void {
  const missed = missedAt(wait.timer, burst.now, burst.library.calendars);
  const { firings } = missed;
  const next = missed.next?.due === undefined ? undefined : missed.next;
  if (firings === 0) {
    if (next === undefined) record(burst, { type: 'closed', wait: wait.id });
    else record(burst, { type: 'changed', wait: { ...wait, timer: next } });
    return;
  }
  for (let fired = 0; fired < firings && burst.draft.frames.has(wait.frame); fired++) {
    attempt(burst, wait.frame, 'progress', () => occur(burst, wait, undefined, next ?? null));
  }
}

function set(burst: Burst, trigger: TriggerOf<'set'>): void {
  const frame = trigger.frame ?? ROOT;
  if (!burst.draft.frames.has(frame)) throw notActive(burst, String(frame));
  note(burst, trigger);
  setVariables(burst, frame, trigger.variables);
}

function cancel(burst: Burst, trigger: TriggerOf<'cancel'>): void {
  const frame = burst.draft.frames.get(trigger.frame);
  if (frame === undefined) throw notActive(burst, String(trigger.frame));
  note(burst, trigger);
  stopActivity(burst, frame.id);
}

function terminate(burst: Burst, trigger: TriggerOf<'terminate'>): void {
  note(burst, trigger);
  cancelInside(burst, ROOT);
  endInstance(burst, 'cancelled');
}

function suspend(burst: Burst, { by, reason }: TriggerOf<'suspend' | 'resume'>): void {
  record(burst, { type: 'suspended', ...auditOf({ by, reason }) });
}

/** Tokens move again, and conditions are tested on what was set meanwhile. */
function resume(burst: Burst, { by, reason }: TriggerOf<'suspend' | 'resume'>): void {
  if (!burst.draft.suspended) throw invalid(burst, 'state', 'is not suspended');
  record(burst, { type: 'resumed', ...auditOf({ by, reason }) });
  burst.changed = true;
}

function activate(burst: Burst, trigger: TriggerOf<'activate'>): void {
  const frame = burst.draft.frames.get(trigger.frame);
  const node = frame && nodeAt(burst, frame);
  const rule = adHocOf(node);
  if (frame === undefined || rule === undefined) throw notActive(burst, String(trigger.frame));
  const known = startable(node!).map(({ id }) => id);
  if (!known.includes(trigger.node)) {
    throw invalid(burst, 'node', `'${trigger.node}' is none of ${known.join(', ')}`);
  }
  if (refusesMore(burst, frame)) {
    throw invalid(
      burst,
      'node',
      `'${trigger.node}' comes too late: the completion condition holds`,
    );
  }
  note(burst, trigger);
  const isBusy = rule.ordering === 'sequential' && aliveIn(burst, frame.id) > 0;
  if (!isBusy) return send(burst, [{ to: trigger.node, in: frame.id }]);
  const pending = [...(frame.pending ?? []), trigger.node];
  record(burst, { type: 'updated', frame: frame.id, change: { pending } });
}

function refusesMore(burst: Burst, frame: Frame): boolean {
  try {
    return isRunningOut(burst, frame);
  } catch (error) {
    if (!(error instanceof Halt)) throw error;
    throw invalid(burst, 'node', `can't be started: ${error.message}`);
  }
}

/** Tries again what stood still. */
function resolve(burst: Burst, trigger: TriggerOf<'resolve'>): void {
  const incident = burst.draft.incidents.find(({ id }) => id === trigger.incident);
  if (incident === undefined) {
    throw invalid(burst, 'incident', `${trigger.incident} is not open`);
  }
  note(burst, trigger);
  record(burst, { type: 'resolved', incident: incident.id });
  const frame = frameOf(burst, incident.frame);
  attempt(burst, frame.id, incident.stage, () => retry(burst, frame, incident, trigger.attempts));
}

function retry(burst: Burst, frame: Frame, incident: Incident, given: number | undefined): void {
  switch (incident.stage) {
    case 'begin':
      return frame.id === ROOT ? reopen(burst) : begin(burst, frame.id);
    case 'leave':
      return void burst.ending.push(frame.id);
    case 'flows':
      return leave(burst, frame, nodeAt(burst, frame)!);
    case 'job': {
      const wait = waitOf(burst, incident.wait!);
      const { due: _, ...job } = wait as WaitOf<'job'>;
      const attempts = given ?? attemptsOf(nodeOfWait(burst, wait));
      return record(burst, { type: 'changed', wait: { ...job, attempts, failed: 0 } });
    }
    case 'progress':
      if (frame.role === 'body') return continueRepetition(burst, frame.id, nodeAt(burst, frame)!);
      if (frame.id !== ROOT) adHocProgress(burst, frame.id);
      return void burst.touched.push(frame.id);
    case 'join':
    case 'burst':
      burst.touched.push(frame.id);
  }
}

/** Opens the process once more, after what stood in its way was mended. */
function reopen(burst: Burst): void {
  for (const { id } of burst.draft.waits.values()) record(burst, { type: 'closed', wait: id });
  openScope(burst, ROOT, burst.library.process(burst.draft.process).scope);
}

function waitOf(burst: Burst, id: number): Wait {
  const wait = burst.draft.waits.get(id);
  if (wait === undefined) throw notActive(burst, String(id));
  return wait;
}

/** A task, a job, or a call of a statechart. */
function workOf(burst: Burst, id: number): Wait {
  const wait = waitOf(burst, id);
  if (wait.kind === 'task' || wait.kind === 'job' || wait.kind === 'child') return wait;
  throw invalid(burst, 'wait', `${id} is a ${wait.kind}, no task or job`);
}

/** What was meant for an activity finds none in an instance that has ended. */
function tooLate(burst: Burst, trigger: Trigger, state: string): BpmError {
  if ('wait' in trigger) return notActive(burst, String(trigger.wait));
  return invalid(burst, 'state', `is '${state}', not active`);
}

const notActive = ({ draft }: Burst, activity: string): BpmError =>
  new BpmError('BPM_ACTIVITY_NOT_ACTIVE', { instance: draft.id, activity });

const invalid = ({ draft }: Burst, path: string, reason: string): BpmError =>
  new BpmError('BPM_INVALID_COMMAND', { instance: draft.id, path, reason });
