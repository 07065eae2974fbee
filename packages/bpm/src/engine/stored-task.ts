/** How tasks of people are kept: the task, its log, who may take it. */
import type { TaskWork } from '../burst.ts';

/** A task for people. */
export interface StoredTask extends TaskWork {
  readonly id: string;
  readonly instance: string;
  readonly wait: number;
  readonly process: string;
  readonly node: string;
  readonly createdAt: number;
  /** Who has delegated it, and gets it back. */
  readonly owner?: string;
  readonly delegation?: 'pending' | 'resolved';
  /** What was done with it, in order. */
  readonly log: readonly TaskNote[];
}

/** A task that is over, with its log. */
export interface StoredTaskRecord extends StoredTask {
  readonly endedAt: number;
}

/** A line in the record of a task. */
export interface TaskNote {
  readonly at: number;
  readonly by: string;
  readonly action: 'claim' | 'unclaim' | 'assign' | 'delegate' | 'resolve' | 'comment' | 'change';
  readonly text?: string;
}

/** Who may take a task, one row for each name. */
export interface StoredCandidate {
  readonly id: string;
  readonly task: string;
  readonly kind: 'user' | 'group';
  readonly name: string;
}
