/**
 * Random quantity networks: nodes that need later ones, in shuffled numbers, rows dense or sparse.
 */
import type { BucketRows, QuantityNetwork } from '@kontor/mrp';
import * as fc from 'fast-check';

const BUCKETS = 12;

interface RandomNode {
  readonly onHand: number;
  readonly safetyStock: number;
  readonly leadTime: number;
  readonly lots: { readonly min: number; readonly multiple: number; readonly room: number | null };
  readonly gross: readonly (readonly [number, number])[];
  readonly receipts: readonly (readonly [number, number])[];
  readonly uses: readonly (readonly [number, number])[];
}

const sometimes = (max: number): fc.Arbitrary<number> =>
  fc.oneof(fc.constant(0), fc.integer({ min: 0, max }));

/** @param scale - what stock, flows and largest lots are multiplied by */
const randomNode = (scale: number): fc.Arbitrary<RandomNode> => {
  const steps = fc.integer({ min: 0, max: 60 }).map((quantity) => quantity * scale);
  const flows = fc.array(fc.tuple(fc.nat(BUCKETS - 1), steps), { maxLength: 8 });
  return fc.record({
    onHand: sometimes(80).map((quantity) => quantity * scale),
    safetyStock: sometimes(20).map((quantity) => quantity * scale),
    leadTime: fc.nat(5),
    lots: fc.record({
      min: sometimes(30),
      multiple: sometimes(9),
      room: fc.option(fc.nat(20)),
    }),
    gross: flows,
    receipts: fc.oneof(fc.constant([]), flows),
    uses: fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })), {
      maxLength: 4,
    }),
  });
};

/** Networks of a few nodes; a scale of 2^50 makes sums that doubles cannot hold. */
export const randomNetwork = (scale = 1): fc.Arbitrary<QuantityNetwork> =>
  fc.array(randomNode(scale), { minLength: 1, maxLength: 9 }).chain((nodes) =>
    fc
      .record({
        order: fc.shuffledSubarray([...nodes.keys()], { minLength: nodes.length }),
        isDense: fc.boolean(),
        pastBuckets: fc.nat(4),
      })
      .map((terms) => networkOf(nodes, { ...terms, scale })),
  );

interface NetworkTerms {
  readonly order: readonly number[];
  readonly isDense: boolean;
  readonly pastBuckets: number;
  readonly scale: number;
}

/** Node i of the list becomes node `order[i]`, and may need those after it in the list. */
function networkOf(
  nodes: readonly RandomNode[],
  { order, isDense, pastBuckets, scale }: NetworkTerms,
): QuantityNetwork {
  const placed = order.map((_, node) => nodes[order.indexOf(node)]!);
  const figures = (of: (node: RandomNode) => number): Float64Array => Float64Array.from(placed, of);
  const rows = (of: (node: RandomNode) => RandomNode['gross']): BucketRows =>
    isDense ? dense(placed.map(of)) : sparse(placed.map(of));
  const uses = placed.map((node, number) =>
    node.uses.flatMap(([ahead, per]) => {
      const child = order[order.indexOf(number) + ahead];
      return child === undefined ? [] : ([[child, per]] as const);
    }),
  );
  const { start, bucket: child, quantity: quantityPer } = sparse(uses);
  return {
    nodeCount: nodes.length,
    bucketCount: BUCKETS,
    pastBuckets,
    onHand: figures((node) => node.onHand),
    safetyStock: figures((node) => node.safetyStock),
    leadTimeBuckets: Int32Array.from(placed, (node) => node.leadTime),
    lotSizeMin: figures(({ lots }) => lots.min),
    lotSizeMultiple: figures(({ lots }) => lots.multiple),
    lotSizeMax: figures(({ lots }) =>
      lots.room === null ? 0 : (Math.max(lots.min, lots.multiple) + lots.room) * scale,
    ),
    grossRequirements: rows((node) => node.gross),
    scheduledReceipts: rows((node) => node.receipts),
    uses: { start, child, quantityPer },
  };
}

type Entries = readonly (readonly (readonly [number, number])[])[];

function sparse(rows: Entries): Extract<BucketRows, { start: Int32Array }> {
  const start = new Int32Array(rows.length + 1);
  rows.forEach((row, node) => (start[node + 1] = start[node]! + row.length));
  return {
    start,
    bucket: Int32Array.from(rows.flat(), ([bucket]) => bucket),
    quantity: Float64Array.from(rows.flat(), ([, quantity]) => quantity),
  };
}

function dense(rows: Entries): BucketRows {
  const cells = new Float64Array(rows.length * BUCKETS);
  rows.forEach((row, node) =>
    row.forEach(([bucket, quantity]) => (cells[node * BUCKETS + bucket]! += quantity)),
  );
  return { cells };
}
