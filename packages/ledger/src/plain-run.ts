/**
 * A run of plain entries on its way into the books (plain-entry.ts): a few columns, used again for
 * the next run.
 */

/** The columns of a run; those of books are as long as a run may be. */
export interface PlainRun {
  /** So many entries are looked at together, at most. */
  entriesMax: number;
  /** The day of each entry. */
  readonly dates: Int32Array;
  /** The number of each in the series of its journal. */
  readonly ordinals: Int32Array;
  /** Where the lines of each end among those of the run. */
  readonly ends: Int32Array;
  /** The index of the account of each line. */
  readonly accounts: Int32Array;
  /** The amount of each line, which is its base. */
  readonly amounts: Float64Array;
  /** Where the sums of each account stand: a row an account, in the order of SUMS_…. */
  readonly sums: Int32Array;
}

/** The cells of an account: the month of its last plain line, or −1 … */
export const SUMS_MONTH = 0;
/** … the first cell of that month, in the functional currency without dimensions … */
export const SUMS_CELLS = 1;
/** … and that of its pool. */
export const SUMS_POOL = 2;
/** Cells of an account; one more than there are, for none to stand in two lines of the cache. */
export const SUMS_WIDTH = 4;

/** Entries of a run, at most: what is read of so many stays in the processor's cache. */
export const RUN_ENTRIES = 256;
/** Lines of a run, at most: most entries have two. */
export const RUN_LINES = 2 * RUN_ENTRIES;
/** Entries of the run after one that was cut: what was read behind the cut is lost. */
export const RUN_ENTRIES_CUT = 4;

/** Columns for runs of books with so many accounts. */
export const openRun = (accounts: number): PlainRun => ({
  entriesMax: RUN_ENTRIES_CUT,
  dates: new Int32Array(RUN_ENTRIES),
  ordinals: new Int32Array(RUN_ENTRIES),
  ends: new Int32Array(RUN_ENTRIES),
  accounts: new Int32Array(RUN_LINES),
  amounts: new Float64Array(RUN_LINES),
  sums: new Int32Array(SUMS_WIDTH * accounts).fill(-1),
});
