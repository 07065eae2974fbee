/**
 * An engine that works by itself until it is told to stop.
 *
 * Two loops side by side: the clock (timers, signals, messages) and the jobs, so that a handler
 * that takes long keeps no timer waiting. Failures of the store that pass are waited out.
 */
import type { Sleep } from '@kontor/kernel/store';
import { doJobs } from './do-jobs.ts';
import type { EngineCore } from './engine-core.ts';
import { isPassing, isRefusal } from './passing.ts';
import { doClockwork, recoverTimers, type RoundOptions } from './rounds.ts';

/** How an engine runs. */
export interface RunOptions {
  /** Aborting ends the run when the work under way is done. */
  readonly signal: AbortSignal;
  /** How long it waits, in milliseconds, when there was nothing to do; 1,000 when left out. */
  readonly pollMs?: number | undefined;
  /**
   * Is told of a timer that can't fire: its instance would grow too large, or its definition is not
   * there.
   */
  readonly refused?: ((error: unknown) => void) | undefined;
}

/** Runs; begins with timers that came due while no engine was running. */
export async function runEngine(
  core: EngineCore,
  round: RoundOptions,
  options: RunOptions,
  sleep: Sleep,
): Promise<void> {
  const broken = new AbortController();
  const signal = AbortSignal.any([options.signal, broken.signal]);
  let isRecovered = false;
  const clockwork = async (): Promise<number> => {
    if (!isRecovered) {
      // A timer that was refused has kept no other from its turn: what is left is the clock's.
      await recoverTimers(core, round.limit).catch((error: unknown) => {
        if (!isRefusal(error)) throw error;
      });
      isRecovered = true;
    }
    return doClockwork(core, round.limit);
  };
  const loops = [clockwork, () => doJobs(core, round)].map(async (work) => {
    try {
      await loop(work, { ...options, signal }, sleep);
    } catch (error) {
      broken.abort();
      throw error;
    }
  });
  await Promise.all(loops);
}

async function loop(
  work: () => Promise<number>,
  { signal, pollMs = 1000, refused }: RunOptions,
  sleep: Sleep,
): Promise<void> {
  while (!signal.aborted) {
    try {
      if ((await work()) > 0) continue;
    } catch (error) {
      if (isRefusal(error)) refused?.(error);
      else if (!isPassing(error)) throw error;
    }
    await pause(sleep, pollMs, signal);
  }
}

/** Waits; being told to stop is no failure. */
async function pause(sleep: Sleep, pollMs: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(pollMs, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
