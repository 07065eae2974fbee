/**
 * Facts from a collection of a store: of an engine, or of the application itself.
 */
import type { Collection, Range, Store } from '@kontor/kernel/store';
import type { LoadOptions, LoadResult } from '../load-rows.ts';

/** What takes rows in. */
export interface Loadable<Row> {
  add(rows: readonly Row[], options?: LoadOptions): LoadResult;
}

/** Which documents, and what they become. */
export interface CollectionOptions<Document, Row> extends LoadOptions {
  readonly range?: Range | undefined;
  /** The facts of a document: none, one or several. */
  readonly rows: (document: Document) => readonly Row[];
}

/**
 * Adds the facts of a collection's documents, all of them or none.
 *
 * Pages of a scan are not one consistent read: load while nobody writes, or put what comes later by
 * its key.
 *
 * @throws OlapError OLAP_ROWS_REFUSED — a row has a fault; nothing was loaded
 */
export async function loadCollection<Document extends object, Row>(
  cube: Loadable<Row>,
  store: Store,
  collection: Collection<Document>,
  options: CollectionOptions<Document, Row>,
): Promise<LoadResult> {
  const rows: Row[] = [];
  for await (const page of store.scan(collection, options.range)) {
    for (const { document } of page) rows.push(...options.rows(document));
  }
  return cube.add(rows, options);
}
