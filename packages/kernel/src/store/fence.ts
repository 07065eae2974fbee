/**
 * Ending doubt: whether a batch whose answer was lost has been done, or never will be.
 *
 * An empty batch under the same id takes the id if nobody has. Then a batch still in flight can
 * never land. The store answers with the version of what landed, or with 0 for the fence itself.
 */
import type { Committed, Store } from './contract.ts';

/**
 * Makes sure that a batch id is settled; safe to call again.
 *
 * @param pause waits before the next sending, given how many have failed and the last error, if
 * there was one; what it throws ends the waiting and leaves the doubt
 * @returns the commit that has the id now: its version is 0 when nothing was written and never will
 * be
 */
export async function fence(
  store: Store,
  batchId: string,
  pause: (failures: number, error: unknown) => Promise<void>,
): Promise<Committed> {
  for (let failures = 1; ; failures++) {
    let trouble: unknown;
    try {
      const outcome = await store.commit({ id: batchId, checks: [], writes: [] });
      if (outcome.kind === 'committed') return outcome;
    } catch (error) {
      trouble = error;
    }
    await pause(failures, trouble);
  }
}
