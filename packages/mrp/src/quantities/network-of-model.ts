/**
 * A checked model as a quantity network, for models that keep to what quantities can say.
 *
 * Buckets are counted from today, back and forth. By default there are as many in front as the
 * longest way down from any need takes, so that no two days of the past fall together and the
 * answer is that of `plan`.
 */
import { formatDay } from '@kontor/kernel';
import type { Flows } from '../flows.ts';
import { checkWhole } from '../given-figures.ts';
import type { Model } from '../model.ts';
import { compileNetwork, type Network } from '../network.ts';
import type { ItemAtLocation } from '../node-table.ts';
import { planTerms } from '../plan-terms.ts';
import { leadTimeDays, refuseOrders } from './needs-orders.ts';
import type { QuantityNetwork, QuantityUses, SparseRows } from './quantity-network.ts';

/** The terms of a plan in quantities. */
export interface QuantityTerms {
  /** The day of planning, `YYYY-MM-DD`. */
  readonly today: string;
  /** Days of a bucket; 1 when left out. Lead times are rounded up to whole buckets. */
  readonly bucketDays?: number | undefined;
  /**
   * Buckets in front of today's; as many as are needed when left out. With fewer, what lies before
   * the first counts in it.
   */
  readonly pastBuckets?: number | undefined;
}

/** A quantity network that knows the model's names and days. */
export interface ModelQuantityNetwork extends QuantityNetwork {
  /** Per node, its item and location. */
  readonly nodes: readonly ItemAtLocation[];
  /** The first day of each bucket, `YYYY-MM-DD`. */
  readonly bucketStarts: readonly string[];
}

/**
 * Compiles a model. Quantities are steps of each node's item (10^-decimals of its stocking unit).
 *
 * @throws MrpError MRP_NEEDS_ORDERS — the model has what only `plan` can plan; `feature` says what
 * @throws MrpError MRP_BAD_OPTION — bad buckets
 * @throws MrpError MRP_BAD_FIGURE — pastBuckets is no whole number
 * @throws KernelError KERNEL_BAD_DAY — today is no day
 */
export function quantityNetwork(model: Model, terms: QuantityTerms): ModelQuantityNetwork {
  const run = planTerms({ today: terms.today, bucketDays: terms.bucketDays });
  const { today, bucketDays } = run;
  const network = compileNetwork(model, run);
  refuseOrders(network);
  const { count } = network.nodes;
  const lead = Int32Array.from(network.sourcesOf, ([source]) =>
    Math.ceil(leadTimeDays(source!)! / bucketDays),
  );
  const gross = [network.demands, network.forecasts, network.firmIssues];
  const receipts = [network.receipts, network.held, network.firmOutputs];
  const [first, last] = spanOf(network, lead, [...gross, ...receipts]);
  const pastBuckets =
    terms.pastBuckets === undefined ? -first : checkWhole(terms.pastBuckets, 'pastBuckets');
  const bucketCount = pastBuckets + last + 1;
  const bucketOf = (day: number): number =>
    Math.max(0, pastBuckets + Math.floor((day - today) / bucketDays));
  const nodes = Array.from({ length: count }, (_, node) => network.nodes.at(node));
  return {
    nodeCount: count,
    bucketCount,
    pastBuckets,
    onHand: network.onHand,
    safetyStock: Float64Array.from(network.policies, ({ required }) => required[0]?.quantity ?? 0),
    leadTimeBuckets: lead,
    ...lotSizes(network),
    grossRequirements: rowsOf(count, gross, bucketOf),
    scheduledReceipts: rowsOf(count, receipts, bucketOf),
    uses: usesByParent(network),
    nameOf: (node) => nodes[node]!,
    nodes,
    bucketStarts: Array.from({ length: bucketCount }, (_, bucket) =>
      formatDay(today + (bucket - pastBuckets) * bucketDays),
    ),
  };
}

type LotSizes = Pick<QuantityNetwork, 'lotSizeMin' | 'lotSizeMultiple' | 'lotSizeMax'>;

function lotSizes({ sourcesOf }: Network): LotSizes {
  return {
    lotSizeMin: Float64Array.from(sourcesOf, ([source]) => source!.modifiers.min),
    lotSizeMultiple: Float64Array.from(sourcesOf, ([source]) => source!.modifiers.multiple),
    lotSizeMax: Float64Array.from(sourcesOf, ([source]) => source!.modifiers.max),
  };
}

/** The first bucket that a need or release can fall in and the last with an event; today is 0. */
function spanOf(
  { terms, nodes, uses, order }: Network,
  lead: Int32Array,
  flows: readonly Flows[],
): [first: number, last: number] {
  const none = Number.MAX_SAFE_INTEGER;
  const released = new Float64Array(nodes.count).fill(none);
  let [first, last] = [0, 0];
  for (const node of order.sequence) {
    let needed = none;
    for (const { start, day } of flows) {
      const [from, end] = [start[node]!, start[node + 1]!];
      if (from === end) continue;
      needed = Math.min(needed, Math.floor((day[from]! - terms.today) / terms.bucketDays));
      last = Math.max(last, Math.floor((day[end - 1]! - terms.today) / terms.bucketDays));
    }
    for (let at = uses.start[node]!; at < uses.start[node + 1]!; at++) {
      needed = Math.min(needed, released[uses.list[at]!.parent]!);
    }
    if (needed === none) continue;
    released[node] = needed - lead[node]!;
    first = Math.min(first, released[node]);
  }
  return [first, last];
}

/** Several kinds of dated flows as one set of rows. */
function rowsOf(
  count: number,
  flows: readonly Flows[],
  bucketOf: (day: number) => number,
): SparseRows {
  const start = new Int32Array(count + 1);
  const bucket: number[] = [];
  const quantity: number[] = [];
  for (let node = 0; node < count; node++) {
    for (const of of flows) {
      for (let at = of.start[node]!; at < of.start[node + 1]!; at++) {
        bucket.push(bucketOf(of.day[at]!));
        quantity.push(of.quantity[at]!);
      }
    }
    start[node + 1] = bucket.length;
  }
  return { start, bucket: Int32Array.from(bucket), quantity: Float64Array.from(quantity) };
}

/** Uses by the node that needs, as quantities want them. */
function usesByParent({ nodes, uses }: Network): QuantityUses {
  const start = new Int32Array(nodes.count + 1);
  for (const { parent } of uses.list) start[parent + 1]!++;
  for (let node = 0; node < nodes.count; node++) start[node + 1]! += start[node]!;
  const place = start.slice();
  const child = new Int32Array(uses.list.length);
  const quantityPer = new Float64Array(uses.list.length);
  for (const use of uses.list) {
    const at = place[use.parent]!++;
    child[at] = use.child;
    quantityPer[at] = use.numerator;
  }
  return { start, child, quantityPer };
}
