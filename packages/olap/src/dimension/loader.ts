/**
 * A dimension on its way into a cube: its members, and how a fact row finds its leaf.
 */
import type { RowIssue } from '../errors.ts';
import type { Dimension } from '../hierarchy.ts';
import type { CellFault } from './read-key.ts';

/** The leaves of a batch of rows, each of whose cells is read once. */
export interface LeafBatch {
  /** Reads rows `from … to − 1`, which follow those read before; makes nothing. */
  read(from: number, to: number): void;
  /** By row, why it has no leaf. */
  readonly faults: ReadonlyMap<number, CellFault>;
  /** The leaf of a row without fault, made where it is new. */
  leafAt(row: number): number;
  /** The same of all rows at once, where that is quicker: the last thing a batch is asked. */
  leaves?(): Int32Array;
}

/** Reads leaves of rows. */
export interface DimensionLoader {
  readonly dimension: Dimension;
  /** Why a row has no leaf; makes nothing. */
  faultOf(row: unknown): CellFault | undefined;
  /** The leaf of a row without fault, made where it is new. */
  leafOf(row: unknown): number;
  /** A batch of which nothing is read yet; left out where a row at a time is as good. */
  openBatch?(rows: readonly unknown[]): LeafBatch;
  /** What a snapshot needs beside members and leaves, as JSON. */
  saved(): unknown;
  /** Takes back what `saved` gave, after members and leaves are there. */
  restore(state: unknown): void;
  /** Adds rows of the dimension's own table; all or none. */
  addMembers?(rows: readonly unknown[]): readonly RowIssue[];
}
