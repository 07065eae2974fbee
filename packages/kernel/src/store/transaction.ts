/**
 * One try of a transaction: what it read, with versions, and what it means to write.
 *
 * Reads go to the store and are remembered as checks: a key at its version, a stretch of a range
 * with its digest. Writes are buffered (overlay.ts) and seen by later reads. Nothing is sent before
 * the end.
 */
import { assert } from '../assert.ts';
import { KernelError } from '../errors.ts';
import type { Check, Collection, Position, Range, Store, Stored, Write } from './contract.ts';
import { CheckedWrite, checkDocument, checkId } from './document-check.ts';
import { copyJson } from './json-copy.ts';
import { KeyReads } from './key-reads.ts';
import { Overlay, type OwnRow } from './overlay.ts';
import { checkRange, comparePositions, inRange, positionOf, rangeDigest } from './range-order.ts';

/** How a transaction scans. */
export interface TransactionScanOptions {
  /** At most so many documents; the check narrows to what was seen. */
  readonly limit?: number | undefined;
  readonly reverse?: boolean | undefined;
  /** Documents read at a time. */
  readonly pageSize?: number | undefined;
}

/** How a transaction reads documents by their ids. */
export interface TransactionReadOptions {
  /**
   * The commit does not insist on what is read here: another document does, which this transaction
   * has read before, and which whoever writes these writes too, in the same commit – the head of a
   * log, the root of an aggregate. That saves a check for each of thousands.
   */
  readonly vouched?: boolean | undefined;
}

/** The bounds of an increment; the commit is refused when the result leaves them. */
export interface IncrementBounds {
  readonly min?: bigint | undefined;
  readonly max?: bigint | undefined;
}

/**
 * What the work of a transaction reads and writes through.
 *
 * Reads see the transaction's own writes. Documents are copies: change them freely, then `put`
 * them. Everything is to be awaited inside the work.
 */
export interface Transaction {
  /** The document with this id, or undefined; the same answer each time, but for own writes. */
  get<Document extends object>(
    collection: Collection<Document>,
    id: string,
  ): Promise<Document | undefined>;
  /** Several documents in one consistent read, in the order of `ids`. */
  getMany<Document extends object>(
    collection: Collection<Document>,
    ids: readonly string[],
    options?: TransactionReadOptions,
  ): Promise<(Document | undefined)[]>;
  /** The documents of a range in index order; of all ids without one. */
  scan<Document extends object>(
    collection: Collection<Document>,
    range?: Range,
    options?: TransactionScanOptions,
  ): Promise<Document[]>;
  /** As `scan`, one document at a time; after a `break` only what was seen is checked. */
  each<Document extends object>(
    collection: Collection<Document>,
    range?: Range,
    options?: TransactionScanOptions,
  ): AsyncIterable<Document>;
  /** Writes the document, whatever was there. */
  put<Document extends object>(collection: Collection<Document>, document: Document): void;
  /** Writes the document; the commit insists that there was none. */
  insert<Document extends object>(collection: Collection<Document>, document: Document): void;
  /** Removes the document, if there is one. */
  remove(collection: Collection, id: string): void;
  /**
   * Adds to an integer string without reading it, so that hot amounts do not conflict.
   *
   * @throws KernelError KERNEL_INCREMENT_ABSENT, KERNEL_INCREMENT_FIELD, KERNEL_INCREMENT_BOUND —
   * from `transact`, when the commit finds no document, no integer string, or the result out of
   * bounds
   */
  increment(
    collection: Collection,
    id: string,
    field: string,
    by: bigint,
    bounds?: IncrementBounds,
  ): void;
}

/** One scan as it goes on: the rows the store gave, how far the work saw, whether it ran dry. */
interface ScanRecord {
  readonly collection: Collection;
  readonly range: Range;
  readonly reverse: boolean;
  /** Whether the places of rows are noted: a scan that may end early needs them. */
  readonly placed: boolean;
  readonly rows: { readonly position: Position | undefined; readonly version: number }[];
  seen: Position | undefined;
  dry: boolean;
}

/** A document as the work sees it, and where it stands, when that was noted. */
interface SeenRow {
  readonly position: Position | undefined;
  readonly document: object;
}

const PAGE_SIZE = 500;

/** One try: a transaction and its books. */
export class Attempt implements Transaction {
  readonly #store: Store;
  readonly #signal: AbortSignal | undefined;
  readonly #overlay = new Overlay();
  readonly #keys = new KeyReads();
  readonly #scans: ScanRecord[] = [];
  #reads = 0;
  #over = false;

  constructor(store: Store, signal: AbortSignal | undefined) {
    this.#store = store;
    this.#signal = signal;
  }

  /** What has been buffered, in order. */
  get writes(): readonly Write[] {
    return this.#overlay.writes;
  }

  /** Whether the reads may have seen different states, so that only a commit can vouch for them. */
  get needsCheck(): boolean {
    return this.#reads > 1;
  }

  /** Ends the try: nothing may be read or written through it from now on. */
  end(): void {
    this.#over = true;
  }

  /** What the reads insist on. */
  checks(): Check[] {
    const checks: Check[] = this.#keys.checks();
    for (const record of this.#scans) {
      const check = scanCheck(record);
      if (check !== undefined) checks.push(check);
    }
    return checks;
  }

  async get<Document extends object>(
    collection: Collection<Document>,
    id: string,
  ): Promise<Document | undefined> {
    const [document] = await this.getMany(collection, [id]);
    return document;
  }

  async getMany<Document extends object>(
    collection: Collection<Document>,
    ids: readonly string[],
    { vouched = false }: TransactionReadOptions = {},
  ): Promise<(Document | undefined)[]> {
    this.#use('get');
    const missing = new Set<string>();
    for (const id of ids) {
      checkId(collection, id);
      if (this.#keys.seeAgain(collection, id, vouched)) continue;
      if (!this.#overlay.see(collection, id).known) missing.add(id);
    }
    if (missing.size > 0) await this.#read(collection, [...missing], vouched);
    return ids.map((id) => this.#current(collection, id) as Document | undefined);
  }

  async scan<Document extends object>(
    collection: Collection<Document>,
    range: Range = {},
    options: TransactionScanOptions = {},
  ): Promise<Document[]> {
    const { limit = Infinity } = options;
    const documents: Document[] = [];
    // Without a limit the scan runs dry, and no place in the index is ever asked for.
    const record = this.#startScan(collection, range, options, limit < Infinity);
    if (limit <= 0) return documents;
    for await (const rows of this.#merged(record, options)) {
      for (const { position, document } of rows) {
        record.seen = position;
        if (documents.push(document as Document) >= limit) return documents;
      }
    }
    record.dry = true;
    return documents;
  }

  async *each<Document extends object>(
    collection: Collection<Document>,
    range: Range = {},
    options: TransactionScanOptions = {},
  ): AsyncGenerator<Document> {
    const { limit = Infinity } = options;
    const record = this.#startScan(collection, range, options, true);
    if (limit <= 0) return;
    let yielded = 0;
    for await (const rows of this.#merged(record, options)) {
      for (const { position, document } of rows) {
        record.seen = position;
        yield document as Document;
        if (++yielded >= limit) return;
      }
    }
    record.dry = true;
  }

  put<Document extends object>(collection: Collection<Document>, document: Document): void {
    this.#use('put');
    const id = checkDocument(collection, document);
    this.#overlay.add(new CheckedWrite('put', collection, copyJson(document), id), id);
  }

  insert<Document extends object>(collection: Collection<Document>, document: Document): void {
    this.#use('insert');
    const id = checkDocument(collection, document);
    const seen = this.#overlay.see(collection, id);
    if (seen.known && seen.document !== undefined) {
      throw new KernelError('KERNEL_DUPLICATE', { collection: collection.name, id });
    }
    this.#overlay.add(new CheckedWrite('insert', collection, copyJson(document), id), id);
  }

  remove(collection: Collection, id: string): void {
    this.#use('remove');
    checkId(collection, id);
    this.#overlay.add({ kind: 'remove', collection, id }, id);
  }

  increment(
    collection: Collection,
    id: string,
    field: string,
    by: bigint,
    bounds: IncrementBounds = {},
  ): void {
    this.#use('increment');
    this.#overlay.add({ kind: 'increment', collection, id, field, by, ...bounds }, id);
  }

  #use(method: string): void {
    if (this.#over) throw new KernelError('KERNEL_TRANSACTION_OVER', { method });
    this.#signal?.throwIfAborted();
  }

  async #read(collection: Collection, ids: readonly string[], vouched: boolean): Promise<void> {
    this.#reads++;
    const answers = await this.#store.get(collection, ids);
    this.#use('get');
    ids.forEach((id, i) => {
      // Two gets side by side: the first answer stays, so that the read is repeatable.
      if (this.#keys.seeAgain(collection, id, vouched)) return;
      this.#keys.see(collection, id, answers[i] ?? null, vouched);
    });
  }

  /** The document as this transaction sees it; read before. */
  #current(collection: Collection, id: string): object | undefined {
    const seen = this.#overlay.see(collection, id);
    if (seen.known) return seen.document && copyJson(seen.document);
    const row = this.#keys.rowOf(collection, id);
    return row === null ? undefined : copyJson(this.#overlay.apply(collection, id, row.document));
  }

  #startScan(
    collection: Collection,
    range: Range,
    { reverse = false }: TransactionScanOptions,
    placed: boolean,
  ): ScanRecord {
    this.#use('scan');
    checkRange(collection, range);
    const record: ScanRecord = {
      collection,
      range,
      reverse,
      placed,
      rows: [],
      seen: undefined,
      dry: false,
    };
    this.#scans.push(record);
    return record;
  }

  /**
   * The stored rows and the own ones in one order; rows that own writes replace are left out.
   *
   * Own writes made while the scan goes on are not in it: a document that is moved forward by the
   * loop that reads it does not come up twice.
   */
  async *#merged(
    record: ScanRecord,
    options: TransactionScanOptions,
  ): AsyncGenerator<readonly SeenRow[]> {
    const { collection, range, reverse } = record;
    const own = this.#overlay.rowsIn(collection, range, reverse).map(copyRow);
    const hidden = this.#overlay.hidden(collection);
    const merge = { sign: reverse ? -1 : 1, own, next: 0 };
    for await (const page of this.#pages(record, hidden.size, options)) {
      const rows: SeenRow[] = [];
      for (const { id, version, document } of page) {
        const position = this.#note(record, id, version, document, own.length > 0);
        if (own.length > 0) takeOwnBefore(merge, position!, rows);
        if (hidden.has(id)) continue;
        rows.push({ position, document: this.#overlay.apply(collection, id, document) });
      }
      yield rows;
    }
    yield own.slice(merge.next);
  }

  /** Remembers a row that the store gave; its place only where something will ask for it. */
  #note(
    record: ScanRecord,
    id: string,
    version: number,
    document: object,
    amongOwn: boolean,
  ): Position | undefined {
    const wanted = record.placed || amongOwn;
    const { collection, range } = record;
    const position = wanted ? positionOf(collection, range.index, id, document) : undefined;
    assert(!wanted || position !== undefined, 'a row of a range stands in its index');
    record.rows.push({ position, version });
    return position;
  }

  /** The store's pages; counts whether they were one consistent read. */
  async *#pages(
    { collection, range, reverse }: ScanRecord,
    hiddenCount: number,
    options: TransactionScanOptions,
  ): AsyncGenerator<readonly Stored[]> {
    const { limit = Infinity, pageSize = PAGE_SIZE } = options;
    const wanted = limit + hiddenCount;
    this.#reads++;
    let page = 0;
    for await (const stored of this.#store.scan(collection, range, {
      reverse,
      pageSize,
      ...(Number.isFinite(wanted) && { limit: wanted }),
      signal: this.#signal,
    })) {
      // A full page may be followed by another one, read later: no longer one consistent read.
      if (page++ > 0 || stored.length >= pageSize) this.#reads++;
      yield stored;
    }
  }
}

const copyRow = ({ position, document }: OwnRow): OwnRow => ({
  position,
  document: copyJson(document),
});

/** Moves the own rows that stand before a place to the rows seen. */
function takeOwnBefore(
  merge: { readonly sign: number; readonly own: readonly OwnRow[]; next: number },
  place: Position,
  rows: SeenRow[],
): void {
  for (; merge.next < merge.own.length; merge.next++) {
    const row = merge.own[merge.next]!;
    if (merge.sign * comparePositions(row.position, place) >= 0) return;
    rows.push(row);
  }
}

/** The check of a scan: the whole range when it ran dry, else the stretch that the work saw. */
function scanCheck({ collection, range, reverse, rows, seen, dry }: ScanRecord): Check | undefined {
  if (dry) return { kind: 'range', collection, range, digest: rangeDigest(rows) };
  if (seen === undefined) return undefined;
  const narrow: Range = { ...range, [reverse ? 'first' : 'last']: seen };
  const inside = rows.filter(({ position }) => position !== undefined && inRange(narrow, position));
  return { kind: 'range', collection, range: narrow, digest: rangeDigest(inside) };
}
