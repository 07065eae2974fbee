/**
 * The proof of one entry: that it is in a sealed batch, without the entries beside it.
 *
 * A proof is the audit path of the entry's leaf: some 13 hashes in a batch of 8,000 entries. With
 * the record of the batch it shows an auditor one entry and keeps all others from him. What it
 * proves hangs on the record's hash, which he must have from elsewhere or from a verified chain.
 */
import { sha256 as portableSha256 } from '@noble/hashes/sha2';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils';
import * as z from 'zod';
import { LedgerError } from './errors.ts';
import { shownValue } from './given-figures.ts';
import { checkGiven, functionShape, objectShape } from './given-shape.ts';
import { batchHash, type BatchRecord, isBatchRecord, isHash, leavesOf } from './hash-chain.ts';
import { auditPath, entryLeaf, rootOfPath, type Sha256 } from './merkle.ts';

/** The way from an entry up to the root of its batch. Plain data. */
export interface EntryProof {
  /** The place of the entry in its batch, from 0. */
  readonly index: number;
  /** The number of entries of the batch. */
  readonly size: number;
  /** The neighbours on the way, lowest first: 64 hexadecimal digits each. */
  readonly path: readonly string[];
}

/** An entry, its proof and the record of its batch. */
export interface ProofClaim {
  readonly entry: unknown;
  readonly proof: EntryProof;
  readonly record: BatchRecord;
  readonly sha256?: Sha256 | undefined;
}

const provingShape = objectShape({
  entries: z.array(z.unknown(), 'a list of entries'),
  sha256: functionShape,
});

/**
 * The proof of an entry among all entries of its batch.
 *
 * @param index counted from 0
 * @throws LedgerError LEDGER_BAD_ARGUMENT — no entry has this index, or one is not plain data
 */
export function proveEntry(
  entries: readonly unknown[],
  index: number,
  sha256: Sha256 = portableSha256,
): EntryProof {
  checkGiven({ entries, sha256 }, provingShape, 'entries');
  const size = entries.length;
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new LedgerError('LEDGER_BAD_ARGUMENT', {
      path: 'index',
      value: shownValue(index),
      expected: size === 0 ? 'a batch with entries' : `a whole number from 0 to ${size - 1}`,
    });
  }
  const path = auditPath(leavesOf(entries, sha256), index, sha256);
  return { index, size, path: path.map(bytesToHex) };
}

/**
 * Whether a proof leads from the entry to the root of the record, and the record has its own hash.
 * Anything malformed is no proof. That the record is the true one is yours to know, by its hash.
 */
export function verifyProof(claim: ProofClaim): boolean {
  const { entry, proof, record, sha256 = portableSha256 } = Object(claim) as ProofClaim;
  if (!isBatchRecord(record) || !isProof(proof) || proof.size !== record.entries) return false;
  try {
    if (batchHash(record, sha256) !== record.hash) return false;
    const leaf = entryLeaf(entry, sha256);
    const root = rootOfPath({ ...proof, leaf, path: proof.path.map(hexToBytes) }, sha256);
    return root !== undefined && bytesToHex(root) === record.root;
  } catch (error) {
    if (LedgerError.is(error, 'LEDGER_BAD_ARGUMENT')) return false;
    throw error;
  }
}

function isProof(value: unknown): value is EntryProof {
  if (typeof value !== 'object' || value === null) return false;
  const { index, size, path } = value as Partial<Record<keyof EntryProof, unknown>>;
  return (
    Number.isSafeInteger(index) &&
    (index as number) >= 0 &&
    (index as number) < (size as number) &&
    Array.isArray(path) &&
    path.every(isHash)
  );
}
