/**
 * The state of a run: one cell per node and bucket, the planned releases, and a little per node.
 *
 * All else (gross requirements, receipts, balances) is computed again where somebody asks, for to
 * keep it would cost more memory than the plan.
 */
import type { ReleaseRows } from './add-releases.ts';
import { type Parents, parentsOf } from './parents.ts';
import type { QuantityNetwork } from './quantity-network.ts';
import { type LotTerms, lotTerms } from './total-of-lots.ts';

/** A network on its way to being planned. */
export interface QuantityRun {
  readonly network: QuantityNetwork;
  readonly parents: Parents;
  readonly releases: ReleaseRows;
  /** Per node, the first and last bucket with a release; -1 while it has none. */
  readonly firstRelease: Int32Array;
  readonly lastRelease: Int32Array;
  /** Per node, the sum of its releases; above 2^53 only about right. */
  readonly released: Float64Array;
  /** The sums that pass 2^53. */
  readonly releasedExactly: Map<number, bigint>;
}

/** A run with nothing planned; `cells`, all 0, will hold the releases. */
export function openRun(network: QuantityNetwork, cells: Float64Array): QuantityRun {
  const { nodeCount, bucketCount } = network;
  return {
    network,
    parents: parentsOf(network),
    releases: { cells, bucketCount },
    firstRelease: new Int32Array(nodeCount).fill(-1),
    lastRelease: new Int32Array(nodeCount).fill(-1),
    released: new Float64Array(nodeCount),
    releasedExactly: new Map(),
  };
}

/** How a node is netted. */
export interface NettingTerms {
  readonly onHand: number;
  readonly safetyStock: number;
  /** Today's bucket, from which safety stock is required. */
  readonly today: number;
  readonly leadTime: number;
  readonly lots: LotTerms;
}

/** The terms of a node. */
export function nettingTerms(network: QuantityNetwork, node: number): NettingTerms {
  const { lotSizeMin, lotSizeMultiple, lotSizeMax } = network;
  return {
    onHand: network.onHand[node]!,
    safetyStock: network.safetyStock?.[node] ?? 0,
    today: network.pastBuckets,
    leadTime: network.leadTimeBuckets[node]!,
    lots: lotTerms(lotSizeMin?.[node] ?? 0, lotSizeMultiple?.[node] ?? 0, lotSizeMax?.[node] ?? 0),
  };
}

/**
 * Adds a node's received lots to its releases, a lead time earlier: those from before the first
 * bucket count in it. Writes `run`.
 */
export function releaseEarlier(
  { releases: { cells, bucketCount } }: QuantityRun,
  node: number,
  leadTime: number,
  planned: Float64Array,
): void {
  const to = node * bucketCount;
  for (let bucket = 0; bucket < bucketCount; bucket++) {
    cells[to + Math.max(bucket - leadTime, 0)]! += planned[bucket]!;
  }
}

/**
 * Notes a node's first and last release, which lie in `from … until`, and adds them up. Writes
 * `run`.
 */
export function closeReleases(run: QuantityRun, node: number, from: number, until: number): number {
  const { cells, bucketCount } = run.releases;
  const to = node * bucketCount;
  let [first, last] = [from, until];
  while (first <= last && cells[to + first] === 0) first++;
  while (last >= first && cells[to + last] === 0) last--;
  if (first > last) return 0;
  run.firstRelease[node] = first;
  run.lastRelease[node] = last;
  return sumOf(cells, to + first, to + last);
}

/** Four sums at a time: an addition waits for the one before it, four do not for each other. */
function sumOf(cells: Float64Array, first: number, last: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let at = first | 0;
  for (; at + 3 <= last; at = (at + 4) | 0) {
    a += cells[at]!;
    b += cells[(at + 1) | 0]!;
    c += cells[(at + 2) | 0]!;
    d += cells[(at + 3) | 0]!;
  }
  for (; at <= last; at = (at + 1) | 0) a += cells[at]!;
  return a + b + (c + d);
}
