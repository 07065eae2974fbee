/**
 * One commit of the ledger, inside a transaction: load, decide, write.
 *
 * The callers' batches that share the commit are posted one after the other, each as a batch of its
 * own: names of groups mean something only inside one.
 */
import { type Clock, type Ids, inSpan, type Trace } from '@kontor/kernel';
import type { Transaction } from '@kontor/kernel/store';
import { storableFault } from './command-check.ts';
import type { Command, Outcome } from './entry.ts';
import { splitGroups } from './group.ts';
import { postStretch } from './journal.ts';
import { loadBatch } from './load-batch.ts';
import type { Sha256 } from './merkle.ts';
import { batchWrites, beforeBatch } from './save-batch.ts';
import type { StoredSetup } from './stored-setup.ts';

/** A stretch of one caller's batch. */
export interface Stretch {
  readonly commands: readonly Command[];
  /** Groups whose members are no neighbours in the whole of it. */
  readonly split: ReadonlySet<string>;
}

/** A whole batch as one stretch. */
export const stretchOf = (commands: readonly Command[]): Stretch => ({
  commands,
  split: splitGroups(commands),
});

/** What a ledger was given, and what it remembers of the set-up. */
export interface LedgerDoors {
  readonly clock: Clock;
  readonly setup: StoredSetup;
  readonly sha256: Sha256 | undefined;
  readonly ids: Ids | undefined;
  readonly tenant: string;
  readonly trace: Trace | undefined;
}

/** What one commit may do. */
export interface CommitTerms {
  /** Documents written, at most. */
  readonly writesMax: number;
  /** Reservations that have come due and are looked at, at most. */
  readonly dueMax: number;
  /** Whether others who keep losing ask for a pause. */
  readonly isAsked?: (() => Promise<boolean>) | undefined;
  /** Goes on where more have come due: that is only right where nothing is posted. */
  readonly isSweep?: boolean | undefined;
}

/** What came of a commit; unless it is `done`, nothing is written. */
export type CommitResult =
  | {
      readonly kind: 'done';
      /** Of all stretches, in order. */
      readonly outcomes: Outcome[];
      readonly hasMoreDue: boolean;
    }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'sweepFirst' }
  | { readonly kind: 'giveWay' };

/** Everything in one commit. */
export const NO_TERMS: CommitTerms = {
  writesMax: Number.POSITIVE_INFINITY,
  dueMax: Number.POSITIVE_INFINITY,
};

/** Posts stretches of batches in one transaction. */
export async function postInto(
  tx: Transaction,
  stretches: readonly Stretch[],
  doors: LedgerDoors,
  { writesMax, dueMax, isAsked, isSweep = false }: CommitTerms,
): Promise<CommitResult> {
  // Asked beside the other reads, so it costs no time.
  const asked = isAsked?.();
  // Where one of those throws, nobody waits for the answer; that it failed, too, is no news then.
  asked?.catch(() => undefined);
  const instant = Math.floor(doors.clock.now());
  const commands = stretches.flatMap((stretch) => stretch.commands);
  const { trace } = doors;
  const about = { commands: commands.length };
  const loaded = await inSpan(trace, 'kontor.ledger.load', about, async () => {
    const open = await doors.setup.read(tx);
    return loadBatch(tx, open, commands, { now: instant, dueMax });
  });
  const { books, due } = loaded;
  const hasMoreDue = due >= dueMax;
  if (hasMoreDue && !isSweep) return { kind: 'sweepFirst' };
  const before = beforeBatch(books);
  const options = { now: new Date(instant).toISOString(), check: storableFault };
  const whole = isSweep ? [stretchOf([])] : stretches;
  const outcomes = inSpan(trace, 'kontor.ledger.post', about, () =>
    whole.flatMap(({ commands: own, split }) => postStretch(books, own, { ...options, split })),
  );
  const writes = await inSpan(trace, 'kontor.ledger.seal', about, () =>
    batchWrites(tx, loaded, before, doors),
  );
  if ((await asked) === true) return { kind: 'giveWay' };
  if (writes.length > writesMax) return { kind: due > 0 && !isSweep ? 'sweepFirst' : 'tooLarge' };
  for (const { kind, collection, document } of writes) tx[kind](collection, document);
  return { kind: 'done', outcomes, hasMoreDue };
}

/** A stretch in two halves, groups whole; undefined where there is nothing to be halved. */
export function halved(stretch: Stretch): readonly [Stretch, Stretch] | undefined {
  const { commands, split } = stretch;
  const at = middleBorder(commands);
  if (at === undefined) return undefined;
  return [
    { commands: commands.slice(0, at), split },
    { commands: commands.slice(at), split },
  ];
}

/** The place nearest to the middle where no group is torn apart. */
function middleBorder(commands: readonly Command[]): number | undefined {
  const isBorder = (at: number): boolean => {
    const { group } = commands[at]!;
    return group === undefined || commands[at - 1]!.group !== group;
  };
  const middle = commands.length >> 1;
  for (let away = 0; away <= middle; away++) {
    const [below, above] = [middle - away, middle + away];
    if (below > 0 && isBorder(below)) return below;
    if (above > 0 && above < commands.length && isBorder(above)) return above;
  }
  return undefined;
}
