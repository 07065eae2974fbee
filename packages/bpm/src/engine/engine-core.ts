/**
 * What all of the shell stands on: the store, the doors (clock, ids), and how a commit is made.
 *
 * A handler of the inside that fails must leave nothing behind, so the whole try is dropped; the
 * next one leaves that job undone and notes the failure instead.
 */
import { type Clock, type Ids, inSpan } from '@kontor/kernel';
import { type Store, transact, type Transaction, type TryOptions } from '@kontor/kernel/store';
import type { Deployment } from './deployment.ts';
import { BpmError } from '../errors.ts';
import type { StepContext } from './step-context.ts';
import type { Handlers } from './handlers.ts';

/** The parts of an engine. */
export interface EngineCore {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly deployment: Deployment;
  readonly handlers: Handlers;
  readonly instanceBytes: number;
  /** How commits are tried. */
  readonly trying: TryOptions;
}

/** Failures of the inside by effect key. */
type Failures = Map<string, { readonly message: string; readonly due: number }>;

/** What a step is done with, now. */
export function contextOf(
  { deployment, handlers, ids, clock, store, instanceBytes, trying }: EngineCore,
  failedInside: StepContext['failedInside'] = new Map(),
): StepContext {
  const { tenant } = store;
  const { trace } = trying;
  const doors = { deployment, handlers, ids, now: clock.now(), tenant, instanceBytes };
  return { ...doors, failedInside, trace };
}

/** Does work in one commit; it may run several times, and all of it counts once. */
export async function perform<Result>(
  core: EngineCore,
  work: (tx: Transaction, context: StepContext) => Promise<Result>,
): Promise<Result> {
  return inSpan(core.trying.trace, 'kontor.bpm.commit', {}, () => performTraced(core, work));
}

async function performTraced<Result>(
  core: EngineCore,
  work: (tx: Transaction, context: StepContext) => Promise<Result>,
): Promise<Result> {
  const failures: Failures = new Map();
  for (;;) {
    const context = contextOf(core, failures);
    try {
      return await transact(core.store, (tx) => work(tx, context), core.trying);
    } catch (error) {
      if (!BpmError.is(error, 'BPM_HANDLER_FAILED')) throw error;
      const { effectKey, reason, due } = error.details;
      if (failures.has(effectKey)) throw error;
      failures.set(effectKey, { message: reason, due });
    }
  }
}
