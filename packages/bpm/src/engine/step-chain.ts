/**
 * Steps of one instance that follow each other in one commit: what a handler of the inside gives,
 * what waited in the buffer for a subscription that was just opened, what was due before it was
 * armed.
 */
import type { Transaction } from '@kontor/kernel/store';
import { isBusinessError } from '../contract.ts';
import { BpmError } from '../errors.ts';
import type { Variables, WaitOf } from '../instance.ts';
import type { Trigger } from '../trigger.ts';
import { messages } from './engine-collections.ts';
import { inputOf, jobKey, retryOf } from './handlers.ts';
import type { EngineLibrary } from './engine-library.ts';
import { type AnyEffect, type AnyTrigger, move } from './move.ts';
import { isPassing } from './passing.ts';
import { retryAt } from './retry.ts';
import { type PastEvent, type Snapshot, type SnapshotSubject, waitsOf } from './snapshot.ts';
import type { StepContext } from './step-context.ts';

/** What came of them. */
export interface Chain {
  readonly instance: Snapshot;
  readonly events: PastEvent[];
  readonly effects: AnyEffect[];
}

/** More would be a loop of handlers and messages that never waits. */
const CHAIN_MAX = 1000;

/** Does a step, and what follows from it at once. */
export async function runChain(
  tx: Transaction,
  context: StepContext,
  library: EngineLibrary,
  subject: SnapshotSubject,
  trigger: AnyTrigger,
): Promise<Chain> {
  const first = move(library, subject, trigger, context.now);
  const events = [...first.events];
  const effects = [...first.effects];
  let { instance } = first;
  // Who is resumed looks for all that came meanwhile.
  const isWaiting = 'state' in subject && trigger.kind !== 'resume';
  const known = new Set(isWaiting ? waitsOf(subject).map(({ id }) => id) : []);
  for (let steps = 0; steps < CHAIN_MAX; steps++) {
    const next = await followUp(tx, context, library, instance, known);
    if (next === undefined) break;
    const step = move(library, instance, next, context.now);
    events.push(...step.events);
    effects.push(...step.effects);
    ({ instance } = step);
  }
  return { instance, events, effects };
}

/** What can be done at once for a wait that was just opened. */
async function followUp(
  tx: Transaction,
  context: StepContext,
  library: EngineLibrary,
  instance: Snapshot,
  known: ReadonlySet<number>,
): Promise<Trigger | undefined> {
  if (instance.suspended === true) return undefined;
  for (const wait of waitsOf(instance)) {
    if (known.has(wait.id)) continue;
    if (wait.kind === 'job') {
      // One that has failed waits for its turn (worker.ts).
      const isFirst = wait.attempts > 0 && wait.due === undefined;
      const trigger = isFirst ? await runInside(tx, context, library, instance, wait) : undefined;
      if (trigger !== undefined) return trigger;
    }
    if (wait.kind === 'message') {
      const variables = await takeBuffered(tx, context.now, wait.name, wait.key);
      if (variables !== undefined) return { kind: 'message', wait: wait.id, variables };
    }
    // What was due before it was armed, was missed: its policy says what becomes of it.
    if (wait.kind === 'timer' && wait.timer.due !== undefined && wait.timer.due < context.now) {
      return { kind: 'timer', wait: wait.id, missed: true };
    }
  }
  return undefined;
}

/**
 * Runs the handler of a job in this commit.
 *
 * @returns what came of it; undefined: there is no such handler
 * @throws BpmError BPM_HANDLER_FAILED — for the first time in this commit, of which nothing may be
 * kept
 * @throws KernelError KERNEL_UNAVAILABLE and others that pass — the handler could not reach the
 * store; nothing may be kept of this commit either
 */
export async function runInside(
  tx: Transaction,
  context: StepContext,
  library: EngineLibrary,
  instance: Snapshot,
  job: WaitOf<'job'>,
): Promise<Trigger | undefined> {
  const { handlers, now } = context;
  if (!handlers.isInside(job.type)) return undefined;
  const effectKey = jobKey(instance.id, job);
  const failed = context.failedInside.get(effectKey);
  if (failed !== undefined) return { kind: 'crash', wait: job.id, ...failed };
  const attempt = job.failed + 1;
  try {
    const known = { instance: instance.id, effectKey, attempt, now, tx };
    const variables = await handlers.runInside(job.type, inputOf(library, instance, job), known);
    return { kind: 'complete', wait: job.id, variables };
  } catch (error) {
    if (isBusinessError(error)) {
      const { code, variables } = error;
      return { kind: 'fail', wait: job.id, code, variables };
    }
    // The store is away, not the handler at fault: the whole commit is tried again, by its caller.
    if (isPassing(error)) throw error;
    const due = retryAt(retryOf(library, instance, job), effectKey, attempt, now);
    const reason = error instanceof Error ? error.message : String(error);
    throw new BpmError('BPM_HANDLER_FAILED', { effectKey, reason, due }, { cause: error });
  }
}

/** Takes the oldest buffered message out that is still alive. */
export async function takeBuffered(
  tx: Transaction,
  now: number,
  name: string,
  key: string,
): Promise<Variables | undefined> {
  for await (const message of tx.each(messages, { index: 'byName', equals: [name, key] })) {
    tx.remove(messages, message.id);
    if (message.expiresAt > now) return message.variables;
  }
  return undefined;
}
