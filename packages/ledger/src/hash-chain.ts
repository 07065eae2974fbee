/**
 * The hash chain of a book: every batch is sealed by a hash that the next one repeats.
 *
 * The seal of a batch is SHA-256 over its version, the hash of the batch before, the Merkle root of
 * its entries and its header. So whoever keeps the last hash somewhere else can tell whether
 * anything before it was changed, taken out or put in. A chain over batches with a tree in each
 * costs two hashes an entry, and one entry can still be proved without the others.
 *
 * Everything of a record but its three hashes is its header, hashed as canonical JSON. A field that
 * is added one day is therefore sealed where it is present and changes no hash where it is absent.
 * What is hashed byte by byte stands in `docs/internals/ledger-hash-chain.md`.
 */
import { sha256 as portableSha256 } from '@noble/hashes/sha2';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils';
import { canonicalJson } from './canonical-json.ts';
import * as z from 'zod';
import { LedgerError } from './errors.ts';
import { checkGiven, functionShape, objectShape, textShape } from './given-shape.ts';
import { shownValue } from './shown-value.ts';
import { entryLeaf, merkleRoot, type Sha256 } from './merkle.ts';

/** The hash that batch 1 follows: 32 bytes of zero. */
export const GENESIS_HASH = '0'.repeat(64);

/** The way of hashing that is written today. */
const VERSION = 1;

/** Batches are hashed behind this byte, so that none can pass for a leaf (0x00) or node (0x01). */
const BATCH_PREFIX = 0x02;

/** What is kept of a sealed batch beside its entries. Hashes are 64 small hexadecimal digits. */
export interface BatchRecord {
  /** The way of hashing; another one counts up, and old batches keep theirs. */
  readonly version: 1;
  /** Counted from 1, without gaps. */
  readonly batch: number;
  /** When the ledger learned of it: a UTC instant, '2026-01-05T08:00:00.000Z'. */
  readonly recordedAt: string;
  readonly previousHash: string;
  /** The number of entries. */
  readonly entries: number;
  /** The Merkle root of the entries. */
  readonly root: string;
  readonly hash: string;
}

/** The end of a chain: all that the next batch has to know. */
export type ChainHead = Pick<BatchRecord, 'batch' | 'hash'>;

/** What a batch says about itself before it is sealed. */
export interface BatchSeal {
  /** The batch before; none for batch 1. */
  readonly previous?: ChainHead | undefined;
  readonly batch: number;
  readonly recordedAt: string;
  /** A portable one by default; that of `node:crypto` is some times as fast. */
  readonly sha256?: Sha256 | undefined;
}

const sealing = objectShape({
  entries: z.array(z.unknown(), 'a list of entries'),
  previous: objectShape({ batch: z.int('the number of a batch') }).optional(),
  recordedAt: textShape,
  sha256: functionShape.optional(),
});

/**
 * Seals a batch.
 *
 * @param input `entries` are plain data in the order in which they were posted; amounts are text
 * @throws LedgerError LEDGER_BAD_ARGUMENT — a batch that does not follow the one before, an instant
 * in another form, an entry that JSON cannot say
 */
export function sealBatch(
  input: BatchSeal & { readonly entries: readonly unknown[] },
): BatchRecord {
  checkGiven(input, sealing, 'input');
  const { entries, ...seal } = input;
  return sealLeaves({ ...seal, leaves: leavesOf(entries, seal.sha256) });
}

/**
 * Seals a batch whose leaves are known: of use where each is hashed as it is posted, or is kept.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — as `sealBatch`
 */
export function sealLeaves(
  input: BatchSeal & { readonly leaves: readonly Uint8Array[] },
): BatchRecord {
  const { previous, batch, recordedAt, leaves, sha256 = portableSha256 } = input;
  checkSeal(input);
  const root = merkleRoot(leaves, sha256);
  checkDigest(root);
  const unsealed = {
    version: VERSION,
    batch,
    recordedAt,
    previousHash: previous?.hash ?? GENESIS_HASH,
    entries: leaves.length,
    root: bytesToHex(root),
  } as const;
  return { ...unsealed, hash: batchHash(unsealed, sha256) };
}

/** The leaves of entries, in their order: 32 bytes each. */
export function leavesOf(
  entries: readonly unknown[],
  sha256: Sha256 = portableSha256,
): Uint8Array[] {
  return entries.map((entry, index) => entryLeaf(entry, sha256, `entries.${index}`));
}

/**
 * The hash that a record must have: SHA-256 of 0x02, one byte of version, the hash of the batch
 * before, the root, and the header in canonical JSON. Whatever `hash` the record has is not read.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — a header that JSON cannot say
 */
export function batchHash(
  record: Omit<BatchRecord, 'hash'> & { readonly hash?: string },
  sha256: Sha256 = portableSha256,
): string {
  const { hash: _, previousHash, root, ...header } = record;
  const text = encoder.encode(canonicalJson(header, 'record'));
  const bytes = new Uint8Array(2 + 32 + 32 + text.length);
  bytes[0] = BATCH_PREFIX;
  bytes[1] = record.version;
  bytes.set(hexToBytes(previousHash), 2);
  bytes.set(hexToBytes(root), 34);
  bytes.set(text, 66);
  return bytesToHex(sha256(bytes));
}

const encoder = new TextEncoder();

/**
 * Whether something from outside has the shape of a record. That its hash is right is not asked
 * here.
 */
export function isBatchRecord(value: unknown): value is BatchRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { version, batch, recordedAt, entries, previousHash, root, hash } = value as Partial<
    Record<keyof BatchRecord, unknown>
  >;
  return (
    version === VERSION &&
    isCount(batch) &&
    batch > 0 &&
    typeof recordedAt === 'string' &&
    isCount(entries) &&
    [previousHash, root, hash].every(isHash)
  );
}

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

/** Whether a text is a hash as it is written here. */
export const isHash = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

function checkSeal({ previous, batch, recordedAt }: BatchSeal): void {
  const next = previous === undefined ? 1 : previous.batch + 1;
  if (batch !== next) refuse('batch', batch, `${next}, which follows the batch before`);
  if (previous !== undefined && !isHash(previous.hash)) {
    refuse('previous.hash', previous.hash, '64 small hexadecimal digits');
  }
  if (!isInstant(recordedAt)) refuse('recordedAt', recordedAt, "'2026-01-05T08:00:00.000Z'");
}

/** Whether a text is an instant in the one form that JavaScript writes. */
function isInstant(text: string): boolean {
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString() === text;
}

/** A function that hashes later, or by another algorithm, is one that was given by mistake. */
function checkDigest(digest: Uint8Array): void {
  if (digest instanceof Uint8Array && digest.length === 32) return;
  refuse('sha256', 'a function with another result', 'one that gives 32 bytes at once');
}

function refuse(path: string, value: unknown, expected: string): never {
  throw new LedgerError('LEDGER_BAD_ARGUMENT', { path, value: shownValue(value), expected });
}
