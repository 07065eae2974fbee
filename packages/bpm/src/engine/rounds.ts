/**
 * What an engine does by itself: timers that are due, signals and messages under way, jobs that
 * have a handler here, bursts that were cut.
 *
 * Every round is safe beside other workers and after a crash: each piece of work is found in the
 * store, done in a commit of its own, and gone with that commit. Who comes second finds nothing.
 */
import { KernelError } from '@kontor/kernel';
import { transact } from '@kontor/kernel/store';
import { isBusinessError } from '../contract.ts';
import { BpmError } from '../errors.ts';
import type { Variables } from '../instance.ts';
import { contextOf, type EngineCore, perform } from './engine-core.ts';
import {
  instances,
  outgoing,
  signals,
  type StoredJob,
  timers,
  watches,
} from './engine-collections.ts';
import { stepInstance } from './engine-step.ts';
import { deliverSignal, publishMessage } from './messages.ts';
import { CONTINUE } from './wait-rows.ts';
import { claimJob, dueJobs, endJob, holdJob, type JobResult, readJob, stepJob } from './worker.ts';

/** How an engine works by itself. */
export interface RoundOptions {
  /** A name for this worker. */
  readonly worker: string;
  /** How long a job is held, in milliseconds. */
  readonly lockMs: number;
  /** Pieces of work of one kind in a round. */
  readonly limit: number;
}

/** What a round has done. */
export interface Round {
  readonly timers: number;
  readonly sent: number;
  readonly jobs: number;
}

/** One round: everything that is due now. */
export async function doRound(core: EngineCore, options: RoundOptions): Promise<Round> {
  const timersFired = await serveTimers(core, options.limit, false);
  const sent = await bringSent(core, options.limit);
  const jobsDone = await doJobs(core, options);
  return { timers: timersFired, sent, jobs: jobsDone };
}

/** Someone else was faster: the wait is gone, or the work is claimed. No error, and no work left. */
const isLate = (error: unknown): boolean =>
  BpmError.is(error, 'BPM_ACTIVITY_NOT_ACTIVE') ||
  BpmError.is(error, 'BPM_STALE_FENCE') ||
  BpmError.is(error, 'BPM_INVALID_COMMAND') ||
  BpmError.is(error, 'BPM_UNKNOWN_INSTANCE');

async function unlessLate(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (isLate(error)) return false;
    throw error;
  }
}

/**
 * Fires the timers that are due, in the order of their instants.
 *
 * @param missed - no engine was running when they came due
 */
export async function serveTimers(
  core: EngineCore,
  limit: number,
  missed: boolean,
): Promise<number> {
  let fired = 0;
  while (fired < limit) {
    const now = core.clock.now();
    const range = { index: 'byDue', to: now + 1 };
    const due = await firstPage(core.store.scan(timers, range, { limit: limit - fired }));
    // A timer that fires may close others, or be due again at once: the order is looked up anew.
    const [next] = due;
    if (next === undefined) break;
    const { instance, wait } = next;
    const trigger = { kind: 'timer', wait, ...(missed && { missed }) } as const;
    await unlessLate(() =>
      perform(core, (tx, context) => stepInstance(tx, context, instance, trigger)),
    );
    fired++;
  }
  return fired;
}

async function firstPage<Document extends object>(
  pages: AsyncIterable<readonly { readonly document: Document }[]>,
): Promise<Document[]> {
  for await (const page of pages) return page.map(({ document }) => document);
  return [];
}

/** Brings signals to those who had subscribed, and messages of processes to their subscriptions. */
export async function bringSent(core: EngineCore, limit: number): Promise<number> {
  let brought = 0;
  for (; brought < limit; brought++) {
    if (!((await bringSignal(core)) || (await bringMessage(core)))) break;
  }
  return brought;
}

async function bringSignal(core: EngineCore): Promise<boolean> {
  const [signal] = await firstPage(core.store.scan(signals, {}, { limit: 1 }));
  if (signal === undefined) return false;
  await perform(core, (tx, context) => deliverSignal(tx, context, signal.id));
  return true;
}

async function bringMessage(core: EngineCore): Promise<boolean> {
  const range = { index: 'byTime' };
  const [message] = await firstPage(core.store.scan(outgoing, range, { limit: 1 }));
  if (message === undefined) return false;
  const { id, name, key, variables } = message;
  await perform(core, async (tx, context) => {
    if ((await tx.get(outgoing, id)) === undefined) return;
    tx.remove(outgoing, id);
    await publishMessage(tx, context, { id, name, key, variables });
  });
  return true;
}

/** Does jobs that have a handler here, and goes on with bursts that were cut. */
async function doJobs(core: EngineCore, options: RoundOptions): Promise<number> {
  const { store, clock, handlers } = core;
  const own = [CONTINUE, ...handlers.insideTypes];
  const mine = await dueJobs(store, own, clock.now(), options.limit);
  for (const id of mine) {
    await unlessLate(() => perform(core, (tx, context) => stepJob(tx, context, id)));
  }
  const others = await dueJobs(store, handlers.types, clock.now(), options.limit);
  await Promise.all(others.map((id) => workOn(core, id, options)));
  return mine.length + others.length;
}

/** Claims a job, runs its handler, and tells what came of it. */
async function workOn(core: EngineCore, id: string, options: RoundOptions): Promise<void> {
  const job = await transact(
    core.store,
    (tx) => claimJob(tx, contextOf(core), id, options),
    core.trying,
  );
  if (job === undefined) return;
  const lost = new AbortController();
  const result = await runHandler(core, job, options.lockMs, lost);
  await unlessLate(() =>
    perform(core, (tx, context) => endJob(tx, context, id, job.fence, result)),
  );
}

async function runHandler(
  core: EngineCore,
  job: StoredJob,
  lockMs: number,
  lost: AbortController,
): Promise<JobResult> {
  const { id, fence, instance, effectKey, type } = job;
  const heartbeat = async (): Promise<void> => {
    const held = await unlessLate(() =>
      transact(core.store, (tx) => holdJob(tx, core.clock.now(), id, fence, lockMs), core.trying),
    );
    if (!held) lost.abort(new BpmError('BPM_STALE_FENCE', { job: id, fence, current: fence + 1 }));
  };
  try {
    const { variables, attempt } = await readInput(core, job);
    const known = { instance, effectKey, attempt, now: core.clock.now(), signal: lost.signal };
    const output = await core.handlers.runWorker(type, variables, { ...known, heartbeat });
    return { kind: 'complete', variables: output };
  } catch (error) {
    return resultOf(error);
  }
}

/** What a handler has thrown, as news of the job. */
function resultOf(error: unknown): JobResult {
  if (isBusinessError(error)) return { kind: 'fail', code: error.code, variables: error.variables };
  return { kind: 'crash', message: error instanceof Error ? error.message : String(error) };
}

async function readInput(
  core: EngineCore,
  job: StoredJob,
): Promise<{ readonly variables: Variables; readonly attempt: number }> {
  return transact(core.store, async (tx) => {
    const stored = await tx.get(instances, job.instance);
    if (stored === undefined)
      throw new BpmError('BPM_UNKNOWN_INSTANCE', { instance: job.instance });
    return readJob(tx, contextOf(core), job, stored.snapshot);
  });
}

/** The watch is kept at most so often, in milliseconds; a longer silence was an outage. */
export const OUTAGE_MS = 60_000;

/**
 * Looks whether no engine was running for a while, and deals with timers that came due in it by
 * their own policies.
 *
 * @returns timers that were dealt with
 */
export async function recoverTimers(core: EngineCore, limit: number): Promise<number> {
  const now = core.clock.now();
  const [watch] = await core.store.get(watches, ['clock']);
  const wasServed = watch !== undefined && watch.document.servedUntil > now - OUTAGE_MS;
  const served = wasServed ? 0 : await serveTimers(core, limit, true);
  await keepWatch(core);
  return served;
}

/** Says that timers are served up to now. */
export async function keepWatch(core: EngineCore): Promise<void> {
  const servedUntil = core.clock.now();
  await transact(
    core.store,
    async (tx) => {
      const watch = await tx.get(watches, 'clock');
      if (watch !== undefined && watch.servedUntil > servedUntil - OUTAGE_MS / 4) return;
      tx.put(watches, { id: 'clock', servedUntil });
    },
    core.trying,
  );
}

/** Whether an error will not come again when the same is tried once more. */
export const isPassing = (error: unknown): boolean =>
  KernelError.is(error, 'KERNEL_UNAVAILABLE') ||
  KernelError.is(error, 'KERNEL_CONFLICT') ||
  KernelError.is(error, 'KERNEL_UNKNOWN_OUTCOME') ||
  KernelError.is(error, 'KERNEL_STORE_FAILED');
