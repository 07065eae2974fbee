/**
 * A scan as pages: each page is one statement, and the next one begins after the last place seen.
 *
 * No cursor stays open between pages. In SQLite it would hold back the checkpoint and, on the WASM
 * driver, every commit; behind a pooler of PostgreSQL it would need a connection of its own.
 */
import type { Collection, Position, Range, ScanOptions, Stored } from './contract.ts';
import { checkRange } from './range-order.ts';
import { positionColumns } from './sql-range.ts';

/** One page of a scan: where it continues, and how far. */
export interface PageRequest {
  readonly range: Range;
  readonly after: Position | undefined;
  readonly reverse: boolean;
  readonly size: number;
}

/** Documents a page, unless the caller says otherwise. */
const pageSizeDefault = 500;

/** Reads pages until the range or the limit ends, or the signal says so. */
export async function* scanPages<Document extends object>(
  collection: Collection<Document>,
  range: Range = {},
  { limit = Infinity, reverse = false, pageSize = pageSizeDefault, signal }: ScanOptions = {},
  readPage: (request: PageRequest) => Promise<readonly Stored<Document>[]>,
): AsyncGenerator<readonly Stored<Document>[]> {
  checkRange(collection, range);
  let after: Position | undefined;
  for (let left = limit; left > 0; left -= pageSize) {
    signal?.throwIfAborted();
    const size = Math.min(pageSize, left);
    const page = await readPage({ range, after, reverse, size });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    if (page.length < size) return;
    after = placeOf(collection, range, last);
  }
}

/** The place of a stored document in the range's index. */
function placeOf(collection: Collection, range: Range, { id, document }: Stored): Position {
  const fields = document as Readonly<Record<string, string | number>>;
  const values = positionColumns(collection, range).map(({ field }) => fields[field] ?? '');
  return { values, id };
}
