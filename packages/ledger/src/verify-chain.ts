/**
 * Verifying a chain: reads the sealed batches in order and names the first fault.
 *
 * A batch is looked at from the outside in: first its record by itself, then its place in the
 * chain, then its entries. So a changed record is named as that, and not as the break of the chain
 * that follows from it. A chain that somebody has hashed anew from the start has no fault in
 * itself; it is found by a hash that was kept elsewhere (`anchors`), and only by that.
 */
import { sha256 as portableSha256 } from '@noble/hashes/sha2';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils';
import * as z from 'zod';
import { LedgerError } from './errors.ts';
import { badArgument, shownValue } from './given-figures.ts';
import { checkGiven, functionShape, objectShape } from './given-shape.ts';
import {
  batchHash,
  type BatchRecord,
  type ChainHead,
  GENESIS_HASH,
  isBatchRecord,
  isHash,
} from './hash-chain.ts';
import { entryLeaf, merkleRoot, type Sha256 } from './merkle.ts';

/** A batch as it was stored. */
export interface SealedBatch {
  readonly record: BatchRecord;
  readonly entries: readonly unknown[];
  /**
   * The leaves of the entries as 64 hexadecimal digits each, where they were kept. A root says that
   * some entry is not as it was; only with leaves can be said which.
   */
  readonly leaves?: readonly string[] | undefined;
}

/** What is verified, and against what. */
export interface VerifyOptions {
  /** The first batch to look at; it must be there. Batches before it are passed over. */
  readonly from?: number | undefined;
  /** The last batch to look at; it must be there. All that come, when left out. */
  readonly to?: number | undefined;
  /** Hashes of this chain that were kept elsewhere. That of the batch before `from` counts too. */
  readonly anchors?: readonly ChainHead[] | undefined;
  readonly sha256?: Sha256 | undefined;
}

/** The first fault: in which batch, in which of its entries (from 0) where that can be told. */
export interface ChainFault {
  readonly ok: false;
  readonly batch: number;
  readonly entry?: number;
  readonly reason: ChainFaultReason;
}

/** What is wrong with a batch. */
export type ChainFaultReason =
  | 'it is missing'
  | 'its record is malformed'
  | 'another batch stands in its place'
  | 'its record does not give its hash'
  | 'it does not follow the batch before'
  | 'its hash is not the one that was kept'
  | 'it has another number of entries'
  | 'its entries do not give its root'
  | 'it is not the entry that was sealed'
  | 'it is no JSON'
  | 'the leaf kept is another';

/** What came of verifying: how much is sound, or the first fault. */
export type ChainVerdict =
  | { readonly ok: true; readonly batches: number; readonly entries: number }
  | ChainFault;

/**
 * Verifies a chain, batch after batch in their order.
 *
 * A fault found at the link of a batch to the one before may lie in either: a batch that was hashed
 * anew with all it has is sound by itself.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — bounds that are no batch numbers or cross, an anchor
 * that is no hash
 */
export function verifyChain(
  batches: Iterable<SealedBatch>,
  options: VerifyOptions = {},
): ChainVerdict {
  const walk = new ChainWalk(options);
  if (!isIterable(batches)) throw noBatches(batches);
  for (const batch of batches) {
    const fault = walk.take(batch);
    if (fault !== undefined) return fault;
    if (walk.isDone) break;
  }
  return walk.close();
}

/**
 * Verifies a chain that is read as it goes: one batch is in memory at a time.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — as `verifyChain`
 */
export async function verifyChainAsync(
  batches: AsyncIterable<SealedBatch> | Iterable<SealedBatch>,
  options: VerifyOptions = {},
): Promise<ChainVerdict> {
  const walk = new ChainWalk(options);
  if (!(isIterable(batches) || Symbol.asyncIterator in Object(batches))) throw noBatches(batches);
  for await (const batch of batches) {
    const fault = walk.take(batch);
    if (fault !== undefined) return fault;
    if (walk.isDone) break;
  }
  return walk.close();
}

const verifyShape = objectShape({
  anchors: z.array(objectShape({}), 'a list of anchors').optional(),
  sha256: functionShape.optional(),
});

/** How far the chain was followed. */
class ChainWalk {
  isDone = false;
  readonly #from: number;
  /** The last batch that is looked at, and the last that must be there. */
  readonly #last: number;
  readonly #least: number;
  readonly #anchors: ReadonlyMap<number, string>;
  readonly #sha256: Sha256;
  #next: number;
  #previousHash: string | undefined;
  #entries = 0;

  constructor(options: VerifyOptions) {
    checkGiven(options, verifyShape, 'options');
    const { from, to, anchors = [], sha256 = portableSha256 } = options;
    checkBounds(from, to, anchors);
    this.#from = from ?? 1;
    this.#anchors = new Map(anchors.map(({ batch, hash }) => [batch, hash]));
    this.#last = to ?? Number.POSITIVE_INFINITY;
    // A batch that was asked for is there, and so is one of which a hash was kept.
    this.#least = to ?? Math.max(from ?? 0, ...this.#anchors.keys());
    this.#sha256 = sha256;
    this.#next = this.#from;
    this.#previousHash = this.#from === 1 ? GENESIS_HASH : this.#anchors.get(this.#from - 1);
  }

  take(given: SealedBatch): ChainFault | undefined {
    // What is no batch at all is one whose record is malformed.
    const batch = Object(given) as SealedBatch;
    const { record } = batch;
    if (this.#isBeforeRange(record)) return undefined;
    const found = this.#faultOf(batch);
    if (found !== undefined) return { ok: false, batch: this.#next, ...found };
    this.#previousHash = record.hash;
    this.#entries += record.entries;
    this.#next += 1;
    this.isDone = this.#next > this.#last;
    return undefined;
  }

  close(): ChainVerdict {
    if (this.#next <= this.#least) return { ok: false, batch: this.#next, reason: 'it is missing' };
    return { ok: true, batches: this.#next - this.#from, entries: this.#entries };
  }

  /** Only at the start: a smaller number further on is a fault. */
  #isBeforeRange(record: unknown): boolean {
    return this.#next === this.#from && isBatchRecord(record) && record.batch < this.#from;
  }

  #faultOf(batch: SealedBatch): Found | undefined {
    const { record } = batch;
    if (!isBatchRecord(record)) return { reason: 'its record is malformed' };
    if (!hasOwnHash(record, this.#sha256)) return { reason: 'its record does not give its hash' };
    if (record.batch > this.#next) return { reason: 'it is missing' };
    if (record.batch < this.#next) return { reason: 'another batch stands in its place' };
    return this.#faultOfPlace(record) ?? faultOfEntries(batch, this.#sha256);
  }

  #faultOfPlace({ batch, previousHash, hash }: BatchRecord): Found | undefined {
    if (this.#previousHash !== undefined && previousHash !== this.#previousHash) {
      return { reason: 'it does not follow the batch before' };
    }
    const kept = this.#anchors.get(batch);
    if (kept === undefined || kept === hash) return undefined;
    return { reason: 'its hash is not the one that was kept' };
  }
}

type Found = Pick<ChainFault, 'entry' | 'reason'>;

/** Whether a record gives the hash it has; one that JSON cannot say gives none. */
function hasOwnHash(record: BatchRecord, sha256: Sha256): boolean {
  return orUndefined(() => batchHash(record, sha256)) === record.hash;
}

function faultOfEntries(batch: SealedBatch, sha256: Sha256): Found | undefined {
  const { record, entries, leaves: kept } = batch;
  if (!Array.isArray(entries)) return { reason: 'it has another number of entries' };
  const leaves = readLeaves(entries, sha256);
  if (typeof leaves === 'number') return { entry: leaves, reason: 'it is no JSON' };
  const other = kept === undefined ? undefined : firstOther(leaves, kept);
  const isOtherCount = leaves.length !== record.entries;
  if (!isOtherCount && rootOf(leaves, sha256) === record.root) {
    return other === undefined ? undefined : { entry: other, reason: 'the leaf kept is another' };
  }
  // Leaves that give the root are those of the seal: the entry that has another is the one.
  if (other !== undefined && keptRoot(kept, sha256) === record.root) {
    return { entry: other, reason: 'it is not the entry that was sealed' };
  }
  return {
    reason: isOtherCount ? 'it has another number of entries' : 'its entries do not give its root',
  };
}

/** The leaves of all entries, or the place of the first that JSON cannot say. */
function readLeaves(entries: readonly unknown[], sha256: Sha256): Uint8Array[] | number {
  const leaves: Uint8Array[] = [];
  for (const entry of entries) {
    const leaf = orUndefined(() => entryLeaf(entry, sha256));
    if (leaf === undefined) return leaves.length;
    leaves.push(leaf);
  }
  return leaves;
}

const rootOf = (leaves: readonly Uint8Array[], sha256: Sha256): string =>
  bytesToHex(merkleRoot(leaves, sha256));

function keptRoot(kept: unknown, sha256: Sha256): string | undefined {
  return isHashes(kept) ? rootOf(kept.map(hexToBytes), sha256) : undefined;
}

const isHashes = (kept: unknown): kept is readonly string[] =>
  Array.isArray(kept) && kept.every(isHash);

/** The first place where leaves and kept ones differ, or where one of them ends. */
function firstOther(leaves: readonly Uint8Array[], kept: unknown): number | undefined {
  const hashes: readonly unknown[] = Array.isArray(kept) ? kept : [];
  const size = Math.max(leaves.length, hashes.length);
  for (let at = 0; at < size; at++) {
    const leaf = leaves[at];
    if (leaf === undefined || bytesToHex(leaf) !== hashes[at]) return at;
  }
  return undefined;
}

/** A stored value that JSON cannot say is a fault of the chain here, and no misuse. */
function orUndefined<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (LedgerError.is(error, 'LEDGER_BAD_ARGUMENT')) return undefined;
    throw error;
  }
}

function checkBounds(
  from: number | undefined,
  to: number | undefined,
  anchors: readonly ChainHead[],
): void {
  checkBatch('from', from ?? 1, 1);
  checkBatch('to', to ?? from ?? 1, from ?? 1);
  anchors.forEach(({ batch, hash }, index) => {
    checkBatch(`anchors.${index}.batch`, batch, 1);
    if (!isHash(hash)) refuse(`anchors.${index}.hash`, hash, '64 small hexadecimal digits');
  });
}

function checkBatch(path: string, batch: number, least: number): void {
  if (Number.isSafeInteger(batch) && batch >= least) return;
  refuse(path, batch, `the number of a batch, ${least} or more`);
}

function refuse(path: string, value: unknown, expected: string): never {
  throw new LedgerError('LEDGER_BAD_ARGUMENT', { path, value: shownValue(value), expected });
}

const isIterable = (batches: unknown): boolean => Symbol.iterator in Object(batches);

const noBatches = (given: unknown): LedgerError =>
  badArgument('batches', shownValue(given), 'sealed batches, in their order');
