/**
 * The writes of some batches as few statements, with the effect of applying them one by one.
 *
 * A statement must not touch a row twice, and writes of one document must keep their order; writes
 * of different documents commute. So writes are dealt into waves: the first write of every
 * document, then the second of those that have one, and so on. Where a unique index makes documents
 * depend on each other (free a value, then take it), a new wave begins whenever the kind of write
 * changes. Increments of one field, whoever sent them, become one update (postgres-statements.ts).
 */
import { assertNever } from '../assert.ts';
import type { CommitOutcome } from './contract.ts';
import {
  type EncodedBatch,
  type EncodedDocument,
  type EncodedIncrement,
  type EncodedWrite,
  incremented,
  keyConflict,
} from './sql-batch.ts';
import { type PostgresQueryable, rowsOf } from './postgres-session.ts';
import {
  incrementDocuments,
  type IncrementRow,
  removeDocuments,
  type Statement,
  writeDocuments,
  type WriteRow,
} from './postgres-statements.ts';
import { quoted, type Table } from './sql-schema.ts';

/** A batch with the version its documents get. */
export interface VersionedBatch {
  readonly entry: EncodedBatch;
  readonly version: number;
}

/** An increment that could not be done; `firstTrouble` finds which. */
export class IncrementFailed extends Error {}

/** Writes of one kind that go in one statement. */
interface Wave {
  readonly kind: EncodedWrite['kind'];
  /** By document; one write each. */
  readonly rows: Map<string, WriteRow | IncrementRow>;
}

/** The waves of one table, and how far each document has come in them. */
interface Queue {
  readonly table: Table;
  readonly waves: Wave[][];
  readonly reached: Map<string, number>;
  readonly inOrder: boolean;
}

/**
 * Applies the writes of the batches, in order.
 *
 * @throws IncrementFailed — the transaction must go back to before the call
 * @throws the driver's error 23505 — a unique index, or a key that another transaction inserted
 */
export async function applyWrites(
  client: PostgresQueryable,
  batches: readonly VersionedBatch[],
  recordedAt: number,
): Promise<void> {
  for (const { table, waves } of dealt(batches)) {
    for (const wave of waves.flat()) await applyWave(client, table, wave);
  }
  const named = batches.filter(({ entry }) => entry.batch.id !== undefined);
  if (named.length > 0) await recordOutcomes(client, named, recordedAt);
}

async function applyWave(client: PostgresQueryable, table: Table, wave: Wave): Promise<void> {
  const { text, values } = statementOf(table, wave);
  const changed = await rowsOf(client, text, values);
  if (wave.kind === 'increment' && changed.length < wave.rows.size) throw new IncrementFailed();
}

function statementOf(table: Table, { kind, rows }: Wave): Statement {
  const list = [...rows.values()];
  switch (kind) {
    case 'put':
    case 'insert':
      return writeDocuments(table, kind, list as WriteRow<EncodedDocument>[]);
    case 'remove':
      return removeDocuments(table, list as WriteRow[]);
    case 'increment':
      return incrementDocuments(table, list as IncrementRow[]);
    default:
      return assertNever(kind);
  }
}

function dealt(batches: readonly VersionedBatch[]): Iterable<Queue> {
  const queues = new Map<string, Queue>();
  for (const { entry, version } of batches) {
    for (const write of entry.writes) {
      const { table } = write;
      const known = queues.get(table.name);
      const queue = known ?? { table, waves: [], reached: new Map(), inOrder: hasUnique(table) };
      if (known === undefined) queues.set(table.name, queue);
      deal(queue, entry.tenant, version, write);
    }
  }
  return queues.values();
}

const hasUnique = ({ indexes }: Table): boolean => indexes.some(({ unique }) => unique);

function deal(queue: Queue, tenant: string, version: number, write: EncodedWrite): void {
  const key = `${tenant}\0${write.id}`;
  const before = queue.reached.get(key) ?? -1;
  if (write.kind === 'increment' && before >= 0) {
    const wave = queue.waves[before]?.find(({ kind }) => kind === 'increment');
    const earlier = wave?.rows.get(key) as IncrementRow | undefined;
    if (earlier?.field === write.field) {
      wave?.rows.set(key, added(earlier, version, write));
      return;
    }
  }
  const at = queue.inOrder ? waveInOrder(queue, before, write) : before + 1;
  const kinds = (queue.waves[at] ??= []);
  let wave = kinds.find(({ kind }) => kind === write.kind);
  if (wave === undefined) kinds.push((wave = { kind: write.kind, rows: new Map() }));
  wave.rows.set(key, rowOf(tenant, version, write));
  queue.reached.set(key, at);
}

/** The last wave, when it is of this kind and does not have the document yet; else a new one. */
function waveInOrder({ waves }: Queue, before: number, { kind }: EncodedWrite): number {
  const last = waves.length - 1;
  return last > before && waves[last]?.[0]?.kind === kind ? last : last + 1;
}

function rowOf(tenant: string, version: number, write: EncodedWrite): WriteRow | IncrementRow {
  if (write.kind !== 'increment') return { tenant, version, write };
  const { id, field, by, min, max } = write;
  return {
    tenant,
    version,
    id,
    field,
    by,
    least: min === undefined ? undefined : min - by,
    greatest: max === undefined ? undefined : max - by,
  };
}

/** Both increments as one: each bound is moved back by what was added before it. */
function added(earlier: IncrementRow, version: number, write: EncodedIncrement): IncrementRow {
  const by = earlier.by + write.by;
  const least = write.min === undefined ? undefined : write.min - by;
  const greatest = write.max === undefined ? undefined : write.max - by;
  return {
    ...earlier,
    version,
    by,
    least: further(earlier.least, least, (a, b) => a > b),
    greatest: further(earlier.greatest, greatest, (a, b) => a < b),
  };
}

function further(
  a: bigint | undefined,
  b: bigint | undefined,
  wins: (a: bigint, b: bigint) => boolean,
): bigint | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return wins(a, b) ? a : b;
}

async function recordOutcomes(
  client: PostgresQueryable,
  batches: readonly VersionedBatch[],
  recordedAt: number,
): Promise<void> {
  // An insert, never a put: of two that send the same batch, one must lose here.
  const text =
    'insert into kontor_outcome (tenant, batch, version, recorded_at) ' +
    'select w.tenant, w.batch, w.version::bigint, $4::bigint ' +
    'from unnest($1::text[], $2::text[], $3::text[]) as w(tenant, batch, version)';
  await client.query(text, [
    batches.map(({ entry }) => entry.tenant),
    batches.map(({ entry }) => entry.batch.id),
    batches.map(({ version }) => String(version)),
    String(Math.trunc(recordedAt)),
  ]);
}

/**
 * Which write of a batch fails first, by going through them one by one on what the transaction
 * sees.
 *
 * Only asked after a statement has failed; undefined when none fails by itself.
 */
export async function firstTrouble(
  client: PostgresQueryable,
  { tenant, writes }: EncodedBatch,
): Promise<CommitOutcome | undefined> {
  const documents = new Map<string, object>();
  for (const [table, ids] of byTable(writes)) {
    const text =
      `select id, document::text from ${quoted(table)} ` +
      'where tenant = $1::text and id = any($2::text[])';
    for (const row of await rowsOf(client, text, [tenant, ids])) {
      documents.set(`${table}\0${row['id']}`, JSON.parse(row['document'] ?? 'null') as object);
    }
  }
  for (const write of writes) {
    const key = `${write.table.name}\0${write.id}`;
    const trouble = applied(documents, key, write);
    if (trouble !== undefined) return trouble;
  }
  return undefined;
}

function applied(
  documents: Map<string, object>,
  key: string,
  write: EncodedWrite,
): CommitOutcome | undefined {
  const before = documents.get(key);
  if (write.kind === 'remove') {
    documents.delete(key);
    return undefined;
  }
  if (write.kind === 'increment') {
    const result = incremented(before, write);
    if ('kind' in result) return result;
    documents.set(key, result.document);
    return undefined;
  }
  if (write.kind === 'insert' && before !== undefined) {
    return keyConflict('exists', write.table.name, write.id);
  }
  documents.set(key, JSON.parse(write.json) as object);
  return undefined;
}

function byTable(writes: readonly EncodedWrite[]): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { table, id } of writes) {
    const known = ids.get(table.name);
    if (known === undefined) ids.set(table.name, [id]);
    else known.push(id);
  }
  return ids;
}

/** The conflict that a broken unique constraint is; undefined: it is a key of ours, so a race. */
export function uniqueConflict(
  constraint: string,
  batches: readonly VersionedBatch[],
): CommitOutcome | undefined {
  for (const { entry } of batches) {
    for (const { table } of entry.writes) {
      const index = table.indexes.find(({ name }) => name === constraint);
      if (index === undefined) continue;
      const { name: collection } = table;
      return { kind: 'conflict', reason: 'unique', collection, index: index.declared };
    }
  }
  return undefined;
}
