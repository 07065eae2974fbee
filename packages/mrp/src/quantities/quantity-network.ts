/**
 * The quantities-only network: what netting needs to know of nodes and buckets, in typed arrays.
 *
 * For whoever has a million items at sites in columns of a database and never wants an object for
 * one. A node is what is netted by itself (an item at a location); a bucket is a day, a week,
 * whatever the caller counts in. Nothing here knows a name, a date or a unit: quantities are whole
 * steps, lead times whole buckets.
 *
 * @source APICS Dictionary, "time bucket", "bucketed system"
 */

/** A network of nodes over buckets. Cells of a node stand side by side (item-major). */
export interface QuantityNetwork {
  readonly nodeCount: number;
  /** All buckets, those of the past included. */
  readonly bucketCount: number;
  /**
   * Buckets in front, before today's: where releases fall that should have been made. What lies
   * before the very first bucket counts in it, so 1 is enough where only today and later matter.
   */
  readonly pastBuckets: number;
  /** Per node, in whole steps. */
  readonly onHand: Float64Array;
  /** Per node, what the balance must not fall below from today's bucket on; none when left out. */
  readonly safetyStock?: Float64Array | undefined;
  /** Per node, whole buckets from release to receipt. */
  readonly leadTimeBuckets: Int32Array;
  /** Per node, the least quantity of a lot; 0 = no such rule. */
  readonly lotSizeMin?: Float64Array | undefined;
  /** Per node, what a lot is a whole multiple of; 0 = no such rule. */
  readonly lotSizeMultiple?: Float64Array | undefined;
  /** Per node, the largest lot: more is several lots; 0 = no such rule. */
  readonly lotSizeMax?: Float64Array | undefined;
  /** Independent demand, and what open orders still take. */
  readonly grossRequirements: BucketRows;
  readonly scheduledReceipts: BucketRows;
  readonly uses: QuantityUses;
  /** What a node is called in an error; its number when left out. */
  readonly nameOf?: ((node: number) => { item: string; location: string }) | undefined;
}

/** Quantities by node and bucket: every cell, or those that are not 0. */
export type BucketRows = DenseRows | SparseRows;

/** Cell of bucket b of node n at `n × bucketCount + b`. */
export interface DenseRows {
  readonly cells: Float64Array;
}

/**
 * Compressed rows: those of node n are `start[n] … start[n + 1] - 1`, in any order; several of one
 * bucket add up.
 */
export interface SparseRows {
  readonly start: Int32Array;
  readonly bucket: Int32Array;
  readonly quantity: Float64Array;
}

/**
 * Who is made of whom: an order of node n needs `quantityPer` steps of `child` for each of its own,
 * in the bucket of its release. Those of n are `start[n] … start[n + 1] - 1`.
 */
export interface QuantityUses {
  readonly start: Int32Array;
  readonly child: Int32Array;
  /** Whole numbers from 1. */
  readonly quantityPer: Float64Array;
}
