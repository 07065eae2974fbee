/**
 * Reads of the PostgreSQL adapter. Each is one statement, and so one consistent read.
 *
 * Versions and documents are selected as text: pg would give a `bigint` as text anyway, and the
 * user's own type parsers must not change what we read.
 */
import type { Collection, Committed, Stored } from './contract.ts';
import type { PostgresRow, PostgresSession } from './postgres-session.ts';
import { Parameters, type Statement } from './postgres-statements.ts';
import { pageCondition, rangeCondition, rangeOrder } from './sql-range.ts';
import type { PageRequest } from './sql-scan.ts';
import { quoted } from './sql-schema.ts';

const columns = 'id, version::text as version, document::text as document';

/** The documents of these ids that exist, in no order. */
export async function readDocuments<Document extends object>(
  rows: PostgresSession['rows'],
  collection: Collection,
  tenant: string,
  ids: readonly string[],
): Promise<readonly Stored<Document>[]> {
  const text =
    `select ${columns} from ${quoted(collection.name)} ` +
    'where tenant = $1::text and id = any($2::text[])';
  const found = await rows(text, [tenant, [...new Set(ids)]]);
  return found.map((row) => storedOf<Document>(row));
}

/** One page of a range, in index order. */
export async function readPage<Document extends object>(
  rows: PostgresSession['rows'],
  collection: Collection<Document>,
  tenant: string,
  request: PageRequest,
): Promise<readonly Stored<Document>[]> {
  const { text, values } = pageStatement(collection, tenant, request);
  return (await rows(text, values)).map((row) => storedOf<Document>(row));
}

/** The statement of a page; tests explain it to see that the index is used. */
export function pageStatement(
  collection: Collection,
  tenant: string,
  { range, after, reverse, size }: PageRequest,
): Statement {
  const parameters = new Parameters();
  const where = [rangeCondition(collection, tenant, range, parameters)];
  if (after !== undefined) where.push(pageCondition(collection, range, after, reverse, parameters));
  const text =
    `select ${columns} from ${quoted(collection.name)} where ${where.join(' and ')} ` +
    `order by ${rangeOrder(collection, range, reverse)} limit ${parameters.bind(size, 'integer')}`;
  return { text, values: parameters.values };
}

/** What a batch id was committed with. */
export async function readOutcome(
  rows: PostgresSession['rows'],
  tenant: string,
  batchId: string,
): Promise<Committed | undefined> {
  const text =
    'select version::text as version from kontor_outcome ' +
    'where tenant = $1::text and batch = $2::text';
  const [row] = await rows(text, [tenant, batchId]);
  return row && { kind: 'committed', version: Number(row['version']), repeated: true };
}

function storedOf<Document extends object>(row: PostgresRow): Stored<Document> {
  return {
    id: row['id'] ?? '',
    version: Number(row['version']),
    document: JSON.parse(row['document'] ?? 'null') as Document,
  };
}
