/** Stops an activity by command: nothing leaves it, and what waited for it goes on without it. */
import { iterationCancelled } from './activity/repetition.ts';
import { attempt } from './attempt.ts';
import { ROOT } from './instance-draft.ts';
import { type Burst, cancelFrame, frameOf, nodeAt } from './burst.ts';
import { BpmError } from './errors.ts';
import { nextUndo, waiterOf } from './undo.ts';

/**
 * Stops a frame with all in it.
 *
 * @throws BpmError BPM_INVALID_COMMAND — it is the process
 */
export function stopActivity(burst: Burst, id: number): void {
  const frame = frameOf(burst, id);
  if (id === ROOT) {
    const reason = 'is the process: terminate it instead';
    throw new BpmError('BPM_INVALID_COMMAND', { instance: burst.draft.id, path: 'frame', reason });
  }
  const { parent, role } = frame;
  const node = nodeAt(burst, frame)!;
  const waiter = waiterOf(burst, frame);
  cancelFrame(burst, id);
  if (waiter !== undefined) nextUndo(burst, waiter.id);
  else if (role === 'iteration') {
    attempt(burst, parent, 'progress', () => iterationCancelled(burst, parent, node));
  } else burst.touched.push(parent);
}
