/**
 * Jobs that have a handler here: claimed, handled, ended, several at a time. Those of the inside
 * are tried again when their pause is over, and bursts that were cut go on.
 *
 * What a job gives back may be refused, as by an instance that would grow too large. Then the
 * attempt has failed, and a person sees it when the last one has.
 */
import { inSpan } from '@kontor/kernel';
import { sleepByTimer, transact } from '@kontor/kernel/store';
import { isBusinessError } from '../contract.ts';
import { BpmError } from '../errors.ts';
import type { Variables } from '../instance.ts';
import { contextOf, type EngineCore, perform } from './engine-core.ts';
import { instances, jobs, type StoredJob } from './engine-collections.ts';
import { dropOrphan } from './orphans.ts';
import { isPassing, unlessLate } from './passing.ts';
import { CONTINUE } from './wait-rows.ts';
import {
  claimJob,
  type ClaimOptions,
  dueJobs,
  endJob,
  holdJob,
  type JobResult,
  readJob,
  stepJob,
} from './worker.ts';

/** Handlers that run at the same time, at most. */
const AT_ONCE = 16;

/** Does jobs that have a handler here, and goes on with bursts that were cut. */
export async function doJobs(
  core: EngineCore,
  options: Omit<ClaimOptions, 'types'>,
): Promise<number> {
  const { store, clock, handlers } = core;
  const own = [CONTINUE, ...handlers.insideTypes];
  const inside = await dueJobs(store, own, clock.now(), options.limit);
  for (const id of inside) await stepOn(core, id);
  const others = await dueJobs(store, handlers.types, clock.now(), options.limit);
  await severalAtOnce(others, (id) => workOn(core, id, options));
  return inside.length + others.length;
}

/** Each is done, also when others fail; then the first failure is told. */
async function severalAtOnce(
  ids: readonly string[],
  work: (id: string) => Promise<void>,
): Promise<void> {
  const open = ids.values();
  const failures: unknown[] = [];
  const runner = async (): Promise<void> => {
    for (const id of open) await work(id).catch((error: unknown) => failures.push(error));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, runner));
  if (failures.length > 0) throw failures[0];
}

async function stepOn(core: EngineCore, id: string): Promise<void> {
  try {
    const step = (): Promise<unknown> => perform(core, (tx, context) => stepJob(tx, context, id));
    if (!(await unlessLate(step))) await dropOrphan(core, 'job', id);
  } catch (error) {
    const [job] = await core.store.get(jobs, [id]);
    const isBurst = job?.document.type === CONTINUE;
    if (!BpmError.is(error, 'BPM_TOO_LARGE') || job === undefined || isBurst) throw error;
    await end(core, job.document, { kind: 'crash', message: error.message });
  }
}

/** Claims a job, runs its handler, and tells what came of it. */
async function workOn(
  core: EngineCore,
  id: string,
  options: Omit<ClaimOptions, 'types'>,
): Promise<void> {
  const job = await transact(
    core.store,
    (tx) => claimJob(tx, contextOf(core), id, options),
    core.trying,
  );
  if (job === undefined) return;
  const about = { type: job.type, instance: job.instance };
  const result = await inSpan(core.trying.trace, 'kontor.bpm.job', about, () =>
    runHandler(core, job, options.lockMs),
  );
  try {
    await end(core, job, result);
  } catch (error) {
    if (!BpmError.is(error, 'BPM_TOO_LARGE')) throw error;
    await end(core, job, { kind: 'crash', message: error.message });
  }
}

async function end(core: EngineCore, { id, fence }: StoredJob, result: JobResult): Promise<void> {
  const done = (): Promise<unknown> =>
    perform(core, (tx, context) => endJob(tx, context, id, fence, result));
  if (!(await unlessLate(done))) await dropOrphan(core, 'job', id);
}

async function runHandler(core: EngineCore, job: StoredJob, lockMs: number): Promise<JobResult> {
  const { id, fence, instance, effectKey, type } = job;
  const lost = new AbortController();
  const heartbeat = async (): Promise<void> => {
    const held = await unlessLate(() =>
      transact(core.store, (tx) => holdJob(tx, core.clock.now(), id, fence, lockMs), core.trying),
    );
    if (!held) lost.abort(new BpmError('BPM_STALE_FENCE', { job: id, fence, current: fence + 1 }));
  };
  try {
    const { variables, attempt } = await readInput(core, job);
    const known = { instance, effectKey, attempt, now: core.clock.now(), signal: lost.signal };
    const run = core.handlers.runWorker(type, variables, { ...known, heartbeat });
    return { kind: 'complete', variables: await heldUntil(run, lockMs / 3, heartbeat) };
  } catch (error) {
    return resultOf(error);
  }
}

/** Work whose lock is held for as long as it takes: a heartbeat every so often. */
async function heldUntil<Result>(
  work: Promise<Result>,
  everyMs: number,
  heartbeat: () => Promise<void>,
): Promise<Result> {
  const done = new AbortController();
  const [result] = await Promise.all([
    work.finally(() => done.abort()),
    beatUntil(done.signal, everyMs, heartbeat),
  ]);
  return result;
}

async function beatUntil(
  done: AbortSignal,
  everyMs: number,
  heartbeat: () => Promise<void>,
): Promise<void> {
  for (;;) {
    await untilTimeOr(done, everyMs);
    if (done.aborted) return;
    // A store that can't be reached now may be in time for the next beat; the fence decides.
    await heartbeat().catch(passing);
  }
}

/** Whether a failure may be over by the next try; any other is told. */
function passing(error: unknown): void {
  if (!isPassing(error)) throw error;
}

async function untilTimeOr(done: AbortSignal, ms: number): Promise<void> {
  try {
    await sleepByTimer(ms, done);
  } catch (error) {
    // Woken before its time: the work is done.
    if (!done.aborted) throw error;
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
  const { instance } = job;
  return transact(
    core.store,
    async (tx) => {
      const stored = await tx.get(instances, instance);
      if (stored === undefined) throw new BpmError('BPM_UNKNOWN_INSTANCE', { instance });
      return readJob(tx, contextOf(core), job, stored.snapshot);
    },
    core.trying,
  );
}
