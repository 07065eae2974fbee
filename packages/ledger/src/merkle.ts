/**
 * Merkle trees: one digest for a list, and a short proof that an element is in it.
 *
 * The tree is that of Certificate Transparency. A leaf is hashed behind a byte 0x00 and an inner
 * node behind 0x01, so that no leaf can pass for a node. Built level by level: neighbours are
 * joined, and one that is left over at the end goes up as it is. That is the tree which the
 * standard defines from the top, by splitting at the largest power of two.
 *
 * @source RFC 6962, section 2.1 (the same in RFC 9162, section 2.1)
 */
import { canonicalJson } from './canonical-json.ts';

/**
 * SHA-256: 32 bytes for any bytes, at once. It must not keep its argument, which is written over
 * afterwards.
 */
export type Sha256 = (data: Uint8Array) => Uint8Array;

const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;
const DIGEST_BYTES = 32;

const encoder = new TextEncoder();

// One leaf after the other is written here, behind its prefix, as new bytes for each would cost
// more than their hashing. A UTF-16 code unit takes three bytes at most.
const scratch = new Uint8Array(1 << 16);
const scratchText = scratch.subarray(1);
const SCRATCH_UNITS = Math.floor(scratchText.length / 3);

/**
 * The leaf of an entry: SHA-256 of 0x00 and its canonical JSON in UTF-8.
 *
 * @param path what a refusal calls the entry
 * @throws LedgerError LEDGER_BAD_ARGUMENT — an entry that JSON cannot say
 */
export function entryLeaf(entry: unknown, sha256: Sha256, path = 'entry'): Uint8Array {
  const text = canonicalJson(entry, path);
  if (text.length > SCRATCH_UNITS) return sha256(encoder.encode(`\u0000${text}`));
  scratch[0] = LEAF_PREFIX;
  const { written } = encoder.encodeInto(text, scratchText);
  return sha256(scratch.subarray(0, 1 + written));
}

/** The root over leaves; that of none is SHA-256 of nothing. */
export function merkleRoot(leaves: readonly Uint8Array[], sha256: Sha256): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array(0));
  const join = joiner(sha256);
  let level = leaves;
  while (level.length > 1) level = levelAbove(level, join);
  return level[0]!;
}

/**
 * The audit path of a leaf: the neighbours with which it is joined on the way up, lowest first. A
 * leaf that goes up alone has none on that level.
 *
 * @param index counted from 0, below the number of leaves
 */
export function auditPath(
  leaves: readonly Uint8Array[],
  index: number,
  sha256: Sha256,
): Uint8Array[] {
  const join = joiner(sha256);
  const path: Uint8Array[] = [];
  let [level, at] = [leaves, index];
  while (level.length > 1) {
    const neighbour = level[at % 2 === 1 ? at - 1 : at + 1];
    if (neighbour !== undefined) path.push(neighbour);
    level = levelAbove(level, join);
    at = Math.floor(at / 2);
  }
  return path;
}

/** A leaf, its place among how many, and its audit path. */
export interface LeafPath {
  readonly leaf: Uint8Array;
  /** Counted from 0. */
  readonly index: number;
  /** The number of leaves. */
  readonly size: number;
  readonly path: readonly Uint8Array[];
}

/** The root to which a path leads; undefined if the path has not as many steps as the tree asks. */
export function rootOfPath(steps: LeafPath, sha256: Sha256): Uint8Array | undefined {
  const join = joiner(sha256);
  const { path } = steps;
  let { leaf: node, index: at, size } = steps;
  let used = 0;
  while (size > 1) {
    if (at % 2 === 1 || at + 1 < size) {
      const neighbour = path[used++];
      if (neighbour === undefined) return undefined;
      node = at % 2 === 1 ? join(neighbour, node) : join(node, neighbour);
    }
    at = Math.floor(at / 2);
    size = Math.ceil(size / 2);
  }
  return used === path.length ? node : undefined;
}

type Join = (left: Uint8Array, right: Uint8Array) => Uint8Array;

/** Joins two nodes: SHA-256 of 0x01, the left and the right one. */
function joiner(sha256: Sha256): Join {
  const pair = new Uint8Array(1 + 2 * DIGEST_BYTES);
  pair[0] = NODE_PREFIX;
  return (left, right) => {
    pair.set(left, 1);
    pair.set(right, 1 + DIGEST_BYTES);
    return sha256(pair);
  };
}

function levelAbove(level: readonly Uint8Array[], join: Join): readonly Uint8Array[] {
  const above: Uint8Array[] = [];
  for (let at = 0; at + 1 < level.length; at += 2) above.push(join(level[at]!, level[at + 1]!));
  if (level.length % 2 === 1) above.push(level.at(-1)!);
  return above;
}
