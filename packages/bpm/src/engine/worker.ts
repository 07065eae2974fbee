/**
 * Jobs: claimed with a lock and a fence, done, tried again, given up.
 *
 * A claim counts the fence up and holds the job for a while; whoever completes it must show the
 * fence of his claim, so a worker whose lock has run out can't do the work a second time. A lock
 * that has run out only makes the job free again.
 */
import type { Store, Transaction } from '@kontor/kernel/store';
import { BpmError } from '../errors.ts';
import type { Variables, WaitOf } from '../instance.ts';
import type { Trigger } from '../trigger.ts';
import { hashesIn } from './deployment.ts';
import { type EngineCore, perform } from './engine-core.ts';
import { instances, jobs, rowParts, type StoredJob } from './engine-collections.ts';
import { stepInstance, type StepResult } from './engine-step.ts';
import { runInside } from './step-chain.ts';
import type { StepContext } from './step-context.ts';
import { type Snapshot, waitsOf } from './snapshot.ts';
import { inputOf, retryOf } from './handlers.ts';
import { removeOrphan } from './orphans.ts';
import { retryAt } from './retry.ts';

/** A job that a worker has claimed. */
export interface ClaimedJob {
  readonly id: string;
  readonly instance: string;
  readonly type: string;
  /** Show it when you complete or fail the job. */
  readonly fence: number;
  readonly effectKey: string;
  readonly lockedUntil: number;
  /** What the job is given. */
  readonly variables: Variables;
  /** From 1. */
  readonly attempt: number;
}

/** How jobs are claimed. */
export interface ClaimOptions {
  readonly types: readonly string[];
  /** A name for the worker. */
  readonly worker: string;
  /** How long the jobs are held, in milliseconds. */
  readonly lockMs: number;
  /** At most so many. */
  readonly limit: number;
}

/** Ids of jobs that can be claimed now, the longest due first in each type. */
export async function dueJobs(
  store: Store,
  types: readonly string[],
  now: number,
  limit: number,
): Promise<string[]> {
  const ids: string[] = [];
  for (const type of types) {
    const range = { index: 'byType', equals: [type], to: now + 1 };
    for await (const page of store.scan(jobs, range, { limit: limit - ids.length })) {
      ids.push(...page.map(({ id }) => id));
    }
    if (ids.length >= limit) break;
  }
  return ids;
}

/** Claims one job; undefined: another worker was faster, or it is gone. */
export async function claimJob(
  tx: Transaction,
  context: StepContext,
  id: string,
  { worker, lockMs }: Pick<ClaimOptions, 'worker' | 'lockMs'>,
): Promise<StoredJob | undefined> {
  const { now } = context;
  const job = await tx.get(jobs, id);
  if (job === undefined || job.due === undefined || job.due > now) return undefined;
  const claimed = {
    ...job,
    owner: worker,
    claimedAt: now,
    fence: job.fence + 1,
    due: now + lockMs,
  };
  tx.put(jobs, claimed);
  return claimed;
}

/** Claims jobs for a worker outside, with what they are given. */
export async function claimJobs(core: EngineCore, options: ClaimOptions): Promise<ClaimedJob[]> {
  const claimed: ClaimedJob[] = [];
  for (const id of await dueJobs(core.store, options.types, core.clock.now(), options.limit)) {
    const job = await perform(core, (tx, context) => claimWithInput(tx, context, id, options));
    if (job !== undefined) claimed.push(job);
  }
  return claimed;
}

async function claimWithInput(
  tx: Transaction,
  context: StepContext,
  id: string,
  options: ClaimOptions,
): Promise<ClaimedJob | undefined> {
  const job = await claimJob(tx, context, id, options);
  if (job === undefined) return undefined;
  if (await removeOrphan(tx, context, { kind: 'job', row: job })) return undefined;
  const stored = (await tx.get(instances, job.instance))!;
  const { instance, type, fence, effectKey, due } = job;
  const given = await readJob(tx, context, job, stored.snapshot);
  return { id, instance, type, fence, effectKey, lockedUntil: due!, ...given };
}

/**
 * Holds a claimed job longer.
 *
 * @throws BpmError BPM_STALE_FENCE, BPM_ACTIVITY_NOT_ACTIVE, BPM_SUSPENDED
 */
export async function holdJob(
  tx: Transaction,
  now: number,
  id: string,
  fence: number,
  lockMs: number,
): Promise<number> {
  const job = await fenced(tx, id, fence);
  if (job.due === undefined) {
    throw new BpmError('BPM_SUSPENDED', { what: `The instance '${job.instance}' of a job` });
  }
  tx.put(jobs, { ...job, due: now + lockMs });
  return now + lockMs;
}

/**
 * The row of a job whose claim still counts.
 *
 * @throws BpmError BPM_STALE_FENCE, BPM_ACTIVITY_NOT_ACTIVE — it is done, or was cancelled
 */
export async function fenced(tx: Transaction, id: string, fence: number): Promise<StoredJob> {
  const job = await tx.get(jobs, id);
  if (job === undefined) throw new BpmError('BPM_ACTIVITY_NOT_ACTIVE', rowParts(id));
  if (job.fence === fence) return job;
  throw new BpmError('BPM_STALE_FENCE', { job: id, fence, current: job.fence });
}

/** What a claimed job is given, and how often it was tried. */
export async function readJob(
  tx: Transaction,
  context: StepContext,
  job: StoredJob,
  instance: Snapshot,
): Promise<{ readonly variables: Variables; readonly attempt: number }> {
  const library = await context.deployment.library(tx, hashesIn(instance));
  const wait = jobWait(instance, job.wait);
  return { variables: inputOf(library, instance, wait), attempt: wait.failed + 1 };
}

function jobWait(instance: Snapshot, id: number): WaitOf<'job'> {
  const wait = waitsOf(instance).find((one) => one.id === id);
  if (wait?.kind === 'job') return wait;
  throw new BpmError('BPM_ACTIVITY_NOT_ACTIVE', { instance: instance.id, activity: String(id) });
}

/** What came of a claimed job. */
export type JobResult =
  | { readonly kind: 'complete'; readonly variables?: Variables | undefined }
  | { readonly kind: 'fail'; readonly code: string; readonly variables?: Variables | undefined }
  | { readonly kind: 'crash'; readonly message: string };

/**
 * Ends a claim: the job is done, has failed in business, or is tried again.
 *
 * @throws BpmError BPM_STALE_FENCE, BPM_ACTIVITY_NOT_ACTIVE — before anything is done
 */
export async function endJob(
  tx: Transaction,
  context: StepContext,
  id: string,
  fence: number,
  result: JobResult,
): Promise<StepResult> {
  const job = await fenced(tx, id, fence);
  return stepInstance(tx, context, job.instance, (instance, library): Trigger => {
    const wait = jobWait(instance, job.wait);
    const of = { wait: wait.id, by: job.owner, claimedAt: job.claimedAt };
    if (result.kind !== 'crash') return { ...result, ...of };
    const rule = retryOf(library, instance, wait);
    const due = retryAt(rule, job.effectKey, wait.failed + 1, context.now);
    return { ...result, ...of, due };
  });
}

/**
 * Tries a job of the inside again, in a commit of its own; or goes on with a burst that was cut.
 */
export async function stepJob(
  tx: Transaction,
  context: StepContext,
  id: string,
): Promise<StepResult | undefined> {
  const job = await tx.get(jobs, id);
  if (job === undefined || job.due === undefined || job.due > context.now) return undefined;
  return stepInstance(tx, context, job.instance, async (instance, library) => {
    if (job.wait === 0) return { kind: 'continue' };
    const wait = jobWait(instance, job.wait);
    return (await runInside(tx, context, library, instance, wait))!;
  });
}
