/**
 * The inner loop of explosion: release rows of parents, each times a quantity, added to one row.
 *
 * `target[b] += Σ quantityPer × released[b]`, bucket by bucket. Up to four parents a pass, so that
 * the row is read and written once for four of them: half the time of one by one. Buckets without a
 * release are 0 and are added like any other, for a test costs more than the product.
 *
 * `(i + 1) | 0` says that an index is a 32-bit integer; without it the engine guards every sum
 * against overflow, a quarter of the loop's time.
 */
import type { Parents } from './parents.ts';

/** Planned releases of all nodes, cell of bucket b of node n at `n × bucketCount + b`. */
export interface ReleaseRows {
  readonly cells: Float64Array;
  readonly bucketCount: number;
}

/** The row that is added to: its cells from bucket `first` on, of which `first` is `cells[at]`. */
export interface TargetRow {
  readonly cells: Float64Array;
  readonly at: number;
  readonly first: number;
  readonly last: number;
}

/** Adds what the parents of a node need. Writes the target's cells. */
export function addReleases(
  rows: ReleaseRows,
  parents: Parents,
  node: number,
  target: TargetRow,
): void {
  const end = parents.start[node + 1]!;
  let at = parents.start[node]!;
  for (; at + 4 <= end; at += 4) addFour(rows, parents, at, target);
  if (end - at === 3) addThree(rows, parents, at, target);
  else if (end - at === 2) addTwo(rows, parents, at, target);
  else if (end - at === 1) addOne(rows, parents, at, target);
}

function addFour(
  { cells, bucketCount }: ReleaseRows,
  { parent, quantityPer }: Parents,
  at: number,
  target: TargetRow,
): void {
  const sums = target.cells;
  const perA = quantityPer[at]!;
  const perB = quantityPer[at + 1]!;
  const perC = quantityPer[at + 2]!;
  const perD = quantityPer[at + 3]!;
  let a = (Math.imul(parent[at]!, bucketCount) + target.first) | 0;
  let b = (Math.imul(parent[at + 1]!, bucketCount) + target.first) | 0;
  let c = (Math.imul(parent[at + 2]!, bucketCount) + target.first) | 0;
  let d = (Math.imul(parent[at + 3]!, bucketCount) + target.first) | 0;
  const end = (target.at + target.last - target.first) | 0;
  for (let to = target.at | 0; to <= end; to = (to + 1) | 0) {
    sums[to]! += perA * cells[a]! + perB * cells[b]! + (perC * cells[c]! + perD * cells[d]!);
    a = (a + 1) | 0;
    b = (b + 1) | 0;
    c = (c + 1) | 0;
    d = (d + 1) | 0;
  }
}

function addThree(
  { cells, bucketCount }: ReleaseRows,
  { parent, quantityPer }: Parents,
  at: number,
  target: TargetRow,
): void {
  const sums = target.cells;
  const perA = quantityPer[at]!;
  const perB = quantityPer[at + 1]!;
  const perC = quantityPer[at + 2]!;
  let a = (Math.imul(parent[at]!, bucketCount) + target.first) | 0;
  let b = (Math.imul(parent[at + 1]!, bucketCount) + target.first) | 0;
  let c = (Math.imul(parent[at + 2]!, bucketCount) + target.first) | 0;
  const end = (target.at + target.last - target.first) | 0;
  for (let to = target.at | 0; to <= end; to = (to + 1) | 0) {
    sums[to]! += perA * cells[a]! + perB * cells[b]! + perC * cells[c]!;
    a = (a + 1) | 0;
    b = (b + 1) | 0;
    c = (c + 1) | 0;
  }
}

function addTwo(
  { cells, bucketCount }: ReleaseRows,
  { parent, quantityPer }: Parents,
  at: number,
  target: TargetRow,
): void {
  const sums = target.cells;
  const perA = quantityPer[at]!;
  const perB = quantityPer[at + 1]!;
  let a = (Math.imul(parent[at]!, bucketCount) + target.first) | 0;
  let b = (Math.imul(parent[at + 1]!, bucketCount) + target.first) | 0;
  const end = (target.at + target.last - target.first) | 0;
  for (let to = target.at | 0; to <= end; to = (to + 1) | 0) {
    sums[to]! += perA * cells[a]! + perB * cells[b]!;
    a = (a + 1) | 0;
    b = (b + 1) | 0;
  }
}

function addOne(
  { cells, bucketCount }: ReleaseRows,
  { parent, quantityPer }: Parents,
  at: number,
  target: TargetRow,
): void {
  const sums = target.cells;
  const per = quantityPer[at]!;
  let from = (Math.imul(parent[at]!, bucketCount) + target.first) | 0;
  const end = (target.at + target.last - target.first) | 0;
  for (let to = target.at | 0; to <= end; to = (to + 1) | 0) {
    sums[to]! += per * cells[from]!;
    from = (from + 1) | 0;
  }
}
