/**
 * The hash chain as its page has it, written down once more: by recursion, by node:crypto, with
 * new bytes for everything. It shares no line with the sources.
 */
import { createHash } from 'node:crypto';

/** SHA-256 over some parts. */
export function slowSha256(...parts: readonly (string | Uint8Array)[]): Buffer {
  return createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part as string))))
    .digest();
}

/** RFC 8785 for values that came out of JSON. */
export function slowCanonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(slowCanonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = value as Record<string, unknown>;
  const text = Object.keys(members)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${slowCanonical(members[name])}`);
  return `{${text.join(',')}}`;
}

export const slowLeaf = (entry: unknown): Buffer =>
  slowSha256(Uint8Array.of(0), slowCanonical(entry));

/** MTH of RFC 6962, section 2.1: split at the largest power of two below the size. */
export function slowRoot(leaves: readonly Uint8Array[]): Buffer {
  if (leaves.length === 0) return slowSha256();
  if (leaves.length === 1) return Buffer.from(leaves[0]!);
  const half = splitOf(leaves.length);
  const [left, right] = [slowRoot(leaves.slice(0, half)), slowRoot(leaves.slice(half))];
  return slowSha256(Uint8Array.of(1), left, right);
}

/** PATH of RFC 6962, section 2.1.1. */
export function slowPath(index: number, leaves: readonly Uint8Array[]): Buffer[] {
  if (leaves.length < 2) return [];
  const half = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return index < half
    ? [...slowPath(index, left), slowRoot(right)]
    : [...slowPath(index - half, right), slowRoot(left)];
}

function splitOf(size: number): number {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}

/** A batch and what is hashed of it. */
interface SlowBatch {
  readonly batch: number;
  readonly recordedAt: string;
  readonly previousHash: string;
  readonly entries: readonly unknown[];
}

/** The record of a batch. */
export function slowRecord({ batch, recordedAt, previousHash, entries }: SlowBatch) {
  const header = { batch, entries: entries.length, recordedAt, version: 1 };
  const root = slowRoot(entries.map(slowLeaf)).toString('hex');
  const hash = slowSha256(
    Uint8Array.of(2, 1),
    Buffer.from(previousHash, 'hex'),
    Buffer.from(root, 'hex'),
    slowCanonical(header),
  ).toString('hex');
  return { ...header, previousHash, root, hash };
}
