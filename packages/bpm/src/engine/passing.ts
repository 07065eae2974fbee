/** Which errors of work that an engine does by itself are no trouble, or pass. */
import { KernelError } from '@kontor/kernel';
import { BpmError } from '../errors.ts';

/** Whether an error will not come again when the same is tried once more. */
export const isPassing = (error: unknown): boolean =>
  KernelError.is(error, 'KERNEL_UNAVAILABLE') ||
  KernelError.is(error, 'KERNEL_CONFLICT') ||
  KernelError.is(error, 'KERNEL_UNKNOWN_OUTCOME') ||
  KernelError.is(error, 'KERNEL_STORE_FAILED');

/**
 * Someone else was faster: the wait is gone, the work is claimed, or the instance suspended. No
 * error, and no work left.
 */
const isLate = (error: unknown): boolean =>
  BpmError.is(error, 'BPM_ACTIVITY_NOT_ACTIVE') ||
  BpmError.is(error, 'BPM_STALE_FENCE') ||
  BpmError.is(error, 'BPM_SUSPENDED') ||
  BpmError.is(error, 'BPM_INVALID_COMMAND') ||
  BpmError.is(error, 'BPM_UNKNOWN_INSTANCE');

/** Whether work by itself is refused as it stands: another try would be as well. */
export const isRefusal = (error: unknown): error is BpmError =>
  BpmError.is(error, 'BPM_TOO_LARGE') || BpmError.is(error, 'BPM_UNKNOWN_DEFINITION');

/** Does work that others may have done. @returns whether it was done here */
export async function unlessLate(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (isLate(error)) return false;
    throw error;
  }
}
