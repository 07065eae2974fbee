/**
 * Callers who wait share a commit: a disk's flush costs more than a thousand postings.
 *
 * What comes while a commit is under way goes into the next one together. Where a shared commit
 * fails by what one caller gave, each is tried alone, so that nobody pays for another's mistake.
 */
import { inSpan, KernelError, type Trace } from '@kontor/kernel';
import { checkCommands } from './command-check.ts';
import { copyOf } from './command-copy.ts';
import type { Command, Outcome } from './entry.ts';
import { type Stretch, stretchOf } from './post-batch.ts';

interface Waiting {
  readonly commands: readonly Command[];
  readonly resolve: (outcomes: Outcome[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Posts stretches in one commit, and gives the outcomes of all their commands in order; undefined
 * where one commit does not hold them. A single stretch is posted in as many as it takes.
 */
export type PostStretches = (
  stretches: readonly Stretch[],
) => Promise<readonly Outcome[] | undefined>;

/** The queue in front of one ledger's commits. */
export class CommitQueue {
  readonly #post: PostStretches;
  readonly #commandsMax: number;
  readonly #trace: Trace | undefined;
  #queue: Waiting[] = [];
  #isDraining = false;

  /** @param commandsMax - callers share a commit up to so many commands */
  constructor(post: PostStretches, commandsMax: number, trace?: Trace) {
    this.#trace = trace;
    this.#post = post;
    this.#commandsMax = commandsMax;
  }

  /** Queues a batch; resolves with its outcomes once they are committed. */
  async post(given: readonly Command[]): Promise<Outcome[]> {
    inSpan(this.#trace, 'kontor.ledger.check', { commands: given.length }, () =>
      checkCommands(given),
    );
    // A copy: the caller may change what he gave while it waits, or is tried again.
    const commands = given.map(copyOf);
    return new Promise((resolve, reject) => {
      this.#queue.push({ commands, resolve, reject });
      if (!this.#isDraining) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#isDraining = true;
    // Callers side by side are all there at the end of this turn.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const group = this.#queue.slice(0, groupSize(this.#queue, this.#commandsMax));
      this.#queue = this.#queue.slice(group.length);
      await this.#commit(group);
    }
    this.#isDraining = false;
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.#post(group.map(({ commands }) => stretchOf(commands)));
      if (outcomes === undefined) return await this.#commitHalves(group);
      let at = 0;
      for (const { commands, resolve } of group) {
        resolve(outcomes.slice(at, at + commands.length));
        at += commands.length;
      }
    } catch (error) {
      if (group.length === 1 || isOfEveryone(error)) {
        for (const { reject } of group) reject(error);
      } else {
        for (const one of group) await this.#commit([one]);
      }
    }
  }

  async #commitHalves(group: readonly Waiting[]): Promise<void> {
    const middle = group.length >> 1;
    await this.#commit(group.slice(0, middle));
    await this.#commit(group.slice(middle));
  }
}

/** How many of the waiting go into one commit. */
function groupSize(queue: readonly Waiting[], commandsMax: number): number {
  let size = 1;
  let commands = queue[0]!.commands.length;
  while (size < queue.length && commands + queue[size]!.commands.length <= commandsMax) {
    commands += queue[size++]!.commands.length;
  }
  return size;
}

/** Whether it is the store that failed, whatever was to be posted. */
const isOfEveryone = (error: unknown): boolean =>
  STORE_FAILURES.some((code) => KernelError.is(error, code));

const STORE_FAILURES = ['KERNEL_CONFLICT', 'KERNEL_UNKNOWN_OUTCOME', 'KERNEL_UNAVAILABLE'] as const;
