/**
 * Short hands for the conformance tests: batches, counting tries, many workers at once.
 */
import type {
  Batch,
  Check,
  Collection,
  CommitOutcome,
  Range,
  Store,
  Write,
} from '../../store/contract.ts';
import { rangeDigest } from '../../store/range-order.ts';
import { accounts as marker } from './collections.ts';
import { transact, type TryOptions } from '../../store/transact.ts';
import type { Transaction } from '../../store/transaction.ts';
import { expectOutcome } from './suite.ts';

/** Patience enough for the fiercest contention of the suite. */
export const PATIENT: TryOptions = { tries: 500 };

/** A write that puts. */
export const put = <Document extends object>(
  collection: Collection<Document>,
  document: Document,
): Write => ({ kind: 'put', collection, document });

/** A write that inserts. */
export const insert = <Document extends object>(
  collection: Collection<Document>,
  document: Document,
): Write => ({ kind: 'insert', collection, document });

/** A write that removes. */
export const remove = (collection: Collection, id: string): Write => ({
  kind: 'remove',
  collection,
  id,
});

/** A check of a key at a version; null means absent. */
export const keyCheck = (collection: Collection, id: string, version: number | null): Check => ({
  kind: 'key',
  collection,
  id,
  version,
});

/** A check of a range by its digest. */
export const rangeCheck = (collection: Collection, range: Range, digest: string): Check => ({
  kind: 'range',
  collection,
  range,
  digest,
});

/** Commits writes without checks and expects it to succeed; gives the version. */
export async function write(store: Store, ...writes: readonly Write[]): Promise<number> {
  return expectOutcome(await store.commit({ checks: [], writes }), 'committed');
}

/** Commits, again while the store only says that another writer holds it. */
export async function commitPatiently(store: Store, batch: Batch): Promise<CommitOutcome> {
  for (;;) {
    const outcome = await store.commit(batch);
    if (outcome.kind !== 'conflict' || outcome.reason !== 'busy') return outcome;
  }
}

/** All documents of a range, across pages. */
export async function readAll<Document extends object>(
  store: Store,
  collection: Collection<Document>,
  range: Range = {},
  options: { readonly limit?: number; readonly reverse?: boolean; readonly pageSize?: number } = {},
): Promise<Document[]> {
  const documents: Document[] = [];
  for await (const page of store.scan(collection, range, options)) {
    for (const { document } of page) documents.push(document);
  }
  return documents;
}

/** The digest of a range as it is now. */
export async function digestOf(
  store: Store,
  collection: Collection,
  range: Range,
): Promise<string> {
  const rows: { version: number }[] = [];
  for await (const page of store.scan(collection, range)) rows.push(...page);
  return rangeDigest(rows);
}

/**
 * How often work runs when someone else writes between its first reads and its commit.
 *
 * 1: what was changed was not covered by what was read; 2: it was, and the commit noticed.
 */
export async function runsAgainst(
  store: Store,
  reads: (tx: Transaction) => Promise<unknown>,
  intrude: () => Promise<unknown>,
): Promise<number> {
  let runs = 0;
  await transact(store, async (tx) => {
    await reads(tx);
    if (++runs === 1) await intrude();
    tx.put(marker, { id: 'marker', balance: String(runs) });
  });
  return runs;
}

/** Runs `count` workers side by side, alternating between the stores. */
export async function sideBySide(
  count: number,
  stores: readonly Store[],
  work: (worker: number, store: Store) => Promise<void>,
): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, (_, worker) => work(worker, stores[worker % stores.length]!)),
  );
}

/** The sum of all balances. */
export async function totalOf(
  store: Store,
  collection: Collection<{ readonly balance: string }>,
): Promise<bigint> {
  let total = 0n;
  for (const { balance } of await readAll(store, collection)) total += BigInt(balance);
  return total;
}
