/**
 * Rows whose wait is not there any more: after a restore of some tables, or a delete by hand.
 *
 * Every commit of the engine takes the rows of a wait away with the wait, so none of its own leaves
 * an orphan. One that came by other ways can never be done, and is found again by every round: it
 * would take the place of work that is due. So whoever meets one removes it, and news say what was
 * removed. An instance that is there is never changed by this.
 */
import type { Transaction } from '@kontor/kernel/store';
import { type EngineCore, perform } from './engine-core.ts';
import {
  instances,
  jobs,
  type StoredJob,
  type StoredSubscription,
  type StoredTimer,
  subscriptions,
  timers,
} from './engine-collections.ts';
import { waitsOf } from './snapshot.ts';
import type { StepContext } from './step-context.ts';
import { tell } from './step-effects.ts';

/** A row that stands for a wait, by what it is. */
export type WaitRow =
  | { readonly kind: 'timer'; readonly row: StoredTimer }
  | { readonly kind: 'job'; readonly row: StoredJob }
  | { readonly kind: 'subscription'; readonly row: StoredSubscription };

/** Removes a row if its wait is not there, and tells. @returns whether it was an orphan */
export async function removeOrphan(
  tx: Transaction,
  context: StepContext,
  { kind, row }: WaitRow,
): Promise<boolean> {
  const { id, instance, wait } = row;
  if (await isThere(tx, instance, wait)) return false;
  tx.remove(collectionOf[kind], id);
  const name = 'name' in row ? row.name : 'type' in row ? row.type : '';
  tell(tx, context, { id: instance }, 'bpm.orphan.removed', { kind, id, instance, wait, name });
  return true;
}

/** As `removeOrphan`, in a commit of its own, for a timer or a job that may be gone by now. */
export async function dropOrphan(
  core: EngineCore,
  kind: 'timer' | 'job',
  id: string,
): Promise<void> {
  await perform(core, async (tx, context) => {
    const row = await tx.get<StoredTimer | StoredJob>(collectionOf[kind], id);
    if (row === undefined || ('start' in row && row.start !== undefined)) return;
    await removeOrphan(tx, context, { kind, row } as WaitRow);
  });
}

const collectionOf = { timer: timers, job: jobs, subscription: subscriptions } as const;

/** A burst that was cut stands for the whole instance: it has no wait of its own. */
async function isThere(tx: Transaction, instance: string, wait: number): Promise<boolean> {
  const stored = await tx.get(instances, instance);
  if (stored === undefined) return false;
  return wait === 0 || waitsOf(stored.snapshot).some(({ id }) => id === wait);
}
