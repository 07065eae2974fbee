/**
 * A process that starts by the clock: what its timer start is due for, and when it is due again.
 */
import type { Transaction } from '@kontor/kernel/store';
import { missedAt } from '../timer/missed.ts';
import { following } from '../timer/timer-state.ts';
import { timers } from './engine-collections.ts';
import { startInstance, type StepContext } from './engine-step.ts';

/** Starts what a timer start is due for, and dates its next occurrence. */
export async function fireStartTimer(
  tx: Transaction,
  context: StepContext,
  id: string,
  missed: boolean,
): Promise<void> {
  const row = await tx.get(timers, id);
  if (row?.start === undefined || row.due > context.now) return;
  const { hash, node: at, timer } = row.start;
  const { calendars } = context.deployment;
  const { firings, next } =
    missed || row.start.missed === true
      ? missedAt(timer, context.now, calendars)
      : { firings: 1, next: following(timer, calendars) };
  for (let fired = 0; fired < firings; fired++) {
    await startInstance(tx, context, { id: context.ids.next(), hash, at });
  }
  if (next?.due === undefined) tx.remove(timers, id);
  else tx.put(timers, { ...row, due: next.due, start: { hash, node: at, timer: next } });
}
