/**
 * A batch in the form that SQL statements take: documents as JSON text, indexed fields as values.
 *
 * Encoding happens when `commit` is called, before the batch waits for its group: a caller may
 * change his documents afterwards, and a document that is refused is refused to him alone.
 */
import type { Batch, Check, CommitOutcome, Refused, Write } from './contract.ts';
import { checkBatch } from './document-check.ts';
import type { TenantBatch } from './group-commit.ts';
import { incrementDocument } from './increment.ts';
import { type Table, tableOf } from './sql-schema.ts';

/** The value of an indexed column; null: the document is not in that index. */
export type ColumnValue = string | number | null;

/** A document to be written. */
export interface EncodedDocument {
  readonly kind: 'put' | 'insert';
  readonly table: Table;
  readonly id: string;
  /** One value per indexed column, in the table's order. */
  readonly values: readonly ColumnValue[];
  readonly json: string;
}

/** A document to be removed. */
export interface EncodedRemoval {
  readonly kind: 'remove';
  readonly table: Table;
  readonly id: string;
}

/** An amount to be added to a field. */
export interface EncodedIncrement {
  readonly kind: 'increment';
  readonly table: Table;
  readonly id: string;
  readonly field: string;
  readonly by: bigint;
  readonly min: bigint | undefined;
  readonly max: bigint | undefined;
}

/** One write, ready for a statement. */
export type EncodedWrite = EncodedDocument | EncodedRemoval | EncodedIncrement;

/** A batch in a group, encoded. */
export interface EncodedBatch extends TenantBatch {
  readonly tenant: string;
  readonly batch: Batch;
  readonly checks: readonly Check[];
  readonly writes: readonly EncodedWrite[];
}

/**
 * Checks and encodes a batch.
 *
 * @throws KernelError KERNEL_BAD_BATCH, KERNEL_REFUSED_DOCUMENT, KERNEL_BAD_RANGE
 */
export function encodeBatch(tenant: string, batch: Batch, maxBatch: number): EncodedBatch {
  const ids = checkBatch(batch, maxBatch);
  const writes = batch.writes.map((write, at) => encodeWrite(write, ids[at] ?? ''));
  return { tenant, batch, checks: [...batch.checks], writes };
}

/** The collections that a batch touches, each once. */
export function collectionsOf(batch: Batch): ReadonlySet<Check['collection']> {
  return new Set([...batch.checks, ...batch.writes].map(({ collection }) => collection));
}

/** The document after the increment, or the outcome of a batch that cannot do it. */
export function incremented(
  document: object | undefined,
  write: EncodedIncrement,
): { readonly document: object } | Refused {
  const result = document === undefined ? 'incrementAbsent' : incrementDocument(document, write);
  if (typeof result === 'object') return { document: result };
  const { table, id, field } = write;
  return { kind: 'refused', reason: result, collection: table.name, id, field };
}

/** The outcome of a batch that insists on a key. */
export function keyConflict(
  reason: 'key' | 'exists',
  collection: string,
  id: string,
): CommitOutcome {
  return { kind: 'conflict', reason, collection, id };
}

function encodeWrite(write: Write, id: string): EncodedWrite {
  const table = tableOf(write.collection);
  if (write.kind === 'remove') return { kind: 'remove', table, id };
  if (write.kind === 'increment') {
    const { field, by, min, max } = write;
    return { kind: 'increment', table, id, field, by, min, max };
  }
  const document = write.document as Readonly<Record<string, ColumnValue | undefined>>;
  const values = table.indexed.map(({ field }) => document[field] ?? null);
  return { kind: write.kind, table, id, values, json: JSON.stringify(document) };
}
