/**
 * A store that a test looks into: it sees what was committed, in order, can report conflicts that
 * were none, and can hold a commit back until another one is through.
 */
import type { Batch, CommitOutcome, Store } from '@kontor/kernel/store';

/** What a test does with commits. */
export interface Watch {
  /** Sees a batch that is in the store now. */
  readonly committed?: ((batch: Batch) => void) | undefined;
  /** Every transaction is told at first that someone else was faster. */
  readonly conflictsFirst?: boolean | undefined;
}

/** A commit that is held back. */
export interface HeldCommit {
  /** Resolves when the commit has come. */
  readonly arrived: Promise<void>;
  release(): void;
}

/** A store under watch. */
export interface WatchedStore extends Store {
  /** Holds the next commit that has writes. */
  hold(): HeldCommit;
}

interface Hold extends HeldCommit {
  arrive(): void;
  readonly released: Promise<void>;
}

/** Watches a store. */
export function watchStore(inner: Store, { committed, conflictsFirst }: Watch): WatchedStore {
  const holds: Hold[] = [];
  let commits = 0;
  const commit = async (batch: Batch): Promise<CommitOutcome> => {
    if (batch.writes.length === 0) return inner.commit(batch);
    const hold = holds.shift();
    hold?.arrive();
    await hold?.released;
    if (conflictsFirst === true && commits++ % 2 === 0) {
      return { kind: 'conflict', reason: 'serialization' };
    }
    const outcome = await inner.commit(batch);
    if (outcome.kind === 'committed' && outcome.repeated !== true) committed?.(batch);
    return outcome;
  };
  return {
    tenant: inner.tenant,
    capabilities: inner.capabilities,
    prepare: (collections, options) => inner.prepare(collections, options),
    get: (of, ids) => inner.get(of, ids),
    scan: (of, range, options) => inner.scan(of, range, options),
    commit,
    outcome: (id) => inner.outcome(id),
    forTenant: (tenant) => watchStore(inner.forTenant(tenant), { committed, conflictsFirst }),
    close: () => inner.close(),
    hold: () => {
      const hold = newHold();
      holds.push(hold);
      return hold;
    },
  };
}

function newHold(): Hold {
  const [arrived, arrive] = gate();
  const [released, release] = gate();
  return { arrived, arrive, released, release };
}

function gate(): [Promise<void>, () => void] {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return [opened, open];
}
