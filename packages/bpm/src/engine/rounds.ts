/**
 * What an engine does by itself: timers that are due, signals and messages under way, jobs that
 * have a handler here, bursts that were cut, and what has expired.
 *
 * Every round is safe beside other workers and after a crash: each piece of work is found in the
 * store, done in a commit of its own, and gone with that commit. Who comes second finds nothing.
 */
import { type Collection, transact, type Transaction } from '@kontor/kernel/store';
import { bringSent } from './bring-sent.ts';
import { doJobs } from './do-jobs.ts';
import { type EngineCore, perform } from './engine-core.ts';
import { deliveries, messages, type StoredTimer, timers, watches } from './engine-collections.ts';
import { type StepContext, stepInstance } from './engine-step.ts';
import { dropOrphan } from './orphans.ts';
import { isRefusal, unlessLate } from './passing.ts';
import { fireStartTimer } from './timed-start.ts';
import type { ClaimOptions } from './worker.ts';

/** How an engine works by itself: as a worker of this name, so many pieces of a kind in a round. */
export type RoundOptions = Omit<ClaimOptions, 'types'>;

/** What a round has done. */
export interface Round {
  readonly timers: number;
  readonly sent: number;
  readonly jobs: number;
}

/** One round: everything that is due now. */
export async function doRound(core: EngineCore, options: RoundOptions): Promise<Round> {
  const { limit } = options;
  const { fired, refusal } = await serveOrRefuse(core, limit);
  const round = {
    timers: fired,
    sent: await bringSent(core, limit),
    jobs: await doJobs(core, options),
  };
  await removeExpired(core, limit);
  if (refusal !== undefined) throw refusal;
  return round;
}

/** A round without jobs, so that no slow handler keeps a timer waiting. @returns what was done */
export async function doClockwork(core: EngineCore, limit: number): Promise<number> {
  const { fired, refusal } = await serveOrRefuse(core, limit);
  const sent = await bringSent(core, limit);
  await removeExpired(core, limit);
  await keepWatch(core);
  if (refusal !== undefined) throw refusal;
  return fired + sent;
}

/** Fires the timers that are due; what one is refused for is told when the round is done. */
async function serveOrRefuse(
  core: EngineCore,
  limit: number,
): Promise<{ readonly fired: number; readonly refusal?: Error }> {
  try {
    return { fired: await serveTimers(core, limit, false) };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { fired: 0, refusal: error };
  }
}

/**
 * Fires the timers that are due, in the order of their instants.
 *
 * One that can't fire (its instance would grow too large, its definition is gone) stays due and
 * keeps no other from firing; the first such refusal is told when all others are served. One whose
 * instance is gone is removed.
 *
 * @param missed - no engine was running when they came due
 * @throws BpmError BPM_TOO_LARGE, BPM_UNKNOWN_DEFINITION
 */
export async function serveTimers(
  core: EngineCore,
  limit: number,
  missed: boolean,
): Promise<number> {
  const refused = new Map<string, unknown>();
  const passed = new Set<string>();
  for (let fired = 0; fired < limit; fired++) {
    // A timer that fires may close others, or be due again at once: the order is looked up anew.
    const next = await nextTimer(core, passed);
    if (next === undefined) {
      if (refused.size > 0) throw [...refused.values()][0];
      return fired;
    }
    const { id } = next;
    try {
      const fire = (): Promise<void> =>
        perform(core, (tx, context) => fireTimer(tx, context, next, missed));
      if (await unlessLate(fire)) continue;
      // Who was late finds it again only if nobody else has fired it.
      passed.add(id);
      await dropOrphan(core, 'timer', id);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      passed.add(id);
      refused.set(id, error);
    }
  }
  return limit;
}

async function fireTimer(
  tx: Transaction,
  context: StepContext,
  { id, instance, wait, start }: StoredTimer,
  missed: boolean,
): Promise<void> {
  if (start !== undefined) return fireStartTimer(tx, context, id, missed);
  await stepInstance(tx, context, instance, { kind: 'timer', wait, ...(missed && { missed }) });
}

async function nextTimer(
  { store, clock }: EngineCore,
  passed: ReadonlySet<string>,
): Promise<StoredTimer | undefined> {
  const range = { index: 'byDue', to: clock.now() + 1 };
  for await (const page of store.scan(timers, range, { limit: passed.size + 1 })) {
    const next = page.find(({ id }) => !passed.has(id));
    if (next !== undefined) return next.document;
  }
  return undefined;
}

/** Messages whose time is over, and ids that need not be remembered any more. */
async function removeExpired(core: EngineCore, limit: number): Promise<void> {
  await sweep(core, messages, 'byExpiry', limit, ({ expiresAt }) => expiresAt);
  await sweep(core, deliveries, 'byAge', limit, ({ forgetAt }) => forgetAt);
}

async function sweep<Document extends object>(
  { store, clock, trying }: EngineCore,
  collection: Collection<Document>,
  index: string,
  limit: number,
  endOf: (document: Document) => number,
): Promise<void> {
  const now = clock.now();
  const most = Math.min(limit, store.capabilities.maxBatch);
  for await (const page of store.scan(collection, { index, to: now + 1 }, { limit: most })) {
    const ids = page.map(({ id }) => id);
    const remove = async (tx: Transaction): Promise<void> => {
      // An id may be in use again by now.
      for (const row of await tx.getMany(collection, ids)) {
        if (row !== undefined && endOf(row) <= now) tx.remove(collection, collection.id(row));
      }
    };
    await transact(store, remove, trying);
  }
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
  let served = 0;
  for (let some = wasServed ? 0 : limit; some === limit; served += some) {
    some = await serveTimers(core, limit, true);
  }
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
