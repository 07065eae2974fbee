/**
 * The slow, obvious twin of `planQuantities`: maps and bigints, node by node when it is asked for.
 *
 * Each bucket's requirement is asked of everyone who may need the node, by recursion; lots are
 * ordered one by one. No levels, no typed arrays, no bounds, no code shared with the planner.
 */
import type { BucketRows, QuantityNetwork } from '../../src/quantities/quantity-network.ts';

/** A node's buckets as the twin plans them; an entry per bucket. */
export interface SlowRow {
  readonly gross: readonly bigint[];
  readonly receipts: readonly bigint[];
  readonly net: readonly bigint[];
  readonly planned: readonly bigint[];
  readonly releases: readonly bigint[];
  readonly balance: readonly bigint[];
}

/** Plans every node. */
export function slowQuantities(network: QuantityNetwork): SlowRow[] {
  const parents = Array.from({ length: network.nodeCount }, () => new Map<number, bigint>());
  const { start, child, quantityPer } = network.uses;
  for (let node = 0; node < network.nodeCount; node++) {
    for (let at = start[node]!; at < start[node + 1]!; at++) {
      const ofChild = parents[child[at]!]!;
      ofChild.set(node, (ofChild.get(node) ?? 0n) + BigInt(quantityPer[at]!));
    }
  }
  const done = new Map<number, SlowRow>();
  const rowOf = (node: number): SlowRow => {
    const found = done.get(node);
    if (found !== undefined) return found;
    const gross = quantities(network, network.grossRequirements, node);
    for (const [parent, per] of parents[node]!) {
      rowOf(parent).releases.forEach((released, bucket) => (gross[bucket]! += released * per));
    }
    const row = plannedRow(network, node, gross);
    done.set(node, row);
    return row;
  };
  return Array.from({ length: network.nodeCount }, (_, node) => rowOf(node));
}

function quantities({ bucketCount }: QuantityNetwork, rows: BucketRows, node: number): bigint[] {
  const found = Array.from({ length: bucketCount }, () => 0n);
  if ('cells' in rows) {
    return found.map((_, bucket) => BigInt(rows.cells[node * bucketCount + bucket]!));
  }
  for (let at = rows.start[node]!; at < rows.start[node + 1]!; at++) {
    found[rows.bucket[at]!]! += BigInt(rows.quantity[at]!);
  }
  return found;
}

function plannedRow(network: QuantityNetwork, node: number, gross: bigint[]): SlowRow {
  const receipts = quantities(network, network.scheduledReceipts, node);
  const net = gross.map(() => 0n);
  const planned = gross.map(() => 0n);
  const releases = gross.map(() => 0n);
  const balance = gross.map(() => 0n);
  let projected = BigInt(network.onHand[node]!);
  gross.forEach((need, bucket) => {
    projected += receipts[bucket]! - need;
    const safetyStock = BigInt(network.safetyStock?.[node] ?? 0);
    const required = bucket < network.pastBuckets ? 0n : safetyStock;
    const hasEvent = need > 0n || receipts[bucket]! > 0n;
    if (hasEvent && projected < required) {
      net[bucket] = required - projected;
      planned[bucket] = lotsFor(network, node, net[bucket]).reduce((all, lot) => all + lot, 0n);
      projected += planned[bucket];
      releases[Math.max(0, bucket - network.leadTimeBuckets[node]!)]! += planned[bucket];
    }
    balance[bucket] = projected;
  });
  return { gross, receipts, net, planned, releases, balance };
}

/** Minimum, then multiple, then maximum; what is left goes through all of them again. */
function lotsFor(network: QuantityNetwork, node: number, net: bigint): bigint[] {
  const min = BigInt(network.lotSizeMin?.[node] ?? 0);
  const multiple = BigInt(network.lotSizeMultiple?.[node] ?? 0) || 1n;
  const max = BigInt(network.lotSizeMax?.[node] ?? 0);
  const lots: bigint[] = [];
  for (let open = net; open > 0n; open -= lots.at(-1)!) {
    let lot = open < min ? min : open;
    while (lot % multiple !== 0n) lot++;
    if (max > 0n && lot > max) lot = max - (max % multiple);
    lots.push(lot);
  }
  return lots;
}
