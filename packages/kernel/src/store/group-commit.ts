/**
 * Group commit: one writer per process, many waiting batches, one durable commit for all of them.
 *
 * A disk's flush is the limit everywhere; so while one commit is in flight, arriving batches queue, and
 * the next commit carries them all. Each caller gets his own outcome. An error of the writer is
 * everyone's: nobody knows then what was done.
 */
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
