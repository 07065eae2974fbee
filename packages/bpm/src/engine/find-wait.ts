/** Finding what a person or program means: from the name of an activity to its open wait. */
import { BpmError } from '../errors.ts';
import type { Instance, Wait } from '../instance.ts';

/** An activity that waits: by its id, and its iteration where there are several. */
export type ActivityRef =
  | string
  | {
      readonly activity: string;
      /** The iteration, from 0. */
      readonly at?: number | undefined;
    };

/** Waits that a command can complete. */
const COMPLETABLE = new Set<Wait['kind']>(['task', 'job', 'message', 'signal', 'timer']);

/**
 * The wait of an activity: the oldest one, where there are several.
 *
 * @throws BpmError BPM_ACTIVITY_NOT_ACTIVE
 */
export function findWait(instance: Instance, ref: ActivityRef): Wait {
  const { activity, at } = typeof ref === 'string' ? { activity: ref, at: undefined } : ref;
  const indexes = new Map(instance.frames.map(({ id, index }) => [id, index]));
  const wait = instance.waits.find(
    ({ node, kind, frame, inside }) =>
      node === activity &&
      COMPLETABLE.has(kind) &&
      inside !== true &&
      (at === undefined || indexes.get(frame) === at),
  );
  if (wait !== undefined) return wait;
  throw new BpmError('BPM_ACTIVITY_NOT_ACTIVE', { instance: instance.id, activity });
}

/**
 * The frame of a running activity: the oldest one.
 *
 * @throws BpmError BPM_ACTIVITY_NOT_ACTIVE
 */
export function findFrame(instance: Instance, ref: ActivityRef): number {
  const { activity, at } = typeof ref === 'string' ? { activity: ref, at: undefined } : ref;
  const frame = instance.frames.find(
    ({ node, index }) => node === activity && (at === undefined || index === at),
  );
  if (frame !== undefined) return frame.id;
  throw new BpmError('BPM_ACTIVITY_NOT_ACTIVE', { instance: instance.id, activity });
}
