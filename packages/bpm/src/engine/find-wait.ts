/** Finding what a person or program means: from the name of an activity to its open wait. */
import { BpmError } from '../errors.ts';
import type { Instance, Wait } from '../instance.ts';

/** An activity that waits: by its id, and its iteration where there are several. */
export type ActivityRef =
  | string
  | {
      readonly activity: string;
      /** The iteration that it is, or is in, from 0. */
      readonly at?: number | undefined;
    };

/** The running activities of an instance. */
export type FramesOf = Pick<Instance, 'id' | 'frames'>;

/** Waits that a command can complete. */
const COMPLETABLE = new Set<Wait['kind']>(['task', 'job', 'message', 'signal', 'timer']);

/**
 * The wait of an activity: the oldest one, where there are several.
 *
 * @throws BpmError BPM_ACTIVITY_NOT_ACTIVE
 */
export function findWait(instance: Instance, ref: ActivityRef): Wait {
  const { activity, at } = typeof ref === 'string' ? { activity: ref, at: undefined } : ref;
  const indexes = indexesOf(instance);
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
export function findFrame(instance: FramesOf, ref: ActivityRef): number {
  const { activity, at } = typeof ref === 'string' ? { activity: ref, at: undefined } : ref;
  const indexes = indexesOf(instance);
  const frame = instance.frames.find(
    ({ id, node, role }) =>
      node === activity && (at === undefined || (role !== 'body' && indexes.get(id) === at)),
  );
  if (frame !== undefined) return frame.id;
  throw new BpmError('BPM_ACTIVITY_NOT_ACTIVE', { instance: instance.id, activity });
}

/** The innermost iteration that each frame is, or is in. Frames stand after those around them. */
function indexesOf({ frames }: FramesOf): ReadonlyMap<number, number | undefined> {
  const indexes = new Map<number, number | undefined>();
  for (const { id, parent, index } of frames) indexes.set(id, index ?? indexes.get(parent));
  return indexes;
}
