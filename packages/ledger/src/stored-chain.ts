/**
 * The chain as it is stored: batches with their entries, verified against the head, and the proof
 * of one entry.
 */
import type { Store } from '@kontor/kernel/store';
import { type EntryProof, proveEntry } from './entry-proof.ts';
import { LedgerError } from './errors.ts';
import type { BatchRecord, ChainHead } from './hash-chain.ts';
import {
  batchId,
  heads,
  type SealedEntry,
  type StoredBatch,
  storedBatches,
  type StoredEntry,
  storedEntries,
} from './ledger-collections.ts';
import type { Sha256 } from './merkle.ts';
import { notSetUp } from './stored-setup.ts';
import { type ChainFault, type SealedBatch, verifyChainAsync } from './verify-chain.ts';

/** Which batches are verified, and against what. */
export interface VerifyQuery {
  /** The first batch; 1 when left out. */
  readonly from?: number | undefined;
  /** The last batch; all that are there when left out. */
  readonly to?: number | undefined;
  /** Hashes that were kept elsewhere. */
  readonly anchors?: readonly ChainHead[] | undefined;
}

/** What came of verifying a stored chain: how much is sound, or the first fault. */
export type LedgerVerdict =
  | { readonly ok: true; readonly batches: number; readonly entries: number }
  /** `entryId` is the id of the entry at fault, where that can be told. */
  | (ChainFault & { readonly entryId?: string });

/**
 * Verifies the stored chain up to its head, one batch in memory at a time.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — as `verifyChain`
 */
export async function verifyStored(
  store: Store,
  { from = 1, to, anchors = [] }: VerifyQuery,
  sha256: Sha256 | undefined,
): Promise<LedgerVerdict> {
  const [stored] = await store.get(heads, ['head']);
  if (stored === undefined) throw notSetUp();
  const head = stored.document;
  if (head.batch === 0 && from === 1 && to === undefined && anchors.length === 0) {
    return { ok: true, batches: 0, entries: 0 };
  }
  let ids: readonly (string | undefined)[] = [];
  const batches = sealedBatches(store, { from, to }, (own) => {
    ids = own;
  });
  // The head vouches for the end of the chain: else batches cut off there would not be missed.
  const isEndSeen = head.batch > 0 && head.batch >= from && head.batch <= (to ?? head.batch);
  const known = [...anchors, ...(isEndSeen ? [{ batch: head.batch, hash: head.hash }] : [])];
  const verdict = await verifyChainAsync(batches, { from, to, anchors: known, sha256 });
  if (verdict.ok || verdict.entry === undefined) return verdict;
  const entryId = ids[verdict.entry];
  return entryId === undefined ? { ...verdict, reason: 'it is missing' } : { ...verdict, entryId };
}

async function* sealedBatches(
  store: Store,
  { from, to }: Pick<VerifyQuery, 'from' | 'to'>,
  note: (ids: readonly (string | undefined)[]) => void,
): AsyncGenerator<SealedBatch> {
  const range = { index: 'byBatch', from, ...(to !== undefined && { to: to + 1 }) };
  for await (const page of store.scan(storedBatches, range)) {
    for (const { document } of page) {
      const rows = await entriesOf(store, document);
      note(rows.map((row) => row?.id));
      yield sealedBatch(document, rows);
    }
  }
}

function sealedBatch(stored: StoredBatch, rows: BatchRows): SealedBatch {
  const { first, id, ...record } = stored;
  const entries = rows.map((row) => row && sealedRow(row, record.batch));
  const leaves = rows.map((row) => row?.leaf ?? '');
  // A batch that begins where it did not, or has another key, is malformed, too.
  const isPlaced = isCount(first) && id === batchId(record.batch);
  return { record: isPlaced ? record : (undefined as never), entries, leaves };
}

/** The entries of a batch at their places; undefined where one is missing. */
type BatchRows = readonly (StoredEntry | undefined)[];

async function entriesOf(store: Store, { first, entries }: StoredBatch): Promise<BatchRows> {
  if (!isCount(first) || !isCount(entries)) return [];
  const rows: (StoredEntry | undefined)[] = [];
  const range = { index: 'bySequence', from: first, to: first + entries };
  for await (const page of store.scan(storedEntries, range)) {
    for (const { document } of page) {
      while (rows.length < document.sequence - first) rows.push(undefined);
      rows.push(document);
    }
  }
  // One place is enough to name what is missing at the end.
  return rows.length < entries ? [...rows, undefined] : rows;
}

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

/** What was hashed of a row; with its columns, where they say something else. */
function sealedRow(row: StoredEntry, batch: number): unknown {
  const { entry } = row as { readonly entry: unknown };
  if (typeof entry !== 'object' || entry === null) return entry;
  const own = entry as Readonly<Record<string, unknown>>;
  const isSame = COLUMNS.every((column) => row[column] === own[column]);
  return isSame && row.batch === batch ? entry : { ...own, columns: { ...row, entry: null } };
}

/** What stands beside an entry as it stands in it. */
const COLUMNS = ['id', 'sequence', 'kind', 'date', 'recordedAt', 'journal', 'number'] as const;

/** An entry as it is hashed, and what shows that it is in its batch. */
export interface StoredProof {
  readonly entry: SealedEntry;
  readonly proof: EntryProof;
  readonly record: BatchRecord;
}

/**
 * The proof of an entry.
 *
 * @throws LedgerError LEDGER_ENTRY_NOT_FOUND
 * @throws LedgerError LEDGER_BROKEN_CHAIN — its batch is not there, or without it
 */
export async function proofOf(
  store: Store,
  id: string,
  sha256: Sha256 | undefined,
): Promise<StoredProof> {
  const [row] = await store.get(storedEntries, [id]);
  if (row === undefined) throw new LedgerError('LEDGER_ENTRY_NOT_FOUND', { entryId: id });
  const { entry, batch, sequence } = row.document;
  const [found] = await store.get(storedBatches, [batchId(batch)]);
  const rows = found === undefined ? [] : await entriesOf(store, found.document);
  const index = found === undefined ? -1 : sequence - found.document.first;
  if (found === undefined || rows[index]?.id !== id) {
    const reason = `entry '${id}' is not in the batch that it names`;
    throw new LedgerError('LEDGER_BROKEN_CHAIN', { batch, reason });
  }
  const { first: _, id: __, ...record } = found.document;
  const entries = rows.map((one) => one?.entry);
  return { entry, proof: proveEntry(entries, index, sha256), record };
}
