/**
 * Group commit: one writer per process, many waiting batches, one durable commit for all of them.
 *
 * A disk's flush is the limit everywhere; so while one commit is in flight, arriving batches queue,
 * and the next commit carries them all. Each caller gets his own outcome. An error of the writer is
 * everyone's: nobody knows then what was done.
 */
import { assert } from '../assert.ts';
import type { Batch, CommitOutcome } from './contract.ts';

/** A batch with the tenant it is for. */
export interface TenantBatch {
  readonly tenant: string;
  readonly batch: Batch;
}

/** Commits a group in order, each batch against the store plus the earlier ones of the group. */
export type GroupWriter = (group: readonly TenantBatch[]) => Promise<readonly CommitOutcome[]>;

/** How much one group may carry. */
export interface GroupLimits {
  readonly maxBatches: number;
  readonly maxWrites: number;
}

/** The queue in front of one writer. */
export interface GroupCommit {
  /** Queues the batch; resolves with its own outcome, rejects when the group's commit threw. */
  commit(entry: TenantBatch): Promise<CommitOutcome>;
  /** Resolves when nothing is queued or in flight. */
  idle(): Promise<void>;
}

interface Waiting {
  readonly entry: TenantBatch;
  readonly resolve: (outcome: CommitOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Puts a queue in front of one writer.
 *
 * The first batch of an idle queue starts at the end of the current microtask turn, so batches that
 * are committed side by side share it. A batch larger than a group goes alone.
 */
export function groupCommit(write: GroupWriter, limits: GroupLimits): GroupCommit {
  let queue: Waiting[] = [];
  let running: Promise<void> | undefined;

  const drain = async (): Promise<void> => {
    await Promise.resolve();
    while (queue.length > 0) {
      const group = queue.slice(0, groupSize(queue, limits));
      queue = queue.slice(group.length);
      await writeGroup(write, group);
    }
    running = undefined;
  };

  return {
    commit: (entry) =>
      new Promise((resolve, reject) => {
        queue.push({ entry, resolve, reject });
        running ??= drain();
      }),
    idle: async () => {
      for (let turn = running; turn !== undefined; turn = running) await turn;
    },
  };
}

/** How many batches from the front fit into one group: at least one. */
function groupSize(queue: readonly Waiting[], limits: GroupLimits): number {
  let writes = 0;
  let size = 0;
  while (size < queue.length && size < limits.maxBatches) {
    writes += queue[size]!.entry.batch.writes.length;
    if (size > 0 && writes > limits.maxWrites) break;
    size++;
  }
  return size;
}

async function writeGroup(write: GroupWriter, group: readonly Waiting[]): Promise<void> {
  try {
    const outcomes = await write(group.map(({ entry }) => entry));
    assert(outcomes.length === group.length, 'one outcome per batch of a group');
    group.forEach(({ resolve }, i) => resolve(outcomes[i]!));
  } catch (error) {
    for (const { reject } of group) reject(error);
  }
}
