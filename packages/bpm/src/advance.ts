/**
 * The one run of the process engine: a trigger, and all that follows from it until the instance
 * waits again.
 *
 * Pure: definitions, the instance, the trigger and the time are arguments, so a step can be tested,
 * replayed, simulated and previewed without a store. The order is that of BPMN 2.0.2, made unique:
 * tokens stand in one queue, first in, first out; when it is empty, inclusive and complex gateways
 * are looked at in document order, then conditional events, then tokens that nothing can move.
 */
import { closeDraft, type Draft, emptyDraft, openDraft, ROOT } from './instance-draft.ts';
import { attempt } from './attempt.ts';
import { begin, isBody } from './begin.ts';
import {
  type Burst,
  type Effect,
  type Library,
  nextNumber,
  openBurst,
  raise,
  record,
} from './burst.ts';
import type { CompiledNode } from './compiled.ts';
import { nodeOfWait, occur } from './event/catch-event.ts';
import { finish } from './finish.ts';
import { isCounting, takenFlows } from './gateway/parallel-join.ts';
import { type JoinFiring, nextFiring } from './gateway/waiting-join.ts';
import { processAround } from './instance-draft.ts';
import type { HistoryEvent } from './history.ts';
import type { Instance, Token, WaitOf } from './instance.ts';
import { settleScope, sweepJoins } from './scope.ts';
import { pull } from './pull.ts';
import type { Subject, Trigger } from './trigger.ts';
import { evaluateAt } from './variables.ts';

/** What came of a step. */
export interface Step {
  readonly instance: Instance;
  /** What happened, in order; replaying it on the instance before gives the instance after. */
  readonly events: readonly HistoryEvent[];
  readonly effects: readonly Effect[];
}

/**
 * Advances an instance by one trigger. The instance that was handed in stays as it is.
 *
 * @param now - milliseconds since 1970
 * @throws BpmError BPM_ACTIVITY_NOT_ACTIVE, BPM_INVALID_COMMAND, BPM_UNKNOWN_DEFINITION — nothing
 * was done
 */
export function advance(library: Library, subject: Subject, trigger: Trigger, now: number): Step {
  const burst = openBurst(library, draftOf(library, subject), now);
  pull(burst, subject, trigger);
  run(burst);
  return { instance: closeDraft(burst.draft), events: burst.events, effects: burst.effects };
}

/** The instance after events: what `advance` gave for them. */
export function replay(
  library: Pick<Library, 'process'>,
  id: string,
  events: readonly HistoryEvent[],
  before?: Instance,
): Instance {
  const draft =
    before === undefined ? emptyDraft(id, library.process) : openDraft(before, library.process);
  for (const event of events) record({ draft, events: [] } as unknown as Burst, event);
  return closeDraft(draft);
}

function draftOf({ process }: Library, subject: Subject): Draft {
  return 'frames' in subject ? openDraft(subject, process) : emptyDraft(subject.id, process);
}

/** All automatic steps, up to the next waits; none while suspended, or in an endless burst. */
function run(burst: Burst): void {
  // What is over is left, but no token moves.
  if (burst.draft.suspended) return settle(burst);
  if (burst.draft.incidents.some(({ stage }) => stage === 'burst')) return;
  do {
    if (!emptyQueue(burst)) return;
  } while (fireJoin(burst) || fireCondition(burst) || sweepJoins(burst));
}

/** Takes token after token. @returns false when the burst was cut */
function emptyQueue(burst: Burst): boolean {
  const { draft, library } = burst;
  for (;;) {
    settle(burst);
    const token = draft.queue[draft.head];
    if (token === undefined) return true;
    if (burst.steps++ >= library.burstSteps) {
      cut(burst);
      return false;
    }
    takeToken(burst, token);
  }
}

/** Bursts that may be cut one after the other, before a person must look at it. */
const CUTS_MAX = 100;

function cut(burst: Burst): void {
  record(burst, { type: 'cut' });
  if (burst.draft.cuts < CUTS_MAX) return;
  const steps = CUTS_MAX * burst.library.burstSteps;
  const message = `it ran ${steps} steps without a wait: a loop that does not end?`;
  raise(burst, { code: 'burst-limit', frame: ROOT, node: '', stage: 'burst', message });
}

/** Leaves what has done its work, and looks at the scopes around. */
function settle(burst: Burst): void {
  for (;;) {
    const id = burst.ending.shift();
    if (id !== undefined) {
      if (burst.draft.frames.has(id)) attempt(burst, id, 'leave', () => finish(burst, id));
      continue;
    }
    const scope = burst.touched.shift();
    if (scope === undefined) return;
    settleScope(burst, scope);
  }
}

/** The head of the queue comes to its node: it waits at a join, or becomes a frame. */
function takeToken(burst: Burst, token: Token): void {
  const node = processAround(burst.draft, token.in).nodes.get(token.to)!;
  if (token.by !== undefined && (isCounting(node) || node.reach !== undefined)) {
    record(burst, { type: 'joined', scope: token.in, flow: token.by });
    const flows = node.reach === undefined ? takenFlows(burst, node, token.in) : undefined;
    if (flows !== undefined) passJoin(burst, { node, scope: token.in, flows, used: [] });
    else burst.touched.push(token.in);
    return;
  }
  const frame = nextNumber(burst);
  const role = isBody(node, token.as?.role) ? ({ role: 'body' } as const) : undefined;
  const as = role ?? token.as;
  record(burst, {
    type: 'entered',
    node: node.id,
    frame,
    parent: token.in,
    token: true,
    ...(as && { as }),
  });
  attempt(burst, frame, 'begin', () => begin(burst, frame));
}

/** A join has what it needs: one token goes in. */
function passJoin(burst: Burst, { node, scope, flows, used, variables }: JoinFiring): void {
  record(burst, { type: 'fired', scope, node: node.id, flows, used });
  const frame = nextNumber(burst);
  const as = isBody(node, undefined) ? ({ role: 'body' } as const) : variables && { variables };
  record(burst, { type: 'entered', node: node.id, frame, parent: scope, ...(as && { as }) });
  attempt(burst, frame, 'begin', () => begin(burst, frame));
}

/** The first inclusive or complex gateway that fires. */
function fireJoin(burst: Burst): boolean {
  const firing = nextFiring(burst);
  if (firing === undefined) return false;
  passJoin(burst, firing);
  return true;
}

/** The first conditional event whose condition turned true. */
function fireCondition(burst: Burst): boolean {
  if (!burst.changed) return false;
  burst.changed = false;
  for (const wait of burst.draft.waits.values()) {
    if (wait.kind !== 'condition') continue;
    const isTrue = evaluateAt(burst, wait.frame, conditionOf(burst, wait)) === true;
    if (isTrue === wait.was) continue;
    const next = { ...wait, was: isTrue };
    record(burst, { type: 'changed', wait: next });
    if (!isTrue) continue;
    burst.changed = true;
    occur(burst, next);
    return true;
  }
  return false;
}

function conditionOf(burst: Burst, wait: WaitOf<'condition'>) {
  const { events }: CompiledNode = nodeOfWait(burst, wait);
  return events[wait.event ?? 0]!.expression!;
}
