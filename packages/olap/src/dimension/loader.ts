/**
 * A dimension on its way into a cube: its members, and how a fact row finds its leaf.
 */
import type { RowIssue } from '../errors.ts';
import type { Dimension } from '../hierarchy.ts';
import type { CellFault } from './read-key.ts';

/** Reads leaves of rows. */
export interface DimensionLoader {
  readonly dimension: Dimension;
  /** Why a row has no leaf; makes nothing. */
  faultOf(row: unknown): CellFault | undefined;
  /** The leaf of a row without fault, made where it is new. */
  leafOf(row: unknown): number;
  /** What a snapshot needs beside members and leaves, as JSON. */
  saved(): unknown;
  /** Takes back what `saved` gave, after members and leaves are there. */
  restore(state: unknown): void;
  /** Adds rows of the dimension's own table; all or none. */
  addMembers?(rows: readonly unknown[]): readonly RowIssue[];
}
