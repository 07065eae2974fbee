/**
 * The store contract: what every engine asks of a database, and nothing more.
 *
 * Optimistic, without interactive transactions: SQLite in process and IndexedDB cannot hold one
 * across event-loop turns. Reads carry versions; a commit carries the checks (keys and ranges) that
 * make it serializable. Work is written against `transact` (transact.ts), which owns reading,
 * checking and retrying; adapters own the methods of `Store` below.
 *
 * Rules that every adapter keeps (testing/store-conformance.ts proves them):
 * - One `get` is one consistent read; two reads are not. Only the commit verifies them together.
 * - A read is never behind what an earlier one has shown, of other documents neither: a replica
 *   that may lag is no store.
 * - Index order is: the indexed fields, then the id; text by UTF-8 bytes, numbers by value. A
 *   document whose indexed field is absent or null is not in that index.
 * - Versions are whole numbers below 2^53 and never come back, also not after remove and insert.
 * - A tenant is part of every key. A store speaks for one tenant; `forTenant` gives another one's
 *   view.
 * - A collection is prepared before it is used: KERNEL_NOT_PREPARED otherwise.
 * - What goes in is checked by `checkBatch` and `checkRange` (document-check.ts, range-order.ts),
 *   so that all stores refuse the same data; what comes out is the caller's own copy.
 */

/** The kinds of column a declared field gets in SQL tables and views. */
export type FieldKind =
  /** Text, at most 512 bytes where indexed; ordered by UTF-8 bytes. */
  | 'text'
  /** A whole number, |n| < 2^53. */
  | 'integer'
  /**
   * An exact decimal or big integer as a string in the document; in views a number. Not indexable.
   */
  | 'decimal'
  /** True or false. Not indexable. */
  | 'boolean';

/** A value of an indexed field. */
export type IndexValue = string | number;

/**
 * A named set of JSON documents, declared once by the engine that owns it.
 *
 * SQL adapters make one table of it: tenant, id, version, the indexed fields as columns, the
 * document as JSON, and a view `<name>_v` with every declared field as a typed column.
 */
export interface Collection<Document extends object = object> {
  /** Lower snake case, unique in the store: the table's name. */
  readonly name: string;
  /** Refuses a document that is not of its shape; anything with zod's `parse` will do. */
  readonly schema?: { parse(input: unknown): Document } | undefined;
  /** The document's key: printable ASCII, 1 to 255 bytes, unique per tenant. Pure. */
  id(document: Document): string;
  /** Top-level fields that SQL users see as typed columns; those of indexes must be among them. */
  readonly fields: Readonly<Record<string, FieldKind>>;
  readonly indexes: Readonly<Record<string, readonly string[]>>;
  /** Unique indexes; they can be scanned like any other. */
  readonly unique: Readonly<Record<string, readonly string[]>>;
}

/** A document as read: its id, the version that its last write gave it, and itself. */
export interface Stored<Document extends object = object> {
  readonly id: string;
  readonly version: number;
  readonly document: Document;
}

/** A place in an index: the values of its fields, then the id. In the order of ids: no values. */
export interface Position {
  readonly values: readonly IndexValue[];
  readonly id: string;
}

/**
 * A stretch of an index (or of the ids, when `index` is left out).
 *
 * `equals` fixes the leading fields; `from` (included) and `to` (excluded) bound the next one, or
 * the id. `first` and `last` are exact places, both included: they narrow a range to what a limited
 * scan has really seen. `from` at or after `to` is an empty range, not an error.
 */
export interface Range {
  readonly index?: string | undefined;
  readonly equals?: readonly IndexValue[] | undefined;
  readonly from?: IndexValue | undefined;
  readonly to?: IndexValue | undefined;
  readonly first?: Position | undefined;
  readonly last?: Position | undefined;
}

/** How a scan reads. */
export interface ScanOptions {
  /** At most so many documents. */
  readonly limit?: number | undefined;
  /** From the end of the range to its start. */
  readonly reverse?: boolean | undefined;
  /** Documents a page; the adapter's choice when left out. */
  readonly pageSize?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What a commit insists on: a key at a version (null = absent), or a range with an unchanged
 * digest.
 */
export type Check =
  | {
      readonly kind: 'key';
      readonly collection: Collection;
      readonly id: string;
      readonly version: number | null;
    }
  | {
      readonly kind: 'range';
      readonly collection: Collection;
      readonly range: Range;
      readonly digest: string;
    };

/**
 * One change. Writes of a batch apply in list order.
 *
 * `insert` is `put` that insists on absence; `remove` of an absent id does nothing. `increment`
 * adds to an integer string (`0` or `-?[1-9][0-9]*`) in a top-level field that is in no index; it
 * fails the batch when the document is absent, the field holds anything else, or the result leaves
 * [min, max]. Each increment is judged on the value that the writes before it left.
 *
 * A unique index must hold after every write of the batch: free a value first, then take it.
 */
export type Write =
  | { readonly kind: 'put'; readonly collection: Collection; readonly document: object }
  | { readonly kind: 'insert'; readonly collection: Collection; readonly document: object }
  | { readonly kind: 'remove'; readonly collection: Collection; readonly id: string }
  | {
      readonly kind: 'increment';
      readonly collection: Collection;
      readonly id: string;
      readonly field: string;
      readonly by: bigint;
      readonly min?: bigint | undefined;
      readonly max?: bigint | undefined;
    };

/** All or nothing: the checks hold and every write is done, or nothing happened. */
export interface Batch {
  /**
   * The name of this commit, 1 to 255 printable ASCII, for a retry after a lost acknowledgement: a
   * batch whose id was committed before (for this tenant) is not judged or done again, its first
   * result is reported with `repeated`. The id is inserted in the same commit as the writes, also
   * by a batch with neither checks nor writes: that is the fence which keeps a batch in flight from
   * landing later. A batch without writes is recorded and answered with version 0, so a fence is
   * known by it.
   */
  readonly id?: string | undefined;
  readonly checks: readonly Check[];
  readonly writes: readonly Write[];
}

/** The batch is in the store, durably where the store says so. */
export interface Committed {
  readonly kind: 'committed';
  /** The version that every document written by the batch now has; 0 when it wrote nothing. */
  readonly version: number;
  /** The batch's id was committed before, perhaps with other content; nothing was done now. */
  readonly repeated?: boolean | undefined;
}

/** A check failed, or the database asked for a retry: read again and try again. */
export interface Conflict {
  readonly kind: 'conflict';
  /** `busy`: another writer held the store; nothing was judged. */
  readonly reason: 'key' | 'range' | 'exists' | 'unique' | 'serialization' | 'busy';
  readonly collection?: string | undefined;
  readonly id?: string | undefined;
  readonly index?: string | undefined;
}

/**
 * The batch cannot succeed on this data: an increment found no document, no integer, or its bound.
 */
export interface Refused {
  readonly kind: 'refused';
  readonly reason: 'incrementAbsent' | 'incrementField' | 'incrementBound';
  readonly collection: string;
  readonly id: string;
  readonly field: string;
}

/** What came of a batch. A thrown KERNEL_UNKNOWN_OUTCOME means: sent, and no answer came. */
export type CommitOutcome = Committed | Conflict | Refused;

/** What a store can and cannot do. */
export interface Capabilities {
  /** What `commit` has answered survives a power cut. */
  readonly durable: boolean;
  /** Several processes may use the same data at once. */
  readonly multiProcess: boolean;
  /** The most writes in one batch. */
  readonly maxBatch: number;
  /**
   * The store takes part in a transaction that the user has open, where running again cures
   * nothing: `transact` throws KERNEL_CONFLICT at the first conflict, and the user runs his whole
   * block again.
   */
  readonly joined?: boolean | undefined;
}

/** How `prepare` works. */
export interface PrepareOptions {
  /** Change nothing, only return the statements. */
  readonly dryRun?: boolean | undefined;
}

/** The database as an engine sees it, for one tenant. */
export interface Store {
  /**
   * Creates or extends what the collections need; safe to call again and from several processes.
   *
   * @returns the statements that were run (or would be, with `dryRun`), for a database
   * administrator; empty for stores without SQL
   */
  prepare(collections: readonly Collection[], options?: PrepareOptions): Promise<readonly string[]>;
  /** One consistent read; the answer has the order of `ids`, undefined where there is none. */
  get<Document extends object>(
    collection: Collection<Document>,
    ids: readonly string[],
  ): Promise<(Stored<Document> | undefined)[]>;
  /** Pages of documents in index order. Pages are not one consistent read; a commit checks them. */
  scan<Document extends object>(
    collection: Collection<Document>,
    range?: Range,
    options?: ScanOptions,
  ): AsyncIterable<readonly Stored<Document>[]>;
  /**
   * All or nothing; durable when it returns. Checks are judged before writes, so `exists` and
   * `unique` are reported only by a batch whose checks hold.
   *
   * @throws KernelError KERNEL_BAD_BATCH, KERNEL_REFUSED_DOCUMENT, KERNEL_BAD_RANGE — nothing was
   * done
   * @throws KernelError KERNEL_UNKNOWN_OUTCOME — sent, and no answer came
   */
  commit(batch: Batch): Promise<CommitOutcome>;
  /**
   * What a batch with this id came to, if it was committed for this tenant; kept at least a day.
   */
  outcome(batchId: string): Promise<Committed | undefined>;
  /** The same database for another tenant; cheap, shares the connection and the writer. */
  forTenant(tenant: string): Store;
  /**
   * Waits for what is under way and lets go; the connection the user brought stays his to close.
   */
  close(): Promise<void>;
  readonly tenant: string;
  readonly capabilities: Capabilities;
}
